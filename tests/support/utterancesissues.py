"""Issues as GitHub lists them, and the widget that shows them on a page; see `githubwidgets` for the blog."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from aggregator.core.http import Answer, Request
from tests.support import githubwidgets

CAPTURES = Path(__file__).parents[1] / "data" / "captures" / "utterances"
ISSUES = (CAPTURES / "issues.json").read_text("utf-8")
_COMMENTS = (CAPTURES / "comments.json").read_text("utf-8")
PARAMS = {"repo": "kari/blog", "mapping": "pathname"}


def script(**attributes: str) -> str:
    return githubwidgets.script("https://utteranc.es/client.js", **attributes)


def issue(number: object, title: str, comments: object = 0, **changes: Any) -> dict[str, Any]:
    return {"number": number, "title": title, "comments": comments, "locked": False} | changes


def comment(number: int, **user: object) -> dict[str, Any]:
    return {"id": number, "body": "Hi", "user": {"login": "ola", "id": 22, "type": "User"} | user}


def web(issues: Any = ISSUES, comments: Any = _COMMENTS) -> Callable[[Request], str | int | Answer]:
    """GitHub with these issues, each with these comments: rows, or the whole answer."""
    lists, threads = (one if isinstance(one, str | int | Answer) else json.dumps(one) for one in (issues, comments))
    return lambda request: threads if "/comments?" in request.url else lists
