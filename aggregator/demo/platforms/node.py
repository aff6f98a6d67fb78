"""Feeds as Ghost and Substack write them: RSS 2.0 from one library, without a word about comments."""

from xml.sax.saxutils import escape, quoteattr

from aggregator.demo.model import SampleBlog, ShownPost
from aggregator.demo.platforms.markup import Feed, Posts, built, cdata, hexadecimal, html, http_date

GHOST_POST = "{0.slug}/"
SUBSTACK_POST = "p/{0.slug}"


def ghost(blog: SampleBlog, posts: Posts, home: str) -> Feed:
    """RSS 2.0 as Ghost 5 writes it: the guid is an id of its own, which survives a move."""
    written = [_post(blog, post, home + GHOST_POST.format(post), ghost_id(blog, post)) for post in posts]
    return _rss(blog, posts, home, "rss/", "Ghost 5.130", written), "application/rss+xml; charset=utf-8"


def ghost_id(blog: SampleBlog, post: ShownPost) -> str:
    """The identifier that Ghost gives to the post."""
    return hexadecimal(f"{blog.site} {post.number}")[:24]


def substack(blog: SampleBlog, posts: Posts, home: str) -> Feed:
    """RSS 2.0 as Substack writes it: the guid is the post's address."""
    urls = [home + SUBSTACK_POST.format(post) for post in posts]
    written = [_post(blog, post, url, url) for post, url in zip(posts, urls, strict=True)]
    return _rss(blog, posts, home, "feed", "Substack", written), "application/xml; charset=utf-8"


def _rss(blog: SampleBlog, posts: Posts, home: str, feed: str, generator: str, written: list[str]) -> bytes:
    return (
        '<?xml version="1.0" encoding="UTF-8"?><rss xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:atom="http://www.w3.org/2005/Atom" '
        f'version="2.0"><channel><title>{cdata(escape(blog.title))}</title><link>{escape(home)}</link>'
        f"<generator>{generator}</generator><lastBuildDate>{built(posts, http_date)}</lastBuildDate>"
        f'<atom:link href={quoteattr(home + feed)} rel="self" type="application/rss+xml"/>'
        f"<language>{blog.language}</language>{''.join(written)}</channel></rss>"
    ).encode()


def _post(blog: SampleBlog, post: ShownPost, url: str, guid: str) -> str:
    # Letters beyond ASCII become references in the text, not in the title.
    text = html(post).encode("ascii", "xmlcharrefreplace").decode()
    categories = "".join(f"<category>{cdata(escape(name))}</category>" for name in post.categories)
    return (
        f"<item><title>{cdata(escape(post.title))}</title>"
        f"<description>{cdata(escape(post.body[0]))}</description>"
        f'<link>{escape(url)}</link><guid isPermaLink="false">{escape(guid)}</guid>{categories}'
        f"<dc:creator>{cdata(escape(blog.author))}</dc:creator>"
        f"<pubDate>{http_date(post.published)}</pubDate>"
        f"<content:encoded>{cdata(text)}</content:encoded></item>"
    )
