"""The feeds of single posts' comments: which are asked for in a round, and what is believed of them."""

from datetime import timedelta

import pytest

from aggregator.core.model import Bound, Comment, FoundComment, Reason
from aggregator.core.source import Site
from tests.support.build import observation
from tests.support.commentfeeds import (
    ALL,
    BUSY,
    HOME,
    POSTED,
    comment,
    feed,
    of_post,
    redirected,
    told_of,
    unsaid,
    written,
)
from tests.support.sources import NOW, by_post


def web_of(posts, blogs=BUSY):
    """A blog whose posts each have a feed without comments, and whose own feed does not tell of them."""
    return {ALL: blogs} | {one.comments_feed: of_post(one.id) for one in posts}


def test_posts_that_are_not_covered_are_asked_about_by_themselves():
    web = {ALL: BUSY, f"{HOME}/1/feed/": of_post(1), f"{HOME}/2/feed/": of_post(2, comment(4, 2))}
    told, asked = told_of([written(1), written(2)], web)
    found = by_post(told)
    assert [(one.count, one.listed, one.openness) for one in found.values()] == [(0, True, None), (1, True, None)]
    assert (len(asked), told.refused) == (3, None)


# -- what is believed -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("reply", "reason"),
    [
        pytest.param(feed(home=""), Reason.NOT_LISTED, id="a post that is not there"),
        pytest.param(feed(home=f"{HOME}/2/"), Reason.NOT_LISTED, id="another post"),
        pytest.param(feed(home=HOME), Reason.NOT_LISTED, id="the blog"),
        pytest.param(feed(comment(5, 2), home=f"{HOME}/1/"), Reason.NOT_LISTED, id="another post's comments"),
        pytest.param(
            redirected(f"{HOME}/1/", "<!doctype html><p>Hei"),
            Reason.NOT_UNDERSTOOD,
            id="redirected to the post",
        ),
        pytest.param(404, Reason.NOT_THERE, id="not there"),
        pytest.param(403, Reason.REFUSED, id="forbidden"),
        pytest.param(503, Reason.UNREACHABLE, id="broken down"),
    ],
)
def test_what_is_not_the_feed_of_the_post(reply, reason):
    told, _asked = told_of([written()], {f"{HOME}/1/feed/": reply})
    assert told.findings == (unsaid(1, reason),)


def test_the_blog_s_address_is_no_post_s():
    one = written(guid="urn:1", url=f"{HOME}/")
    told, _asked = told_of([one], {f"{HOME}/1/feed/": feed(home=HOME)})
    assert told.findings == (unsaid(1, Reason.NOT_LISTED),)


def test_comments_tell_the_post_where_the_feed_does_not():
    told, _asked = told_of([written(url=None)], {f"{HOME}/1/feed/": feed(comment(5), home=HOME)})
    assert (told.findings[0].count, told.findings[0].listed) == (1, True)


@pytest.mark.parametrize(
    ("many", "site_posts", "left", "listed"),
    [
        pytest.param(9, 10, False, True, id="nine"),
        pytest.param(10, 10, False, False, id="ten"),
        pytest.param(10, 30, True, False, id="ten, though the feed has thirty posts"),
        pytest.param(4, 5, True, True, id="four of at most five"),
        pytest.param(5, 5, True, False, id="five of at most five"),
        pytest.param(5, 5, False, True, id="a young blog of five posts"),
    ],
)
def test_a_full_feed_may_not_be_all(many, site_posts, left, listed):
    comments = [comment(50 - number, 1) for number in range(many)]
    older = [written(2, in_feed_at=POSTED - timedelta(days=9), comments_feed=None)] if left else []
    site = Site(f"{HOME}/feed/", HOME, wordpress=True, feed_posts=site_posts)
    told, _asked = told_of([written(), *older], {f"{HOME}/1/feed/": of_post(1, *comments)}, site)
    finding = told.findings[0]
    assert (finding.count, finding.listed, finding.bound is Bound.EXACT) == (many, listed, listed)


def test_a_shorter_list_than_the_blog_s_is_not_believed():
    comments = [comment(90 - number, 1 if number < 2 else 7, "2026-11-19 12:00") for number in range(10)]
    web = {ALL: feed(*comments), f"{HOME}/1/feed/": of_post(1)}
    finding = told_of([written()], web)[0].findings[0]
    assert (finding.count, finding.bound) == (2, Bound.AT_LEAST)


# -- who is asked about ---------------------------------------------------------------------------


def test_five_posts_in_a_round_and_the_longest_unasked_first():
    def asked_before(number, reason=None):
        when = NOW - timedelta(hours=number)
        return (observation(None if reason else 0, source="commentfeed", checked_at=when, reason=reason),)

    posts = [written(number, observations=asked_before(number)) for number in range(1, 8)]
    posts += [written(8), written(9, observations=asked_before(0, Reason.TOO_MANY))]
    told, asked = told_of(posts, web_of(posts))
    assert asked[1:] == [f"{HOME}/{number}/feed/" for number in (8, 9, 7, 6, 5)]
    assert {one.post: one.reason for one in told.findings if one.count is None} == dict.fromkeys(
        (1, 2, 3, 4), Reason.TOO_MANY
    )


def test_a_thorough_round_asks_about_a_hundred():
    posts = [written(number) for number in range(1, 121)]
    told, asked = told_of(posts, web_of(posts), thorough=True)
    assert len(asked) == 101
    assert sum(one.count == 0 for one in told.findings) == 100


def test_posts_that_others_have_commented_on_are_asked_about_last():
    comments = [comment(90 - number, 1 if number else 7, "2026-11-19 12:00") for number in range(10)]
    posts = [written(number) for number in range(1, 7)]
    told, asked = told_of(posts, web_of(posts, feed(*comments)))
    assert asked[1:] == [f"{HOME}/{number}/feed/" for number in range(2, 7)]
    assert (told.findings[0].count, told.findings[0].bound, told.findings[0].listed) == (9, Bound.AT_LEAST, False)


def test_a_post_that_waits_for_its_turn_keeps_what_is_known():
    comments = [comment(90 - number, 1 if number == 3 else 7, "2026-11-19 12:00") for number in range(10)]
    stored = Comment(1, "commentfeed", FoundComment("87"), POSTED)
    posts = [written(1, comments=(stored,)), *(written(number) for number in range(2, 7))]
    told, _asked = told_of(posts, web_of(posts, feed(*comments)))
    assert told.findings[0] == unsaid(1, Reason.TOO_MANY)


# -- refusals -------------------------------------------------------------------------------------


def test_no_more_posts_are_asked_about_where_none_answers():
    posts = [written(number) for number in range(1, 21)]
    told, asked = told_of(posts, lambda _request: 403, thorough=True)
    assert len(asked) == 2 + 5
    assert (told.refused.status, told.refused.request.url) == (403, ALL)
    assert {one.reason for one in told.findings} == {Reason.REFUSED, Reason.TOO_MANY}


def test_no_more_posts_are_asked_about_where_one_is_refused_for_haste():
    posts = [written(number) for number in range(1, 21)]
    web = web_of(posts) | {posts[2].comments_feed: 429}
    told, asked = told_of(posts, web, thorough=True)
    assert (len(asked), told.refused) == (1 + 5, None)
    assert sum(one.count == 0 for one in told.findings) == 4


def test_refused_only_if_nothing_answers():
    told, asked = told_of([written(1), written(2)], {f"{HOME}/1/feed/": of_post(1)})
    assert (told.refused, len(asked)) == (None, 4)
    assert [(one.count, one.reason) for one in told.findings] == [(0, None), (None, Reason.NOT_THERE)]


def test_no_feed_at_all_is_not_said():
    told, asked = told_of([written(comments_feed=None)], {}, params={"address": ""})
    assert (told.findings, told.refused, asked) == ((unsaid(1, Reason.NOT_SAID),), None, [])
