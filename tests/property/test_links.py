"""Whatever address comes, only one of the web is kept, without anything that could deceive or betray."""

import re
from urllib.parse import urljoin, urlsplit

from hypothesis import assume, example, given
from hypothesis import strategies as st

from aggregator.core.links import ADDRESS_LIMIT, is_home, link_key, related, same_origin, web_address
from tests.support.spite import UNWANTED
from tests.support.spite import texts as spiteful_texts

BASE = "https://blog.example/2026/feed.xml"
PIECES = (
    *("http://", "https://", "HTTP:", "//", "/", "\\", "?", "#", "@", ":", "[", "]", "[::1]", ".", "..", ";", "&", "="),
    *(
        "kari",
        "secret",
        "blog.example",
        "www.",
        "bl\u00e5b\u00e6r.example",
        "xn--",
        "80",
        "443",
        "8080",
        "99999",
        "0",
        "%",
    ),
    *(
        "%00",
        "%2f",
        "%41",
        "%25",
        "\u2100",
        "\uff0f",
        "\u3002",
        "\u202e",
        "\u200b",
        "\t",
        "\n",
        " ",
        "\x00",
        "\x1b",
        "\x85",
    ),
    *("\ud800", '"', "<", "'", "javascript:", "data:", "utm_source=x", "cpage=2", "/comment-page-2", "index", "v1.x"),
)
anything = st.one_of(
    st.lists(st.sampled_from(PIECES), max_size=12).map("".join),
    st.lists(st.sampled_from(PIECES), max_size=8).map(lambda pieces: "https://" + "".join(pieces)),
    st.text(st.characters(exclude_categories=()), max_size=60),
    spiteful_texts,
)
bases = st.sampled_from([None, BASE, "http://[", "x", ""]) | anything
ordinary = st.text("abc/.?=&-_~09", max_size=30)
names = st.text("abcdefghijklmnopqrstuvwxyz0123456789", min_size=1, max_size=12)


@given(anything, bases)
@example("https://kari:secret@blog.example@evil.example/", None)
def test_an_address_is_of_the_web_and_holds_nothing_unseen(url: str, base: str | None) -> None:
    address = web_address(url, base)
    if address is not None:
        assert re.match(r"https?://[^/?#]", address)
        assert len(address) <= ADDRESS_LIMIT
        assert not UNWANTED.search(address)
        assert not re.search(r'[\s<>"\\^`{|}]', address)


@given(anything, bases)
def test_an_address_that_was_kept_stays_as_it_is(url: str, base: str | None) -> None:
    address = web_address(url, base)
    if address is not None:
        assert web_address(address) == web_address(address, BASE) == address
        assert urlsplit(address).hostname


@given(names, names, st.sampled_from(["http", "https"]), ordinary)
def test_a_password_goes_no_further(user: str, password: str, scheme: str, rest: str) -> None:
    address = web_address(f"{scheme}://{user}:{password}@blog.example/{rest}")
    assert address == web_address(f"{scheme}://blog.example/{rest}")
    assert address is not None


@given(anything, bases)
def test_no_address_has_a_user(url: str, base: str | None) -> None:
    parts = urlsplit(web_address(url, base) or "")
    assert (parts.username, parts.password, "@" in parts.netloc) == (None, None, False)


@given(ordinary)
def test_an_ordinary_address_is_joined_as_everybody_joins_it(written: str) -> None:
    joined = urljoin(BASE, written)
    assume(written and urlsplit(joined).hostname not in (None, "") and urlsplit(joined).hostname.strip("."))
    assert web_address(written, BASE) == joined


@given(anything, bases)
def test_one_post_has_one_key(url: str, base: str | None) -> None:
    link_key(url)
    address = web_address(url, base)
    if address is not None:
        bare = address.partition("#")[0]
        asks = "&" if "?" in bare else "?"
        assert {link_key(f" {bare}#respond "), link_key(f"{bare}{asks}utm_source=x&m=1#c")} == {link_key(address)}


@given(anything, anything)
def test_origins_can_always_be_compared(one: str, other: str) -> None:
    assert same_origin(one, other) is same_origin(other, one)
    address = web_address(one)
    assert address is None or same_origin(address, address + "/more")


@given(anything)
def test_only_a_front_page_is_home(url: str) -> None:
    address = web_address(url)
    if is_home(url) and address:
        assert urlsplit(address).path in ("", "/")
        assert is_home(address)


@given(st.lists(anything | st.sampled_from(["<", ">", "; rel=next", '; rel="', ", "]), max_size=8).map("".join), bases)
def test_what_a_link_header_names_is_an_address_or_none(header: str, base: str | None) -> None:
    address = related(header, "next", base or "")
    assert address is None or web_address(address) == address
