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
