"""Feeds of comments with nothing sensible in them, whoever is said to have written them."""

from urllib.parse import urlsplit

import pytest

from tests.support.commentfeeds import (
    BLOGGER,
    BLOGGER_POSTS,
    DOTCLEAR,
    DOTCLEAR_POSTS,
    S9Y,
    S9Y_POSTS,
    WORDPRESS,
    comment,
    feed,
    told_of,
    written,
)


@pytest.mark.parametrize("site", [WORDPRESS, BLOGGER, S9Y, DOTCLEAR], ids=lambda site: urlsplit(site.home).hostname)
@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b"\x00" * 1000, id="noughts"),
        pytest.param(b"<feed>" * 1000, id="deep"),
        pytest.param(b"<rss><channel><item/><item><guid/></item></channel></rss>", id="empty items"),
        pytest.param(feed("<id/>", "<id>#comment-</id>", "<id>#comment-x</id>").encode(), id="no numbers"),
        pytest.param(feed("<id>" + "9" * 5000 + "</id>").encode(), id="long"),
        pytest.param(feed(comment("9" * 30), home="https://[::1").encode(), id="odd addresses"),
    ],
)
def test_junk_says_nothing(site, body):
    posts = [written(), *BLOGGER_POSTS[:1], *S9Y_POSTS[:1], *DOTCLEAR_POSTS[:1]]
    told, _asked = told_of(posts, lambda _request: body, site)
    assert {one.count for one in told.findings} == {None}
