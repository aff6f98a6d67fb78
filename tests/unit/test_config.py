"""What feeds.toml may say, and what a person is told when it says something else."""

import json
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aggregator.config import load_course, read_course, schema
from aggregator.config.lines import Lines
from aggregator.core.course import Course, FetchSettings, MailSettings, Participant, SiteSettings
from aggregator.core.errors import ConfigError
from aggregator.core.text import safe

ROOT = Path(__file__).parents[2]
KARI = '[[participants]]\nname = "Kari"\nfeed = "https://kari.example/feed/"\n'
OLA = '[[participants]]\nname = "Ola"\nhome = "https://ola.example/"\n'


# -- what is read -----------------------------------------------------------------------------------


def test_smallest_file_gives_defaults():
    kari = Participant("Kari", "https://kari.example/feed/")
    assert read_course(KARI, "f") == Course("Our course", (kari,))


def test_every_key_is_read():
    path = ROOT / "tests/data/config/everything.toml"
    assert load_course(path, ("feedfields", "ghost")) == Course(
        title="Sosiale medier i offentlig sektor",
        participants=(
            Participant(
                name="Kari Nordmann",
                address="https://kari.example/feed/",
                login="kari:secret",
                tags=("kommune", "Oslo"),
                aliases=("karinor",),
                category="egovernment",
                comments="ghost",
            ),
            Participant(name="Ola", address="https://ola.example/", is_home=True, comments="none"),
        ),
        timezone=ZoneInfo("Europe/Oslo"),
        language="nb",
        starts=date(2026, 10, 5),
        ends=date(2026, 10, 5),
        facilitators=("Arne", "Jens"),
        new_posts=0,
        new_days=0,
        window_days=1,
        fetch=FetchSettings(
            contact="https://school.example/about/@us",
            jobs=256,
            timeout=5.0,
            deadline=timedelta(seconds=90),
            interval=timedelta(seconds=30),
            allow_networks=("127.0.0.1/32", "10.0.0.0/8", "::1/128"),
        ),
        mail=MailSettings(
            sender="Kåre Åsen <course@school.example>",
            server="smtp.school.example",
            to=("all@lists.school.example",),
            bcc=("Kari <kari+x@kari.example>",),
            reply_to="teacher@school.example",
            port=2525,
            security="tls",
            user="course",
            password_command=("pass", "show", "course"),
        ),
        site=SiteSettings("https://school.example/course/", "first", search_engines=True),
    )


@pytest.mark.parametrize(("security", "port"), [("starttls", 587), ("tls", 465), ("none", 25)])
def test_each_security_has_its_port(security, port):
    mail = f'[mail]\nfrom = "a@b.example"\nto = ["c@d.example"]\nserver = "localhost"\nsecurity = "{security}"\n'
    assert read_course(KARI + mail, "f").mail.port == port
    assert read_course(f"{KARI}{mail}port = 99\n", "f").mail.port == 99


@pytest.mark.parametrize("contact", ["kari@kari.example", "http://kari.example", "http://[::1]:80/~kari"])
def test_contact_may_be_an_email_or_web_address(contact):
    assert read_course(f'fetch.contact = "{contact}"\n{KARI}', "f").fetch.contact == contact


def test_example_at_the_top_of_the_repository_is_without_problems():
    course = load_course(ROOT / "feeds.toml")
    assert len(course.participants) >= 6
    assert [who.name for who in course.participants if who.problem] == []


def test_settings_in_the_example_work_when_the_hash_is_deleted():
    text = (ROOT / "feeds.toml").read_text(encoding="utf-8")
    keys = [key for table in schema()["$defs"].values() for key in table["properties"] if f"# {key} = " in text]
    for key in keys:
        text = text.replace(f"# {key} = ", f"{key} = ")
    course = read_course(text.replace("# [mail]", "[mail]"), "f")
    assert course.starts == date(2026, 10, 5)
    assert course.mail.server == "smtp.school.example"
    assert len(keys) == 30


def test_example_names_every_key():
    text = (ROOT / "feeds.toml").read_text(encoding="utf-8")
    missing = [key for table in schema()["$defs"].values() for key in table["properties"] if f"{key} = " not in text]
    assert missing == []


# -- the schema for editors -------------------------------------------------------------------------


def test_schema_in_the_repository_is_the_models():
    shown = subprocess.run([sys.executable, "-m", "aggregator.config"], cwd=ROOT, capture_output=True, check=True)
    in_repository = json.loads((ROOT / "feeds.schema.json").read_text(encoding="utf-8"))
    assert json.loads(shown.stdout) == schema() == in_repository


def test_schema_describes_every_key_and_knows_no_null():
    keys = [key for table in schema()["$defs"].values() for key in table["properties"].values()]
    assert all(key["description"].endswith(".") for key in keys)
    assert "null" not in json.dumps(schema())


# -- files ------------------------------------------------------------------------------------------


def test_file_with_a_byte_order_mark_as_notepad_writes_it(tmp_path):
    path = tmp_path / "feeds.toml"
    path.write_bytes(b"\xef\xbb\xbf" + KARI.encode())
    assert [participant.name for participant in load_course(path).participants] == ["Kari"]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        pytest.param(KARI.encode("utf-16"), "{}:1: the file is not plain UTF-8.", id="UTF-16"),
        pytest.param(b"# 1\n# 2\n# K\xe5re\n", "{}:3: the file is not plain UTF-8.", id="Latin-1"),
        pytest.param(b"x", "{}:1: there must be a =", id="no TOML"),
    ],
)
def test_file_that_is_no_plain_toml(tmp_path, content, expected):
    path = tmp_path / "feeds.toml"
    path.write_bytes(content)
    with pytest.raises(ConfigError) as caught:
        load_course(path)
    assert str(caught.value).startswith(expected.format(path))


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        pytest.param("no.toml", "There is no file {}. Make one with agg init, or name it with --config.", id="missing"),
        pytest.param("", "{} is a folder. Name the file in it with --config.", id="a folder"),
        pytest.param(
            "file/feeds.toml",
            "{} cannot be read (Not a directory). See who may read it, or name another with --config.",
            id="below a file",
        ),
    ],
)
def test_file_that_cannot_be_read(tmp_path, name, expected):
    (tmp_path / "file").write_text(KARI)
    with pytest.raises(ConfigError) as caught:
        load_course(tmp_path / name)
    assert str(caught.value) == expected.format(tmp_path / name)


def test_windows_line_ends_are_read(tmp_path):
    path = tmp_path / "feeds.toml"
    path.write_bytes((KARI + "tgas = 1\n").replace("\n", "\r\n").encode())
    with pytest.raises(ConfigError, match=r':4: participant "Kari": unknown key "tgas"'):
        load_course(path)


# -- line numbers -----------------------------------------------------------------------------------

LINES = {
    ("top",): 1,
    ("a.b",): 2,
    ("a.b", "c", 0, "d"): 2,
    ("text",): 5,
    ("x y",): 8,
    ("x y", "z", "key", "b"): 9,
    ("x y", "z", "q"): 10,
    ("x y", "z", "r"): 11,
    ("list",): 12,
    ("list", 0, "sub", "e"): 14,
    ("list", 1): 16,
    ("list", 1, "f", "g", "h"): 17,
    ("list", 1, "f", "g", "i"): 18,
    ("list", 1, "f", "missing"): 17,
    ("list", 1, "inner", 0, "j"): 20,
    ("list", 1, "inner", 1, "j"): 22,
    ("nowhere", 3): 1,
}


@pytest.mark.parametrize(("loc", "line"), LINES.items(), ids=str)
def test_line_of_a_key(loc, line):
    assert Lines((ROOT / "tests/data/config/odd.toml").read_text(encoding="utf-8")).of(loc) == line


# -- anything at all --------------------------------------------------------------------------------

HUGE = "0x" + "f" * 5000
WORDS = "[[participants]] [course] [participants.x] [[a.'b']] name feed tags starts jobs timezone comments = ="
SIGNS = "\" ' \"\"\" ''' [ ] { } , . # \\ 1 -1 nan 2026-10-05 10:00:00 true \"Kari\" 'https://x.example/'"
PIECES = [*WORDS.split(), *SIGNS.split(), HUGE, "\n", "\n", "\r\n", " ", "\ufeff", "\x00", "\u202e", "\ud800"]
TOML_ISH = st.lists(st.sampled_from(PIECES) | st.text(max_size=5), max_size=40).map("".join)

HEADS = ["[course]", "[fetch]", "[[participants]]", "[[participants]]", "[[participants.tags]]", "[z]"]
KEYS = ["title", "name", "feed", "timezone", "window", "timeout", "tags", "contact", "x"]
VALUES = ["1", "'a'", "''", "[]", "[1]", "2026-01-01", "inf", "{}", "[[{}]]", "'https://x.example/'", HUGE]
SETTINGS = st.tuples(st.sampled_from(KEYS), st.sampled_from(VALUES) | st.text().map(json.dumps)).map(" = ".join)
TABLES = st.lists(st.sampled_from(HEADS) | SETTINGS, max_size=12).map("\n".join)


def problems(text: str) -> tuple[str, ...]:
    try:
        read_course(text, "f")
    except ConfigError as error:
        return error.problems
    return ()


@given(TOML_ISH | TABLES)
def test_any_text_is_a_course_or_a_list_of_clean_problems(text):
    for problem in problems(text):
        assert problem.startswith("f:")
        assert [safe(line) for line in problem.split("\n")] == [line.strip() for line in problem.split("\n")]
