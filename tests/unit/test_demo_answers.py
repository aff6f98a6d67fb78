"""What the sample blogs' platforms answer beside feeds and pages: each says of comments what the real one would."""

import json
from datetime import timedelta
from typing import Any

import pytest

from aggregator.core.page import read_page
from aggregator.demo.model import ShownComment, ShownPost, ago, shown
from aggregator.demo.pages import Page, page_at
from aggregator.demo.platforms import PLATFORMS
from aggregator.feeds import read_comments, read_feed
from tests.support.samplecourse import BASE, BY_SITE, NOW, TODAY, feed_of, get, posts_in

SIGNED = '<http://127.0.0.1:4000/{}/wp-json/>; rel="https://api.w.org/"'


def told(target: str, then: timedelta = TODAY) -> Any:
    page = get(target, then)
    assert page.content_type.startswith("application/json")
    return json.loads(page.body)


def posted(target: str, value: Any) -> Page:
    return page_at(target, BASE, NOW, NOW, json.dumps(value).encode())


def posts_of(site: str, then: timedelta = TODAY) -> list[ShownPost]:
    """The oldest first."""
    return list(reversed(shown(BY_SITE[site], NOW, then)))


def place_of(site: str, post: ShownPost) -> str:
    return f"/{BY_SITE[site].site_at(TODAY)}/{PLATFORMS[BY_SITE[site].platform].post.format(post)}"


def numbers_of(site: str) -> list[str]:
    """WordPress's numbers of the posts, the oldest first, as the feed's guids have them."""
    return [post["id"].partition("?p=")[2] for post in reversed(posts_in(feed_of(BY_SITE[site])))]


# -- WordPress --------------------------------------------------------------------------------------


@pytest.mark.parametrize("target", ["/ingrid/feed/", "/ingrid/", "/ingrid/nowhere/", "/sunniva/feed/atom/"])
def test_wordpress_names_its_rest_root_with_every_answer(target: str) -> None:
    assert ("Link", SIGNED.format(target.split("/")[1])) in get(target).headers


def test_wordpress_confirms_posts_and_keeps_silent_about_numbers_that_nobody_has() -> None:
    include = ",".join([*numbers_of("ingrid"), "9999"])
    page = get(f"/ingrid/wp-json/wp/v2/posts?include={include}&per_page=100&_fields=id,link,date_gmt,comment_status")
    rows = json.loads(page.body)
    assert [str(row["id"]) for row in rows] == list(reversed(numbers_of("ingrid")))
    assert [row["comment_status"] for row in rows] == ["open", "open", "closed", "open"]
    assert rows[0].keys() == {"id", "link", "date_gmt", "comment_status"}
    assert rows[0]["link"] == BASE + place_of("ingrid", posts_of("ingrid")[-1])
    assert {("X-WP-Total", "4"), ("X-WP-TotalPages", "1")} <= set(page.headers)


def test_wordpress_finds_posts_by_their_slugs() -> None:
    rows = told("/ingrid/wp-json/wp/v2/posts?slug=hei-her-skal-det-blogges,nowhere&_fields=id")
    assert rows == [{"id": int(numbers_of("ingrid")[0])}]


def test_wordpress_lists_comments_with_accounts_and_addresses() -> None:
    first = numbers_of("ingrid")[0]
    rows = told(f"/ingrid/wp-json/wp/v2/comments?post={first},9999&orderby=id&order=asc&per_page=100")
    assert [(row["author"], row["author_name"], row["author_url"]) for row in rows] == [
        (0, "Arne", ""),
        (0, "Siobhan Keane", f"{BASE}/siobhan/"),
        (1, "Ingrid Solbakken", f"{BASE}/ingrid/"),
    ]
    assert {str(row["post"]) for row in rows} == {first}
    newest_first = told("/ingrid/wp-json/wp/v2/comments?per_page=2")
    assert [row["id"] for row in newest_first] == sorted((row["id"] for row in newest_first), reverse=True)


@pytest.mark.parametrize(("page", "count"), [(1, 2), (2, 1), (3, 0)])
def test_wordpress_gives_a_page_at_a_time(page: int, count: int) -> None:
    post = numbers_of("ingrid")[0]
    answer = get(f"/ingrid/wp-json/wp/v2/comments?post={post}&per_page=2&page={page}")
    assert len(json.loads(answer.body)) == count
    assert {("X-WP-Total", "3"), ("X-WP-TotalPages", "2")} <= set(answer.headers)


@pytest.mark.parametrize("query", ["per_page=0", "per_page=x&page=-1", f"page={'9' * 5000}"])
def test_a_query_that_makes_no_sense_is_no_trouble(query: str) -> None:
    assert get(f"/ingrid/wp-json/wp/v2/comments?{query}").status == 200


def test_wordpress_does_not_list_pingbacks_which_its_feeds_count() -> None:
    pinged = numbers_of("elin")[1]
    assert told(f"/elin/wp-json/wp/v2/comments?post={pinged}") == []
    feed = comment_feed(place_of("elin", posts_of("elin")[1]) + "feed/atom/")
    assert [one.comment.text[:3] for one in feed.comments] == ["[…]"]


def test_wordpress_knows_no_other_route() -> None:
    assert (get("/ingrid/wp-json/wp/v2/users").status, told("/ingrid/wp-json/wp/v2/users")["code"]) == (
        404,
        "rest_no_route",
    )


def comment_feed(target: str, then: timedelta = TODAY) -> Any:
    page = get(target, then)
    assert page.status == 200
    return read_comments(page.body, page.content_type, BASE + target)


@pytest.mark.parametrize("form", ["", "atom/"], ids=["RSS", "Atom"])
@pytest.mark.parametrize("of", [None, 0, 3], ids=["the blog", "a post", "a post without comments"])
def test_wordpress_has_feeds_of_comments(form: str, of: int | None) -> None:
    post = posts_of("ingrid")[of] if of is not None else None
    place = place_of("ingrid", post) if post else "/ingrid/"
    feed = comment_feed(f"{place}{'' if post else 'comments/'}feed/{form}")
    expected = [said for one in ([post] if post else posts_of("ingrid")) for said in one.thread]
    assert feed.sound
    assert feed.home == BASE + place
    assert [one.comment.author for one in feed.comments] == [said.by for said in newest_first(expected)]
    assert [one.comment.text for one in feed.comments] == [said.words for said in newest_first(expected)]
    assert [one.comment.key.partition("#comment-")[2] for one in feed.comments] == [
        str(said.number) for said in newest_first(expected)
    ]


def newest_first(said: list[ShownComment]) -> list[ShownComment]:
    return sorted(said, key=lambda one: one.published, reverse=True)


def test_only_wordpress_atom_tells_the_commenters_address() -> None:
    own, siobhan = f"{BASE}/ingrid/", f"{BASE}/siobhan/"
    atom, rss = (comment_feed(f"/ingrid/comments/feed/{form}") for form in ("atom/", ""))
    assert [one.comment.author_url for one in atom.comments] == [own, own, siobhan, None]
    assert {one.comment.author_url for one in rss.comments} == {None}


@pytest.mark.parametrize(("query", "status"), [("", 200), ("?paged=1", 200), ("?paged=2", 404), ("?paged=9", 404)])
def test_wordpress_says_404_behind_the_last_page_of_its_feed(query: str, status: int) -> None:
    page = get(f"/ingrid/feed/{query}")
    assert page.status == status
    assert bool(read_feed(page.body, page.content_type, BASE).posts) is (status == 200)


@pytest.mark.parametrize(("number", "form"), [(0, 1), (1, 0), (2, 1)], ids=["open", "closed", "answered by herself"])
def test_a_wordpress_page_has_a_form_where_one_can_comment(number: int, form: int) -> None:
    place = place_of("ingrid", posts_of("ingrid")[number])
    page = read_page(get(place).body.decode(), BASE + place)
    assert sum("wp-comments-post.php" in one.get("action") for one in page.find("form")) == form
    assert sum(one.has_class("no-comments") for one in page.find("p")) == 1 - form
    body = next(page.find("body"))
    assert body.has_class("single-post")
    assert body.has_class(f"postid-{numbers_of('ingrid')[number]}")
    assert [one.get("href") for one in page.find("link") if one.get("rel") == "https://api.w.org/"] == [
        f"{BASE}/ingrid/wp-json/"
    ]
    listed = [one.get("id") for one in page.find("li")]
    assert listed == [f"comment-{said.number}" for said in posts_of("ingrid")[number].thread]


# -- the others -------------------------------------------------------------------------------------


@pytest.mark.parametrize("root", ["", "/siobhan"], ids=["at the root", "in its folder"])
def test_blogger_has_a_feed_of_all_comments(root: str) -> None:
    feed = comment_feed(f"{root}/feeds/comments/default?max-results=100")
    expected = newest_first([said for post in posts_of("siobhan") for said in post.thread])
    assert (feed.total, feed.per_page) == (len(expected), 100)
    assert [one.comment.author for one in feed.comments] == [said.by for said in expected]
    owner = read_feed(*body_of("/siobhan/feeds/posts/default")).posts[0].author_url
    for one, said in zip(feed.comments, expected, strict=True):
        assert (one.comment.author_url == owner) is (said.kind == "own")
        assert (one.comment.author_url == f"{BASE}/ingrid/") is (said.home == "ingrid")
    assert len({one.comment.key for one in feed.comments}) == len(expected)


def body_of(target: str) -> tuple[bytes, str, str]:
    page = get(target)
    return page.body, page.content_type, BASE + target


def test_blogger_has_a_feed_of_each_post_s_comments() -> None:
    for found, post in zip(posts_in(feed_of(BY_SITE["siobhan"])), reversed(posts_of("siobhan")), strict=True):
        link = next(one.href for one in found["links"] if one.rel == "replies" and "atom" in one.type)
        feed = comment_feed(link.removeprefix(BASE))
        assert feed.total == len(feed.comments) == post.comments
        assert feed.id.endswith(f".post{found['id'].rpartition('-')[2]}..comments")
        assert all(found["id"] in one.refs for one in feed.comments)


def test_blogger_gives_so_many_as_are_wanted() -> None:
    feed = comment_feed("/feeds/comments/default?max-results=2")
    assert (len(feed.comments), feed.total) == (2, 5)


def test_ghost_counts_and_lists_comments_by_the_ids_in_its_feed() -> None:
    ids = [post["id"] for post in reversed(posts_in(feed_of(BY_SITE["grethe"])))]
    api = "/grethe-forklarer/members/api/comments"
    unknown = "0" * 24
    assert told(f"{api}/counts/?ids={','.join([*ids, unknown])}") == {ids[0]: 2, ids[1]: 0, unknown: 0}
    listed = told(f"{api}/post/{ids[0]}/?limit=100&page=1")
    assert [one["member"]["name"] for one in listed["comments"]] == ["Grethe Haugland", "Amina Warsame"]
    assert len({one["id"] for one in listed["comments"]}) == 2
    assert listed["meta"]["pagination"]["next"] is None
    assert told(f"{api}/post/{ids[0]}/?limit=1&page=1")["meta"]["pagination"]["next"] == 2
    assert told(f"{api}/post/{ids[1]}/")["comments"] == []
    assert told("/grethe/members/api/comments/counts/?ids=" + ids[0], ago(7)) == {ids[0]: 0}


def test_a_ghost_page_names_where_its_comments_are() -> None:
    place = place_of("grethe", posts_of("grethe")[0])
    page = read_page(get(place).body.decode(), BASE + place)
    told = [one.attributes for one in page.find("script")]
    assert told[0]["data-ghost-comments-counts-api"] == f"{BASE}/grethe-forklarer/members/api/comments/counts/"
    assert (told[1]["data-ghost-comments"], told[1]["data-comments-enabled"]) == (f"{BASE}/grethe-forklarer/", "all")


def test_substack_s_archive_counts_and_its_posts_list_comments() -> None:
    archive = told("/api/v1/archive?sort=new&offset=0&limit=12")
    assert [post["canonical_url"] for post in archive] == [
        post["link"] for post in posts_in(feed_of(BY_SITE["daniel"]))
    ]
    assert [post["comment_count"] for post in archive] == [0, 1]
    assert told("/api/v1/archive?sort=new&offset=1&limit=12") == archive[1:]
    [comment] = told(f"/api/v1/post/{archive[1]['id']}/comments?all_comments=true")["comments"]
    assert comment["name"] == "Line Fossum"
    assert comment["user_id"] != archive[1]["publishedBylines"][0]["id"]


def test_isso_counts_threads_that_are_named_by_the_paths_of_posts() -> None:
    first, _, second = (place_of("haakon", post) for post in posts_of("haakon"))
    counts = posted("/haakon/isso/count", [second, first, "/haakon/nowhere/"])
    assert json.loads(counts.body) == [0, 2, 0]
    tree = told(f"/haakon/isso/?uri={first}")
    assert [(one["author"], one["website"]) for one in tree["replies"]] == [
        ("havneguten", None),
        ("Håkon Bråten", f"{BASE}/haakon/"),
    ]
    assert told(f"/haakon/isso/?uri={second}")["replies"] == []


@pytest.mark.parametrize(("value", "status"), [([], 200), ({}, 400), ([1], 400), ("x", 400)])
def test_isso_wants_a_list_of_paths(value: Any, status: int) -> None:
    assert posted("/haakon/isso/count", value).status == status


def test_isso_counts_only_for_who_sends_a_list() -> None:
    assert page_at("/haakon/isso/count", BASE, NOW, NOW, b"{").status == 400
    assert (get("/haakon/isso/count").status, posted("/haakon/isso/", []).status) == (405, 405)


def test_nothing_can_be_sent_to_anybody_else() -> None:
    assert {posted(target, []).status for target in ("/ingrid/feed/", "/line/", "/haakon/atom.xml")} == {405}


def test_a_hugo_page_leads_to_isso_unless_comments_are_closed() -> None:
    places = [place_of("haakon", post) for post in posts_of("haakon")]
    first, closed, last = (read_page(get(place).body.decode(), BASE + place) for place in places)
    for page in (first, last):
        [script] = page.find("script")
        assert page.address(script.get("data-isso")) == f"{BASE}/haakon/isso/"
        assert [one.get("id") for one in page.find("section")] == ["isso-thread"]
    assert not [*closed.find("script", "section")]


def test_micro_blog_says_nothing_of_comments() -> None:
    for post in posts_of("line"):
        assert "comment" not in get(place_of("line", post)).body.decode().lower()
