"""Which addresses can be asked, and how they are written on the way."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aggregator.core.http import Answer, Request
from aggregator.web import Web
from aggregator.web.target import read_target
from tests.support.asking import ask
from tests.support.blogserver import BlogServer

UNUSABLE = "the address cannot be asked; it must begin with http:// or https:// and a host"


@pytest.mark.parametrize(
    "url",
    [
        "",
        "word",
        "--output=x",
        "file:///etc/passwd",
        "ftp://kari.example/feed",
        "javascript:alert(1)",
        "exec:touch x",
        "http:///feed",
        "http://",
        "http://[::bad",
        "http://kari.example:port/",
        "http://kari.example:99999/",
        "http://kari.example\\@evil.example/",
        "http://" + "å" * 70 + ".example/",
        "http://kari:%00@kari.example/",
        "http://kari.example/" + "x" * 2000,
        "http://kari%2eexample/",
    ],
)
def test_an_unusable_address_is_an_answer_with_a_problem(web: Web, url: str) -> None:
    request = Request(url)
    assert web.get(request) == Answer(request, "", problem=UNUSABLE, requests=0)


@given(st.text(), st.sampled_from(["", "http://", "http://å", "http://kari.example", "//"]))
def test_any_text_can_be_looked_at_as_an_address(text: str, start: str) -> None:
    target = read_target(start + text, "https://kari:secret@kari.example/blog/")
    assert target is None or (target.wire.isascii() and target.wire.isprintable() and "#" not in target.shown)


def test_letters_beyond_ascii_are_encoded_on_the_way(server: BlogServer) -> None:
    server.put("/bl%C3%A5 b%C3%A6r".replace(" ", "%20"), b"x")
    url = server.url("/blå bær?ø=%C3%A5#frag", host="blåbær.localhost")
    answer = ask(url)
    assert (answer.status, answer.problem) == (200, None)
    assert answer.url == server.url("/blå%20bær?ø=%C3%A5", host="blåbær.localhost")
    assert server.log[0].path == "/bl%C3%A5%20b%C3%A6r?%C3%B8=%C3%A5"
    assert server.log[0].headers["host"] == f"xn--blbr-roah.localhost:{server.port}"


def test_a_name_that_does_not_exist(web: Web) -> None:
    answer = web.get(Request("http://kari.invalid/"))
    assert answer.problem == "the address does not exist (no such host: kari.invalid)"
    assert answer.requests == 0
