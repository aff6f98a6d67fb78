"""The sample course of `agg demo` at one moment, asked without a server."""

import io
import json
from datetime import UTC, datetime, timedelta
from html import unescape
from typing import Any

import feedparser

from aggregator.demo.course import BLOGS
from aggregator.demo.model import SampleBlog, ago
from aggregator.demo.pages import Page, page_at
from aggregator.demo.platforms import PLATFORMS

NOW = datetime(2026, 11, 22, 15, 30, tzinfo=UTC)
BASE = "http://127.0.0.1:4000"
TODAY = ago(0)
BY_SITE = {blog.site: blog for blog in BLOGS}


def get(target: str, then: timedelta = TODAY) -> Page:
    return page_at(target, BASE, NOW, NOW - then)


def feed_of(blog: SampleBlog, then: timedelta = TODAY) -> Page:
    return get(f"/{blog.site_at(then)}/{PLATFORMS[blog.platform].feed}", then)


def posts_in(page: Page) -> list[dict[str, Any]]:
    """The posts of a feed's body, newest first, under feedparser's names."""
    if page.content_type.startswith("application/json"):
        feed = json.loads(page.body)
        assert feed["version"] == "https://jsonfeed.org/version/1.1"
        return [
            {
                "title": post.get("title", ""),
                "link": post["url"],
                "id": post["id"],
                "text": post["content_html"],
            }
            for post in feed["items"]
        ]
    parsed = feedparser.parse(io.BytesIO(page.body), response_headers={"content-type": page.content_type})
    assert not parsed.bozo
    assert parsed.feed.title
    return [
        {
            **post,
            "title": unescape(post.title),
            "summary": unescape(post.summary),
            "text": post.content[0].value,
        }
        for post in parsed.entries
    ]


def titles(site: str, then: timedelta) -> list[str]:
    return [post["title"] for post in posts_in(feed_of(BY_SITE[site], then))]
