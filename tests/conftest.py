"""Guards around every test: the same surroundings everywhere, English at first, no address beyond this machine."""

import os
import signal
import socket
import time
from collections.abc import Callable, Iterator
from functools import wraps
from ipaddress import ip_address
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import settings

from aggregator.cli import speech
from aggregator.web.hop import Hop
from tests.support.golden import Golden

if TYPE_CHECKING:
    from tests.support.browser import Browser

ODD_ZONE = "Pacific/Chatham"  # UTC+12:45 or +13:45: whoever takes the machine's zone for the course's is found out
OUR_OWN = ("AGG_SHARED", "AGG_RIG")  # where tests find what does not belong to the repository
LEAKS = ("AGG_", "LC_", "LANG", "NO_COLOR", "FORCE_COLOR", "CLICOLOR", "TTY_", "XDG_", "PYTHONUTF8", "LINES")
PROXIES = ("http_proxy", "https_proxy", "all_proxy", "no_proxy")

# Properties are tried with the same examples everywhere and always. For a search: --hypothesis-profile=long.
settings.register_profile("always", derandomize=True, deadline=None, database=None)
settings.register_profile("long", max_examples=5_000, deadline=None, database=None, print_blob=True)
settings.load_profile("always")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write the files in tests/data/golden anew")


def pytest_configure(config: pytest.Config) -> None:
    for name in list(os.environ):
        if (name.startswith(LEAKS) and not name.startswith(OUR_OWN)) or name.lower() in PROXIES:
            del os.environ[name]
    os.environ.update(COLUMNS="80", TERM="xterm-256color", TZ=ODD_ZONE, XDG_CONFIG_HOME="/nonexistent")
    time.tzset()
    _keep_python_here()


def _is_here(host: object) -> bool:
    if host is None or host in ("", b"", "localhost"):
        return True
    try:
        address = ip_address(host.decode() if isinstance(host, bytes) else str(host).partition("%")[0])
    except ValueError:
        return False
    return address.is_loopback or address.is_unspecified


def _keep_python_here() -> None:
    """Stops Python's own sockets on their way out; Unix sockets may go where they like.

    By wrapping, not by an audit hook: a hook also runs inside sys.settrace, where it lets another thread in, and then
    CPython 3.11 refuses to start one of the two while coverage is measured.
    """

    def only_here(wrapped: Callable[..., Any], host_of: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(wrapped)
        def call(*given: Any, **more: Any) -> Any:
            host = host_of(*given, **more)
            if not _is_here(host):
                raise RuntimeError(f"a test reaches out to {host}")
            return wrapped(*given, **more)

        return call

    def of_address(_socket: socket.socket, *given: Any) -> Any:
        return given[-1][0] if isinstance(given[-1], tuple) else None

    for name in ("connect", "connect_ex", "sendto"):
        setattr(socket.socket, name, only_here(getattr(socket.socket, name), of_address))
    socket.getaddrinfo = only_here(socket.getaddrinfo, lambda host, *_given, **_more: host)


@pytest.fixture(autouse=True)
def _libcurl_stays_here(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """libcurl's connections are dialled by the product; none may leave this machine, whatever a test allows."""
    outside: list[str] = []
    dial = Hop._dial

    def guarded(hop: Hop, purpose: int, address: Any) -> Any:
        if _is_here(address.addr[0]):
            return dial(hop, purpose, address)
        allowed = dial(hop, purpose, address)
        if isinstance(allowed, int):
            return allowed
        allowed.close()
        outside.append(str(address.addr[0]))
        raise ConnectionRefusedError(f"a test reaches out to {address.addr[0]}")

    monkeypatch.setattr(Hop, "_dial", guarded)
    yield
    assert not outside, f"a test reached out to {outside}"


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    """Every test begins in English; what it or the command chooses ends with it."""
    speech.choose("en")
    yield
    speech.choose("en")


@pytest.fixture
def signals() -> Iterator[None]:
    """The program sets its own signal handlers; afterwards there are ours again."""
    kept = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a runner in the background may have ignored it
    signal.signal(signal.SIGHUP, signal.SIG_DFL)
    yield
    for number, handler in kept.items():
        signal.signal(number, handler)


@pytest.fixture(params=["en", "nb"])
def language(request: pytest.FixtureRequest) -> str:
    """Each language agg speaks, in use."""
    code: str = request.param
    speech.choose(code)
    return code


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Golden:
    return Golden(update=request.config.getoption("--update-golden"))


@pytest.fixture(scope="module")
def _chromium() -> Iterator["Browser"]:
    """The one browser of a file of tests, begun when the first needs it: others must be able to run out of files."""
    from tests.support import browser

    program = browser.chromium()
    if program is None:
        missing = f"no browser to look at pages with: none of {', '.join(browser.NAMES)} is in PATH"
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(missing)
    with browser.Browser(program) as one:
        yield one


@pytest.fixture
def browser(_chromium: "Browser") -> Iterator["Browser"]:
    """A browser. The pages that a test opens may not complain, and may ask for nothing outside but pictures."""
    _chromium.close_pages()
    yield _chromium
    assert _chromium.close_pages() == []
