"""What RFC 4287 asks of a feed, one rule after the other: `broken` names those that a feed breaks."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from urllib.parse import urlsplit
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

ATOM = "{http://www.w3.org/2005/Atom}"
ONCE = ("id", "title", "updated")
AT_MOST_ONCE = ("published", "summary", "content", "rights", "subtitle", "generator")
DATES = ("updated", "published")
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")


def broken(text: str) -> list[str]:
    """The rules that the feed breaks; it has to be well-formed XML."""
    root = ElementTree.fromstring(text.encode())
    return list(_broken(root))


def posts(text: str) -> list[Element]:
    """The feed's posts."""
    return ElementTree.fromstring(text.encode()).findall(f"{ATOM}entry")


def _broken(root: Element) -> Iterator[str]:
    if root.tag != f"{ATOM}feed":
        yield "the root is no feed (4.1.1)"
    yield from _common("feed", root)
    entries = root.findall(f"{ATOM}entry")
    for number, entry in enumerate(entries):
        yield from _common(f"entry {number}", entry)
        if root.find(f"{ATOM}author") is None and entry.find(f"{ATOM}author") is None:
            yield f"entry {number}: no author (4.1.2)"
        if entry.find(f"{ATOM}content") is None and not _links(entry, "alternate") and not _has(entry, "summary"):
            yield f"entry {number}: neither content nor alternate nor summary (4.1.2)"
    every = Counter((entry.findtext(f"{ATOM}id"), entry.findtext(f"{ATOM}updated")) for entry in entries)
    yield from (f"twice the same id and updated: {key} (4.1.1)" for key, often in every.items() if often > 1)


def _common(where: str, one: Element) -> Iterator[str]:
    yield from (f"{where}: not exactly one {name}" for name in ONCE if len(one.findall(ATOM + name)) != 1)
    yield from (f"{where}: more than one {name}" for name in AT_MOST_ONCE if len(one.findall(ATOM + name)) > 1)
    if not urlsplit(one.findtext(f"{ATOM}id") or "").scheme:
        yield f"{where}: its id is no IRI (4.2.6)"
    for name in DATES:
        for date in one.findall(ATOM + name):
            if not MOMENT.fullmatch(date.text or "") or not datetime.fromisoformat(date.text or ""):
                yield f"{where}: {name} is no date (3.3)"
    yield from _inside(where, one)


def _inside(where: str, one: Element) -> Iterator[str]:
    for author in one.findall(f"{ATOM}author"):
        if not (author.findtext(f"{ATOM}name") or "").strip():
            yield f"{where}: an author without a name (3.2.1)"
    for link in one.findall(f"{ATOM}link"):
        if urlsplit(link.get("href") or "").scheme not in ("http", "https"):
            yield f"{where}: a link that leads nowhere: {link.get('href')} (4.2.7.1)"
    same = Counter((link.get("type"), link.get("hreflang")) for link in _links(one, "alternate"))
    if any(often > 1 for often in same.values()):
        yield f"{where}: two alternates of one kind (4.1.1)"
    for category in one.findall(f"{ATOM}category"):
        if not category.get("term"):
            yield f"{where}: a category without a term (4.2.2.1)"


def _has(one: Element, name: str) -> bool:
    return one.find(ATOM + name) is not None


def _links(one: Element, relation: str) -> list[Element]:
    return [link for link in one.findall(f"{ATOM}link") if link.get("rel", "alternate") == relation]
