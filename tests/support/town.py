"""A town of blogs on a BlogServer, such as a teacher's list of addresses leads to: sound ones, odd ones, one dead."""

from tests.support.blogserver import BlogServer
from tests.support.smallcourse import feed

HTML = "text/html; charset=utf-8"
PAGE = "<html><head><title>{title}</title>{links}</head><body><p>Hello</p></body></html>"
LINK = '<link rel="alternate" type="application/rss+xml" title="{title}" href="{href}">'


def page(title: str, **feeds: str) -> str:
    """A page that names these feeds."""
    links = "".join(LINK.format(title=name, href=href) for name, href in feeds.items())
    return PAGE.format(title=title, links=links)


def comments(server: BlogServer, path: str) -> str:
    """A feed of two comments on the posts of the blog at the path."""
    text = feed("Comments", 2, server.url(path.rstrip("/")))
    for number in (1, 2):
        text = text.replace(f"/{number}</link>", f"/{number}#comment-{number}</link>")
    return text.replace("</title>", f"</title><link>{server.url(path)}</link>", 1)


def settle(server: BlogServer) -> None:
    """Kari's page names her feed, Ola's none, Mona's two; Jon has a feed of comments, Elin's page no feed of posts."""
    server.put("/kari/", page("Kari", Kari="/kari/feed/", Comments="/kari/comments/feed/"), content_type=HTML)
    server.put("/kari/feed/", feed("Kari skriver", 3, server.url("/kari")))
    server.put("/kari/comments/feed/", comments(server, "/kari/"))
    server.put("/ola/", page("Ola"), content_type=HTML)
    server.put("/ola/feed/", feed("Ola skriver", 2, server.url("/ola")))
    server.put("/mona/", page("Mona", A="/mona/a.xml", Same="/mona/same.xml", B="/mona/b.xml"), content_type=HTML)
    server.put("/mona/a.xml", feed("Mona A", 3, server.url("/mona/a")))
    server.put("/mona/same.xml", feed("Mona A", 3, server.url("/mona/a")))
    server.put("/mona/b.xml", feed("Mona B", 1, server.url("/mona/b")))
    server.put("/jon/comments/feed/", comments(server, "/jon/"))
    server.put("/jon/category/jobb/feed/", feed("Jon om jobb", 1, server.url("/jon")))
    server.put("/elin/", page("Elin", Comments="/elin/comments/feed/"), content_type=HTML)
    server.put("/elin/comments/feed/", comments(server, "/elin/"))
    server.put("/empty/feed/", feed("Tom", 0, server.url("/empty")))
    server.put("/old/feed/", b"", status=301, headers={"Location": server.url("/kari/feed/")})


SETTINGS = '[course]\ntitle = "The course"\nlanguage = "en"\n[fetch]\nallow_networks = ["127.0.0.1/32"]\ninterval = 0\n'
"""A feeds.toml with which the town can be asked, and without participants."""
