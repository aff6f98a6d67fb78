"""Which language agg speaks, for whoever wishes what."""

import os
from pathlib import Path

import pytest

from aggregator.cli import options, speech

WISHES = {
    **dict.fromkeys(["en", "EN", "en_GB.UTF-8", "en-US"], "en"),
    **dict.fromkeys(["nb", "no", "nn", "NB", "nb_NO.UTF-8", "nb-NO", "no@euro"], "nb"),
    **dict.fromkeys(["de", "nbx", "norsk", "C", "-", "", " nb", None]),
}


@pytest.mark.parametrize(("wish", "expected"), WISHES.items())
def test_the_language_for_a_wish(wish: str | None, expected: str | None) -> None:
    assert speech.known(wish) == expected


COURSES = {
    "nb": ('[course]\nlanguage = "nb"\n', "nb"),
    "en": ("title = 1\n\n[course]\ntitle = 'x'\n  language='en' # English\n", "en"),
    "no, as feeds.toml may say": ('[course]\nlanguage = "no"\n', "nb"),
    "below other tables": ('[fetch]\njobs = 3\n[[participants]]\nname = "Kari"\n[ course ]\nlanguage = "nb"\n', "nb"),
    "after a list on several lines": ('[course]\nfacilitators = [\n  "Arne",\n]\nlanguage = "nb"\n', "nb"),
    "windows": ('\ufeff[course]\r\nlanguage = "nb"\r\n', "nb"),
    "broken": ('[course\nlanguage = "nb"\n[[participants', "nb"),
    "none": ('[course]\ntitle = "x"\n', None),
    "in another table": ('[course]\n[fetch]\nlanguage = "nb"\n', None),
    "in no table": ('language = "nb"\n[course]\n', None),
    "a comment": ('[course]\n# language = "nb"\n', None),
    "unknown": ('[course]\nlanguage = "de"\n', None),
    "no text": ("[course]\nlanguage = 7\n", None),
    "empty": ("", None),
    "far down": ("#\n" * 50_000 + '[course]\nlanguage = "nb"\n', None),
}


@pytest.mark.parametrize(("text", "expected"), COURSES.values(), ids=COURSES)
def test_the_language_of_a_course_is_seen_without_reading_the_whole_file(
    text: str, expected: str | None, tmp_path: Path
) -> None:
    file = tmp_path / "feeds.toml"
    file.write_text(text, encoding="utf-8", newline="")
    assert speech.of_course(file) == expected


def test_letters_that_are_none_hide_no_language(tmp_path: Path) -> None:
    (tmp_path / "feeds.toml").write_bytes(b'[course]\ntitle = "\xff\xfe\x00"\nlanguage = "nb"\n')
    assert speech.of_course(tmp_path / "feeds.toml") == "nb"


def test_what_is_no_file_has_no_language_and_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path, tmp_path / "pipe", tmp_path / "none", Path("x\0y"), Path("x" * 5_000)):
        assert speech.of_course(path) is None


GIVEN = {
    "status": None,
    "--lang nb status": "nb",
    "status --lang nb": "nb",
    "status --lang=nb": "nb",
    "--lang en status --lang nb": "nb",
    "--config --lang status": None,
    "-c --lang --lang nb": "nb",
    "-c--lang=en status": None,
    "posts -- --lang nb": None,
    "posts --lang": None,
    "posts --lang=": None,
    "-vq --lang nb": "nb",
    "--language nb": None,
}


@pytest.mark.parametrize(("words", "expected"), GIVEN.items())
def test_the_value_of_a_global_option_is_found_wherever_it_stands(words: str, expected: str | None) -> None:
    assert options.given(words.split(), "--lang") == expected


@pytest.mark.parametrize(
    "words", ["-c x.toml", "-cx.toml", "--config x.toml", "fetch --config=x.toml", "-c y -cx.toml"]
)
def test_an_option_of_two_names_is_found_by_both(words: str) -> None:
    assert options.given(words.split(), "--config", "-c") == "x.toml"
