"""Feeds as WordPress writes them: RSS 2.0 and Atom, both with counts that hold pingbacks too."""

from datetime import datetime
from email.utils import format_datetime
from xml.sax.saxutils import escape, quoteattr

from aggregator.demo.model import SampleBlog, ShownPost
from aggregator.demo.platforms.markup import Feed, Posts, built, cdata

POST = "{0.published:%Y/%m/%d}/{0.slug}/"
# Typographic characters become references; letters are left alone (wptexturize).
_TYPOGRAPHY = str.maketrans({mark: f"&#{ord(mark)};" for mark in "‘’“”«»–—…"})


def rss(blog: SampleBlog, posts: Posts, home: str) -> Feed:
    """RSS 2.0 as WordPress 6 writes it (feed-rss2.php)."""
    body = f"""<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"
	xmlns:content="http://purl.org/rss/1.0/modules/content/"
	xmlns:wfw="http://wellformedweb.org/CommentAPI/"
	xmlns:dc="http://purl.org/dc/elements/1.1/"
	xmlns:atom="http://www.w3.org/2005/Atom"
	xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"
	xmlns:slash="http://purl.org/rss/1.0/modules/slash/"
	>

<channel>
	<title>{_texturized(blog.title)}</title>
	<atom:link href={quoteattr(home + "feed/")} rel="self" type="application/rss+xml" />
	<link>{escape(home)}</link>
	<description></description>
	<lastBuildDate>{built(posts, format_datetime)}</lastBuildDate>
	<language>{"nb-NO" if blog.language == "nb" else "en-GB"}</language>
	<sy:updatePeriod>
	hourly	</sy:updatePeriod>
	<sy:updateFrequency>
	1	</sy:updateFrequency>
	<generator>https://wordpress.org/?v=6.8.3</generator>
	{"".join(_rss_post(blog, post, home) for post in posts)}
</channel>
</rss>
"""
    return body.encode(), "application/rss+xml; charset=UTF-8"


def _rss_post(blog: SampleBlog, post: ShownPost, home: str) -> str:
    url = escape(home + POST.format(post))
    count = post.comments + post.pings
    link = counts = ""
    if count or not post.closed:
        link = f"<comments>{url}{'#comments' if count else '#respond'}</comments>"
        counts = f"<wfw:commentRss>{url}feed/</wfw:commentRss>\n\t\t\t<slash:comments>{count}</slash:comments>"
    categories = "".join(f"<category>{cdata(escape(name))}</category>\n\t\t" for name in _filed(blog, post))
    return f"""<item>
		<title>{_texturized(post.title)}</title>
		<link>{url}</link>
					{link}
		<dc:creator>{cdata(blog.author)}</dc:creator>
		<pubDate>{format_datetime(post.published)}</pubDate>
		{categories}<guid isPermaLink="false">{escape(home)}?p={post_number(post)}</guid>

					<description>{cdata(_excerpt(post))}</description>
										<content:encoded>{cdata(_texturized_html(post))}</content:encoded>
					{counts}
			</item>
		"""


def atom(blog: SampleBlog, posts: Posts, home: str) -> Feed:
    """Atom as WordPress 6 writes it, with thr:count and thr:total (feed-atom.php; RFC 4685)."""
    body = f"""<?xml version="1.0" encoding="UTF-8"?><feed
	xmlns="http://www.w3.org/2005/Atom"
	xmlns:thr="http://purl.org/syndication/thread/1.0"
	xml:lang="{"nb-NO" if blog.language == "nb" else "en-GB"}"
	>
	<title type="text">{_texturized(blog.title)}</title>
	<subtitle type="text"></subtitle>
	<updated>{built(posts, iso_date)}</updated>
	<link rel="alternate" type="text/html" href={quoteattr(home)} />
	<id>{escape(home)}feed/atom/</id>
	<link rel="self" type="application/atom+xml" href={quoteattr(home + "feed/atom/")} />
	<generator uri="https://wordpress.org/" version="6.8.3">WordPress</generator>
	{"".join(_atom_post(blog, post, home) for post in posts)}
</feed>
"""
    return body.encode(), "application/atom+xml; charset=UTF-8"


def _atom_post(blog: SampleBlog, post: ShownPost, home: str) -> str:
    url = home + POST.format(post)
    feed = url + "feed/atom/"
    count = post.comments + post.pings
    terms = "".join(f"<category scheme={quoteattr(home)} term={quoteattr(name)} />" for name in _filed(blog, post))
    replies = (
        f"""<link rel="replies" type="text/html" href={quoteattr(url + "#comments")} thr:count="{count}" />
		<link rel="replies" type="application/atom+xml" href={quoteattr(feed)} thr:count="{count}" />
		<thr:total>{count}</thr:total>"""
        if count or not post.closed
        else ""
    )
    return f"""<entry>
		<author>
			<name>{escape(blog.author)}</name>
		</author>
		<title type="html">{cdata(_texturized(post.title))}</title>
		<link rel="alternate" type="text/html" href={quoteattr(url)} />
		<id>{escape(home)}?p={post_number(post)}</id>
		<updated>{iso_date(post.modified)}</updated>
		<published>{iso_date(post.published)}</published>
		{terms}
		<summary type="html">{cdata(_excerpt(post))}</summary>
		<content type="html" xml:base={quoteattr(url)}>{cdata(_texturized_html(post))}</content>
		{replies}
	</entry>
	"""


def iso_date(moment: datetime) -> str:
    """A moment as WordPress puts it in Atom."""
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}"


def post_number(post: ShownPost) -> int:
    """The number that WordPress knows the post by."""
    return 3 + 7 * post.number


def _filed(blog: SampleBlog, post: ShownPost) -> tuple[str, ...]:
    return post.categories or ("Ukategorisert" if blog.language == "nb" else "Uncategorized",)


def _excerpt(post: ShownPost) -> str:
    words = " ".join(post.body).split()
    return _texturized(" ".join(words[:55])) + (" [&#8230;]" if len(words) > 55 else "")


def _texturized(text: str) -> str:
    return escape(text).translate(_TYPOGRAPHY)


def _texturized_html(post: ShownPost) -> str:
    return "".join(f"<p>{_texturized(paragraph)}</p>\n" for paragraph in post.body)
