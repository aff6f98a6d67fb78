"""Feeds as Blogger writes them: Atom with thr:total on every post (RFC 4685)."""

from datetime import datetime, timedelta, timezone
from itertools import chain
from xml.sax.saxutils import escape, quoteattr

from aggregator.demo.model import SampleBlog, ShownPost
from aggregator.demo.platforms.markup import Feed, Posts, hexadecimal, html

POST = "{0.published:%Y/%m}/{0.slug}.html"
_PACIFIC = timezone(timedelta(hours=-8))


def atom(blog: SampleBlog, posts: Posts, home: str) -> Feed:
    """Atom as Blogger writes it, in the time zone of somebody who never set one."""
    updated = max((_date(post.changed) for post in posts), default="")
    terms = dict.fromkeys(chain.from_iterable(post.categories for post in posts))
    number = _digits(blog.site)
    body = (
        "<?xml version='1.0' encoding='UTF-8'?>"
        "<feed xmlns='http://www.w3.org/2005/Atom' "
        "xmlns:openSearch='http://a9.com/-/spec/opensearchrss/1.0/' "
        "xmlns:blogger='http://schemas.google.com/blogger/2008' xmlns:gd='http://schemas.google.com/g/2005' "
        "xmlns:thr='http://purl.org/syndication/thread/1.0'>"
        f"<id>tag:blogger.com,1999:blog-{number}</id><updated>{updated}</updated>"
        f"{''.join(f'<category term={quoteattr(term)}/>' for term in terms)}"
        f"<title type='text'>{escape(blog.title)}</title><subtitle type='html'></subtitle>"
        f"<link rel='http://schemas.google.com/g/2005#feed' type='application/atom+xml' "
        f"href={quoteattr(home + 'feeds/posts/default')}/>"
        f"<link rel='alternate' type='text/html' href={quoteattr(home)}/>"
        f"<author><name>{escape(blog.author)}</name><email>noreply@blogger.com</email></author>"
        "<generator version='7.00' uri='https://www.blogger.com'>Blogger</generator>"
        f"<openSearch:totalResults>{len(posts)}</openSearch:totalResults>"
        "<openSearch:startIndex>1</openSearch:startIndex><openSearch:itemsPerPage>25</openSearch:itemsPerPage>"
        f"{''.join(_post(blog, post, home) for post in posts)}</feed>"
    )
    return body.encode(), "application/atom+xml; charset=UTF-8"


def _post(blog: SampleBlog, post: ShownPost, home: str) -> str:
    url, number = home + POST.format(post), _digits(f"{blog.site} {post.number}")
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
        f"<author><name>{escape(blog.author)}</name><email>noreply@blogger.com</email></author>"
        f"<thr:total>{post.comments}</thr:total></entry>"
    )


def _date(moment: datetime) -> str:
    return moment.astimezone(_PACIFIC).isoformat(timespec="milliseconds")


def _digits(name: str) -> int:
    return int(hexadecimal(name)[:15], 16)
