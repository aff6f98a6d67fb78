from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from aggregator.comments import commentfeed
from aggregator.core.http import Answer
from aggregator.core.model import Bound, Comment, Finding, FoundComment, Kind, Reason
from aggregator.core.source import Site
from tests.support.build import at, observation, post
from tests.support.feedtexts import atom
from tests.support.sources import NOW, ask, by_post

DATA = Path(__file__).parents[2] / "data" / "captures" / "commentfeed"

HOME = "https://kari.example"
ALL = f"{HOME}/comments/feed/atom/"
ALL_RSS = f"{HOME}/comments/feed/"
WORDPRESS = Site(f"{HOME}/feed/", HOME, "https://wordpress.org/?v=6.9", "rss20", wordpress=True, feed_posts=10)
THREAD = "http://purl.org/syndication/thread/1.0"
POSTED = at("2026-11-18 10:00")
HTML = "<!doctype html><title>Kari</title><p>Hei"
ASKED = timedelta(hours=1)


def written(number=1, **changes):
    """A post of Kari's WordPress, of Wednesday at ten."""
    plain = {"dated": POSTED, "first_seen": POSTED, "in_feed_at": POSTED, "guid": f"{HOME}/?p={number}"}
    return post(number, **{"comments_feed": f"{HOME}/{number}/feed/", **plain, **changes})


def comment(
    key, number=1, when="2026-11-18 12:00", *, name="Ola", uri="https://ola.example/", to="", html="<p>Hei</p>"
):
    """A comment as WordPress writes it in Atom; `to` is the comment that it answers."""
    ref, href = (f"{HOME}/?p={number}", f"{HOME}/{number}/") if not to else (f"{HOME}/?p={number}#comment-{to}", "")
    text = html.replace("&", "&amp;").replace("<", "&lt;")
    author = f"<author><name>{name}</name>{f'<uri>{uri}</uri>' if uri else ''}</author>"
    return (
        f"<title>Kommentar til innlegg</title><id>{HOME}/?p={number}#comment-{key}</id>"
        f'<link rel="alternate" href="{HOME}/{number}/#comment-{key}" type="text/html"/>{author}'
        f"<published>{at(when).isoformat()}</published>"
        f'<content type="html">{text}</content><thr:in-reply-to ref="{ref}" href="{href}"/>'
    )


def feed(*comments, home=HOME):
    """A feed of comments as WordPress writes it, of the blog or of the page at `home`."""
    return atom(*comments, head=f'<link rel="alternate" href="{home}"/>' if home else "", thr=THREAD)


def of_post(number, *comments):
    return feed(*comments, home=f"{HOME}/{number}/#comments")


def unsaid(number, reason):
    return Finding(number, None, openness=None, reason=reason)


def told_of(posts, web, site=WORDPRESS, **round_):
    told, asked = ask(commentfeed, site, posts, web, **round_)
    assert [finding.post for finding in told.findings] == [post.id for post in posts]
    return told, [request.url for request in asked]


# -- recognition ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("site", "expected"),
    [
        pytest.param(WORDPRESS, {}, id="WordPress"),
        pytest.param(Site("https://x.example/feed/", wordpress=True), {}, id="WordPress without its generator"),
        pytest.param(Site("https://x.example/", generator="Blogger 7.00 http://www.blogger.com"), {}, id="Blogger"),
        pytest.param(
            Site("https://x.example/", guids=("tag:blogger.com,1999:blog-1.post-2",)), {}, id="Blogger's guids"
        ),
        pytest.param(Site("https://x.example/", generator="Serendipity 2.5.0 - http://www.s9y.org/"), {}, id="s9y"),
        pytest.param(Site("https://x.example/", generator="Dotclear"), {}, id="Dotclear"),
        pytest.param(Site("https://x.example/"), None, id="no word"),
        pytest.param(Site("https://x.example/", generator="Hugo 0.1"), None, id="Hugo"),
        pytest.param(Site("https://x.example/", generator="Better than Blogger"), None, id="Blogger by the way"),
        pytest.param(Site("https://x.example/", guids=("https://x.example/blog-1.post-2",)), None, id="other guids"),
    ],
)
def test_recognised(site, expected):
    assert commentfeed.recognises(site, None) == expected
    assert not commentfeed.WIDGET


def test_unknown_software_is_left_alone_though_its_posts_have_feeds():
    told, asked = told_of([written()], {}, Site(f"{HOME}/feed/", HOME))
    assert (told.findings, asked) == ((unsaid(1, Reason.NOT_SAID),), [])


def test_no_posts_no_question():
    assert told_of([], {})[1] == []


# -- the feed of all comments ---------------------------------------------------------------------


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


def test_an_empty_feed_of_the_blog_says_zero():
    told, asked = told_of([written()], {ALL: feed()})
    assert (told.findings[0].count, told.findings[0].listed, asked) == (0, True, [ALL])


def comments_from(*days):
    return [comment(90 - number, 70, f"2026-11-{day} 12:00") for number, day in enumerate(days)]


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


# -- where it is ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "home", "asked"),
    [
        pytest.param("/feed/", HOME, [ALL, ALL_RSS], id="pretty"),
        pytest.param("/feed/atom/", HOME, [ALL, ALL_RSS], id="pretty Atom"),
        pytest.param("/category/kurs/feed/", HOME, [ALL, ALL_RSS], id="a category's feed"),
        pytest.param("/feed/", None, [ALL, ALL_RSS], id="no front page known"),
        pytest.param(
            "/blogg/feed/",
            f"{HOME}/blogg",
            [f"{HOME}/blogg/comments/feed/atom/", f"{HOME}/blogg/comments/feed/"],
            id="folder",
        ),
        pytest.param(
            "/index.php/feed/",
            HOME,
            [f"{HOME}/index.php/comments/feed/atom/", f"{HOME}/index.php/comments/feed/"],
            id="index.php",
        ),
        pytest.param(
            "/?feed=rss2", HOME, [f"{HOME}/?feed=comments-atom", f"{HOME}/?feed=comments-rss2"], id="plain permalinks"
        ),
        pytest.param("/kari", HOME, [ALL, f"{HOME}/?feed=comments-atom"], id="a feed somewhere else"),
    ],
)
def test_where_wordpress_has_its_feed_of_comments(address, home, asked):
    site = Site(HOME + address, home, wordpress=True)
    told, requests = told_of([written(comments_feed=None)], {}, site)
    assert requests == asked
    assert (told.params, told.refused.status) == ({"address": ""}, 404)


def test_what_worked_is_remembered():
    told, asked = told_of([written()], {ALL_RSS: feed()})
    assert (asked, told.params) == ([ALL, ALL_RSS], {"address": ALL_RSS})
    told, asked = told_of([written()], {ALL_RSS: feed()}, params=told.params)
    assert (asked, told.params, told.findings[0].count) == ([ALL_RSS], None, 0)


def test_what_works_no_more_is_forgotten():
    told, asked = told_of([written()], {ALL: feed()}, params={"address": ALL_RSS})
    assert (asked, told.params) == ([ALL_RSS, f"{HOME}/1/feed/"], {})


def test_where_there_is_none_nobody_asks_again():
    told, asked = told_of([written()], {f"{HOME}/1/feed/": of_post(1)}, params={"address": ""})
    assert (asked, told.params, told.findings[0].count) == ([f"{HOME}/1/feed/"], None, 0)


def redirected(url, body):
    return lambda request: Answer(request, url, 200, {}, body.encode())


@pytest.mark.parametrize(
    "reply",
    [
        pytest.param(HTML, id="page"),
        pytest.param(feed(home=""), id="a feed of nothing"),
        pytest.param(feed(home="https://other.example/"), id="another blog's"),
        pytest.param(feed(comment(9), home=f"{HOME}/1/#comments"), id="a post's"),
        pytest.param(redirected(f"{HOME}/feed/atom/", feed()), id="redirected to the feed of posts"),
        pytest.param(feed(f"<id>{HOME}/?p=1</id>"), id="a feed of posts"),
        pytest.param(feed(comment(9), f"<id>{HOME}/?p=2</id>"), id="a feed of posts and comments"),
        pytest.param("{}", id="JSON"),
        pytest.param("", id="nothing"),
        pytest.param(403, id="forbidden"),
        pytest.param(410, id="gone"),
    ],
)
def test_what_is_not_the_feed_of_all_comments(reply):
    told, asked = told_of([written(comments_feed=None)], dict.fromkeys((ALL, ALL_RSS), reply))
    assert (told.findings[0].count, len(asked)) == (None, 2)
    assert told.refused.request.url == ALL


@pytest.mark.parametrize(("home", "count"), [(HOME, 0), (f"{HOME}/1/#comments", None), ("https://x.example/", None)])
def test_a_blog_whose_front_page_is_not_known(home, count):
    site = Site(f"{HOME}/feed/", wordpress=True, feed_posts=10)
    told, _asked = told_of([written(comments_feed=None)], {ALL: feed(home=home)}, site)
    assert told.findings[0].count == count


def test_a_redirect_to_https_and_www_is_none():
    url = "https://www.kari.example/comments/feed/atom"
    assert told_of([written()], {ALL: redirected(url, feed())})[0].findings[0].count == 0


@pytest.mark.parametrize(
    ("status", "reason"),
    [(429, Reason.TOO_MANY), (500, Reason.UNREACHABLE), (503, Reason.UNREACHABLE), (0, Reason.UNREACHABLE)],
)
def test_a_busy_blog_is_left_alone_at_once(status, reason):
    told, asked = told_of([written(1), written(2)], lambda _request: status)
    assert asked == [ALL]
    assert {one.reason for one in told.findings} == {reason}
    assert (told.refused.status, told.params) == (status, None)


# -- the feeds of single posts --------------------------------------------------------------------


def test_posts_that_are_not_covered_are_asked_about_by_themselves():
    busy = feed(*comments_from(*[19] * 10))
    web = {ALL: busy, f"{HOME}/1/feed/": of_post(1), f"{HOME}/2/feed/": of_post(2, comment(4, 2))}
    told, asked = told_of([written(1), written(2)], web)
    found = by_post(told)
    assert [(one.count, one.listed, one.openness) for one in found.values()] == [(0, True, None), (1, True, None)]
    assert (len(asked), told.refused) == (3, None)


@pytest.mark.parametrize(
    ("reply", "reason"),
    [
        pytest.param(feed(home=""), Reason.NOT_LISTED, id="a post that is not there"),
        pytest.param(feed(home=f"{HOME}/2/"), Reason.NOT_LISTED, id="another post"),
        pytest.param(feed(home=HOME), Reason.NOT_LISTED, id="the blog"),
        pytest.param(feed(comment(5, 2), home=f"{HOME}/1/"), Reason.NOT_LISTED, id="another post's comments"),
        pytest.param(redirected(f"{HOME}/1/", HTML), Reason.NOT_UNDERSTOOD, id="redirected to the post"),
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


def test_five_posts_in_a_round_and_the_longest_unasked_first():
    def asked_before(number, reason=None):
        when = NOW - number * ASKED
        return (observation(None if reason else 0, source="commentfeed", checked_at=when, reason=reason),)

    posts = [written(number, observations=asked_before(number)) for number in range(1, 8)]
    posts += [written(8), written(9, observations=asked_before(0, Reason.TOO_MANY))]
    web = {ALL: feed(*comments_from(*[19] * 10))} | {one.comments_feed: of_post(one.id) for one in posts}
    told, asked = told_of(posts, web)
    assert asked[1:] == [f"{HOME}/{number}/feed/" for number in (8, 9, 7, 6, 5)]
    assert {one.post: one.reason for one in told.findings if one.count is None} == dict.fromkeys(
        (1, 2, 3, 4), Reason.TOO_MANY
    )


def test_a_thorough_round_asks_about_a_hundred():
    posts = [written(number) for number in range(1, 121)]
    web = {ALL: feed(*comments_from(*[19] * 10))} | {one.comments_feed: of_post(one.id) for one in posts}
    told, asked = told_of(posts, web, thorough=True)
    assert len(asked) == 101
    assert sum(one.count == 0 for one in told.findings) == 100


def test_posts_that_others_have_commented_on_are_asked_about_last():
    comments = [comment(90 - number, 1 if number else 7, "2026-11-19 12:00") for number in range(10)]
    posts = [written(number) for number in range(1, 7)]
    web = {ALL: feed(*comments)} | {one.comments_feed: of_post(one.id) for one in posts}
    told, asked = told_of(posts, web)
    assert asked[1:] == [f"{HOME}/{number}/feed/" for number in range(2, 7)]
    assert (told.findings[0].count, told.findings[0].bound, told.findings[0].listed) == (9, Bound.AT_LEAST, False)


def test_a_post_that_waits_for_its_turn_keeps_what_is_known():
    comments = [comment(90 - number, 1 if number == 3 else 7, "2026-11-19 12:00") for number in range(10)]
    stored = Comment(1, "commentfeed", FoundComment("87"), POSTED)
    posts = [written(1, comments=(stored,)), *(written(number) for number in range(2, 7))]
    web = {ALL: feed(*comments)} | {one.comments_feed: of_post(one.id) for one in posts}
    assert told_of(posts, web)[0].findings[0] == unsaid(1, Reason.TOO_MANY)


def test_a_shorter_list_than_the_blog_s_is_not_believed():
    comments = [comment(90 - number, 1 if number < 2 else 7, "2026-11-19 12:00") for number in range(10)]
    web = {ALL: feed(*comments), f"{HOME}/1/feed/": of_post(1)}
    finding = told_of([written()], web)[0].findings[0]
    assert (finding.count, finding.bound) == (2, Bound.AT_LEAST)


def test_no_more_posts_are_asked_about_where_none_answers():
    posts = [written(number) for number in range(1, 21)]
    told, asked = told_of(posts, lambda _request: 403, thorough=True)
    assert len(asked) == 2 + 5
    assert (told.refused.status, told.refused.request.url) == (403, ALL)
    assert {one.reason for one in told.findings} == {Reason.REFUSED, Reason.TOO_MANY}


def test_no_more_posts_are_asked_about_where_one_is_refused_for_haste():
    posts = [written(number) for number in range(1, 21)]
    web = {ALL: feed(*comments_from(*[19] * 10))} | {one.comments_feed: of_post(one.id) for one in posts}
    told, asked = told_of(posts, web | {posts[2].comments_feed: 429}, thorough=True)
    assert (len(asked), told.refused) == (1 + 5, None)
    assert sum(one.count == 0 for one in told.findings) == 4


def test_refused_only_if_nothing_answers():
    told, asked = told_of([written(1), written(2)], {f"{HOME}/1/feed/": of_post(1)})
    assert (told.refused, len(asked)) == (None, 4)
    assert [(one.count, one.reason) for one in told.findings] == [(0, None), (None, Reason.NOT_THERE)]


def test_no_feed_at_all_is_not_said():
    told, asked = told_of([written(comments_feed=None)], {}, params={"address": ""})
    assert (told.findings, told.refused, asked) == ((unsaid(1, Reason.NOT_SAID),), None, [])


# -- WordPress's comments -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written_", "kind"),
    [
        pytest.param(comment(9, html="<p>Takk!</p>"), Kind.COMMENT, id="words"),
        pytest.param(comment(9, html="<p>[&#8230;] so Kari writes [&#8230;]</p>"), Kind.PING, id="pingback"),
        pytest.param(comment(9, html="[...] so Kari writes [...]"), Kind.PING, id="old pingback"),
        pytest.param(comment(9, html="<p>[&#8230;] and so on</p>"), Kind.COMMENT, id="dots in front"),
        pytest.param(comment(9, html="<p>and so on [&#8230;]</p>"), Kind.COMMENT, id="dots behind"),
        pytest.param(comment(9, html="<p><strong>Svar</strong></p>\n<p>So Kari …</p>"), Kind.PING, id="trackback"),
        pytest.param(comment(9, html="<p><strong>Svært</strong> bra!</p>"), Kind.COMMENT, id="a bold word"),
        pytest.param(
            comment(9, to="4", html="<p>[&#8230;] so Kari writes [&#8230;]</p>"),
            Kind.COMMENT,
            id="pings answer no comment",
        ),
    ],
)
def test_pings_are_guessed(written_, kind):
    told, _asked = told_of([written()], {ALL: feed(written_)})
    assert [one.kind for one in told.findings[0].comments] == [kind]


def test_the_line_about_the_answered_comment_is_no_part_of_the_text():
    html = '<p>In reply to <a href="https://kari.example/1/#comment-4">Per</a>.</p>\n<p>Ja, <b>visst</b>!</p>'
    told, _asked = told_of([written()], {ALL: feed(comment(9, to="4", html=html))})
    (said,) = told.findings[0].comments
    assert (said.text, said.parent) == ("Ja, visst!", "4")


@pytest.mark.parametrize(
    ("written_", "count"),
    [
        pytest.param(comment(1, uri="https://wordpress.org/"), 0, id="from WordPress"),
        pytest.param(comment(1, uri="https://nb.wordpress.org/"), 0, id="from WordPress in Norwegian"),
        pytest.param(comment(1, uri="", html="<p>Bilder kommer fra Gravatar.</p>"), 0, id="without its address"),
        pytest.param(comment(1, uri="https://notwordpress.org/"), 1, id="from another host"),
        pytest.param(comment(2, uri="https://wordpress.org/"), 1, id="not the first"),
        pytest.param(comment(1, uri="", html="<p>Hei!</p>"), 1, id="other words"),
        pytest.param(comment(1, html="<p>Er det Gravatar?</p>"), 1, id="from somebody with a blog"),
    ],
)
def test_the_comment_that_comes_with_wordpress_is_none(written_, count):
    told, _asked = told_of([written()], {ALL: feed(written_)})
    assert (told.findings[0].count, len(told.findings[0].comments), told.findings[0].listed) == (count, count, True)


def test_the_comment_that_comes_with_wordpress_is_counted_where_wordpress_counts_it():
    told, _asked = told_of(
        [written(observations=(observation(1),))], {ALL: feed(comment(1, uri="https://wordpress.org/"))}
    )
    assert (told.findings[0].count, told.findings[0].listed) == (0, True)


# -- Blogger, Serendipity, Dotclear: captures of our own ------------------------------------------


def capture(name):
    return (DATA / f"{name}.xml").read_bytes()


BLOGGER_HOME = "https://kari.example.org/"
BLOGGER = Site(
    f"{BLOGGER_HOME}feeds/posts/default",
    BLOGGER_HOME,
    "Blogger 7.00 http://www.blogger.com",
    "atom10",
    feed_posts=25,
    guids=("tag:blogger.com,1999:blog-70.post-803",),
)
BLOGGER_ALL = f"{BLOGGER_HOME}feeds/comments/default?max-results=100"
BLOGGER_THIRD = f"{BLOGGER_HOME}feeds/803/comments/default?max-results=100"
PROFILE = "https://www.blogger.com/profile/500"


def blogger_post(number, slug, **changes):
    plain = {
        "guid": f"tag:blogger.com,1999:blog-70.post-{number}",
        "url": f"{BLOGGER_HOME}2026/11/{slug}.html",
        "author_url": PROFILE,
        "dated": POSTED - timedelta(days=20),
    }
    return post(number, **{**plain, **changes})


BLOGGER_POSTS = [blogger_post(803, "tre"), blogger_post(802, "to"), blogger_post(801, "en"), blogger_post(800, "null")]


def test_blogger():
    told, asked = told_of(BLOGGER_POSTS, {BLOGGER_ALL: capture("blogger-blog")}, BLOGGER)
    found = by_post(told)
    assert asked == [BLOGGER_ALL]
    assert {number: (one.count, one.listed, one.includes_pings) for number, one in found.items()} == {
        803: (2, True, False),
        802: (0, True, False),
        801: (1, True, False),
        800: (0, True, False),
    }
    assert [(one.key, one.author, one.own, one.author_id) for one in found[803].comments] == [
        ("904", "Kari", True, "500"),
        ("903", "Ola", False, "501"),
    ]
    assert (found[803].comments[1].text, found[801].comments[0].own) == ("Fint skrevet", None)


def test_blogger_s_author_is_known_by_profile_alone():
    posts = [blogger_post(803, "tre", author_url="https://kari.example/")]
    told, _asked = told_of(posts, {BLOGGER_ALL: capture("blogger-blog")}, BLOGGER)
    assert [one.own for one in told.findings[0].comments] == [None, None]


@pytest.mark.parametrize(
    ("old", "new", "count"),
    [
        pytest.param(b"<openSearch:totalResults>4<", b"<openSearch:totalResults>400<", 0, id="less than a page"),
        pytest.param(b"<openSearch:itemsPerPage>100<", b"<openSearch:itemsPerPage>4<", 0, id="a full page, but all"),
        pytest.param(
            b"<openSearch:totalResults>4</openSearch:totalResults><openSearch:startIndex>1</openSearch:startIndex>"
            b"<openSearch:itemsPerPage>100<",
            b"<openSearch:itemsPerPage>4<",
            None,
            id="a full page",
        ),
        pytest.param(b"<author>", b"<link rel='next' href='?start-index=101'/><author>", None, id="more pages"),
        pytest.param(b"blog-70.comments", b"blog-71.comments", None, id="another blog"),
        pytest.param(b"blog-70.comments", b"blog-70", 0, id="known by its own address"),
        pytest.param(b"blog-70.comments", b"blog-70.post803..comments", None, id="a post's comments"),
        pytest.param(b"ref='tag:blogger.com,1999:blog-70.post-802'", b"", None, id="a comment of no post"),
    ],
)
def test_blogger_has_to_prove_zero(old, new, count):
    body = capture("blogger-blog")
    assert old in body
    told, _asked = told_of([blogger_post(800, "null")], {BLOGGER_ALL: body.replace(old, new, 1)}, BLOGGER)
    assert told.findings[0].count == count


def test_blogger_s_page_may_be_shorter_than_it_says():
    head, entry, rest = capture("blogger-blog").partition(b"<entry>")
    one = entry + rest.partition(b"</entry>")[0] + b"</entry>"
    entries = b"".join(one.replace(b"904", str(9000 + number).encode()) for number in range(25))
    for total, count in ((b"25", 0), (b"26", None)):
        body = head.replace(b"totalResults>4<", b"totalResults>" + total + b"<") + entries + b"</feed>"
        told, _asked = told_of([blogger_post(800, "null")], {BLOGGER_ALL: body}, BLOGGER)
        assert told.findings[0].count == count


@pytest.mark.parametrize(
    "itself",
    ["https://www.blogger.com/feeds/71/comments/default", "https://www.blogger.com/feeds/70/posts/default", ""],
)
def test_blogger_has_to_say_whose_feed_it_is(itself):
    body = capture("blogger-blog").replace(b"blog-70.comments", b"blog-70")
    old = b"rel='self' type='application/atom+xml' href='https://www.blogger.com/feeds/70/comments/default?max-results=100'"
    assert old in body
    web = {BLOGGER_ALL: body.replace(old, f"rel='self' href='{itself}'".encode())}
    assert told_of([blogger_post(800, "null")], web, BLOGGER)[0].findings[0].count is None


def test_blogger_is_found_by_its_number_where_its_own_host_refuses():
    other = "https://www.blogger.com/feeds/70/comments/default?max-results=100"
    told, asked = told_of(BLOGGER_POSTS, {other: capture("blogger-blog")}, BLOGGER)
    assert (asked, told.params, told.findings[0].count) == ([BLOGGER_ALL, other], {"address": other}, 2)


def test_blogger_s_posts_by_themselves():
    second = BLOGGER_THIRD.replace("803", "802")
    web = {BLOGGER_THIRD: capture("blogger-post"), second: capture("blogger-empty")}
    told, _asked = told_of(BLOGGER_POSTS[:3], web, BLOGGER, params={"address": ""})
    assert [(one.count, one.listed) for one in told.findings] == [(2, True), (0, True), (None, False)]


def test_blogger_s_empty_feed_of_another_post_is_not_believed():
    web = {BLOGGER_THIRD: capture("blogger-empty")}
    told, _asked = told_of(BLOGGER_POSTS[:1], web, BLOGGER, params={"address": ""})
    assert told.findings == (unsaid(803, Reason.NOT_LISTED),)


def test_blogger_s_feed_of_a_post_is_asked_where_the_blog_says():
    where = "https://blog.example.org/feeds/803/comments/default?alt=atom"
    posts = [blogger_post(803, "tre", comments_feed=where)]
    _told, asked = told_of(posts, {}, BLOGGER, params={"address": ""})
    assert asked == [f"{where}&max-results=100"]


S9Y = Site(
    "https://liv.example.org/feeds/index.rss2",
    "https://liv.example.org/",
    "Serendipity 2.5.0 - http://www.s9y.org/",
    "rss20",
    feed_posts=15,
)
S9Y_ALL = "https://liv.example.org/rss.php?version=2.0&type=comments"


def s9y_post(number, slug, **changes):
    plain = {
        "guid": f"https://liv.example.org/archives/{number}-guid.html",
        "url": f"https://liv.example.org/archives/{number}-{slug}.html",
        "comments_feed": f"{S9Y_ALL}&cid={number}",
        "dated": POSTED - timedelta(days=20),
    }
    return post(number, **{**plain, **changes})


S9Y_POSTS = [s9y_post(33, "Tredje"), s9y_post(32, "Andre"), s9y_post(31, "Foerste")]


def test_serendipity():
    told, asked = told_of(S9Y_POSTS, {S9Y_ALL: capture("serendipity-blog")}, S9Y)
    found = by_post(told)
    assert asked == [S9Y_ALL]
    assert {number: (one.count, one.listed, one.includes_pings) for number, one in found.items()} == {
        33: (2, True, False),
        32: (0, True, False),
        31: (1, True, False),
    }
    first, second = found[33].comments
    assert (first.key, first.author, first.own, first.text) == ("13", "Liv", None, "Takk for svar!")
    assert (second.url, second.published) == (
        "https://liv.example.org/archives/33-Tredje.html#c12",
        at("2026-11-18 09:00"),
    )


def test_serendipity_s_comments_are_joined_by_the_number_of_their_post():
    body = capture("serendipity-blog").replace(b"/archives/33-", b"/archives/2026/11/18/33-")
    told, _asked = told_of(S9Y_POSTS, {S9Y_ALL: body}, S9Y)
    assert [one.count for one in told.findings] == [2, 0, 1]


@pytest.mark.parametrize(
    ("body", "posts"),
    [
        pytest.param(capture("serendipity-blog").replace(b"wfw:comment>", b"wfw:x>"), S9Y_POSTS[1:2], id="no number"),
        pytest.param(capture("serendipity-blog"), [s9y_post(32, "Andre", comments_feed=None)], id="a post without one"),
        pytest.param(capture("serendipity-blog").replace(b"liv.ex", b"per.ex"), S9Y_POSTS[1:2], id="another blog"),
    ],
)
def test_serendipity_has_to_prove_zero(body, posts):
    told, _asked = told_of(posts, {S9Y_ALL: body}, S9Y)
    assert told.findings[0].count is None


def test_serendipity_s_posts_by_themselves():
    web = {f"{S9Y_ALL}&cid=33": capture("serendipity-post"), f"{S9Y_ALL}&cid=32": capture("serendipity-empty")}
    told, asked = told_of(S9Y_POSTS[:2], web, S9Y)
    assert asked == [S9Y_ALL, *web]
    assert [(one.count, one.reason) for one in told.findings] == [(2, None), (None, Reason.NOT_LISTED)]


DOTCLEAR = Site("https://siri.example.org/feed/rss2", "https://siri.example.org/", "Dotclear", "rss20", feed_posts=20)
DOTCLEAR_ALL = "https://siri.example.org/feed/rss2/comments"


def dotclear_post(number, slug, **changes):
    plain = {
        "guid": f"urn:md5:{number:032x}",
        "url": f"https://siri.example.org/post/2026/11/{slug}",
        "comments_feed": f"{DOTCLEAR_ALL}/{number}",
        "dated": POSTED - timedelta(days=2),
    }
    return post(number, **{**plain, **changes})


DOTCLEAR_POSTS = [
    dotclear_post(43, "tredje"),
    dotclear_post(42, "andre"),
    dotclear_post(41, "foerste", dated=at("2026-11-09 10:00")),
]


def test_dotclear():
    web = {DOTCLEAR_ALL: capture("dotclear-blog"), f"{DOTCLEAR_ALL}/42": capture("dotclear-empty")}
    told, asked = told_of(DOTCLEAR_POSTS, web, DOTCLEAR)
    found = by_post(told)
    assert asked == [DOTCLEAR_ALL, f"{DOTCLEAR_ALL}/41"]
    assert {number: (one.count, one.listed, one.bound is Bound.EXACT) for number, one in found.items()} == {
        43: (2, True, True),
        42: (0, True, True),
        41: (1, False, False),
    }
    assert [(one.key, one.kind, one.author) for one in found[43].comments] == [
        ("23", Kind.PING, "Ola sin blogg"),
        ("22", Kind.COMMENT, "Ola"),
    ]
    assert found[43].includes_pings


def test_dotclear_s_posts_by_themselves():
    web = {f"{DOTCLEAR_ALL}/43": capture("dotclear-post"), f"{DOTCLEAR_ALL}/42": capture("dotclear-empty")}
    told, _asked = told_of(DOTCLEAR_POSTS[:2], web, DOTCLEAR, params={"address": ""})
    assert [(one.count, one.listed) for one in told.findings] == [(2, True), (0, True)]


def test_dotclear_s_empty_feed_of_another_post_is_not_believed():
    web = {f"{DOTCLEAR_ALL}/43": capture("dotclear-empty")}
    told, _asked = told_of(DOTCLEAR_POSTS[:1], web, DOTCLEAR, params={"address": ""})
    assert told.findings == (unsaid(43, Reason.NOT_LISTED),)


@pytest.mark.parametrize(
    ("address", "feed_", "asked"),
    [
        pytest.param("https://x.example/feed/atom", None, "https://x.example/feed/atom/comments", id="Atom"),
        pytest.param(
            "https://x.example/index.php?feed/rss2",
            "https://x.example/index.php?feed/rss2/comments/7",
            "https://x.example/index.php?feed/rss2/comments",
            id="by query",
        ),
    ],
)
def test_where_dotclear_has_its_feed_of_comments(address, feed_, asked):
    site = Site(address, "https://x.example/", "Dotclear")
    _told, requests = told_of([post(comments_feed=feed_)], {}, site)
    assert requests[0] == asked


# -- spite ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("site", [WORDPRESS, BLOGGER, S9Y, DOTCLEAR], ids=lambda site: urlsplit(site.home).hostname)
@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b"\x00" * 1000, id="noughts"),
        pytest.param(b"<feed>" * 1000, id="deep"),
        pytest.param(b"<rss><channel><item/><item><guid/></item></channel></rss>", id="empty items"),
        pytest.param(feed("<id/>", "<id>#comment-</id>", "<id>#comment-x</id>").encode(), id="no numbers"),
        pytest.param(feed("<id>" + "9" * 5000 + "</id>").encode(), id="long"),
        pytest.param(feed(comment("9" * 30), home="https://[::1").encode(), id="odd addresses"),
    ],
)
def test_junk_says_nothing(site, body):
    posts = [written(), *BLOGGER_POSTS[:1], *S9Y_POSTS[:1], *DOTCLEAR_POSTS[:1]]
    told, _asked = told_of(posts, lambda _request: body, site)
    assert {one.count for one in told.findings} == {None}
