"""Foreign fields made clean, for every kind of feed: texts, identifiers, names, categories."""

import hashlib
from collections.abc import Iterable, Mapping
from itertools import islice
from typing import Any

from aggregator.core.text import title_text, without_mail

POSTS_LIMIT = 5_000
NAME_LIMIT = 200
_GUID_LIMIT = 1_000
_CATEGORY_LIMIT = 100
_CATEGORIES_LIMIT = 50


def text(value: object) -> str:
    """The value if it is a text; else the empty one."""
    return value if isinstance(value, str) else ""


def dicts(value: object) -> list[dict[str, Any]]:
    """The mappings of a list; none of anything else."""
    return [dict(one) for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def guid(value: object) -> str | None:
    """The identifier as given; of more than 1,000 characters the first 900 and a hash of all."""
    written = text(value).strip().encode(errors="replace").decode()
    if len(written) > _GUID_LIMIT:
        return written[:900] + hashlib.sha256(written.encode()).hexdigest()
    return written or None


def names(said: Mapping[str, Any]) -> str:
    """The authors' names as one text, without e-mail addresses."""
    every = [text(one.get("name")) for one in dicts(said.get("authors"))]
    if len(every) < 2:  # of kari@social.museum feedparser's `name` keeps "um"; `author` is as written
        every = [text(said.get("author")) or "".join(every)]
    return ", ".join(filter(None, dict.fromkeys(map(_name, every))))[:NAME_LIMIT]


def _name(written: str) -> str:
    """A name without the e-mail address that RSS puts beside it: "a@b.example (Kari)" is Kari."""
    return without_mail(title_text(written[:NAME_LIMIT]))


def categories(written: Iterable[object]) -> tuple[str, ...]:
    """The categories as plain text, each once: the first 50."""
    every = islice(written, 10 * _CATEGORIES_LIMIT)
    clean = dict.fromkeys(title_text(text(name))[:_CATEGORY_LIMIT] for name in every)
    return tuple(filter(None, clean))[:_CATEGORIES_LIMIT]
