"""`agg add`, `agg remove`, `agg moved`: participants come, go and move."""

from pathlib import Path

import pytest

from aggregator.config import load_course
from aggregator.core.course import Participant
from tests.support.blogserver import BlogServer
from tests.support.command import Agg
from tests.support.terminals import answering
from tests.support.town import SETTINGS, settle


@pytest.fixture
def town(server: BlogServer, agg: Agg, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> BlogServer:
    """A new course in the current folder, and blogs for it."""
    settle(server)
    (tmp_path / "feeds.toml").write_text(SETTINGS)
    monkeypatch.setenv("AGG_NOW", "2026-11-20T12:00:00+00:00")
    return server


def people(folder: Path) -> tuple[Participant, ...]:
    return load_course(folder / "feeds.toml", ("feedfields", "ghost"), nobody_yet=True).participants


def test_a_home_page_is_enough(town: BlogServer, agg: Agg, tmp_path: Path) -> None:
    said = agg("add", town.url("/kari/"), "--name", " Kari  Nordmann", "--tag", "kommune", "--alias", "karinor")
    assert (said.code, said.out) == (0, "")
    assert people(tmp_path) == (
        Participant("Kari Nordmann", town.url("/kari/feed/"), tags=("kommune",), aliases=("karinor",)),
    )
    first, comments = said.err.splitlines()
    assert first == f"Kari Nordmann: {town.url('/kari/feed/')} (3 posts, the newest of 19 November)"
    assert comments.startswith("Comments: agg can")
    assert agg("fetch").code == 0
    assert not (tmp_path / ":memory:").exists()


def test_a_name_that_nobody_says_comes_from_the_blog(town: BlogServer, agg: Agg, tmp_path: Path) -> None:
    said = agg("add", town.url("/ola/"))
    assert [one.name for one in people(tmp_path)] == ["Ola skriver"]
    assert "Called “Ola skriver”, as the blog has it." in said.err
    assert "--undo" not in said.err


@pytest.mark.parametrize(
    ("path", "words", "found"),
    [
        ("/kari/comments/feed/", "is the feed of the blog's comments", "/kari/feed/"),
        ("/mona/", "The page has 2 feeds", "/mona/a.xml"),
        ("/jon/category/jobb/feed/", "of one category alone (jobb)", "/jon/category/jobb/feed/"),
        ("/empty/feed/", "no posts in it yet", "/empty/feed/"),
        ("/old/feed/", "has moved to", "/kari/feed/"),
    ],
)
def test_what_is_odd_is_told(town: BlogServer, agg: Agg, tmp_path: Path, path: str, words: str, found: str) -> None:
    said = agg("add", town.url(path), "--name", "Kari")
    assert said.code == 0
    assert words in said.err
    assert [one.address for one in people(tmp_path)] == [town.url(found)]


@pytest.mark.parametrize(
    ("path", "words"),
    [("/dead/", "nothing at this address (404)"), ("/elin/", "no feed"), ("/jon/comments/feed/", "feed of comments")],
)
def test_where_nothing_can_be_read_nothing_is_added(
    town: BlogServer, agg: Agg, tmp_path: Path, path: str, words: str
) -> None:
    said = agg("add", town.url(path), "--name", "Kari", "-q")
    assert (said.code, said.out) == (1, "")
    assert words in said.err
    assert "--offline" in said.err
    assert (tmp_path / "feeds.toml").read_text() == SETTINGS


def test_an_address_can_be_taken_as_it_stands(town: BlogServer, agg: Agg, tmp_path: Path) -> None:
    assert agg("add", "user:secret@dead.example/", "--offline", "--name", "Per").code == 0
    assert people(tmp_path) == (Participant("Per", "https://dead.example/", is_home=True, login="user:secret"),)
    assert "secret" not in agg("add", "https://user:secret@dead.example/", "--offline", "--name", "Per").err
    assert town.log == []


def test_http_is_tried_where_https_does_not_answer(town: BlogServer, agg: Agg, tmp_path: Path) -> None:
    assert agg("add", town.url("/kari/").removeprefix("http://"), "--name", "Kari").code == 0
    assert [one.address for one in people(tmp_path)] == [town.url("/kari/feed/")]
    assert agg("add", "127.0.0.1:1").code == 1


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("/kari/", []),
        ("/kari/comments/feed/", []),
        ("/kari/feed", ["--offline"]),
        ("/ola/", ["--name", "KARI"]),
        ("/ola/", ["--name", " "]),
        ("/ola/", ["--comments", "gost"]),
        ("ftp://kari.example/", []),
    ],
)
def test_wrong_use_changes_nothing(town: BlogServer, agg: Agg, tmp_path: Path, address: str, words: list[str]) -> None:
    agg("add", town.url("/kari/"), "--name", "Kari")
    before = (tmp_path / "feeds.toml").read_text()
    said = agg("add", town.url(address) if address.startswith("/") else address, *words)
    assert (said.code, said.out) == (2, ""), said.err
    assert (tmp_path / "feeds.toml").read_text() == before


def test_a_misspelt_source_of_comments_is_told(town: BlogServer, agg: Agg) -> None:
    assert "“ghost”" in agg("add", town.url("/ola/"), "--comments", "gost").err


def test_a_mail_address_is_no_blog(town: BlogServer, agg: Agg) -> None:
    said = agg("add", "kari@school.example")
    assert (said.code, said.err) == (
        2,
        "agg: kari@school.example is a mail address. Give the address of the blog.\n",
    )


def test_who_was_forgotten_is_not_added_in_silence(town: BlogServer, agg: Agg, tmp_path: Path) -> None:
    agg("add", town.url("/kari/"), "--name", "Kari")
    agg("fetch")
    agg("forget", "Kari", "--yes")
    (tmp_path / "list.txt").write_text(f"Kari {town.url('/kari/')}\n")
    for words in (["add", town.url("/kari/"), "--name", "Kari"], ["import", "list.txt"]):
        said = agg(*words)
        assert said.code == (2 if words[0] == "add" else 1)
        assert "Kari was forgotten" in said.err
    assert people(tmp_path) == ()


def test_a_try_changes_nothing(town: BlogServer, agg: Agg, tmp_path: Path) -> None:
    said = agg("add", town.url("/kari/"), "--name", "Kari", "--dry-run")
    assert said.out == f'[[participants]]\nname = "Kari"\nfeed = "{town.url("/kari/feed/")}"\n'
    assert (tmp_path / "feeds.toml").read_text() == SETTINGS


def test_comments_that_nobody_can_tell_are_said_to_be(town: BlogServer, agg: Agg) -> None:
    text = town.find("/ola/feed/").body.decode().replace("<slash:comments>0</slash:comments>", "")  # type: ignore[union-attr]
    town.put("/ola/feed/", text)
    assert "agg cannot tell" in agg("add", town.url("/ola/feed/"), "--name", "Ola").err
    assert "no posts yet" in agg("add", town.url("/empty/feed/"), "--name", "Tom").err
    town.put(
        "/two/feed/", text.replace("</item>", "<slash:comments>0</slash:comments></item>", 1).replace("/ola", "/two")
    )
    assert "of 1 posts" in agg("add", town.url("/two/feed/"), "--name", "Two").err


def test_at_a_terminal_it_asks(town: BlogServer, agg: Agg, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with answering(monkeypatch, "3", "x", "2", "Mona Monsen") as said:
        agg("add", town.url("/mona/"))
    assert people(tmp_path) == (Participant("Mona Monsen", town.url("/mona/b.xml")),)
    assert "2. Mona B" in said()
    assert said().count("Write a number from 1 to 2.") == 2
    assert "[Mona B]" in said()
    with answering(monkeypatch) as said:
        assert agg("add", town.url("/kari/")).code == 130
    assert len(people(tmp_path)) == 1


def test_answers_that_never_fit_end_it(town: BlogServer, agg: Agg, monkeypatch: pytest.MonkeyPatch) -> None:
    with answering(monkeypatch, *["9"] * 9):
        assert agg("add", town.url("/mona/")).code == 2


def test_the_file_keeps_its_mark_and_its_rights(town: BlogServer, agg: Agg, tmp_path: Path) -> None:
    file = tmp_path / "feeds.toml"
    file.write_bytes(b"\xef\xbb\xbf" + SETTINGS.replace("\n", "\r\n").encode())
    file.chmod(0o600)
    agg("add", town.url("/kari/"), "--name", "Kåre")
    content = file.read_bytes()
    assert content.startswith(b"\xef\xbb\xbf[course]\r\n")
    assert b"\xef\xbb\xbf" not in content[3:]
    assert content.count(b"\n") == content.count(b"\r\n")
    assert file.stat().st_mode & 0o777 == 0o600


def test_who_is_removed_is_in_no_list_and_may_come_back(town: BlogServer, agg: Agg, tmp_path: Path) -> None:
    for path in ("/kari/", "/ola/"):
        agg("add", town.url(path), "--name", path.strip("/"))
    agg("fetch")
    said = agg("remove", "KARI", "kari")
    assert (said.code, [one.name for one in people(tmp_path)]) == (0, ["ola"])
    assert said.err.startswith("kari is out of feeds.toml.")
    assert "kari" not in agg("posts").out.replace(town.url("/kari"), "")
    agg("add", town.url("/kari/"), "--name", "kari")
    assert agg("posts").out.count("\tkari\t") == 3
    assert agg("remove", "Nobody").code == 2


def test_blogs_that_have_moved_get_their_new_address(town: BlogServer, agg: Agg, tmp_path: Path) -> None:
    agg("add", town.url("/old/feed/"), "--name", "Kari", "--offline")
    text = (tmp_path / "feeds.toml").read_text().replace("home =", "feed =").replace("[[", "# Mine\n[[")
    (tmp_path / "feeds.toml").write_text(text)
    agg("fetch")
    listed = agg("moved")
    assert listed.out == f"Kari\t{town.url('/old/feed/')}\t{town.url('/kari/feed/')}\n"
    assert "--apply" in listed.err
    assert agg("--color", "always", "moved").out == f"Kari: {town.url('/old/feed/')} → {town.url('/kari/feed/')}\n"
    assert agg("moved", "--apply").code == 0
    assert (tmp_path / "feeds.toml").read_text() == text.replace("/old/feed/", "/kari/feed/")
    assert agg("posts").out.count("\tKari\t") == 3  # before anything was fetched there
    agg("fetch")
    nothing = agg("moved")
    assert (nothing.out, nothing.err) == ("", "No blog has moved.\n")
    assert agg("posts").out.count("\tKari\t") == 3


def test_moved_wants_a_database(town: BlogServer, agg: Agg) -> None:
    agg("add", town.url("/kari/"))
    assert agg("moved").code == 78
