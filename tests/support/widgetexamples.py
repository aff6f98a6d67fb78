"""An example blog for each source of comments that are kept apart from the blog; see `exampleblog`."""

import json
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from aggregator.core.http import Answer, Request
from aggregator.core.source import Site
from tests.support.exampleblog import (
    COMMENTS,
    COUNTS,
    HOME,
    NUMBERS,
    Example,
    Written,
    asked,
    html,
    number_in,
    page,
    path,
    posts,
)
from tests.support.sources import Reply

SITE = Site(HOME + "feed.xml", HOME, "Hugo 0.150", "rss20")
ISSO = (
    '<script data-isso="//c.example/" src="//c.example/js/embed.min.js"></script><section id="isso-thread"></section>'
)
REMARK = "<div id='remark42'></div><script>var remark_config = {host: 'https://c.example', site_id: 'kari'};</script>"
DISQUS = '<div id="disqus_thread"></div><script src="https://kari-writes.disqus.com/embed.js"></script>'
GISCUS = (
    '<script src="https://giscus.app/client.js" data-repo="kari/blog" data-repo-id="R_1" data-category="Comments"'
    ' data-mapping="pathname" data-strict="1"></script>'
)
TITLED = GISCUS.replace('"pathname" data-strict="1"', '"title" data-strict="0"')
UTTERANCES = '<script src="https://utteranc.es/client.js" repo="kari/blog" issue-term="pathname"></script>'
DISCOURSE = (
    "<script>DiscourseEmbed = { discourseUrl: 'https://forum.example/',"
    " discourseEmbedUrl: 'https://kari.example/700003/' };</script>"
)
WEBMENTION = '<link rel="webmention" href="https://webmention.io/kari.example/webmention">'
FASTCOMMENTS = '<div id="fastcomments-widget"></div>'


def _count(name: str) -> int:
    number = number_in(name)
    return len(COMMENTS[number]) if number else 0


def _post_page(request: Request, widget: str) -> Reply:
    number = number_in(path(request))
    return html(widget, title=f"Post {number - 700_000}") if number else 404


def _isso_named(request: Request) -> Reply:
    """Isso on pages that name their threads."""
    if request.url.startswith("https://c.example/"):
        return _isso(request)
    return _post_page(request, ISSO.replace('id="isso-thread"', f'id="isso-thread" data-isso-id="t{path(request)}"'))


def _isso(request: Request) -> Reply:
    if request.url == "https://c.example/count":
        return json.dumps([_count(name) for name in json.loads(request.json or "[]")])
    if not request.url.startswith("https://c.example/"):
        return _post_page(request, ISSO)
    rows = [
        {
            "id": one.key,
            "parent": one.answers,
            "created": 1795082400.5,
            "mode": 1,
            "author": one.name,
            "website": f"https://{one.name.lower()}.example/",
            "text": f"<p>{one.text}</p>",
            "replies": [],
            "hidden_replies": 0,
        }
        for one in COMMENTS[number_in(asked(request, "uri")) or 700_001]
    ]
    return json.dumps({"id": None, "total_replies": len(rows), "hidden_replies": 0, "replies": rows})


def _remark42(request: Request) -> Reply:
    if path(request) == "/api/v1/counts":
        names = json.loads(request.json or "[]")
        return json.dumps([{"url": name, "count": _count(name)} for name in names])
    if path(request) != "/api/v1/find":
        return _post_page(request, REMARK)
    url = asked(request, "url")
    rows = [
        {
            "id": str(one.key),
            "pid": str(one.answers or ""),
            "text": f"<p>{one.text}</p>",
            "user": {"name": one.name, "id": f"email_{one.account}", "admin": False},
            "locator": {"site": "kari", "url": url},
            "time": one.when,
        }
        for one in COMMENTS[number_in(url) or 700_001]
    ]
    return json.dumps({"comments": rows, "info": {"url": url, "count": len(rows)}})


def _disqus(request: Request) -> Reply:
    keys = [key for _, key in parse_qsl(urlsplit(request.url).query)]
    counts = [{"id": key, "comments": _count(key)} for key in keys if number_in(key)]
    return "var DISQUSWIDGETS;\nDISQUSWIDGETS.displayCount(" + json.dumps({"text": {}, "counts": counts}) + ");\n"


def _disqus_named(request: Request) -> Reply:
    """Disqus on pages that name their threads."""
    if not request.url.startswith(HOME):
        return _disqus(request)
    return _post_page(request, _identified(path(request).strip("/")))


def _identified(number: object) -> str:
    said = f"var disqus_config = function () {{ this.page.identifier = 'thread-{number}'; }};"
    return f"{DISQUS}<script>{said} // Disqus</script>"


def _giscus_titled(request: Request) -> Reply:
    """giscus where a discussion is found by the title of the post."""
    if request.url.startswith(HOME):
        return _post_page(request, TITLED)
    number = {f"Post {one}": number for one, number in NUMBERS.items()}.get(asked(request, "term"), 0)
    return _giscus(Request(f"https://giscus.app/api/discussions?term={number}"))


def _giscus(request: Request) -> Reply:
    if request.url.startswith(HOME):
        return _post_page(request, GISCUS)
    number = number_in(asked(request, "term"))
    if number in (None, 700_001):
        return Answer(request, request.url, 404, {}, b'{"error":"Discussion not found"}')
    threads: list[dict[str, Any]] = []
    for one in COMMENTS[number or 0]:
        said = {"id": f"DC_{one.key}", "author": _account(one), "createdAt": one.when, "deletedAt": None}
        said |= {"url": f"https://github.com/kari/blog/discussions/{number}#d-{one.key}", "bodyHTML": one.text}
        if one.answers:
            threads[0]["replies"].append(said)
            threads[0]["replyCount"] += 1
        else:
            threads.append(said | {"replyCount": 0, "replies": []})
    url = f"https://github.com/kari/blog/discussions/{number}"
    totals = {"totalCommentCount": len(threads), "totalReplyCount": len(COMMENTS[number or 0]) - len(threads)}
    return json.dumps({"discussion": {"id": "D_1", "url": url, "locked": False, **totals, "comments": threads}})


def _account(one: Written) -> dict[str, Any]:
    login = one.name.lower()
    return {"login": login, "id": one.account, "url": f"https://github.com/{login}", "type": "User"}


def _utterances(request: Request) -> Reply:
    if request.url.startswith(HOME):
        return _post_page(request, UTTERANCES)
    if path(request) == "/repos/kari/blog/issues":
        rows = [
            {"id": 50 + one, "number": number, "title": f"{number}/", "comments": COUNTS[one], "locked": False}
            for one, number in NUMBERS.items()
            if one != 1
        ]
        return json.dumps(rows)
    number = number_in(path(request)) or 700_001
    url = f"https://github.com/kari/blog/issues/{number}"
    rows = [
        {"id": one.key, "html_url": f"{url}#{one.key}", "user": _account(one), "created_at": one.when, "body": one.text}
        for one in COMMENTS[number]
    ]
    return json.dumps(rows)


def _discourse(request: Request) -> Reply:
    if path(request) == "/embed/count":
        urls = [url for _, url in parse_qsl(urlsplit(request.url).query)]
        return json.dumps({"counts": {url: f"{_count(url)} replies" for url in urls if number_in(url)}})
    number = number_in(request.url)
    if number is None:
        return 404
    if path(request) == "/embed/comments":
        return f'<!doctype html><a class="post-date" href="https://forum.example/t/hello/{number}/2">18 Nov</a>'
    rows = [{"id": 900, "post_number": 1, "post_type": 1, "username": "kari", "user_id": 1, "cooked": "<p>A text.</p>"}]
    for place, one in enumerate(COMMENTS[number], start=2):
        said = one.raw(key="id", name="name", account="user_id", when="created_at", text="cooked")
        said |= {"post_number": place, "post_type": 1, "username": one.name.lower(), "hidden": False}
        rows.append(said | {"reply_to_post_number": 2 if one.answers else None})
    stream = {"stream": [row["id"] for row in rows], "posts": rows}
    return json.dumps({"id": number, "closed": False, "archived": False, "post_stream": stream})


def _webmention(request: Request) -> Reply:
    if request.url.startswith(HOME):
        return _post_page(request, WEBMENTION)
    targets = [value for name, value in parse_qsl(urlsplit(request.url).query) if name == "target[]"]
    children = [
        {
            "type": "entry",
            "author": {"type": "card", "name": one.name, "url": f"https://{one.name.lower()}.example/"},
            "url": f"https://{one.name.lower()}.example/{one.key}",
            "published": one.when,
            "wm-id": one.key,
            "wm-target": f"{HOME}{number}/",
            "content": {"text": one.text},
            "wm-property": "in-reply-to",
        }
        for number, written in COMMENTS.items()
        for one in written
        if f"{HOME}{number}/" in targets
    ]
    paging = {"per-page": 100, "page": 0, "total": len(children), "total-pages": 1}
    return json.dumps({"type": "feed", "name": "Webmentions", "children": children, "paging": paging})


EXAMPLES = {
    "isso": Example(SITE, page(ISSO), posts(), _isso, COUNTS),
    "disqus": Example(SITE, page(DISQUS), posts(), _disqus, COUNTS),
    "disqus: named": Example(SITE, page(_identified(700_003)), posts(), _disqus_named, COUNTS),
    "giscus: titled": Example(SITE, page(TITLED), posts(), _giscus_titled, COUNTS, steady=None),
    "isso: named": Example(
        SITE, page(ISSO.replace("<section", '<section data-isso-id="t/700003/"')), posts(), _isso_named, COUNTS
    ),
    "giscus": Example(SITE, page(GISCUS), posts(), _giscus, COUNTS, steady=None),
    "utterances": Example(SITE, page(UTTERANCES), posts(), _utterances, COUNTS),
    "remark42": Example(SITE, page(REMARK), posts(), _remark42, COUNTS),
    "discourse": Example(SITE, page(DISCOURSE), posts(), _discourse, COUNTS),
    "webmention": Example(SITE, page(WEBMENTION), posts(), _webmention, COUNTS),
    "elsewhere": Example(SITE, page(FASTCOMMENTS), posts(), lambda _: 404, dict.fromkeys(NUMBERS), steady=0),
}
