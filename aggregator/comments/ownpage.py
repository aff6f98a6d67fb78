"""Whether a page is a post's own, and all of it: only then can it mean something that a thing is not there.

A page to log in, an error in place of the post, a page that ends in the middle: all of them come with 200 at times.
"""

from aggregator.core.links import link_key
from aggregator.core.model import Post
from aggregator.core.page import Page

_TITLE_READ = 100  # characters; as much as surely stands before the first tag inside a heading


def is_whole(page: Page, post: Post) -> bool:
    """Whether the page names the post, by its address or its title, and has an end."""
    return page.ends and (_has_address(page, post) or _has_title(page, post))


def _has_address(page: Page, post: Post) -> bool:
    links = (one.get("href") for one in page.find("link") if "canonical" in one.get("rel").lower().split())
    metas = (one.get("content") for one in page.find("meta") if one.get("property").lower() == "og:url")
    named = (page.address(written) for written in (*links, *metas))
    return any(address and link_key(address) == link_key(post.url or "") for address in named)


def _has_title(page: Page, post: Post) -> bool:
    title = _plain(post.title)[:_TITLE_READ]
    headings = (one.text for one in page.find("title", "h1", "h2", "h3"))
    metas = (one.get("content") for one in page.find("meta") if one.get("property").lower() == "og:title")
    return bool(title) and any(title in _plain(text) for text in (*headings, *metas))


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()
