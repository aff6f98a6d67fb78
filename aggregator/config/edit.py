"""Changes feeds.toml at somebody's command: participants come, go and move. All else stays as it is written.

Text → text; the only file that knows tomlkit. After each change the text is read again: what it says differs from
before in just what was asked for, or nothing is changed.
"""

import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import tomlkit
from tomlkit.items import AoT

from aggregator.config.lines import Lines
from aggregator.core.course import Participant
from aggregator.core.errors import ConfigError
from aggregator.core.language import _

_Data = dict[str, Any]


def add(text: str, participants: Sequence[Participant]) -> str:
    """The text with these participants after the others, in this order."""
    tables = [_table(one) for one in participants]

    def change(data: _Data) -> None:
        data["participants"] = [*data.get("participants", []), *tables]

    if isinstance(tomllib.loads(text).get("participants"), list) and not _has_heads(text):
        document = tomlkit.parse(text)
        listed = document["participants"]
        for table in tables:
            listed.append(table)
        return _checked(text, tomlkit.dumps(document), change)
    end = _end_of_line(text)
    written = [f"[[participants]]\n{tomlkit.dumps(table)}".replace("\n", end) for table in tables]
    before = text if not text or text.endswith("\n") else text + end
    gap = "" if not before or before.endswith(end * 2) else end
    return _checked(text, before + gap + end.join(written), change)


def remove(text: str, name: str) -> str:
    """The text without the participant of this name (as it is written there), and what is said above them.

    What stands between two participants, after an empty line, is said of the second.
    """
    names = _names(text)
    place = names.index(name)

    def change(data: _Data) -> None:
        del data["participants"][place]
        if not data["participants"]:
            del data["participants"]

    if not _has_heads(text):
        document = tomlkit.parse(text)
        del document["participants"][place]
        if len(names) == 1:
            del document["participants"]
        return _checked(text, tomlkit.dumps(document), change)
    lines = text.splitlines(keepends=True)
    first, end = _block(text, lines, place)
    while end == len(lines) and first and not lines[first - 1].strip():
        first -= 1
    return _checked(text, "".join(lines[:first] + lines[end:]), change)


def forget(text: str, names: Iterable[str], facilitator: str) -> str:
    """The text without these participants, and without the facilitator of this name."""
    for name in set(names).intersection(_names(text)):
        text = remove(text, name)
    document = tomlkit.parse(text)
    teachers = document.get("course", {}).get("facilitators", [])
    left = [one for one in teachers if one != facilitator]
    if len(left) == len(teachers):
        return text
    for place in reversed(range(len(teachers))):
        if teachers[place] == facilitator:
            del teachers[place]

    def change(data: _Data) -> None:
        data["course"]["facilitators"] = left

    return _checked(text, tomlkit.dumps(document), change)


def move(text: str, addresses: Mapping[str, str]) -> str:
    """The text with a new address for each of these names; a login stays where host and scheme are the same."""
    document = tomlkit.parse(text)
    new: dict[str, str] = {}
    for table in document["participants"]:
        name = str(table["name"])
        if name in addresses:
            key = "feed" if "feed" in table else "home"
            new[name] = _with_login(str(table[key]), addresses[name])
            table[key] = new[name]

    def change(data: _Data) -> None:
        for table in data["participants"]:
            if table["name"] in new:
                table["feed" if "feed" in table else "home"] = new[table["name"]]

    return _checked(text, tomlkit.dumps(document), change)


def _table(one: Participant) -> _Data:
    """What is written of a participant; only what is not as it would be without."""
    login = f"{one.login}@" if one.login else ""
    address = one.address.replace("://", f"://{login}", 1)
    given = {
        "name": one.name,
        "home" if one.is_home else "feed": address,
        "tags": list(one.tags),
        "aliases": list(one.aliases),
        "category": one.category,
        "comments": None if one.comments == "auto" else one.comments,
    }
    return {key: value for key, value in given.items() if value}


def _names(text: str) -> list[str]:
    return [" ".join(str(table["name"]).split()) for table in tomllib.loads(text).get("participants", [])]


def _has_heads(text: str) -> bool:
    """Whether participants stand below [[participants]], as they mostly do, and not in a list in one value."""
    return isinstance(tomlkit.parse(text).get("participants"), AoT | None)


def _end_of_line(text: str) -> str:
    return "\r\n" if "\r\n" in text else "\n"


def _block(text: str, lines: Sequence[str], place: int) -> tuple[int, int]:
    """Which lines are the participant's: from what is said above them up to what is said above the next table."""
    located = Lines(text)
    head = located.of(("participants", place)) - 1
    first = _above(lines, head)
    following = [number for number in range(head + 1, len(lines)) if lines[number].lstrip().startswith("[")]
    # A list may go on with lines that begin with a bracket: the head of a table is what can be read as one.
    end = next((number for number in following if _is_head(lines[number])), len(lines))
    return first, _above(lines, end) if end < len(lines) else _end_of_file(lines, first, end)


def _is_head(line: str) -> bool:
    try:
        return bool(tomllib.loads(line))
    except ValueError:
        return False


def _above(lines: Sequence[str], head: int) -> int:
    """The first of the comment lines right above a line."""
    while head and lines[head - 1].lstrip().startswith("#"):
        head -= 1
    return head


def _end_of_file(lines: Sequence[str], first: int, end: int) -> int:
    """The end of the last table: without the comments after an empty line, which are said of the whole file."""
    last = end
    while last > first and (not lines[last - 1].strip() or lines[last - 1].lstrip().startswith("#")):
        last -= 1
    return next((number for number in range(last, end) if not lines[number].strip()), end)


def _with_login(before: str, address: str) -> str:
    old, new = urlsplit(before), urlsplit(address)
    login, sign, host = old.netloc.rpartition("@")
    if sign and (old.scheme, host) == (new.scheme, new.netloc):
        return urlunsplit(new._replace(netloc=f"{login}@{host}"))
    return address


def _checked(before: str, after: str, change: Callable[[_Data], None]) -> str:
    """The text as it is now, if it says what was meant; ConfigError else."""
    wanted = tomllib.loads(before)
    change(wanted)
    try:
        if tomllib.loads(after) == wanted:
            return after
    except ValueError:
        pass
    raise ConfigError([_("feeds.toml is written in a way that agg cannot change. Open it in an editor.")])
