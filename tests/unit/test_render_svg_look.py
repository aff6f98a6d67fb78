"""The picture of the network can be read: no text covers another, and every colour stands out from its ground."""

import re
from functools import cache
from itertools import combinations
from xml.etree.ElementTree import Element

import pytest

from tests.support.networks import made_up
from tests.support.pictures import NAME, Box, arrows, people, picture, texts

SIZES = [10, 40, 100]


@cache
def course(size: int) -> Element:
    return picture(made_up(size))


def overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


@pytest.mark.parametrize("size", SIZES)
def test_no_two_texts_overlap(size: int) -> None:
    found = list(texts(course(size)))
    assert len(found) > size
    assert [(one, other) for (one, here), (other, there) in combinations(found, 2) if overlap(here, there)] == []


@pytest.mark.parametrize("size", SIZES)
def test_all_texts_are_in_the_picture(size: int) -> None:
    drawn = course(size)
    _left, _top, width, height = map(float, drawn.get("viewBox", "").split())
    assert (float(drawn.get("width", "")), float(drawn.get("height", ""))) == (width, height)
    for text, (left, top, right, bottom) in texts(drawn):
        assert left >= 0, text
        assert top >= 0, text
        assert right <= width, text
        assert bottom <= height, text


@pytest.mark.parametrize("size", SIZES)
def test_no_name_covers_anybody(size: int) -> None:
    drawn = course(size)
    named = [
        (text, box) for text, box in texts(drawn) if any(text == one.findtext(f"{NAME}text") for one in people(drawn))
    ]
    circles = [
        (x - r, y - r, x + r, y + r)
        for one in drawn.iter(f"{NAME}g")
        if one.get("class") == "person"
        for circle in one.iter(f"{NAME}circle")
        for x, y, r in [[float(circle.get(what, "")) for what in ("cx", "cy", "r")]]
    ]
    assert len(circles) > size / 2
    assert not [text for text, box in named for circle in circles if overlap(box, circle)]


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2 has it."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def dark(drawn: Element, classes: str, what: str) -> str:
    """The colour of something in the dark scheme, by the style sheet."""
    sheet = drawn.findtext(f"{NAME}style") or ""
    wanted = set(classes.split())
    rules = re.findall(rf"(?<=[{{}}])((?:\.[\w-]+)+){{{what}:(#[0-9a-f]{{6}})", sheet)
    [*_others, colour] = [colour for names, colour in rules if set(names[1:].split(".")) <= wanted]
    return str(colour)


@pytest.fixture
def hundred() -> Element:
    return course(100)


def test_every_text_can_be_read_on_light_and_on_dark_ground(hundred: Element) -> None:
    [ground] = [one for one in hundred.iter() if one.get("class") == "ground"]
    by_night = dark(hundred, "ground", "fill")
    for one in hundred.iter(f"{NAME}text"):
        assert contrast(one.get("fill", ""), ground.get("fill", "")) >= 4.5
        assert contrast(dark(hundred, one.get("class", ""), "fill"), by_night) >= 4.5
        if one.get("stroke"):
            assert one.get("stroke") == ground.get("fill")
            assert dark(hundred, one.get("class", ""), "stroke") == by_night


def test_every_shape_can_be_seen_on_light_and_on_dark_ground(hundred: Element) -> None:
    [ground] = [one for one in hundred.iter() if one.get("class") == "ground"]
    by_night = dark(hundred, "ground", "fill")
    shapes = [part for one in people(hundred) for part in one if part.get("stroke-width") and part.tag != f"{NAME}text"]
    assert len(shapes) >= 102
    for one in shapes:
        assert contrast(one.get("stroke", ""), ground.get("fill", "")) >= 3
        assert contrast(dark(hundred, one.get("class", ""), "stroke"), by_night) >= 3


def test_pointing_at_somebody_leaves_their_ties_alone(hundred: Element) -> None:
    sheet = hundred.findtext(f"{NAME}style") or ""
    for one in people(hundred):
        identifier = one.get("id", "")
        assert f"svg:has(#{identifier}:hover) .tie:not(.{identifier.removeprefix('agg-')})" in sheet
    assert all(len(re.findall(r"\bp\d+", one.get("class", ""))) == 2 for one in arrows(hundred))
