"""A week of a course: cron runs agg, blogs come and go, and the teacher asks what there is to read and to answer.

What cron mails is compared to the letter, run by run.
"""

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.support.blogserver import BlogServer, Page, Visit
from tests.support.course import ServedBlog, ServedCourse
from tests.support.platforms import post

DIGEST = (Path(__file__).parent.parent / "data" / "course" / "digest.txt").read_text("utf-8")


def at(day: int, time: str) -> datetime:
    """A moment of November 2026 in Oslo; the 16th is a Monday."""
    return datetime.fromisoformat(f"2026-11-{day:02}T{time}+01:00").astimezone(UTC)


@dataclass
class Story:
    """The course with its blogs, in the order of feeds.toml."""

    course: ServedCourse
    kari: ServedBlog
    ola: ServedBlog
    mia: ServedBlog
    siv: ServedBlog
    per: ServedBlog
    eva: ServedBlog

    def cron(self, day: int, time: str, mail: str = "", *, code: int = 0) -> None:
        """`agg fetch` at that moment mails this and nothing else."""
        ran = self.course.run(at(day, time), "fetch")
        assert ran.out + ran.err == mail, f"fetch on the {day}th at {time}"
        assert ran.code == code, f"fetch on the {day}th at {time}"

    def shown(self, day: int, time: str, *words: str) -> str:
        """What a command prints then."""
        ran = self.course.run(at(day, time), *words)
        assert (ran.code, ran.err) == (0, "")
        return ran.out

    def waiting(self, *words: str) -> str:
        """The first columns of needs-comments on Sunday evening: state, who, what, why."""
        rows = self.shown(22, "20:05", "needs-comments", *words).splitlines()
        return "".join("|".join(row.split("\t")[:4]) + "\n" for row in rows)

    def titles(self) -> list[str]:
        return [title for (title,) in self.course.stored("select title from posts order by id")]

    def by_blog(self) -> dict[str, list[str]]:
        """The titles of the posts in each blog's folder, in the order in which they were found."""
        found: dict[str, list[str]] = {}
        for address, title in self.course.stored(
            "select address, posts.title from posts join blogs on blogs.id = blog_id order by posts.id"
        ):
            found.setdefault(address.split("/")[3], []).append(title)
        return found

    def everything(self) -> list[list[tuple[object, ...]]]:
        """All that is stored of posts."""
        return [
            self.course.stored(question)
            for question in (
                "select id, guid, url, title, content_hash, published, updated, dated, first_seen from posts",
                "select * from texts",
            )
        ]


@pytest.fixture
def story(tmp_path: Path) -> Iterator[Story]:
    with BlogServer() as server:
        course = ServedCourse(server, tmp_path)
        blogs = [
            course.blog(name, platform)
            for name, platform in (
                ("Kari", "wordpress"),
                ("Ola", "blogger"),
                ("Mia", "wordpress"),
                ("Siv", "wordpress-atom"),
                ("Per", "ghost"),
                ("Eva", "hugo"),
            )
        ]
        course.participant("Tor", server.url("/tor/feed/"))
        course.participant("Liv", "liv.example/feed")
        kari, ola, _mia, siv, per, eva = blogs
        kari.show(post(1, "Hei fra biblioteket", at(4, "10:00"), "Vi låner ut alt.", comments=2))
        ola.show(post(1, "Første snø", at(9, "10:00"), "Brøytebilene er klare."))
        siv.show(post(1, "Arkivet våkner", at(6, "10:00"), "Boks 12 er åpnet.", comments=1))
        per.show(post(1, "Skatt på ett minutt", at(8, "10:00"), "Se på kortet."))
        eva.show(post(1, "Om å slutte", at(12, "10:00"), "Snart er det over."))
        yield Story(course, *blogs)


def test_a_week_of_course_life(story: Story) -> None:
    monday(story)
    tuesday(story)
    wednesday_and_thursday(story)
    friday(story)
    the_weekend(story)
    what_came_of_it(story)
    printed_later_it_is_the_same(story)


def monday(story: Story) -> None:
    story.cron(
        16,
        "07:00",
        "Liv: liv.example/feed cannot be read: the address must begin with http:// or https:// "
        "(perhaps https://liv.example/feed).\n"
        "Tor: BLOGS/tor/feed/ cannot be read: there is nothing at this address (404).\n",
    )
    stored = story.everything()
    assert set(story.titles()) == {
        "Arkivet våkner",
        "Første snø",
        "Hei fra biblioteket",
        "Om å slutte",
        "Skatt på ett minutt",
    }
    requests = len(story.course.server.log)
    story.cron(16, "07:10")
    assert len(story.course.server.log) == requests, "within the interval nobody is asked"
    story.cron(16, "08:00")
    assert len(story.course.server.log) == requests + 8, "seven feeds, and the comments of the blog at Blogger"
    assert story.everything() == stored, "nothing new"
    story.kari.show(post(2, "Bøker på hjul", at(16, "12:00"), "Bokbussen har fått ny rute."))
    story.mia.show(post(1, "Første forsøk", at(16, "18:00"), "Da er jeg i gang."))
    story.cron(16, "20:00")
    assert len(stored[0]) == 5
    assert set(story.titles()[5:]) == {"Bøker på hjul", "Første forsøk"}


def tuesday(story: Story) -> None:
    story.siv.breaks(500)
    story.kari.edit(2, "Bøker på fire hjul", "Bokbussen kjører på torsdag.", at(16, "21:00"))
    story.cron(17, "07:00")
    assert len(story.titles()) == 7
    assert "Bøker på fire hjul" in story.titles()
    two_at_once(story)


def two_at_once(story: Story) -> None:
    """A blog takes its time, and the next run comes while the first still waits for it."""
    asked, go_on = threading.Event(), threading.Event()
    page = story.course.server.find(story.ola.path)
    assert isinstance(page, Page)

    def slow(_visit: Visit) -> Page:
        asked.set()
        go_on.wait(30)
        return page

    story.course.server.put(story.ola.path, slow)
    with story.course.start(at(17, "08:05"), "fetch") as first:
        assert asked.wait(30)
        story.cron(17, "08:05", code=75)
        go_on.set()
        assert first.communicate(timeout=30) == ("", "")
        assert first.returncode == 0
    story.ola.show()


def wednesday_and_thursday(story: Story) -> None:
    story.cron(17, "20:00")
    story.cron(
        18,
        "07:00",
        "Siv: BLOGS/siv/feed/atom/ has not been readable for a day: the blog's server has an error (500).\n",
    )
    story.cron(18, "20:00")
    story.per.moves_to("/skatteper/")
    story.per.show(post(2, "Fra kladdeboka", at(11, "09:00"), "Skrevet lenge før den ble lagt ut."))
    story.cron(
        19,
        "07:00",
        "Per: the blog has moved to BLOGS/skatteper/rss/. agg follows; agg moved --apply puts that in feeds.toml.\n",
    )
    requests = story.per.requests()
    story.cron(19, "20:00")
    assert story.per.requests() == requests + 1
    assert story.course.server.log[-1].path != "/per/rss/"


def friday(story: Story) -> None:
    story.eva.breaks(410)
    story.cron(20, "07:00", "Eva: BLOGS/eva/atom.xml is gone for good (410). agg asks no more.\n")
    story.siv.show(post(2, "Mens lyset var borte", at(18, "15:00"), "Serveren sov. Vi skrev på papir."))
    story.course.write_feeds_toml('language = "nb"')
    story.cron(20, "20:00", "Siv: BLOGS/siv/feed/atom/ kan leses igjen.\n")
    story.course.write_feeds_toml()


def the_weekend(story: Story) -> None:
    asked = story.eva.requests()
    story.ola.show(post(2, "Salt eller sand?", at(21, "09:30"), "Hva bruker dere på gangveiene?"))
    story.cron(21, "11:00")
    story.mia.answered(1)
    story.cron(22, "10:00")
    story.cron(22, "20:00")
    assert story.eva.requests() == asked, "who is gone is asked no more"


def what_came_of_it(story: Story) -> None:
    assert story.by_blog() == POSTS
    assert story.shown(22, "20:05", "digest", "--week", "--facilitator") == DIGEST.format(
        days="The seven days up to 22 November 2026, 20:05",
        as_of="22 November 2026, 20:05",
        older=2,
        new="▁▃▇",
        more="\n  1 older post waits as well.",
    )
    assert story.waiting() == NEEDS_COMMENTS
    story.course.write_feeds_toml('language = "nb"')
    assert story.waiting("--limit", "2").startswith(IN_NORWEGIAN)
    story.course.write_feeds_toml()


def printed_later_it_is_the_same(story: Story) -> None:
    story.cron(23, "07:00")
    last_week = DIGEST.replace("{days}", "Week 47, 16–22 November 2026")
    assert story.shown(23, "07:05", "digest", "--week", "last", "--facilitator") == last_week.format(
        as_of="23 November 2026, 07:05", older=2, new="▁▃▇", more=""
    )
    story.kari.show(post(3, "Mandag igjen", at(23, "08:00"), "Ny uke, nye bøker."))
    story.cron(23, "20:00")
    story.cron(24, "07:00")
    assert "Mandag igjen" in story.titles()
    assert story.shown(24, "07:05", "digest", "--week", "last", "--facilitator") == last_week.format(
        as_of="24 November 2026, 07:05", older=3, new="▁▃▇", more=""
    ), "but for the hours that have passed without an answer"


POSTS = {
    "kari": ["Hei fra biblioteket", "Bøker på fire hjul"],
    "ola": ["Første snø", "Salt eller sand?"],
    "mia": ["Første forsøk"],
    "siv": ["Arkivet våkner", "Mens lyset var borte"],
    "per": ["Skatt på ett minutt", "Fra kladdeboka"],
    "eva": ["Om å slutte"],
}

NEEDS_COMMENTS = """\
waiting|Ola|Første snø|first post by a new blogger, 13 days without an answer
waiting|Kari|Bøker på fire hjul|new blogger, 6 days without an answer
waiting|Siv|Mens lyset var borte|new blogger, 4 days without an answer
waiting|Ola|Salt eller sand?|new blogger, 1 day without an answer
unknown|Mia|Første forsøk|has 1 comment, but by whom is not known
unknown|Eva|Om å slutte|the blog says nothing about comments
unknown|Per|Fra kladdeboka|the blog says nothing about comments
unknown|Per|Skatt på ett minutt|nothing is where its comments should be
unknown|Siv|Arkivet våkner|has 1 comment, but by whom is not known
unknown|Kari|Hei fra biblioteket|has 2 comments, but by whom is not known
"""
IN_NORWEGIAN = """\
waiting|Ola|Første snø|første innlegg fra en ny blogger, 13 dager uten svar
waiting|Kari|Bøker på fire hjul|ny blogger, 6 dager uten svar
"""
