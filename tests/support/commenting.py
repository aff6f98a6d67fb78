"""People who comment, and where: a course of three who blog and two who teach."""

from collections.abc import Mapping
from typing import Any

from aggregator.core.commenters import By, Commenter, Commenters
from aggregator.core.course import Participant
from aggregator.core.model import FoundComment, Post
from tests.support.build import course, participant, post

KARI = participant("Kari Nordmann", "https://kari.example/feed/", aliases=("karinor",))
OLA = participant("Ola Berg", "https://medium.com/feed/@ola")
EVA = participant("Eva Fjeld", "https://medium.com/feed/@eva")
CLASS = (KARI, OLA, EVA)
TEACHERS = ("Arne", "Jens Dahl")
HERS, HIS = "https://kari.example/", "https://medium.com/@ola"
OWN, VISITOR = Commenter(By.OWN, "Kari Nordmann"), Commenter(By.VISITOR, None)


def commenters(
    *people: Participant, homes: Mapping[str, str | None] | None = None, facilitators: tuple[str, ...] = TEACHERS
) -> Commenters:
    """Those of a course of these people, or of the three."""
    return Commenters(course(*(people or CLASS), facilitators=facilitators), homes or {})


def comment(author: str = "", author_url: str | None = None, **more: Any) -> FoundComment:
    """A comment as a source tells it."""
    return FoundComment("1", author=author, author_url=author_url, **more)


def post_of(person: Participant = KARI, **more: Any) -> Post:
    """A post on the person's blog, signed with the person's name unless `author` says another."""
    return post(participant=person.name, blog=person.address, **{"author": person.name} | more)
