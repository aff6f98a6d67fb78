"""Who joins: with which feed, under which name, and what is said of it."""

import pytest

from aggregator.core.feedkind import FeedKind
from aggregator.core.joining import Joining, Notice, already, join, likely_name, with_name
from aggregator.core.probe import FeedSeen, Probe
from aggregator.render import joining as words
from tests.support.build import NOW, OSLO, at, participant

FEED = FeedSeen("https://kari.example/feed/", FeedKind.POSTS, "Kari skriver", posts=3, newest=at("2026-11-17 10:00"))
JOBB = FeedSeen("https://kari.example/category/jobb/feed/", FeedKind.CATEGORY, posts=1, category="jobb")
COMMENTS = FeedSeen("https://kari.example/comments/feed/", FeedKind.COMMENTS, posts=1)
HOME = participant("", "https://kari.example/", is_home=True)


def probe(*feeds: FeedSeen, itself: FeedSeen | None = None, **more: object) -> Probe:
    return Probe("https://kari.example/", itself, feeds, status=200, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("look", "feed", "notices"),
    [
        (probe(FEED), FEED, ()),
        (probe(FEED, itself=FEED), FEED, ()),
        (probe(FEED, JOBB), FEED, (Notice.SEVERAL,)),
        (probe(FEED, itself=COMMENTS), FEED, (Notice.COMMENTS_FEED,)),
        (probe(JOBB, itself=JOBB), JOBB, (Notice.CATEGORY,)),
        (probe(FEED, moved_to="https://kari.example/feed/"), FEED, (Notice.MOVED,)),
        (
            probe(FeedSeen("https://x.example/", FeedKind.POSTS)),
            FeedSeen("https://x.example/", FeedKind.POSTS),
            (Notice.EMPTY,),
        ),
        (probe(itself=COMMENTS), None, (Notice.ONLY_COMMENTS,)),
        (probe(problem="gone"), None, (Notice.PROBLEM,)),
    ],
)
def test_what_is_worth_telling(look: Probe, feed: FeedSeen | None, notices: tuple[Notice, ...]) -> None:
    found = join(HOME, look, feed)
    assert (found.notices, found.feed, found.is_certain) == (notices, feed, feed is not None)
    assert found.participant.address == (feed.address if feed else HOME.address)
    assert found.participant.is_home == (feed is None)
    said = list(words.notices(found))
    assert len(said) == len(notices)
    assert not any("{" in line for line in said)


def test_names_come_from_the_author_else_the_title_else_the_host() -> None:
    def named(**changes: str) -> str:
        seen = FeedSeen("https://www.kari.example/feed/", FeedKind.POSTS, **changes)
        return likely_name(join(HOME, probe(seen), seen))

    assert named(author="Kari Nordmann", title="Blog") == "Kari Nordmann"
    assert named(author="kari@kari.example", title="Blog ") == "Blog"
    assert named() == "kari.example"
    assert likely_name(Joining(participant("", "nowhere"))) == "nowhere"


def test_two_of_one_name_are_told_apart() -> None:
    one = Joining(participant("Kari", "https://b.example/"))
    found = with_name(one, {"kari", "kari 2"})
    assert (found.participant.name, found.notices) == ("Kari 3", (Notice.SAME_NAME,))
    assert with_name(one, {"ola"}) == one
    nameless = with_name(join(HOME, probe(FEED), FEED), {"kari skriver"})
    assert (nameless.participant.name, nameless.notices) == ("Kari skriver 2", (Notice.NAMED, Notice.SAME_NAME))


def test_who_is_there_already() -> None:
    kari = participant("Kari")
    assert already([kari], ["", "http://www.kari.example/feed"]) == kari
    assert already([kari], ["https://ola.example/feed/"]) is None


def test_a_feed_in_words() -> None:
    assert words.feed_facts(FEED, OSLO, NOW) == "3 posts, the newest of 17 November"
    assert words.feed_facts(COMMENTS, OSLO, NOW) == "1 post"
    assert list(words.choices([FEED, JOBB], OSLO, NOW)) == [
        "1. Kari skriver (3 posts, the newest of 17 November): https://kari.example/feed/",
        "2. https://kari.example/category/jobb/feed/ (category jobb, 1 post): https://kari.example/category/jobb/feed/",
    ]
    named = join(participant("Kari\x1b", "https://kari.example/"), probe(FEED), FEED)
    assert words.added(named, OSLO, NOW) == "Kari: https://kari.example/feed/ (3 posts, the newest of 17 November)"
    assert words.added(Joining(participant("Kari")), OSLO, NOW) == "Kari: https://kari.example/feed/"
