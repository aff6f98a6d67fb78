"""The digest as a page and as the HTML of a mail, in golden files a person can open."""

import pytest

from aggregator.core.links import web_address
from aggregator.core.record import replace
from aggregator.core.text import safe
from aggregator.render import html, words
from tests.support import sample
from tests.support.golden import Golden
from tests.support.markup import Skeleton
from tests.support.spite import SPITE, UNWANTED, spiteful

WEEKS = {"week": sample.week, "empty-week": sample.empty_week}


@pytest.mark.parametrize("name", WEEKS)
def test_it_looks_as_in_the_golden_file(name: str, language: str, golden: Golden) -> None:
    golden.check(f"{language}/{name}.html", html.digest(WEEKS[name](), facilitator=True))


def _headings(text: str) -> list[str]:
    return [line.split(">", 1)[1].split("<")[0] for line in text.splitlines() if line.startswith("<h2")]


def test_every_section_is_a_heading_and_empty_ones_are_left_out() -> None:
    assert _headings(html.digest(sample.empty_week())) == ["All posts of the week"]
    everything = _headings(html.digest(sample.week(), facilitator=True))
    assert everything[:4] == [
        "How the week&#39;s posts were answered",
        "First posts by new bloggers",
        "Waiting for an answer (1 found late)",
        "All posts of the week",
    ]
    for_all = _headings(html.digest(sample.week()))
    assert everything[4:] == [
        "Conversations of the week",
        "Found late",
        "No post this week",
        "Blogs in trouble",
        "Commented, but not in feeds.toml",
    ]
    assert for_all[-1] == "No post this week"
    assert [one for one in everything if one in for_all] == for_all


@pytest.mark.parametrize("spite", SPITE, ids=ascii)
def test_each_spite_is_plain_text(spite: str) -> None:
    _check_plain(lambda text: f"{text} {spite} {text}")


def test_all_spite_at_once_is_plain_text() -> None:
    _check_plain(spiteful)


def _check_plain(dress: sample.Dress) -> None:
    hostile, tame = (html.digest(sample.week(one), facilitator=True) for one in (dress, sample.plain))
    assert Skeleton(hostile).bones == Skeleton(tame).bones
    assert not UNWANTED.search(hostile.replace("\n", ""))
    assert safe(dress("Andre forsøk")) in "".join(Skeleton(hostile).words)


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,x", "//kari.example/", 'https://k/"onx="'])
def test_a_link_leads_to_the_web_or_nowhere(address: str) -> None:
    week = sample.week()
    one = replace(
        week.first_posts[0], post=replace(week.first_posts[0].post, url=address, comment_url=address, picture=None)
    )
    page = Skeleton(
        html.digest(replace(week, first_posts=(one,), waiting=(one,), by_participant=(), late=(), conversations=()))
    )
    known = web_address(address)
    assert [found for found in page.addresses if found.startswith("http")] == ([known] * 4 if known else [])
    assert not [found for found in page.addresses if not found.startswith("https://")]


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("https://kari.example/a.jpg?w=3&h=2", True),
        ("http://kari.example/a.jpg", False),
        ("javascript:x", False),
        (None, False),
    ],
)
def test_a_picture_is_shown_only_over_https(address: str | None, shown: bool) -> None:
    week = sample.week()
    one = replace(week.first_posts[0], post=replace(week.first_posts[0].post, picture=address))
    page = Skeleton(
        html.digest(replace(week, first_posts=(one,), waiting=(), by_participant=(), late=(), conversations=()))
    )
    assert ("img" in [bone[0] for bone in page.bones]) == shown
    assert not shown or address in page.addresses


def test_the_button_leads_to_where_the_comment_is_written_and_says_on_which_post() -> None:
    week = sample.week()
    page = Skeleton(
        html.digest(
            replace(week, waiting=week.waiting[:1], first_posts=(), by_participant=(), late=(), conversations=())
        )
    )
    assert page.addresses == ["https://kari.example/2/", "https://kari.example/2/#respond"]
    assert page.labels == ["Write a comment: Kari Nordmann, Hvorfor jeg begynte"]


def test_every_number_of_the_week_begins_with_a_digit(language: str) -> None:
    """The page sets it apart from what it counts."""
    assert language
    for phrase in words.in_numbers(sample.week().numbers):
        assert phrase.split(" ", 1)[0].isdigit(), phrase


def test_one_week_alone_is_not_drawn() -> None:
    week = sample.week()
    assert "<i " in html.digest(week)
    assert "<i " not in html.digest(replace(week, weeks=week.weeks[-1:]))


def test_a_week_of_which_nobody_knows_has_a_grey_bar() -> None:
    drawn = html.digest(sample.week())
    assert "height:1px;background:#8a929c" in drawn
    assert "height:18px;background:#0072b2" in drawn
