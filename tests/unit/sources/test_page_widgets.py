"""A page's own count of comments beside a widget: a zero says nothing there, a number does."""

import json

import pytest

from aggregator.comments import page
from aggregator.core.model import Reason
from aggregator.core.source import Site
from tests.support import widgetexamples
from tests.support.build import post
from tests.support.sources import ask, by_post

URL = "https://kari.example/1/"
SITE = Site(feed="https://kari.example/feed/")


def counting(number, widget):
    said = json.dumps({"@type": "BlogPosting", "url": URL, "commentCount": number})
    return f'<html><script type="application/ld+json">{said}</script><body>{widget}<h1>Post</h1></body></html>'


@pytest.mark.parametrize(
    "widget",
    [
        pytest.param(widgetexamples.DISCOURSE, id="Discourse"),
        pytest.param(widgetexamples.DISQUS, id="Disqus"),
        pytest.param(widgetexamples.FASTCOMMENTS, id="elsewhere"),
        pytest.param(widgetexamples.GISCUS, id="giscus"),
        pytest.param(widgetexamples.ISSO, id="Isso"),
        pytest.param(widgetexamples.REMARK, id="Remark42"),
        pytest.param(widgetexamples.UTTERANCES, id="utterances"),
    ],
)
def test_no_zero_is_believed_beside_a_widget(widget):
    told, _ = ask(page, SITE, [post(1)], {URL: counting(0, widget)})
    assert (by_post(told)[1].count, by_post(told)[1].reason) == (None, Reason.ELSEWHERE)
    told, _ = ask(page, SITE, [post(1)], {URL: counting(2, widget)})
    assert by_post(told)[1].count == 2
