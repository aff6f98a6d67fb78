"""Whose a host is, as far as an address tells."""

import pytest

from aggregator.core.links import host_of, same_site

KARI = "https://www.kari.example/feed/"


@pytest.mark.parametrize(
    ("url", "host"),
    [(KARI, "kari.example"), ("HTTPS://Kari.Example:8443/", "kari.example"), ("x", ""), ("http://[", "")],
)
def test_the_host_of_an_address(url: str, host: str) -> None:
    assert host_of(url) == host


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        ("https://kari.example/1/", True),
        ("http://comments.kari.example:8080/", True),
        ("https://ola.example/", False),
        ("https://notkari.example/", False),
        ("x", False),
    ],
)
def test_one_site_has_one_owner(other: str, expected: bool) -> None:
    assert same_site(KARI, other) is expected
    assert same_site(other, KARI) is expected


def test_what_two_hosts_share_has_to_be_somebodys() -> None:
    assert same_site("https://blog.kari.example/", "https://isso.kari.example/")
    assert not same_site("https://kari.co.uk/", "https://ola.co.uk/")
    assert not same_site("http://127.0.0.1/", "http://127.1.0.1/")
    assert not same_site("x", "y")
