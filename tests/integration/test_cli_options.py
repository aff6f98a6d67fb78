"""Global options and the environment: where feeds.toml, the database, the clock and the language come from."""

import inspect
from itertools import chain
from pathlib import Path

import pytest
from typer.testing import CliRunner

from aggregator import __version__
from aggregator.cli import assemble
from tests.support.command import NOW, Agg

COMMANDS = (
    *("fetch", "digest", "needs-comments", "posts", "comments", "assign", "people", "network", "site", "why"),
    *("init", "add", "remove", "import", "export", "moved", "check", "forget", "mark", "status", "backup"),
    *("schedule", "demo", "help"),
)


@pytest.mark.parametrize("wish", ["-h", "--help"])
@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_help_is_everywhere(command: str, wish: str) -> None:
    words = [*command.split(), wish]
    result = CliRunner().invoke(assemble(words), words)
    assert result.exit_code == 0
    assert result.stdout.startswith("Usage:")
    assert result.stderr == ""


def test_agg_alone_shows_its_commands(agg: Agg) -> None:
    alone = agg()
    assert alone.code == 2
    said = alone.out + alone.err
    assert all(f"\n  {command} " in said for command in COMMANDS)


def test_the_version(agg: Agg) -> None:
    assert agg("--version").out == f"agg {__version__}\n"


def test_no_command_is_a_coroutine_that_nobody_would_await() -> None:
    app = assemble(())
    callbacks = [app.registered_callback, *app.registered_commands]
    assert len(callbacks) == len(COMMANDS) + 1
    assert not [one for one in callbacks if one is None or inspect.iscoroutinefunction(one.callback)]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("fetch -v", {"fetch"}),
        ("--db posts -c fetch --lang=nb -vq digest --week", {"digest"}),
        ("-cfetch posts mark", {"posts"}),
        ("posts --help", {"posts"}),
        ("--help posts", set(COMMANDS)),
        ("-c posts --help", set(COMMANDS)),
        ("-vh posts", set(COMMANDS)),
        ("fetc posts", set(COMMANDS)),
        ("", set(COMMANDS)),
    ],
)
def test_only_the_commands_that_can_be_meant_are_loaded(words: str, expected: set[str]) -> None:
    assert {one.name for one in assemble(words.split()).registered_commands} == expected


def test_an_unknown_command_or_option_is_wrong_use(agg: Agg) -> None:
    command, option = agg("digset"), agg("posts", "--jason")
    assert (command.code, option.code, command.out, option.out) == (2, 2, "", "")
    assert "digest" in command.err
    assert "--json" in option.err


GLOBAL = {
    "--config": ["--config", "elsewhere/feeds.toml"],
    "--config=": ["--config=elsewhere/feeds.toml"],
    "-c": ["-c", "elsewhere/feeds.toml"],
    "-cFILE": ["-celsewhere/feeds.toml"],
    "-v": ["-v", "-c", "elsewhere/feeds.toml"],
    "-qc": ["-q", "--color", "never", "--lang=en", "-c", "elsewhere/feeds.toml"],
}


@pytest.mark.parametrize("options", GLOBAL.values(), ids=GLOBAL)
def test_global_options_stand_before_or_after_the_command(options: list[str], course: Path, agg: Agg) -> None:
    plain = agg("status")
    (course / "elsewhere").mkdir()
    for name in ("feeds.toml", "agg.db"):
        (course / name).rename(course / "elsewhere" / name)
    before, after, between = agg(*options, "status"), agg("status", *options), agg("status", *options, "--json")
    assert plain.code == 0
    assert before == after == plain
    assert between.out.startswith("{")


def test_after_two_dashes_everything_is_a_word(course: Path, agg: Agg) -> None:
    assert agg("posts", "--", "-v", "--lang").code == 0
    assert agg("posts", "--", "--week").code == 0
    assert agg("fetch", "--", "--history").code == 2
    assert agg("posts", "-v", "--lang").code == 2


def test_an_option_without_its_value_is_wrong_use(course: Path, agg: Agg) -> None:
    wrong = agg("status", "--config")
    assert (wrong.code, wrong.out) == (2, "")
    assert "--config" in wrong.err
    assert "Missing command" not in wrong.err


def test_the_database_can_be_elsewhere(course: Path, agg: Agg) -> None:
    plain = agg("posts", "--json")
    (course / "agg.db").rename(course / "other.db")
    assert agg("posts", "--json").code == 78
    assert agg("posts", "--json", "--db", "other.db") == plain


def test_the_environment_says_the_same_as_the_options(
    course: Path, agg: Agg, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = agg("posts", "--json")
    (course / "agg.db").rename(course / "other.db")
    monkeypatch.chdir(tmp_path_factory.mktemp("far-away"))
    monkeypatch.setenv("AGG_CONFIG", str(course / "feeds.toml"))
    monkeypatch.setenv("AGG_DB", str(course / "other.db"))
    assert agg("posts", "--json") == plain
    assert agg("posts", "--json", "--db", course / "none.db").code == 78


def test_feeds_toml_is_looked_for_here_and_then_in_the_user_s_folder(
    course: Path, agg: Agg, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    plain = agg("status")
    home = tmp_path_factory.mktemp("home")
    (home / ".config" / "agg").mkdir(parents=True)
    for name in ("feeds.toml", "agg.db"):
        (course / name).rename(home / ".config" / "agg" / name)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(home / ".config"))
    assert agg("status") == plain
    monkeypatch.delenv("XDG_CONFIG_HOME")
    monkeypatch.setenv("HOME", str(home))
    assert agg("status") == plain


def test_without_a_feeds_toml_it_says_where_it_looked(agg: Agg, tmp_path: Path) -> None:
    nowhere = agg("status")
    assert (nowhere.code, nowhere.out) == (78, "")
    assert nowhere.err.startswith("agg: ")
    assert "feeds.toml, " in nowhere.err
    assert str(tmp_path / "config" / "agg" / "feeds.toml") in nowhere.err


def test_every_mistake_in_feeds_toml_is_a_line_on_stderr(agg: Agg, tmp_path: Path) -> None:
    (tmp_path / "feeds.toml").write_text(
        '[[participants]]\nname = "Kari"\nfeed = "https://kari.example/"\ntgas = []\n'
        '[course]\ntimezone = "Europe/Olso"\n'
    )
    wrong = agg("fetch")
    assert (wrong.code, wrong.out) == (78, "")
    assert [line.split(": ")[:2] for line in wrong.err.splitlines()] == [
        ["agg", "feeds.toml:4"],
        ["agg", "feeds.toml:6"],
    ]


def test_without_a_database_it_says_to_fetch(course: Path, agg: Agg) -> None:
    (course / "agg.db").unlink()
    for command in ("digest", "needs-comments", "posts", "comments", "why x", "mark x closed"):
        missing = agg(*command.split())
        assert (missing.code, missing.out) == (78, "")
        assert "agg fetch" in missing.err
    blank = agg("status", "--color", "always")
    assert blank.code == 0
    assert "not asked yet: run agg fetch" in blank.out
    assert not (course / "agg.db").exists()


def test_a_database_that_is_none_is_left_as_it_was(course: Path, agg: Agg) -> None:
    (course / "agg.db").write_text("dear diary")
    broken = agg("posts")
    assert (broken.code, broken.out) == (78, "")
    assert broken.err.startswith("agg: ")
    assert (course / "agg.db").read_text() == "dear diary"


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("2026-11-22T12:00:00+01:00", "2026-11-22T11:00:00+00:00"),
        ("2026-11-22T11:00:00", "2026-11-22T11:00:00+00:00"),
        ("2026-11-22", "2026-11-22T00:00:00+00:00"),
    ],
)
def test_agg_now_replaces_the_clock(
    moment: str, expected: str, course: Path, agg: Agg, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AGG_NOW", moment)
    assert f'"as_of": "{expected}"' in agg("needs-comments", "--json").out


@pytest.mark.parametrize("moment", ["soon", "2026-13-01", "0001-01-01T00:00:00+14:00"])
def test_agg_now_that_is_no_moment_is_wrong_use(
    moment: str, course: Path, agg: Agg, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AGG_NOW", moment)
    wrong = agg("needs-comments")
    assert (wrong.code, wrong.out) == (2, "")
    assert wrong.err.startswith(f"agg: AGG_NOW: “{moment}” ")


def test_without_agg_now_it_is_now(course: Path, agg: Agg, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AGG_NOW")
    assert f'"as_of": "{NOW.isoformat()}"' not in agg("needs-comments", "--json").out


ENGLISH, NORWEGIAN = "November", "november"
LANGUAGES = {
    "feeds.toml": ("", {}, "nb", NORWEGIAN),
    "the option beats feeds.toml": ("--lang en", {}, "nb", ENGLISH),
    "the environment beats feeds.toml": ("", {"AGG_LANG": "nb"}, "en", NORWEGIAN),
    "the option beats the environment": ("--lang nb", {"AGG_LANG": "en"}, "en", NORWEGIAN),
    "feeds.toml beats the locale": ("", {"LANG": "nb_NO.UTF-8"}, "en", ENGLISH),
    "the locale": ("", {"LANG": "nb_NO.UTF-8"}, None, NORWEGIAN),
    "nynorsk": ("", {"LANG": "nn_NO.UTF-8"}, None, NORWEGIAN),
    "LC_ALL beats LANG": ("", {"LC_ALL": "C.UTF-8", "LANG": "nb_NO.UTF-8"}, None, ENGLISH),
    "LC_MESSAGES beats LANG": ("", {"LC_MESSAGES": "no", "LANG": "en_GB.UTF-8"}, None, NORWEGIAN),
    "another language": ("", {"LANG": "de_DE.UTF-8"}, None, ENGLISH),
    "no locale at all": ("", {}, None, ENGLISH),
}


@pytest.mark.parametrize(("options", "environment", "written", "expected"), LANGUAGES.values(), ids=LANGUAGES)
def test_the_language(
    options: str,
    environment: dict[str, str],
    written: str | None,
    expected: str,
    course: Path,
    agg: Agg,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    toml = (course / "feeds.toml").read_text()
    lines = [line for line in toml.splitlines() if not line.startswith("language")]
    place = lines.index("[course]") + 1
    lines[place:place] = [f'language = "{written}"'] * bool(written)
    (course / "feeds.toml").write_text("\n".join(lines))
    assert f" {expected} 2026" in agg("digest", *options.split()).out


def test_a_language_that_agg_does_not_speak_is_wrong_use(course: Path, agg: Agg) -> None:
    assert agg("status", "--lang", "de").code == 2


LISTS = ("digest", "needs-comments", "posts", "comments", "status", "posts --json", "comments --json")


def test_data_goes_to_stdout_and_nothing_else_anywhere(course: Path, agg: Agg) -> None:
    lists = [agg(*words.split()) for words in LISTS]
    assert not list(chain.from_iterable(one.err for one in lists))
    assert all(one.out for one in lists)
