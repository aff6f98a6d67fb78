"""HTML by Python's own parser, without what that stumbles over."""

import html
import re
from contextlib import suppress
from html.parser import HTMLParser

# No character has such a number; Python refuses to read one of more than 4,300 digits.
_NO_NUMBER = re.compile(r"&#[0-9]{20,};?")


def unescape(text: str) -> str:
    """Text with its character references resolved, as `html.unescape` does. Never raises."""
    return html.unescape(_tame(text))


def feed(parser: HTMLParser, page: str) -> None:
    """Gives a page to the parser, which stops at a declaration such as "<![<"; what it has found before stands.

    Without close(), which would search an unfinished tag or comment again and again. Never raises.
    """
    with suppress(AssertionError):
        parser.feed(_tame(page))


def _tame(page: str) -> str:
    return _NO_NUMBER.sub("\ufffd", page) if "&#" in page else page
