"""Comment widgets that nobody can ask: the comments are kept apart from the blog, and their number is not public.

Nothing is asked. Where such a widget stands in a page, the blog's own count says nothing, so that the truth is
"unknown": a person has to look. The marks are those of each service's own instructions for embedding it; what a bundle
of scripts puts into the page later cannot be seen.
"""

import re
from collections.abc import Iterator, Sequence

from aggregator.comments import disqus
from aggregator.comments.answers import unknown
from aggregator.core.links import ADDRESS_LIMIT
from aggregator.core.model import Post, Reason
from aggregator.core.page import Element, Page
from aggregator.core.source import Params, Questions, Round, Site, Told

NAME = "elsewhere"
WIDGET = True

_TAGS = {
    "comentario-comments": "Comentario",
    "fast-comments": "FastComments",
    "fb:comments": "Facebook",
    "hyvor-talk-comments": "Hyvor Talk",
}
_CLASSES = {
    "fb-comments": "Facebook",
    "talkyard-comments": "Talkyard",
    "vf-comments": "Viafoura",
}
_IDS = {
    "cackle-comments": "Cackle",
    "coral_talk_stream": "Coral",
    "coral_thread": "Coral",
    "cusdis_thread": "Cusdis",
    "fastcomments-widget": "FastComments",
    "gitalk-container": "Gitalk",
    "graphcomment": "GraphComment",
    "hypercomments_widget": "HyperComments",
    "hyvor-talk-view": "Hyvor Talk",
    "idc-container": "IntenseDebate",
    "idcommentsheadtitle": "IntenseDebate",
    "remarkbox-div": "Remarkbox",
    "twikoo": "Twikoo",
    "vuukle-comments": "Vuukle",
    "waline": "Waline",
}
# Where the scripts and frames come from. Scripts that only count, or draw buttons, are no sign of comments.
_SOURCES = {
    "Beaudar": r"//beaudar\.lipk\.org/client\.js",
    "Cackle": r"//cackle\.me/widget",
    "Cactus Comments": r"cactus\.chat/\S{0,200}cactus\.js",
    "Commento": r"/commento(?:\.min)?\.js",
    "Cusdis": r"/cusdis(?:\.es|\.umd)?\.js",
    "Facebook": r"facebook\.com/(?:v[\d.]+/)?plugins/(?:comments|feedback)\.php",
    "FastComments": r"//[\w.-]*fastcomments\.com/js/embed",
    "Gitalk": r"/gitalk(?:\.min)?\.js",
    "GraphComment": r"graphcomment\.com/js/integration",
    "HyperComments": r"//w?\.?hypercomments\.com/widget/hc",
    "Hyvor Talk": r"//talk\.hyvor\.com/(?:embed/embed|web-api/embed)",
    "IntenseDebate": r"intensedebate\.com/js/\w*CommentWrapper",
    "Muut": r"//cdn\.muut\.com/|/moot\.min\.js",
    "OpenWeb": r"//launcher\.spot\.im/",
    "Remarkbox": r"//my\.remarkbox\.com/",
    "ReplyBox": r"getreplybox\.com/js/embed",
    "Talkyard": r"/talkyard-comments(?:\.min)?\.js",
    "Telegram": r"//comments\.app/js/widget",
    "Twikoo": r"/twikoo(?:\.all)?(?:\.min)?\.js",
    "Valine": r"/(?:Mini)?Valine(?:\.min)?\.js",
    "Waline": r"/waline(?:\.min)?\.m?js|@waline/client",
}
# What starts the widget in a script of the page itself.
_CALLS = {
    "Artalk": r"\bArtalk\.init\s?\(|\bnew Artalk\s?\(",
    "Cackle": r"\bcackle_widget\b",
    "Coral": r"\bCoral\.(?:createStreamEmbed|Talk\.render)\s?\(",
    "Gitalk": r"\bnew Gitalk\s?\(",
    "Gitment": r"\bnew Gitment\s?\(",
    "HyperComments": r"\bhc\.hypercomments\.com\b|\b_hcwp\b",
    "IntenseDebate": r"\bidcomments_acct\s?=",
    "Twikoo": r"\btwikoo\.init\s?\(",
    "VK": r"\bVK\.Widgets\.Comments\s?\(",
    "Valine": r"\bnew (?:Mini)?Valine\s?\(",
    "Waline": r"\bWaline\.init\s?\(|@waline/client",
}
_SOURCE = {name: re.compile(written, re.IGNORECASE) for name, written in _SOURCES.items()}
_CALL = {name: re.compile(written) for name, written in _CALLS.items()}


def recognises(site: Site, page: Page | None) -> Params | None:
    """The widget that stands in the page and cannot be asked; `None` when there is none."""
    if page is None:
        return None
    widget = next((name for element in page.find() for name in _named(element)), None)
    if widget is None and disqus.has_thread(page) and disqus.recognises(site, page) is None:
        widget = "Disqus"  # a place for its comments, but the forum's name is hidden in a script
    return {"widget": widget} if widget else None


def questions(site: Site, params: Params, posts: Sequence[Post], now: Round) -> Questions:  # noqa: ARG001
    """Asks nothing: of every post it is unknown what is said elsewhere."""
    yield from ()
    return Told(unknown(posts, Reason.ELSEWHERE))


def _named(element: Element) -> Iterator[str]:
    """The widgets whose mark the element is."""
    for name in (element.tag, *element.get("class").split()):
        if widget := (_TAGS if name == element.tag else _CLASSES).get(name):
            yield widget
    if widget := _IDS.get(element.get("id").lower()):
        yield widget
    if "data-telegram-discussion" in element.attributes:
        yield "Telegram"
    if "data-spotim-module" in element.attributes and element.get("data-spotim-module") == "conversation":
        yield "OpenWeb"
    if element.tag in {"script", "iframe"}:
        written = (element.get("src") or element.get("data-src"))[:ADDRESS_LIMIT]
        yield from (name for name, source in _SOURCE.items() if source.search(written))
    if element.tag == "script" and not element.get("src"):
        yield from (name for name, call in _CALL.items() if call.search(element.text))
