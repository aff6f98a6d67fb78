"""Foreign text made plain: the one cleaning function, HTML to text, titles and excerpts.

Escaping for one output (HTML, Markdown, a terminal) is not done here; that is each renderer's own.
"""

import re
import unicodedata

import nh3

from aggregator.core.markup import unescape

TITLE_LIMIT = 500
_MARKS_IN_A_ROW = 4

# Characters without a picture: controls, bidi controls, what Unicode calls default-ignorable, fillers that
# look like spaces, tags, and code points that are no characters. ZWJ (200D) and variation selectors stay.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u034f\u061c\u070f\u115f\u1160\u17b4\u17b5\u180e"
    "\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u206f\u2800\u3164\ufdd0-\ufdef\ufeff\uffa0"
    "\ufff0-\ufffb\ufffe\uffff"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e00ff\U000e01f0-\U000e0fff]"
)
_SURROGATE = re.compile("[\ud800-\udfff]")
# Nothing in such a text has to be looked at more closely, and most texts are of this kind.
_HARMLESS = re.compile(
    "[\t\n\r -~\xa0-\xac\xae-\u02ff\u0370-\u0482\u048a-\u052f"
    "\u2010-\u2027\u2030-\u205e\u3041-\u3096\u309b-\u30ff\u4e00-\u9fff\uac00-\ud7a3]*+"
)
# Marks are neither word characters nor spaces nor ASCII, so only such runs need a closer look.
_ODD_RUN = re.compile(rf"[^\w\s\x00-\x7f]{{{_MARKS_IN_A_ROW + 1},}}")

_BLOCKS = frozenset(
    {
        *("address", "article", "aside", "blockquote", "br", "caption", "dd", "details", "div", "dl", "dt"),
        *("fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header"),
        *("hr", "li", "main", "nav", "ol", "p", "pre", "section", "summary", "table", "td", "th", "tr", "ul"),
    }
)
_DROPPED = frozenset({"iframe", "script", "style", "template"})
_TAG = re.compile(r"<[^<>]*>")

_TITLE_TAG = re.compile(
    r"<(/?)(a|abbr|acronym|b|bdi|bdo|big|br|center|cite|code|del|dfn|div|em|font|h[1-6]|hr|i|img|ins|kbd|mark|p|q|s"
    r"|samp|small|span|strike|strong|sub|sup|time|tt|u|var|wbr)(?=[\s/>])[^<>]*>",
    re.IGNORECASE,
)
_ALONE = frozenset({"br", "hr", "img", "p", "wbr"})
_MAIL = re.compile(r"(?<![^\s<>()\"',;:])[^\s<>()\"',;:@]+@[^\s<>()\"',;:@]+")
_AROUND_MAIL = re.compile(r"[\"<>()\[\],;:]+")


def without_mail(name: str) -> str:
    """A name without the e-mail addresses that stand in it or in its place: "a@b.example (Kari)" is "Kari"."""
    bare, found = _MAIL.subn(" ", name)
    return " ".join(_AROUND_MAIL.sub(" ", bare).split()) if found else name


def safe(text: str) -> str:
    """Foreign text on one line without controls, invisible characters or piles of marks. Never raises.

    White space of any kind becomes one space; a lone surrogate becomes U+FFFD; ZWJ stays for emoji.
    """
    if _HARMLESS.fullmatch(text):
        return " ".join(text.split())
    if not text.isascii():
        text = _SURROGATE.sub("\ufffd", text)
    text = _INVISIBLE.sub("", text)
    return " ".join(_ODD_RUN.sub(_few_marks, text).split())


def _few_marks(run: re.Match[str]) -> str:
    kept: list[str] = []
    marks = 0
    for char in run[0]:
        marks = marks + 1 if char == "\u200d" or unicodedata.category(char) in {"Mn", "Me"} else 0
        if marks <= _MARKS_IN_A_ROW:
            kept.append(char)
    return "".join(kept)


def plain_text(html: str, limit: int = 50_000) -> str:
    """HTML as text, a line for each paragraph, without markup. Only `limit` characters of it are read."""
    source = html[:limit]
    if not source.isascii():
        source = _SURROGATE.sub("\ufffd", source)
    clean = nh3.clean(source, tags=set(_BLOCKS), attributes={}, clean_content_tags=set(_DROPPED), link_rel=None)
    return plain_lines(unescape(_TAG.sub("\n", " ".join(clean.split()))), limit)


def plain_lines(text: str, limit: int = 50_000) -> str:
    """Plain text with each line made `safe` and empty ones left out. Only `limit` characters are read."""
    return "\n".join(line for written in text[:limit].splitlines() if written and (line := safe(written)))


def title_text(raw: str, markup: bool = True) -> str:
    """A title as plain text of at most 500 characters. With `markup` it may hold HTML, also escaped twice.

    Only entities and known, closed tags count as HTML, so that "a < b" and "The <b> tag" stay as written.
    """
    text = raw[: TITLE_LIMIT * 10]
    if markup:
        for _ in range(2):
            text = unescape(_without_tags(text))
        text = _without_tags(text)
    return _cut(safe(text), TITLE_LIMIT)


def _without_tags(text: str) -> str:
    if "<" not in text:
        return text
    closed = {found[2].lower() for found in _TITLE_TAG.finditer(text) if found[1]}
    names = closed | _ALONE
    return _TITLE_TAG.sub(lambda found: _instead(found) if found[2].lower() in names else found[0], text)


def _instead(tag: re.Match[str]) -> str:
    return " " if tag[2].lower() in _BLOCKS else ""


def excerpt(text: str, width: int = 280) -> str:
    """The beginning of a plain text on one line of at most `width` characters, cut at a word with "…"."""
    line = safe(text[: width * 10])
    if len(line) <= width:
        return line
    head = line[: width - 1]
    words, space, _ = head.rpartition(" ")
    return (words if len(words) > width // 2 and space else head).rstrip(" ,;:–-\u200d") + "…"


def _cut(text: str, width: int) -> str:
    return text if len(text) <= width else text[: width - 1].rstrip() + "…"
