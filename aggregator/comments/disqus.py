"""Comments at Disqus: how many a post has, from the script that puts counts beside links.

`https://SHORTNAME.disqus.com/count-data.js?1=IDENTIFIER&2=ADDRESS` answers `DISQUSWIDGETS.displayCount({"counts":
[{"id": …, "comments": 3}]})`, ten keys at a time. Disqus documents how a page embeds it (the Universal Code, its
`disqus_config`) and its count.js, which asks this address; the format of the answer is only known from that script.

A thread belongs to the identifier that the page gives, else to the page's address. A key that is not in the answer is
no thread: unknown, for the key may be wrong. Should Disqus answer 0 for any key, that would be no proof: so each
request also asks for a thread that cannot be. Who commented, and whether a thread is closed, is not known.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit, urlunsplit

from aggregator.comments.answers import batches, count_of, is_busy, objects, page_of, unknown, why_not
from aggregator.core.http import Answer, Conversation, Reads, Request
from aggregator.core.links import link_key, web_address
from aggregator.core.model import Bound, Finding, Post, Reason
from aggregator.core.page import Page
from aggregator.core.record import Struct, replace
from aggregator.core.source import Params, Questions, Round, Site, Told

NAME = "disqus"
WIDGET = True

NO_THREAD = "agg-no-such-thread"
_BATCH = 9  # and NO_THREAD
_LOOKS, _LOOKS_THOROUGH = 10, 100
_KEPT = 300
_SHORTNAME = re.compile(r"[a-z0-9-]{1,80}")
_SCRIPT = re.compile(
    r"//([a-z0-9-]+)\.disqus\.com/(embed|blogger_item|count)\.js|//disqus\.com/forums/([a-z0-9-]+)/(embed)\.js",
    re.IGNORECASE,
)
_PLACEHOLDERS = frozenset({"example", "shortname", "your-shortname", "yourshortname", "www"})
_TEXT = r"""(?:"((?:[^"\\\n]|\\.){1,300})"|'((?:[^'\\\n]|\\.){1,300})')"""
_JOINED = re.compile(_TEXT + r"""\s?\+\s?["']\.disqus\.com/embed\.js""")
_VARIABLE = re.compile(r"""\bdisqus_?shortname["']?\s{0,9}[=:]\s{0,9}""" + _TEXT, re.IGNORECASE)
_IDENTIFIER = r"""(?:\bpage\.identifier|\bdisqus_?identifier["']?)"""
_ADDRESS = r"""(?:\bpage\.url|\bdisqus_?url["']?)"""
_SET = r"\s{0,9}[=:](?!=)\s{0,9}(?:" + _TEXT + r"(?=\s{0,9}(?:[;,}/]|\n|$))|([^\s;,][^;\n]{0,100}))"
_NOTHING = frozenset({"''", '""', "null", "undefined", "false"})
_HERE = re.compile(r"(?:(?:window|document)\.)?location(?:\.(href|pathname))?[\s})]*(?://.*)?")
_SET_IDENTIFIER = re.compile(_IDENTIFIER + _SET, re.IGNORECASE)
_SET_ADDRESS = re.compile(_ADDRESS + _SET, re.IGNORECASE)
_WORDPRESS = re.compile(r"(\d+) https?://\S+[?&](?:p|page_id)=\1")


class Thread(Struct, frozen=True):
    """The key of a thread: `by` is 1 for an identifier, 2 for an address."""

    by: str
    key: str


def recognises(site: Site, page: Page | None) -> Params | None:
    """The forum's short name, and which key its threads have, if Disqus's comments stand in the page."""
    shortname = _shortname(page) if page else None
    if page is None or shortname is None:
        return None
    return {"shortname": shortname, "key": _rule(_thread(page), page.url, site.guids)}


def has_thread(page: Page) -> bool:
    """Whether the page has a place for comments at Disqus."""
    return any(one.get("id") == "disqus_thread" for one in page.find())


def questions(site: Site, params: Params, posts: Sequence[Post], now: Round) -> Questions:  # noqa: ARG001
    """Asks for the counts of all posts; of a thread with a key of its own, its page is looked at once for it."""
    shortname = params.get("shortname", "")
    if not _SHORTNAME.fullmatch(shortname):
        return Told(unknown(posts, Reason.NOT_UNDERSTOOD))
    told: dict[int, Finding] = {}
    known = dict(params)
    if params.get("key") == "page":
        told = yield from _look(known, posts, now)
    threads = {post.id: thread for post in posts if post.id not in told and (thread := _thread_of(post, known))}
    counts: dict[Thread | None, Finding] = {None: Finding(0, None, openness=None, reason=Reason.NOT_LISTED)}
    refused: Answer | None = None
    for some in batches(list(dict.fromkeys(threads.values())), _BATCH):
        [answer] = yield [Request(_question(shortname, some))]
        found = _counts(answer)
        if found is None:
            refused = answer
            break
        counts |= {thread: _finding(found, thread) for thread in some}
    missing = Finding(0, None, openness=None, reason=why_not(refused) if refused else Reason.NOT_LISTED)
    findings = [told.get(post.id) or _of(post, counts.get(threads.get(post.id), missing), known) for post in posts]
    return Told(tuple(findings), refused, _kept(known) if known != dict(params) else None)


# -- what a page says -------------------------------------------------------------------------------


def _shortname(page: Page) -> str | None:
    """The forum's name, if its comments (not only counts beside links) stand in the page."""
    threads = has_thread(page)
    for name, script in _names(page):
        bare = name.lower()
        if (
            _SHORTNAME.fullmatch(bare)
            and bare not in _PLACEHOLDERS
            and (threads or script in {"embed", "blogger_item"})
        ):
            return bare
    return None


def _names(page: Page) -> Iterator[tuple[str, str]]:
    """The names of forums in the page's scripts, and with which script each stands."""
    for one in page.find("script"):
        code = _code(one.text) if "disqus" in one.text.lower() else ""
        for found in _SCRIPT.finditer(one.get("src") + "\n" + code):
            yield found[1] or found[3], (found[2] or found[4]).lower()
        yield from ((_text(found[1] or found[2]), "embed") for found in _JOINED.finditer(code))
        yield from ((_text(found[1] or found[2]), "") for found in _VARIABLE.finditer(code))


def _thread(page: Page) -> Thread | None:
    """The key of the page's thread; `None` when a script works it out in a way of its own."""
    own = next((one for one in page.find() if one.get("id") == "disqus_thread"), None)
    if own and own.get("data-disqus-identifier"):
        return Thread("1", own.get("data-disqus-identifier"))
    code = "\n".join(_code(one.text) for one in page.find("script") if "disqus" in one.text.lower())
    for by, pattern in (("1", _SET_IDENTIFIER), ("2", _SET_ADDRESS)):
        said = {(_text(found[1] or found[2] or ""), found[3] or "") for found in pattern.finditer(code)}
        if meant := {pair for pair in said if pair[1].rstrip(" \t})") not in _NOTHING}:
            keys = {_meant(by, *pair, page) for pair in meant}
            key = keys.pop() if len(keys) == 1 else None
            return Thread(by, key) if key else None
    return Thread("2", _address(page.url))


def _meant(by: str, text: str, expression: str, page: Page) -> str | None:
    """The key that a script sets, as a text or as where the reader is."""
    if text:
        return text if by == "1" else web_address(text, page.url)
    here = _HERE.fullmatch(expression)
    if here is None:
        return None
    return urlsplit(page.url).path if here[1] == "pathname" else _address(page.url)


def _code(script: str) -> str:
    """A script without its remarks: in the Universal Code they hold examples."""
    first, *rest = script.split("/*")
    kept = first + "".join(part.partition("*/")[2] for part in rest)
    return "\n".join(line for line in kept.splitlines() if not line.lstrip().startswith("//"))


def _text(written: str) -> str:
    """What a string in JavaScript means."""
    with suppress(ValueError):
        return str(json.loads(f'"{written}"'))
    return written.replace("\\/", "/").replace("\\'", "'")


# -- which key a post's thread has ------------------------------------------------------------------


def _rules(url: str | None, guid: str) -> Mapping[str, Thread]:
    """What blogs take for the key of a thread, by a name of ours."""
    number = next((n for name in ("p", "page_id") for n in parse_qs(urlsplit(guid).query).get(name, [])), "")
    of_guid = {"guid": guid, "ghost": f"ghost-{guid}", "wordpress": f"{number} {guid}" if number else ""}
    rules = {name: Thread("1", key) for name, key in of_guid.items() if key}
    if not url:
        return rules
    url = _address(url)
    parts = urlsplit(url)
    other = urlunsplit(parts._replace(scheme="http" if parts.scheme == "https" else "https"))
    paths = {"path": parts.path, "path open": parts.path.rstrip("/"), "path rest": parts.path.lstrip("/")}
    stem = re.sub(r"\.html?$", "", parts.path.rstrip("/"))
    paths |= {"path bare": parts.path.strip("/"), "path stem": stem, "slug": stem.rpartition("/")[2]}
    paths |= {"url": url, "url other": other}
    by_path = {name: Thread("1", key) for name, key in paths.items() if key}
    return {"address": Thread("2", url), "address other": Thread("2", other), **by_path, **rules}


def _rule(thread: Thread | None, url: str, guids: Sequence[str]) -> str:
    """The name of the rule by which the page's thread has its key; `page` when each has one of its own."""
    if thread is None:
        return "unclear"
    if thread.by == "1" and _WORDPRESS.fullmatch(thread.key):
        return "wordpress"
    for guid in (*guids, ""):
        for name, key in _rules(url, guid).items():
            if key == thread:
                return name
    return "page"


def _thread_of(post: Post, params: Params) -> Thread | None:
    """The thread of a post, if its key is known; else the one that its address would have."""
    rules = _rules(post.url, post.guid)
    name = params.get("key", "address")
    if name == "page" and post.url:
        by, _, key = params.get(_place(post.url), "").partition(" ")
        return Thread(by, key) if key else rules.get("address")
    return rules.get("address" if name == "unclear" else name)


def _place(url: str) -> str:
    return f"thread {link_key(url)}"


def _is_sure(params: Params, post: Post) -> bool:
    """Whether the key is the thread's: not when a script works it out."""
    name = params.get("key", "address")
    return name != "unclear" and (name != "page" or bool(post.url and params.get(_place(post.url))))


def _address(url: str) -> str:
    """The address without fragment and tracking, as a reader's browser has it."""
    parts = urlsplit(url)
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    kept = [pair for pair in pairs if not pair[0].lower().startswith("utm_")]
    return urlunsplit(parts._replace(fragment="", query=parts.query if kept == pairs else urlencode(kept)))


def _look(known: dict[str, str], posts: Sequence[Post], now: Round) -> Conversation[dict[int, Finding]]:
    """Looks at pages for the keys of their threads, so many at most; `known` is added to. The posts still without."""
    wanted = [post for post in posts if post.url and _place(post.url) not in known]
    most = _LOOKS_THOROUGH if now.thorough else _LOOKS
    told = {one.post: one for one in unknown(wanted, Reason.TOO_MANY)}  # until it has been looked at
    for post in wanted[:most]:
        url = post.url or ""
        [answer] = yield [Request(url, reads=Reads.PAGE)]
        page = page_of(answer)
        if page is None or link_key(answer.url) != link_key(url) or _shortname(page) != known["shortname"]:
            told[post.id] = unknown([post], why_not(answer) if page is None else Reason.NOT_LISTED)[0]
            if is_busy(answer):
                break
            continue
        thread = _thread(page)
        known[_place(url)] = f"{thread.by} {thread.key}" if thread else ""
        del told[post.id]
    return told


def _kept(known: Mapping[str, str]) -> Params:
    """What to remember: of the keys of threads only the newest."""
    threads = [name for name in known if name.startswith("thread ")]
    return {name: value for name, value in known.items() if name not in set(threads[:-_KEPT])}


# -- counts -----------------------------------------------------------------------------------------


def _question(shortname: str, threads: Sequence[Thread]) -> str:
    keys = [("1", NO_THREAD), *((thread.by, thread.key) for thread in threads)]
    return f"https://{shortname}.disqus.com/count-data.js?{urlencode(keys)}"


def _counts(answer: Answer) -> dict[str, int | None] | None:
    """The number for each key of the answer; `None` when it is no answer to this question."""
    _, call, rest = answer.body.decode("utf-8", "replace").partition("DISQUSWIDGETS.displayCount(")
    if answer.status != 200 or not call:
        return None
    try:
        said, _ = json.JSONDecoder().raw_decode(rest.lstrip())
    except (ValueError, RecursionError):
        return None
    counts = said.get("counts") if isinstance(said, dict) else None
    found = {str(one.get("id")): count_of(one.get("comments")) for one in objects(counts)}
    return found if isinstance(counts, list) else None


def _finding(found: Mapping[str, int | None], thread: Thread) -> Finding:
    """What the answer says of a thread; of no post yet."""
    count = found.get(thread.key)
    if count is None:
        return Finding(0, None, openness=None, reason=Reason.ODD_COUNT if thread.key in found else Reason.NOT_LISTED)
    if count == 0 and NO_THREAD in found:
        return Finding(0, None, openness=None, reason=Reason.NOT_LISTED)
    return Finding(0, count)


def _of(post: Post, found: Finding, params: Params) -> Finding:
    """The finding for this post. What another key than the thread's own says cannot be zero."""
    if found.count is None or _is_sure(params, post):
        return replace(found, post=post.id)
    if found.count == 0:
        return Finding(post.id, None, openness=None, reason=Reason.NOT_LISTED)
    return Finding(post.id, found.count, Bound.AT_LEAST)
