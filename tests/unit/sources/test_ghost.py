import json
from dataclasses import replace
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from aggregator.comments import ghost
from aggregator.core.http import Answer
from aggregator.core.model import Bound, Comment, Finding, FoundComment, Openness, Reason
from aggregator.core.page import read_page
from aggregator.core.source import Site
from tests.support.build import at, observation, post
from tests.support.sources import NOW, ask, by_post, captured, shared

HOME = "https://kari.example/"
SITE = Site(HOME + "rss/", HOME, "Ghost 5.130", "rss20")
COUNTS = HOME + "members/api/comments/counts/"
WHERE = {"counts": COUNTS, "members": HOME}
OPEN = {**WHERE, "comments": "all"}
META = '<meta name="generator" content="Ghost 5.130">'
COUNTER = f'<script defer src="/c.js" data-ghost-comments-counts-api="{COUNTS}"></script>'
FORM = '<script defer src="https://cdn.example/ui.js" data-ghost-comments="{}" data-comments-enabled="{}"></script>'
OFF = b'{"errors":[{"message":"Comments are not enabled for this site.","type":"MethodNotAllowedError"}]}'


def guid(number):
    return f"{number:024x}"


def key(number):
    return f"{number:023x}c"


def one(number=1, **changes):
    return post(number, **({"guid": guid(number)} | changes))


def seen(count=0, **changes):
    return observation(count, **({"source": "ghost"} | changes))


def page(*parts, url=HOME + "1/"):
    return read_page("".join(parts), url)


def row(number=1, *replies, **changes):
    """A comment as Ghost lists it."""
    plain = {"id": key(number), "status": "published", "html": "<p>Well <b>said</b> &amp; done</p>"}
    plain |= {"created_at": "2026-11-19T10:00:00.000Z", "in_reply_to_id": None}
    plain["member"] = {"id": "m1", "uuid": "8eaa18ae", "name": "Ola &amp; co"}
    return plain | {"replies": list(replies), "count": {"replies": len(replies), "likes": 0}} | changes


class Blog:
    """A Ghost that counts published comments and lists them in pages, as the real one does."""

    def __init__(self, threads=None, *, replies=None, per_page=100, counts=None, instead=None):
        self.threads, self.replies, self.per_page = threads or {}, replies or {}, per_page
        self.counts, self.instead, self.asked = counts, instead or {}, []

    def __call__(self, request):
        parts = urlsplit(request.url)
        query = parse_qs(parts.query)
        self.asked.append(parts.path)
        for path, reply in self.instead.items():
            if path in parts.path:
                return Answer(request, request.url, *reply) if isinstance(reply, tuple) else reply
        if parts.path.endswith("/counts/"):
            return json.dumps(self.counts or {one: self.count(one) for one in query["ids"][0].split(",")})
        rows = self.threads.get(parts.path.split("/")[-2], [])
        if parts.path.endswith("/replies/"):
            rows = self.replies[parts.path.split("/")[-3]]
        number = int(query.get("page", ["1"])[0])
        more = number * self.per_page < len(rows)
        shown = rows[(number - 1) * self.per_page : number * self.per_page]
        meta = {"pagination": {"page": number, "total": len(rows), "next": number + 1 if more else None}}
        return json.dumps({"comments": shown, "meta": meta})

    def count(self, guid):
        top = self.threads.get(guid, [])
        below = [reply for one in top for reply in self.replies.get(one["id"], one["replies"])]
        return sum(one["status"] == "published" for one in [*top, *below])


def told(blog, *posts, params=OPEN, **changes):
    answer, asked = ask(ghost, SITE, posts, blog, params=params, **changes)
    return by_post(answer), asked, answer


# -- recognition ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("parts", "params"),
    [
        pytest.param([META, COUNTER, FORM.format(HOME, "all")], OPEN, id="all may comment"),
        pytest.param([META, COUNTER, FORM.format(HOME, "paid")], {**WHERE, "comments": "paid"}, id="paying members"),
        pytest.param([META, COUNTER], WHERE, id="no form: a front page, a post for members, or a theme without it"),
        pytest.param([COUNTER], WHERE, id="a hidden generator"),
        pytest.param([META, FORM.format(HOME, "all")], OPEN, id="a theme that leaves the counter out"),
        pytest.param([META, FORM.format(HOME, "often")], WHERE, id="a word nobody knows"),
        pytest.param([META], {**WHERE, "comments": "off"}, id="neither: switched off"),
        pytest.param(["<p>A page made by something else"], WHERE, id="the feed says that it is Ghost"),
        pytest.param([META, COUNTER.replace(COUNTS, HOME + "count")], WHERE, id="an address that is no such API"),
        pytest.param([META, FORM.format("javascript:x", "all")], OPEN, id="an address that is none"),
        pytest.param(
            [META, COUNTER.replace(HOME, "https://kari.example/blog/")],
            {"counts": "https://kari.example/blog/members/api/comments/counts/", "members": HOME + "blog/"},
            id="in a folder",
        ),
        pytest.param([META, COUNTER.replace(HOME, "/")], WHERE, id="a relative address"),
    ],
)
def test_ghost_is_recognised_by_its_page(parts, params):
    assert ghost.recognises(SITE, page(*parts)) == params


def test_ghost_is_recognised_by_its_feed_when_no_page_can_be_read():
    assert ghost.recognises(SITE, None) == WHERE
    assert ghost.recognises(replace(SITE, sources={"ghost": OPEN}), None) == OPEN
    assert ghost.recognises(replace(SITE, home="https://kari.example/blog"), None)["members"] == HOME + "blog/"


@pytest.mark.parametrize(
    ("generator", "parts"),
    [
        pytest.param(
            "https://wordpress.org/?v=6.9", ['<meta name="generator" content="WordPress 6.9">'], id="wordpress"
        ),
        pytest.param("", ['<script data-isso="//c.example/"></script>'], id="isso"),
        pytest.param("Ghostwriter 2", ['<meta name="generator" content="Ghostwriter 2">'], id="another name"),
        pytest.param("", ['<p data-ghost-comments="https://kari.example/">'], id="no script"),
        pytest.param("", ['<meta name="description" content="Ghost 5.130">'], id="another meta"),
        pytest.param("", [], id="empty"),
    ],
)
def test_nothing_else_is_taken_for_ghost(generator, parts):
    site = replace(SITE, generator=generator)
    assert ghost.recognises(site, page(*parts)) is None
    assert ghost.recognises(site, None) is None


def test_without_an_address_to_ask_ghost_is_not_recognised():
    assert ghost.recognises(replace(SITE, home=None), None) is None


# -- how many ---------------------------------------------------------------------------------------


def test_no_comment_is_zero_and_one_request_for_all_posts():
    found, asked, _ = told(Blog(), one(1), one(2))
    assert found == {1: Finding(1, 0, openness=Openness.OPEN), 2: Finding(2, 0, openness=Openness.OPEN)}
    assert [request.url for request in asked] == [f"{COUNTS}?ids={guid(1)},{guid(2)}"]


def test_a_hundred_posts_at_a_time():
    found, asked, _ = told(Blog(), *[one(number) for number in range(1, 202)])
    assert len(asked) == 3
    assert {one.count for one in found.values()} == {0}


@pytest.mark.parametrize(
    "name", ["", "1", guid(1)[:-1], guid(1) + "0", "https://kari.example/1/", "G" * 24, guid(1) + "\n"]
)
def test_a_guid_that_is_no_id_of_ghost_is_unknown(name):
    found, asked, _ = told(Blog(), one(1, guid=name), one(2))
    assert found[1] == Finding(1, None, openness=Openness.OPEN, reason=Reason.NOT_LISTED)
    assert found[2].count == 0
    assert name not in asked[0].url.split("=")[1].split(",")


@pytest.mark.parametrize("count", [None, -1, "many", 1.5, True, [], {}])
def test_a_count_that_is_none_or_not_there_is_unknown(count):
    found, _, answer = told(Blog(counts={guid(1): count, guid(2): 0, guid(9): 4}), one(1), one(2), one(3))
    assert {number: finding.count for number, finding in found.items()} == {1: None, 2: 0, 3: None}
    assert found[3].reason is Reason.NOT_LISTED
    assert answer.refused is None


@pytest.mark.parametrize(
    ("reply", "reason"),
    [
        pytest.param((401,), Reason.REFUSED, id="401"),
        pytest.param((403,), Reason.REFUSED, id="403 of a private site"),
        pytest.param((404,), Reason.NOT_THERE, id="404 before version 5.9"),
        pytest.param((429,), Reason.TOO_MANY, id="429"),
        pytest.param((503,), Reason.UNREACHABLE, id="503"),
        pytest.param((0,), Reason.UNREACHABLE, id="no answer"),
        pytest.param("<!doctype html>This site is private", Reason.NOT_UNDERSTOOD, id="HTML"),
        pytest.param("[]", Reason.NOT_UNDERSTOOD, id="a list"),
        pytest.param("{}", Reason.NOT_UNDERSTOOD, id="nothing that was asked for"),
        pytest.param("{", Reason.NOT_UNDERSTOOD, id="cut"),
    ],
)
def test_a_refusal_ends_the_asking(reply, reason):
    found, asked, answer = told(Blog(instead={"/counts/": reply}), one(1), one(2), thorough=True)
    assert len(asked) == 1
    assert answer.refused is not None
    assert {one: (finding.count, finding.reason, finding.openness) for one, finding in found.items()} == {
        1: (None, reason, None),
        2: (None, reason, None),
    }


def test_a_refusal_of_the_second_hundred_leaves_what_the_first_told():
    blog = Blog()
    found, asked, answer = told(lambda r: 429 if guid(101) in r.url else blog(r), *map(one, range(1, 102)))
    assert len(asked) == 2
    assert answer.refused.status == 429
    assert [found[100].count, found[101].count, found[101].reason] == [0, None, Reason.TOO_MANY]


def test_a_blog_chosen_by_hand_is_asked_at_its_home():
    found, asked, _ = told(Blog(), one(), params={})
    assert found[1].count == 0
    assert asked[0].url.startswith(COUNTS)
    answer, asked = ask(ghost, replace(SITE, home=None), [one()], Blog(), params={})
    assert by_post(answer)[1].reason is Reason.NOT_THERE
    assert not asked


# -- who --------------------------------------------------------------------------------------------


def test_who_commented_is_listed():
    found, _, _ = told(Blog({guid(1): [row(1, row(2, member={"id": "m2", "name": "Kari"}))]}), one())
    assert found[1] == Finding(
        1,
        2,
        openness=Openness.OPEN,
        comments=(
            FoundComment(
                key(1),
                "Ola & co",
                author_id="8eaa18ae",
                published=at("2026-11-19 10:00"),
                url=f"{HOME}1/#ghost-comments-{key(1)}",
                text="Well said & done",
            ),
            FoundComment(
                key(2),
                "Kari",
                author_id="m2",
                published=at("2026-11-19 10:00"),
                url=f"{HOME}1/#ghost-comments-{key(2)}",
                parent=key(1),
                text="Well said & done",
            ),
        ),
        listed=True,
    )


def test_a_reply_to_a_reply_names_it():
    found, _, _ = told(Blog({guid(1): [row(1, row(2), row(3, in_reply_to_id=key(2)))]}), one())
    assert [comment.parent for comment in found[1].comments] == [None, key(1), key(2)]


@pytest.mark.parametrize("status", ["hidden", "deleted", None, ""])
def test_what_is_not_published_is_no_comment(status):
    found, _, _ = told(Blog({guid(1): [row(1, row(2), status=status)]}), one())
    assert [comment.key for comment in found[1].comments] == [key(2)]
    assert (found[1].count, found[1].listed) == (1, True)


def test_a_member_who_has_left_has_no_name():
    found, _, _ = told(Blog({guid(1): [row(1, member=None)]}), one(url=None))
    (comment,) = found[1].comments
    assert (comment.author, comment.author_id, comment.own, comment.url) == ("", None, None, None)


def test_all_pages_of_a_list_are_read():
    found, asked, _ = told(Blog({guid(1): [row(number) for number in range(1, 8)]}, per_page=3), one())
    assert (found[1].count, found[1].listed, len(found[1].comments)) == (7, True, 7)
    assert len(asked) == 4


def test_a_list_that_goes_on_too_long_is_not_whole():
    found, asked, _ = told(Blog({guid(1): [row(number) for number in range(1, 20)]}, per_page=1), one(), thorough=True)
    assert (found[1].count, found[1].bound, found[1].listed) == (19, Bound.EXACT, False)
    assert len(found[1].comments) == 10
    assert len(asked) == 11


def test_replies_beyond_the_first_are_fetched():
    replies = [row(number) for number in range(2, 7)]
    blog = Blog({guid(1): [row(1, *replies[:3], count={"replies": 5})]}, replies={key(1): replies})
    found, asked, _ = told(blog, one())
    assert (found[1].count, found[1].listed) == (6, True)
    assert [comment.key for comment in found[1].comments] == [key(number) for number in range(1, 7)]
    assert asked[-1].url == f"{HOME}members/api/comments/{key(1)}/replies/?limit=100&page=1"


def test_replies_that_go_on_too_long_are_not_all():
    replies = [row(number) for number in range(2, 20)]
    blog = Blog({guid(1): [row(1, count={"replies": 18})]}, replies={key(1): replies}, per_page=1, counts={guid(1): 3})
    found, _, _ = told(blog, one(), thorough=True)
    assert (found[1].count, found[1].bound, found[1].listed) == (11, Bound.AT_LEAST, False)


def test_when_replies_cannot_be_fetched_the_list_is_not_whole():
    blog = Blog(
        {guid(1): [row(1, row(2), count={"replies": 2})]},
        replies={key(1): [row(2), row(3)]},
        instead={"/replies/": (500,)},
    )
    found, _, answer = told(blog, one())
    assert (found[1].count, found[1].listed, len(found[1].comments)) == (3, False, 2)
    assert answer.refused.status == 500


def test_a_list_shorter_than_the_count_is_not_believed_to_be_all():
    found, _, _ = told(Blog({guid(1): []}, counts={guid(1): 1}), one())
    assert found[1] == Finding(1, 1, openness=Openness.OPEN)


def test_a_list_longer_than_the_count_is_newer():
    found, _, _ = told(Blog({guid(1): [row(1), row(2)]}, counts={guid(1): 1}), one())
    assert (found[1].count, found[1].listed) == (2, True)


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("<html>", id="html"),
        pytest.param("[]", id="a list"),
        pytest.param('{"comments": 1}', id="no list"),
        pytest.param("{}", id="empty"),
        pytest.param((404,), id="404"),
    ],
)
def test_one_list_that_is_none_concerns_its_post_only(body):
    blog = Blog({guid(1): [row(1)], guid(2): [row(2)]}, instead={f"post/{guid(1)}": body})
    found, _, answer = told(blog, one(1), one(2))
    assert found[1] == Finding(1, 1, openness=Openness.OPEN)
    assert found[2].listed
    assert answer.refused is None


@pytest.mark.parametrize("status", [0, 401, 403, 405, 429, 500])
def test_where_lists_are_refused_no_more_are_asked_for(status):
    blog = Blog({guid(number): [row(number)] for number in (1, 2)}, instead={"comments/post/": (status,)})
    found, asked, answer = told(blog, one(1), one(2))
    assert [found[1].count, found[2].count] == [1, 1]
    assert len(asked) == 2
    assert (answer.refused is not None) == (status in (0, 429, 500))


@pytest.mark.parametrize(
    "odd",
    [
        pytest.param({"comments": [1, None, "x", {}], "meta": {"pagination": {"next": None}}}, id="rows"),
        pytest.param({"comments": [row(1, id="x")], "meta": {"pagination": {"next": None}}}, id="an id"),
        pytest.param({"comments": [row(1, id=None)], "meta": {"pagination": {"next": None}}}, id="no id"),
        pytest.param({"comments": [row(1)]}, id="no meta"),
        pytest.param({"comments": [row(1)], "meta": []}, id="meta"),
        pytest.param({"comments": [row(1)], "meta": {"pagination": {"next": "2"}}}, id="next"),
    ],
)
def test_a_list_in_an_odd_shape_is_not_whole(odd):
    found, asked, _ = told(Blog(counts={guid(1): 1}, instead={"comments/post/": json.dumps(odd)}), one())
    assert (found[1].count, found[1].listed) == (1, False)
    assert len(asked) == 2


def test_odd_fields_of_a_comment_are_left_out():
    odd = row(1, member=[1], html=None, created_at=7, in_reply_to_id={}, replies="no", count="no")
    found, _, _ = told(Blog(counts={guid(1): 1}, threads={guid(1): [odd]}), one())
    assert found[1].comments == (FoundComment(key(1), url=f"{HOME}1/#ghost-comments-{key(1)}"),)


# -- how often --------------------------------------------------------------------------------------


def test_what_is_known_costs_one_request():
    posts = [one(1, observations=(seen(1, listed=True),)), one(2, observations=(seen(0),))]
    found, asked, _ = told(Blog({guid(1): [row(1)]}), *posts)
    assert len(asked) == 1
    assert found[1] == Finding(1, 1, openness=Openness.OPEN)


@pytest.mark.parametrize(
    "before",
    [
        pytest.param(seen(1, listed=False), id="not listed"),
        pytest.param(seen(2, listed=True), id="another number"),
        pytest.param(seen(1, listed=True, source="page"), id="another source"),
    ],
)
def test_what_has_changed_is_listed(before):
    found, asked, _ = told(Blog({guid(1): [row(1)]}), one(1, observations=(before,)))
    assert len(asked) == 2
    assert found[1].listed


def test_a_thorough_round_lists_all():
    found, asked, _ = told(Blog({guid(1): [row(1)]}), one(1, observations=(seen(1, listed=True),)), thorough=True)
    assert len(asked) == 2
    assert found[1].listed


def test_that_comments_are_gone_is_seen_in_the_list():
    old = Comment(1, "ghost", FoundComment(key(1)), NOW)
    found, asked, _ = told(Blog(), one(1, comments=(old,)), one(2, comments=(replace(old, removed_at=NOW),)))
    assert found[1] == Finding(1, 0, openness=Openness.OPEN, listed=True)
    assert not found[2].listed
    assert len(asked) == 2


def test_ten_lists_in_a_round_and_a_hundred_in_a_thorough_one():
    posts = [one(number) for number in range(1, 121)]
    blog = Blog({guid(number): [row(number)] for number in range(1, 121)})
    for thorough, most in ((False, 10), (True, 100)):
        found, asked, _ = told(blog, *posts, thorough=thorough)
        assert len(asked) == 2 + most
        assert sum(finding.listed for finding in found.values()) == most
        assert {finding.count for finding in found.values()} == {1}


def test_pages_count_towards_the_bound():
    posts = [one(number) for number in range(1, 9)]
    blog = Blog({guid(number): [row(number * 10 + more) for more in range(4)] for number in range(1, 9)}, per_page=1)
    found, asked, _ = told(blog, *posts)
    assert len(asked) == 11
    assert [finding.listed for finding in found.values()] == [True, True, *[False] * 6]


def test_posts_never_asked_about_come_first():
    ago = [timedelta(days=number) for number in range(12)]
    posts = [one(number + 1, observations=(seen(2, checked_at=NOW - ago[number]),)) for number in range(11)]
    found, _, _ = told(Blog({guid(number): [row(number)] for number in range(1, 13)}), *posts, one(12))
    assert [number for number, finding in found.items() if not finding.listed] == [1, 2]


# -- whether anybody can comment --------------------------------------------------------------------


@pytest.mark.parametrize("shown", ["off", None])
def test_comments_switched_off_are_closed(shown):
    params = {**WHERE, "comments": shown} if shown else WHERE
    blog = Blog(instead={"comments/post/": (405, {}, OFF)}, counts={guid(1): 0, guid(2): 2})
    found, asked, answer = told(blog, one(1), one(2), params=params, thorough=True)
    assert found == {1: Finding(1, 0, openness=Openness.CLOSED), 2: Finding(2, 2, openness=Openness.CLOSED)}
    assert len(asked) == 2
    assert answer.refused is None


@pytest.mark.parametrize(
    ("shown", "reply", "openness"),
    [
        pytest.param("all", (405, {}, OFF), Openness.OPEN, id="a form was seen"),
        pytest.param("paid", (405, {}, OFF), Openness.UNKNOWN, id="only for paying members"),
        pytest.param("off", '{"comments": []}', Openness.UNKNOWN, id="the theme hides what is on"),
        pytest.param("", '{"comments": []}', Openness.UNKNOWN, id="no form was seen"),
        pytest.param("off", (403,), Openness.CLOSED, id="no form, and no list"),
        pytest.param("off", (404,), Openness.CLOSED, id="no form, and nothing there"),
        pytest.param("", (403,), None, id="refused"),
        pytest.param("", (405,), None, id="405 of another server"),
        pytest.param("off", (500,), None, id="out of order"),
        pytest.param("off", (0,), None, id="no answer"),
    ],
)
def test_openness_is_what_page_and_api_say(shown, reply, openness):
    params = {**WHERE, "comments": shown} if shown else WHERE
    found, _, _ = told(Blog(instead={"comments/post/": reply}), one(), params=params, thorough=True)
    assert found[1] == Finding(1, 0, openness=openness)


def test_openness_is_asked_for_daily_and_for_new_posts():
    blog = Blog(instead={"comments/post/": (405, {}, OFF)})
    known = one(1, observations=(seen(0, openness=Openness.CLOSED),))
    params = {**WHERE, "comments": "off"}
    found, asked, _ = told(blog, known, params=params)
    assert (found[1].openness, len(asked)) == (None, 1)
    found, asked, _ = told(blog, known, one(2), params=params)
    assert (found[1].openness, found[2].openness, len(asked)) == (Openness.CLOSED, Openness.CLOSED, 2)
    found, asked, _ = told(blog, known, params=params, thorough=True)
    assert (found[1].openness, len(asked)) == (Openness.CLOSED, 2)


# -- a real Ghost -----------------------------------------------------------------------------------

CAPTURES = shared("captures")
needs_captures = pytest.mark.skipif(CAPTURES is None, reason="no captures beside the repository")


def real_posts():
    (blog,) = (one for one in json.loads((CAPTURES / "truth-before.json").read_text())["blogs"] if one["id"] == "ghost")
    return dict(enumerate(blog["posts"], start=1))


def real_blog(request):
    path = urlsplit(request.url).path
    if path.endswith("/counts/"):
        return captured(CAPTURES / "ghost", "counts", request)
    return captured(CAPTURES / "ghost", f"post-{path.split('/')[-2]}-comments", request)


@needs_captures
def test_a_real_post_page_is_recognised():
    html = captured(CAPTURES / "ghost", "post-6b02e1566152d95a024a542d-page").body.decode()
    site = replace(SITE, generator="")
    base = "http://127.0.0.1:8105/"
    where = {"counts": base + "members/api/comments/counts/", "members": base}
    assert ghost.recognises(site, read_page(html, base + "notes-links-2/")) == {**where, "comments": "all"}
    html = captured(CAPTURES / "ghost", "home").body.decode()
    assert ghost.recognises(site, read_page(html, base)) == where
    for other in ("mezzanine/post-0-page", "hugo/post-0-page", "static/post-0-page", "wordpress-twelve/home"):
        folder, name = other.split("/")
        assert ghost.recognises(site, read_page(captured(CAPTURES / folder, name).body.decode(), base)) is None


@needs_captures
def test_a_real_ghost_tells_the_truth():
    truth = real_posts()
    recorded = {path.name.split("-")[1] for path in (CAPTURES / "ghost").glob("post-*-comments.body")}
    posts = [one(number, guid=real["guid"], url=real["url"]) for number, real in truth.items()]
    found, asked, answer = told(real_blog, *[post for post in posts if post.guid in recorded])
    assert answer.refused is None
    assert len(found) == 8
    for number, finding in found.items():
        real = truth[number]["comments"]
        assert finding.count == len(real)
        assert finding.listed == bool(real)
        assert [comment.key for comment in finding.comments] == [comment["id"] for comment in real]
        assert [comment.author for comment in finding.comments] == [comment["author"] for comment in real]
        assert [comment.parent or "0" for comment in finding.comments] == [comment["parent"] for comment in real]
    assert len(asked) == 1 + sum(bool(finding.comments) for finding in found.values())


@needs_captures
def test_a_real_ghost_counts_a_new_comment_and_a_reply():
    real = {one["guid"]: one for one in real_posts().values()}
    new, replied = "6b02e15c6152d95a024a5453", "6b02e1566152d95a024a542d"
    after = captured(CAPTURES / "ghost", "after-comment-counts")
    known = one(2, guid=replied, observations=(seen(3, listed=True),))
    found, _, _ = told(lambda r: after if "counts" in r.url else 404, one(1, guid=new), known)
    assert (len(real[new]["comments"]), found[1].count, found[2].count) == (0, 1, 3)
    after = captured(CAPTURES / "ghost", "after-reply-counts")
    found, asked, _ = told(lambda r: after if "counts" in r.url else 404, known)
    assert (found[2].count, found[2].listed, len(asked)) == (4, False, 2)


@needs_captures
def test_a_real_ghost_counts_nothing_for_an_id_it_does_not_have():
    unknown = captured(CAPTURES / "ghost", "counts-unknown")
    assert json.loads(unknown.body) == {guid(0): 0}
    found, _, _ = told(lambda _: unknown, one(1, guid="about-us"))
    assert found[1].count is None
