"""Discussions as giscus tells of them, and the widget that shows them on a page; see `githubwidgets` for the blog."""

import json
from pathlib import Path
from typing import Any

from aggregator.core.http import Answer, Request
from tests.support import githubwidgets

CAPTURES = Path(__file__).parents[1] / "data" / "captures" / "giscus"
DISCUSSION = (CAPTURES / "discussion.json").read_text("utf-8")
_MISSING = (CAPTURES / "missing.json").read_bytes()
PARAMS = {
    "host": "https://giscus.app",
    "repo": "kari/blog",
    "category": "Announcements",
    "mapping": "pathname",
    "strict": "1",
}
LOOSE = PARAMS | {"strict": "0"}
BY_TITLE = PARAMS | {"mapping": "title"}


def script(**attributes: str) -> str:
    return githubwidgets.script("https://giscus.app/client.js", "data-", **attributes)


# A page on which a title, another title and a term of its own stand; the mapping goes into the braces.
OWN_PAGE = '<title> Hello\n there </title><meta property="og:title" content="Hello">' + script(
    repo="kari/blog", repo_id="R", mapping="{}", term="12"
)


def missing(request: Request) -> Answer:
    """giscus's own word that there is no such discussion."""
    return Answer(request, request.url, 404, {"content-type": "application/json"}, _MISSING)


def discussion(**changes: Any) -> str:
    """The captured discussion with changes."""
    read = json.loads(DISCUSSION)
    return json.dumps(read | {"discussion": read["discussion"] | changes})
