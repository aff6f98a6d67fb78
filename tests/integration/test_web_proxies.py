"""Proxies that the environment names."""

import pytest

from tests.support.asking import ask, not_public
from tests.support.blogserver import BlogServer


@pytest.mark.parametrize("name", ["http_proxy", "ALL_PROXY"])
def test_a_proxy_is_asked_for_names(server: BlogServer, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv(name, server.url(""))
    server.put("http://kari.example/feed/", b"x")
    assert ask("http://kari.example/feed/", allow_networks=()).body == b"x"


@pytest.mark.parametrize(
    "host",
    [
        "2852039166",
        "169.254.169.254.",
        "2852039166.",
        "0xa9.254.0251.254",
        "169\u3002254\u3002169\u3002254",
        "①⑥⑨.254.169.254",
    ],
)
def test_a_proxy_is_not_asked_for_addresses_that_are_not_public(
    server: BlogServer, monkeypatch: pytest.MonkeyPatch, host: str
) -> None:
    monkeypatch.setenv("http_proxy", server.url(""))
    answer = ask(f"http://{host}/", allow_networks=())
    assert (answer.problem, server.log) == (not_public("169.254.169.254"), [])


def test_without_the_proxy_the_guard_stands(server: BlogServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", server.url(""))
    monkeypatch.setenv("no_proxy", "localhost")
    answer = ask(server.url("/", host="localhost"), allow_networks=())
    assert "is not a public address" in str(answer.problem)
    assert server.log == []


def test_a_proxy_that_does_not_exist(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://kari:secret@proxy.invalid:3128")
    assert ask("http://kari.example/").problem == "the proxy that the environment names does not exist"
