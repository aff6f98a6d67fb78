"""What every output form promises, whatever a feed says: no control characters, no markup, no lines of its own."""

import io
import json as stdlib_json
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token
from rich.console import Console
from rich.text import Text

from aggregator.core.model import Poll
from aggregator.core.text import safe
from aggregator.render import json, markdown, terminal, tsv
from tests.support import sample
from tests.support.build import OSLO

SPITE = (
    *(
        "\x1b[2J",
        "\x1b]0;title\x07",
        "\x1b]8;;https://evil.example\x1b\\",
        "\x1b]52;c;aGk=\x07",
        "\x9b31m",
        "\x9d0;x\x9c",
    ),
    *(
        "\x00",
        "\x08\x08",
        "\x7f",
        "\u202e",
        "\u2066",
        "\u200b",
        "\ufeff",
        "\U000e0041",
        "\u2028",
        "\x85",
        "\x0b",
        "\x1c",
    ),
    *("\n", "\r\n", "\t", "\n\n# ", "\n- ", "\n    ", "\n```\n", "\n---\n", "\n<!--\n"),
    *("[bold]", "[/]", "[link=https://evil.example]x[/link]", ":smile:", "\\", "\\[red]"),
    *("[x](javascript:alert(1))", "![x](https://evil.example/x.png)", "[x][y]", "]", "](<https://evil.example>)"),
    *("<script>alert(1)</script>", "<https://evil.example>", "<b>", "<!--", "-->", "&lt;", "&amp;", "&#x1b;"),
    *(
        "=cmd|' /C calc'!A0",
        "+1",
        "-1",
        "@SUM(1)",
        "|",
        "| a | b |",
        "`",
        "1. `",
        "# `",
        "## x",
        "***",
        "__x__",
        "~~x~~",
    ),
    *("> x", "$x$", "1) x", "Setext\n=====", "\\\n", "  ", "👩‍👩‍👧", "Åse", "e\u0301", "Z̸̡̧̛̤̞͔̗͎͈̻̱̖ͅ", "\ud800"),
)
HOSTILE = " ".join(SPITE)
# What no output may hold but as a line break or, in TSV, between columns.
UNWANTED = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff\U000e0000-\U000e007f]"
)
SGR = re.compile(r"\x1b\[[0-9;]*m")

texts = st.lists(st.one_of(st.sampled_from(SPITE), st.text(max_size=8)), min_size=1, max_size=6).map("".join)
titles = texts.filter(safe)
Dress = Callable[[str], str]


def on_terminal(text: Text) -> str:
    """The text as it reaches a terminal with every colour."""
    out = io.StringIO()
    console = Console(
        file=out, force_terminal=True, color_system="truecolor", markup=False, highlight=False, emoji=False
    )
    console.print(text, soft_wrap=True)
    return out.getvalue()


ON_TERMINAL: dict[str, Callable[[Dress], Text]] = {
    "digest": lambda dress: terminal.digest(sample.week(dress), 80),
    "needs-comments": lambda dress: terminal.needs_comments(sample.waiting(dress), OSLO, 80),
    "posts": lambda dress: terminal.posts(sample.posts(dress), OSLO, 80),
    "status": lambda dress: terminal.status(sample.status(dress), OSLO, 80),
}
AS_TSV: dict[str, Callable[[Dress], str]] = {
    "needs-comments": lambda dress: tsv.needs_comments(sample.waiting(dress), OSLO),
    "posts": lambda dress: tsv.posts(sample.posts(dress), OSLO),
    "status": lambda dress: tsv.status(sample.status(dress), OSLO),
}
AS_JSON: dict[str, Callable[[Dress], str]] = {
    "digest": lambda dress: json.digest(sample.week(dress)),
    "needs-comments": lambda dress: json.needs_comments(sample.waiting(dress)),
    "posts": lambda dress: json.posts(sample.posts(dress)),
    "status": lambda dress: json.status(sample.status(dress)),
    "fetch": lambda dress: json.poll(Poll(dress("Kari"), "https://kari.example/", "error", problem=dress("x"))),
}


def spiteful(text: str) -> str:
    """A text with every spite around it."""
    return f"{HOSTILE} {text} {HOSTILE}"


def as_is(form: Callable[[Dress], str | Text], dress: Dress) -> str:
    shown = form(dress)
    return shown if isinstance(shown, str) else on_terminal(shown)


FORMS = {
    **{f"terminal {name}": form for name, form in ON_TERMINAL.items()},
    **{f"tsv {name}": form for name, form in AS_TSV.items()},
    **{f"json {name}": form for name, form in AS_JSON.items()},
    "markdown": lambda dress: markdown.digest(sample.week(dress)),
}


@pytest.mark.parametrize("name", FORMS)
def test_no_control_character_gets_out(name: str) -> None:
    shown = SGR.sub("", as_is(FORMS[name], spiteful))
    assert not UNWANTED.findall(shown.replace("\t", "") if name.startswith("tsv") else shown)


@pytest.mark.parametrize("name", FORMS)
def test_each_form_can_be_written_as_utf_8(name: str) -> None:
    assert as_is(FORMS[name], spiteful).encode()


@pytest.mark.parametrize("name", ON_TERMINAL)
def test_on_a_terminal_spite_is_plain_text(name: str) -> None:
    shown = as_is(ON_TERMINAL[name], spiteful)
    assert shown == as_is(ON_TERMINAL[name], lambda text: safe(spiteful(text)))
    flat = " ".join(SGR.sub("", shown).split())
    assert "[bold] [/] [link=https://evil.example]x[/link] :smile:" in flat


@pytest.mark.parametrize("name", AS_TSV)
def test_tsv_has_the_lines_and_columns_of_the_list(name: str) -> None:
    hostile, tame = AS_TSV[name](spiteful), AS_TSV[name](sample.plain)
    assert hostile == AS_TSV[name](lambda text: safe(spiteful(text)))
    assert [line.count("\t") for line in hostile.splitlines()] == [line.count("\t") for line in tame.splitlines()]
    assert safe(HOSTILE) in hostile


@pytest.mark.parametrize("name", AS_JSON)
def test_json_gives_every_text_back_as_it_was(name: str) -> None:
    hostile, tame = (stdlib_json.loads(AS_JSON[name](dress)) for dress in (spiteful, sample.plain))
    assert _undressed(hostile) == tame


def _undressed(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _undressed(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_undressed(one) for one in value]
    return value.removeprefix(f"{HOSTILE} ").removesuffix(f" {HOSTILE}") if isinstance(value, str) else value


def parsed(text: str) -> list[Token]:
    """Every token of the document, the inline ones in their places; with tables and strikethrough, as GitHub has it."""
    blocks = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(text)
    return [token for block in blocks for token in (block, *(block.children or ()))]


def shape(tokens: list[Token]) -> list[tuple[str, str]]:
    """The document without its words: adjacent texts count as one, as an escaped character makes a new one."""
    kinds = [(token.type, token.tag) for token in tokens if token.type != "text_special"]
    return [kind for place, kind in enumerate(kinds) if kind[0] != "text" or kinds[place - 1][0] != "text"]


def words(tokens: list[Token]) -> str:
    return "".join(token.content for token in tokens if token.type in ("text", "text_special"))


def check_markdown(dress: Dress) -> None:
    hostile, tame = (parsed(markdown.digest(sample.week(one))) for one in (dress, sample.plain))
    assert shape(hostile) == shape(tame)
    assert _links(hostile) == _links(tame)
    assert not {"html_inline", "html_block", "image", "fence", "code_inline", "code_block"} & {t.type for t in hostile}
    assert words(hostile).count(safe(dress("Andre forsøk"))) == 2


def _links(tokens: list[Token]) -> list[str | int | float]:
    return [token.attrs["href"] for token in tokens if token.type == "link_open"]


@pytest.mark.parametrize("spite", SPITE, ids=ascii)
@pytest.mark.parametrize("place", ["{spite}{text}", "{text}{spite}", "{text} {spite} {text}"])
def test_in_markdown_each_spite_is_plain_text(spite: str, place: str) -> None:
    check_markdown(lambda text: place.format(spite=spite, text=text))


def test_in_markdown_all_spite_at_once_is_plain_text() -> None:
    check_markdown(spiteful)


@settings(max_examples=200, deadline=None)
@given(titles)
@example("1. `")
@example("# `")
@example("\\")
def test_any_title_is_plain_text_in_markdown(title: str) -> None:
    week = sample.week()
    changed = replace(week, first_posts=(_titled(week.first_posts[0], title),))
    tame = replace(week, first_posts=(_titled(week.first_posts[0], "Tame"),))
    hostile = parsed(markdown.digest(changed))
    assert shape(hostile) == shape(parsed(markdown.digest(tame)))
    assert safe(title) in words(hostile)


@settings(max_examples=200, deadline=None)
@given(titles)
@example("1. x")
@example("- x")
@example("+ x")
@example("===")
def test_any_excerpt_is_plain_text_in_markdown(excerpt: str) -> None:
    """An excerpt begins a line, where most marks have a meaning."""
    week = sample.week()
    tame = shape(parsed(markdown.digest(_told(week, "Tame"))))
    hostile = parsed(markdown.digest(_told(week, excerpt)))
    assert shape(hostile) == tame
    assert safe(excerpt) in words(hostile)


def _told(week: Any, excerpt: str) -> Any:
    one = week.by_participant[0][1][0]
    return replace(week, by_participant=((week.title, (replace(one, post=replace(one.post, excerpt=excerpt)),)),))


def _titled(one: Any, title: str) -> Any:
    return replace(one, post=replace(one.post, title=title))


@settings(max_examples=200, deadline=None)
@given(titles)
def test_any_title_is_one_harmless_piece_of_a_line_elsewhere(title: str) -> None:
    one = _titled(sample.FIRST, title)
    assert tsv.posts([one], OSLO).splitlines() == [tsv.posts([one], OSLO).rstrip("\n")]
    assert tsv.posts([one], OSLO).split("\t")[2] == safe(title)
    assert stdlib_json.loads(json.posts([one]))["posts"][0]["title"] == title
    assert not UNWANTED.search(json.posts([one]))
    assert not UNWANTED.search(SGR.sub("", on_terminal(terminal.posts([one], OSLO, 80))))
    assert "".join(safe(title).split()) in "".join(terminal.posts([one], OSLO, 80).plain.split())


@pytest.mark.parametrize("mark", "|$~")
def test_in_markdown_what_only_some_dialects_know_is_escaped_too(mark: str) -> None:
    """Tables, formulas and strikethrough, which CommonMark does not have."""
    written = markdown.digest(sample.week(lambda text: f"{text} a{mark}b"))
    assert written.count(f"a\\{mark}b") == written.count(mark) > 10


ADDRESSES = [
    "https://kari.example/a)b(c",
    "https://kari.example/?a=1&copy;=2&amp;b",
    "https://kari.example/?a=1&b=2",
    "https://kari.example/a*b_c~d[e]$f!g'h;i",
    "https://kari.example/%3Cscript%3E",
    "https://blåbær.example/æøå",
]


@pytest.mark.parametrize("address", ADDRESSES)
def test_in_markdown_a_link_leads_exactly_to_the_post(address: str) -> None:
    week = sample.week()
    one = replace(week.first_posts[0], post=replace(week.first_posts[0].post, url=address))
    tokens = parsed(markdown.digest(replace(week, first_posts=(one,), waiting=(), by_participant=(), late=())))
    assert _links(tokens) == [MarkdownIt().normalizeLink(address)]


@pytest.mark.parametrize(
    "address", ["https://kari.example/>](<javascript:x>)", "https://kari.example/\\", "https://k/ a"]
)
def test_in_markdown_an_address_that_should_not_be_there_stays_in_its_brackets(address: str) -> None:
    week = sample.week()
    one = replace(week.first_posts[0], post=replace(week.first_posts[0].post, url=address))
    tokens = parsed(markdown.digest(replace(week, first_posts=(one,), waiting=(), by_participant=(), late=())))
    (link,) = _links(tokens)
    assert str(link).startswith("https://k")
