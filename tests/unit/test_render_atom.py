"""Feeds of posts: by the rules of RFC 4287, read back by feedparser, with ids that stay."""

import re

import feedparser
import pytest

from aggregator.core.record import replace
from aggregator.core.text import safe
from aggregator.feeds import read_feed
from aggregator.render import atom, words
from aggregator.render.atom import Channel
from tests.support import atomrules, sample
from tests.support.golden import Golden
from tests.support.sample import AS_OF
from tests.support.spite import UNWANTED, spiteful

WEEKS = {"week": sample.week, "empty-week": sample.empty_week}
THREADS = "{http://purl.org/syndication/thread/1.0}"


@pytest.mark.parametrize("name", WEEKS)
def test_it_looks_as_in_the_golden_file(name: str, language: str, golden: Golden) -> None:
    text = re.sub('version="[^"]*">agg<', 'version="0">agg<', atom.digest(WEEKS[name]()))
    golden.check(f"{language}/{name}.atom.xml", text)


RULED = (sample.week(), sample.week(spiteful), sample.empty_week())


@pytest.mark.parametrize("text", [atom.digest(week) for week in RULED])
def test_it_keeps_to_the_rules(text: str) -> None:
    assert atomrules.broken(text) == []
    assert not UNWANTED.search(text.replace("\n", ""))


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ("<updated>2026-11-22T13:05:00Z</updated>", "<updated>yesterday</updated>", "updated is no date"),
        ('href="https://kari.example/2/"', 'href="/2/"', "leads nowhere"),
        ("<id>urn:uuid:", "<id>uuid-", "no IRI"),
        ("<title>Hvorfor jeg begynte</title>", "", "not exactly one title"),
    ],
)
def test_the_rules_find_what_is_wrong(old: str, new: str, rule: str) -> None:
    text = atom.digest(sample.week())
    assert old in text
    assert rule in "\n".join(atomrules.broken(text.replace(old, new)))


def test_feedparser_reads_every_post_back() -> None:
    week = sample.week()
    every = [one for _name, posts in week.by_participant for one in posts] + list(week.late)
    newest = sorted(every, key=lambda one: (one.post.dated, one.post.id), reverse=True)
    found = feedparser.parse(atom.digest(week).encode())
    assert not found.bozo
    assert [one.title for one in found.entries] == [words.title(one.post) for one in newest]
    links = [(one.link, listed.post.url) for one, listed in zip(found.entries, newest, strict=True)]
    assert [link for link, url in links if url] == [url for _link, url in links if url]
    assert [one.author for one in found.entries] == [one.post.participant for one in newest]


def test_agg_reads_its_own_feed() -> None:
    found = read_feed(atom.digest(sample.week()).encode(), "application/atom+xml", "https://course.example/atom.xml")
    posts = {post.url: post for post in found.posts}
    first = posts["https://kari.example/2/"]
    assert (first.title, first.author, first.published) == (
        "Hvorfor jeg begynte",
        "Kari Nordmann",
        sample.FIRST.post.dated,
    )
    assert first.comment_fields.thread_total == "0"
    assert first.comment_fields.link == "https://kari.example/2/#respond"


def test_a_count_that_nobody_knows_is_not_told() -> None:
    text = atom.feed(Channel("x", "x", "x", AS_OF), [sample.MICRO, sample.THANKS])
    assert [one.findtext(f"{THREADS}total") for one in atomrules.posts(text)] == [None, "3"]


def test_a_post_has_the_same_id_in_every_feed_and_every_language() -> None:
    one = replace(sample.FIRST, post=replace(sample.FIRST.post, guid="post-7"))
    ids = set()
    for name in ("atom.xml", "waiting.xml"):
        [found] = atomrules.posts(atom.feed(Channel("x", name, name, AS_OF), [one]))
        ids.add(found.findtext(f"{atomrules.ATOM}id"))
    assert len(ids) == 1
    other = replace(one, post=replace(one.post, blog="https://other.example/feed/"))
    [found] = atomrules.posts(atom.feed(Channel("x", "x", "x", AS_OF), [other]))
    assert found.findtext(f"{atomrules.ATOM}id") not in ids


@pytest.mark.parametrize(
    ("guid", "kept"),
    [
        ("https://kari.example/?p=7", True),
        ("https://kari.example/?a=1&b=2", True),
        ("post-7", False),
        ("https://kari.example/a b", False),
        ("", False),
    ],
)
def test_a_guid_that_is_an_address_is_kept(guid: str, kept: bool) -> None:
    one = replace(sample.FIRST, post=replace(sample.FIRST.post, guid=guid))
    [found] = atomrules.posts(atom.feed(Channel("x", "x", "x", AS_OF), [one]))
    told = found.findtext(f"{atomrules.ATOM}id")
    assert (told == guid) == kept
    assert kept or re.fullmatch(r"urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}", told)


def test_a_feed_that_is_served_says_where() -> None:
    channel = Channel("x", "x", "x", AS_OF, "https://course.example/atom.xml", "https://course.example/")
    text = atom.feed(channel, [])
    assert '<link rel="self" type="application/atom+xml" href="https://course.example/atom.xml"/>' in text
    assert atomrules.broken(text) == []


def test_what_people_write_is_text() -> None:
    text = atom.feed(Channel("x", "x", "x", AS_OF), [sample.dressed(sample.FIRST, spiteful)])
    [found] = atomrules.posts(text)
    assert found.findtext(f"{atomrules.ATOM}title") == safe(spiteful("Hvorfor jeg begynte"))
