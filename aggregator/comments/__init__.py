"""Comment sources: who can say which comments a post has. One module each, named here in the order they are asked.

Names alone, so that reading feeds.toml does not load every source; `sources` has the modules.
"""

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
