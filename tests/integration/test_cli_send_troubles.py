"""`agg digest --send` with trouble on the way: what was certainly not sent is sent later, and nothing twice."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from aggregator.core.sending import Mailed
from aggregator.store import open_store
from tests.support.classmates import LATER, classmates
from tests.support.command import Agg
from tests.support.mailserver import MailServer
from tests.support.sending import Sending

pytestmark = pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")  # of the test's server


@pytest.fixture
def sending(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, agg: Agg) -> Sending:
    monkeypatch.setenv("AGG_NOW", LATER.isoformat())
    return Sending(classmates(tmp_path), agg)


@pytest.fixture
def server() -> Iterator[MailServer]:
    with MailServer() as running:
        yield running


@pytest.mark.parametrize(
    ("trouble", "why"),
    [
        ("refuse sender", "refuses the sender: 553 5.7.1 not your address"),
        ("refuse all", "refuses all receivers: 550 5.1.1 no such user"),
        ("refuse data", "refuses the mail: 451 4.3.0 try again later"),
    ],
)
def test_what_was_certainly_not_sent_is_sent_the_next_time(
    sending: Sending, server: MailServer, trouble: str, why: str
) -> None:
    sending.mail(server.port)
    server.trouble = trouble
    code, out, err = sending.send()
    assert (code, out) == (75, "")
    assert f"agg: 127.0.0.1:{server.port}: the server {why}" in err
    assert "\x1b" not in err
    server.trouble = ""
    assert sending.send() == (0, "", "")
    assert len(server.mails) == 1


def test_what_was_sent_before_stays_so_when_sending_it_again_fails(sending: Sending, server: MailServer) -> None:
    sending.mail(server.port)
    sending.send()
    server.trouble = "refuse data"
    assert sending.send("--again")[0] == 75
    server.trouble = ""
    assert sending.send() == (0, "", "")
    assert len(server.mails) == 1


def test_if_one_is_refused_the_others_get_it(sending: Sending, server: MailServer) -> None:
    sending.mail(server.port)
    server.trouble = "refuse one"
    code, out, err = sending.send()
    assert (code, out) == (0, "")
    assert err == "The server refused: all@lists.school.example. The others have got the mail.\n"
    assert [receivers for _message, receivers in server.mails] == [["kari@kari.example"]]
    assert sending.send() == (0, "", "")
    assert len(server.mails) == 1


@pytest.mark.parametrize(
    ("trouble", "why"), [("drop", "the connection was closed without an answer"), ("hang", "no answer in time")]
)
def test_when_nobody_knows_whether_it_was_sent_it_is_not_sent_again(
    sending: Sending, server: MailServer, trouble: str, why: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("aggregator.mail.TIMEOUT", 1.0)
    sending.mail(server.port)
    server.trouble = trouble
    code, _out, err = sending.send()
    assert (code, server.seen_data) == (75, 1)
    assert f"the connection broke while the mail was handed over ({why})" in err
    assert "send it with --again" in err
    server.trouble = ""
    code, _out, err = sending.send()
    assert (code, server.seen_data) == (75, 1)
    assert "nobody knows whether the mail was sent" in err
    assert sending.send("--again") == (0, "", "")
    assert sending.send() == (0, "", "")
    assert len(server.mails) == 1


def test_after_a_crash_it_is_not_sent_again(sending: Sending, server: MailServer) -> None:
    """Killed between the mail and the server's answer."""
    sending.mail(server.port)
    server.trouble = "hang"
    process = subprocess.Popen(
        [sys.executable, "-m", "aggregator", "digest", "--week", "this", "--send"],
        cwd=sending.stored.folder,
        env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])},
        stderr=subprocess.PIPE,
    )
    for _wait in range(200):
        if server.seen_data or process.poll() is not None:
            break
        time.sleep(0.05)
    assert server.seen_data == 1
    process.send_signal(signal.SIGKILL)
    process.communicate(timeout=10)
    server.trouble = ""
    code, _out, err = sending.send()
    assert (code, server.seen_data) == (75, 1)
    assert "a run on 18 November 2026, 14:00 has not ended" in err


def test_of_two_at_once_one_sends(sending: Sending) -> None:
    """The second looked before the first had begun."""
    first, second = (Mailed("2026-W47", f"<{name}@school.example>", LATER) for name in "ab")
    with open_store(sending.stored.folder / "agg.db") as one, open_store(sending.stored.folder / "agg.db") as other:
        before = one.mailed("2026-W47"), other.mailed("2026-W47")
        assert before == (None, None)
        assert one.begin_mail(first, before[0])
        assert not other.begin_mail(second, before[1])
        assert other.mailed("2026-W47") == first


def test_a_server_that_is_not_there_is_named(sending: Sending) -> None:
    sending.mail(1)
    code, out, err = sending.send()
    assert (code, out) == (75, "")
    assert "agg: 127.0.0.1:1: the mail server cannot be reached (the connection was refused). See server" in err
