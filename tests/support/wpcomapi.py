"""WordPress.com with the recorded answers of its API, or with others instead, and how to ask it."""

import json
from pathlib import Path
from urllib.parse import urlsplit

from aggregator.comments import wpcom
from aggregator.core.model import Finding
from aggregator.core.record import replace
from aggregator.core.source import Site
from tests.support.build import at, post
from tests.support.build import observation as seen
from tests.support.sources import ask, by_post

CAPTURES = Path(__file__).resolve().parents[1] / "data" / "captures" / "wpcom"
HOME = "https://kari.wordpress.com/"
API = "https://public-api.wordpress.com/rest/v1.1/sites/"
SITE = Site(HOME + "feed/", HOME, "http://wordpress.com/", "rss20", wordpress=True, site_id="12345678")
PARAMS = {"site": "12345678"}
ELSEWHERE = Site("https://kari.example/feed/", "https://kari.example/", "https://wordpress.org/?v=6.9")
HTML = "<!doctype html><title>Kari</title>"
COUNTER = (
    "<script>_stq = window._stq || [];\n_stq.push([ {q}clickTrackerInit{q}, {q}158030683{q}, {q}17{q} ]);</script>"
)


def stored(number, **changes):
    """The post that the API shows with this number in posts.json."""
    row = next(row for row in json.loads((CAPTURES / "posts.json").read_text())["posts"] if row["ID"] == number)
    plain = post(number, dated=at(row["date"]), guid=f"http://kari.wordpress.com/?p={number}", url=row["URL"])
    return replace(plain, **changes)


def known(count, listed=True, **changes):
    return seen(count, source="wpcom", listed=listed, includes_pings=True, **changes)


def name(request):
    """The file that answers a request, whatever it asks for of it."""
    path = urlsplit(request.url).path.partition("/sites/")[2].partition("/")[2].strip("/")
    return path if "replies" not in path else f"replies-{path.split('/')[1]}"


class Blog:
    """WordPress.com with the recorded answers, or with others `instead`."""

    def __init__(self, **instead):
        self.instead, self.asked = instead, []

    def __call__(self, request):
        assert request.url.startswith(API)
        self.asked.append(name(request))
        reply = self.instead.get(name(request).replace("-", "_"))
        if callable(reply):
            return reply(request)
        file = CAPTURES / f"{name(request)}.json"
        return reply if reply is not None else file.read_bytes() if file.is_file() else 404


def told(posts, blog, **changes):
    answer, _ = ask(wpcom, changes.pop("site", SITE), posts, blog, **{"params": PARAMS} | changes)
    assert len(answer.findings) == len(posts)
    return answer


def one(number, blog=None, **changes) -> Finding:
    kept = changes.pop("stored", {})
    return by_post(told([stored(number, **kept)], blog or Blog(), **changes))[number]
