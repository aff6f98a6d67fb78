"""What RFC 4287 asks of a feed, one rule after the other: `broken` names those that a feed breaks."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from urllib.parse import urlsplit
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

ATOM = "{http://www.w3.org/2005/Atom}"
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
IRI = re.compile(r"[a-z][a-z0-9+.-]*:[^\s\x00-\x20<>\"{}|\\^`\x7f-\x9f]+")  # RFC 3987, with its scheme
ONCE = ("id", "title", "updated")
AT_MOST_ONCE = ("published", "summary", "content", "rights", "subtitle", "generator")
DATES = ("updated", "published")
TEXTS = ("title", "summary", "content", "rights", "subtitle")
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
        if not _has(entry, "content") and not _links(entry, "alternate"):
            yield f"entry {number}: neither content nor alternate (4.1.2)"
    # Twice the same id is forbidden only with the same date; but readers show one post for each id.
    every = Counter(one.findtext(f"{ATOM}id") for one in (root, *entries))
    yield from (f"twice the same id: {key} (4.1.1)" for key, often in every.items() if often > 1)
    if not re.fullmatch("[a-z]{2,3}(-[A-Za-z0-9]{2,8})*", root.get(LANGUAGE, "")):
        yield "the feed has no language (2)"


def _common(where: str, one: Element) -> Iterator[str]:
    yield from (f"{where}: not exactly one {name}" for name in ONCE if len(one.findall(ATOM + name)) != 1)
    yield from (f"{where}: more than one {name}" for name in AT_MOST_ONCE if len(one.findall(ATOM + name)) > 1)
    if not IRI.fullmatch(one.findtext(f"{ATOM}id") or ""):
        yield f"{where}: its id is no IRI (4.2.6)"
    for rules in (_dates, _texts, _names, _addresses):
        yield from (f"{where}: {why}" for why in rules(one))


def _dates(one: Element) -> Iterator[str]:
    for name in DATES:
        for date in one.findall(ATOM + name):
            if not MOMENT.fullmatch(date.text or "") or not datetime.fromisoformat(date.text or ""):
                yield f"{name} is no date (3.3)"


def _texts(one: Element) -> Iterator[str]:
    for name in TEXTS:
        for text in one.findall(ATOM + name):
            if text.get("type", "text") not in ("text", "html", "xhtml"):
                yield f"{name} is of no known type (3.1.1)"
            if text.get("type", "text") == "text" and len(text):
                yield f"{name} is text, and there are elements in it (3.1.1.1)"


def _names(one: Element) -> Iterator[str]:
    for author in one.findall(f"{ATOM}author"):
        if not (author.findtext(f"{ATOM}name") or "").strip():
            yield "an author without a name (3.2.1)"
    for category in one.findall(f"{ATOM}category"):
        if not category.get("term"):
            yield "a category without a term (4.2.2.1)"


def _addresses(one: Element) -> Iterator[str]:
    for link in one.findall(f"{ATOM}link"):
        href = link.get("href") or ""
        if urlsplit(href).scheme not in ("http", "https") or not IRI.fullmatch(href):
            yield f"a link that leads nowhere: {href} (4.2.7.1)"
        if not re.fullmatch(r"[a-z]+/[a-z0-9.+-]+", link.get("type", "text/html")):
            yield f"a link to what is of no type: {link.get('type')} (4.2.7.3)"
    same = Counter((link.get("type"), link.get("hreflang")) for link in _links(one, "alternate"))
    if any(often > 1 for often in same.values()):
        yield "two alternates of one kind (4.1.1)"


def _has(one: Element, name: str) -> bool:
    return one.find(ATOM + name) is not None


def _links(one: Element, relation: str) -> list[Element]:
    return [link for link in one.findall(f"{ATOM}link") if link.get("rel", "alternate") == relation]
