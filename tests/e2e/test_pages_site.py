"""The course's page in a true browser: nothing complained of, nobody kept out, search and filters do what they say."""

from collections.abc import Callable
from pathlib import Path

import pytest

from aggregator.cli import speech
from aggregator.cli.folder import SiteFolder
from aggregator.render import site
from tests.support import samplesite
from tests.support.browser import Browser, Page
from tests.support.spite import spiteful

PAGES = (
    "index.html",
    "waiting.html",
    "weeks.html",
    "weeks/2026-W47.html",
    "people.html",
    "people/arvid.html",
    "people/solveig-med-det-svaert-lange-navnet.html",
    "tags.html",
    "tags/kommune.html",
    "network.html",
    "search.html",
)
STATES = ("waits", "answered", "other")


@pytest.fixture(scope="module", params=["en", "nb"])
def told(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The site in a folder, and the language it is in."""
    folder = tmp_path_factory.mktemp(request.param)
    speech.choose(request.param)
    _write(folder)
    speech.choose("en")
    return folder, request.param


@pytest.fixture(scope="module")
def english(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _write(tmp_path_factory.mktemp("english"))


def _write(folder: Path, dress: Callable[[str], str] = samplesite.plain) -> Path:
    with SiteFolder(folder) as target:
        for path, text in site.pages(samplesite.course_pages(dress)):
            target.put(path, text)
    return folder


@pytest.mark.parametrize("widths", [(320, 360), (768, 1280)], ids=["phone", "desk"])
@pytest.mark.parametrize("path", PAGES)
def test_nobody_is_kept_out_and_nobody_scrolls_sideways(
    told: tuple[Path, str], browser: Browser, path: str, widths: tuple[int, int]
) -> None:
    folder, language = told
    page = browser.open(folder / path, width=widths[0], language=language)
    for width in widths:
        page.resize(width)
        assert page.overflows() == [], width
    for dark in (False, True):
        page.prefer(dark=dark)
        assert page.violations() == [], f"dark: {dark}"


@pytest.mark.parametrize("path", PAGES)
def test_without_javascript_everything_is_there(english: Path, browser: Browser, path: str) -> None:
    with_script = browser.open(english / path).text()
    without = browser.open(english / path, javascript=False).text()
    assert len(without) > 100
    if path != "search.html":
        assert set(without.split()) <= set(with_script.split())


@pytest.mark.parametrize("path", ["index.html", "people.html", "search.html"])
def test_the_keyboard_reaches_everything_and_shows_where_it_is(english: Path, browser: Browser, path: str) -> None:
    stops = browser.open(english / path).tab_stops()
    assert len(stops) > 8
    assert [stop for stop in stops if not stop.shown or not stop.bare] == []


def test_what_people_write_is_text_in_the_pages_and_in_what_the_script_makes(browser: Browser, tmp_path: Path) -> None:
    """A request, an error or a window that opens fails the test; see the fixture."""
    _write(tmp_path, spiteful)
    for path in ("index.html", "waiting.html", "people.html", "network.html"):
        browser.open(tmp_path / path)
    page = browser.open(tmp_path / "search.html")
    _search(page, "script alert")
    assert "<script>alert(1)</script>" in page.text()
    assert page.evaluate("() => document.querySelectorAll('#results script, #results b').length") == 0


# -- search ---------------------------------------------------------------------------------------------


def _search(page: Page, words: str) -> list[str]:
    """The titles that are found."""
    page.do(lambda tab: tab.fill("#words", words))
    page.do(lambda tab: tab.wait_for_function("() => window.aggPosts"))
    page.do(lambda tab: tab.wait_for_function("() => document.querySelector('#results .told').textContent"))
    return list(page.evaluate("() => [...document.querySelectorAll('#results h2')].map(one => one.textContent)"))


@pytest.mark.parametrize(
    ("words", "titles"),
    [
        ("åpningstider", ["Åpningstider & andre gåter"]),
        ("APNINGSTIDER", ["Åpningstider & andre gåter"]),
        ("forsok nordmann", ["Andre forsøk"]),
        ("nordmann", ["Andre forsøk", "Hvorfor jeg begynte"]),
        ("biblioteket facebook", ["Hvorfor jeg begynte", "Åpningstider & andre gåter"]),
        ("gruppe 1 kari begynte", ["Hvorfor jeg begynte"]),
        ("finnes ikke", []),
    ],
)
def test_search_finds_posts_by_words_names_and_tags(
    english: Path, browser: Browser, words: str, titles: list[str]
) -> None:
    page = browser.open(english / "search.html")
    assert sorted(_search(page, words)) == sorted(titles)
    told = page.do(lambda tab: tab.inner_text("#results .told"))
    assert told.startswith(f"{len(titles)} found" if titles else "Nothing found")


def test_what_is_found_says_who_when_and_how_it_stands(english: Path, browser: Browser) -> None:
    page = browser.open(english / "search.html", language="en")
    assert _search(page, "takk for alle") == ["Takk for alle råd"]
    card = page.do(lambda tab: tab.inner_text("#results .card"))
    assert card.splitlines()[0] == "Takk for alle råd"
    assert "Bjørg · 17 November 2026 · 3 comments" in card
    links = page.evaluate("() => [...document.querySelectorAll('#results a')].map(one => one.getAttribute('href'))")
    assert links == ["https://bjørg.example/12/", "people/bjorg.html"]
    assert page.violations() == []


def test_a_search_has_an_address_that_can_be_passed_on(english: Path, browser: Browser) -> None:
    page = browser.open(english / "search.html")
    _search(page, "andre forsøk")
    page.do(lambda tab: tab.press("#words", "Enter"))
    address = page.do(lambda tab: tab.url)
    assert address.endswith("search.html?q=andre%20fors%C3%B8k")
    again = browser.open(address)
    again.do(lambda tab: tab.wait_for_selector("#results .card"))
    assert again.do(lambda tab: tab.input_value("#words")) == "andre forsøk"
    assert "Andre forsøk" in again.text()


# -- filters --------------------------------------------------------------------------------------------


def _shown(page: Page, what: str = "section#posts .card h4") -> list[str]:
    script = "what => [...document.querySelectorAll(what)].filter(one => one.offsetParent).map(one => one.textContent)"
    return list(page.evaluate(script, what))


def test_posts_are_filtered_by_words_and_by_how_they_stand(english: Path, browser: Browser) -> None:
    page = browser.open(english / "weeks/2026-W47.html")
    everything = _shown(page)
    assert len(everything) == 13
    page.do(lambda tab: tab.fill("#posts .filter input", "sam o"))
    assert [one.split()[0] for one in _shown(page)] == ["The", "Notes", "Family", "Just"]
    assert page.do(lambda tab: tab.inner_text("#posts .told")) == "4 shown"
    assert _shown(page, "section#posts .name") == ["Sam O’Hara"]
    page.do(lambda tab: tab.select_option("#posts .filter select", "waits"))
    assert _shown(page) == ["The paper that linked to us", "Just now"]
    page.do(lambda tab: tab.fill("#posts .filter input", ""))
    parts = {}
    for state in STATES:
        page.do(lambda tab, state=state: tab.select_option("#posts .filter select", state))
        parts[state] = _shown(page)
    assert sorted(title for titles in parts.values() for title in titles) == sorted(everything)
    page.do(lambda tab: tab.select_option("#posts .filter select", "all"))
    assert _shown(page) == everything
    assert page.do(lambda tab: tab.inner_text("#posts .told")) == ""


def test_people_are_filtered_where_there_are_many(english: Path, browser: Browser, tmp_path: Path) -> None:
    assert browser.open(english / "people.html").evaluate("() => document.querySelectorAll('.filter').length") == 0
    text = (english / "people.html").read_text(encoding="utf-8")
    head, body = text.split("<tbody>\n")
    rows, tail = body.split("</tbody>")
    more = "".join(rows.replace("Arvid", f"Number{number}") for number in range(2))
    (tmp_path / "people.html").write_text(f"{head}<tbody>\n{more}</tbody>{tail}", encoding="utf-8")
    for name in ("site.js", "style.css"):
        (tmp_path / name).write_text((english / name).read_text(encoding="utf-8"), encoding="utf-8")
    page = browser.open(tmp_path / "people.html")
    assert len(_shown(page, "tbody tr")) == 12
    page.do(lambda tab: tab.fill(".filter input", "number1"))
    assert len(_shown(page, "tbody tr")) == 1
    assert page.do(lambda tab: tab.inner_text(".told")) == "1 shown"
    assert page.violations() == []
