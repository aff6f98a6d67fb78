"""What the sample blogs answer at an address: feeds, home pages, posts, and what their platforms answer besides.

Opens nothing itself.
"""

from collections.abc import Iterable
from datetime import datetime
from urllib.parse import parse_qsl, urlsplit
from xml.sax.saxutils import escape, quoteattr

from aggregator.core.record import replace
from aggregator.demo.answer import Asked, Page
from aggregator.demo.course import BLOGS
from aggregator.demo.model import SampleBlog, ShownPost, shown
from aggregator.demo.platforms import PLATFORMS, validators
from aggregator.demo.platforms.markup import html

__all__ = ["Page", "page_at"]

_BROKEN = "<p>Det har oppstått en kritisk feil på dette nettstedet.</p>"
_UNTITLED = {"nb": "Uten tittel", "en": "Untitled"}


def page_at(target: str, base: str, now: datetime, moment: datetime, posted: bytes | None = None) -> Page:
    """What the course of `now` answered at `moment` to a GET of `target`, or to a POST of `posted`.

    404 where nothing was.
    """
    parts = urlsplit(target)
    site, _, place = parts.path.lstrip("/").partition("/")
    then = now - moment
    for blog in BLOGS:
        current = blog.site_at(then)
        home = f"{base}/{current}/"
        if _at_root(blog, parts.path):
            place, site = parts.path.removeprefix("/"), current
        if site == current:
            query = dict(parse_qsl(parts.query, keep_blank_values=True))
            posts, fed = shown(blog, now, then), shown(blog, now, then + blog.cached)
            asked = Asked(blog, posts, fed, home, base, moment, place, query, posted)
            return _of_blog(asked, broken=blog.broken_at(then))
        if site == blog.site:
            return Page(301, b"", location=f"{home}{place}" + (f"?{parts.query}" if parts.query else ""))
    return _not_found()


def _at_root(blog: SampleBlog, path: str) -> bool:
    root = PLATFORMS[blog.platform].root
    return root is not None and path.startswith(f"/{root}")


def _of_blog(asked: Asked, *, broken: bool) -> Page:
    if broken:
        return Page(500, _document("nb", "WordPress", [_BROKEN]))
    platform = PLATFORMS[asked.blog.platform]
    told = (answer(asked) for answer in platform.answers)
    page = next(filter(None, told), None) or _at_rest(asked)
    return replace(page, headers=(*page.headers, *platform.headers(asked.home)))


def _at_rest(asked: Asked) -> Page:
    """What every platform has: a feed, a home page, and a page for each post."""
    platform = PLATFORMS[asked.blog.platform]
    if asked.posted is not None:
        return Page(405, _document("en", "405", ["<p>Nothing can be sent here.</p>"]), headers=(("Allow", "GET"),))
    if asked.place == platform.feed:
        body, content_type = platform.write(asked.blog, asked.fed, asked.home)
        return Page(200, body, content_type, *validators(platform, body, asked.fed, asked.moment))
    if not asked.place:
        return Page(200, _home_page(asked.blog, asked.posts, asked.home))
    post = next((post for post in asked.posts if asked.place == platform.post.format(post)), None)
    return Page(200, _post_page(asked, post)) if post else _not_found()


def _home_page(blog: SampleBlog, posts: Iterable[ShownPost], home: str) -> bytes:
    platform = PLATFORMS[blog.platform]
    feed = f'<link rel="alternate" type="{platform.kind}" href={quoteattr(home + platform.feed)}>'
    untitled = _UNTITLED[blog.language]
    lines = (
        f"<p><a href={quoteattr(home + platform.post.format(post))}>{escape(post.title or untitled)}</a></p>"
        for post in posts
    )
    return _document(blog.language, blog.title, lines, feed)


def _post_page(asked: Asked, post: ShownPost) -> bytes:
    blog = asked.blog
    frame = PLATFORMS[blog.platform].frame(asked, post)
    lines = [f"<p>{escape(blog.author)}, {post.published:%Y-%m-%d}</p>", html(post), *filter(None, [frame.below])]
    return _document(blog.language, post.title or _UNTITLED[blog.language], lines, frame.head, frame.kind)


def _not_found() -> Page:
    return Page(404, _document("en", "404", ["<p>There is no such page in the sample course.</p>"]))


def _document(language: str, title: str, lines: Iterable[str], head: str = "", kind: str = "") -> bytes:
    body = f'<body class="{kind}">' if kind else "<body>"
    return (
        f'<!doctype html>\n<html lang="{language}"><head><meta charset="utf-8">'
        f"<title>{escape(title)}</title>{head}</head>\n"
        f"{body}<h1>{escape(title)}</h1>\n{chr(10).join(lines)}\n</body></html>\n"
    ).encode()
