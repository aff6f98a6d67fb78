"""A blog with Remark42's threads in its pages, the server that counts and lists them, and how to ask it."""

import json
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from aggregator.comments import remark42
from aggregator.core.http import Answer
from aggregator.core.source import Site
from tests.support.build import observation, post
from tests.support.sources import ask, by_post

CAPTURES = Path(__file__).parents[1] / "data" / "captures" / "remark42"
HOME = "https://kari.example/"
SERVER = "https://c.example"
SITE = Site(HOME + "feed.xml", HOME, "Hugo", "rss20")
NEW = {"server": SERVER, "site": "kari", "host": "kari.example"}
KNOWN = {**NEW, "ids": "path"}
BARE = "<html><h1>Post 1</h1><h2>Post 2</h2><h2>Post 3</h2><p>No thread here</p></html>"


def script(fields, thread='<div id="remark42"></div>'):
    return f"{thread}<script>\nvar remark_config = {{{fields}}};\n</script>"


def with_url(written):
    return script(f'host: "{SERVER}", site_id: "kari", url: {written}')


PAGE = script(f'host: "{SERVER}", site_id: "kari"')


def seen(count=0, **changes):
    return observation(count, **({"source": "remark42"} | changes))


def old(number=1, **changes):
    return post(number, observations=(seen(**changes),))


def row(number=1, **changes):
    plain = {"id": f"c-{number}", "pid": "", "text": "<p>Well</p>", "time": "2026-11-19T10:00:00Z"}
    return plain | {"user": {"name": "Ola", "id": "github_1"}} | changes


class Web:
    """A blog with pages, and a Remark42 that counts and lists: 0 for what it does not know."""

    def __init__(self, threads=None, pages=None, *, counts=None, info=None, instead=None):
        self.threads, self.pages, self.counts = threads or {}, pages or {}, counts
        self.info, self.instead, self.paths = info or {}, instead or {}, []

    def __call__(self, request):
        parts = urlsplit(request.url)
        query = parse_qs(parts.query)
        if not request.url.startswith(SERVER):
            self.paths.append(parts.path)
            page = self.pages.get(parts.path, PAGE)
            return Answer(request, *page) if isinstance(page, tuple) else page
        assert query["site"] == ["kari"]
        kind = parts.path.removeprefix("/api/v1/")
        if kind in self.instead:
            return self.instead[kind]
        if kind == "counts":
            rows = [{"url": name, "count": self.count(name)} for name in json.loads(request.json)]
            return json.dumps(rows if self.counts is None else self.counts)
        assert (kind, query["format"]) == ("find", ["plain"])
        return json.dumps({"comments": self.threads.get(query["url"][0], []), "info": self.info})

    def count(self, name):
        return sum(not one.get("delete") for one in self.threads.get(name, []))


def told(web, *posts, params=KNOWN, **changes):
    answer, asked = ask(remark42, SITE, posts, web, params=params, **changes)
    return by_post(answer), asked, answer


def asked_for(asked):
    return [name for request in asked if request.json for name in json.loads(request.json)]
