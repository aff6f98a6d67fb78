"""A WordPress that answers by its REST API, Kari's posts and comments as it shows them, and how to ask it."""

import json
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

from aggregator.comments import wordpress
from aggregator.core.http import Answer
from aggregator.core.model import Finding
from aggregator.core.record import replace
from aggregator.core.source import Site
from tests.support.build import at, post
from tests.support.build import observation as seen
from tests.support.sources import ask, by_post

HOME = "https://kari.example/"
ROOT = HOME + "wp-json/"
PLAIN = HOME + "index.php?rest_route=/"
SITE = Site(HOME + "feed/", HOME, "https://wordpress.org/?v=6.9", "rss20", wordpress=True, api=ROOT)
LINK = '<link rel="https://api.w.org/" href="https://kari.example/wp-json/" />'
HTML = "<!doctype html><title>Kari</title>"
FEEDS = {"one": "feed/", "three": "?feed=rss2", "twelve": "feed/", "thirty": "feed/"}


def one(number=1, **changes):
    """Post 1 is number 11 in WordPress, post 2 number 12, …; each is a minute younger than the one before."""
    dated = at("2026-11-18 09:00") + timedelta(minutes=number)
    plain = post(number, dated=dated, guid=f"{HOME}?p={number + 10}", first_seen=at("2026-11-18 10:00"))
    return replace(plain, **changes)


def shown(number=1, **changes):
    """How the API shows the post `one(number)`."""
    row = {"id": number + 10, "link": f"{HOME}{number}/", "author": 1, "comment_status": "open"}
    return row | {"date_gmt": f"2026-11-18T09:{number:02}:00", "content": {"protected": False}} | changes


def comment(key=7, number=1, **changes):
    """How the API shows a visitor's comment on the post `one(number)`."""
    row = {"id": key, "post": number + 10, "parent": 0, "author": 0, "author_name": "Ola &amp; co", "type": "comment"}
    row |= {"author_url": "https://ola.example/", "date_gmt": "2026-11-19T10:00:00"}
    row |= {"link": f"{HOME}{number}/#comment-{key}", "content": {"rendered": "<p>Well <b>said</b></p>\n"}}
    return row | changes


class Blog:
    """A WordPress that answers by its REST API as the real one does: it filters, pages, and locks."""

    def __init__(self, posts=(), comments=(), *, root=ROOT, locked=(), pages=(), instead=None, headers=None):
        self.rows = {"posts": list(posts), "pages": list(pages), "comments": list(comments)}
        self.root, self.locked, self.asked = root, set(locked), []
        self.instead, self.headers = instead or {}, headers or {}

    def __call__(self, request):
        route, query = self._route(request.url)
        self.asked.append((route, query))
        if route in self.instead:
            return self.instead[route]
        if route not in self.rows:
            return Answer(request, request.url, 404, {"content-type": "text/html"}, HTML.encode())
        if route == "comments" and self.locked & set(query["post"].split(",")):
            body = {"code": "rest_cannot_read_post", "message": "Sorry", "data": {"status": 401}}
            return Answer(request, request.url, 401, {}, json.dumps(body).encode())
        return self._page(request, self._wanted(route, query), query)

    def _route(self, url):
        parts = urlsplit(url)
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        rest = query.pop("rest_route", parts.path.partition("/wp-json")[2])
        known = url.startswith(self.root if "rest_route" not in self.root else self.root.rstrip("/"))
        return (rest.removeprefix("/wp/v2/") if known else "?"), query

    def _wanted(self, route, query):
        rows = self.rows[route]
        for name, value in (("include", "id"), ("post", "post")):
            if name in query:
                rows = [row for row in rows if str(row[value]) in query[name].split(",")]
        if "slug" in query:
            rows = [row for row in rows if row["link"].rstrip("/").rpartition("/")[2] in query["slug"].split(",")]
        return rows

    def _page(self, request, rows, query):
        size, page = int(query["per_page"]), int(query.get("page", 1))
        headers = {"x-wp-total": str(len(rows)), "x-wp-totalpages": str(-(-len(rows) // size))}
        body = json.dumps(rows[(page - 1) * size : page * size]).encode()
        return Answer(request, request.url, 200, headers | self.headers, body)

    @property
    def routes(self):
        return [route for route, _ in self.asked]


def told(posts, blog, **changes):
    """What the source tells of these posts of SITE."""
    answer, _ = ask(wordpress, changes.pop("site", SITE), posts, blog, **changes)
    assert len(answer.findings) == len(posts)
    return answer


def finding(one_post, blog, **changes) -> Finding:
    return by_post(told([one_post], blog, **changes))[one_post.id]


def known(count=0, **changes):
    """What this source has said of a post before."""
    return seen(count, source="wordpress", **changes)
