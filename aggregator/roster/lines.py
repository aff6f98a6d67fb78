"""Lines of text, each with an address and perhaps a name on either side of it; and the urls file of newsboat.

newsboat's urls file has, after the address, words in quotes: tags, and with a `~` before it the name (newsboat's
manual, "The urls file").
"""

import re
import shlex

from aggregator.core.language import _
from aggregator.core.roster import Listed, Roster
from aggregator.core.text import safe
from aggregator.roster.addresses import as_address, name_in

_QUOTED = re.compile(r"\s+[\"']")


def read(text: str) -> Roster:
    """The blogs on these lines; what follows a # at the beginning of a line is for people only."""
    blogs: list[Listed] = []
    unread: list[tuple[int, str]] = []
    for number, line in enumerate(text.splitlines(), 1):
        bare = line.strip()
        if not bare or bare.startswith("#"):
            continue
        found = _newsboat(bare, number) or _line(bare, number)
        if found:
            blogs.append(found)
        else:
            unread.append((number, _("there is no address of a blog on this line.")))
    return Roster(tuple(blogs), tuple(unread))


def _line(line: str, number: int) -> Listed | None:
    words = [word for part in line.split() for word in re.split(r"[,;|]+(?=\S*$)", part) if word]
    # A name may look like an address ("st.olav"), so that one with its scheme is preferred.
    found = sorted(filter(as_address, words), key=lambda word: "://" not in word)
    if not found or any("://" in word and not as_address(word) for word in words):
        return None
    address = as_address(found[0]) or ""
    before, _sign, after = line.partition(address)
    return Listed(address, number, name_in(before) or name_in(after))


def _newsboat(line: str, number: int) -> Listed | None:
    """A line of newsboat's urls file, if it has words in quotes or hides its name with `~`."""
    address, _space, rest = line.partition(" ")
    if not as_address(address) or not (rest.lstrip().startswith(('"', "~", "'")) or _QUOTED.search(rest)):
        return None
    try:
        words = shlex.split(rest)
    except ValueError:
        return None
    name = next((word[1:] for word in words if word.startswith("~")), "")
    tags = tuple(safe(word) for word in words if safe(word) and not word.startswith(("~", "!")))
    return Listed(as_address(address) or "", number, safe(name), is_feed=True, tags=tuple(dict.fromkeys(tags)))
