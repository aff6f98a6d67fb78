@pytest.mark.parametrize("shown", ["off", None])
def test_comments_switched_off_are_closed(shown):
    params = {**WHERE, "comments": shown} if shown else WHERE
    blog = Blog(instead={"comments/post/": (405, {}, OFF)}, counts={guid(1): 0, guid(2): 2})
    found, asked, answer = told(blog, one(1), one(2), params=params, thorough=True)
    assert found == {1: Finding(1, 0, openness=Openness.CLOSED), 2: Finding(2, 2, openness=Openness.CLOSED)}
    assert len(asked) == 2
    assert answer.refused is None


@pytest.mark.parametrize(
    ("shown", "reply", "openness"),
    [
        pytest.param("all", (405, {}, OFF), Openness.OPEN, id="a form was seen"),
        pytest.param("paid", (405, {}, OFF), Openness.UNKNOWN, id="only for paying members"),
        pytest.param("off", '{"comments": []}', Openness.UNKNOWN, id="the theme hides what is on"),
        pytest.param("", '{"comments": []}', Openness.UNKNOWN, id="no form was seen"),
        pytest.param("off", (403,), Openness.CLOSED, id="no form, and no list"),
        pytest.param("off", (404,), Openness.CLOSED, id="no form, and nothing there"),
        pytest.param("", (403,), None, id="refused"),
        pytest.param("", (405,), None, id="405 of another server"),
        pytest.param("off", (500,), None, id="out of order"),
        pytest.param("off", (0,), None, id="no answer"),
    ],
)
def test_openness_is_what_page_and_api_say(shown, reply, openness):
    params = {**WHERE, "comments": shown} if shown else WHERE
    found, _, _ = told(Blog(instead={"comments/post/": reply}), one(), params=params, thorough=True)
    assert found[1] == Finding(1, 0, openness=openness)


def test_openness_is_asked_for_daily_and_for_new_posts():
    blog = Blog(instead={"comments/post/": (405, {}, OFF)})
    known = one(1, observations=(seen(0, openness=Openness.CLOSED),))
    params = {**WHERE, "comments": "off"}
    found, asked, _ = told(blog, known, params=params)
    assert (found[1].openness, len(asked)) == (None, 1)
    found, asked, _ = told(blog, known, one(2), params=params)
    assert (found[1].openness, found[2].openness, len(asked)) == (Openness.CLOSED, Openness.CLOSED, 2)
    found, asked, _ = told(blog, known, params=params, thorough=True)
    assert (found[1].openness, len(asked)) == (Openness.CLOSED, 2)
