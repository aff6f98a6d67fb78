"""What the sample blogs answer at an address: feeds, home pages and posts. Opens nothing itself."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit
from xml.sax.saxutils import escape, quoteattr

from aggregator.demo.course import BLOGS
from aggregator.demo.model import SampleBlog, ShownPost, shown
from aggregator.demo.platforms import PLATFORMS, validators
from aggregator.demo.platforms.markup import html

_HTML = "text/html; charset=utf-8"
_BROKEN = "<p>Det har oppstått en kritisk feil på dette nettstedet.</p>"
_WORDS = {
    "nb": ("Uten tittel", "{count} kommentarer", "1 kommentar", "Kommentarfeltet er stengt."),
    "en": ("Untitled", "{count} comments", "1 comment", "Comments are closed."),
}


@dataclass(frozen=True, slots=True)
class Page:
    """An answer before any conditional request is looked at; `location` goes with a 301."""

    status: int
    body: bytes
    content_type: str = _HTML
    etag: str | None = None
    modified: str | None = None
    location: str | None = None


def page_at(target: str, base: str, now: datetime, moment: datetime) -> Page:
    """What the course of `now` answered to a GET of `target` at `moment`; 404 where nothing was."""
    site, _, place = urlsplit(target).path.lstrip("/").partition("/")
    then = now - moment
    for blog in BLOGS:
        current = blog.site_at(then)
        if site == current:
            return _of_blog(blog, place, f"{base}/{current}/", now, moment)
        if site == blog.site:
            return Page(301, b"", location=f"{base}/{current}/{place}")
    return _not_found()


def _of_blog(blog: SampleBlog, place: str, home: str, now: datetime, moment: datetime) -> Page:
    then, platform = now - moment, PLATFORMS[blog.platform]
    if blog.broken_at(then):
        return Page(500, _document("nb", "WordPress", [_BROKEN]))
    posts = shown(blog, now, then)
    if place == platform.feed:
        body, content_type = platform.write(blog, posts, home)
        return Page(200, body, content_type, *validators(platform, body, posts, moment))
    if not place:
        return Page(200, _home_page(blog, posts, home))
    for post in posts:
        if place == platform.post.format(post):
            return Page(200, _post_page(blog, post))
    return _not_found()


def _home_page(blog: SampleBlog, posts: tuple[ShownPost, ...], home: str) -> bytes:
    platform = PLATFORMS[blog.platform]
    feed = f'<link rel="alternate" type="{platform.kind}" href={quoteattr(home + platform.feed)}>'
    untitled = _WORDS[blog.language][0]
    lines = (
        f"<p><a href={quoteattr(home + platform.post.format(post))}>{escape(post.title or untitled)}</a></p>"
        for post in posts
    )
    return _document(blog.language, blog.title, lines, feed)


def _post_page(blog: SampleBlog, post: ShownPost) -> bytes:
    untitled, many, one, closed = _WORDS[blog.language]

    def lines() -> Iterator[str]:
        yield f"<p>{escape(blog.author)}, {post.published:%Y-%m-%d}</p>"
        yield html(post)
        yield f'<p id="comments">{one if post.comments == 1 else many.format(count=post.comments)}</p>'
        if post.closed:
            yield f"<p>{closed}</p>"

    return _document(blog.language, post.title or untitled, lines())


def _not_found() -> Page:
    return Page(404, _document("en", "404", ["<p>There is no such page in the sample course.</p>"]))


def _document(language: str, title: str, lines: Iterable[str], head: str = "") -> bytes:
    return (
        f'<!doctype html>\n<html lang="{language}"><head><meta charset="utf-8">'
        f"<title>{escape(title)}</title>{head}</head>\n<body><h1>{escape(title)}</h1>\n{chr(10).join(lines)}\n</body></html>\n"
    ).encode()
