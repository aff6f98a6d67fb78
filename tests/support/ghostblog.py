"""A Ghost blog on a BlogServer, as far as agg asks one: its feed, its pages, the counts and lists of its comments."""

import json
from datetime import datetime
from email.utils import format_datetime
from urllib.parse import parse_qs, urlsplit

from tests.support.blogserver import BlogServer, Page, Visit
from tests.support.build import NOW

_COUNTS = "members/api/comments/counts/"


class GhostBlog:
    """Kari's blog in a folder of the server; its feed stays as it is when somebody comments."""

    def __init__(self, server: BlogServer, folder: str = "/kari/") -> None:
        self.server, self.folder = server, folder
        self.home = server.url(folder)
        self.comments: dict[str, list[str]] = {}
        server.put(folder + _COUNTS, self._count)

    def publish(self, number: int, published: datetime = NOW) -> None:
        guid = f"{number:024x}"
        self.comments[guid] = []
        script = (
            f'<script data-ghost-comments="{self.home}" data-comments-enabled="all" '
            f'data-ghost-comments-counts-api="{self.home}{_COUNTS}"></script>'
        )
        head = f'<meta name="generator" content="Ghost 6.0">{script}<title>Post {guid}</title>'
        page = f"<html><head>{head}</head><body>Text.</body></html>"
        self.server.put(f"{self.folder}{number}/", page, content_type="text/html")
        self.server.put(f"{self.folder}members/api/comments/post/{guid}/", self._list)
        items = "".join(
            f"<item><title>Post {one}</title><link>{self.home}{int(one, 16)}/</link>"
            f'<guid isPermaLink="false">{one}</guid><pubDate>{format_datetime(published)}</pubDate></item>'
            for one in reversed(self.comments)
        )
        head = f"<title>Kari</title><link>{self.home}</link><generator>Ghost 6.0</generator>"
        body = f'<rss version="2.0"><channel>{head}{items}</channel></rss>'
        self.server.put(f"{self.folder}rss/", body, etag=f'"{number}"')

    def comment(self, number: int, author: str = "Ola") -> None:
        self.comments[f"{number:024x}"].append(author)

    def _count(self, visit: Visit) -> Page:
        [asked] = parse_qs(urlsplit(visit.path).query)["ids"]
        return _json({guid: len(self.comments.get(guid, ())) for guid in asked.split(",")})

    def _list(self, visit: Visit) -> Page:
        guid = urlsplit(visit.path).path.rstrip("/").rpartition("/")[2]
        rows = [
            {"id": f"{place:024x}", "status": "published", "member": {"name": author}, "replies": []}
            for place, author in enumerate(self.comments[guid], 1)
        ]
        return _json({"comments": rows, "meta": {"pagination": {"next": None}}})


def _json(value: object) -> Page:
    return Page(json.dumps(value).encode(), "application/json")
