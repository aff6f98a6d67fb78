"""A course served on loopback, which a test moves through time while it runs the true command as cron does."""

import sqlite3
import subprocess
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from aggregator.core.record import replace
from aggregator.demo.model import ShownPost
from aggregator.demo.platforms import PLATFORMS
from tests.support.blogserver import BlogServer, Page
from tests.support.command import Run, command, cron_environment
from tests.support.platforms import feed

HEAD = """\
[course]
title = "Testkurset"
timezone = "Europe/Oslo"
{more}
[fetch]
allow_networks = ["127.0.0.1/32"]
"""


class ServedBlog:
    """A participant's blog at a folder of the server: the feed follows what is written, edited and answered."""

    def __init__(self, server: BlogServer, name: str, platform: str) -> None:
        self.name = name
        self._server = server
        self._platform = platform
        self._posts: dict[int, ShownPost] = {}
        self.folder = f"/{name.lower()}/"

    @property
    def path(self) -> str:
        """Where on the server its feed is."""
        return self.folder + PLATFORMS[self._platform].feed

    def show(self, *posts: ShownPost) -> None:
        """From now on the feed shows these posts, too; one with the number of another stands in its place."""
        self._posts |= {post.number: post for post in posts}
        newest = max((post.changed for post in self._posts.values()), default=datetime(2026, 11, 1, tzinfo=UTC))
        page = feed(self._platform, self.name, list(self._posts.values()), self._server.url(self.folder), newest)
        self._put(page)

    def edit(self, number: int, title: str, text: str, when: datetime) -> None:
        """The post says something else from now on, at the same address."""
        self.show(replace(self._posts[number], title=title, body=(text,), modified=when, changed=when))

    def answered(self, number: int, count: int = 1) -> None:
        """Somebody has commented; whether the validators change is the platform's affair."""
        self.show(replace(self._posts[number], comments=count))

    def breaks(self, status: int) -> None:
        """From now on every request is answered with the status."""
        self._put(Page(b"<h1>Sorry</h1>", "text/html", status=status))

    def moves_to(self, folder: str) -> None:
        """The blog lives in another folder now, and the old feed's address leads there for good."""
        old, self.folder = self.path, folder
        self.show()
        self._server.put(old, status=301, headers={"Location": self._server.url(self.path)})

    def requests(self) -> int:
        """How often its present feed has been asked for."""
        return sum(seen.path == self.path for seen in self._server.log)

    def _put(self, page: Page) -> None:
        self._server.put(
            self.path,
            page.body,
            content_type=page.content_type,
            etag=page.etag,
            modified=page.modified,
            status=page.status,
        )


class ServedCourse:
    """The course in a folder. In what agg says, the server's address is written `BLOGS`, for its port is by chance."""

    def __init__(self, server: BlogServer, folder: Path) -> None:
        self.folder = folder
        self.server = server
        self._tables = ""

    def blog(self, name: str, platform: str) -> ServedBlog:
        """Another participant, whose feed is still empty."""
        blog = ServedBlog(self.server, name, platform)
        blog.show()
        self.participant(name, self.server.url(blog.path))
        return blog

    def participant(self, name: str, address: str) -> None:
        """Another participant with whatever address."""
        self._tables += f'\n[[participants]]\nname = "{name}"\nfeed = "{address}"\n'
        self.write_feeds_toml()

    def write_feeds_toml(self, more: str = "") -> None:
        """feeds.toml as it is now; `more` are lines for [course]."""
        (self.folder / "feeds.toml").write_text(HEAD.format(more=more) + self._tables, "utf-8")

    def start(self, moment: datetime, *words: str) -> "subprocess.Popen[str]":
        """agg as cron starts it at the moment: hardly any environment, and no terminal."""
        return subprocess.Popen(
            command(*words),
            cwd=self.folder,
            env=cron_environment(HOME=str(self.folder), AGG_NOW=moment.isoformat()),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
        )

    def run(self, moment: datetime, *words: str) -> Run:
        """A whole run at the moment."""
        with self.start(moment, *words) as agg:
            out, err = agg.communicate(timeout=60)
        return Run(agg.returncode, self.plain(out), self.plain(err))

    def plain(self, text: str) -> str:
        """The text with the server's address as BLOGS."""
        return text.replace(self.server.url(""), "BLOGS")

    def stored(self, question: str) -> list[tuple[Any, ...]]:
        """What the database answers."""
        with closing(sqlite3.connect(self.folder / "agg.db")) as db:
            return db.execute(question).fetchall()
