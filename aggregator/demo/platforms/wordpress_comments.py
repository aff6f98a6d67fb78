"""Where comments show on a WordPress blog without its REST API: their feeds, and the posts' pages.

As feed-rss2-comments.php and feed-atom-comments.php write them. Pingbacks are among them, and nothing marks them.
"""

from email.utils import format_datetime
from xml.sax.saxutils import escape, quoteattr

from aggregator.demo.answer import Asked, Frame, Page
from aggregator.demo.model import ShownComment, ShownPost
from aggregator.demo.platforms import wordpress, wordpress_rest
from aggregator.demo.platforms.markup import cdata
from aggregator.demo.platforms.wordpress import POST, iso_date, post_number

_WINDOW = 10
_RSS, _ATOM = "application/rss+xml; charset=UTF-8", "application/atom+xml; charset=UTF-8"
_WORDS = {
    "nb": ("Kommentarer til", "{count} kommentarer", "1 kommentar", "Kommentarfeltet er stengt.", "Send kommentar"),
    "en": ("Comments on", "{count} comments", "1 comment", "Comments are closed.", "Post Comment"),
}
_Said = tuple[ShownComment, ShownPost]


def answer(asked: Asked) -> Page | None:
    """The feeds of comments, of the blog and of each post; a 404 behind the last page of the blog's feed."""
    where, feed, form = asked.place.partition("feed/")
    if not feed or form not in ("", "atom/"):
        return None
    if not where:
        return Page(404, *wordpress.rss(asked.blog, (), asked.home)) if asked.number("paged", 1) > 1 else None
    of = None if where == "comments/" else next((post for post in asked.posts if POST.format(post) == where), None)
    if of is None and where != "comments/":
        return None
    said = [(comment, post) for post in ([of] if of else asked.posts) for comment in post.thread]
    newest = sorted(said, key=lambda one: one[0].number, reverse=True)[:_WINDOW]
    return _atom(asked, of, newest) if form else _rss(asked, of, newest)


def frame(asked: Asked, post: ShownPost) -> Frame:
    """The comments below the post and a form for another, unless they are closed; no form then."""
    address, number = asked.home + POST.format(post), post_number(post)
    head = (
        f'<link rel="https://api.w.org/" href={quoteattr(asked.home + wordpress_rest.ROOT)}>'
        f'<link rel="alternate" type="application/rss+xml" href={quoteattr(address + "feed/")}>'
        f'<link rel="shortlink" href={quoteattr(f"{asked.home}?p={number}")}>'
    )
    return Frame(head, f"single single-post postid-{number} single-format-standard", "\n".join(_below(asked, post)))


def _below(asked: Asked, post: ShownPost) -> list[str]:
    _title, many, one, closed, send = _WORDS[asked.blog.language]
    lines = [f'<p id="comments">{one if post.comments == 1 else many.format(count=post.comments)}</p>']
    if post.thread:
        lines.append(f'<ol class="comment-list">{"".join(_listed(said, asked) for said in post.thread)}</ol>')
    if post.closed:
        return [*lines, f'<p class="no-comments">{closed}</p>']
    return [
        *lines,
        f'<div id="respond"><form action={quoteattr(asked.home + "wp-comments-post.php")} method="post">'
        f'<textarea name="comment"></textarea><input type="submit" value="{send}"></form></div>',
    ]


def _listed(said: ShownComment, asked: Asked) -> str:
    kind = {"comment": "comment", "own": "comment byuser bypostauthor", "ping": "pingback"}[said.kind]
    home = asked.address(said.home)
    by = f'<a href={quoteattr(home)} rel="external nofollow ugc">{escape(said.by)}</a>' if home else escape(said.by)
    return f'<li id="comment-{said.number}" class="{kind}">{by}: {escape(said.words)}</li>'


# -- feeds ------------------------------------------------------------------------------------------


def _title(asked: Asked, of: ShownPost | None) -> str:
    return escape(f"{_WORDS[asked.blog.language][0]} {of.title if of else asked.blog.title}")


def _place(asked: Asked, of: ShownPost | None) -> str:
    return asked.home + (POST.format(of) if of else "")


def _rss(asked: Asked, of: ShownPost | None, newest: list[_Said]) -> Page:
    body = f"""<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"
	xmlns:content="http://purl.org/rss/1.0/modules/content/"
	xmlns:dc="http://purl.org/dc/elements/1.1/"
	xmlns:atom="http://www.w3.org/2005/Atom"
	>
<channel>
	<title>{_title(asked, of)}</title>
	<atom:link href={quoteattr(asked.home + asked.place)} rel="self" type="application/rss+xml" />
	<link>{escape(_place(asked, of))}</link>
	<description></description>
	<generator>https://wordpress.org/?v=6.8.3</generator>
	{"".join(_rss_comment(asked, said, post) for said, post in newest)}
</channel>
</rss>
"""
    return Page(200, body.encode(), _RSS)


def _rss_comment(asked: Asked, said: ShownComment, post: ShownPost) -> str:
    return f"""<item>
		<title>{escape(f"{post.title}: {said.by}")}</title>
		<link>{escape(_address(asked, said, post))}</link>

		<dc:creator>{cdata(said.by)}</dc:creator>
		<pubDate>{format_datetime(said.published)}</pubDate>
		<guid isPermaLink="false">{escape(_guid(asked, post))}#comment-{said.number}</guid>

					<description>{cdata(escape(said.words))}</description>
			<content:encoded>{cdata(f"<p>{escape(said.words)}</p>")}</content:encoded>
			</item>
		"""


def _atom(asked: Asked, of: ShownPost | None, newest: list[_Said]) -> Page:
    body = f"""<?xml version="1.0" encoding="UTF-8"?><feed
	xmlns="http://www.w3.org/2005/Atom"
	xmlns:thr="http://purl.org/syndication/thread/1.0"
	>
	<title type="text">{_title(asked, of)}</title>
	<updated>{iso_date(max((said.published for said, _ in newest), default=asked.moment))}</updated>
	<link rel="alternate" type="text/html" href={quoteattr(_place(asked, of))} />
	<link rel="self" type="application/atom+xml" href={quoteattr(asked.home + asked.place)} />
	<id>{escape(asked.home + asked.place)}</id>
	<generator uri="https://wordpress.org/" version="6.8.3">WordPress</generator>
	{"".join(_atom_comment(asked, said, post) for said, post in newest)}
</feed>
"""
    return Page(200, body.encode(), _ATOM)


def _atom_comment(asked: Asked, said: ShownComment, post: ShownPost) -> str:
    home = asked.home if said.kind == "own" else asked.address(said.home)
    uri = f"\n\t\t\t<uri>{escape(home)}</uri>" if home else ""
    return f"""<entry>
		<title>{escape(f"{post.title}: {said.by}")}</title>
		<link rel="alternate" href={quoteattr(_address(asked, said, post))} type="text/html" />
		<author>
			<name>{escape(said.by)}</name>{uri}
		</author>
		<id>{escape(_guid(asked, post))}#comment-{said.number}</id>
		<updated>{iso_date(said.published)}</updated>
		<published>{iso_date(said.published)}</published>
		<content type="html">{cdata(f"<p>{escape(said.words)}</p>")}</content>
		<thr:in-reply-to ref={quoteattr(_guid(asked, post))} href={quoteattr(_place(asked, post))} type="text/html" />
	</entry>
	"""


def _address(asked: Asked, said: ShownComment, post: ShownPost) -> str:
    return f"{asked.home}{POST.format(post)}#comment-{said.number}"


def _guid(asked: Asked, post: ShownPost) -> str:
    return f"{asked.home}?p={post_number(post)}"
