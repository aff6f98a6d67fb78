"""What WordPress's REST API tells of comments: how many, who wrote them, and which posts it vouches for."""

import pytest

from aggregator.core.model import Finding, FoundComment, Openness, Reason
from tests.support.build import at
from tests.support.sources import by_post
from tests.support.wordpressrest import HOME, Blog, comment, finding, one, shown, told

# -- counts and comments ----------------------------------------------------------------------------


def test_zero():
    assert finding(one(), Blog([shown()])) == Finding(1, 0, openness=Openness.UNKNOWN, listed=True)


def test_a_visitors_comment():
    found = finding(one(), Blog([shown()], [comment(7, parent=5)]))
    assert found == Finding(
        1,
        1,
        comments=(
            FoundComment(
                "7",
                "Ola & co",
                "https://ola.example/",
                published=at("2026-11-19 10:00"),
                url=HOME + "1/#comment-7",
                parent="5",
                text="Well said",
            ),
        ),
        listed=True,
    )


def test_comments_go_to_their_posts():
    posts = [one(1), one(2), one(3)]
    blog = Blog([shown(1), shown(2), shown(3)], [comment(7, 2), comment(8, 3), comment(9, 2)])
    found = by_post(told(posts, blog))
    assert {number: [said.key for said in one.comments] for number, one in found.items()} == {
        1: [],
        2: ["7", "9"],
        3: ["8"],
    }


@pytest.mark.parametrize(
    ("account", "own"),
    [(0, None), (1, True), (2, False), (None, None), ("1", None), (True, None), (-1, None)],
)
def test_own_is_told_by_account(account, own):
    [said] = finding(one(), Blog([shown(author=1)], [comment(author=account)])).comments
    assert said.own is own
    assert said.author_id == (str(account) if own is not None else None)


def test_own_is_unknown_without_the_posts_author():
    blog = Blog([shown(author=0)], [comment(author=3)])
    [said] = finding(one(), blog).comments
    assert (said.own, said.author_id) == (None, "3")
    assert blog.routes == ["posts", "comments"]


@pytest.mark.parametrize(
    ("changes", "count"),
    [
        pytest.param({"id": 1, "author_url": "https://wordpress.org/"}, 0, id="WordPress's own"),
        pytest.param({"id": 1, "author_url": "https://nb.wordpress.org/"}, 0, id="in Norwegian"),
        pytest.param({"id": 1, "author_url": "https://ola.example/"}, 1, id="somebody came first"),
        pytest.param({"id": 1, "author_url": "https://notwordpress.org/"}, 1, id="a name that only ends so"),
        pytest.param({"id": 2, "author_url": "https://wordpress.org/"}, 1, id="somebody from there"),
        pytest.param({"type": "pingback"}, 0, id="a plugin shows pingbacks"),
        pytest.param({"type": ""}, 1, id="from before types"),
    ],
)
def test_what_counts_as_a_comment(changes, count):
    found = finding(one(), Blog([shown()], [comment(**changes)]))
    assert (found.count, len(found.comments), found.listed, found.includes_pings) == (count, count, True, False)


@pytest.mark.parametrize(
    ("status", "openness"),
    [("closed", Openness.CLOSED), ("open", Openness.UNKNOWN), (None, Openness.UNKNOWN)],
)
def test_closed_is_told_and_open_is_not_believed(status, openness):
    assert finding(one(), Blog([shown(comment_status=status)])).openness is openness


def test_no_addresses_of_mail_are_kept():
    [said] = finding(one(), Blog([shown()], [comment(author_url="mailto:ola@ola.example")])).comments
    assert said.author_url is None


# -- confirmed --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("stored", "row", "is_ours"),
    [
        pytest.param({}, {}, True, id="address and moment"),
        pytest.param({}, {"link": "https://new.example/1/"}, True, id="the blog has moved"),
        pytest.param({"published": None}, {"link": "http://www.kari.example/1"}, True, id="the address alone"),
        pytest.param({"url": None}, {}, True, id="the moment alone"),
        pytest.param({"url": None, "published": at("2026-11-18 09:01:00.7")}, {}, True, id="the moment more exactly"),
        pytest.param({}, {"date_gmt": "2020-01-01T00:00:00"}, True, id="dated anew"),
        pytest.param({}, {"link": HOME + "9/", "date_gmt": "2026-11-18T09:01:01"}, False, id="another post"),
        pytest.param({"published": None}, {"link": HOME + "9/"}, False, id="another address, no moment"),
        pytest.param({"url": None}, {"date_gmt": "0000-00-00T00:00:00"}, False, id="nothing to compare"),
        pytest.param({}, {"id": 99}, False, id="another number"),
        pytest.param({}, {"id": "11"}, False, id="a number that is a text"),
        pytest.param({"guid": "https://old.example/?p=11"}, {}, True, id="guid of an old domain"),
        pytest.param({"guid": f"{HOME}?post_type=note&#038;p=11"}, {}, True, id="further words in the guid"),
        pytest.param({"guid": HOME + "?p=11x"}, {}, True, id="something after it"),
        pytest.param({"guid": HOME + "?p=0"}, {"link": HOME + "9/"}, False, id="nought"),
        pytest.param({"guid": HOME + "1/"}, {}, True, id="no number in the guid"),
        pytest.param({"guid": HOME + "1/"}, {"link": "https://new.example/1/"}, False, id="nor an address"),
        pytest.param({"guid": "tag:1", "url": HOME + "?p=11"}, {"link": HOME + "?p=11"}, True, id="in the address"),
        pytest.param({"guid": "tag:1", "url": None}, {}, False, id="neither number nor address"),
        pytest.param({"guid": "tag:1", "url": HOME}, {}, False, id="only the front page"),
    ],
)
def test_only_a_post_that_the_api_shows_can_be_zero(stored, row, is_ours):
    found = finding(one(**stored), Blog([shown(**row)]))
    assert (found.count, found.reason) == ((0, None) if is_ours else (None, Reason.NOT_LISTED))


def test_comments_of_another_number_are_nobodys():
    stranger = shown(link=HOME + "9/", date_gmt="2020-01-01T00:00:00")
    blog = Blog([stranger, shown(2)], [comment(7, 1)])
    found = by_post(told([one(1), one(2)], blog))
    assert (found[1].count, found[2].count) == (None, 0)


def test_slugs_are_asked_for_as_they_read():
    url = HOME + "2026/fin-dag-%f0%9f%8e%89/"
    blog = Blog([shown(link=HOME + "2026/fin-dag-🎉/")])
    assert finding(one(guid="tag:1", url=url), blog).count == 0
    assert blog.asked[0][1]["slug"] == "fin-dag-🎉"


def test_a_page_is_looked_up_among_the_pages():
    blog = Blog(pages=[shown()])
    assert finding(one(guid=HOME + "?page_id=11"), blog).count == 0
    assert blog.routes == ["pages", "comments"]
