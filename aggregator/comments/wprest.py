"""WordPress's REST API as far as posts go: where it is, how it is asked, and which of its posts are ours.

Documented at https://developer.wordpress.org/rest-api/reference/posts/ and …/using-the-rest-api/discovery/.
"""

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import parse_qsl, unquote, urlencode, urljoin, urlsplit, urlunsplit

from aggregator.comments.answers import batches, json_of, text_of
from aggregator.comments.wpnumbers import number_of, post_number, same_post
from aggregator.core.http import Answer, Conversation, Request
from aggregator.core.links import link_key, web_address
from aggregator.core.model import Openness, Post
from aggregator.core.page import Page
from aggregator.core.record import Struct
from aggregator.core.source import Site

BATCH = 100
"""The most that the API gives at once."""

_RELATION = "https://api.w.org/"
_FIELDS = "id,link,author,date_gmt,comment_status,content.protected"
_PASSING = frozenset({0, 429})


class Place(Struct, frozen=True):
    """A post's place in WordPress: its number, and if it was looked up, its author's account and whether it is open."""

    number: int
    author: int | None = None
    openness: Openness | None = None
    locked: bool = False


class Refused(Exception):
    """The API answers something else than what was asked."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(answer.url)
        self.answer = answer


def root_on(page: Page | None) -> str | None:
    """The REST root that a page names."""
    links = page.find("link") if page else ()
    roots = (page.address(link.get("href")) for link in links if page and _RELATION in link.get("rel").split())
    return next(filter(None, roots), None)


def search(site: Site) -> Conversation[str]:
    """The REST root where no page or feed names one: at its pretty address, else at its plain one."""
    home = web_address(site.home) or urljoin(site.feed, "..")
    home = urlunsplit(urlsplit(home)._replace(query="", fragment=""))
    home = home if home.endswith("/") else home + "/"
    answers: list[Answer] = []
    for root in (home + "wp-json/", home + "?rest_route=/"):
        [answer] = yield [request(root, "posts", per_page="1", _fields="id")]
        if isinstance(json_of(answer), list):
            return root
        answers.append(answer)
        if answer.status in _PASSING or answer.status >= 500:
            break
    raise Refused(answers[0])


def request(root: str, route: str, **query: str) -> Request:
    """Without pretty permalinks the route is a value in the root's query, and what else is asked follows it."""
    parts, route = urlsplit(root), f"/wp/v2/{route}"
    asked = dict(parse_qsl(parts.query, keep_blank_values=True))
    path = parts.path if "rest_route" in asked else parts.path.rstrip("/") + route
    if "rest_route" in asked:
        asked["rest_route"] = asked["rest_route"].rstrip("/") + route
    return Request(urlunsplit(parts._replace(path=path, query=urlencode(asked | query, safe=",/"), fragment="")))


def look_up(root: str, posts: Iterable[Post]) -> Conversation[dict[int, Place]]:
    """The places of those posts that the API shows: asked for by number, or by the last word of their address."""
    sorted_out: dict[tuple[str, str], list[tuple[str, Post]]] = {}
    for post in posts:
        if (number := post_number(post)) is not None:
            route = "pages" if "page_id=" in post.guid else "posts"
            sorted_out.setdefault((route, "include"), []).append((str(number), post))
        elif slug := unquote(urlsplit(web_address(post.url) or "").path.rstrip("/").rpartition("/")[2]):
            sorted_out.setdefault(("posts", "slug"), []).append((slug, post))
    requests: list[Request] = []
    about: list[list[Post]] = []
    for (route, by), pairs in sorted_out.items():
        for some in batches(pairs, BATCH):
            wanted = {by: ",".join(name for name, _ in some)}
            requests.append(request(root, route, **wanted, per_page=str(BATCH), _fields=_FIELDS))
            about.append([post for _, post in some])
    places: dict[int, Place] = {}
    for answer, asked in zip((yield requests) if requests else (), about, strict=True):
        places |= _confirmed(asked, rows_of(answer))
    return places


def _confirmed(posts: Iterable[Post], rows: Iterable[Mapping[str, Any]]) -> dict[int, Place]:
    numbered = {number: row for row in rows if (number := number_of(row.get("id")))}
    linked = {link_key(text_of(row.get("link"))): number for number, row in numbered.items()}
    places: dict[int, Place] = {}
    for post in posts:
        number = post_number(post) or linked.get(link_key(post.url or ""))
        row = numbered.get(number) if number else None
        if number and row and same_post(post, row.get("link"), row.get("date_gmt")):
            # A post that was closed by its age still says "open".
            closed = row.get("comment_status") == "closed"
            content = row.get("content")
            locked = isinstance(content, dict) and content.get("protected") is True
            openness = Openness.CLOSED if closed else Openness.UNKNOWN
            places[post.id] = Place(number, number_of(row.get("author")), openness, locked)
    return places


def rows_of(answer: Answer) -> list[dict[str, Any]]:
    """The objects of a list, an empty one for each that is none. Raises Refused when the answer is no list."""
    read = json_of(answer)
    if not isinstance(read, list):
        raise Refused(answer)
    return [row if isinstance(row, dict) else {} for row in read]
