"""Comment sources: who can say which comments a post has. One module each, named here in the order they are asked.

Names alone, so that reading feeds.toml does not load every source; `sources` has the modules.
"""

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from aggregator.core.source import Site

NAMES = (
    "feedfields",
    "wordpress",
    "wpcom",
    "ghost",
    "substack",
    "forem",
    "squarespace",
    "mastodon",
    "microblog",
    "commentfeed",
    "page",
    "isso",
    "disqus",
    "giscus",
    "utterances",
    "remark42",
    "discourse",
    "webmention",
    "elsewhere",
)

WIDGETS = frozenset(("isso", "disqus", "giscus", "utterances", "remark42", "discourse", "webmention", "elsewhere"))
"""Those that serve comments which are kept apart from the blog."""

ADDITIONS = frozenset(("webmention",))
"""Those of them that come in addition where a platform has comments of its own: then only these are asked for."""


def chosen(site: "Site", wanted: str, *, names: Iterable[str] = NAMES, widgets: Collection[str] = WIDGETS) -> list[str]:
    """The names of the sources to ask, the best first: those of widgets, else the blog's own; or the one wanted.

    `wanted` is as feeds.toml has it: `auto`, `none`, or a name.
    """
    if wanted != "auto":
        return [name for name in names if name == wanted]
    known = [name for name in names if name in site.sources]
    own = [name for name in known if name not in widgets and name != "feedfields"]
    apart = [name for name in known if name in widgets and not (own and name in ADDITIONS)]
    return apart or [name for name in known if name not in widgets]
