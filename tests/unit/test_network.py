"""Who has answered whom: ties, people without any, facilitators, and comments by strangers."""

from aggregator.core.network import Member, Tie, build
from aggregator.core.participation import participations
from tests.support.build import NOW, blog
from tests.support.counted import ANSWERED, DAY, HOUR, UNANSWERED, UNKNOWN, background, counted


def network(*posts, facilitators=("Arne",)):
    known = background("Kari", "Ola", "Eva")
    blogs = {p.address: blog(p.address, last_ok=NOW) for p in known.course.participants}
    people = participations(known, blogs, posts, NOW)
    return build("A course", people, posts, {name: name for name in facilitators}, NOW)


def test_a_tie_is_all_comments_of_one_on_posts_of_another():
    found = network(
        counted(1, "Kari", NOW - 9 * DAY, ANSWERED, ["Ola", "Arne", None]),
        counted(2, "Kari", NOW - 2 * DAY, ANSWERED, ["Ola"]),
        counted(3, "Ola", NOW - 3 * DAY, ANSWERED, ["Kari"]),
    )
    first, last, once = NOW - 9 * DAY + HOUR, NOW - 2 * DAY + HOUR, NOW - 3 * DAY + HOUR
    assert found.ties == (
        Tie("Arne", "Kari", 1, first, first),
        Tie("Kari", "Ola", 1, once, once),
        Tie("Ola", "Kari", 2, first, last),
    )
    assert found.members == (
        Member("Kari", False, 2, 1, 4, 1),
        Member("Ola", False, 1, 2, 1),
        Member("Eva", False, 0, 0, 0),
        Member("Arne", True, None, 1, 0),
    )
    assert found.unmatched == 1


def test_unheard_is_who_is_known_to_have_no_answer():
    found = network(
        counted(1, "Kari", NOW - DAY, UNANSWERED),
        counted(2, "Ola", NOW - DAY, UNKNOWN),
        counted(3, "Eva", NOW - DAY, UNANSWERED),
        counted(4, "Eva", NOW - 9 * DAY, ANSWERED, [None]),
    )
    assert [one.name for one in found.members if one.unheard] == ["Kari"]


def test_a_facilitator_who_blogs_is_one_person():
    found = network(counted(1, "Kari", NOW - DAY, ANSWERED, ["Ola"]), facilitators=("Ola",))
    assert [(one.name, one.facilitator, one.posts) for one in found.members] == [
        ("Kari", False, 1),
        ("Ola", True, 0),
        ("Eva", False, 0),
    ]


def test_who_is_not_among_the_people_but_has_answered_is_there():
    known = background("Kari")
    posts = [counted(1, "Kari", NOW - DAY, ANSWERED, ["Somebody of another group"])]
    people = participations(known, {}, posts, NOW)
    found = build("A course", people, posts, {}, NOW)
    assert [one.name for one in found.members] == ["Kari", "Somebody of another group"]
