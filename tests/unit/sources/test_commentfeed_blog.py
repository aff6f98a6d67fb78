"""What a blog's feed of all comments tells of each post, and when nobody has commented on it."""

import pytest

from aggregator.core.model import Bound, FoundComment, Reason
from aggregator.core.source import Site
from tests.support.build import at, observation
from tests.support.commentfeeds import ALL, HOME, comment, comments_from, feed, told_of, written
from tests.support.sources import by_post


def test_one_request_tells_of_all_posts():
    body = feed(comment(9, 1), comment(8, 2, to="7"), comment(7, 2))
    told, asked = told_of([written(1), written(2), written(3)], {ALL: body})
    found = by_post(told)
    assert asked == [ALL]
    assert [(found[number].count, found[number].listed) for number in (1, 2, 3)] == [(1, True), (2, True), (0, True)]
    assert found[1].comments == (
        FoundComment(
            "9",
            author="Ola",
            author_url="https://ola.example/",
            published=at("2026-11-18 12:00"),
            url=f"{HOME}/1/#comment-9",
            text="Hei",
        ),
    )
    assert {one.key: one.parent for one in found[2].comments} == {"8": "7", "7": None}
    assert all(one.includes_pings and one.bound is Bound.EXACT and one.openness is None for one in told.findings)
    assert told.refused is None


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"guid": "urn:1"}, id="address"),
        pytest.param(
            {"guid": "urn:1", "url": "http://www.kari.example/1?utm_source=x"}, id="address written otherwise"
        ),
        pytest.param({"url": None}, id="guid"),
        pytest.param({"guid": "http://kari.example/?p=1", "url": None}, id="guid written otherwise"),
    ],
)
def test_comments_are_joined(changes):
    told, _asked = told_of([written(**changes)], {ALL: feed(comment(9))})
    assert told.findings[0].count == 1


def test_the_blog_s_own_number_is_not_outdone_by_silence():
    post_ = written(observations=(observation(2),))
    told, asked = told_of([post_], {ALL: feed(comment(9))})
    assert (told.findings[0].count, told.findings[0].bound, told.findings[0].listed) == (1, Bound.AT_LEAST, False)
    assert asked == [ALL, post_.comments_feed]
    told, _asked = told_of([post_], {ALL: feed()})
    assert (told.findings[0].count, told.findings[0].reason) == (None, Reason.NOT_THERE)
    told, _asked = told_of([written(observations=(observation(1),))], {ALL: feed(comment(9))})
    assert told.findings[0].listed


# -- zero -----------------------------------------------------------------------------------------


def test_an_empty_feed_of_the_blog_says_zero():
    told, asked = told_of([written()], {ALL: feed()})
    assert (told.findings[0].count, told.findings[0].listed, asked) == (0, True, [ALL])


@pytest.mark.parametrize(
    ("comments", "post_", "count"),
    [
        pytest.param(comments_from(*[19] * 9, 17), written(), 0, id="goes back beyond the post"),
        pytest.param(comments_from(*[19] * 10), written(), None, id="does not"),
        pytest.param(
            comments_from(*[19] * 9, 17), written(published=at("2026-11-16 10:00")), None, id="said to be older"
        ),
        pytest.param(comments_from(*[19] * 9, 17), written(first_seen=at("2026-11-16 10:00")), None, id="seen before"),
        pytest.param(
            comments_from(*[19] * 9, 17), written(published=at("2026-11-20 10:00")), 0, id="said to be younger"
        ),
        pytest.param(comments_from(*[19] * 9, 17), written(published=at("2026-11-17 12:00")), None, id="of one moment"),
        pytest.param(comments_from(*[19] * 8, 20, 17), written(), None, id="not the newest first"),
        pytest.param(comments_from(*[20] * 9, 18), written(), None, id="later on the same day"),
        pytest.param(comments_from(*[19] * 9), written(), 0, id="fewer comments than the feed has posts"),
        pytest.param(
            [comment(1, 70).replace("<published>2026", "<published>x"), *comments_from(*[19] * 8, 17)],
            written(),
            None,
            id="a comment without date",
        ),
    ],
)
def test_zero_has_to_be_proved(comments, post_, count):
    told, asked = told_of([post_], {ALL: feed(*comments)})
    assert told.findings[0].count == count
    assert (len(asked) == 1) == (count == 0)


@pytest.mark.parametrize(
    ("many", "posts_in_feed", "count"),
    [
        pytest.param(4, 5, 0, id="fewer"),
        pytest.param(5, 5, None, id="as many"),
        pytest.param(6, 5, None, id="more"),
        pytest.param(0, 0, None, id="the feed of posts was empty"),
        pytest.param(10, 30, None, id="ten is what WordPress gives unasked"),
        pytest.param(12, 30, 0, id="a longer feed"),
    ],
)
def test_a_feed_that_is_not_full_holds_all(many, posts_in_feed, count):
    site = Site(f"{HOME}/feed/", HOME, wordpress=True, feed_posts=posts_in_feed)
    told, _asked = told_of([written()], {ALL: feed(*comments_from(*[19] * many))}, site)
    assert told.findings[0].count == count


def test_a_feed_that_was_cut_proves_nothing():
    body = feed(comment(9, 1), comment(8, 2))
    told, _asked = told_of([written(1), written(3)], {ALL: body[: body.index("</entry></feed>")]})
    assert [(one.count, one.bound) for one in told.findings] == [(1, Bound.AT_LEAST), (None, Bound.EXACT)]


@pytest.mark.parametrize(
    ("changes", "count"),
    [
        pytest.param({"guid": "urn:1", "url": f"{HOME}/1/"}, 0, id="by its address"),
        pytest.param({"guid": f"{HOME}/?p=1", "url": "https://feedproxy.example/1"}, 0, id="by its number"),
        pytest.param({"guid": "urn:1", "url": "https://feedproxy.example/1"}, None, id="by neither"),
        pytest.param({"guid": "urn:1", "url": None}, None, id="without address"),
        pytest.param({"guid": "urn:1", "url": f"{HOME}/"}, None, id="with the blog's address"),
    ],
)
def test_no_zero_for_a_post_that_comments_might_call_otherwise(changes, count):
    told, _asked = told_of([written(**{"comments_feed": None, **changes})], {ALL: feed()})
    assert told.findings[0].count == count


@pytest.mark.parametrize(("dated", "count"), [(True, 0), (False, None)], ids=["dated", "without a date"])
def test_a_full_feed_proves_nothing_of_a_post_that_may_be_older(dated, count):
    """First seen after all of the comments in the feed, but written nobody knows when."""
    seen = at("2026-11-21 10:00")
    undated = written(1, published=seen if dated else None, dated=seen, first_seen=seen, in_feed_at=seen)
    full = feed(*[comment(90 - number, 70, f"2026-11-20 1{9 - number}:00") for number in range(10)])
    told, _ = told_of([undated], {ALL: full})
    assert by_post(told)[1].count == count
