"""No connection to an address that is not public, unless it is allowed."""

import pytest

from aggregator.core.http import Request
from aggregator.web import Web
from aggregator.web.target import literal
from tests.support.asking import ask, not_public
from tests.support.blogserver import BlogServer


@pytest.mark.parametrize(
    ("host", "ip"),
    [
        ("127.66.6.6", "127.66.6.6"),
        ("2130706433", "127.0.0.1"),
        ("0177.0x0.1", "127.0.0.1"),
        ("[::1]", "::1"),
        ("[::ffff:127.0.0.1]", "::ffff:127.0.0.1"),
        ("127.0.0.1", "127.0.0.1"),
        ("10.66.66.66", "10.66.66.66"),
        ("169.254.169.254", "169.254.169.254"),
    ],
)
def test_an_address_that_is_not_public_is_not_connected_to(server: BlogServer, host: str, ip: str) -> None:
    answer = ask(server.url("/", host=host), allow_networks=())
    assert (answer.status, answer.problem) == (0, not_public(ip))
    assert (answer.requests, server.log) == (0, [])


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("127.0.0.1", "127.0.0.1"),
        ("2130706433", "127.0.0.1"),
        ("0177.0x42.1542", "127.66.6.6"),
        ("127.1", "127.0.0.1"),
        ("0", "0.0.0.0"),
        ("::1", "::1"),
        ("kari.example", None),
        ("blåbær.example", None),
        ("12.kari.example", None),
    ],
)
def test_a_literal_address_is_read_however_it_is_written(host: str, expected: str | None) -> None:
    assert literal(host) == expected


def test_a_name_for_an_address_that_is_not_public_is_not_connected_to(server: BlogServer) -> None:
    answer = ask(server.url("/", host="localhost"), allow_networks=())
    assert "is not a public address" in str(answer.problem)
    assert server.log == []


def test_of_several_addresses_of_a_name_an_allowed_one_is_used(server: BlogServer, web: Web) -> None:
    server.put("/", b"x")
    assert web.get(Request(server.url("/", host="localhost"))).status == 200


def test_an_allowed_address_of_the_sixth_version_is_connected_to() -> None:
    try:
        server = BlogServer(host="::1")
    except OSError:
        pytest.skip("no IPv6 here")
    with server:
        server.put("/", b"x")
        assert ask(server.url("/", host="[::1]")).problem == not_public("::1")
        assert ask(server.url("/", host="[::1]"), allow_networks=["::1"]).status == 200
