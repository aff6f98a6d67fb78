"""What is stored about somebody: their blog, posts, comments and rounds, wherever in the database."""

from collections.abc import Iterable, Iterator

from aggregator.core.commenters import By, Commenters
from aggregator.core.course import Course, Participant
from aggregator.core.forgetting import of_account, of_address, of_name, of_participant, only
from aggregator.core.model import Blog, Comment, Post
from aggregator.core.names import same_name
from aggregator.core.person import Asked, Person, TheirComment, TheirPost
from aggregator.core.record import replace
from aggregator.store.rounds import Rounds

_OTHERS = (By.PARTICIPANT, By.FACILITATOR)


def person(course: Course, store: Rounds, name: str) -> Person:
    """Everything about the person of this name, as feeds.toml, a removed participant, or a comment is signed.

    What is there of a blog that is in feeds.toml no more is found by the name under which it was read.
    """
    whole = _with_removed(course, store)
    called = _called(whole, name)
    theirs = tuple(one for one in whole.participants if one.name == called)
    known = {one.address: one.name for one in whole.participants}
    found = _Search(whole, store, called)
    for post in store.posts(known):
        found.look_at(post)
    blogs = store.blogs()
    texts = store.texts(post.id for post in found.posts)
    return Person(
        called,
        theirs,
        listed=any(one in course.participants for one in theirs),
        facilitator=any(same_name(one) == same_name(called) for one in course.facilitators),
        blogs=tuple(blogs[one.address] for one in theirs if one.address in blogs),
        posts=tuple(TheirPost(post, texts.get(post.id, "")) for post in found.posts),
        comments=tuple(found.comments),
        asked=tuple(_asked(store, {one.address for one in theirs}, found.seen)),
        marks=_marks(called, theirs, [blogs[one.address] for one in theirs if one.address in blogs], found),
    )


def _marks(name: str, theirs: Iterable[Participant], blogs: Iterable[Blog], found: "_Search") -> frozenset[str]:
    """The marks of their names, blogs and comments; of an address or account that others share, too, none."""
    names = {of_name(name), *(of_name(one.comment.said.author) for one in found.comments)}
    own = {mark for one in theirs for mark in of_participant(one)}
    own |= {of_address(address) or "" for blog in blogs for address in (blog.feed, blog.moved_to)}
    signed = {mark for one in found.comments for mark in _signed(one.comment, one.post)}
    return only(names) | only(own) | (signed - found.others)


def _signed(one: Comment, post: Post) -> frozenset[str]:
    """The marks of a comment's address and account."""
    return only((of_address(one.said.author_url), of_account(post.blog, one.said.author_id)))


def everybody(course: Course, store: Rounds) -> list[str]:
    """The names that somebody may be asked for by: participants, also removed ones, and facilitators."""
    return [*(one.name for one in _with_removed(course, store).participants), *course.facilitators]


def _with_removed(course: Course, store: Rounds) -> Course:
    """The course with those who are in feeds.toml no more, as the database has them."""
    here = {one.address for one in course.participants}
    removed = (Participant(blog.participant, address) for address, blog in store.blogs().items() if address not in here)
    return replace(course, participants=(*course.participants, *removed))


def _called(course: Course, name: str) -> str:
    """The name as feeds.toml has it, for any of somebody's names and spellings."""
    wanted = same_name(name)
    for one in course.participants:
        if wanted and wanted in map(same_name, (one.name, *one.aliases)):
            return one.name
    return next((one for one in course.facilitators if wanted and same_name(one) == wanted), " ".join(name.split()))


class _Search:
    """Collects what is theirs, post by post; `others` are the marks of other people's comments."""

    def __init__(self, course: Course, store: Rounds, name: str) -> None:
        self._commenters = Commenters(course, store.homes())
        self._addresses = {one.address for one in course.participants if one.name == name}
        self._name, self._words = name, same_name(name)
        self.posts: list[Post] = []
        self.comments: list[TheirComment] = []
        self.seen: dict[int, Post] = {}
        self.others: set[str] = set()

    def look_at(self, post: Post) -> None:
        self.seen[post.id] = replace(post, observations=(), comments=())
        writer = self._commenters.writer(post)
        here = post.blog in self._addresses and writer in (None, self._name)
        if here or writer == self._name or (self._words and same_name(post.author) == self._words):
            self.posts.append(post)
        else:
            for one in post.comments:
                if self._wrote(one, post):
                    self.comments.append(TheirComment(one, post))
                else:
                    self.others |= _signed(one, post)

    def _wrote(self, one: Comment, post: Post) -> bool:
        by, name = self._commenters.who(one.said, post)
        if by in _OTHERS:
            return name == self._name or self._commenters.facilitators().get(name or "") == self._name
        return by is By.VISITOR and bool(self._words) and same_name(one.said.author) == self._words


def _asked(store: Rounds, addresses: set[str], posts: dict[int, Post]) -> Iterator[Asked]:
    for made in store.rounds():
        for one in made.assigned:
            if one.answerer in addresses and (post := posts.get(one.post)):
                yield Asked(made.week, post.participant, post.title, post.url)
