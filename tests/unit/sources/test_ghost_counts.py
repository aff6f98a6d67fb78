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
