"""All that is stored about one person: somebody who blogs, a facilitator, or a visitor who has commented."""

from aggregator.core.course import Participant
from aggregator.core.model import Blog, Comment, Post
from aggregator.core.record import Struct


class TheirPost(Struct, frozen=True):
    """A post of theirs, with its whole text."""

    post: Post
    text: str


class TheirComment(Struct, frozen=True):
    """A comment of theirs, and the post of somebody else that it is on."""

    comment: Comment
    post: Post


class Asked(Struct, frozen=True):
    """That they were asked, in the round of a week, to answer a post of somebody else."""

    week: str
    whose: str
    title: str
    url: str | None


class Person(Struct, frozen=True):
    """A person by the name that feeds.toml has, else by the one that was asked for.

    `participants` are their tables in feeds.toml, or what the database has of one that was removed from it; `listed`
    says which. `blogs` is how reading their blogs went. `comments` stand on others' posts; those on their own posts are
    with the posts. `marks` are those by which they can be known again (see `core.forgetting`), and nobody else.
    """

    name: str
    participants: tuple[Participant, ...] = ()
    listed: bool = False
    facilitator: bool = False
    blogs: tuple[Blog, ...] = ()
    posts: tuple[TheirPost, ...] = ()
    comments: tuple[TheirComment, ...] = ()
    asked: tuple[Asked, ...] = ()
    marks: frozenset[str] = frozenset()

    @property
    def is_unknown(self) -> bool:
        """Whether nothing at all is known of anybody of this name."""
        return not (self.participants or self.facilitator or self.posts or self.comments)
