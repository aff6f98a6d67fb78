"""A course of a few invented blogs on a BlogServer, with two or three posts each."""

from pathlib import Path

from tests.support.blogserver import BlogServer

FEED = """<?xml version="1.0"?>
<rss version="2.0" xmlns:slash="http://purl.org/rss/1.0/modules/slash/"><channel><title>{title}</title>
{posts}</channel></rss>"""
POST = """<item><guid isPermaLink="false">{n}</guid><title>Post {n}</title><link>{base}/{n}</link>
<pubDate>Thu, 19 Nov 2026 10:0{n}:00 GMT</pubDate><slash:comments>0</slash:comments></item>"""


COMMENTS = 'comments = "feedfields"\n'  # nothing but the feed is asked for


def feed(title: str, posts: int, base: str) -> str:
    return FEED.format(title=title, posts="".join(POST.format(n=n, base=base) for n in range(1, posts + 1)))


def write_course(path: Path, server: BlogServer, people: tuple[str, ...], more: str = "") -> None:
    blogs = "".join(
        f'[[participants]]\nname = "{name}"\nfeed = "{server.url(f"/{name}")}"\n{COMMENTS}' for name in people
    )
    path.write_text(f'[fetch]\nallow_networks = ["127.0.0.1/32"]\ninterval = 0\n{more}\n{blogs}')
