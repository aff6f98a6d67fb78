"""A blog with Isso's threads in its pages, the server that counts and lists them, and how to ask it."""

import json
from urllib.parse import parse_qs, urlsplit

from aggregator.comments import isso
from aggregator.core.http import Answer
from aggregator.core.source import Site
from tests.support.build import observation, post
from tests.support.sources import ask, by_post

HOME = "https://kari.example/"
SERVER = "https://c.example/"
SITE = Site(HOME + "feed.xml", HOME, "Pelican", "atom10")
NEW = {"server": SERVER, "host": "kari.example"}
KNOWN = {**NEW, "ids": "path"}
SCRIPT = '<script data-isso="//c.example/" src="//c.example/js/embed.min.js"></script>'
THREAD = SCRIPT + '<section id="isso-thread"></section>'
BARE = "<html><h1>Post 1</h1><h2>Post 2</h2><h2>Post 3</h2><p>No thread here</p></html>"


def named(name):
    return SCRIPT + f'<section id="isso-thread" data-isso-id="{name}"></section>'


def seen(count=0, **changes):
    return observation(count, **({"source": "isso"} | changes))


def old(number=1, **changes):
    """A post that was asked about before."""
    return post(number, observations=(seen(**changes),))


def row(number=1, *replies, **changes):
    """A comment as Isso lists it."""
    plain = {"id": number, "parent": None, "created": 1793939358.77, "mode": 1, "author": "Ola &amp; co"}
    plain |= {"website": "https://ola.example/?a=1&amp;b=2", "text": "<p>Well <b>said</b></p>", "hash": "90cd"}
    return plain | {"replies": list(replies), "total_replies": len(replies), "hidden_replies": 0} | changes


class Web:
    """A blog with pages, and an Isso server that counts and lists as the real one does: 0 for what it does not know."""

    def __init__(self, threads=None, pages=None, *, counts=None, instead=None):
        self.threads, self.pages, self.counts = threads or {}, pages or {}, counts
        self.instead = instead or {}
        self.paths = []

    def __call__(self, request):
        if not request.url.startswith(SERVER):
            self.paths.append(urlsplit(request.url).path)
            page = self.pages(request) if callable(self.pages) else self.pages.get(urlsplit(request.url).path, THREAD)
            return Answer(request, *page) if isinstance(page, tuple) else page
        parts = urlsplit(request.url)
        if parts.path in self.instead:
            return self.instead[parts.path]
        if parts.path == "/count":
            names = json.loads(request.json)
            return json.dumps(self.counts if self.counts is not None else [self.count(name) for name in names])
        rows = self.threads.get(parse_qs(parts.query)["uri"][0], [])
        return json.dumps({"id": None, "total_replies": 0, "hidden_replies": 0, "replies": rows, "config": {}})

    def count(self, name):
        rows = self.threads.get(name, [])
        return sum(one["mode"] == 1 for one in [*rows, *(reply for one in rows for reply in one["replies"])])


def told(web, *posts, params=KNOWN, **changes):
    answer, asked = ask(isso, SITE, posts, web, params=params, **changes)
    return by_post(answer), asked, answer


def asked_for(asked):
    """The threads whose counts were asked for."""
    return [name for request in asked if request.json for name in json.loads(request.json)]
