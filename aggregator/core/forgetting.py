"""By what a person is known again who was forgotten: marks of their names, addresses and accounts.

A mark is a text to be hashed; the store keeps the hashes alone.
"""

from collections.abc import Iterable, Iterator

from aggregator.core.course import Participant
from aggregator.core.links import link_key
from aggregator.core.names import same_name
from aggregator.core.record import Struct


class Gone(Struct, frozen=True):
    """What was deleted of a person, in numbers.

    `comments` stood on their posts and went with them; `blanked` were written by them on others' posts, and count on,
    without name, address and text. `asked`: how often they were asked to answer, or their posts were to be answered.
    """

    posts: int = 0
    comments: int = 0
    blanked: int = 0
    asked: int = 0


def of_name(name: str) -> str | None:
    """The mark of a name, the same for its spellings; `None` for what is no name."""
    words = same_name(name)
    return f"name {' '.join(words)}" if words else None


def of_address(address: str | None) -> str | None:
    """The mark of an address on the web."""
    return f"place {link_key(address).rstrip('/')}" if address else None


def of_account(blog: str, account: str | None) -> str | None:
    """The mark of an account on a blog's platform; accounts have numbers, and every blog has a first."""
    return f"account {link_key(blog)} {account}" if account else None


def of_participant(one: Participant) -> Iterator[str]:
    """The marks of somebody who blogs."""
    found = [of_name(one.name), *map(of_name, one.aliases), of_address(one.address)]
    yield from filter(None, found)


def of_blogger(one: Participant) -> frozenset[str]:
    """The marks that keep a blog from being read: its owner's name, and its address."""
    return only((of_name(one.name), of_address(one.address)))


def of_comment(author: str, address: str | None, account: str | None, blog: str) -> tuple[str, ...]:
    """The marks that a comment bears: any of them is enough to know its writer by."""
    return tuple(filter(None, (of_name(author), of_address(address), of_account(blog, account))))


def only(marks: Iterable[str | None]) -> frozenset[str]:
    """The marks that there are."""
    return frozenset(mark for mark in marks if mark)
