"""What a page of Ghost tells: that it is one, where to ask, and whether anybody can comment."""

import pytest

from aggregator.comments import ghost
from aggregator.core.model import Finding, Openness
from aggregator.core.record import replace
from tests.support.ghostapi import (
    COUNTER,
    COUNTS,
    FORM,
    HOME,
    META,
    OFF,
    OPEN,
    SITE,
    WHERE,
    Blog,
    guid,
    one,
    page,
    seen,
    told,
)

# -- recognition ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("parts", "params"),
    [
        pytest.param([META, COUNTER, FORM.format(HOME, "all")], OPEN, id="all may comment"),
        pytest.param([META, COUNTER, FORM.format(HOME, "paid")], {**WHERE, "comments": "paid"}, id="paying members"),
        pytest.param([META, COUNTER], WHERE, id="no form: a front page, a post for members, or a theme without it"),
        pytest.param([COUNTER], WHERE, id="a hidden generator"),
        pytest.param([META, FORM.format(HOME, "all")], OPEN, id="a theme that leaves the counter out"),
        pytest.param([META, FORM.format(HOME, "often")], WHERE, id="a word nobody knows"),
        pytest.param([META], {**WHERE, "comments": "off"}, id="neither: switched off"),
        pytest.param(["<p>A page made by something else"], WHERE, id="the feed says that it is Ghost"),
        pytest.param([META, COUNTER.replace(COUNTS, HOME + "count")], WHERE, id="an address that is no such API"),
        pytest.param([META, FORM.format("javascript:x", "all")], OPEN, id="an address that is none"),
        pytest.param(
            [META, COUNTER.replace(HOME, "https://kari.example/blog/")],
            {"counts": "https://kari.example/blog/members/api/comments/counts/", "members": HOME + "blog/"},
            id="in a folder",
        ),
        pytest.param([META, COUNTER.replace(HOME, "/")], WHERE, id="a relative address"),
    ],
)
def test_ghost_is_recognised_by_its_page(parts, params):
    assert ghost.recognises(SITE, page(*parts)) == params


def test_ghost_is_recognised_by_its_feed_when_no_page_can_be_read():
    assert ghost.recognises(SITE, None) == WHERE
    assert ghost.recognises(replace(SITE, sources={"ghost": OPEN}), None) == OPEN
    assert ghost.recognises(replace(SITE, home="https://kari.example/blog"), None)["members"] == HOME + "blog/"


@pytest.mark.parametrize(
    ("generator", "parts"),
    [
        pytest.param(
            "https://wordpress.org/?v=6.9", ['<meta name="generator" content="WordPress 6.9">'], id="wordpress"
        ),
        pytest.param("", ['<script data-isso="//c.example/"></script>'], id="isso"),
        pytest.param("Ghostwriter 2", ['<meta name="generator" content="Ghostwriter 2">'], id="another name"),
        pytest.param("", ['<p data-ghost-comments="https://kari.example/">'], id="no script"),
        pytest.param("", ['<meta name="description" content="Ghost 5.130">'], id="another meta"),
        pytest.param("", [], id="empty"),
    ],
)
def test_nothing_else_is_taken_for_ghost(generator, parts):
    site = replace(SITE, generator=generator)
    assert ghost.recognises(site, page(*parts)) is None
    assert ghost.recognises(site, None) is None


def test_without_an_address_to_ask_ghost_is_not_recognised():
    assert ghost.recognises(replace(SITE, home=None), None) is None


# -- whether anybody can comment --------------------------------------------------------------------


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
