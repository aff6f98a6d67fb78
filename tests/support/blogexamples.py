"""An example blog for each source that asks the blog's own platform, but for WordPress; see `exampleblog`."""

import json
from typing import Any

from aggregator.core.http import Request
from aggregator.core.source import Site
from tests.support.exampleblog import (
    COMMENTS,
    COUNTS,
    HOME,
    NUMBERS,
    PUBLISHED,
    Example,
    Written,
    asked,
    html,
    number_in,
    page,
    path,
    posts,
)
from tests.support.feedtexts import atom
from tests.support.sources import Reply

THREAD = "http://purl.org/syndication/thread/1.0"

GHOST_FORM = (
    '<script src="https://cdn.example/ui.js" data-ghost-comments="https://kari.example/" data-comments-enabled="all">'
    f'</script><script src="/c.js" data-ghost-comments-counts-api="{HOME}members/api/comments/counts/"></script>'
)
STATED = '<script type="application/ld+json">{"@type": "BlogPosting", "commentCount": 1}</script>'
SQUARESPACE_PAGE = '<script>Static.SQUARESPACE_CONTEXT = {"collection":{"fullUrl":"/journal"}};</script>'


def _hex(number: int) -> str:
    return f"{number:024}"


def _ghost(request: Request) -> Reply:
    place = path(request)
    if place == "/members/api/comments/counts/":
        counts = {_hex(number): COUNTS[one] for one, number in NUMBERS.items()}
        return json.dumps({guid: counts[guid] for guid in asked(request, "ids").split(",") if guid in counts})
    number = number_in(place)
    rows = [
        {
            "id": f"{one.key:024x}",
            "status": "published",
            "html": f"<p>{one.text}</p>",
            "created_at": one.when,
            "in_reply_to_id": None,
            "member": {"id": f"m{one.account}", "uuid": f"u{one.account}", "name": one.name},
            "replies": [],
            "count": {"replies": 0, "likes": 0},
        }
        for one in COMMENTS[number or 700_001]
    ]
    pagination = {"page": 1, "limit": 100, "pages": 1, "total": len(rows), "next": None, "prev": None}
    return json.dumps({"comments": rows, "meta": {"pagination": pagination}})


def _substack(request: Request) -> Reply:
    if path(request) == "/api/v1/archive":
        letters = [
            {
                "id": number,
                "canonical_url": f"{HOME}p/{number}",
                "post_date": f"2026-11-18T09:0{one}:00.000Z",
                "audience": "everyone",
                "write_comment_permissions": "everyone",
                "comment_count": COUNTS[one],
                "publishedBylines": [{"id": 1, "name": "Kari"}],
            }
            for one, number in reversed(NUMBERS.items())
        ]
        return json.dumps(letters)
    tree: list[dict[str, Any]] = []
    for one in COMMENTS[number_in(path(request)) or 700_001]:
        said = one.raw(key="id", name="name", account="user_id", text="body", when="date")
        said |= {"handle": one.name.lower(), "deleted": False, "status": "ok", "children": []}
        (tree[0]["children"] if one.answers else tree).append(said)
    return json.dumps({"comments": tree})


def _forem(request: Request) -> Reply:
    if path(request) == "/api/articles":
        rows = [
            {
                "id": number,
                "url": f"https://dev.to/kari/post-{number}",
                "comments_count": COUNTS[one],
                "published_at": f"2026-11-18T09:0{one}:00Z",
                "user": {"name": "Kari", "username": "kari"},
            }
            for one, number in reversed(NUMBERS.items())
        ]
        return json.dumps(rows)
    tree: list[dict[str, Any]] = []
    for one in COMMENTS[number_in(asked(request, "a_id")) or 700_001]:
        said = {"id_code": f"c{one.key}", "created_at": one.when, "body_html": f"<p>{one.text}</p>", "children": []}
        said["user"] = {"name": one.name, "username": one.name.lower()}
        (tree[0]["children"] if one.answers else tree).append(said)
    return json.dumps(tree)


def _squarespace(request: Request) -> Reply:
    settings = {"websiteSettings": {"commentsEnabled": True, "disqusShortname": ""}}
    items = {
        number: {
            "id": _hex(number),
            "fullUrl": f"/journal/{number}",
            "publishOn": int(PUBLISHED.timestamp() * 1000),
            "publicCommentCount": COUNTS[one],
            "commentState": 1,
        }
        for one, number in NUMBERS.items()
    }
    if path(request) == "/journal":
        return json.dumps(settings | {"items": list(items.values()), "pagination": {"nextPage": False}})
    number = number_in(path(request))
    return json.dumps(settings | {"item": items[number]}) if number else 404


def _mastodon(request: Request) -> Reply:
    place = path(request).removeprefix("/api/v1/")
    if place == "accounts/lookup":
        return json.dumps({"id": "1", "username": "kari", "acct": "kari"})
    if place == "accounts/1/statuses":
        return json.dumps([_status(number, COUNTS[one]) for one, number in reversed(NUMBERS.items())])
    number = number_in(place)
    if number is None:
        return 404
    said = [_status(one.key, 0, one) | {"in_reply_to_id": str(one.answers or number)} for one in COMMENTS[number]]
    return json.dumps({"ancestors": [], "descendants": said})


def _status(number: int, count: int | None, one: Written | None = None) -> dict[str, Any]:
    name, account = (one.name.lower(), str(one.account)) if one else ("kari", "1")
    url = f"{HOME}@{name}"
    return {
        "id": str(number),
        "created_at": one.when if one else "2026-11-18T09:00:00.000Z",
        "in_reply_to_id": None,
        "replies_count": count,
        "url": f"{url}/{number}",
        "content": f"<p>{one.text if one else 'Hello'}</p>",
        "reblog": None,
        "account": {"id": account, "username": name, "acct": name, "display_name": one.name if one else "Kari"},
    }


def _microblog(request: Request) -> Reply:
    number = number_in(asked(request, "url"))
    if number is None:
        return 404
    items = [
        {
            "id": str(one.key),
            "content_html": f"<p>{one.text}</p>",
            "url": f"https://micro.blog/{one.name.lower()}/{one.key}",
            "date_published": one.when,
            "author": {"name": one.name, "_microblog": {"username": one.name.lower()}},
        }
        for one in COMMENTS[number]
    ]
    place = f"https://micro.blog/kari/{number}"
    return json.dumps({"title": "Conversation", "home_page_url": place, "items": items})


def _page(request: Request) -> Reply:
    number = number_in(path(request))
    if number is None:
        return 404
    one = number - 700_000
    data = {"@type": "BlogPosting", "url": f"{HOME}{number}/", "commentCount": COUNTS[one]}
    return html(f'<script type="application/ld+json">{json.dumps(data)}</script>', title=f"Post {one}")


def _blogger(request: Request) -> Reply:
    number = number_in(path(request))
    written = [(of, one) for of, some in COMMENTS.items() for one in some if number in (None, of)]
    post = "" if number is None else f".post{number}"
    entries = (
        f"<id>tag:blogger.com,1999:blog-70.post-{one.key}</id><published>{one.when}</published>"
        f'<content type="html">{one.text}</content><author><name>{one.name}</name>'
        f"<uri>http://www.blogger.com/profile/{one.account}</uri></author>"
        f'<thr:in-reply-to ref="tag:blogger.com,1999:blog-70.post-{of}" href="{HOME}{of}/"/>'
        for of, one in sorted(written, key=lambda pair: pair[1].when, reverse=True)
    )
    size = f"<openSearch:totalResults>{len(written)}</openSearch:totalResults>"
    size += "<openSearch:itemsPerPage>100</openSearch:itemsPerPage>"
    head = f"<id>tag:blogger.com,1999:blog-70{post}.comments</id>{size}"
    return atom(*entries, head=head, thr=THREAD, openSearch="http://a9.com/-/spec/opensearchrss/1.0/")


EXAMPLES = {
    "ghost": Example(
        Site(HOME + "rss/", HOME, "Ghost 6.0", "rss20"), page(GHOST_FORM), posts(guid=f"{0:018}{{}}"), _ghost, COUNTS
    ),
    "substack": Example(
        Site(HOME + "feed", HOME, "Substack", "rss20"), page(), posts(url=HOME + "p/{}"), _substack, COUNTS
    ),
    "forem": Example(
        Site("https://dev.to/feed/kari", "https://dev.to/kari", "", "rss20"),
        page(url="https://dev.to/kari/post-700003"),
        posts(url="https://dev.to/kari/post-{}"),
        _forem,
        COUNTS,
    ),
    "squarespace": Example(
        Site(HOME + "journal?format=rss", HOME + "journal", "Site-Server v6", "rss20"),
        page(SQUARESPACE_PAGE),
        posts(url=HOME + "journal/{}", guid=f"{1:024}:{2:024}:{0:018}{{}}"),
        _squarespace,
        COUNTS,
    ),
    "mastodon": Example(
        Site(HOME + "@kari.rss", HOME + "@kari", "Mastodon v4.5.0", "rss20"),
        page(),
        posts(url=HOME + "@kari/{}", guid=HOME + "@kari/{}"),
        _mastodon,
        COUNTS,
    ),
    "microblog": Example(
        Site("https://kari.micro.blog/feed.xml", "https://kari.micro.blog/", "", "rss20"),
        page('<link rel="webmention" href="https://micro.blog/webmention">'),
        posts(),
        _microblog,
        COUNTS,
        steady=None,
    ),
    "page": Example(Site(HOME + "feed.xml", HOME, "Drupal 11", "rss20"), page(STATED), posts(), _page, COUNTS),
    "commentfeed: Blogger": Example(
        Site(HOME + "feeds/posts/default", HOME, "Blogger 7.00", "atom10", feed_posts=10),
        page(),
        posts(guid="tag:blogger.com,1999:blog-70.post-{}", comments_feed=HOME + "feeds/{}/comments/default"),
        _blogger,
        COUNTS,
    ),
}
