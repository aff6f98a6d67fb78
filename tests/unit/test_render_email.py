"""The digest as a mail, in golden files a person can open; hostile titles stay within their header."""

import os
import pty
import shutil
import subprocess
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest

from aggregator.core.sending import Envelope
from aggregator.core.text import safe
from aggregator.render import email, html, terminal
from tests.support import sample
from tests.support.forms import ENVELOPE
from tests.support.golden import Golden
from tests.support.spite import SPITE, spiteful

WEEKS = {"week": sample.week, "empty-week": sample.empty_week}


def parsed(message: EmailMessage) -> EmailMessage:
    found = message_from_bytes(message.as_bytes(), policy=policy.default)
    assert isinstance(found, EmailMessage)
    return found


def part(message: EmailMessage, kind: str) -> str:
    found = message.get_body((kind,))
    assert found is not None
    return str(found.get_content()).replace("\r\n", "\n")


@pytest.mark.parametrize("name", WEEKS)
def test_it_looks_as_in_the_golden_file(name: str, language: str, golden: Golden) -> None:
    message = email.digest(WEEKS[name](), ENVELOPE, facilitator=True)
    golden.check(f"{language}/{name}.eml", message.as_bytes().decode("ascii").replace("\r\n", "\n"))


def test_both_parts_say_what_the_other_forms_say(language: str) -> None:
    assert language
    message = parsed(email.digest(sample.week(), ENVELOPE))
    assert part(message, "plain") == terminal.digest(sample.week(), 72).plain + "\n"
    assert part(message, "html") == html.digest(sample.week())
    assert [one.get_content_type() for one in message.iter_parts()] == ["text/plain", "text/html"]


@pytest.mark.parametrize("spite", SPITE, ids=ascii)
def test_a_hostile_title_is_one_header(spite: str) -> None:
    tame = parsed(email.digest(sample.week(), ENVELOPE))
    hostile = parsed(email.digest(sample.week(lambda text: f"{text} {spite} {text}"), ENVELOPE))
    assert hostile.keys() == tame.keys()
    assert hostile.defects == []
    course = "Sosiale medier i offentlig sektor"
    assert hostile["Subject"].startswith(safe(f"{course} {spite} {course}"))


def test_all_spite_at_once_is_a_sound_mail() -> None:
    raw = email.digest(sample.week(spiteful), ENVELOPE, facilitator=True).as_bytes()
    assert raw.isascii()
    assert max(map(len, raw.split(b"\r\n"))) <= 998
    assert raw.count(b"\n") == raw.count(b"\r\n")
    message = message_from_bytes(raw, policy=policy.default)
    assert message.defects == []


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("course@school.example", "course@school.example"),
        ("Course <course@school.example>", "Course <course@school.example>"),
        ("Kåre Åsen <course@school.example>", "Kåre Åsen <course@school.example>"),
        ("Kurset (2026) <course@school.example>", '"Kurset (2026)" <course@school.example>'),
        ("[Kurs] (2026 <course@school.example>", '"[Kurs] (2026" <course@school.example>'),
    ],
)
def test_a_sender_may_have_any_name(written: str, told: str) -> None:
    envelope = Envelope(written, (), None, "<a@b.example>", "<c@b.example>", "<d.b.example>")
    message = parsed(email.digest(sample.empty_week(), envelope))
    assert str(message["From"]) == told
    assert str(message["To"]) == told, "who is not named gets it all the same"


def test_long_names_of_messages_are_not_encoded() -> None:
    """No program takes an encoded word for the name of a message (RFC 2047 §5)."""
    domain = f"{'x' * 63}.{'y' * 63}.{'z' * 63}.example"
    envelope = Envelope("a@b.example", (), None, f"<1@{domain}>", f"<2@{domain}>", f"<3.{domain}>")
    head = email.digest(sample.empty_week(), envelope).as_bytes().partition(b"\r\n\r\n")[0].decode("ascii")
    lines = head.replace("\r\n ", " ").split("\r\n")
    told = {name: line.strip() for name, _colon, line in (line.partition(":") for line in lines)}
    assert told["Message-ID"] == f"<1@{domain}>"
    assert told["In-Reply-To"] == told["References"] == f"<2@{domain}>"
    assert told["List-Id"] == f"<3.{domain}>"


@pytest.mark.skipif(shutil.which("mutt") is None, reason="mutt is not installed")
def test_a_mail_reader_shows_it(tmp_path: Path) -> None:
    """mutt gives the message on as it shows it: decoded, the plain text part."""
    box = tmp_path / "box"
    body = email.digest(sample.week(), ENVELOPE).as_bytes().replace(b"\r\n", b"\n")
    box.write_bytes(b"From course@school.example Sun Nov 22 13:05:00 2026\n" + body + b"\n")
    pipe = f'"<pipe-message>cat > {tmp_path}/shown.txt<enter><exit>"'
    (tmp_path / "muttrc").write_text(f"set pipe_decode\nset charset=utf-8\nset wait_key=no\npush {pipe}\n")
    (tmp_path / "Mail").mkdir()  # it asks whether to make it
    terminal_of, mine = pty.openpty()
    subprocess.run(
        ["mutt", "-F", tmp_path / "muttrc", "-R", "-f", box],
        env={"HOME": str(tmp_path), "PATH": "/usr/bin:/bin", "TERM": "xterm", "LC_ALL": "C.UTF-8"},
        stdin=mine,
        stdout=mine,
        stderr=subprocess.DEVNULL,
        timeout=20,
        check=True,
    )
    os.close(terminal_of)
    os.close(mine)
    shown = (tmp_path / "shown.txt").read_text("utf-8")
    assert "Subject: Sosiale medier i offentlig sektor: Week 47, 16–22 November 2026" in " ".join(shown.split())
    assert "Kari Nordmann: Andre forsøk" in shown
    assert "https://kari.example/5/" in shown
