"""What a blog held before agg knew it is its archive; and what stays with a blog that changes its address."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from aggregator.core.course import Participant
from tests.support.build import NOW
from tests.support.classroom import Classroom, item, open_classroom, page, rss

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Classroom]:
    with open_classroom(tmp_path) as room:
        yield room


def written(*days_ago: int) -> list[str]:
    """Posts of so many days ago; the guid of each is that number."""
    return [item(str(ago), published=NOW - ago * DAY) for ago in days_ago]


def archive(room: Classroom) -> set[str]:
    return {post.guid for post in room.stored() if post.archive}


def test_an_old_post_that_slides_into_the_feed_is_archive(room: Classroom) -> None:
    room.put("Kari", *written(1, 5, 9))
    room.poll()
    room.put("Kari", *written(1, 9, 40))
    room.poll(NOW + HOUR)
    assert archive(room) == {"1", "5", "9", "40"}


def test_one_old_post_that_slid_in_does_not_make_the_next_one_late(room: Classroom) -> None:
    room.put("Kari", *written(1, 5, 9))
    room.poll()
    room.put("Kari", *written(1, 5, 40))
    room.poll(NOW + HOUR)
    room.put("Kari", *written(1, 30, 40))
    room.poll(NOW + 2 * HOUR)
    assert archive(room) == {"1", "5", "9", "40", "30"}


def test_the_rest_of_a_feed_that_was_cut_at_first_is_archive(room: Classroom) -> None:
    whole = rss(*written(1, 5, 9, 12))
    room.server.put("/kari/", whole[: whole.index('<guid isPermaLink="false">9<')])
    room.poll()
    room.server.put("/kari/", whole)
    room.poll(NOW + HOUR)
    assert archive(room) >= {"1", "5", "12"}


def test_what_was_written_before_an_empty_first_feed_is_archive(room: Classroom) -> None:
    room.put("Kari")
    room.poll()
    room.put("Kari", *written(30), item("new", published=NOW + HOUR))
    room.poll(NOW + 2 * HOUR)
    assert archive(room) == {"30"}


def test_a_draft_brought_to_light_is_no_archive(room: Classroom) -> None:
    room.put("Kari", *written(1, 9))
    room.poll()
    room.put("Kari", *written(1, 4, 9))
    room.poll(NOW + HOUR)
    assert archive(room) == {"1", "9"}


def test_the_date_of_a_post_is_decided_once(room: Classroom) -> None:
    room.put("Kari", *written(1))
    room.poll()
    room.put("Kari", item("1", published=NOW - 20 * DAY, text="Edited."))
    room.poll(NOW + HOUR)
    [post] = room.stored()
    assert (post.dated, post.published) == (NOW - DAY, NOW - 20 * DAY)


def test_of_undated_posts_only_the_oldest_is_the_first(room: Classroom) -> None:
    room.put("Kari", *(item(guid, published=None) for guid in ("newest", "middle", "oldest")))
    room.poll()
    [history] = room.store.histories(NOW, NOW).values()
    [first] = [post.guid for post in room.stored() if post.id == history.first_id]
    assert first == "oldest"


# -- what stays with a blog whose address in feeds.toml changes ---------------------------------------


def test_a_slash_more_or_a_home_page_instead_is_the_same_blog(room: Classroom) -> None:
    room.put("Kari", *written(1))
    room.poll()
    room.enrol(room.participant("Kari", "/kari"))
    room.server.put("/kari", rss(*written(1)))
    assert room.poll(NOW + HOUR).new == 0
    room.enrol(room.participant("Kari", "/home/", is_home=True))
    room.server.put("/home/", page("/kari/"), content_type="text/html")
    assert room.poll(NOW + 2 * HOUR).new == 0
    assert len(room.store.blogs()) == 1


def test_with_the_old_address_its_trouble_ends(room: Classroom) -> None:
    room.enrol("Kari", "Ola")
    room.put("Ola")
    room.fetch()
    room.enrol(room.participant("Kari", "/other/"), "Ola")
    room.fetch(NOW + DAY)
    names = {one.address: one.name for one in room.course.participants}
    assert [(one.since, one.until) for one in room.store.troubles(names)] == [(NOW, NOW), (NOW + DAY, None)]


def test_a_blogger_who_moves_house_keeps_the_posts_of_old(room: Classroom) -> None:
    room.enrol("Kari", "Ola")
    room.put("Kari", *written(1, 9))
    room.put("Ola")
    room.fetch()
    room.enrol(room.participant("Kari", "/elsewhere/"), "Ola")
    moved = [
        item(f"new-{ago}", title=f"Post {ago}", published=NOW - ago * DAY, link=f"https://b.example/{ago}")
        for ago in (1, 9)
    ]
    room.server.put("/elsewhere/", rss(*moved, item("third", published=NOW)))
    assert room.fetch(NOW + HOUR)["Kari"].new == 1
    assert room.guids() == ["new-1", "new-9", "third"]


# -- logins ---------------------------------------------------------------------------------------------


def test_a_login_is_sent_and_stored_nowhere(room: Classroom, tmp_path: Path) -> None:
    room.enrol(Participant("Kari", room.server.url("/kari/"), login="kari:hemmelig"))
    room.put("Kari", *written(1), etag='"a"')
    room.poll()
    [seen] = room.server.log
    assert {name.lower(): value for name, value in seen.headers.items()}["authorization"].startswith("Basic ")
    assert "hemmelig" not in repr(room.store.blogs())
    assert b"hemmelig" not in b"".join(path.read_bytes() for path in tmp_path.glob("agg.db*"))


def test_a_login_goes_to_the_feed_of_a_home_page_too(room: Classroom) -> None:
    room.enrol(Participant("Kari", room.server.url("/home/"), is_home=True, login="kari:hemmelig"))
    room.server.put("/home/", page("/kari/"), content_type="text/html")
    room.put("Kari", *written(1))
    room.poll()
    assert ["authorization" in {name.lower() for name in seen.headers} for seen in room.server.log] == [True, True]


@pytest.mark.parametrize("kind", ["text/html; charset*=''; charset*0=", 'text/html; charset="\x00', "; charset="])
def test_no_content_type_stops_the_others(room: Classroom, kind: str) -> None:
    room.enrol("Kari", "Ola")
    room.server.put("/kari/", page(), content_type=kind)
    room.put("Ola", *written(1))
    polls = room.fetch()
    assert (polls["Kari"].status, polls["Ola"].status) == ("error", "ok")
