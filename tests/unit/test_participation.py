"""What each participant has written, given and got; who is new, silent, in trouble, or never wrote."""

from datetime import date

import pytest

from aggregator.core.participation import Flag, facilitating, participations
from aggregator.core.record import replace
from tests.support.build import NOW, blog, participant
from tests.support.counted import ANSWERED, DAY, HOUR, UNANSWERED, background, counted, history

KARI, OLA = participant("Kari"), participant("Ola")
READ = blog(KARI.address, first_seen=NOW - 40 * DAY, last_ok=NOW)


def of(name, posts=(), *, state=READ, then=NOW, **course):
    """What is said of one of the two; `state` is Kari's blog."""
    known = background("Kari", "Ola", histories={"Kari": history(9, NOW - 90 * DAY), "Ola": history(1)}, **course)
    blogs = {KARI.address: state, OLA.address: replace(READ, address=OLA.address)}
    return next(one for one in participations(known, blogs, posts, then) if one.participant == name)


def test_comments_are_given_and_received():
    posts = [
        counted(1, "Kari", NOW - 9 * DAY, ANSWERED, ["Ola", "Arne", None]),
        counted(2, "Kari", NOW - 8 * DAY, ANSWERED, ["Ola"]),
        counted(3, "Ola", NOW - 2 * DAY, UNANSWERED),
    ]
    kari, ola = of("Kari", posts), of("Ola", posts)
    assert (kari.posts, kari.received, kari.given, kari.unmatched, kari.unseen) == (2, 4, 0, 1, 0)
    assert (ola.posts, ola.received, ola.given, ola.unmatched) == (1, 0, 2, 0)
    assert (kari.health.answered, ola.health.unanswered) == (2, 1)
    assert (kari.last_post, kari.last_sign) == (NOW - 8 * DAY, NOW - 8 * DAY)
    assert (ola.last_post, ola.last_sign) == (NOW - 2 * DAY, NOW - 2 * DAY)
    assert facilitating(posts, {"arne": "Arne", "Jens": "Jens"}) == {"Arne": 1, "Jens": 0}


def test_comments_known_by_their_number_alone_stand_apart():
    posts = [replace(counted(number, "Kari", NOW - number * DAY), unseen=2) for number in (1, 2)]
    assert (of("Kari", posts).received, of("Kari", posts).unseen) == (None, 4)


def test_a_comment_is_a_sign_of_life():
    posts = [counted(1, "Kari", NOW - 2 * DAY, ANSWERED, ["Ola"]), counted(2, "Ola", NOW - 30 * DAY)]
    ola = of("Ola", posts)
    assert (ola.last_post, ola.last_sign, ola.silent_days) == (NOW - 30 * DAY, NOW - 2 * DAY + HOUR, 1)
    assert Flag.SILENT not in ola.flags


@pytest.mark.parametrize(
    ("posts", "state", "course", "days", "flags"),
    [
        pytest.param([13], READ, {}, 13, [], id="not silent yet"),
        pytest.param([14], READ, {}, 14, [Flag.SILENT], id="silent"),
        pytest.param([6], READ, {"silent_days": 5}, 6, [Flag.SILENT], id="as feeds.toml says"),
        pytest.param([20], replace(READ, last_ok=NOW - 9 * DAY, problem="404"), {}, 11, [Flag.TROUBLE], id="unread"),
        pytest.param([], READ, {}, 40, [Flag.NEVER, Flag.SILENT], id="never since it was first read"),
        pytest.param([], READ, {"starts": date(2026, 11, 16)}, 2, [Flag.NEVER], id="never, and it has just begun"),
        pytest.param([], READ, {"starts": date(2026, 12, 1)}, 0, [Flag.NEVER], id="it has not begun"),
        pytest.param([], blog(KARI.address, first_seen=None, last_ok=None), {}, None, [], id="not read yet"),
        pytest.param(
            [],
            blog(KARI.address, first_seen=None, last_ok=None, problem="404"),
            {},
            None,
            [Flag.TROUBLE],
            id="never read",
        ),
    ],
)
def test_who_is_silent(posts, state, course, days, flags):
    kari = of("Kari", [counted(n, "Kari", NOW - ago * DAY) for n, ago in enumerate(posts)], state=state, **course)
    assert (kari.silent_days, list(kari.flags)) == (days, flags)
    assert kari.posts == (None if state.first_seen is None else len(posts))


def test_an_address_that_cannot_be_used_is_trouble():
    known = background("Kari")
    known = replace(known, course=replace(known.course, participants=(replace(KARI, problem="no scheme"),)))
    [kari] = participations(known, {}, [], NOW)
    assert (kari.posts, kari.flags) == (None, (Flag.TROUBLE,))


def test_new_is_who_has_written_little_or_not_for_long():
    post = [counted(1, "Ola", NOW - DAY), counted(2, "Kari", NOW - DAY)]
    assert of("Ola", post).flags == (Flag.NEW,)
    assert of("Kari", post).flags == ()
