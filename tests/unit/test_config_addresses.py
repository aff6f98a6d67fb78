"""An address in feeds.toml that cannot be used is told of, and stops nobody else."""

import pytest

from aggregator.config import read_course
from aggregator.core.course import Participant

KARI = '[[participants]]\nname = "Kari"\nfeed = "https://kari.example/feed/"\n'

HTTP = "the address must begin with http:// or https://"
NO_SITE = "the address names no site, as in https://kari.example/feed/"
NO_ADDRESS = "this is no whole web address, such as https://kari.example/feed/"
UNSEEN = "the address contains a space or an invisible character"

# What is written: what is shown, and why it cannot be read.
UNUSABLE = {
    "file:///etc/passwd": ("file:///etc/passwd", HTTP),
    "ftp://kari:secret@kari.example/": ("ftp://kari.example/", HTTP),
    "exec:ls": ("exec:ls", HTTP),
    "javascript:alert(1)": ("javascript:alert(1)", HTTP),
    "not yet": ("not yet", UNSEEN),
    "TODO": ("TODO", HTTP),
    "kari.example/feed": ("kari.example/feed", HTTP + " (perhaps https://kari.example/feed)"),
    "//kari.example:80": ("//kari.example:80", HTTP + " (perhaps https://kari.example:80)"),
    "htps://a:secret@kari.example": ("htps://kari.example", HTTP + " (perhaps https://kari.example)"),
    "https:///feed": ("https:///feed", NO_SITE),
    "http://..": ("http://..", NO_SITE),
    "http://[::1": ("http://[::1", NO_ADDRESS),
    "http://kari.example:99999": ("http://kari.example:99999", NO_ADDRESS),
    "http://a:secret#1@kari.example": ("kari.example", NO_ADDRESS),
    "http://kari:secret%40kari.example:9/x": ("kari.example:9/x", NO_ADDRESS),
    r"https://kari.example/\u001b[31m": ("https://kari.example/[31m", UNSEEN),
    r"https://kari.example/\u202efeed": ("https://kari.example/feed", UNSEEN),
    r"https://kari.example/\nfeed": ("https://kari.example/ feed", UNSEEN),
    "https://kari.example/" + "a" * 1980: (
        "https://kari.example/" + "a" * 78 + "…",
        "the address is longer than 2000 characters",
    ),
}


@pytest.mark.parametrize("key", ["feed", "home"])
@pytest.mark.parametrize(("address", "expected"), UNUSABLE.items(), ids=lambda text: str(text)[:30])
def test_unusable_address_is_the_participants_problem(key, address, expected):
    shown, why = expected
    course = read_course(f'[[participants]]\nname = "Per"\n{key} = "{address}"\n{KARI}', "f")
    per = Participant("Per", shown, is_home=key == "home", problem=why)
    assert course.participants == (per, Participant("Kari", "https://kari.example/feed/"))


@pytest.mark.parametrize(
    "address",
    [
        "HTTPS://kari.example",
        "http://kari.example:8080/?feed=rss2",
        "http://127.0.0.1",
        "http://[::1]:80/",
        "https://blåbær.example/æ",
        "https://kari.example/" + "a" * 1979,
    ],
    ids=lambda text: text[:30],
)
def test_usable_address_stays_as_written(address):
    (kari,) = read_course(f'[[participants]]\nname = "Kari"\nfeed = "{address}"', "f").participants
    assert (kari.address, kari.problem) == (address, None)


def test_several_may_have_no_blog_yet():
    text = "".join(f'[[participants]]\nname = "{name}"\nfeed = "TODO"\n' for name in ("Kari", "Ola"))
    assert [who.problem is None for who in read_course(text, "f").participants] == [False, False]


@pytest.mark.parametrize(
    ("written", "address", "login"),
    [
        ("https://kari:secret@kari.example/", "https://kari.example/", "kari:secret"),
        ("http://kari@kari.example:81?a=@b", "http://kari.example:81?a=@b", "kari"),
        ("https://kari:se@cret@kari.example/@kari", "https://kari.example/@kari", "kari:se@cret"),
        ("https://kari.example/@kari", "https://kari.example/@kari", None),
    ],
)
def test_a_login_is_kept_apart_from_the_address(written, address, login):
    (kari,) = read_course(f'[[participants]]\nname = "Kari"\nfeed = "{written}"', "f").participants
    assert (kari.address, kari.login, kari.problem) == (address, login, None)
