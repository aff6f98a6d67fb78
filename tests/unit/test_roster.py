"""Lists of blogs as people have them: OPML, tables, lines, newsboat's urls, agg's own JSON."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aggregator.core.course import Participant
from aggregator.core.errors import UsageError
from aggregator.core.roster import Listed
from aggregator.render import csv, opml
from aggregator.render.json.participants import participants
from aggregator.render.opml import BlogLink
from aggregator.roster import read_roster
from aggregator.roster.addresses import as_address, with_scheme
from tests.support.build import course, participant


def blogs(content: str | bytes) -> tuple[Listed, ...]:
    return read_roster(content.encode() if isinstance(content, str) else content, "list").blogs


def shown(content: str | bytes) -> list[tuple[str, str]]:
    return [(one.name, one.address) for one in blogs(content)]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("https://kari.example/", ("", "https://kari.example/")),
        ("kari.example", ("", "kari.example")),
        ("Kari Nordmann https://kari.example/feed/", ("Kari Nordmann", "https://kari.example/feed/")),
        ("Kari Nordmann: https://kari.example/", ("Kari Nordmann", "https://kari.example/")),
        ("https://kari.example/ – Kari Nordmann", ("Kari Nordmann", "https://kari.example/")),
        ("- Kari <https://kari.example/>", ("Kari", "https://kari.example/")),
        ("Kari,https://kari.example/,x", ("Kari", "https://kari.example/")),
        ("st.olav https://olav.example/", ("st.olav", "https://olav.example/")),
        ("Åse\thttp://127.0.0.1:8000/aase/", ("Åse", "http://127.0.0.1:8000/aase/")),
        ("kari@school.example kari.example", ("kari@school.example", "kari.example")),
    ],
)
def test_a_line_has_an_address_and_perhaps_a_name(line: str, expected: tuple[str, str]) -> None:
    assert shown(line) == [expected]


def test_lines_without_an_address_are_told_and_hide_no_other() -> None:
    found = read_roster(
        b"# our blogs\n\nkari.example\nOla, who has none yet\nola@school.example\nper.example\n", "list"
    )
    assert [(one.address, one.line) for one in found.blogs] == [("kari.example", 3), ("per.example", 6)]
    assert [line for line, _why in found.unread] == [4, 5]


def test_newsboats_urls_have_tags_and_names_in_quotes() -> None:
    text = 'https://kari.example/feed/ "kommune" "gruppe 1" "~Kari Nordmann"\nhttps://ola.example/feed/ ~Ola !\n'
    assert blogs(text) == (
        Listed("https://kari.example/feed/", 1, "Kari Nordmann", is_feed=True, tags=("kommune", "gruppe 1")),
        Listed("https://ola.example/feed/", 2, "Ola", is_feed=True),
    )


def test_a_line_of_newsboat_with_an_open_quote_is_read_as_any_other() -> None:
    [one] = blogs('https://kari.example/feed/ "kommune\n')
    assert (one.address, one.tags) == ("https://kari.example/feed/", ())


@pytest.mark.parametrize(
    "text",
    [
        "name,feed,tags\nKari Nordmann,https://kari.example/feed/,a;b\n",
        "Navn;Strøm;Gruppe\r\nKari Nordmann;https://kari.example/feed/;a, b\r\n",
        "Full name\tRSS\tgroups\nKari Nordmann\thttps://kari.example/feed/\ta, b\n",
        '\ufeffname,feed,tags\n"Kari Nordmann","https://kari.example/feed/","a; b"\n',
    ],
)
def test_tables_are_read_by_the_names_of_their_columns(text: str) -> None:
    [one] = blogs(text)
    assert (one.name, one.address, one.is_feed, one.tags) == (
        "Kari Nordmann",
        "https://kari.example/feed/",
        True,
        ("a", "b"),
    )


@pytest.mark.parametrize(
    "text",
    [
        "Tidsmerke,Hva heter du?,Adressen til bloggen din\n23.11.2026 10.04,Kari Nordmann,https://kari.example/\n"
        "23.11.2026 10.09,Ola Nordmann,ola.example\n",
        "Kari Nordmann;https://kari.example/;gruppe 1\nOla Nordmann;ola.example;gruppe 2\n",
        "gruppe 1\thttps://kari.example/\tKari Nordmann\ngruppe 2\tola.example\tOla Nordmann\n",
        "Class,Who,Full name of yours,Where\na,x,Kari Nordmann,https://kari.example/\na,y,Ola Nordmann,ola.example\n",
    ],
)
def test_columns_are_known_by_what_stands_in_them(text: str) -> None:
    assert shown(text) == [("Kari Nordmann", "https://kari.example/"), ("Ola Nordmann", "ola.example")]


def test_a_table_of_a_spreadsheet_on_windows() -> None:
    assert shown("Navn;Blogg\nKåre;kaare.example\n".encode("cp1252")) == [("Kåre", "kaare.example")]
    assert shown("Navn\tBlogg\nKåre\tkaare.example\n".encode("utf-16")) == [("Kåre", "kaare.example")]


def test_rows_without_an_address_are_told_with_their_line() -> None:
    found = read_roster(b'name,address\n"Kari\nNordmann",kari.example\nOla,\n\nPer,not yet\n', "list")
    assert [(one.name, one.line) for one in found.blogs] == [("Kari Nordmann", 2)]
    assert [line for line, _why in found.unread] == [4, 6]


def test_a_cell_too_large_for_a_table_ends_it() -> None:
    assert shown("name,address\nKari,kari.example\n" + "x" * 200_000 + ",y\n") == [("Kari", "kari.example")]


OPML = """<?xml version="1.0"?>
<opml version="2.0"><head><title>Our &amp; their blogs</title></head><body>
<outline text="kommune"><outline text="gruppe 1">
  <outline type="rss" text="Kari" xmlUrl="https://kari.example/feed/" htmlUrl="https://kari.example/"
    category="x,/y/z"/>
</outline></outline>
<outline text="stat"><outline text="Kari" xmlUrl="https://kari.example/feed/"/></outline>
<outline type="rss" title="Ola" htmlUrl="https://ola.example/"/>
<outline type="link" text="Elsewhere" url="https://elsewhere.example/" htmlUrl="https://elsewhere.example/"/>
<outline text="Bad" xmlUrl="file:///etc/passwd"/>
</body></opml>"""


def test_opml_has_folders_and_categories() -> None:
    found = read_roster(OPML.encode(), "list")
    kari, ola = found.blogs
    assert kari == Listed(
        "https://kari.example/feed/", 4, "Kari", is_feed=True, tags=("kommune", "gruppe 1", "x", "y/z", "stat")
    )
    assert (ola.name, ola.address, ola.is_feed) == ("Ola", "https://ola.example/", False)
    assert found.title == "Our & their blogs"
    assert [line for line, _why in found.unread] == [10]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "no address"),
        (b"nothing here\n", "list:1: there is no address"),
        (b"<opml><body><outline>", "list:1: the list is broken"),
        (b"<html><body>x</body></html>", "is no OPML"),
        (b"\x00\x01https://x.example/", "is no text"),
        (b"Some words about kari.example\n" + b"and many others, of no blog at all.\n" * 5, "most of its lines"),
        (b"x" * 10_000_001, "larger than 10 MB"),
        (
            b'<?xml version="1.0"?><!DOCTYPE o [<!ENTITY a "aaaaaaaaaa">' + b'<!ENTITY b "&a;">' + b"]><opml><x",
            "broken",
        ),
    ],
)
def test_what_is_no_list_is_told(content: bytes, words: str) -> None:
    with pytest.raises(UsageError, match=words):
        read_roster(content, "list")


def test_entities_that_grow_are_stopped() -> None:
    layers = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    text = f'<!DOCTYPE opml [<!ENTITY e0 "aaaaaaaaaa">{layers}]><opml><head><title>&e11;</title></head></opml>'
    with pytest.raises(UsageError):
        read_roster(text.encode(), "list")


PEOPLE = course(
    participant("Kari; Nordmann", "https://kari.example/feed/", tags=("kommune", "a, b"), aliases=("karinor", "=kari")),
    Participant("Åse", "https://aase.example/", is_home=True, category="Kurs", comments="none"),
    participant("+47 Ola", "https://ola.example/feed?a=1&b=2"),
)


def settings(one: Participant | Listed) -> tuple[object, ...]:
    home = one.is_home if isinstance(one, Participant) else not one.is_feed
    return one.name, one.address, home, one.tags, one.aliases, one.category, one.comments


@pytest.mark.parametrize("export", [csv.participants, participants])
def test_what_agg_exports_it_imports_whole_and_in_order(export: object) -> None:
    assert callable(export)
    assert list(map(settings, blogs(export(PEOPLE)))) == list(map(settings, PEOPLE.participants))


def test_opml_keeps_names_tags_and_order() -> None:
    people = [BlogLink("Kari & Ola", "https://kari.example/feed", "https://kari.example/", ("kommune", "gruppe 1"))]
    people += [BlogLink("Åse", "https://aase.example/feed?a=1&b=2")]
    found = blogs(opml.blogs("The course", people))
    assert [(one.name, one.address, one.tags) for one in found] == [(one.name, one.feed, one.tags) for one in people]


@pytest.mark.parametrize(
    "text",
    ['{"a": 1}', "[]", "[" * 100_000, '{"participants": [1, {"name": "x"}, {"feed": "javascript:x"}]}'],
)
def test_other_json_is_no_list(text: str) -> None:
    with pytest.raises(UsageError):
        read_roster(text.encode(), "list")


def test_json_of_others_is_read_as_far_as_it_goes() -> None:
    [one] = blogs(
        '{"participants": [{"feed": "https://kari.example/feed", "name": 7, "tags": "x", "aliases": ["a", 1]}]}'
    )
    assert (one.name, one.tags, one.aliases, one.comments) == ("", (), ("a",), "auto")


@given(st.binary(max_size=300))
def test_any_bytes_are_a_list_or_told(content: bytes) -> None:
    try:
        found = read_roster(content, "list")
    except UsageError:
        return
    assert all(as_address(one.address) == one.address for one in found.blogs)


@given(st.text(max_size=200))
def test_any_text_is_a_list_or_told(text: str) -> None:
    try:
        found = read_roster(f"name,address\n{text},kari.example\n".encode("utf-8", "replace"), "list")
    except UsageError:
        return
    assert all(one.address for one in found.blogs)


def test_addresses_are_asked_by_https_unless_they_say_otherwise() -> None:
    assert with_scheme("kari.example") == "https://kari.example"
    assert with_scheme("http://kari.example") == "http://kari.example"
