"""The pictures that a feed has for a post: those it names, and those in the post's content."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from aggregator.core.links import web_address
from aggregator.core.pictures import NamedPicture, named_picture, shown_picture
from aggregator.feeds.document import Document, Foreign
from aggregator.feeds.fields import dicts, text
from aggregator.feeds.items import contents_of, is_plain


def picture_of(one: Foreign, links: Sequence[Foreign], document: Document, url: str | None) -> str | None:
    """The picture of a post in RSS, RDF or Atom. `url` is the post's address, where relative ones begin."""
    if named := named_picture(_named(one, links), document.base):
        return named
    for part in contents_of(one):
        base = web_address(text(part.get("base")), document.base) or url or document.base  # xml:base comes first
        if not is_plain(part, document) and (shown := shown_picture(text(part.get("value")), base)):
            return shown
    return None


def json_picture(one: Mapping[str, Any], base: str) -> str | None:
    """The picture of a post in JSON Feed, in which `base` is what relative addresses mean."""
    attached = (NamedPicture(text(part.get("url"))) for part in dicts(one.get("attachments")) if _is_picture(part))
    named = (NamedPicture(text(one.get(name))) for name in ("image", "banner_image"))
    return named_picture((*named, *attached), base) or shown_picture(text(one.get("content_html")), base)


def _named(one: Foreign, links: Sequence[Foreign]) -> Iterator[NamedPicture]:
    """Media RSS first, for its thumbnails are made for this; then enclosures, and what iTunes shows."""
    media = [*dicts(one.get("media_thumbnail")), *filter(_is_picture, dicts(one.get("media_content")))]
    for part in media:
        yield NamedPicture(text(part.get("url")), text(part.get("width")), text(part.get("height")))
    for link in links:
        if link.get("rel") == "enclosure" and _is_picture(link):
            yield NamedPicture(text(link.get("href")))
    image = one.get("image")
    if isinstance(image, dict):
        yield NamedPicture(text(image.get("href")))


def _is_picture(part: Foreign) -> bool:
    """By its type, else by what Media RSS calls its medium."""
    kind = text(part.get("type") or part.get("mime_type")).strip().lower()
    return kind.startswith("image/") if kind else text(part.get("medium")).strip().lower() == "image"
