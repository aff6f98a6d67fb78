import pytest

from aggregator.web.turns import Lane, Turns

KARI, OLA = Lane("kari.example:443"), Lane("ola.example:443")
SHARED = Lane("blogs.example", shared=True)


def turns(*jobs, most=9, per_host=2, gap=1.0):
    made = Turns(most, per_host, gap)
    for lane, job in jobs:
        made.add(lane, job)
    return made


def started(some, now=0.0):
    """All that may start at that moment."""
    return list(iter(lambda: some.next(now), None))


def test_a_host_has_so_many_at_once_without_a_gap():
    some = turns(*((KARI, n) for n in range(1, 5)))
    assert started(some) == [1, 2]
    some.done(KARI)
    assert started(some) == [3]


def test_a_shared_service_has_one_at_once_however_much_time_passes():
    some = turns((SHARED, 1), (SHARED, 2))
    assert started(some) == [1]
    assert (started(some, 100), some.due()) == ([], None)


@pytest.mark.parametrize(("now", "expected"), [(10.0, []), (10.99, []), (11.0, [2]), (50.0, [2])])
def test_a_shared_service_has_a_gap_between_two_starts(now, expected):
    some = turns((SHARED, 1), (SHARED, 2), (SHARED, 3))
    assert started(some, 10.0) == [1]
    some.done(SHARED)
    assert started(some, now) == expected


def test_the_gap_is_from_start_to_start():
    some = turns((SHARED, 1), (SHARED, 2))
    started(some, 10.0)
    some.done(SHARED)
    assert (started(some, 10.5), some.due()) == ([], 11.0)
    assert started(some, 11.0) == [2]


def test_who_waits_for_a_gap_keeps_nobody_waiting():
    some = turns((SHARED, "a"), (SHARED, "b"), (KARI, "c"), (OLA, "d"))
    assert some.next(0.0) == "a"
    some.done(SHARED)
    some.add_first(SHARED, "first")
    assert started(some, 0.5) == ["c", "d"]
    assert started(some, 1.0) == ["first"]


def test_a_job_that_has_begun_already_observes_the_gap_too():
    some = turns((KARI, 1), (SHARED, 2))
    started(some, 0.0)
    some.done(SHARED)
    some.done(KARI)
    some.add_first(SHARED, "redirected")
    assert (started(some, 0.5), some.due()) == ([], 1.0)


def test_nothing_is_due_while_all_jobs_run():
    some = turns((SHARED, 1), (SHARED, 2), (KARI, 3), (KARI, 4), most=2)
    assert started(some, 0.0) == [1, 3]
    some.done(SHARED)
    assert started(some, 0.5) == [4]
    assert some.due() is None
    some.done(KARI)
    assert some.due() == 1.0


def test_of_several_services_the_next_one_is_due():
    other = Lane("other.example", shared=True)
    some = turns((SHARED, 1), (SHARED, 2))
    started(some, 0.0)
    some.done(SHARED)
    some.add(other, 3)
    some.add(other, 4)
    started(some, 0.5)
    some.done(other)
    assert some.due() == 1.0


def test_a_lane_that_is_cleared_gives_its_jobs_back():
    some = turns((SHARED, 1), (SHARED, 2), (SHARED, 3), (KARI, 4))
    assert started(some) == [1, 4]
    assert some.clear(SHARED) == [2, 3]
    some.done(SHARED)
    assert (started(some, 9), some.due(), some.clear(SHARED)) == ([], None, [])


def test_a_host_that_was_ready_is_not_so_when_cleared():
    some = turns((KARI, 1), (OLA, 2))
    assert some.clear(KARI) == [1]
    assert started(some) == [2]
