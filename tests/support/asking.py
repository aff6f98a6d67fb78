"""Asking a BlogServer through Web, and ways for a page to answer oddly."""

from collections.abc import Callable

from aggregator.core.http import Answer, Request
from aggregator.web import Web
from tests.support.blogserver import Page, Visit

LOOPBACK = ("127.0.0.1/32",)


def not_public(ip: str) -> str:
    return f'{ip} is not a public address; if it is meant, write below [fetch]: allow_networks = ["{ip}"]'


def ask(url: str, **settings: object) -> Answer:
    with Web(user_agent="agg/test", **{"timeout": 5, "allow_networks": LOOPBACK, **settings}) as web:  # type: ignore[arg-type]
        return web.get(Request(url))


def raw(data: bytes) -> Callable[[Visit], None]:
    return lambda visit: visit.send(data)


def close_at_once(visit: Visit) -> None:
    """Says nothing at all."""


def hang(visit: Visit) -> None:
    visit.wait(10)


def to(location: str, status: int = 302) -> Page:
    return Page(status=status, headers={"Location": location})
