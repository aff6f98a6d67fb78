"""Chooses the language agg speaks and loads its catalogue."""

import gettext
import os
import re
from pathlib import Path

from aggregator.core import language

FOLDER = Path(__file__).parent.parent / "locale"
SPOKEN = {"en": "en", "nb": "nb", "no": "nb", "nn": "nb"}
"""What agg speaks with those who ask for a language (ISO 639-1)."""

_BEGINNING = 65_536  # characters of feeds.toml


def choose(*wishes: str | None) -> None:
    """Speaks the first language wished for (`en`, `nb`), else the one of the locale, else English."""
    code = next(filter(None, wishes), None) or _of_locale()
    languages = [code] if code != "en" else []
    language.use(
        code,
        gettext.translation("agg", FOLDER, languages, fallback=True) if languages else gettext.NullTranslations(),
    )
    # The headings of help are typer's: it has gettext translate them, which asks the environment for the language.
    os.environ["LANGUAGE"] = code
    gettext.bindtextdomain("agg", FOLDER)
    gettext.textdomain("agg")


def known(wish: str | None) -> str | None:
    """The language that agg speaks for a wish such as `no`, `nb-NO` or `en_GB`; None when it speaks none."""
    return SPOKEN.get(re.split("[-_.@]", wish.lower())[0]) if wish else None


def of_course(file: Path) -> str | None:
    """The language that a feeds.toml asks for; None when it has none, or cannot be read.

    Reads no more than the beginning, line by line: help must not wait for a long file, nor fail because of a wrong one.
    """
    try:
        if not file.is_file():  # a pipe can be read only once
            return None
        with file.open(encoding="utf-8-sig", errors="replace") as opened:
            lines = opened.read(_BEGINNING).splitlines()
    except OSError:
        return None
    table = ""
    for line in lines:
        if head := re.match(r"\s*\[+\s*(\w+)", line):
            table = head[1]
        elif table == "course" and (wish := re.match(r"""\s*language\s*=\s*["'](\w+)["']""", line)):
            return known(wish[1])
    return None


def _of_locale() -> str:
    """POSIX: LC_ALL beats LC_MESSAGES beats LANG."""
    names = (os.environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    return SPOKEN.get(next(filter(None, names), "")[:2].lower(), "en")
