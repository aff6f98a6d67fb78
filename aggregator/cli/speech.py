"""Chooses the language agg speaks and loads its catalogue."""

import gettext
import os
from pathlib import Path

from aggregator.core import language

FOLDER = Path(__file__).parent.parent / "locale"
BY_LOCALE = {"nb": "nb", "no": "nb", "nn": "nb"}


def choose(*wishes: str | None) -> None:
    """Speaks the first language wished for (`en`, `nb`), else the one of the locale, else English."""
    code = next(filter(None, wishes), None) or _of_locale()
    languages = [code] if code != "en" else []
    language.use(
        code,
        gettext.translation("agg", FOLDER, languages, fallback=True) if languages else gettext.NullTranslations(),
    )


def _of_locale() -> str:
    """POSIX: LC_ALL beats LC_MESSAGES beats LANG."""
    names = (os.environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    return BY_LOCALE.get(next(filter(None, names), "")[:2].lower(), "en")
