"""The network as a picture: everybody and every tie is in it once, and a name is only a name."""

import re
import subprocess
import sys
from math import dist
from xml.etree import ElementTree

import pytest

from aggregator.core.network import Member, Network
from aggregator.core.record import replace
from aggregator.core.text import safe
from aggregator.render import svg
from aggregator.render.svg import ties
from tests.support import samplefigures
from tests.support.build import NOW
from tests.support.networks import made_up, network
from tests.support.pictures import NAME, arrows, people, picture, texts, title
from tests.support.spite import SPITE, UNWANTED, spiteful


@pytest.mark.parametrize("size", [10, 40, 100])
def test_everybody_is_there_once_and_so_is_each_tie(size: int) -> None:
    course = made_up(size)
    drawn = picture(course)
    assert sorted(title(one).split(":")[0] for one in people(drawn)) == sorted(one.name for one in course.members)
    assert sorted(title(one) for one in arrows(drawn)) == sorted(
        f"{tie.source} → {tie.target}: {tie.comments} comment{'s' if tie.comments > 1 else ''}" for tie in course.ties
    )
    identifiers = [one.get("id") for one in drawn.iter() if one.get("id")]
    assert len(identifiers) == len(set(identifiers))


def test_an_arrow_points_at_whose_post_it_was_and_the_way_back_is_another() -> None:
    drawn = picture(network(["Kari", "Ola"], {("Kari", "Ola"): 1, ("Ola", "Kari"): 1}))
    middle = {
        title(one).split(":")[0]: [float(circle.get(what, "")) for what in ("cx", "cy")]
        for one in people(drawn)
        for circle in one.iter(f"{NAME}circle")
    }

    bends = []
    for one in arrows(drawn):
        source, target = title(one).split(":")[0].split(" → ")
        tip = [float(number) for number in one.get("d", "").split("L")[2].split()]
        assert dist(tip, middle[target]) < dist(tip, middle[source])
        [bend, *_back] = re.findall(r"Q(\S+) (\S+) ", one.get("d", ""))
        bends.append([float(number) for number in bend])
    [there, back] = bends
    assert dist(there, back) > 20


def kinds(*members: Member) -> dict[str, tuple[str, bool]]:
    """What shape each has, and whether it is hollow."""
    drawn = picture(Network("Blogging", NOW, members, (), 0))
    found = {}
    for one in people(drawn):
        *_ring, shape = [part for part in one if part.tag not in (f"{NAME}title", f"{NAME}text")]
        dashed = any(part.get("stroke-dasharray") for part in one)
        name = "dashed" if dashed else shape.tag.removeprefix(NAME)
        found[title(one).split(":")[0]] = (name, "hollow" in shape.get("class", ""))
    return found


def test_who_is_left_out_has_another_shape_and_who_is_silent_is_hollow() -> None:
    assert kinds(
        Member("answered", False, 3, 2, 4),
        Member("silent", False, 3, 0, 4),
        Member("left out", False, 3, 2, 0, unheard=True),
        Member("left out and silent", False, 3, 0, 0, unheard=True),
        Member("no posts", False, 0, 2, 0),
        Member("unread", False, None, 0, 0),
        Member("teacher", True, None, 9, 0),
        Member("silent teacher", True, 2, 0, 0, unheard=True),
    ) == {
        "answered": ("circle", False),
        "silent": ("circle", True),
        "left out": ("path", False),
        "left out and silent": ("path", True),
        "no posts": ("dashed", False),
        "unread": ("dashed", True),
        "teacher": ("rect", False),
        "silent teacher": ("rect", True),
    }


def test_who_has_more_comments_is_larger_within_bounds() -> None:
    members = [Member(str(received), False, 3, 1, received) for received in (1, 4, 9, 1000, 2000)]
    drawn = picture(Network("Blogging", NOW, tuple(members), (), 0))
    sizes = [float(circle.get("r", "")) for one in people(drawn) for circle in one.iter(f"{NAME}circle")]
    assert sizes == sorted(sizes)
    assert len(set(sizes[:4])) == 4
    assert sizes[3] == sizes[4] <= 20


def test_more_comments_are_a_broader_line_within_bounds() -> None:
    def breadth(comments: int) -> float:
        [arrow] = arrows(picture(network(["Kari", "Ola"], {("Kari", "Ola"): comments})))
        numbers = [float(number) for number in re.findall(r"-?\d+\.\d", arrow.get("d", ""))]
        return sum((here - there) ** 2 for here, there in zip(numbers[:2], numbers[-2:], strict=True)) ** 0.5

    assert breadth(1) < breadth(4) < breadth(16) < 7
    assert breadth(1000) == pytest.approx(breadth(2000), abs=0.15)  # corners are rounded to a tenth
    assert breadth(2000) < 7


def test_the_more_ties_each_has_the_fainter_they_are() -> None:
    def opacity(people: int, each: int) -> float:
        names = [f"Person {number}" for number in range(people)]
        found = {(one, names[(place + step) % people]): 1 for place, one in enumerate(names) for step in range(1, each)}
        return float(arrows(picture(network(names, found)))[0].get("fill-opacity", ""))

    assert 0.1 < opacity(20, 18) < opacity(20, 9) < opacity(20, 2) == opacity(20, 3)


def test_everything_is_said_in_words_too() -> None:
    drawn = picture(samplefigures.network())
    said = "\n".join(text for text, _box in texts(drawn))
    assert "7 comments by 3 people, as of" in said
    assert "2 comments by people whom feeds.toml does not know are not drawn." in said
    assert "has posts, but no answer (1)" in said
    assert "comments by a facilitator" in said
    assert "Without a line to anybody above" in said
    titles = [title(one) for one in people(drawn)]
    assert (
        "Bjørg: 7 comments received · 2 of them by people whom feeds.toml does not know · 1 comment written"
        " · has been answered" in titles
    )
    told = drawn.findtext(f"{NAME}desc") or ""
    assert "7 comments by 3 people" in told
    assert "Posts, but no answer: Kari Nordmann." in told
    assert "Have commented on nobody: Kari Nordmann, Solveig." in told
    assert drawn.get("role") == "img"
    assert {one.get("id") for one in drawn if one.tag in (f"{NAME}title", f"{NAME}desc")} == set(
        drawn.get("aria-labelledby", "").split()
    )


def test_nothing_is_said_of_what_is_not_there() -> None:
    said = "\n".join(text for text, _box in texts(picture(replace(made_up(10), unmatched=0, unseen=0))))
    assert "feeds.toml" not in said
    assert "number alone" not in said
    assert "number alone" in "\n".join(text for text, _box in texts(picture(replace(made_up(10), unseen=2))))


def test_a_course_without_people_or_ties_has_a_picture() -> None:
    nobody = picture(Network("Blogging", NOW, (), (), 0))
    assert next(text for text, _box in texts(nobody)) == "Blogging"
    assert not people(nobody)
    alone = picture(samplefigures.unconnected())
    assert len(people(alone)) == 1
    assert "is known to have commented on anybody" in "\n".join(text for text, _box in texts(alone))


@pytest.mark.parametrize("name", ["Solveig med det svært lange og enda litt lengre navnet", "李" * 60, "W" * 80])
def test_a_long_name_is_shortened_in_the_picture_and_whole_in_its_title(name: str) -> None:
    [one, *_teachers] = people(picture(network([name], {})))
    shown = one.findtext(f"{NAME}text") or ""
    assert len(shown) < 30
    assert shown.endswith("…")
    assert name.startswith(shown[:-1])
    assert title(one).startswith(f"{name}: ")


def test_a_name_of_nothing_that_can_be_seen_is_a_question_mark() -> None:
    [one, *_teachers] = people(picture(network(["\u200b"], {})))
    assert one.findtext(f"{NAME}text") == "?"


@pytest.mark.parametrize("spite", SPITE, ids=ascii)
def test_any_name_is_text(spite: str) -> None:
    name = f"{spite}Kari{spite}"
    text = svg.network(network([name, "Ola"], {(name, "Ola"): 1}))
    drawn = ElementTree.fromstring(text)
    assert title(people(drawn)[0]).startswith(f"{safe(name)}: ")
    assert not UNWANTED.search(text)


def test_all_spite_at_once_makes_no_other_picture() -> None:
    text, tame = svg.network(samplefigures.network(spiteful)), picture(samplefigures.network())
    assert sorted(one.tag for one in ElementTree.fromstring(text).iter()) == sorted(one.tag for one in tame.iter())
    assert not UNWANTED.search(text)


def test_the_file_needs_nothing_else_and_does_nothing() -> None:
    drawn = picture(made_up(40))
    tags = {one.tag.removeprefix(NAME) for one in drawn.iter()}
    assert tags == {"svg", "title", "desc", "style", "rect", "circle", "path", "g", "text"}
    attributes = {name for one in drawn.iter() for name in one.attrib}
    assert not {name for name in attributes if name.startswith("on") or "href" in name}
    assert not re.search(r"url\(|@import|https?:(?!//www\.w3\.org/2000/svg\")", svg.network(made_up(40)))


def test_the_same_network_is_the_same_file_in_any_process() -> None:
    script = (
        "import sys; from aggregator.render import svg; from tests.support.networks import made_up;"
        "sys.stdout.buffer.write(svg.network(made_up(40)).encode())"
    )
    found = {
        subprocess.run(
            [sys.executable, "-c", script],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": ":".join(filter(None, sys.path))},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert found == {svg.network(made_up(40)).encode()}


def test_numbers_have_one_decimal_at_most() -> None:
    drawn = picture(made_up(40))
    for one in drawn.iter():
        for name in ("d", "x", "y", "cx", "cy", "r", "width", "height", "viewBox", "transform"):
            assert not re.search(r"\.\d\d", one.get(name, ""))


@pytest.mark.parametrize("length", [0.5, 4.0, 9.0])
def test_the_head_of_an_arrow_is_shorter_than_the_arrow(length: float) -> None:
    outline = ties.arrow(((0.0, 0.0), (length / 2, 0.0), (length, 0.0)), 6.0)
    assert 0 <= float(outline.split("L")[1].split()[0]) <= length
