"""Posts for served courses, written as true platforms write them: the feed builders of the sample course, reused."""

import re
from collections.abc import Sequence
from datetime import datetime

from aggregator.demo.model import SampleBlog, ShownPost
from aggregator.demo.platforms import PLATFORMS, validators
from tests.support.blogserver import Page

LETTERS = str.maketrans({"æ": "ae", "ø": "o", "å": "a"})


def post(
    number: int,
    title: str,
    published: datetime,
    text: str,
    *,
    comments: int = 0,
    closed: bool = False,
) -> ShownPost:
    """A post as its blog shows it; `number` is what stays when all else is changed."""
    slug = re.sub(r"[^a-z0-9]+", "-", title.lower().translate(LETTERS)).strip("-")
    return ShownPost(number, slug, title, (text,), (), published, published, comments, 0, closed, published)


def feed(platform: str, person: str, posts: Sequence[ShownPost], home: str, moment: datetime) -> Page:
    """The feed of a person's blog at `home` as the platform serves it, with the validators it would send."""
    blog = SampleBlog(
        site=home.rstrip("/").rpartition("/")[2],
        participant=person,
        platform=platform,
        language="nb",
        title=f"{person} blogger",
        author=person,
        note="",
        tags=(),
    )
    newest_first = sorted(posts, key=lambda one: one.published, reverse=True)
    body, content_type = PLATFORMS[platform].write(blog, newest_first, home)
    return Page(body, content_type, *validators(PLATFORMS[platform], body, newest_first, moment))
