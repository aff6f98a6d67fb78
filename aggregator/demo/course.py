"""The sample course: who takes part, and its feeds.toml. Reads no clock and opens nothing."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from aggregator.demo.blogs import elsewhere, wordpress
from aggregator.demo.model import SampleBlog
from aggregator.demo.platforms import PLATFORMS

BLOGS: tuple[SampleBlog, ...] = (*wordpress.BLOGS, *elsewhere.BLOGS)
TITLE = "Sosiale medier i offentlig sektor"
FACILITATORS = ("Arne", "Jens")


def course_toml(base: str, now: datetime, language: str = "nb") -> str:
    """The feeds.toml of the sample course, with the blogs as they were addressed when it began."""
    head = _HEAD.format(
        title=_toml(TITLE),
        language=_toml(language),
        starts=_starts(now),
        ends=_starts(now) + timedelta(weeks=12, days=-3),
        facilitators=_toml(FACILITATORS),
    )
    tables = ("\n".join(["", "[[participants]]", *_participant(blog, base), ""]) for blog in BLOGS)
    return head + "".join(tables)


_HEAD = """\
# The sample course of `agg demo`. The people, the blogs and the posts are invented.

[course]
title = {title}
timezone = "Europe/Oslo"
language = {language}                      # the language agg answers in
starts = {starts}
ends = {ends}
facilitators = {facilitators}      # the teachers, under the names they comment with

[fetch]
allow_networks = ["127.0.0.1/32"]    # the blogs of the demo are on this machine
interval = 0                         # minutes to wait before a blog is asked again
"""


def _starts(now: datetime) -> date:
    """The Monday about five weeks before now."""
    day = now.astimezone(UTC).date() - timedelta(weeks=5)
    return day - timedelta(days=day.weekday())


def _participant(blog: SampleBlog, base: str) -> Iterator[str]:
    home = f"{base}/{blog.site}/"
    yield f"# {blog.note}"
    yield f"name = {_toml(blog.participant)}"
    yield f"home = {_toml(home)}" if blog.by_home else f"feed = {_toml(home + PLATFORMS[blog.platform].feed)}"
    yield f"tags = {_toml(blog.tags)}"
    if blog.aliases:
        yield f"aliases = {_toml(blog.aliases)}      # comments are signed so, too"
    if blog.category:
        yield f"category = {_toml(blog.category)}"


def _toml(value: str | tuple[str, ...]) -> str:
    # JSON strings and lists of strings are TOML as well.
    return json.dumps(value, ensure_ascii=False)
