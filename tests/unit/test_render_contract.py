"""What every output form promises, whatever a feed says: no control characters, no markup, no lines of its own."""

import json as stdlib_json
from typing import Any

import pytest
from hypothesis import example, given, settings
from markdown_it import MarkdownIt
from markdown_it.token import Token

from aggregator.core.commenters import By, Commenter
from aggregator.core.model import State
from aggregator.core.record import replace
from aggregator.core.text import safe
from aggregator.render import json, markdown, terminal, tsv, verdicts
from tests.support import sample, samplecomments
from tests.support.build import OSLO
from tests.support.forms import AS_JSON, AS_TSV, FORMS, ON_TERMINAL, SGR, Dress, as_is, on_terminal
from tests.support.spite import HOSTILE, SPITE, UNWANTED, spiteful, texts, titles


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


@pytest.mark.parametrize("sign", '=+-@"＝＋－＠')
@pytest.mark.parametrize("name", AS_TSV)
def test_no_cell_is_a_formula_in_a_spreadsheet(name: str, sign: str) -> None:
    hostile = AS_TSV[name](lambda text: f"\u202e {sign}cmd|' /C calc'!A0 {text}")
    cells = [cell for line in hostile.splitlines() for cell in line.split("\t")]
    assert any(cell.startswith(f"'{sign}cmd") for cell in cells)
    assert not [cell for cell in cells if cell[:1] in set('=+-@"＝＋－＠')]


@pytest.mark.parametrize(
    ("title", "cell"),
    [
        *(("-1", "-1"), ("+3,5", "+3,5"), ("-1+1", "'-1+1"), ("-", "'-"), ("=1", "'=1"), ("@kari", "'@kari")),
        *(("a=b", "a=b"), ('"Hei" sa hun', '\'"Hei" sa hun'), ("«Hei»", "«Hei»")),
    ],
)
def test_a_plain_number_is_no_formula(title: str, cell: str) -> None:
    assert tsv.posts([_titled(sample.FIRST, title)], OSLO).split("\t")[2] == cell


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


@settings(max_examples=200, deadline=None)
@given(texts)
@example("\x1b[2J")
def test_any_comment_is_one_harmless_piece_of_a_line(text: str) -> None:
    one = samplecomments.comments()[0]
    said = replace(one.comment.said, author=text, text=text)
    hostile = replace(one, comment=replace(one.comment, said=said), who=Commenter(By.VISITOR, None))
    columns = tsv.comments([hostile], OSLO).rstrip("\n").split("\t")
    assert len(columns) == 9
    assert columns[2].removeprefix("'") == (safe(text).removeprefix("'") if text else "(no name)")
    assert columns[5].removeprefix("'") == safe(text).removeprefix("'")
    told = stdlib_json.loads(json.comments([hostile]))["comments"][0]
    assert (told["author"], told["text"]) == (text, text)
    assert not UNWANTED.search(json.comments([hostile]))
    assert not UNWANTED.search(SGR.sub("", on_terminal(terminal.comments([hostile], OSLO, 80))))


def test_what_a_person_marks_is_told_without_control_characters() -> None:
    hostile = samplecomments.unasked(spiteful).post
    for state in (None, State.ANSWERED, State.CLOSED, State.WAITING):
        assert not UNWANTED.search(verdicts.marked(hostile, state).replace("\n", "\0"))


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
    assert tsv.posts([one], OSLO).split("\t")[2].removeprefix("'") == safe(title).removeprefix("'")
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
    tokens = parsed(
        markdown.digest(replace(week, first_posts=(one,), waiting=(), by_participant=(), late=(), conversations=()))
    )
    assert _links(tokens) == [MarkdownIt().normalizeLink(address)]


@pytest.mark.parametrize(
    "address", ["https://kari.example/>](<javascript:x>)", "https://kari.example/\\", "https://k/ a"]
)
def test_in_markdown_an_address_that_should_not_be_there_stays_in_its_brackets(address: str) -> None:
    week = sample.week()
    one = replace(week.first_posts[0], post=replace(week.first_posts[0].post, url=address))
    tokens = parsed(
        markdown.digest(replace(week, first_posts=(one,), waiting=(), by_participant=(), late=(), conversations=()))
    )
    (link,) = _links(tokens)
    assert str(link).startswith("https://k")
