"""What a page's structured data says of comments: JSON-LD, microdata, RDFa. Of other posts, too: only this one counts.

schema.org's `commentCount`, `interactionStatistic` with a `CommentAction` and the older `interactionCount`
("UserComments:3"), and `sioc:num_replies`, which Drupal writes.
"""

import json
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import Any

from aggregator.comments.answers import count_of
from aggregator.core.links import link_key
from aggregator.core.microdata import Node, bare, properties
from aggregator.core.page import Element, Page

_IDENTITY = ("url", "mainEntityOfPage", "@id")
_POSTS = re.compile(r"(?:\w*Article|\w*Posting|BlogPost|CreativeWork|Document|Item|Post|Report|WebPage)\Z")
_USER_COMMENTS = re.compile(r"UserComments:\s*(\d{1,6})\s*\Z")


def told(page: Page) -> set[int | None]:
    """The numbers of comments that the page tells of the post that it is."""
    return _told(page, [*_linked_data(page), *page.things])


def told_by_yoast(page: Page) -> set[int | None]:
    """Those in the data that Yoast SEO writes for WordPress: where comments are open, or there are some."""
    return _told(page, _linked_data(page, "yoast-schema-graph"))


def counts_comments(one: Element) -> bool:
    """Whether the element counts comments of something."""
    if one.tag == "script":
        actions = "CommentAction" in one.text and "userInteractionCount" in one.text
        return "ld+json" in one.get("type").lower() and ('"commentCount"' in one.text or actions)
    return bool(properties(one.attributes) & {"commentCount", "interactionCount", "num_replies"})


def _told(page: Page, nodes: Iterable[Node]) -> set[int | None]:
    """The numbers of comments that these things tell of the post that the page is."""
    return {count for node in nodes if _is_about(node, link_key(page.url), page) for count in _counts(node)}


def _is_about(node: Node, key: str, page: Page) -> bool:
    """Whether the thing is a post and has this address, by the first of its properties that tells one."""
    types = [bare(str(kind)) for kind in node.get("@type", [])]
    if not any(_POSTS.match(kind) for kind in types):
        return False
    told = next((node[name] for name in _IDENTITY if node.get(name)), [])
    addresses = [address for value in told for address in _addresses(value)]
    whole = [page.address(address) for address in addresses]
    return bool(whole) and all(address is not None and link_key(address) == key for address in whole)


def _addresses(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from (one for one in _values(value.get("@id") or value.get("url")) if isinstance(one, str))


def _counts(node: Node) -> Iterator[int | None]:
    """The numbers of comments that are told of a thing; `None` for what is no number."""
    for name in ("commentCount", "num_replies"):
        yield from (count_of(value.strip() if isinstance(value, str) else value) for value in node.get(name, []))
    for value in node.get("interactionCount", []):
        if isinstance(value, str) and value.startswith("UserComments"):
            found = _USER_COMMENTS.match(value)
            yield count_of(found[1]) if found else None
    for value in node.get("interactionStatistic", []):
        if isinstance(value, dict) and "CommentAction" in json.dumps(value.get("interactionType", "")):
            yield from (count_of(number) for number in _values(value.get("userInteractionCount")))


def _values(value: Any) -> list[Any]:
    if isinstance(value, list):
        return value
    return [] if value is None else [value]


def _linked_data(page: Page, mark: str = "") -> Iterator[Node]:
    """The things in the page's JSON-LD, however deep they stand; of a script of this class only, if it is given."""
    for script in page.find("script"):
        if "ld+json" in script.get("type").lower() and (not mark or script.has_class(mark)):
            with suppress(ValueError, RecursionError):
                yield from list(_things(json.loads(script.text, strict=False), 20))


def _things(value: Any, depth: int) -> Iterator[Node]:
    if isinstance(value, dict):
        yield {str(name): _values(one) for name, one in value.items()}
    for one in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        if depth:
            yield from _things(one, depth - 1)
