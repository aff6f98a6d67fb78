"""What posts and comments have in common in RSS, RDF and Atom: title, address, author's page, content."""

from collections.abc import Sequence

from aggregator.core.links import web_address
from aggregator.core.text import plain_lines, plain_text, safe, title_text
from aggregator.feeds.document import Document, Foreign
from aggregator.feeds.fields import NAME_LIMIT, dicts, text

_FIELD_LIMIT = 100


def title_of(said: Foreign, document: Document) -> str:
    """The title as plain text.

    In RSS, titles declare no type, and those that look like plain text may be escaped HTML all the same.
    """
    plain = document.atom and dict(said.get("title_detail") or {}).get("type") == "text/plain"
    return title_text(text(said.get("title")), markup=not plain)


def address_of(one: Foreign, links: Sequence[Foreign], base: str) -> str | None:
    """feedburner:origLink (other links there count clicks), else the alternate link, else the guid."""
    alternates = [link for link in links if link.get("rel") == "alternate"]
    alternates.sort(key=lambda link: link.get("type") not in {"text/html", "application/xhtml+xml"})
    written = [one.get("feedburner_origlink"), *(link.get("href") for link in alternates)]
    for candidate in written:
        address = web_address(text(candidate), base)
        if address:
            return address
    return web_address(text(one.get("id"))) if one.get("guidislink") else None


def author_address(one: Foreign) -> str | None:
    """The address that Atom gives for the author; of several authors, none."""
    authors = dicts(one.get("authors"))
    return web_address(text(authors[0].get("href"))) if len(authors) == 1 else None


def contents_of(one: Foreign) -> list[Foreign]:
    """What the item says as its content, the longest first: `value` as written, `type` and `base` as declared."""
    told = [*dicts(one.get("content")), dict(one.get("summary_detail") or {})]
    return sorted(told, key=lambda part: len(text(part.get("value"))), reverse=True)


def markup_of(one: Foreign) -> Foreign:
    """The longest of what the item says as its content."""
    return contents_of(one)[0]


def is_plain(part: Foreign, document: Document) -> bool:
    """Whether a content is plain text, and no HTML."""
    # Some blogs forget to declare their HTML; a closing tag gives it away.
    return document.atom and part.get("type") == "text/plain" and "</" not in text(part.get("value"))


def content_of(one: Foreign, document: Document, limit: int = 50_000) -> str:
    """The content as plain text."""
    longest = markup_of(one)
    return (plain_lines if is_plain(longest, document) else plain_text)(text(longest.get("value")), limit)


def generator_of(head: Foreign) -> str:
    """The software's own words about itself."""
    detail = dict(head.get("generator_detail") or {})
    words = [text(detail.get(name)) for name in ("name", "version", "href")]
    return safe(" ".join(dict.fromkeys(words)))[:NAME_LIMIT]


def first(said: Foreign, *names: str) -> str | None:
    """The first of these fields that says something, as it is written."""
    told = (text(said.get(name)).strip() for name in names)
    return next((value[:_FIELD_LIMIT] for value in told if value), None)


def linked(links: Sequence[Foreign], relation: str, base: str) -> str | None:
    """The address of the first link with this relation."""
    related = (web_address(text(link.get("href")), base) for link in links if link.get("rel") == relation)
    return next(filter(None, related), None)
