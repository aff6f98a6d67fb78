"""Who commented: the post's own author, a participant, a facilitator, or a visitor whom nobody in the course knows.

An address says it with certainty, a name nearly so. What is not sure is settled by which mistake is worse. Taking
somebody else's comment for the author's own lists a post that has its answer, labelled so that one sees it at once;
taking the author's own for an answer hides a post that waits, and nobody ever notices. So a name that is the author's
but for a misspelling is the author's, unless the platform has proved that another account wrote it; and the author's
own address or name is the author's even then, for people comment without logging in. E-mail addresses are not used.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from functools import cached_property, lru_cache
from typing import NamedTuple

from aggregator.core.course import Course
from aggregator.core.links import link_key
from aggregator.core.model import FoundComment, Kind, Post
from aggregator.core.names import Names, Words, authors, is_turned, same_name


class By(StrEnum):
    """Whose comment it is, seen from the post."""

    OWN = "own"
    PARTICIPANT = "participant"
    FACILITATOR = "facilitator"
    VISITOR = "visitor"
    PING = "ping"


class Signed(NamedTuple):
    """How a comment or a post is signed: by which name and address; `own` as a comment's platform knows."""

    author: str
    url: str | None
    own: bool | None = None


class Commenter(NamedTuple):
    """Who wrote a comment; `name` is the one in feeds.toml, `None` for somebody who is not there."""

    by: By
    name: str | None


class _Match(NamedTuple):
    """Whom the name and the address of a commenter mean: the number of a person, and by what."""

    person: int | None = None
    by_address: bool = False
    sure: bool = False


PING = Commenter(By.PING, None)
_REMEMBERED = 65_536
_ACCOUNTS = frozenset({"admin", "administrator"})  # what blog software calls its owner until told otherwise

_PLAIN = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~/")

# What feeds are called, at the end of an address as `link_key` has it.
_FORM = "(?:atom|json|rdf|rss2?)"
_FEED = re.compile(
    r"/feeds/posts/(?:default|full|summary)(?:/-/.*)?$"
    rf"|/feeds/[^/]+\.{_FORM}\.xml$"
    rf"|/(?:data|feeds?)/{_FORM}$"
    rf"|/(?:feed|{_FORM})$"
    rf"|/(?:blog-)?(?:feed|index|{_FORM})\.(?:php|xml|{_FORM})$"
    rf"|(?<=[^/])\.{_FORM}$",
    re.IGNORECASE,
)
_FEED_OF = re.compile(r"^([^/]+)/feed/")
_FEED_ASKED = re.compile(rf"(?:alt|feed|format|type)={_FORM}", re.IGNORECASE)


class _People:
    """The people of a course by their numbers, participants first."""

    def __init__(self, course: Course) -> None:
        self.listed_as = [participant.name for participant in course.participants]
        self.called = [[participant.name, *participant.aliases] for participant in course.participants]
        self.facilitators: dict[int, str] = {}
        self.names = Names(self.called)
        self._add(course.facilitators)

    def _add(self, facilitators: Iterable[str]) -> None:
        """Facilitators among the people. One who has a participant's name is that participant."""
        for name, same in [(name, self.names.exactly(name)) for name in facilitators]:
            person = min(same) if len(same) == 1 else len(self.listed_as)
            if person == len(self.listed_as):
                self.listed_as.append(name)
                self.called.append([])
            self.called[person].append(name)
            self.names.add(person, name)
            self.facilitators.setdefault(person, name)


class Commenters:
    """Tells who wrote a comment. `homes`: by a participant's address, the home page that the blog's feed names."""

    def __init__(self, course: Course, homes: Mapping[str, str | None]) -> None:
        self._course, self._homes = course, homes
        self._participants = {participant.name: person for person, participant in enumerate(course.participants)}
        # The same people comment again and again, on the same posts.
        self._key = lru_cache(_REMEMBERED)(_place)
        self._same_name = lru_cache(_REMEMBERED)(same_name)
        self._meant = lru_cache(_REMEMBERED)(lambda name: self._people.names.meant(name))
        self._match = lru_cache(_REMEMBERED)(self._find)
        self._writers = lru_cache(_REMEMBERED)(self._find_writers)
        self._signatures = lru_cache(_REMEMBERED)(self._find_signatures)
        self._commenter = lru_cache(_REMEMBERED)(self._find_commenter)

    @cached_property
    def _people(self) -> _People:
        """Not before somebody has commented: among many, it takes time to learn all their names."""
        return _People(self._course)

    @cached_property
    def _places(self) -> "tuple[dict[str, int | None], dict[str, int]]":
        """Whose places are whose: for certain, and by the word of one blog alone."""
        feeds = [_without_feed(_place(p.address)) for p in self._course.participants]
        told = [
            _home(feed, self._homes.get(p.address)) for feed, p in zip(feeds, self._course.participants, strict=True)
        ]
        return _owners(feeds, told), _elsewhere(feeds, told)

    def who(self, comment: FoundComment, post: Post) -> Commenter:
        """Who wrote this comment on this post. A facilitator who blogs, too, is a facilitator on others' posts."""
        if comment.kind is Kind.PING:
            return PING
        signed = Signed(comment.author, comment.author_url, comment.own)
        return self.signed(signed, Signed(post.author, post.author_url), post.participant)

    def signed(self, comment: Signed, post: Signed, blogger: str) -> Commenter:
        """Who wrote a comment (no ping) that is signed so, on a post on that participant's blog."""
        by, person = self._by(comment, post, blogger)
        return self._commenter(by, person)

    def facilitators(self) -> dict[str, str]:
        """The participant that each facilitator is, else the facilitator's own name."""
        return {name: self._people.listed_as[person] for person, name in self._people.facilitators.items()}

    def is_others(self, comment: Signed, post: Signed, blogger: str) -> bool:
        """Whether somebody else than the author wrote a comment (no ping) on a post on that participant's blog."""
        return self._by(comment, post, blogger)[0] is not By.OWN

    def _by(self, comment: Signed, post: Signed, blogger: str) -> tuple[By, int | None]:
        match = self._match(comment.author, comment.url)
        writers = self._writers(blogger, post.author)
        own = match.person in writers
        if own and (match.sure or comment.own is not False):
            return By.OWN, match.person
        if comment.own or self._signed_alike(comment, post, match):
            return By.OWN, writers[0] if writers else None
        if own or match.person is None:
            return By.VISITOR, None
        return (By.FACILITATOR if match.person in self._people.facilitators else By.PARTICIPANT), match.person

    def _find_commenter(self, by: By, person: int | None) -> Commenter:
        if person is None:
            return Commenter(by, None)
        people = self._people
        return Commenter(by, people.facilitators[person] if by is By.FACILITATOR else people.listed_as[person])

    def writer(self, post: Post) -> str | None:
        """The participant who wrote the post: the blog's own, or another whose name the post's author has."""
        writers = self._writers(post.participant, post.author)
        return self._people.listed_as[writers[0]] if writers else None

    def _find(self, name: str, url: str | None) -> _Match:
        person, sure = self._meant(name)
        owner = self._owner(url, person) if url else None
        if owner is not None:
            return _Match(owner, by_address=True, sure=True)
        return _Match(person, by_address=False, sure=sure)

    def _owner(self, url: str, meant: int | None) -> int | None:
        """Whose address it is; by one blog's word alone only if the name means nobody else."""
        owners, elsewhere = self._places
        around = tuple(_around(self._key(url)))
        if found := [place for place in around if place in owners]:
            return owners[found[0]]
        told = next((elsewhere[place] for place in around if place in elsewhere), None)
        return told if meant in (told, None) else None

    def _signed_alike(self, comment: Signed, post: Signed, match: _Match) -> bool:
        """Whether the comment is signed as the post is: by the same address, or by the name alone.

        The name says nothing where the address is another participant's: there may be two of the name.
        """
        if comment.url and post.url:
            address = self._key(post.url)
            if self._key(comment.url) == address and self._places[0].get(address, 0) is not None:
                return True
        if match.by_address:
            return False
        # "admin" is nobody's name, but one blog has only one.
        signed = comment.author.strip().casefold()
        alike = signed in _ACCOUNTS and signed == post.author.strip().casefold()
        return alike or self._same_name(comment.author) in self._signatures(post.author)

    def _find_signatures(self, author: str) -> frozenset[Words]:
        return frozenset(name for one in self._signers(author) if (name := self._same_name(one)))

    def _find_writers(self, participant: str, author: str) -> tuple[int, ...]:
        """Those who may have written a post that is signed so on this blog, its owner first."""
        owner = self._participants.get(participant)
        found = {person for name in self._signers(author) if (person := self._writer(owner, name)) is not None}
        if not found and owner is not None:
            found.add(owner)
        return tuple(sorted(found, key=lambda person: (person != owner, person)))

    def _signers(self, author: str) -> tuple[str, ...]:
        """A post's author, and each of them if they are several. "Nordmann, Kari" is one, unless both are known."""
        several = authors(author)
        if is_turned(author) and not all(map(self._people.names.exactly, several)):
            return (author,)
        return (author, *several)

    def _writer(self, owner: int | None, name: str) -> int | None:
        """The participant whom a post's author must be. A first name on a blog is its owner's before anybody's."""
        signed = self._same_name(name)
        if owner is not None and signed:
            for called in map(self._same_name, self._people.called[owner]):
                if signed == called or (len(signed) == 1 and signed[0] in called):
                    return owner
        people = self._people.names.exactly(name)
        person = min(people) if len(people) == 1 else None
        return person if person is not None and person < len(self._participants) else None


def _home(feed: str, home: str | None) -> str | None:
    """Where a blog says that it is, if it says so.

    Of many who write one blog, each has a feed (WordPress: /author/kari/feed/), but its home page is everybody's.
    """
    return _place(home) if home and "/author/" not in feed else None


def _place(url: str) -> str:
    """The address as `link_key` has it; most are so plain that it is seen at once."""
    scheme, _, rest = url.partition("://")
    if scheme not in ("http", "https") or not _PLAIN.issuperset(rest) or "/comment-page-" in rest:
        return link_key(url)
    host, slash, path = rest.partition("/")
    return host.lower().removeprefix("www.") + (slash + path).rstrip("/")


def _without_feed(key: str) -> str:
    place = key.removesuffix("/feed")  # as WordPress has it
    if place != key and "?" not in place and "/feed" not in place.lower():
        return place
    path, _, query = key.partition("?")
    asked = [pair for pair in query.split("&") if pair and not _FEED_ASKED.fullmatch(pair)]
    place = _FEED_OF.sub(r"\1/", _FEED.sub("", path))
    return place + ("?" + "&".join(asked) if asked else "")


def _owners(feeds: Sequence[str], told: Sequence[str | None]) -> dict[str, int | None]:
    """Whose each place is; `None` where it is nobody's: several share it, or it is the bare host of others' blogs.

    A blog is where its feed is, or deeper on that host if it says so; never where another's feed is.
    """
    owners: dict[str, set[int]] = defaultdict(set)
    hosts: dict[str, set[int]] = defaultdict(set)
    places = frozenset(feeds)
    for person, (feed, home) in enumerate(zip(feeds, told, strict=True)):
        here = home if home is not None and _host(home) == _host(feed) else feed
        claimed = here if here == feed or here not in places else feed
        for place in {claimed} if claimed.startswith(feed + "/") else {claimed, feed}:
            owners[place].add(person)
            hosts[_host(place)].add(person)
    found = {place: min(people) if len(people) == 1 else None for place, people in owners.items()}
    return found | {host: None for host, people in hosts.items() if len(people) > 1 or host not in owners}


def _elsewhere(feeds: Sequence[str], told: Sequence[str | None]) -> dict[str, int]:
    """Whose a place is by the word of one blog alone: on a host where no feed of the course is."""
    hosts = {_host(feed) for feed in feeds}
    owners: dict[str, set[int]] = defaultdict(set)
    for person, home in enumerate(told):
        if home is not None and _host(home) not in hosts:
            owners[home].add(person)
    return {place: min(people) for place, people in owners.items() if len(people) == 1}


def _host(place: str) -> str:
    return place.partition("?")[0].partition("/")[0]


def _around(key: str) -> Iterator[str]:
    """The place itself and those that it is in, the nearest first."""
    yield key
    place = key.partition("?")[0]
    while place:
        yield place
        place = place.rpartition("/")[0]
