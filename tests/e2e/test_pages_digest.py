"""`agg digest --format html` in a true browser: for everybody, on every screen, in mail, on paper, without a script."""

from pathlib import Path
from urllib.parse import unquote

import pytest

from aggregator.cli import speech
from aggregator.render import html
from tests.support import sample
from tests.support.browser import Browser
from tests.support.command import NOW, cron_environment, run
from tests.support.spite import spiteful

DEMO, EVERYTHING, EMPTY = "of the demo", "with everything", "without posts"
WEEKS = (DEMO, EVERYTHING, EMPTY)
BIG = "() => { document.documentElement.style.fontSize = '200%'; }"
COLOURS = "() => ['backgroundColor', 'color'].map(name => getComputedStyle(document.body)[name])"
EVERY_PICTURE = """() => Promise.all([...document.images].map(one => {
  one.loading = "eager";
  return one.decode();
}))"""
# What readers may set who need more air (WCAG 1.4.12).
AIRY = """() => document.querySelectorAll("*").forEach(one => {
  for (const [name, value] of [["line-height", "1.5"], ["letter-spacing", ".12em"], ["word-spacing", ".16em"]])
    one.style.setProperty(name, value, "important");
})"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with all pages, in both languages: as the command writes them, and as only an invented week is."""
    folder = tmp_path_factory.mktemp("digest")
    at_now = cron_environment(AGG_NOW=NOW.isoformat())
    assert run(["demo", "--keep", folder / "course"], folder, at_now).code == 0
    for language in ("en", "nb"):
        words = ["--lang", language, "digest", "--week", "2026-W47", "--format", "html", "-o"]
        written = run([*words, path(folder, DEMO, language)], folder / "course", at_now)
        assert (written.code, written.out, written.err) == (0, "", "")
        speech.choose(language)
        path(folder, EVERYTHING, language).write_text(html.digest(sample.week(), facilitator=True), "utf-8")
        path(folder, EMPTY, language).write_text(html.digest(sample.empty_week()), "utf-8")
    speech.choose("en")
    return folder


def path(folder: Path, week: str, language: str) -> Path:
    return folder / f"{week}-{language}.html"


@pytest.mark.parametrize("widths", [(320, 360), (768, 1280)], ids=["phone", "desk"])
@pytest.mark.parametrize("code", ["en", "nb"])
@pytest.mark.parametrize("week", WEEKS)
def test_nobody_is_kept_out_and_nobody_scrolls_sideways(
    folder: Path, browser: Browser, week: str, code: str, widths: tuple[int, int]
) -> None:
    page = browser.open(path(folder, week, code), width=widths[0], language=code)
    for width in widths:
        page.resize(width)
        assert page.overflows() == [], width
    for dark in (False, True):
        page.prefer(dark=dark)
        assert page.violations() == [], f"dark: {dark}"
        assert page.overflows() == [], f"dark: {dark}"


@pytest.mark.parametrize("code", ["en", "nb"])
@pytest.mark.parametrize("reader", [BIG, AIRY], ids=["twice the size", "airy"])
def test_readers_may_have_larger_letters_and_more_air(folder: Path, browser: Browser, reader: str, code: str) -> None:
    page = browser.open(path(folder, EVERYTHING, code), width=360)
    page.evaluate(reader)
    assert page.overflows() == []
    assert page.violations() == []


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("week", WEEKS)
def test_without_its_style_sheet_it_is_read_as_well(folder: Path, browser: Browser, week: str, dark: bool) -> None:
    """As mail programs show it that leave style sheets out."""
    page = browser.open(path(folder, week, "nb"), width=360, dark=dark)
    dressed = page.text().split()
    page.undress()
    assert page.text().split() == dressed
    assert page.overflows() == []
    assert page.violations() == []


@pytest.mark.parametrize("week", WEEKS)
def test_it_needs_no_script(folder: Path, browser: Browser, week: str) -> None:
    file = path(folder, week, "en")
    assert "<script" not in file.read_text("utf-8")
    assert browser.open(file, javascript=False).text() == browser.open(file).text()


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("week", [DEMO, EVERYTHING])
def test_the_keyboard_reaches_every_link_and_shows_where_it_is(
    folder: Path, browser: Browser, week: str, width: int
) -> None:
    page = browser.open(path(folder, week, "en"), width=width)
    stops = page.tab_stops()
    assert len(stops) == page.evaluate("() => document.links.length") > 10
    assert [stop for stop in stops if not stop.shown or not stop.bare] == []


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_on_paper_it_fills_a_few_sheets_in_black_on_white(folder: Path, browser: Browser, dark: bool) -> None:
    page = browser.open(path(folder, EVERYTHING, "nb"), width=794, dark=dark, printed=True)
    assert page.overflows() == []
    assert page.violations() == []
    assert page.evaluate(COLOURS) == ["rgb(255, 255, 255)", "rgb(0, 0, 0)"]
    assert 2 <= page.sheets() <= 5


def test_nothing_but_pictures_of_posts_comes_from_outside(folder: Path, browser: Browser) -> None:
    """Everything else that is asked for fails the test; see the fixture."""
    page = browser.open(path(folder, EVERYTHING, "en"))
    page.evaluate(EVERY_PICTURE)
    known = {one.post.picture for one in (*sample.week().first_posts, *sample.posts())} - {None}
    assert len(known) == 2
    assert set(map(unquote, page.pictures)) == known
    page = browser.open(path(folder, EMPTY, "en"))
    assert page.pictures == []


def test_what_blogs_write_is_text(browser: Browser, tmp_path: Path) -> None:
    """A request, an error or a window that opens fails the test; see the fixture."""
    hostile, tame = tmp_path / "hostile.html", tmp_path / "tame.html"
    hostile.write_text(html.digest(sample.week(spiteful), facilitator=True), "utf-8")
    tame.write_text(html.digest(sample.week(), facilitator=True), "utf-8")
    elements = "() => [...document.querySelectorAll('*')].map(one => one.localName)"
    page = browser.open(hostile, width=360)
    assert page.evaluate(elements) == browser.open(tame).evaluate(elements)
    assert "<script>alert(1)</script>" in page.text()
    assert page.overflows() == []
    assert page.violations() == []
