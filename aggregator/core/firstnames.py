"""People by their first names, on pages that anybody may read. Who wrote what has been decided by then."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from functools import partial

from aggregator.core.digest import Digest
from aggregator.core.language import _
from aggregator.core.names import is_turned
from aggregator.core.network import Network
from aggregator.core.pages import CoursePages, Profile
from aggregator.core.participation import Figures
from aggregator.core.record import replace
from aggregator.core.shown import Listed, WaitingList

Short = Callable[[str], str]

_LETTERS = 20


def short_names(names: Iterable[str]) -> dict[str, str]:
    """For each name the first one; of those who share it, with as much of the rest as tells them apart.

    That is the first letter of the last name ("Kari N."), those of all names, or more of the last one ("Kari Ni.").
    No two are alike: who cannot be told apart keeps the whole name. The order of the names does not matter.
    """
    every = {name: _read(name) for name in names}
    whole = Counter(every.values())  # taken, too, for somebody may have to keep one
    short: dict[str, str] = {}
    for form in _forms():
        left = {name: form(name) for name in every if name not in short}
        if not left:
            break
        count = Counter(map(_read, (*left.values(), *short.values())))
        for name, shorter in left.items():
            read = _read(shorter)
            if count[read] == 1 and whole[read] == (read == every[name]):
                short[name] = shorter
    return {name: short.get(name, name) for name in every}


def visitor(name: str, known: Collection[str]) -> str:
    """Somebody whom feeds.toml does not know, by the first word; never as one of the `known` short names."""
    first = _first(name)
    return _("{name} (visitor)").format(name=first) if _read(first) in map(_read, known) else first


def _read(name: str) -> str:
    """What people read of a name: nobody tells two apart by a full stop."""
    words = ("".join(filter(str.isalnum, word)) for word in name.casefold().split())
    return " ".join(filter(None, words)) or name


def _forms() -> Iterator[Short]:
    yield _first
    yield partial(_with_last, letters=1)
    yield _with_initials
    yield from (partial(_with_last, letters=letters) for letters in range(2, _LETTERS + 1))


def _words(name: str) -> list[str]:
    """The words in which there is a letter or a number, the first name first; of an e-mail address what is before @."""
    if is_turned(name):
        last, _comma, first = name.partition(",")
        name = f"{first} {last}"
    words = [word.lstrip("@").partition("@")[0] for word in name.split()]
    return [word for word in words if any(map(str.isalnum, word))] or name.split()[:1]


def _first(name: str) -> str:
    return "".join(_words(name)[:1])


def _with_last(name: str, letters: int) -> str:
    """With so many letters of the last name."""
    first, *rest = _words(name) or [""]
    return f"{first} {_beginning(rest[-1], letters)}" if rest else first


def _with_initials(name: str) -> str:
    first, *rest = _words(name) or [""]
    return " ".join([first, *(_beginning(word, 1) for word in rest)])


def _beginning(word: str, letters: int) -> str:
    """So many letters of a word and a full stop, or all of it."""
    start = next((place for place, letter in enumerate(word) if letter.isalnum()), 0)
    end = start + letters
    return word if len(word) <= end else f"{word[start:end]}."


def with_first_names(found: CoursePages) -> CoursePages:
    """The same pages with first names; of those whom feeds.toml does not know, with the first word of theirs."""
    names = short_names(
        [*(one.name for one in found.network.members), *(one.participant.name for one in found.profiles)]
    )

    def short(name: str) -> str:
        return names.get(name) or visitor(name, names.values())

    return replace(
        found,
        course=replace(
            found.course,
            participants=tuple(replace(one, name=short(one.name)) for one in found.course.participants),
        ),
        lately=_digest(found.lately, short),
        waiting=_waiting(found.waiting, short),
        weeks=(_digest(week, short) for week in found.weeks),
        profiles=tuple(_profile(one, short) for one in found.profiles),
        figures=_figures(found.figures, short),
        network=_network(found.network, short),
    )


def _listed(posts: Iterable[Listed], short: Short) -> tuple[Listed, ...]:
    return tuple(
        replace(one, post=replace(one.post, participant=short(one.post.participant), author="")) for one in posts
    )


def _digest(found: Digest, short: Short) -> Digest:
    return replace(
        found,
        first_posts=_listed(found.first_posts, short),
        waiting=_listed(found.waiting, short),
        by_participant=tuple((short(name), _listed(posts, short)) for name, posts in found.by_participant),
        late=_listed(found.late, short),
        silent=tuple(replace(one, participant=short(one.participant)) for one in found.silent),
        troubles=(),
        conversations=tuple(
            replace(one, listed=_listed([one.listed], short)[0], names=tuple(map(short, one.names)))
            for one in found.conversations
        ),
        strangers=(),
    )


def _waiting(found: WaitingList, short: Short) -> WaitingList:
    return replace(found, waiting=_listed(found.waiting, short), unknown=_listed(found.unknown, short))


def _profile(one: Profile, short: Short) -> Profile:
    name = short(one.participant.name)
    return replace(
        one,
        participant=replace(one.participant, name=name),
        part=replace(one.part, participant=name),
        posts=_listed(one.posts, short),
    )


def _figures(found: Figures, short: Short) -> Figures:
    return replace(
        found,
        people=tuple(replace(one, participant=short(one.participant)) for one in found.people),
        facilitators=tuple((short(name), count) for name, count in found.facilitators),
    )


def _network(found: Network, short: Short) -> Network:
    return replace(
        found,
        members=tuple(replace(one, name=short(one.name)) for one in found.members),
        ties=tuple(replace(tie, source=short(tie.source), target=short(tie.target)) for tie in found.ties),
    )
