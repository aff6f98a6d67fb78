"""The sample course: its people, its feeds.toml, and what happens to its blogs as time goes by."""

import tomllib
from collections import Counter
from datetime import date
from ipaddress import ip_network
from itertools import pairwise

from aggregator.demo import course_toml
from aggregator.demo.course import BLOGS, FACILITATORS
from aggregator.demo.model import ago, shown
from tests.support.samplecourse import BASE, BY_SITE, NOW, TODAY, feed_of, get, posts_in, titles


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


def test_comments_say_something_and_keep_their_number() -> None:
    for blog in BLOGS:
        said = {comment.number: comment for post in shown(blog, NOW, TODAY) for comment in post.thread}
        assert len(said) == sum(len(post.comments) for post in blog.posts)
        assert all(comment.words.strip() == comment.words != "" for comment in said.values())
        assert [said[number].published for number in sorted(said)] == sorted(one.published for one in said.values())
        for then in (ago(7), ago(14)):
            before = {comment.number: comment for post in shown(blog, NOW, then) for comment in post.thread}
            assert before.items() <= said.items()


def test_who_comments_is_known_but_for_one_and_one_has_an_alias() -> None:
    known = {name for blog in BLOGS for name in (blog.participant, blog.author)} | set(FACILITATORS)
    aliases = {alias for blog in BLOGS for alias in blog.aliases} - known
    said = [one for blog in BLOGS for post in blog.posts for one in post.comments if one.kind != "ping"]
    signed = {one.by for one in said if one.home is None} - known
    assert signed & aliases
    assert len(signed - aliases) == 1
    assert set(FACILITATORS) <= {one.by for one in said}
    assert {one.home for one in said} - {None} <= BY_SITE.keys()


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
    counts = get("/grethe/members/api/comments/counts/?ids=1,2")
    assert (counts.status, counts.location) == (301, f"{BASE}/grethe-forklarer/members/api/comments/counts/?ids=1,2")


def test_a_broken_blog_worked_before_and_answers_500_everywhere_since() -> None:
    assert len(titles("per-arild", ago(14))) == 2
    for target in ("/per-arild/feed/", "/per-arild/", "/per-arild/no/such/place"):
        assert get(target, ago(9)).status == 500


def test_only_the_mixed_blog_holds_a_post_outside_its_category() -> None:
    elin = BY_SITE["elin"]
    outside = [post.title for post in elin.posts if elin.category not in post.categories]
    assert outside == ["Plommene ble syltetøy til slutt"]


def test_the_same_now_gives_the_same_bytes() -> None:
    for blog in BLOGS:
        assert feed_of(blog) == feed_of(blog)
    assert course_toml(BASE, NOW) == course_toml(BASE, NOW)
