"""What lists show: posts with their verdicts, the waiting list, the state of a blog."""

from datetime import datetime

from aggregator.core.commenters import Commenter
from aggregator.core.course import Participant
from aggregator.core.model import Blog, Comment, History, Post, Verdict
from aggregator.core.record import Struct
from aggregator.core.source import Site


class Listed(Struct, frozen=True):
    """A post as lists show it: with the verdict, and what makes its blogger new. `days` is its age in whole days.

    `answered_lately`: how many posts of the blogger have been answered in the time for which posts are watched.
    `to_reader`: how many comments the blogger has written on posts of the person for whom the list is made.
    """

    post: Post
    verdict: Verdict
    new_blogger: bool
    first_post: bool
    days: int
    answered_lately: int = 0
    to_reader: int = 0


class WaitingList(Struct, frozen=True):
    """Posts that wait for an answer, most urgent first, and apart from them those nobody could tell about.

    `more` waiting posts were left out, because somebody wanted only so many. `in_trouble` blogs cannot be read, so
    that posts may be missing. `reader`: for whom the list is made, if not for all.
    """

    as_of: datetime
    waiting: tuple[Listed, ...]
    unknown: tuple[Listed, ...]
    more: int = 0
    in_trouble: int = 0
    reader: str | None = None


class BlogStatus(Struct, frozen=True):
    """A participant's blog for `agg status`: never asked while `blog.status` is `None`.

    `site` is what is known of its platform, and so of its comments.
    """

    participant: Participant
    blog: Blog
    history: History
    site: Site | None = None


class ListedComment(Struct, frozen=True):
    """A comment, the post that it stands under, and who wrote it."""

    comment: Comment
    post: Post
    who: Commenter


class Explained(Struct, frozen=True):
    """A post with all that is known of it: why its verdict is what it is. `comments` may be gone by now."""

    post: Post
    verdict: Verdict
    comments: tuple[ListedComment, ...]
    site: Site | None = None
