"""`agg digest --send`: through a true mail server, and each week once whatever happens on the way."""

import re
import sys
from collections.abc import Iterator
from email import message_from_string, policy
from pathlib import Path

import pytest

from aggregator.mail import VARIABLE
from tests.integration.test_web_https import certificate
from tests.support.classmates import LATER, classmates
from tests.support.command import Agg
from tests.support.mailserver import PASSWORD, USER, MailServer
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


def test_the_digest_arrives_whole(sending: Sending, server: MailServer) -> None:
    sending.mail(server.port)
    assert sending.send() == (0, "", "")
    [(message, receivers)] = server.mails
    assert receivers == ["all@lists.school.example", "kari@kari.example"]
    assert message["From"] == "Kåre fra kurset <course@school.example>"
    assert message["To"] == "all@lists.school.example"
    assert message["Bcc"] is None
    assert message["Reply-To"] == "teacher@school.example"
    assert message["Subject"] == "Blogging for everybody: Week 47, 16–22 November 2026"
    assert message["Content-Language"] == "en"
    assert message["Auto-Submitted"] == "auto-generated"
    assert re.fullmatch(r"<agg\.[0-9a-f]{10}\.2026-w47@school\.example>", message["Message-ID"])
    assert message["References"] == message["In-Reply-To"]
    text, html = message.get_body(("plain",)), message.get_body(("html",))
    assert text is not None
    assert html is not None
    assert "Eva Fjeld 4" in text.get_content()
    assert "https://eva.example/4/" in text.get_content()
    assert '<a href="https://eva.example/4/"' in html.get_content()
    assert max(map(len, server.raw[0].split(b"\r\n"))) <= 998
    assert server.raw[0].isascii()


def test_no_week_is_sent_twice_unless_that_is_wanted(sending: Sending, server: MailServer) -> None:
    sending.mail(server.port)
    assert sending.send() == (0, "", "")
    assert sending.send() == (0, "", "")
    assert "sent on 18 November 2026, 14:00. To send it once more: --again" in sending.send("-v")[2]
    assert len(server.mails) == 1
    assert sending.send("--again") == (0, "", "")
    first, second = (message["Message-ID"] for message, _receivers in server.mails)
    assert first != second


def test_the_mails_of_a_course_are_one_thread(
    sending: Sending, server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    sending.mail(server.port)
    sending.send()
    monkeypatch.setenv("AGG_NOW", "2026-11-26T12:00:00Z")
    sending.send()
    (one, _to), (other, _others) = server.mails
    assert one["References"] == other["References"]
    assert one["List-Id"] == other["List-Id"]
    assert one["Message-ID"] != other["Message-ID"]


def test_a_dry_run_sends_and_remembers_nothing(sending: Sending, server: MailServer) -> None:
    sending.mail(server.port, more=f'user = "{USER}"\n')
    code, out, err = sending.send("--dry-run")
    assert (code, err) == (0, "")
    assert f"Would be sent by 127.0.0.1:{server.port} (none)" in out
    assert "To: all@lists.school.example, kari@kari.example" in out
    assert "Subject: Blogging for everybody: Week 47" in out
    sending.mail(server.port)
    assert sending.send() == (0, "", "")
    assert len(server.mails) == 1
    assert "To send it once more: --again" in sending.send("--dry-run")[1]


def test_for_programs_that_send_the_whole_message_is_printed(sending: Sending, agg: Agg) -> None:
    sending.mail(1)
    printed = agg("digest", "--week", "this", "--format", "email").out
    message = message_from_string(printed, policy=policy.default)
    assert message["Bcc"] == "kari@kari.example"
    assert message["To"] == "all@lists.school.example"
    assert message.defects == []
    assert "\r" not in printed
    assert agg("digest", "--week", "this", "--format", "email").out == printed


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["--dry-run"], "--dry-run goes with --send."),
        (["--again"], "--again goes with --send."),
        (["--send", "--format", "html"], "Give either --send, or --format and --output."),
        (["--send", "-o", "x"], "Give either --send, or --format and --output."),
    ],
)
def test_options_that_do_not_go_together(sending: Sending, agg: Agg, words: list[str], why: str) -> None:
    said = agg("digest", *words)
    assert (said.code, said.out) == (2, "")
    assert why in said.err


@pytest.mark.parametrize("words", [["--send"], ["--send", "--dry-run"], ["--format", "email"]])
def test_without_settings_it_says_what_to_write(sending: Sending, agg: Agg, words: list[str]) -> None:
    said = agg("digest", *words)
    assert (said.code, said.out) == (78, "")
    assert "there is no [mail]" in said.err


# -- secured, and logged in -----------------------------------------------------------------------------


@pytest.fixture
def trusted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    file = certificate(tmp_path, "IP:127.0.0.1")
    monkeypatch.setenv("SSL_CERT_FILE", str(file))
    return file


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_the_mail_goes_by_a_secure_connection(sending: Sending, trusted: Path, security: str) -> None:
    with MailServer(**{security: trusted}) as server:
        sending.mail(server.port, security)
        assert sending.send() == (0, "", "")
        assert len(server.mails) == 1


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_a_certificate_that_nobody_has_signed_is_refused(sending: Sending, tmp_path: Path, security: str) -> None:
    with MailServer(**{security: certificate(tmp_path, "IP:127.0.0.1")}) as server:
        sending.mail(server.port, security)
        code, out, err = sending.send()
        assert (code, out) == (75, "")
        assert f"127.0.0.1:{server.port}: the server's certificate is not trusted (self" in err
        assert server.seen_data == 0


def test_a_certificate_for_another_name_is_refused(sending: Sending, trusted: Path) -> None:
    with MailServer(tls=trusted) as server:
        sending.mail(server.port, "tls", host="localhost")
        assert "certificate is not trusted" in sending.send()[2]


def test_a_server_without_starttls_gets_nothing(
    sending: Sending, server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    sending.mail(server.port, "starttls", more=f'user = "{USER}"\n')
    monkeypatch.setenv(VARIABLE, PASSWORD)
    code, _out, err = sending.send()
    assert code == 75
    assert "the server offers no STARTTLS" in err
    assert server.seen_data == 0


def test_a_port_of_another_kind_says_which_security_it_wants(sending: Sending, server: MailServer) -> None:
    sending.mail(server.port, "tls")
    assert 'Port 465 wants security = "tls", port 587 "starttls"' in sending.send()[2]


def test_with_the_right_password_it_is_let_in(sending: Sending, trusted: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with MailServer(starttls=trusted, login=True) as server:
        sending.mail(server.port, "starttls", more=f'user = "{USER}"\n')
        code, _out, err = sending.send()
        assert code == 75
        assert "there is no password for course" in err
        monkeypatch.setenv(VARIABLE, "wrong secret")
        code, _out, err = sending.send()
        assert code == 75
        assert "does not let course in: 535" in err
        assert "secret" not in err
        assert server.seen_data == 0
        monkeypatch.setenv(VARIABLE, PASSWORD)
        assert sending.send() == (0, "", "")
        assert len(server.mails) == 1


@pytest.mark.parametrize(
    ("script", "why"),
    [
        (f"print({PASSWORD!r}); print('more')", ""),
        ("pass", "printed no password: "),
        ("print('pa ss-wørd')", "may hold plain letters only (ASCII)"),
        ("raise SystemExit(3)", "ended with 3"),
        ("import time; time.sleep(20)", "no answer in time"),
    ],
)
def test_a_command_may_tell_the_password(
    sending: Sending, trusted: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, script: str, why: str
) -> None:
    monkeypatch.setattr("aggregator.mail._COMMAND_TIMEOUT", 2)
    program = tmp_path / "secret.py"
    program.write_text(script, "utf-8")
    with MailServer(tls=trusted, login=True) as server:
        command = f'user = "{USER}"\npassword_command = ["{sys.executable}", "-X", "utf8", "{program}"]\n'
        sending.mail(server.port, "tls", more=command)
        code, _out, err = sending.send()
        assert (code, len(server.mails)) == ((75, 0) if why else (0, 1)), err
        assert why in err


def test_a_command_that_is_not_there_is_named(sending: Sending, server: MailServer) -> None:
    sending.mail(server.port, more=f'user = "{USER}"\npassword_command = ["no-such-command"]\n')
    assert "password_command does not work: no-such-command (No such file" in sending.send()[2]


def test_a_server_that_wants_no_login_says_so(
    sending: Sending, server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, PASSWORD)
    sending.mail(server.port, more=f'user = "{USER}"\n')
    assert "the server offers no login" in sending.send()[2]
