"""`agg site`: the course's page in a folder, from the database as it is."""

import re
from pathlib import Path

import pytest

from tests.support.classmates import LATER, classmates
from tests.support.command import Agg
from tests.support.storedcourse import StoredCourse


@pytest.fixture
def stored(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, agg: Agg) -> StoredCourse:
    monkeypatch.setenv("AGG_NOW", LATER.isoformat())
    return classmates(tmp_path)


def files(folder: Path) -> dict[str, str]:
    found = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8") for path in found}


def test_a_folder_is_filled_and_nothing_said_to_a_pipe(stored: StoredCourse, agg: Agg) -> None:
    said = agg("site", "public")
    assert (said.code, said.out, said.err) == (0, "", "")
    found = files(stored.folder / "public")
    assert {"index.html", "waiting.html", "weeks.html", "people/kari-nordmann.html", "tags/ola.html"} <= set(found)
    assert "Kari Nordmann 1" in found["people/kari-nordmann.html"]


def test_on_a_terminal_it_says_what_it_did(stored: StoredCourse, agg: Agg) -> None:
    first = agg("--color", "always", "site", "public").err
    count = len(files(stored.folder / "public")) - 1
    assert first == f"{count} files written, 0 unchanged, 0 taken away. Open public/index.html\n"
    again = agg("--color", "always", "site", "public").err
    assert again == f"0 files written, {count} unchanged, 0 taken away. Open public/index.html\n"


def test_what_waits_is_what_needs_comments_says(stored: StoredCourse, agg: Agg) -> None:
    listed = [line.split("\t") for line in agg("needs-comments").out.splitlines()]
    agg("site", "public")
    page = files(stored.folder / "public")["waiting.html"]
    waits = page.partition('id="waiting"')[2].partition("</section>")[0]
    titles = re.findall(r'rel="nofollow ugc noopener">([^<]+)</a></h2>', waits)
    assert titles == [cells[2] for cells in listed if cells[0] in ("waiting", "only own")]
    assert titles


def test_a_person_who_has_left_the_course_has_no_page_any_more(stored: StoredCourse, agg: Agg) -> None:
    agg("site", "public")
    config = stored.folder / "feeds.toml"
    config.write_text(config.read_text("utf-8").partition('[[participants]]\nname = "Eva')[0], "utf-8")
    agg("site", "public")
    found = files(stored.folder / "public")
    assert "people/eva-fjeld.html" not in found
    assert "people/kari-nordmann.html" in found
    assert not [path for path, text in found.items() if "Eva" in text]


def test_it_speaks_the_language_of_the_course(stored: StoredCourse, agg: Agg) -> None:
    stored.write(language="nb")
    agg("site", "public")
    assert '<html lang="nb">' in files(stored.folder / "public")["index.html"]


def test_another_folder_is_left_alone(stored: StoredCourse, agg: Agg) -> None:
    said = agg("site", ".")
    assert (said.code, said.out) == (2, "")
    assert "other files are in it" in said.err
    assert sorted(path.name for path in stored.folder.iterdir()) == ["agg.db", "feeds.toml"]


def test_before_the_first_fetch_it_says_what_to_do(tmp_path: Path, agg: Agg) -> None:
    (tmp_path / "feeds.toml").write_text('[[participants]]\nname = "Kari"\nfeed = "https://kari.example/feed"\n')
    said = agg("site", "public")
    assert said.code == 78
    assert "agg fetch" in said.err
    assert not (tmp_path / "public").exists()
