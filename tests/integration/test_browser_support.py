"""The browser that tests look at pages with: a fault that is put into a page is found, and a sound page has none."""

import asyncio
import struct
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support.blogserver import BlogServer
from tests.support.browser import Browser, Page, Stop

HEAD = '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">'
PHONE = '<meta name="viewport" content="width=device-width, initial-scale=1">'
SOUND = "<h1>Hello</h1><p>A <a href='#there'>link</a> and <a href='#here'>another</a>.</p>"
PIXEL = "data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"
BUTTON = "<button style='width:12px;height:12px;padding:0;border:0' aria-label='{0}'></button>"

Opening = Callable[..., Page]


@pytest.fixture
def opened(browser: Browser, tmp_path: Path) -> Opening:
    """Opens a page with this in its body."""

    def page(body: str, head: str = PHONE, **options: bool | int | str) -> Page:
        path = tmp_path / "page.html"
        path.write_text(f"{HEAD}{head}<title>A page</title></head><body><main>{body}</main></body></html>")
        return browser.open(path, **options)

    return page


@pytest.mark.parametrize("width", [320, 1280])
def test_a_sound_page_has_no_fault(browser: Browser, opened: Opening, width: int) -> None:
    page = opened(SOUND, width=width)
    assert page.violations() == []
    assert page.overflows() == []
    assert page.tab_stops() == [Stop("a “link”", shown=True, bare=True), Stop("a “another”", shown=True, bare=True)]
    assert page.sheets() == 1
    assert "A link and another." in page.text()
    assert browser.close_pages() == []


@pytest.mark.parametrize(
    ("rule", "body"),
    [
        ("image-alt", f"{SOUND}<img src='{PIXEL}'>"),
        ("color-contrast", f"{SOUND}<p style='color:#aaa;background:#fff'>Pale</p>"),
        ("heading-order", "<h1>Hello</h1><h4>Deep</h4>"),
        ("target-size", "<h1>Hello</h1>" + BUTTON.format("one") + BUTTON.format("two")),
        ("landmark-no-duplicate-main", f"{SOUND}</main><main>"),
        ("duplicate-id-aria", f"{SOUND}<i id=a>a</i><i id=a>b</i><input aria-labelledby=a>"),
    ],
)
def test_what_keeps_people_out_is_found(opened: Opening, rule: str, body: str) -> None:
    assert rule in {found.partition(":")[0] for found in opened(body).violations()}


def test_what_must_be_scrolled_to_is_no_fault(opened: Opening) -> None:
    wide = f"<p style='width:500px'>{'word ' * 30}</p>"
    table = f"<div style='overflow-x:auto' tabindex=0 role=region aria-label=Table>{wide}</div>"
    assert opened(SOUND + table, width=360).violations() == []


def test_contrast_is_looked_at_in_the_scheme_that_is_on(opened: Opening) -> None:
    pale = "<meta name=color-scheme content='light dark'><style>p { color: #eee }</style>"
    assert len(opened(SOUND, PHONE + pale).violations()) == 1
    assert opened("<h1>Hello</h1><p>Pale in the light</p>", PHONE + pale, dark=True).violations() == []


@pytest.mark.parametrize(
    ("body", "head", "wide"),
    [
        ("<p id=w style='width:500px'>Wide</p>", PHONE, ["page", "p#w “Wide”"]),
        (f"<p>{'long' * 40}</p>", PHONE, ["page"]),
        ("<p>Short</p>", "", ["page", "main “Short”", "p “Short”"]),  # a phone shows it as small as on a desk
        ("<div style='overflow-x:auto'><p style='width:500px'>Wide</p></div>", PHONE, []),
    ],
)
def test_what_is_wider_than_the_window_is_found(opened: Opening, body: str, head: str, wide: list[str]) -> None:
    assert opened(body, head, width=360).overflows() == wide


@pytest.mark.parametrize(
    ("style", "stop"),
    [
        ("a:focus { outline: none }", Stop("a “link”", shown=False, bare=True)),
        ("a:focus { outline: none; background: #ff0 }", Stop("a “link”", shown=True, bare=True)),
        ("i { position: fixed; inset: 0 }", Stop("a “link”", shown=True, bare=False)),
    ],
)
def test_a_focus_that_nobody_sees_is_found(opened: Opening, style: str, stop: Stop) -> None:
    assert opened("<h1>Hello</h1><a href='#x'>link</a><i></i>", f"<style>{style}</style>").tab_stops() == [stop]


@pytest.mark.parametrize(
    ("body", "trouble"),
    [
        ("<script>console.error('Oh')</script>", ["console: Oh"]),
        ("<script>throw new Error('no')</script>", ["error: no"]),
        ("<script>alert('pwned')</script>", ["dialog: pwned"]),
        ("<img src='missing.png' alt=''>", ["console: Failed to load resource: net::ERR_FILE_NOT_FOUND"]),
        (
            "<style>p { background: url(http://outside.example/x) }</style><p>x",
            ["outside: image http://outside.example/x"],
        ),
        ("<script src='https://outside.example/x'></script>", ["outside: script https://outside.example/x"]),
        ("<iframe src='https://outside.example/'></iframe>", ["outside: document https://outside.example/"]),
        (
            "<meta http-equiv=refresh content='0;url=https://outside.example/'>",
            ["outside: document https://outside.example/"],
        ),
    ],
)
def test_what_a_page_complains_of_and_asks_for_outside_is_found(
    browser: Browser, opened: Opening, body: str, trouble: list[str]
) -> None:
    opened(SOUND + body).do(lambda tab: tab.wait_for_timeout(300))
    told = [one for one in browser.close_pages() if one != "console: Failed to load resource: net::ERR_FAILED"]
    assert told == trouble


def test_pictures_of_posts_are_counted_and_stay_outside(opened: Opening) -> None:
    page = opened(f"{SOUND}<img src='https://kari.example/a.jpg' alt='' width=9><img src='{PIXEL}' alt=''>")
    assert page.pictures == ["https://kari.example/a.jpg"]
    assert page.evaluate("() => document.images[0].naturalWidth") == 1


def test_a_server_on_this_machine_may_be_asked(browser: Browser) -> None:
    with BlogServer() as server:
        server.put("/", f"{HEAD}<title>Here</title><h1>Hello</h1>".encode(), content_type="text/html")
        assert browser.open(server.url("/", server.host)).text() == "Hello"


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({}, "paper: false, dark: false, nb-NO, script"),
        ({"dark": True, "language": "en"}, "paper: false, dark: true, en-GB, script"),
        ({"printed": True, "javascript": False}, "paper: true, dark: false, nb-NO"),
    ],
)
def test_a_page_is_opened_as_it_is_wanted(opened: Opening, options: dict[str, bool | str], said: str) -> None:
    page = opened("<h1>Hello</h1><script>document.title = 'script'</script>", **options)
    told = page.evaluate(
        "() => `paper: ${matchMedia('print').matches}, dark: ${matchMedia('(prefers-color-scheme: dark)').matches}, "
        "${navigator.language}${document.title === 'script' ? ', script' : ''}`"
    )
    assert told == said


def test_the_window_and_the_light_change_while_one_looks(opened: Opening) -> None:
    style = "<style>body { background: #fff; color: #000; min-width: 400px }"
    page = opened(
        SOUND, f"{PHONE}{style} @media (prefers-color-scheme: dark) {{ p {{ color: #eee }} }}</style>", width=500
    )
    assert (page.overflows(), page.violations()) == ([], [])
    page.resize(360)
    page.prefer(dark=True)
    assert page.overflows()[:1] == ["page"]
    assert [one.partition(":")[0] for one in page.violations()] == ["color-contrast"]
    page.prefer(dark=False)
    assert page.violations() == []


def test_a_page_can_be_undressed(opened: Opening) -> None:
    page = opened("<p style='width:90px'>x</p>", f"{PHONE}<style>p {{ min-width: 500px }}</style>", width=360)
    assert page.overflows()
    page.undress()
    assert not page.overflows()


def test_a_screenshot_shows_the_whole_page(opened: Opening, tmp_path: Path) -> None:
    opened("<h1>Hello</h1><div style='height:3000px'></div>", width=768).screenshot(tmp_path / "page.png")
    width, height = struct.unpack(">II", (tmp_path / "page.png").read_bytes()[16:24])
    assert width == 768
    assert height > 3000


def test_long_pages_take_more_sheets(opened: Opening) -> None:
    assert opened("<h1>Hello</h1>" + "<p>Again</p>" * 200, printed=True).sheets() > 2


def test_no_event_loop_is_left_on_this_thread(opened: Opening) -> None:
    opened(SOUND)
    assert asyncio.run(asyncio.sleep(0, "others may have theirs")) == "others may have theirs"
