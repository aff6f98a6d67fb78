"""The door to mail servers: whom it trusts, how it quotes them, and that nobody waits for them who has given up."""

import os
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest

from aggregator.core.course import MailSettings
from aggregator.core.errors import MailError
from aggregator.core.record import replace
from aggregator.mail import VARIABLE, connected
from tests.integration.test_web_https import certificate
from tests.support.mailserver import MailServer
from tests.support.scriptedmail import HANGS_UP, scripted

MESSAGE = EmailMessage()
MESSAGE.set_content("Words.")


@pytest.fixture
def server() -> Iterator[MailServer]:
    with MailServer() as running:
        yield running


def of(server: MailServer, security: str = "none") -> MailSettings:
    return MailSettings(
        "[Kurs] <a@b.example>", "127.0.0.1", ("C (d <c@d.example>",), port=server.port, security=security
    )


def refusal(settings: MailSettings) -> str:
    with pytest.raises(MailError) as told, connected(settings, {}) as letting_in:
        letting_in.send(MESSAGE)
    assert not told.value.unsure
    return str(told.value)


def test_the_server_is_told_addresses_without_names(server: MailServer) -> None:
    with connected(of(server), {}) as letting_in:
        assert letting_in.send(MESSAGE) == ()
    assert [receivers for _message, receivers in server.mails] == [["c@d.example"]]


@pytest.mark.parametrize("security", ["tls", "starttls"])
@pytest.mark.parametrize("variable", [None, "SSL_CERT_FILE", "SSL_CERT_DIR"])
def test_certificates_that_blogs_are_read_with_are_trusted_unless_others_are_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, security: str, variable: str | None
) -> None:
    """Some machines have none of their own."""
    file = certificate(tmp_path, "IP:127.0.0.1")
    monkeypatch.setattr("certifi.where", lambda: str(file))
    for name in ("SSL_CERT_FILE", "SSL_CERT_DIR"):
        monkeypatch.delenv(name, raising=False)
    if variable:
        monkeypatch.setenv(variable, os.devnull)
    with MailServer(**{security: file}) as server:
        if variable:
            assert "certificate is not trusted" in refusal(of(server, security))
        else:
            with connected(of(server, security), {}) as letting_in:
                letting_in.send(MESSAGE)
        assert len(server.mails) == (not variable)


def test_a_server_that_offers_starttls_and_has_none_is_quoted(server: MailServer) -> None:
    server.trouble = "break word"
    settings = of(server, "starttls")
    assert refusal(settings) == f"127.0.0.1:{server.port}: the server is not ready: 454 TLS not available"


LOGIN = {"EHLO": "250-mail.example\r\n250 AUTH PLAIN"}
SURELY_NOT_SENT = [
    ({"greeting": "554 go away"}, "the server is not ready: 554 go away"),
    ({"greeting": "HTTP/1.1 400 Bad"}, "the server is not ready: -1 /1.1 400 Bad"),
    ({"greeting": HANGS_UP}, "cannot be reached (the connection was closed without an answer). See server and port"),
    ({"EHLO": "554 no", "HELO": "554 go away"}, "the server is not ready: 554 go away"),
    ({"MAIL": HANGS_UP}, "the connection broke (the connection was closed without an answer). Try again later."),
    ({"MAIL": "550 " + "x" * 9000}, "the server is not ready: 500 Line too long"),
    ({"RCPT": "554 5.7.1 relay denied"}, "the server refuses all receivers: 554 5.7.1 relay denied"),
    ({"DATA": "421 too busy\x1b[31m\u202e"}, "the server refuses the mail: 421 too busy"),
    ({"the mail": "552 too large"}, "the server refuses the mail: 552 too large"),
    (LOGIN | {"AUTH": "535 wrong"}, "the server does not let course in: 535 wrong. See user under [mail]"),
    (LOGIN | {"AUTH": HANGS_UP}, "the connection broke (the connection was closed without an answer). Try again"),
    (LOGIN | {"EHLO": "250-mail.example\r\n250 AUTH ODD"}, "the server offers no login that agg knows."),
]


@pytest.mark.parametrize(("answers", "why"), SURELY_NOT_SENT)
def test_what_a_server_says_when_it_takes_no_mail(answers: dict[str, str], why: str) -> None:
    user = "course" if "AUTH" in str(answers) else None
    with scripted(answers) as port:
        settings = MailSettings("a@b.example", "127.0.0.1", ("c@d.example",), port=port, security="none", user=user)
        with pytest.raises(MailError) as told, connected(settings, {VARIABLE: "pa ss-word"}) as letting_in:
            letting_in.send(MESSAGE)
    assert str(told.value).startswith(f"127.0.0.1:{port}: ")
    assert why in str(told.value)
    assert str(told.value).isprintable()
    assert "pa ss-word" not in str(told.value)
    assert not told.value.unsure


@pytest.mark.parametrize("answers", [{"DATA": HANGS_UP}, {"the mail": HANGS_UP}])
def test_when_the_connection_breaks_late_nobody_is_sure(answers: dict[str, str]) -> None:
    with scripted(answers) as port:
        settings = MailSettings("a@b.example", "127.0.0.1", ("c@d.example",), port=port, security="none")
        with pytest.raises(MailError) as told, connected(settings, {}) as letting_in:
            letting_in.send(MESSAGE)
    assert told.value.unsure


def test_a_server_that_is_gone_is_said_to_be_so(server: MailServer) -> None:
    assert "cannot be reached (the connection was refused)" in refusal(replace(of(server), port=1))


@pytest.mark.parametrize(("end", "goodbyes"), [(KeyboardInterrupt, 0), (SystemExit, 0), (MailError, 1)])
def test_who_gives_up_does_not_wait_until_the_server_says_goodbye(
    server: MailServer, end: type[BaseException], goodbyes: int
) -> None:
    """A silent server would keep a person for another minute."""
    with pytest.raises(end), connected(of(server), {}):
        raise end("given up")
    assert server.goodbyes == goodbyes
