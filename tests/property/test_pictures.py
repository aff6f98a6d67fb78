"""Whatever a feed names or a content shows: a picture is an address on the web over https, without a login, or none."""

import re
from urllib.parse import urlsplit

from hypothesis import example, given
from hypothesis import strategies as st

from aggregator.core.links import ADDRESS_LIMIT, web_address
from aggregator.core.pictures import NamedPicture, named_picture, shown_picture
from tests.support.spite import texts

BASE = "https://kari.example/post/"
SIGNS = (
    *("<img ", "<img src=", "<IMG/src='", ' srcset="', " data-src=", "' ", '"', ">", "/>", "<!--", "-->", "<![", " "),
    *("<script>", "</script>", "style='width:1px;", " width=1", " height=99999999999", " class=avatar", "&#x1b;", ","),
    *(
        "https://",
        "http://",
        "//",
        "data:",
        "kari:secret@",
        "x.example",
        "gravatar.com",
        "[::1]",
        ":99",
        "\\",
        "?",
        "#",
    ),
    *("/1x1.gif", "/a.jpg", "%00", "\u202e", "\ud800", "\n", "\t", "æ", "xn--", "127.1", ".", "\\"),
)
written = st.lists(st.sampled_from(SIGNS) | texts, max_size=20).map("".join)
UNSEEN = re.compile('[\x00-\x20\x7f-\xa0\u200b-\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff<>"\\\\]')


def check(address: str | None) -> None:
    if address is None:
        return
    parts = urlsplit(address)
    assert parts.scheme == "https"
    assert "@" not in parts.netloc
    assert "." in (parts.hostname or "")
    assert len(address) <= ADDRESS_LIMIT
    assert not UNSEEN.search(address)
    assert web_address(address) == address


@given(written, st.sampled_from([BASE, "https://kari:secret@kari.example/", "http://kari.example/", "", None]))
@example("<img src=https://kari:secret@x.example/a.jpg>", BASE)
@example("<img src=//x.example:0/a.jpg><img src=//[>", BASE)
def test_any_content_shows_a_good_picture_or_none(html: str, base: str | None) -> None:
    check(shown_picture(html, base))
    check(shown_picture(f'<img src="{html}">', base))


@given(written, written, st.sampled_from([BASE, "", None]))
def test_any_name_is_of_a_good_picture_or_of_none(address: str, size: str, base: str | None) -> None:
    check(named_picture([NamedPicture(address, size, size), NamedPicture(address)], base))


@given(written)
def test_a_picture_that_stands_first_is_found_whatever_stands_behind_it(rest: str) -> None:
    assert shown_picture("<img src=/a.jpg>" + rest, BASE) == "https://kari.example/a.jpg"
