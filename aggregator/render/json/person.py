"""What is stored about somebody, for them to read, or for another program."""

from aggregator.core.course import Participant
from aggregator.core.model import Blog, Comment, Post
from aggregator.core.person import Person
from aggregator.render import words
from aggregator.render.json.participants import participant
from aggregator.render.json.writing import SCHEMA, dump, time


def person(found: Person) -> str:
    """`{schema, name, participant, facilitator, blogs, posts, comments, asked}`: all there is, without logins."""
    return dump(
        {
            "schema": SCHEMA,
            "name": found.name,
            "participant": [_settings(one, found) for one in found.participants],
            "facilitator": found.facilitator,
            "blogs": [_blog(one) for one in found.blogs],
            "posts": [_post(one.post) | _of_post(one.post, one.text) for one in found.posts],
            "comments": [_comment(one.comment) | {"on": _post(one.post)} for one in found.comments],
            "asked": [
                {"week": one.week, "participant": one.whose, "title": one.title, "url": one.url} for one in found.asked
            ],
        }
    )


def _settings(one: Participant, found: Person) -> dict[str, object]:
    return participant(one) | {"in_feeds_toml": found.listed}


def _blog(one: Blog) -> dict[str, object]:
    return {
        "address": words.address(one.address),
        "feed": words.address(one.feed) if one.feed else None,
        "title": one.title,
        "first_seen": time(one.first_seen),
        "last_asked": time(one.last_asked),
        "last_ok": time(one.last_ok),
        "failing_since": time(one.failing_since),
        "problem": one.problem,
        "moved_to": words.address(one.moved_to) if one.moved_to else None,
    }


def _post(one: Post) -> dict[str, object]:
    return {"participant": one.participant, "id": one.guid, "title": one.title, "url": one.url, "author": one.author}


def _of_post(one: Post, text: str) -> dict[str, object]:
    return {
        "author_url": one.author_url,
        "published": time(one.published),
        "updated": time(one.updated),
        "first_seen": time(one.first_seen),
        "categories": one.categories,
        "picture": one.picture,
        "text": text,
        "marked": one.mark,
        "marked_at": time(one.marked_at),
        "comments": [_comment(comment) for comment in one.comments],
    }


def _comment(one: Comment) -> dict[str, object]:
    said = one.said
    return {
        "id": said.key,
        "source": one.source,
        "author": said.author,
        "author_url": said.author_url,
        "author_id": said.author_id,
        "published": time(said.published),
        "first_seen": time(one.first_seen),
        "removed_at": time(one.removed_at),
        "url": said.url,
        "text": said.text,
    }
