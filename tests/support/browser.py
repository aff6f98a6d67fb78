"""Pages in a true browser: Chromium, driven by Playwright, with axe to find what keeps people out.

Playwright runs on a thread of its own: where its sync API runs there is an event loop ever after, which nobody else
may meet. Nothing leaves this machine: what a page asks for outside is noted, and the browser knows no other address.
"""

import os
import re
import shutil
import tempfile
import threading
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue
from types import TracebackType
from typing import Any, Self, TypeVar
from urllib.parse import urlsplit

from axe_playwright_python.base import AXE_SCRIPT  # type: ignore[import-untyped]
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import BrowserContext, Dialog, Route, sync_playwright
from playwright.sync_api import Page as Tab

NAMES = ("chromium", "chromium-browser", "google-chrome")
RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
LOOPBACK = ("127.0.0.1", "localhost", "::1")
SWITCHES = [f"--host-resolver-rules=MAP * ~NOTFOUND, {', '.join(f'EXCLUDE {host}' for host in LOOPBACK)}"]
SECONDS = 60  # more than anything that is asked of the browser takes
PHONE = 600  # below so many pixels the browser is that of a phone, which believes no page without a viewport
MOST_STOPS = 500
TOO_SHORT = "Element content is too short"  # a digit in a table, of which axe cannot tell whether it is text
LOCALES = {"en": "en-GB", "nb": "nb-NO"}

# The smallest PNG there is: one transparent pixel.
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010804000000b51c0c02"
    "0000000b4944415478da6360600000000300012b094d840000000049454e44ae426082"
)

WORDS = """
const called = one => {
  const text = (one.getAttribute("aria-label") || one.textContent).trim().replace(/\\s+/g, " ").slice(0, 40);
  const classes = [...one.classList].map(name => "." + name).join("");
  return one.localName + (one.id && "#" + one.id) + classes + (text && " “" + text + "”");
};
const look = one => {
  const found = getComputedStyle(one);
  const line = found.outlineStyle === "none" ? "" : found.outline;
  return [line, found.boxShadow, found.border, found.backgroundColor, found.color, found.textDecoration].join();
};
const scrolled = one => {
  for (let at = one.parentElement; at && at !== document.body; at = at.parentElement)
    if (getComputedStyle(at).overflowX !== "visible") return true;
  return false;
};
"""
TOO_WIDE = """width => {
  if (document.scrollingElement.scrollWidth <= width) return [];
  const out = one => one.getBoundingClientRect().right > width + .5 && !scrolled(one);
  return ["page", ...[...document.body.querySelectorAll("*")].filter(out).map(called)];
}"""
AT_REST = "() => { window.atRest = new Map([...document.querySelectorAll('*')].map(one => [one, look(one)])); }"
FOCUSED = """() => {
  const one = document.activeElement;
  if (!one || one === document.body || one === document.documentElement) return null;
  const {left, top, width, height} = one.getClientRects()[0] || one.getBoundingClientRect();
  const above = document.elementFromPoint(left + width / 2, top + height / 2);
  const bare = above && (one.contains(above) || above.contains(one));
  const again = window.lastFocused?.has(one);
  (window.lastFocused ??= new Set()).add(one);
  return {what: called(one), shown: look(one) !== window.atRest.get(one), bare: !!bare, again: !!again};
}"""
UNDRESS = "() => document.querySelectorAll('style, link[rel~=stylesheet]').forEach(one => one.remove())"
# Without a colour of its own a page has that of the scheme, which axe does not know. Its doubts (incomplete) count as
# well, but for those about what one must scroll to, which it cannot see.
AXE = """tags => {
  const bare = one => getComputedStyle(one).backgroundColor === "rgba(0, 0, 0, 0)";
  if (bare(document.documentElement) && bare(document.body)) document.documentElement.style.background = "Canvas";
  const wanted = {runOnly: {type: "tag", values: tags}, resultTypes: ["violations", "incomplete"], preload: false};
  const told = rule => node => [rule.id, node.target.join(" "), node.failureSummary.replace(/\\s+/g, " ")].join(": ");
  const seen = node => !scrolled(document.querySelector(node.target[0]));
  return axe.run(wanted).then(({violations, incomplete}) => [
    ...violations.flatMap(rule => rule.nodes.map(told(rule))),
    ...incomplete.flatMap(rule => rule.nodes.filter(seen).map(told(rule)))]);
}"""

T = TypeVar("T")


def with_words(script: str) -> str:
    """The function with the words that it may use."""
    return f"given => {{ {WORDS} return ({script})(given); }}"


def chromium() -> str | None:
    """Where on this machine there is a browser."""
    return next(filter(None, map(shutil.which, NAMES)), None)


@dataclass(frozen=True)
class Stop:
    """What gets the focus when one presses Tab: whether one sees that it has it, and nothing lies upon it."""

    what: str
    shown: bool
    bare: bool


class Browser:
    """One Chromium. `open` a page as often as you like; `close_pages` closes them and says what was wrong with them."""

    def __init__(self, program: str) -> None:
        self._work: SimpleQueue[Callable[[], None] | None] = SimpleQueue()
        self._pages: list[Page] = []
        self._home = tempfile.TemporaryDirectory(prefix="agg-browser-", ignore_cleanup_errors=True)
        threading.Thread(target=self._serve, name="browser", daemon=True).start()
        self._playwright = self.do(sync_playwright().start)
        self._chromium: Chromium = self.do(
            lambda: self._playwright.chromium.launch(
                executable_path=program,
                args=[*SWITCHES, *(["--no-sandbox"] if os.geteuid() == 0 else [])],
                env={**os.environ, "HOME": self._home.name, "XDG_CONFIG_HOME": self._home.name},
            )
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close_pages()
        self.do(self._chromium.close)
        self.do(self._playwright.stop)
        self._work.put(None)
        self._home.cleanup()

    def _serve(self) -> None:
        while (work := self._work.get()) is not None:
            work()

    def do(self, call: Callable[[], T]) -> T:
        """What the call gives, made on the thread on which everything of Playwright must be called."""
        answer: Future[T] = Future()

        def work() -> None:
            try:
                answer.set_result(call())
            except BaseException as error:
                answer.set_exception(error)

        self._work.put(work)
        return answer.result(SECONDS)

    def open(
        self,
        place: Path | str,
        *,
        width: int = 1280,
        dark: bool = False,
        javascript: bool = True,
        language: str = "nb",
        printed: bool = False,
    ) -> "Page":
        """The page in this file or at this address, in a window so many pixels wide, as it goes on paper if `printed`.

        A narrow window is that of a phone. Pictures from https addresses are all one empty pixel, and are counted.
        """
        context = self.do(
            lambda: self._chromium.new_context(
                viewport={"width": width, "height": 800},
                is_mobile=width < PHONE,
                has_touch=width < PHONE,
                color_scheme="dark" if dark else "light",
                java_script_enabled=javascript,
                locale=LOCALES[language],
                timezone_id="Europe/Oslo",
            )
        )
        page = Page(self, context, width=width, javascript=javascript)
        self._pages.append(page)
        address = place.resolve().as_uri() if isinstance(place, Path) else place
        if printed:
            page.do(lambda tab: tab.emulate_media(media="print"))
        page.do(lambda tab: tab.goto(address, timeout=15_000))
        return page

    def close_pages(self) -> list[str]:
        """Closes all that is open; what was wrong with the pages: errors, windows that stop one, requests outside."""
        pages, self._pages = self._pages, []
        for page in pages:
            self.do(page.context.close)
        return [trouble for page in pages for trouble in page.troubles]


class Page:
    """A page that is open. `troubles`: what it complained of or asked for outside; `pictures`: what it may show."""

    def __init__(self, browser: Browser, context: BrowserContext, *, width: int, javascript: bool) -> None:
        self.troubles: list[str] = []
        self.pictures: list[str] = []
        self.context = context
        self._browser = browser
        self._width = width
        self._javascript = javascript
        self._tab: Tab = browser.do(self._begin)

    def _begin(self) -> Tab:
        self.context.route("**/*", self._answer)
        tab = self.context.new_page()
        tab.set_default_timeout(5_000)
        tab.on("console", lambda said: self._note("console", said.text) if said.type in ("error", "warning") else None)
        tab.on("pageerror", lambda error: self._note("error", str(error)))
        tab.on("dialog", self._refuse)
        return tab

    def _note(self, kind: str, what: str) -> None:
        self.troubles.append(f"{kind}: {what}")

    def _refuse(self, dialog: Dialog) -> None:
        self._note("dialog", dialog.message)
        dialog.dismiss()

    def _answer(self, route: Route) -> None:
        asked = route.request
        address = urlsplit(asked.url)
        with suppress(Exception):  # the page may be closed meanwhile
            if address.scheme in ("file", "data", "blob") or address.hostname in LOOPBACK:
                route.continue_()
            elif address.scheme == "https" and asked.resource_type == "image":
                self.pictures.append(asked.url)
                route.fulfill(body=PIXEL, content_type="image/png")
            else:
                self._note("outside", f"{asked.resource_type} {asked.url}")
                route.abort()

    def do(self, call: Callable[[Tab], T]) -> T:
        """What the call gives for the page as Playwright knows it."""
        return self._browser.do(lambda: call(self._tab))

    def evaluate(self, script: str, given: object = None) -> Any:
        """What the JavaScript gives, also where the page's own does not run."""
        return self.do(lambda tab: tab.evaluate(script, given))

    def text(self) -> str:
        """What is to be read."""
        return self.do(lambda tab: tab.inner_text("body"))

    def resize(self, width: int) -> None:
        """Makes the window so wide; from that of a phone never that of a desk."""
        assert (width < PHONE) == (self._width < PHONE), "open another"
        self._width = width
        self.do(lambda tab: tab.set_viewport_size({"width": width, "height": 800}))

    def prefer(self, *, dark: bool) -> None:
        """From now on the reader prefers the dark, or the light."""
        self.do(lambda tab: tab.emulate_media(color_scheme="dark" if dark else "light"))

    def violations(self) -> list[str]:
        """What axe has to say against the page: the rule, the place, the reason."""
        assert self._javascript, "axe runs where scripts run"
        if not self.evaluate("() => 'axe' in window"):
            self.evaluate(AXE_SCRIPT)
        return list(self.evaluate(with_words(AXE), RULES))

    def overflows(self) -> list[str]:
        """What is wider than the window; nothing when no one must scroll sideways."""
        return list(self.evaluate(with_words(TOO_WIDE), self._width))

    def tab_stops(self) -> list[Stop]:
        """What gets the focus, in the order in which Tab goes through the page."""
        self.evaluate(with_words(AT_REST))
        stops: list[Stop] = []
        while len(stops) < MOST_STOPS:
            self.do(lambda tab: tab.keyboard.press("Tab"))
            found = self.evaluate(with_words(FOCUSED))
            if found is None or found["again"]:
                break
            stops.append(Stop(found["what"], found["shown"], found["bare"]))
        return stops

    def undress(self) -> None:
        """Takes all style sheets away, as mail programs do."""
        self.evaluate(UNDRESS)

    def screenshot(self, path: Path) -> None:
        """Writes the whole page, from top to bottom, as PNG."""
        self.do(lambda tab: tab.screenshot(path=path, full_page=True, animations="disabled"))

    def sheets(self) -> int:
        """How many sheets of A4 the printed page fills."""
        return len(re.findall(rb"/Type\s*/Page\b", self.do(lambda tab: tab.pdf(format="A4"))))
