"""What servers answer that is no true answer: refusals, other people's pages, broken JSON, and the right shape with
wrong things in it.

Each junk is a function of the true answer. `JUNK` is of no known shape; `DISTORTED` is the true answer with something
wrong in it: it may still tell of a post what is true, but nothing else.
"""

import json
import re
from collections.abc import Callable, Mapping
from typing import Any

from aggregator.core.http import Answer
from aggregator.core.record import replace

Junk = Callable[[Answer], Answer]

LOGIN = b"""<!doctype html><html><head><title>Log in</title></head><body><form action="/login" method="post">
<input name="user"><input name="password" type="password"></form><a href="https://kari.example/">Kari writes</a>"""
CRITICAL = b"""<!DOCTYPE html><html lang="en-US"><head><title>WordPress &rsaquo; Error</title></head>
<body id="error-page"><div class="wp-die-message">
<p>There has been a critical error on this website.</p></div></body></html>"""
XML = b'<?xml version="1.0"?><error xmlns="https://x.example/"><message>No such thing</message><count>0</count></error>'
PARKED = b"<!doctype html><html><head><title>This domain is for sale</title></head><body>0 comments</body></html>"
SPACES = b" " * 5_000_000

_JSON = re.compile(rb"[\[{].*[\]}]", re.DOTALL)
_STATUSES = (301, 304, 401, 403, 404, 405, 410, 429, 451, 500, 503)


def _is(body: bytes) -> Junk:
    return lambda true: replace(true, status=200, headers={}, body=body)


def _status(status: int, body: bytes = b"") -> Junk:
    return lambda true: replace(true, status=status, headers={}, body=body)


def _away(body: bytes | None = None) -> Junk:
    """Redirected to another site."""
    return lambda true: replace(true, url="https://elsewhere.example/", body=true.body if body is None else body)


def _error(true: Answer) -> Answer:
    told = b'{"code":"internal_server_error","message":"<p>There has been a critical error.</p>","data":{"status":500}}'
    return replace(true, status=500, headers={"content-type": "application/json"}, body=told)


JUNK: Mapping[str, Junk] = {
    "no answer": lambda true: Answer(true.request, true.url, problem="nobody answers"),
    "left alone": lambda true: Answer(true.request, true.url, problem="the service rests", requests=0),
    **{f"{status}": _status(status) for status in _STATUSES},
    **{f"{status} with a page": _status(status, LOGIN) for status in (401, 403, 404, 500, 503)},
    "the truth with 503": lambda true: replace(true, status=503),
    "a part of the truth": lambda true: replace(true, status=206),
    "error in JSON": _error,
    "empty": _is(b""),
    **{f"the JSON {text}": _is(text.encode()) for text in ("null", "{}", "[]", "0", "true", '"x"', "[{}]", "[null]")},
    **{
        f"only {key}": _is(json.dumps({key: []}).encode())
        for key in ("comments", "posts", "items", "replies", "counts")
    },
    "error in a 200": _is(b'{"error": "not found", "message": "no such site", "status": 404}'),
    "brackets": _is(b"[" * 100_000),
    "closed brackets": _is(b"[" * 100_000 + b"]" * 100_000),
    "braces": _is(b'{"comments":' * 100_000),
    "900 deep": _is(b'{"comments":[' * 450 + b"]}" * 450),
    "login": _is(LOGIN),
    "login elsewhere": _away(LOGIN),
    "parked": _is(PARKED),
    "XML": _is(XML),
    "critical error": _is(CRITICAL),
    "spaces": _is(SPACES),
    "no UTF-8": _is(b"\xff\xfe\x00\xd8[\x80\x81]\xc3"),
    "nulls": _is(b"\x00" * 1_000),
    "a picture": _is(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4),
}


# -- the true answer, distorted ---------------------------------------------------------------------


def json_in(body: bytes) -> Any:
    """The JSON of a body, also inside a script's call; `None` when there is none."""
    found = _JSON.search(body)
    try:
        return json.loads(found[0]) if found else None
    except ValueError:
        return None


def with_json(true: Answer, told: Any) -> Answer:
    """The answer with other JSON in the same place."""
    found = _JSON.search(true.body)
    assert found
    return replace(true, body=true.body[: found.start()] + json.dumps(told).encode() + true.body[found.end() :])


def _each(kinds: type | tuple[type, ...], change: Callable[[Any], Any]) -> Junk:
    """Every value of these kinds in the JSON is another; what holds no JSON stays as it is."""

    def distort(true: Answer) -> Answer:
        told = json_in(true.body)
        return true if told is None else with_json(true, _changed(told, kinds, change, top=True))

    return distort


def _changed(value: Any, kinds: type | tuple[type, ...], change: Callable[[Any], Any], *, top: bool = False) -> Any:
    of_kind = isinstance(value, kinds) and not (isinstance(value, bool) and kinds is not bool)
    if of_kind and not (top and kinds is dict):
        return change(value)
    if isinstance(value, dict):
        return {name: _changed(one, kinds, change) for name, one in value.items()}
    return [_changed(one, kinds, change) for one in value] if isinstance(value, list) else value


def _doubled(true: Answer) -> Answer:
    told = json_in(true.body)
    if told is not None:
        return with_json(true, _twice(told))
    return replace(true, body=re.sub(rb"<(item|entry)>.*?</\1>", rb"\g<0>\g<0>", true.body, flags=re.DOTALL))


def _twice(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _twice(one) for name, one in value.items()}
    return [_twice(one) for one in (*value, *value)] if isinstance(value, list) else value


def _outside(true: Answer) -> Answer:
    told = json_in(true.body)
    if not isinstance(told, dict):
        return true
    return with_json(true, {name: "false" if isinstance(one, bool) else one for name, one in told.items()})


def _of_others(true: Answer) -> Answer:
    """The posts of this blog have the numbers from 700001 on."""
    return replace(true, body=re.sub(rb"7(0000\d)", rb"8\1", true.body))


def _latin(true: Answer) -> Answer:
    return replace(true, body=true.body.replace(b"e", b"\xe9")) if true.body[:1] in (b"[", b"{") else true


def _cut(part: float) -> Junk:
    return lambda true: replace(true, body=true.body[: int(len(true.body) * part)])


def _without(word: bytes) -> Junk:
    return lambda true: replace(true, body=true.body.replace(word, b""))


_ODD = "\x00\x1b[31m\u202e\ud800\u200b"
NUMBERS = {
    "words": "many",
    "huge": 10**30,
    "negative": -1,
    "true": True,
    "null": None,
    "fractions": 1.5,
    "lists": ["many"],
    "objects": {"count": 0},
    "infinite": float("inf"),
}

DISTORTED: Mapping[str, Junk] = {
    **{f"numbers are {name}": _each((int, float), lambda _, new=new: new) for name, new in NUMBERS.items()},
    **{
        f"lists are {name}": _each(list, lambda _, new=new: new)
        for name, new in {"numbers": 7, "null": None, "words": "x", "objects": {"0": {}}}.items()
    },
    **{
        f"texts are {name}": _each(str, lambda _, new=new: new)
        for name, new in {
            "numbers": 7,
            "null": None,
            "empty": "",
            "lists": ["x"],
            "objects": {},
            "huge": "x" * 100_000,
        }.items()
    },
    **{
        f"objects are {name}": _each(dict, lambda _, new=new: new)
        for name, new in {"null": None, "lists": [], "numbers": 0, "empty": {}}.items()
    },
    **{
        f"truths are {name}": _each(bool, lambda _, new=new: new)
        for name, new in {"words": "false", "numbers": 1, "null": None, "lists": [0]}.items()
    },
    "texts with odd characters": _each(str, lambda text: text + _ODD),
    "twice": _doubled,
    "the first for all": _each(list, lambda some: [some[0] for _ in some]),
    "truths outside are words": _outside,
    "of others": _of_others,
    "elsewhere": _away(),
    "as Latin-1": _latin,
    **{f"cut at {part}": _cut(part) for part in (0.1, 0.3, 0.5, 0.7, 0.9, 0.99)},
    **{f"without {word.decode()!r}": _without(word) for word in (b"{", b"]", b">", b'"')},
}
