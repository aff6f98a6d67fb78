"""Feeds of posts: by the rules of RFC 4287, read back by feedparser, with ids that stay."""

import re
from datetime import timedelta
from xml.etree import ElementTree

import feedparser
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from aggregator.core.digest import Digest
from aggregator.core.record import replace
from aggregator.core.shown import Listed
from aggregator.core.text import safe
from aggregator.core.week import rolling
from aggregator.feeds import read_feed
from aggregator.render import atom, words
from aggregator.render.atom import Channel
from tests.support import atomrules, sample
from tests.support.build import OSLO, at
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


ALL_THERE = "<content>Et lite innlegg. (nobody has answered yet)</content>"
WAY = '<link rel="alternate" type="text/html" href="https://kari.example/2/"/>'


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ("<updated>2026-11-22T13:05:00Z</updated>", "<updated>yesterday</updated>", "updated is no date"),
        ('href="https://kari.example/2/"', 'href="/2/"', "leads nowhere"),
        ("<id>urn:uuid:", "<id>uuid-", "no IRI"),
        ("<title>Hvorfor jeg begynte</title>", "", "not exactly one title"),
        ("<title>Just now</title>", "<title>Just <b>now</b></title>", "elements in it"),
        ("<title>Just now</title>", '<title type="text/html">Just now</title>', "no known type"),
        (ALL_THERE, "", "neither content nor alternate"),
        (WAY, "", "neither content nor alternate"),
        ("<author><name>Sam O’Hara<", "<author><name> <", "an author without a name"),
        ('href="https://kari.example/2/"', 'href="https://kari.example/2 3/"', "leads nowhere"),
        ('rel="replies" ', "", "two alternates"),
        ('type="text/html"', 'type="html"', "of no type"),
        ('<category term="hverdag"/>', "<category/>", "without a term"),
        (' xml:lang="en"', "", "no language"),
    ],
)
def test_the_rules_find_what_is_wrong(old: str, new: str, rule: str) -> None:
    text = atom.digest(sample.week())
    assert old in text
    assert rule in "\n".join(atomrules.broken(text.replace(old, new)))


def test_the_rules_find_a_post_that_stands_there_twice() -> None:
    text = atom.digest(sample.week())
    entry = text[text.index("<entry>") : text.index("</entry>") + len("</entry>")]
    assert "twice the same id" in "\n".join(atomrules.broken(text.replace("</feed>", f"{entry}</feed>")))


def test_feedparser_reads_every_post_back() -> None:
    week = sample.week()
    newest = sorted(everything(week), key=lambda one: (one.post.dated, one.post.id), reverse=True)
    found = feedparser.parse(atom.digest(week).encode())
    assert not found.bozo
    assert [one.title for one in found.entries] == [words.title(one.post) for one in newest]
    links = [(one.link, listed.post.url) for one, listed in zip(found.entries, newest, strict=True)]
    assert [link for link, url in links if url] == [url for _link, url in links if url]
    assert [one.author for one in found.entries] == [one.post.participant for one in newest]
    assert [one.published for one in found.entries] == [f"{one.post.dated:%Y-%m-%dT%H:%M:%SZ}" for one in newest]
    assert found.feed.language == "en"


def everything(week: Digest) -> list[Listed]:
    return [one for _name, posts in week.by_participant for one in posts] + list(week.late)


def test_agg_reads_every_post_back() -> None:
    found = read_feed(atom.digest(sample.week()).encode(), "application/atom+xml", "https://course.example/atom.xml")
    assert [(post.title, post.author, post.published, post.url) for post in found.posts] == [
        (words.title(one.post), one.post.participant, one.post.dated, one.post.url)
        for one in sorted(everything(sample.week()), key=lambda one: one.post.dated, reverse=True)
    ]


def test_agg_reads_every_hostile_post_back() -> None:
    week = sample.week(spiteful)
    found = read_feed(atom.digest(week).encode(), "application/atom+xml", "https://course.example/atom.xml")
    assert [(post.published, post.url) for post in found.posts] == [
        (one.post.dated, one.post.url) for one in sorted(everything(week), key=lambda one: one.post.dated, reverse=True)
    ]


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


@pytest.mark.parametrize(
    ("edited", "told"),
    [
        (None, "2026-11-16T20:10:00Z"),
        ("2026-11-18 09:00+01:00", "2026-11-18T08:00:00Z"),
        ("2026-11-01 09:00", "2026-11-16T20:10:00Z"),
    ],
)
def test_a_post_is_never_updated_before_it_was_published(edited: str | None, told: str) -> None:
    post = replace(sample.FIRST.post, updated=edited and at(edited))
    [found] = atomrules.posts(atom.feed(Channel("x", "x", "x", AS_OF), [replace(sample.FIRST, post=post)]))
    assert found.findtext(f"{atomrules.ATOM}updated") == told
    assert found.findtext(f"{atomrules.ATOM}published") == "2026-11-16T20:10:00Z"


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


def test_two_blogs_with_the_same_guid_have_two_posts() -> None:
    """As when two begin with WordPress on their own machines: http://localhost/?p=5. A reader must see both."""
    mine, other = (
        replace(one, post=replace(one.post, guid="http://localhost/?p=5")) for one in (sample.FIRST, sample.THANKS)
    )
    text = atom.feed(Channel("x", "x", "x", AS_OF), [mine, other])
    assert atomrules.broken(text) == []
    assert len(feedparser.parse(text.encode()).entries) == 2
    assert "<id>http://localhost/?p=5</id>" in atom.feed(Channel("x", "x", "x", AS_OF), [mine])


def test_a_post_without_a_link_is_all_there() -> None:
    [found] = atomrules.posts(atom.feed(Channel("x", "x", "x", AS_OF), [sample.JUST_NOW]))
    assert found.findtext(f"{atomrules.ATOM}content") == "Et lite innlegg. (nobody has answered yet)"
    assert found.find(f"{atomrules.ATOM}summary") is None
    [linked] = atomrules.posts(atom.feed(Channel("x", "x", "x", AS_OF), [sample.SECOND]))
    assert linked.findtext(f"{atomrules.ATOM}summary") == "Et lite innlegg. (nobody has answered yet)"
    assert linked.find(f"{atomrules.ATOM}content") is None


def test_the_last_seven_days_are_one_feed_on_every_day() -> None:
    days = [rolling(AS_OF + timedelta(days=day), OSLO) for day in range(3)]
    weeks = [*days, sample.week().week, sample.empty_week().week]
    ids = [feed_id(atom.digest(replace(sample.week(), week=week))) for week in weeks]
    assert len(set(ids[:3])) == 1
    assert len(set(ids)) == 3


def feed_id(text: str) -> str:
    return text.partition("<id>")[2].partition("</id>")[0]


@pytest.mark.parametrize(
    ("guid", "kept"),
    [
        ("https://kari.example/?p=7", True),
        ("https://kari.example/?a=1&b=2", True),
        ("https://blåbær.example/ø", True),
        ("tag:blogger.com,1999:blog-1.post-2", True),
        ("tag:kari.example,2026-10-05:/a?b=c&d", True),
        ("urn:uuid:6ba7b810-9dad-11d1-80b4-00c04fd430c8", True),
        ("post-7", False),
        ("tag:kari", False),
        ("urn:x:y", False),
        ("tag:kari.example,2026:a b", False),
        ("tag:kari.example,2026:<b>", False),
        ("urn:uuid:" + "x" * 2_000, False),
        ("javascript:alert(1)", False),
        ("https://kari.example/a b", False),
        ("", False),
    ],
)
def test_a_guid_that_is_an_iri_is_kept(guid: str, kept: bool) -> None:
    one = replace(sample.FIRST, post=replace(sample.FIRST.post, guid=guid))
    [found] = atomrules.posts(atom.feed(Channel("x", "x", "x", AS_OF), [one]))
    told = found.findtext(f"{atomrules.ATOM}id")
    assert (told == guid) == kept
    assert kept or re.fullmatch(r"urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}", told)


def test_a_feed_that_is_served_says_where() -> None:
    channel = Channel("x", "x", "x", AS_OF, "https://course.example/atom.xml", "https://course.example/")
    text = atom.feed(channel, [])
    assert '<link rel="self" type="application/atom+xml" href="https://course.example/atom.xml"/>' in text
    assert '<link rel="alternate" type="text/html" href="https://course.example/"/>' in text
    assert atomrules.broken(text) == []


CHARACTERS = st.text(st.characters(exclude_categories=()), max_size=12)


@settings(max_examples=200, deadline=None)
@given(CHARACTERS, CHARACTERS, CHARACTERS)
@example("\ufffe\uffff\ufdd0", "\ud800", "\x00\x0b\x1f\x7f\x85")
@example("]]>", "&#0;", "https://kari.example/\ufffe")
@example("", "tag:kari.example,2026:\u202e", "\U0001ffff")
def test_no_text_can_break_the_feed(title: str, name: str, guid: str) -> None:
    """Whatever characters there are: XML 1.0 (§2.2) knows not all of them."""
    week = sample.week()
    post = replace(
        sample.FIRST.post, title=title, participant=name, guid=guid, excerpt=title, categories=(name, guid, title)
    )
    one = replace(sample.FIRST, post=post)
    text = atom.digest(replace(week, title=name, by_participant=((name, (one,)),), late=()))
    assert atomrules.broken(text) == []


def test_spite_changes_nothing_but_the_texts() -> None:
    assert shape(atom.digest(sample.week(spiteful))) == shape(atom.digest(sample.week()))


def shape(text: str) -> list[tuple[str, dict[str, str]]]:
    """The elements of a feed with their attributes, but for what is foreign in them."""
    every = ElementTree.fromstring(text.encode()).iter()
    return [(one.tag, {key: value for key, value in one.items() if key != "term"}) for one in every]


def test_what_people_write_is_text() -> None:
    text = atom.feed(Channel("x", "x", "x", AS_OF), [sample.dressed(sample.FIRST, spiteful)])
    [found] = atomrules.posts(text)
    assert found.findtext(f"{atomrules.ATOM}title") == safe(spiteful("Hvorfor jeg begynte"))
