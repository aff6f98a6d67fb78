"""A feed of posts in JSON: https://jsonfeed.org/version/1.1, which feedparser does not read."""

import json
from collections.abc import Mapping
from typing import Any

from aggregator.core.dates import read_date
from aggregator.core.found import FoundFeed, FoundPost, Unreadable
from aggregator.core.identity import identified
from aggregator.core.links import web_address
from aggregator.core.text import plain_lines, plain_text, title_text
from aggregator.feeds.document import NotAFeed
from aggregator.feeds.fields import POSTS_LIMIT, categories, dicts, guid, names, text
from aggregator.feeds.pictures import json_picture


def json_in(body: bytes) -> Any:
    """The JSON in the body with numbers as text; `None` when it holds something else."""
    if not body.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"{", b"[")):
        return None
    try:
        return json.loads(body.decode(json.detect_encoding(body), "replace"), parse_int=str, parse_float=str)
    except (ValueError, RecursionError):
        return None


def read(data: Any, address: str) -> FoundFeed:
    """The posts in this JSON; NotAFeed when it is another kind of JSON."""
    version = text(data.get("version")) if isinstance(data, dict) else ""
    if "jsonfeed.org/version/" not in version:
        raise NotAFeed(Unreadable.OTHER_JSON)
    author = _names(data)
    return FoundFeed(
        title=title_text(text(data.get("title")), markup=False),
        home=web_address(text(data.get("home_page_url")), address),
        version="json" + version.rpartition("/")[2].replace(".", "")[:2],
        generator="",
        posts=identified(_post(one, author, address) for one in dicts(data.get("items"))[:POSTS_LIMIT]),
        older=web_address(text(data.get("next_url")), address),
    )


def _post(one: Mapping[str, Any], author: str, base: str) -> FoundPost:
    html = text(one.get("content_html"))
    tags = one.get("tags")
    url = web_address(text(one.get("url")), base) or web_address(text(one.get("id")))
    return FoundPost(
        guid=guid(one.get("id")),
        url=url,
        title=title_text(text(one.get("title")), markup=False),
        author=_names(one) or author,
        published=read_date(text(one.get("date_published"))),
        updated=read_date(text(one.get("date_modified"))),
        categories=categories(tags if isinstance(tags, list) else ()),
        text=plain_text(html) if html else plain_lines(text(one.get("content_text") or one.get("summary"))),
        picture=json_picture(one, url or base),
    )


def _names(said: Mapping[str, Any]) -> str:
    return names({"authors": said.get("authors") or [said.get("author")]})
