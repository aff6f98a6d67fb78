"""Screenshots of the pages, to look at: `python -m tools.pictures [FOLDER]`. No part of agg itself.

The digest of the invented week with everything in it, and the site of the demo course: narrow, middling and wide, in
the light and in the dark, in English and in Norwegian. Needs Chromium.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from aggregator.cli import speech
from aggregator.render import html
from tests.support import browser, sample

WIDTHS = (360, 768, 1280)
NOW = datetime(2026, 11, 22, 11, tzinfo=UTC)
OF_THE_SITE = ("index", "waiting", "weeks", "weeks/2026-W47", "people", "people/tor-erik-lund", "network", "search")
ROOT = Path(__file__).parent.parent


def _agg(folder: Path, language: str, *words: str | Path) -> None:
    told = {"AGG_NOW": NOW.isoformat(), "AGG_LANG": language, "PYTHONPATH": str(ROOT)}
    said = [sys.executable, "-m", "aggregator", *map(str, words)]
    subprocess.run(said, cwd=folder, env=os.environ | told, check=True, stdout=subprocess.DEVNULL, timeout=120)


def _pages(folder: Path) -> Iterator[tuple[str, str, Path]]:
    """Each page there is to look at: its language, its name, its file in the folder."""
    for language in ("en", "nb"):
        speech.choose(language)
        digest = folder / f"digest-{language}.html"
        digest.write_text(html.digest(sample.week(), facilitator=True), encoding="utf-8")
        yield language, "digest", digest
        _agg(folder, language, "demo", "--keep", folder / language)
        _agg(folder / language, language, "site", "site")
        for name in OF_THE_SITE:
            yield language, f"site-{name.replace('/', '-')}", folder / language / "site" / f"{name}.html"


def main() -> int:
    """Writes the pictures and says where; 1 when there is no browser, or a page complains."""
    wishes = argparse.ArgumentParser(prog="python -m tools.pictures", description=__doc__.partition("\n")[0])
    wishes.add_argument("folder", nargs="?", type=Path, default=Path("build/pictures"))
    wishes.add_argument("--only", default="", metavar="TEXT", help="only pages with this in their names")
    given = wishes.parse_args()
    program = browser.chromium()
    if program is None:
        print(f"None of {', '.join(browser.NAMES)} is in PATH.")
        return 1
    given.folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name, browser.Browser(program) as opened:
        for language, what, page in _pages(Path(name)):
            if given.only not in what:
                continue
            for width in WIDTHS:
                for dark in (False, True):
                    shown = opened.open(page, width=width, dark=dark, language=language)
                    scheme = "dark" if dark else "light"
                    shown.screenshot(given.folder / f"{what}-{language}-{width}-{scheme}.png")
            troubles = opened.close_pages()
            print(what, language, *troubles, sep="\n  " if troubles else " ")
    print(f"The pictures are in {given.folder}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
