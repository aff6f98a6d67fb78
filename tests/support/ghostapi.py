"""A Ghost that counts and lists comments, Kari's posts there, and how to ask it."""

import json
from urllib.parse import parse_qs, urlsplit

from aggregator.comments import ghost
from aggregator.core.http import Answer
from aggregator.core.page import read_page
from aggregator.core.source import Site
from tests.support.build import observation, post
from tests.support.sources import ask, by_post

HOME = "https://kari.example/"
SITE = Site(HOME + "rss/", HOME, "Ghost 5.130", "rss20")
COUNTS = HOME + "members/api/comments/counts/"
WHERE = {"counts": COUNTS, "members": HOME}
OPEN = {**WHERE, "comments": "all"}
META = '<meta name="generator" content="Ghost 5.130">'
COUNTER = f'<script defer src="/c.js" data-ghost-comments-counts-api="{COUNTS}"></script>'
FORM = '<script defer src="https://cdn.example/ui.js" data-ghost-comments="{}" data-comments-enabled="{}"></script>'
OFF = b'{"errors":[{"message":"Comments are not enabled for this site.","type":"MethodNotAllowedError"}]}'


def guid(number):
    return f"{number:024x}"


def key(number):
    return f"{number:023x}c"


def one(number=1, **changes):
    return post(number, **({"guid": guid(number)} | changes))


def seen(count=0, **changes):
    return observation(count, **({"source": "ghost"} | changes))


def page(*parts, url=HOME + "1/"):
    return read_page("".join(parts), url)


def row(number=1, *replies, **changes):
    """A comment as Ghost lists it."""
    plain = {"id": key(number), "status": "published", "html": "<p>Well <b>said</b> &amp; done</p>"}
    plain |= {"created_at": "2026-11-19T10:00:00.000Z", "in_reply_to_id": None}
    plain["member"] = {"id": "m1", "uuid": "8eaa18ae", "name": "Ola &amp; co"}
    return plain | {"replies": list(replies), "count": {"replies": len(replies), "likes": 0}} | changes


class Blog:
    """A Ghost that counts published comments and lists them in pages, as the real one does."""

    def __init__(self, threads=None, *, replies=None, per_page=100, counts=None, instead=None):
        self.threads, self.replies, self.per_page = threads or {}, replies or {}, per_page
        self.counts, self.instead, self.asked = counts, instead or {}, []

    def __call__(self, request):
        parts = urlsplit(request.url)
        query = parse_qs(parts.query)
        self.asked.append(parts.path)
        for path, reply in self.instead.items():
            if path in parts.path:
                return Answer(request, request.url, *reply) if isinstance(reply, tuple) else reply
        if parts.path.endswith("/counts/"):
            return json.dumps(self.counts or {one: self.count(one) for one in query["ids"][0].split(",")})
        rows = self.threads.get(parts.path.split("/")[-2], [])
        if parts.path.endswith("/replies/"):
            rows = self.replies[parts.path.split("/")[-3]]
        number = int(query.get("page", ["1"])[0])
        more = number * self.per_page < len(rows)
        shown = rows[(number - 1) * self.per_page : number * self.per_page]
        meta = {"pagination": {"page": number, "total": len(rows), "next": number + 1 if more else None}}
        return json.dumps({"comments": shown, "meta": meta})

    def count(self, guid):
        top = self.threads.get(guid, [])
        below = [reply for one in top for reply in self.replies.get(one["id"], one["replies"])]
        return sum(one["status"] == "published" for one in [*top, *below])


def told(blog, *posts, params=OPEN, **changes):
    answer, asked = ask(ghost, SITE, posts, blog, params=params, **changes)
    return by_post(answer), asked, answer
