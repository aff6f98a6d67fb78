"""A course in a folder whose posts and comments went straight into the database, for the true command to show.

Kari, Ola and Eva blog at `https://kari.example/` and so on; Arne teaches. It is Wednesday 18 November 2026, 12:00 UTC.
"""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from aggregator.core.found import FoundPost
from aggregator.core.model import Finding, FoundComment, Kind
from aggregator.core.source import Said, Site
from aggregator.store import open_store
from tests.support.build import NOW, found_post
from tests.support.stored import save

FEEDS = """\
[course]
title = "Blogging for everybody"
timezone = "Europe/Oslo"
language = "{language}"
facilitators = ["Arne"]
{more}
"""
PERSON = """
[[participants]]
name = "{name}"
feed = "{address}"
tags = ["{tag}"]
"""
PEOPLE = {"Kari Nordmann": "kari", "Ola Berg": "ola", "Eva Fjeld": "eva"}


def address(blog: str) -> str:
    """The address of the blog's feed."""
    return f"https://{blog}.example/feed/"


def written(number: str, author: str, when: datetime | None, **more: Any) -> FoundComment:
    """A comment on one of Kari's posts."""
    facts = {"url": f"https://kari.example/#comment-{number}", "text": f"Words {number}."} | more
    return FoundComment(number, author, published=when, **facts)


class StoredCourse:
    """feeds.toml and agg.db in a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.write()
        with open_store(folder / "agg.db", create=True):
            pass

    def write(self, more: str = "", language: str = "en", person: str = "") -> None:
        """feeds.toml anew; `more` are lines for [course], `person` lines for Kari."""
        people = "".join(
            PERSON.format(name=name, address=address(blog), tag=blog) + (person if blog == "kari" else "")
            for name, blog in PEOPLE.items()
        )
        (self.folder / "feeds.toml").write_text(FEEDS.format(language=language, more=more) + people, "utf-8")

    def posts(self, blog: str, *posts: FoundPost, now: datetime = NOW) -> None:
        """The blog was read at that moment and has these posts."""
        with open_store(self.folder / "agg.db") as store:
            save(store, *posts, now=now, address=address(blog))

    def post(self, blog: str, guid: str, **more: Any) -> str:
        """The blog has this post; returns its address."""
        url = f"https://{blog}.example/{guid}/"
        self.posts(blog, found_post(guid, more.pop("url", url), **{"title": f"Post {guid}"} | more))
        return url

    def comments(
        self,
        blog: str,
        guid: str,
        *comments: FoundComment,
        source: str = "wordpress",
        now: datetime = NOW,
        site: Site | None = None,
        **finding: Any,
    ) -> None:
        """A source has said then that the post has these comments, and no others."""
        with open_store(self.folder / "agg.db") as store:
            [post] = [one for one in store.posts({address(blog): blog}) if one.guid == guid]
            count = sum(one.kind is Kind.COMMENT for one in comments)
            facts = {"count": count, "listed": True, "comments": comments} | finding
            said = [Said(source, False, (Finding(post.id, **facts),))]
            store.save_findings(address(blog), site or Site(address(blog)), said, now)


def columns(out: str, number: int) -> Sequence[str]:
    """One column of a list of tab-separated lines."""
    return [line.split("\t")[number] for line in out.splitlines()]
