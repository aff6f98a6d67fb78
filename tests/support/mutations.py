"""Real feeds and pages, broken in one of countless ways: each way has a number, and comes again by its number.

Some changes know what they change (tags, attributes, texts, encodings, JSON), others only see bytes.
"""

import json
import re
from collections.abc import Callable, Sequence
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from tests.support import fragments
from tests.support.corpus import samples

LONGEST = 250_000  # bytes; what a mutation makes longer is cut
SHORT = 20_000
DATA = Path(__file__).parents[1] / "data"

_XML_TOKENS = re.compile(rb"<[^<>]*>|[^<]+|<")
_JSON_TOKENS = re.compile(rb'"[^"]*"|[][{}:,]|[^"][^][{}:,"]*|"')
_POST = re.compile(rb"<(?:[\w.-]{1,20}:)?(?:item|entry)\b")
_VALUE = re.compile(rb"""=\s*(?:"[^"<]*"|'[^'<]*')""")
_NAME = re.compile(rb"(</?)([\w:.-]{1,40})")
_DECLARED = re.compile(rb"<\?xml[^<>]*>")


@dataclass(frozen=True, slots=True)
class Case:
    """A body and how it came: `number` is all that is needed to make it again from the same seeds."""

    number: int
    seed: str
    changes: tuple[str, ...]
    reads: str
    body: bytes
    content_type: str | None
    address: str


@dataclass(frozen=True, slots=True)
class Seed:
    """A file that mutations begin with."""

    name: str
    body: bytes

    def as_it_is(self, reads: str) -> Case:
        """The file without any change."""
        return Case(-1, self.name, (), reads, self.body, None, fragments.ADDRESSES[0])


def own_seeds() -> list[Seed]:
    """The feeds and pages that belong to the repository."""
    files = sorted([*DATA.glob("feeds/*"), *DATA.glob("captures/*/*.xml"), *DATA.glob("captures/*/*.html")])
    return [Seed(path.name, path.read_bytes()) for path in files]


def corpus_seeds() -> list[Seed]:
    """Real feeds and pages that may lie beside the repository; none where they do not."""
    return [Seed(sample.path.name, sample.path.read_bytes()) for sample in samples()]


def mutation(number: int, seeds: Sequence[Seed]) -> Case:
    """The case with this number, always the same one of the same seeds."""
    random = Random(number)
    seed, other = _choice(random, seeds), _choice(random, seeds)
    body, donor = _shortened(random, seed.body), _shortened(random, other.body)
    made: list[str] = []
    for _ in range(random.choice((1, 1, 2, 3, 5, 8))):
        change = random.choice(CHANGES)
        body = change(random, body, donor)[:LONGEST]
        made.append(change.__name__.strip("_"))
    page = seed.name.endswith(".html") or random.random() < 0.1
    reads = "page" if page and random.random() < 0.9 else random.choice(("feed", "feed", "comments"))
    kind = random.choice(fragments.TYPES)
    charset = random.choice(fragments.CHARSETS + fragments.ODD_CHARSETS)
    return Case(
        number=number,
        seed=seed.name,
        changes=tuple(made),
        reads=reads,
        body=body,
        content_type=kind.replace("%s", charset) if kind and random.random() < 0.5 else None,
        address=random.choice(fragments.ADDRESSES),
    )


def _choice(random: Random, seeds: Sequence[Seed]) -> Seed:
    """One of the seeds; one in ten is in JSON, of which there are few."""
    rare = random.random() < 0.1
    return random.choice([seed for seed in seeds if seed.name.endswith(".json") is rare] or seeds)


def _shortened(random: Random, body: bytes) -> bytes:
    """Mostly but a few of a feed's posts, so that each costs little; now and then all."""
    if len(body) <= SHORT or random.random() < 0.02:
        return body
    starts = [found.start() for found in _POST.finditer(body)]
    if not starts:
        return body[:SHORT] if random.random() < 0.9 else body
    first = random.randrange(len(starts))
    last = min(first + random.randint(1, 3), len(starts) - 1)
    head, tail = body[: starts[0]][:SHORT], body[-300:]
    return head + body[starts[first] : starts[last]][: 2 * SHORT] + tail


# -- of bytes ---------------------------------------------------------------------------------------


def _span(random: Random, body: bytes) -> tuple[int, int]:
    start = random.randint(0, len(body))
    return start, min(len(body), start + int(random.paretovariate(0.5)))


def _flip(random: Random, body: bytes, _donor: bytes) -> bytes:
    changed = bytearray(body)
    for _ in range(min(len(body), random.choice((1, 4, 64)))):
        changed[random.randrange(len(body))] = random.randrange(256)
    return bytes(changed)


def _delete(random: Random, body: bytes, _donor: bytes) -> bytes:
    start, end = _span(random, body)
    return body[:start] + body[end:]


def _repeat(random: Random, body: bytes, _donor: bytes) -> bytes:
    start, end = _span(random, body)
    return body[:start] + _times(random, body[start:end]) + body[end:]


def _cut(random: Random, body: bytes, _donor: bytes) -> bytes:
    return body[: random.randint(0, len(body))]


def _graft(random: Random, body: bytes, donor: bytes) -> bytes:
    start, end = _span(random, donor)
    place = random.randint(0, len(body))
    return body[:place] + donor[start:end] + body[place:]


def _inject(random: Random, body: bytes, _donor: bytes) -> bytes:
    place = random.randint(0, len(body))
    return body[:place] + random.choice(fragments.TEXTS) + body[place:]


def _times(random: Random, piece: bytes) -> bytes:
    """The piece once more, or so often that it costs who reads it with its square."""
    most = LONGEST // (len(piece) + 1)
    return piece * min(random.choice((2, 2, 3, 10, 300, 5_000, 100_000)), most)


# -- of what they mean ------------------------------------------------------------------------------


def _tokens(body: bytes) -> list[bytes]:
    found = _JSON_TOKENS if body.lstrip()[:1] in (b"{", b"[") else _XML_TOKENS
    return found.findall(body)


def _lose_token(random: Random, body: bytes, _donor: bytes) -> bytes:
    tokens = _tokens(body)
    if tokens:
        del tokens[random.randrange(len(tokens))]
    return b"".join(tokens)


def _swap_tokens(random: Random, body: bytes, _donor: bytes) -> bytes:
    tokens = _tokens(body)
    if tokens:
        one, other = random.randrange(len(tokens)), random.randrange(len(tokens))
        tokens[one], tokens[other] = tokens[other], tokens[one]
    return b"".join(tokens)


def _repeat_token(random: Random, body: bytes, _donor: bytes) -> bytes:
    tokens = _tokens(body)
    if tokens:
        place = random.randrange(len(tokens))
        tokens[place] = _times(random, tokens[place])
    return b"".join(tokens)


def _splice(random: Random, body: bytes, donor: bytes) -> bytes:
    """The beginning of one feed and the end of another."""
    mine, theirs = _tokens(body), _tokens(donor)
    return b"".join(mine[: random.randint(0, len(mine))] + theirs[random.randint(0, len(theirs)) :])


def _new_text(random: Random, body: bytes, _donor: bytes) -> bytes:
    tokens = _tokens(body)
    texts = [place for place, token in enumerate(tokens) if token[:1] not in (b"<", b"{", b"[", b",", b":")]
    if texts:
        tokens[random.choice(texts)] = _hostile(random, fragments.TEXTS)
    return b"".join(tokens)


def _new_tag(random: Random, body: bytes, _donor: bytes) -> bytes:
    tokens = _tokens(body)
    known = random.choice((fragments.TAGS, fragments.TAGS, fragments.PAGE_TAGS))
    tokens.insert(random.randint(0, len(tokens)), _hostile(random, known))
    return b"".join(tokens)


def _new_value(random: Random, body: bytes, _donor: bytes) -> bytes:
    places = list(_VALUE.finditer(body))
    if not places:
        return body
    found = random.choice(places)
    quote = random.choice((b"'", b'"', b""))
    written = b"=" + quote + random.choice(fragments.TEXTS) + random.choice((quote, quote, quote, b""))
    return body[: found.start()] + written + body[found.end() :]


def _rename(random: Random, body: bytes, donor: bytes) -> bytes:
    """Every tag of one name has another: one of the donor's."""
    names, others = _names(body), _names(donor)
    if not names or not others:
        return body
    old, new = random.choice(names), random.choice(others)
    return _NAME.sub(lambda found: found[1] + (new if found[2] == old else found[2]), body)


def _names(body: bytes) -> list[bytes]:
    return sorted({found[2] for found in _NAME.finditer(body)})


def _hostile(random: Random, pieces: Sequence[bytes]) -> bytes:
    piece = random.choice(pieces)
    return piece if random.random() < 0.8 else _times(random, piece)


def _encode(random: Random, body: bytes, _donor: bytes) -> bytes:
    """In another encoding, which the declaration names, or does not."""
    charset = random.choice(fragments.CHARSETS)
    text = body.decode("utf-8", "replace")
    if random.random() < 0.5:
        text = _declared(text.encode(), charset).decode("utf-8", "replace")
    return text.encode(charset, random.choice(("replace", "ignore", "xmlcharrefreplace")))


def _declare(random: Random, body: bytes, _donor: bytes) -> bytes:
    """Another encoding is declared than there is, or many."""
    charset = random.choice(fragments.CHARSETS + fragments.ODD_CHARSETS)
    root = random.choice(fragments.ROOTS)
    if random.random() < 0.2:
        root = b"<?xml" + _times(random, b" encoding='%s'") + random.choice((b"?>", b""))
    return _declared(body, charset, root)


def _declared(body: bytes, charset: str, root: bytes = fragments.ROOTS[0]) -> bytes:
    return root.replace(b"%s", charset.encode("latin-1")) + _DECLARED.sub(b"", body, count=1)


def _mark(random: Random, body: bytes, _donor: bytes) -> bytes:
    return random.choice(fragments.MARKS) + body


def _json(random: Random, body: bytes, _donor: bytes) -> bytes:
    """Another value, or one more, or one less in a JSON Feed."""
    try:
        data = json.loads(body)
    except (ValueError, RecursionError):
        return _new_text(random, body, _donor)
    for _ in range(random.choice((1, 3, 20))):
        _change_in(random, data)
    return json.dumps(data, ensure_ascii=random.random() < 0.9).encode("utf-8", "surrogatepass")


def _change_in(random: Random, data: Any) -> None:
    """Changes something at some depth of the lists and objects."""
    while isinstance(data, dict | list) and data:
        place = random.choice(list(data) if isinstance(data, dict) else range(len(data)))
        if isinstance(data[place], dict | list) and random.random() < 0.8:
            data = data[place]
            continue
        if random.random() < 0.2:
            del data[place]
        elif isinstance(data, list) and random.random() < 0.2:
            data *= min(random.choice((2, 50, 6_000)), LONGEST // (20 * len(data) + 1))
        else:
            data[place] = deepcopy(random.choice(fragments.VALUES))
        return


Change = Callable[[Random, bytes, bytes], bytes]
CHANGES: tuple[Change, ...] = (
    *(_flip, _delete, _repeat, _cut, _graft, _inject, _lose_token, _swap_tokens, _repeat_token, _splice),
    *(_new_text, _new_text, _new_tag, _new_tag, _new_value, _rename, _encode, _declare, _mark, _json, _json),
)
