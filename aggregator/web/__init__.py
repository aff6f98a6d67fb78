"""libcurl behind a small interface: requests in, answers out as they arrive. The only socket of agg.

Keeps deadlines and size limits, follows redirects, spares hosts and the services that many of them share, and refuses
addresses that are not public.
What an answer means is for the caller.
"""

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from ipaddress import ip_network
from queue import SimpleQueue
from types import TracebackType
from typing import Self

from aggregator.core.http import Answer, Request
from aggregator.core.services import service
from aggregator.web import problems
from aggregator.web.driver import Driver
from aggregator.web.hop import Limits, Settings
from aggregator.web.room import Room
from aggregator.web.target import read_target
from aggregator.web.transfer import Transfer

__all__ = ["Limits", "Web", "user_agent"]


def user_agent(version: str, contact: str | None) -> str:
    """How agg names itself to servers; `contact` is where their owners can complain."""
    return f"agg/{version} (course blog reader{f'; +{contact}' if contact else ''})"


def _with_login(request: Request) -> str:
    scheme, slashes, rest = request.url.partition("://")
    return f"{scheme}{slashes}{request.login}@{rest}" if request.login else request.url


def _certificates() -> str:
    given = os.environ.get("SSL_CERT_FILE")
    if given:
        return given
    import certifi

    return certifi.where()


def _proxies() -> dict[str, str]:
    """The proxies that the environment names; on a Mac also those of its settings."""
    if sys.platform != "darwin" and not any(name.lower().endswith("_proxy") for name in os.environ):
        return {}
    from urllib.request import getproxies  # loads much, and most machines have none

    return getproxies()


class Web:
    """Asks many addresses at once on a thread of its own. Use it as a context manager, from one thread.

    `jobs` requests run at once, `per_host` of one host and port. A service that many hosts share (`services` names
    it for a `host:port`) gets one at a time, and `gap` seconds pass between the starts of two. A service, or any other
    host and port, that answers 429, or 503 with Retry-After, is asked nothing more: whatever else was meant for it is
    answered at once as 429 with the same Retry-After, and what was not sent does not count in `requests`.

    `timeout` is for a whole request with its redirects, in seconds, not for its time in the queue; of an `untried` one
    the answer has to begin in a part of it. After `deadline` seconds nothing more is asked: what is still in the queue
    is answered as `left_alone`. A POST is repeated where 307 or 308 leads within its origin; any other redirect of it
    is its answer. Connects only to addresses that are public or in `allow_networks` (as `127.0.0.1/32`); a proxy named
    by the environment has to see to that itself.
    """

    def __init__(
        self,
        *,
        user_agent: str,
        jobs: int = 32,
        per_host: int = 2,
        gap: float = 0.25,
        services: Callable[[str], str | None] = service,
        timeout: float = 20.0,
        deadline: float = 900.0,
        allow_networks: Sequence[str] = (),
        limits: Limits = Limits(),  # noqa: B008 (frozen)
    ) -> None:
        networks = tuple(ip_network(network, strict=False) for network in allow_networks)
        self._room = Room(limits.room)
        self._settings = Settings(
            user_agent, timeout, networks, limits, _certificates(), _proxies(), self._room, services
        )
        self._arrived: SimpleQueue[Answer | BaseException] = SimpleQueue()
        self._outstanding = 0
        self._promised: Answer | None = None
        self._driver = Driver(jobs, per_host, gap, deadline, self._room, self._arrived)
        self._driver.start()

    @property
    def is_over(self) -> bool:
        """Whether the time for asking is up."""
        return self._driver.is_over

    def ask(self, request: Request) -> None:
        """Queues a request; its answer comes from `answers`. Never raises, whatever the address."""
        self._outstanding += 1
        if target := read_target(_with_login(request)):
            self._driver.ask(Transfer(request, target, self._settings))
        else:
            self._arrived.put(Answer(request, "", problem=problems.unusable(), requests=0))

    def answers(self) -> Iterator[Answer]:
        """Yields answers as they arrive, until nothing asked is outstanding. More may be asked meanwhile."""
        while self._outstanding:
            arrived = self._arrived.get()
            if isinstance(arrived, BaseException):
                raise arrived
            self._outstanding -= 1
            yield arrived
            if self._promised is not arrived:
                self._give(len(arrived.body))

    def promise(self, answer: Answer) -> Callable[[Answer], None]:
        """Has `answers` yield its last answer once more: when what is returned is called with it, from any thread."""
        self._outstanding += 1
        self._promised = answer

        def deliver(again: Answer) -> None:
            self._give(len(answer.body))
            self._arrived.put(again)

        return deliver

    def _give(self, size: int) -> None:
        waited_for = self._room.is_tight or self._room.is_full
        self._room.give(size)
        if waited_for:
            self._driver.look()

    def get(self, request: Request) -> Answer:
        """The answer to one request, for when nothing else is outstanding."""
        self.ask(request)
        [answer] = self.answers()
        return answer

    def close(self) -> None:
        """Breaks off whatever is under way, at once; what was outstanding is never answered."""
        self._outstanding = 0
        self._driver.stop()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
