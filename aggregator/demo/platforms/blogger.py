"""Blogger: Atom with thr:total on every post (RFC 4685), and feeds of comments of the blog and of each post.

The feeds are those of the Google Data API ("Retrieving comments" of the Blogger Data API 2.0). Who comments has a
Blogger profile, or gives a name and the address of a home page, which need not be there.
"""

from datetime import datetime, timedelta, timezone
from itertools import chain
from xml.sax.saxutils import escape, quoteattr

from aggregator.demo.answer import Asked, Frame, Page
from aggregator.demo.model import SampleBlog, ShownComment, ShownPost
from aggregator.demo.platforms.markup import Feed, Posts, hexadecimal, html

POST = "{0.published:%Y/%m}/{0.slug}.html"
_PACIFIC = timezone(timedelta(hours=-8))
_KIND = "application/atom+xml; charset=UTF-8"
_PER_PAGE = 25


def atom(blog: SampleBlog, posts: Posts, home: str) -> Feed:
    """Atom as Blogger writes it, in the time zone of somebody who never set one."""
    updated = max((_date(post.changed) for post in posts), default="")
    terms = dict.fromkeys(chain.from_iterable(post.categories for post in posts))
    number = _digits(blog.site)
    body = (
        f"{_HEAD}<id>tag:blogger.com,1999:blog-{number}</id><updated>{updated}</updated>"
        f"{''.join(f'<category term={quoteattr(term)}/>' for term in terms)}"
        f"<title type='text'>{escape(blog.title)}</title><subtitle type='html'></subtitle>"
        f"<link rel='http://schemas.google.com/g/2005#feed' type='application/atom+xml' "
        f"href={quoteattr(home + 'feeds/posts/default')}/>"
        f"<link rel='alternate' type='text/html' href={quoteattr(home)}/>"
        f"{_author(blog.author, _profile(blog.author))}{_GENERATOR}{_search(len(posts), _PER_PAGE)}"
        f"{''.join(_post(blog, post, home) for post in posts)}</feed>"
    )
    return body.encode(), _KIND


def _post(blog: SampleBlog, post: ShownPost, home: str) -> str:
    url, number = home + POST.format(post), _number(blog, post)
    terms = "".join(
        f"<category scheme='http://www.blogger.com/atom/ns#' term={quoteattr(term)}/>" for term in post.categories
    )
    return (
        f"<entry><id>tag:blogger.com,1999:blog-{_digits(blog.site)}.post-{number}</id>"
        f"<published>{_date(post.published)}</published><updated>{_date(post.modified)}</updated>"
        f"{terms}<title type='text'>{escape(post.title)}</title>"
        f"<content type='html'>{escape(html(post))}</content>"
        f"<link rel='replies' type='application/atom+xml' "
        f"href={quoteattr(f'{home}feeds/{number}/comments/default')} title='Post Comments'/>"
        f"<link rel='replies' type='text/html' href={quoteattr(url + '#comment-form')} "
        f"title='{post.comments} Comments'/>"
        f"<link rel='alternate' type='text/html' href={quoteattr(url)} title={quoteattr(post.title)}/>"
        f"{_author(blog.author, _profile(blog.author))}<thr:total>{post.comments}</thr:total></entry>"
    )


# -- comments ---------------------------------------------------------------------------------------


def answer(asked: Asked) -> Page | None:
    """The feed of all comments, and that of each post's; `None` for everything else."""
    if asked.place == "feeds/comments/default":
        return _comments(asked, None, f"tag:blogger.com,1999:blog-{_digits(asked.blog.site)}.comments")
    for post in asked.posts:
        number = _number(asked.blog, post)
        if asked.place == f"feeds/{number}/comments/default":
            return _comments(
                asked, post, f"tag:blogger.com,1999:blog-{_digits(asked.blog.site)}.post{number}..comments"
            )
    return None


def frame(asked: Asked, post: ShownPost) -> Frame:  # noqa: ARG001
    """The comments below the post."""
    said = "".join(f"<li id='c{one.number}'>{escape(one.by)}: {escape(one.words)}</li>" for one in post.written)
    count = "1 comment" if post.comments == 1 else f"{post.comments} comments"
    return Frame(kind="item-view", below=f'<div id="comments"><h4>{count}</h4><ol>{said}</ol></div>')


def _comments(asked: Asked, of: ShownPost | None, name: str) -> Page:
    said = [(comment, post) for post in ([of] if of else asked.posts) for comment in post.written]
    newest = sorted(said, key=lambda one: one[0].number, reverse=True)
    size = asked.number("max-results", _PER_PAGE)
    updated = max((comment.published for comment, _ in said), default=asked.moment)
    body = (
        f"{_HEAD}<id>{name}</id><updated>{_date(updated)}</updated>"
        f"<title type='text'>Comments on {escape(of.title if of else asked.blog.title)}</title>"
        f"<link rel='alternate' type='text/html' href={quoteattr(asked.home + (POST.format(of) if of else ''))}/>"
        f"<link rel='self' type='application/atom+xml' href={quoteattr(asked.home + asked.place)}/>"
        f"{_author(asked.blog.author, _profile(asked.blog.author))}{_GENERATOR}{_search(len(said), size)}"
        f"{''.join(_comment(asked, comment, post) for comment, post in newest[:size])}</feed>"
    )
    return Page(200, body.encode(), _KIND)


def _comment(asked: Asked, said: ShownComment, post: ShownPost) -> str:
    blog, of = _digits(asked.blog.site), _number(asked.blog, post)
    number = _digits(f"{asked.blog.site} c{said.number}")
    url = asked.home + POST.format(post)
    source = f"{asked.home}feeds/{of}/comments/default/{number}"
    return (
        f"<entry><id>tag:blogger.com,1999:blog-{blog}.post-{number}</id>"
        f"<published>{_date(said.published)}</published><updated>{_date(said.published)}</updated>"
        f"<title type='text'>{escape(said.words[:50])}</title>"
        f"<content type='html'>{escape(escape(said.words))}</content>"
        f"<link rel='self' type='application/atom+xml' href={quoteattr(source)}/>"
        f"<link rel='alternate' type='text/html' href={quoteattr(f'{url}?showComment={number}#c{number}')} title=''/>"
        f"{_author(said.by, asked.address(said.home) or _profile(said.by))}"
        f"<thr:in-reply-to href={quoteattr(url)} ref='tag:blogger.com,1999:blog-{blog}.post-{of}' "
        f"source={quoteattr(f'{asked.home}feeds/posts/default/{of}')} type='text/html'/>"
        "<gd:extendedProperty name='blogger.itemClass' value='pid-0'/></entry>"
    )


# -- what both feeds have ---------------------------------------------------------------------------

_HEAD = (
    "<?xml version='1.0' encoding='UTF-8'?><feed xmlns='http://www.w3.org/2005/Atom' "
    "xmlns:openSearch='http://a9.com/-/spec/opensearchrss/1.0/' "
    "xmlns:blogger='http://schemas.google.com/blogger/2008' xmlns:gd='http://schemas.google.com/g/2005' "
    "xmlns:thr='http://purl.org/syndication/thread/1.0'>"
)
_GENERATOR = "<generator version='7.00' uri='https://www.blogger.com'>Blogger</generator>"


def _search(total: int, size: int) -> str:
    return (
        f"<openSearch:totalResults>{total}</openSearch:totalResults><openSearch:startIndex>1</openSearch:startIndex>"
        f"<openSearch:itemsPerPage>{size}</openSearch:itemsPerPage>"
    )


def _author(name: str, uri: str) -> str:
    return f"<author><name>{escape(name)}</name><uri>{escape(uri)}</uri><email>noreply@blogger.com</email></author>"


def _profile(name: str) -> str:
    return f"https://www.blogger.com/profile/{_digits(f'profile {name}')}"


def _number(blog: SampleBlog, post: ShownPost) -> int:
    return _digits(f"{blog.site} {post.number}")


def _date(moment: datetime) -> str:
    return moment.astimezone(_PACIFIC).isoformat(timespec="milliseconds")


def _digits(name: str) -> int:
    return int(hexadecimal(name)[:15], 16)
