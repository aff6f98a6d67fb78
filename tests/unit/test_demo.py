"""The sample course: every blog is written as its platform writes, and stands as it should at each moment."""

import io
import json
import tomllib
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from html import unescape
from ipaddress import ip_network
from itertools import pairwise
from typing import Any

import feedparser
import pytest

from aggregator.demo import course_toml
from aggregator.demo.course import BLOGS
from aggregator.demo.model import SampleBlog, ShownPost, ago, shown
from aggregator.demo.pages import Page, page_at
from aggregator.demo.platforms import PLATFORMS

NOW = datetime(2026, 11, 22, 15, 30, tzinfo=UTC)
BASE = "http://127.0.0.1:4000"
TODAY = ago(0)
MOMENTS = {"before the course": ago(40), "two weeks ago": ago(14), "one week ago": ago(7), "now": TODAY}
BY_SITE = {blog.site: blog for blog in BLOGS}


def get(target: str, then: timedelta = TODAY) -> Page:
    return page_at(target, BASE, NOW, NOW - then)


def feed_of(blog: SampleBlog, then: timedelta = TODAY) -> Page:
    return get(f"/{blog.site_at(then)}/{PLATFORMS[blog.platform].feed}", then)


def posts_in(page: Page) -> list[dict[str, Any]]:
    """The posts of a feed's body, newest first, under feedparser's names."""
    if page.content_type.startswith("application/json"):
        feed = json.loads(page.body)
        assert feed["version"] == "https://jsonfeed.org/version/1.1"
        return [
            {
                "title": post.get("title", ""),
                "link": post["url"],
                "id": post["id"],
                "text": post["content_html"],
            }
            for post in feed["items"]
        ]
    parsed = feedparser.parse(io.BytesIO(page.body), response_headers={"content-type": page.content_type})
    assert not parsed.bozo
    assert parsed.feed.title
    return [
        {
            **post,
            "title": unescape(post.title),
            "summary": unescape(post.summary),
            "text": post.content[0].value,
        }
        for post in parsed.entries
    ]


def titles(site: str, then: timedelta) -> list[str]:
    return [post["title"] for post in posts_in(feed_of(BY_SITE[site], then))]


# -- the course -------------------------------------------------------------------------------------


def test_names_folders_and_addresses_are_unique() -> None:
    names = [name.casefold() for blog in BLOGS for name in (blog.participant, *blog.aliases)]
    folders = [blog.site for blog in BLOGS] + [blog.moved[1] for blog in BLOGS if blog.moved]
    posts = [(blog.site, post.slug) for blog in BLOGS for post in shown(blog, NOW, TODAY)]
    for values in (names, folders, posts):
        assert not [value for value, count in Counter(values).items() if count > 1]


def test_no_text_is_empty() -> None:
    for blog in BLOGS:
        assert all((blog.title, blog.author, blog.note, *blog.tags))
        for post in blog.posts:
            assert post.body
            assert all(paragraph.strip() == paragraph != "" for paragraph in post.body)
            assert bool(post.addition) == (post.edited is not None)


def test_comments_come_after_their_post_is_public_and_own_ones_are_by_the_author() -> None:
    for blog in BLOGS:
        for post in blog.posts:
            assert post.public <= post.age
            for comment in post.comments:
                assert TODAY < comment.age < post.public
                assert (comment.by in (blog.author, blog.participant)) == (comment.kind == "own")


def test_every_week_has_posts_and_one_has_no_title() -> None:
    posts = [post for blog in BLOGS for post in blog.posts]
    assert 20 <= len(posts) <= 26
    edges = [TODAY, ago(7), ago(14), ago(21)]
    assert all(sum(near < post.age < far for post in posts) >= 5 for near, far in pairwise(edges))
    assert [post.title for post in posts].count("") == 1


def test_feeds_toml_is_read_as_the_course() -> None:
    course = tomllib.loads(course_toml(BASE, NOW))
    assert course["course"] == {
        "title": "Sosiale medier i offentlig sektor",
        "timezone": "Europe/Oslo",
        "language": "nb",
        "starts": date(2026, 10, 12),
        "ends": date(2027, 1, 1),
        "facilitators": ["Arne", "Jens"],
    }
    assert course["fetch"] == {"allow_networks": [str(ip_network("127.0.0.1/32"))], "interval": 0}
    assert [person["name"] for person in course["participants"]] == [blog.participant for blog in BLOGS]
    assert [person["category"] for person in course["participants"] if "category" in person] == ["Sosiale medier"]
    assert [person["home"] for person in course["participants"] if "home" in person] == [f"{BASE}/haakon/"]


def test_every_address_in_feeds_toml_answered_when_the_course_began() -> None:
    for person in tomllib.loads(course_toml(BASE, NOW))["participants"]:
        address = person.get("feed") or person["home"]
        assert get(address.removeprefix(BASE), ago(35)).status == 200, address


# -- the feeds --------------------------------------------------------------------------------------


@pytest.mark.parametrize("then", MOMENTS.values(), ids=MOMENTS)
@pytest.mark.parametrize("blog", BLOGS, ids=BY_SITE)
def test_a_feed_holds_the_posts_of_the_moment(blog: SampleBlog, then: timedelta) -> None:
    page = feed_of(blog, then)
    if blog.broken_at(then):
        assert page.status == 500
        return
    found, expected = posts_in(page), shown(blog, NOW, then)
    assert [post["title"] for post in found] == [post.title for post in expected]
    assert len({post["id"] for post in found}) == len(found)
    for post, right in zip(found, expected, strict=True):
        assert post["text"].count("<p>") == len(right.body)
        assert get(post["link"].removeprefix(BASE), then).status == 200
        if "published_parsed" in post:
            assert datetime(*post["published_parsed"][:6], tzinfo=UTC) == right.published


def counted(post: dict[str, Any]) -> int | None:
    said = {key: post[key] for key in ("slash_comments", "thr_total") if key in post}
    assert len(said) < 2
    return int(*said.values()) if said else None


def right_count(platform: str, post: ShownPost) -> int | None:
    if platform in ("ghost", "substack", "hugo", "microblog"):
        return None
    if platform == "blogger":
        return post.comments
    count = post.comments + post.pings
    return count if count or not post.closed else None


@pytest.mark.parametrize("then", MOMENTS.values(), ids=MOMENTS)
@pytest.mark.parametrize("blog", [blog for blog in BLOGS if not blog.broken], ids=lambda blog: blog.site)
def test_a_feed_counts_comments_as_its_platform_does(blog: SampleBlog, then: timedelta) -> None:
    expected = [right_count(blog.platform, post) for post in shown(blog, NOW, then)]
    assert [counted(post) for post in posts_in(feed_of(blog, then))] == expected


@pytest.mark.parametrize(
    ("site", "counts"),
    [
        ("ingrid", [0, 0, None, 3]),
        ("tor-erik", [0]),
        ("amina", [1]),
        ("elin", [0, 0, 2]),
        ("siobhan", [0, 2, 0, 2]),
        ("sunniva", [1, 2]),
        ("daniel", [None, None]),
        ("vegard", []),
    ],
)
def test_the_counts_of_now(site: str, counts: list[int | None]) -> None:
    assert [counted(post) for post in posts_in(feed_of(BY_SITE[site]))] == counts


def test_wordpress_says_respond_where_nobody_has_commented() -> None:
    links = [post.get("comments", "").partition("#")[2] for post in posts_in(feed_of(BY_SITE["ingrid"]))]
    assert links == ["respond", "respond", "", "comments"]


def test_wordpress_atom_repeats_the_count_on_both_replies_links() -> None:
    first = posts_in(feed_of(BY_SITE["sunniva"]))[0]
    assert [link["count"] for link in first["links"] if link["rel"] == "replies"] == ["1", "1"]


def test_wordpress_atom_says_nothing_where_comments_are_closed() -> None:
    atom = PLATFORMS["wordpress-atom"].write
    body, kind = atom(BY_SITE["ingrid"], shown(BY_SITE["ingrid"], NOW, TODAY), f"{BASE}/ingrid/")
    assert [counted(post) for post in posts_in(Page(200, body, kind))] == [0, 0, None, 3]


def test_a_long_wordpress_post_is_cut_in_the_summary() -> None:
    summaries = [post["summary"] for post in posts_in(feed_of(BY_SITE["ingrid"]))]
    assert [summary.endswith(" […]") for summary in summaries] == [False, True, False, False]


# -- what happens to the blogs ----------------------------------------------------------------------


def test_a_draft_turns_up_late_under_its_old_date() -> None:
    late = "A draft about saying sorry"
    assert late not in titles("siobhan", ago(7))
    assert late not in titles("siobhan", ago(3, 2))
    assert titles("siobhan", ago(3, 1)).index(late) == 1
    blog = BY_SITE["siobhan"]
    assert next(post.published for post in shown(blog, NOW, TODAY) if post.title == late) < NOW - ago(9)


def test_an_edit_adds_to_the_text_and_keeps_the_date() -> None:
    before, after = (
        next(post for post in shown(BY_SITE["elin"], NOW, then) if post.title == "Tre ting vi aldri skriver")
        for then in (ago(7), TODAY)
    )
    assert after.body[: len(before.body)] == before.body
    assert len(after.body) == len(before.body) + 1
    assert (before.published, before.modified) == (after.published, before.published)
    assert after.modified == NOW - ago(3, 6)


def test_a_moved_blog_redirects_for_good_and_keeps_its_guids() -> None:
    old, new = get("/grethe/rss/", ago(7)), get("/grethe-forklarer/rss/")
    assert (old.status, get("/grethe-forklarer/rss/", ago(7)).status) == (200, 404)
    moved = get("/grethe/rss/")
    assert (moved.status, moved.location) == (301, f"{BASE}/grethe-forklarer/rss/")
    assert posts_in(old)[0]["id"] == posts_in(new)[1]["id"]


def test_a_broken_blog_worked_before_and_answers_500_everywhere_since() -> None:
    assert len(titles("per-arild", ago(14))) == 2
    for target in ("/per-arild/feed/", "/per-arild/", "/per-arild/no/such/place"):
        assert get(target, ago(9)).status == 500


def test_only_the_mixed_blog_holds_a_post_outside_its_category() -> None:
    elin = BY_SITE["elin"]
    outside = [post.title for post in elin.posts if elin.category not in post.categories]
    assert outside == ["Plommene ble syltetøy til slutt"]


# -- validators -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("site", "before", "after", "same"),
    [
        pytest.param("sunniva", ago(3, 10), ago(3, 8), True, id="WordPress: a comment alone"),
        pytest.param("ingrid", ago(1, 5), ago(1, 4), False, id="WordPress: a post"),
        pytest.param("elin", ago(3, 7), ago(3, 5), False, id="WordPress: an edit"),
        pytest.param("vegard", ago(7), TODAY, False, id="WordPress: no post yet, so the date is today's"),
        pytest.param("siobhan", ago(6, 13), ago(6, 11), False, id="Blogger: a comment alone"),
        pytest.param("siobhan", ago(5), ago(4), True, id="Blogger: nothing"),
        pytest.param("daniel", ago(17, 5), ago(17, 3), True, id="Substack: a comment the feed does not count"),
        pytest.param("line", ago(2), ago(1), False, id="micro.blog: a post"),
        pytest.param("haakon", ago(11), ago(3), True, id="Hugo: nothing"),
        pytest.param("haakon", ago(3), ago(2), False, id="Hugo: a post"),
    ],
)
def test_validators_follow_what_the_platform_looks_at(
    site: str, before: timedelta, after: timedelta, same: bool
) -> None:
    first, second = feed_of(BY_SITE[site], before), feed_of(BY_SITE[site], after)
    assert first.etag
    assert ((first.etag, first.modified) == (second.etag, second.modified)) is same


def test_wordpress_keeps_its_validators_although_the_count_changed() -> None:
    before, after = feed_of(BY_SITE["sunniva"], ago(7)), feed_of(BY_SITE["sunniva"])
    assert (before.etag, before.modified) == (after.etag, after.modified)
    assert before.body != after.body


def test_the_same_now_gives_the_same_bytes() -> None:
    for blog in BLOGS:
        assert feed_of(blog) == feed_of(blog)
    assert course_toml(BASE, NOW) == course_toml(BASE, NOW)


# -- pages ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("site", "then", "number", "expected"),
    [
        pytest.param("amina", ago(1), 0, "0 kommentarer", id="nobody yet"),
        pytest.param("amina", TODAY, 0, "1 kommentar<", id="one"),
        pytest.param("elin", TODAY, 2, "1 kommentar<", id="a pingback is no comment"),
        pytest.param("siobhan", TODAY, 1, "2 comments", id="English"),
        pytest.param("ingrid", TODAY, 2, "Kommentarfeltet er stengt.", id="closed"),
        pytest.param("line", TODAY, 0, "<h1>Uten tittel</h1>", id="without a title"),
        pytest.param("sunniva", TODAY, 0, "<h1>Spørsmål &amp; svar: «Hvem er på bildet?»</h1>", id="escaped"),
    ],
)
def test_a_post_page_says_how_many_have_commented(site: str, then: timedelta, number: int, expected: str) -> None:
    blog = BY_SITE[site]
    post = shown(blog, NOW, then)[number]
    page = get(f"/{site}/{PLATFORMS[blog.platform].post.format(post)}", then)
    assert expected in page.body.decode()


def test_a_home_page_names_the_feed_and_lists_the_posts() -> None:
    home = get("/haakon/").body.decode()
    assert f'<link rel="alternate" type="application/atom+xml" href="{BASE}/haakon/atom.xml">' in home
    assert home.count("<a href=") == 2


@pytest.mark.parametrize("target", ["/", "/nobody/feed/", "/ingrid/no-such-post/", "//x", "/ingrid/feed"])
def test_other_places_are_not_found(target: str) -> None:
    assert get(target).status == 404


def test_a_post_has_no_page_before_it_is_written() -> None:
    link = posts_in(feed_of(BY_SITE["tor-erik"]))[0]["link"].removeprefix(BASE)
    assert (get(link, ago(3)).status, get(link).status) == (404, 200)
