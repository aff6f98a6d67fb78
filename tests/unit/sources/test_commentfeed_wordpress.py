"""What WordPress writes into its feeds of comments: pings, answers, and the comment that comes with it."""

import pytest

from aggregator.core.model import Kind
from tests.support.build import observation
from tests.support.commentfeeds import ALL, comment, feed, told_of, written


@pytest.mark.parametrize(
    ("written_", "kind"),
    [
        pytest.param(comment(9, html="<p>Takk!</p>"), Kind.COMMENT, id="words"),
        pytest.param(comment(9, html="<p>[&#8230;] so Kari writes [&#8230;]</p>"), Kind.PING, id="pingback"),
        pytest.param(comment(9, html="[...] so Kari writes [...]"), Kind.PING, id="old pingback"),
        pytest.param(comment(9, html="<p>[&#8230;] and so on</p>"), Kind.COMMENT, id="dots in front"),
        pytest.param(comment(9, html="<p>and so on [&#8230;]</p>"), Kind.COMMENT, id="dots behind"),
        pytest.param(comment(9, html="<p><strong>Svar</strong></p>\n<p>So Kari …</p>"), Kind.PING, id="trackback"),
        pytest.param(comment(9, html="<p><strong>Svært</strong> bra!</p>"), Kind.COMMENT, id="a bold word"),
        pytest.param(
            comment(9, to="4", html="<p>[&#8230;] so Kari writes [&#8230;]</p>"),
            Kind.COMMENT,
            id="pings answer no comment",
        ),
    ],
)
def test_pings_are_guessed(written_, kind):
    told, _asked = told_of([written()], {ALL: feed(written_)})
    assert [one.kind for one in told.findings[0].comments] == [kind]


def test_the_line_about_the_answered_comment_is_no_part_of_the_text():
    html = '<p>In reply to <a href="https://kari.example/1/#comment-4">Per</a>.</p>\n<p>Ja, <b>visst</b>!</p>'
    told, _asked = told_of([written()], {ALL: feed(comment(9, to="4", html=html))})
    (said,) = told.findings[0].comments
    assert (said.text, said.parent) == ("Ja, visst!", "4")


@pytest.mark.parametrize(
    ("written_", "count"),
    [
        pytest.param(comment(1, uri="https://wordpress.org/"), 0, id="from WordPress"),
        pytest.param(comment(1, uri="https://nb.wordpress.org/"), 0, id="from WordPress in Norwegian"),
        pytest.param(comment(1, uri="", html="<p>Bilder kommer fra Gravatar.</p>"), 0, id="without its address"),
        pytest.param(comment(1, uri="https://notwordpress.org/"), 1, id="from another host"),
        pytest.param(comment(2, uri="https://wordpress.org/"), 1, id="not the first"),
        pytest.param(comment(1, uri="", html="<p>Hei!</p>"), 1, id="other words"),
        pytest.param(comment(1, html="<p>Er det Gravatar?</p>"), 1, id="from somebody with a blog"),
    ],
)
def test_the_comment_that_comes_with_wordpress_is_none(written_, count):
    told, _asked = told_of([written()], {ALL: feed(written_)})
    assert (told.findings[0].count, len(told.findings[0].comments), told.findings[0].listed) == (count, count, True)


def test_the_comment_that_comes_with_wordpress_is_counted_where_wordpress_counts_it():
    told, _asked = told_of(
        [written(observations=(observation(1),))], {ALL: feed(comment(1, uri="https://wordpress.org/"))}
    )
    assert (told.findings[0].count, told.findings[0].listed) == (0, True)
