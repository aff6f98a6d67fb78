"""Blogs that have feeds of their comments: Kari's WordPress, and one each of Blogger, Serendipity and Dotclear."""

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

from aggregator.comments import commentfeed
from aggregator.core.http import Answer, Request
from aggregator.core.model import Finding, Post, Reason
from aggregator.core.source import Site, Told
from tests.support.blogexamples import THREAD
from tests.support.build import at, post
from tests.support.feedtexts import atom
from tests.support.sources import Reply, ask

_CAPTURES = Path(__file__).parents[1] / "data" / "captures" / "commentfeed"
POSTED = at("2026-11-18 10:00")


def told_of(
    posts: Sequence[Post], web: Mapping[str, Reply] | Callable[[Request], Any], site: Site | None = None, **round_: Any
) -> tuple[Told, list[str]]:
    """What is told of the posts of a blog, of Kari's WordPress unless it is another, and which addresses were asked."""
    told, asked = ask(commentfeed, site or WORDPRESS, posts, web, **round_)
    assert [finding.post for finding in told.findings] == [post.id for post in posts]
    return told, [request.url for request in asked]


def unsaid(number: int, reason: Reason) -> Finding:
    """That nothing is known of a post, and why."""
    return Finding(number, None, openness=None, reason=reason)


def redirected(url: str, body: str) -> Callable[[Request], Answer]:
    """The answer of another address."""
    return lambda request: Answer(request, url, 200, {}, body.encode())


def capture(name: str) -> bytes:
    """A feed of comments as one of the platforms wrote it."""
    return (_CAPTURES / f"{name}.xml").read_bytes()


# -- WordPress ------------------------------------------------------------------------------------

HOME = "https://kari.example"
ALL = f"{HOME}/comments/feed/atom/"
ALL_RSS = f"{HOME}/comments/feed/"
WORDPRESS = Site(f"{HOME}/feed/", HOME, "https://wordpress.org/?v=6.9", "rss20", wordpress=True, feed_posts=10)


def written(number: int = 1, **changes: Any) -> Post:
    """A post of Kari's WordPress, of Wednesday at ten."""
    plain = {"dated": POSTED, "first_seen": POSTED, "in_feed_at": POSTED, "guid": f"{HOME}/?p={number}"}
    return post(number, **{"comments_feed": f"{HOME}/{number}/feed/", **plain, **changes})


def comment(
    key: object,
    number: int = 1,
    when: str = "2026-11-18 12:00",
    *,
    name: str = "Ola",
    uri: str = "https://ola.example/",
    to: str = "",
    html: str = "<p>Hei</p>",
) -> str:
    """A comment as WordPress writes it in Atom; `to` is the comment that it answers."""
    ref, href = (f"{HOME}/?p={number}", f"{HOME}/{number}/") if not to else (f"{HOME}/?p={number}#comment-{to}", "")
    text = html.replace("&", "&amp;").replace("<", "&lt;")
    author = f"<author><name>{name}</name>{f'<uri>{uri}</uri>' if uri else ''}</author>"
    return (
        f"<title>Kommentar til innlegg</title><id>{HOME}/?p={number}#comment-{key}</id>"
        f'<link rel="alternate" href="{HOME}/{number}/#comment-{key}" type="text/html"/>{author}'
        f"<published>{at(when).isoformat()}</published>"
        f'<content type="html">{text}</content><thr:in-reply-to ref="{ref}" href="{href}"/>'
    )


def comments_from(*days: int) -> list[str]:
    """Comments on a post that is not asked about, one of each of these days in November."""
    return [comment(90 - number, 70, f"2026-11-{day} 12:00") for number, day in enumerate(days)]


def feed(*comments: str, home: str = HOME) -> str:
    """A feed of comments as WordPress writes it, of the blog or of the page at `home`."""
    return atom(*comments, head=f'<link rel="alternate" href="{home}"/>' if home else "", thr=THREAD)


def of_post(number: int, *comments: str) -> str:
    """The feed of a post's comments."""
    return feed(*comments, home=f"{HOME}/{number}/#comments")


# A full feed that does not go back to Wednesday: it tells nothing of the posts that are asked about.
BUSY = feed(*comments_from(*[19] * 10))


# -- Blogger --------------------------------------------------------------------------------------

BLOGGER_HOME = "https://kari.example.org/"
BLOGGER = Site(
    f"{BLOGGER_HOME}feeds/posts/default",
    BLOGGER_HOME,
    "Blogger 7.00 http://www.blogger.com",
    "atom10",
    feed_posts=25,
    guids=("tag:blogger.com,1999:blog-70.post-803",),
)


def blogger_post(number: int, slug: str, **changes: Any) -> Post:
    plain = {
        "guid": f"tag:blogger.com,1999:blog-70.post-{number}",
        "url": f"{BLOGGER_HOME}2026/11/{slug}.html",
        "author_url": "https://www.blogger.com/profile/500",
        "dated": POSTED - timedelta(days=20),
    }
    return post(number, **{**plain, **changes})


BLOGGER_POSTS = [blogger_post(803, "tre"), blogger_post(802, "to"), blogger_post(801, "en"), blogger_post(800, "null")]


# -- Serendipity ----------------------------------------------------------------------------------

S9Y_HOME = "https://liv.example.org/"
S9Y = Site(f"{S9Y_HOME}feeds/index.rss2", S9Y_HOME, "Serendipity 2.5.0 - http://www.s9y.org/", "rss20", feed_posts=15)
S9Y_ALL = f"{S9Y_HOME}rss.php?version=2.0&type=comments"


def s9y_post(number: int, slug: str, **changes: Any) -> Post:
    plain = {
        "guid": f"{S9Y_HOME}archives/{number}-guid.html",
        "url": f"{S9Y_HOME}archives/{number}-{slug}.html",
        "comments_feed": f"{S9Y_ALL}&cid={number}",
        "dated": POSTED - timedelta(days=20),
    }
    return post(number, **{**plain, **changes})


S9Y_POSTS = [s9y_post(33, "Tredje"), s9y_post(32, "Andre"), s9y_post(31, "Foerste")]


# -- Dotclear -------------------------------------------------------------------------------------

DOTCLEAR_HOME = "https://siri.example.org/"
DOTCLEAR = Site(f"{DOTCLEAR_HOME}feed/rss2", DOTCLEAR_HOME, "Dotclear", "rss20", feed_posts=20)
DOTCLEAR_ALL = f"{DOTCLEAR_HOME}feed/rss2/comments"


def dotclear_post(number: int, slug: str, **changes: Any) -> Post:
    plain = {
        "guid": f"urn:md5:{number:032x}",
        "url": f"{DOTCLEAR_HOME}post/2026/11/{slug}",
        "comments_feed": f"{DOTCLEAR_ALL}/{number}",
        "dated": POSTED - timedelta(days=2),
    }
    return post(number, **{**plain, **changes})


DOTCLEAR_POSTS = [
    dotclear_post(43, "tredje"),
    dotclear_post(42, "andre"),
    dotclear_post(41, "foerste", dated=at("2026-11-09 10:00")),
]
