"""Kari's blog as giscus and utterances meet it: a page for each post, and comments that are kept on GitHub."""

from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import parse_qs, urlsplit

from aggregator.comments.terms import path_term
from aggregator.core.http import Request
from aggregator.core.model import Post
from aggregator.core.source import Params, Site, Source, Told
from tests.support.build import post
from tests.support.sources import ask

SITE = Site("https://kari.example/feed.xml")
PAGE = "https://kari.example/posts/hello/"


def hello(number: int = 1, path: str = "posts/hello/", **changes: Any) -> Post:
    """A post of the blog, on the page PAGE unless it is another."""
    return post(number, url=f"https://kari.example/{path}", **changes)


def query(request: Request) -> dict[str, str]:
    """The parameters of the question."""
    return {name: values[0] for name, values in parse_qs(urlsplit(request.url).query).items()}


def ask_known(
    source: Source, posts: Sequence[Post], web: Callable[[Request], Any], *, params: Params, thorough: bool = False
) -> tuple[Told, list[Request]]:
    """Asks about posts whose pages were read before: each hangs on its path, unless `params` say otherwise."""
    terms = {f"term {one.id}": path_term(one.url) for one in posts if one.url}
    return ask(source, SITE, posts, web, params={**terms, **params}, thorough=thorough)


def script(source: str, prefix: str = "", **attributes: str) -> str:
    """The widget's script, with attributes whose names have `_` for `-`."""
    named = " ".join(f'{prefix}{name.replace("_", "-")}="{value}"' for name, value in attributes.items())
    return f'<script src="{source}" {named}></script>'
