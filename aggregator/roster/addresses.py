"""Which words of a list are addresses of blogs."""

import re

from aggregator.core.text import safe

_ADDRESS = re.compile(
    r"(?:https?://|www\.)[^\s<>\"]+|(?:[a-z0-9-]+\.)+[a-z]{2,}(?::\d+)?(?:/[^\s<>\"]*)?", re.IGNORECASE
)
_AROUND = "<>()[]{}\"'“”«»‚‘’,;|"


def as_address(word: str) -> str | None:
    """The address that a word is, without what stands around it; `None` when it is none, or a mail address."""
    bare = word.strip().strip(_AROUND)
    return bare if _ADDRESS.fullmatch(bare) and "@" not in bare.partition("/")[0] else None


def with_scheme(address: str) -> str:
    """The address as it is asked: https unless it says otherwise."""
    return address if "://" in address else f"https://{address}"


def name_in(text: str) -> str:
    """What is left of a line as a name: without the signs that set it off from the address."""
    return safe(text).strip(" \t" + _AROUND + ":–—-=•*·").strip()
