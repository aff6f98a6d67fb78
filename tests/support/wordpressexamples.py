"""An example blog for each source that asks WordPress; see `exampleblog`."""

import json
from collections.abc import Iterable
from typing import Any

from aggregator.core.http import Request
from aggregator.core.record import replace
from aggregator.core.source import Site
from tests.support.build import at
from tests.support.exampleblog import (
    COMMENTS,
    COUNTS,
    HOME,
    NUMBERS,
    Example,
    Written,
    answer,
    asked,
    html,
    number_in,
    page,
    path,
    posts,
)
from tests.support.feedtexts import atom, rss
from tests.support.sources import Reply

FORM = '<form action="https://kari.example/wp-comments-post.php" id="commentform" method="post"></form>'
TRACKER = "<script>_tkq.push(['clickTrackerInit', '12345'])</script>"
WORDPRESS_SITE = Site(
    HOME + "feed/", HOME, "https://wordpress.org/?v=6.9", "rss20", wordpress=True, api=HOME + "wp-json/", feed_posts=10
)
WORDPRESS_PAGE = page(f'<link rel="https://api.w.org/" href="{HOME}wp-json/">')
WORDPRESS_POSTS = posts(guid=HOME + "?p={}", comments_feed=HOME + "{}/feed/")
THREAD = "http://purl.org/syndication/thread/1.0"


def _all() -> Iterable[tuple[int, Written]]:
    return ((number, one) for number, written in COMMENTS.items() for one in written)


def _wordpress(request: Request) -> Reply:
    match path(request).removeprefix("/wp-json/wp/v2/"):
        case "posts":
            rows = [
                {
                    "id": number,
                    "link": f"{HOME}{number}/",
                    "author": 1,
                    "date_gmt": f"2026-11-18T09:0{one}:00",
                    "comment_status": "open",
                    "content": {"protected": False},
                }
                for one, number in NUMBERS.items()
                if str(number) in asked(request, "include").split(",")
            ]
        case "comments":
            wanted = asked(request, "post").split(",")
            rows = [_wordpress_comment(number, one) for number, one in _all() if str(number) in wanted]
        case _:
            return 404
    return answer(request, json.dumps(rows), x_wp_total=str(len(rows)), x_wp_totalpages="1")


def _wordpress_comment(number: int, one: Written) -> dict[str, Any]:
    said = one.raw(key="id", name="author_name", account="author")
    said |= {"post": number, "parent": one.answers or 0, "author_url": f"https://{one.name}.example/"}
    said |= {"date_gmt": one.when.removesuffix("Z"), "link": f"{HOME}{number}/#comment-{one.key}", "type": "comment"}
    return said | {"content": {"rendered": f"<p>{one.text}</p>"}}


def _feedfields(request: Request) -> Reply:
    """The second page of the feed; posts 1 and 2 have left the first."""
    if asked(request, "paged") != "2":
        return 404
    items = [
        f"<link>{HOME}{number}/</link><guid>{HOME}?p={number}</guid>"
        f"<comments>{HOME}{number}/#{'comments' if COUNTS[one] else 'respond'}</comments>"
        f"<slash:comments>{COUNTS[one]}</slash:comments>"
        for one, number in NUMBERS.items()
        if one != 3
    ]
    return rss(*items, head=f"<link>{HOME}</link><generator>https://wordpress.org/?v=6.9</generator>")


def _commentfeed(request: Request) -> Reply:
    if path(request) == "/comments/feed/atom/":
        return _atom(sorted(_all(), key=lambda pair: pair[1].when, reverse=True), HOME)
    number = number_in(path(request))
    if number is None or not path(request).endswith("/feed/"):
        return 404
    return _atom([(number, one) for one in COMMENTS[number]], f"{HOME}{number}/")


def _atom(written: Iterable[tuple[int, Written]], home: str) -> str:
    entries = (
        f"<title>Kommentar</title><id>{HOME}?p={number}#comment-{one.key}</id><author><name>{one.name}</name></author>"
        f'<link rel="alternate" href="{HOME}{number}/#comment-{one.key}"/><published>{one.when}</published>'
        f'<content type="html">&lt;p&gt;{one.text}&lt;/p&gt;</content>'
        f'<thr:in-reply-to ref="{HOME}?p={number}" href="{HOME}{number}/"/>'
        for number, one in written
    )
    return atom(*entries, head=f'<link rel="alternate" href="{home}"/>', thr=THREAD)


def _wpcom(request: Request) -> Reply:
    place = path(request).removeprefix("/rest/v1.1/sites/12345/")
    if place == "posts/":
        rows = [
            {
                "ID": number,
                "URL": f"{HOME}{number}/",
                "date": f"2026-11-18T09:0{one}:00+00:00",
                "author": {"ID": 1},
                "discussion": {"comments_open": True, "comment_count": COUNTS[one]},
            }
            for one, number in NUMBERS.items()
        ]
        return json.dumps({"found": len(rows), "posts": rows})
    number = number_in(place)
    rows = [_wpcom_comment(of, one) for of, one in _all() if number in (None, of)]
    return json.dumps({"found": len(rows), "comments": rows})


def _wpcom_comment(number: int, one: Written) -> dict[str, Any]:
    said: dict[str, Any] = {"ID": one.key, "post": {"ID": number}, "author": {"ID": one.account, "name": one.name}}
    said |= {"date": one.when, "URL": f"{HOME}{number}/#comment-{one.key}", "content": f"<p>{one.text}</p>"}
    return said | {"parent": {"ID": one.answers} if one.answers else False, "type": "comment"}


def _page(request: Request) -> Reply:
    number = number_in(path(request))
    if number is None:
        return 404
    data = {"@type": "BlogPosting", "url": f"{HOME}{number}/", "commentCount": COUNTS[number - 700_000]}
    said = f'<script type="application/ld+json">{json.dumps(data)}</script>'
    return html(said, FORM, title=f"Post {number - 700_000}")


EXAMPLES = {
    "feedfields": Example(
        replace(WORDPRESS_SITE, feed_posts=1),
        WORDPRESS_PAGE,
        (
            *(replace(one, in_feed_at=at("2026-11-20")) for one in WORDPRESS_POSTS[:2]),
            replace(WORDPRESS_POSTS[2], in_feed_at=at("2026-11-22")),
        ),
        _feedfields,
        {1: 0, 2: 2},
    ),
    "wordpress": Example(WORDPRESS_SITE, WORDPRESS_PAGE, WORDPRESS_POSTS, _wordpress, COUNTS),
    "wpcom": Example(
        Site("https://kari.wordpress.com/feed/", HOME, "http://wordpress.com/", "rss20", wordpress=True),
        page(TRACKER),
        WORDPRESS_POSTS,
        _wpcom,
        COUNTS,
    ),
    "commentfeed": Example(WORDPRESS_SITE, WORDPRESS_PAGE, WORDPRESS_POSTS, _commentfeed, COUNTS),
    "page: WordPress": Example(WORDPRESS_SITE, page(FORM), WORDPRESS_POSTS, _page, COUNTS),
    "commentfeed: other": Example(
        Site(HOME + "feed.xml", HOME, "Selfmade", "rss20", comment_feeds=True),
        page(),
        WORDPRESS_POSTS,
        _commentfeed,
        {1: None, 2: 2, 3: 1},
        steady=None,
    ),
}
