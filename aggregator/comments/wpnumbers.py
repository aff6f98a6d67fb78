"""What the sources of WordPress have in common: the numbers of posts and comments, which are the same in all of them.

A post's number stands in the guid that WordPress gives it (`https://kari.example/?p=12`); it stays when a blog moves.
"""

import re
from urllib.parse import urlsplit

from aggregator.comments.answers import text_of
from aggregator.core.dates import read_date
from aggregator.core.links import link_key, web_address
from aggregator.core.model import Post
from aggregator.core.source import Site
from aggregator.core.text import plain_text, title_text

_NUMBER = re.compile(r"[?&;](?:p|page_id)=([1-9]\d{0,14})(?!\d)", re.ASCII)


def host_of(address: object) -> str:
    """The host of a web address; empty when it is none."""
    return urlsplit(web_address(text_of(address)) or "").hostname or ""


def at_wordpress_com(site: Site) -> bool:
    """Whether the blog has an address at WordPress.com."""
    return any(host_of(address).endswith(".wordpress.com") for address in (site.feed, site.home))


def made_by_wordpress_com(site: Site) -> bool:
    """Whether WordPress.com wrote the feed: so it does also where a blog there has a domain of its own."""
    return at_wordpress_com(site) or "wordpress.com" in site.generator.lower()


def post_number(post: Post) -> int | None:
    """The number that WordPress knows the post by, as far as its guid (or address) tells; to be confirmed."""
    found = _NUMBER.search(post.guid) or _NUMBER.search(post.url or "")
    return int(found[1]) if found else None


def same_post(post: Post, link: object, date: object) -> bool:
    """Whether a post that an API shows is this one: address or moment is enough beside a number that is right.

    A blog that moves to another domain keeps its numbers and moments.
    """
    address, moment = text_of(link), read_date(text_of(date))
    if address and post.url and link_key(address) == link_key(post.url):
        return True
    return moment is not None and post.published is not None and moment == post.published.replace(microsecond=0)


def number_of(value: object) -> int | None:
    """A number by which WordPress knows something; `None` for nought, which means nobody or nothing."""
    return value if isinstance(value, int) and not isinstance(value, bool) and value > 0 else None


def is_ready_made(number: object, address: object) -> bool:
    """Whether it is the comment that WordPress puts under the first post of a new blog: nobody has written it."""
    host = host_of(address)
    return number == 1 and (host == "wordpress.org" or host.endswith(".wordpress.org"))


def name_of(value: object) -> str:
    """A commenter's name as it is kept."""
    return title_text(text_of(value))[:200]


def words_of(value: object) -> str:
    """A comment's HTML as it is kept: as plain text."""
    return plain_text(text_of(value), 2_000)
