"""Who is a new blogger, and which posts belong to the course."""

from datetime import datetime, timedelta

from aggregator.core.course import Course, Participant
from aggregator.core.model import History, Post

FULL_WINDOW = 10
"""The smallest number of posts that platforms commonly cut their feeds at (WordPress, Medium, Jekyll)."""

STAMPED_WITHIN = timedelta(days=1)


def is_new(history: History, course: Course, as_of: datetime) -> bool:
    """Whether the blogger is new: few posts, or a first post that is young, as the course sets it.

    Not new is a blog whose feed was full when it was first read, for its first post is out of sight unless its whole
    history has been read, and one whose posts all bore the same day then: a move to another host stamps old posts with
    the day of the move.
    """
    if (history.archive >= FULL_WINDOW and not history.whole) or _stamped(history, course):
        return False
    if history.first is None or history.posts <= course.new_posts:
        return True
    return as_of - history.first < timedelta(days=course.new_days)


def _stamped(history: History, course: Course) -> bool:
    if history.archive_first is None or history.archive_last is None:
        return False
    return history.archive > course.new_posts and history.archive_last - history.archive_first < STAMPED_WITHIN


def last_in_course(history: History, course: Course) -> datetime | None:
    """The moment of the blog's last post, if the course had begun by then."""
    if history.last and course.starts and history.last.astimezone(course.timezone).date() < course.starts:
        return None
    return history.last


def belongs(post: Post, participant: Participant, course: Course) -> bool:
    """Whether the post is the course's: written while it runs and, on a mixed blog, in the participant's category."""
    if participant.category is not None:
        wanted = participant.category.casefold()
        if all(category.casefold() != wanted for category in post.categories):
            return False
    day = post.dated.astimezone(course.timezone).date()
    return (course.starts is None or course.starts <= day) and (course.ends is None or day <= course.ends)
