"""Kari's WordPress as the only blog of a course, with its comments watched."""

from datetime import timedelta

from tests.support.build import NOW
from tests.support.classroom import Classroom
from tests.support.wordpressblog import WordPressBlog


def watched_blog(room: Classroom) -> WordPressBlog:
    """Watched from now on; with one post, an hour old at NOW."""
    room.enrol(room.participant("Kari", "/kari/feed/", comments="auto"))
    blog = WordPressBlog(room.server)
    blog.publish(1, NOW - timedelta(hours=1))
    return blog
