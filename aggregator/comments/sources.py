"""The modules of all comment sources, by name."""

from aggregator.comments import (
    NAMES,
    commentfeed,
    discourse,
    disqus,
    elsewhere,
    feedfields,
    forem,
    ghost,
    giscus,
    isso,
    mastodon,
    microblog,
    page,
    remark42,
    squarespace,
    substack,
    utterances,
    webmention,
    wordpress,
    wpcom,
)
from aggregator.core.source import Source

_BY_NAME: dict[str, Source] = {
    "commentfeed": commentfeed,
    "discourse": discourse,
    "disqus": disqus,
    "elsewhere": elsewhere,
    "feedfields": feedfields,
    "forem": forem,
    "ghost": ghost,
    "giscus": giscus,
    "isso": isso,
    "mastodon": mastodon,
    "microblog": microblog,
    "page": page,
    "remark42": remark42,
    "squarespace": squarespace,
    "substack": substack,
    "utterances": utterances,
    "webmention": webmention,
    "wordpress": wordpress,
    "wpcom": wpcom,
}
SOURCES: dict[str, Source] = {name: _BY_NAME[name] for name in NAMES}
