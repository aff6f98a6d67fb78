"""Comments on the posts of the sample week, by everybody who may comment, and all that is known of one post.

`dress` is put on every text that comes from outside, as in `sample`.
"""

from datetime import timedelta

from aggregator.core.commenters import By, Commenter
from aggregator.core.model import Bound, Comment, Kind, Openness, Post, Reason, State, Verdict
from aggregator.core.record import replace
from aggregator.core.shown import Explained, ListedComment
from aggregator.core.source import Site
from aggregator.render import verdicts
from tests.support.build import at, comment, course, observation, participant
from tests.support.sample import ALONE, AS_OF, ASKED, LINKED, THANKS, TO_ANSWER, Dress, dressed, plain

LONG = (
    "Hos oss gjorde vi det samme i fjor: vi satte opp en liste over de ti vanligste spørsmålene, og de som satt i "
    "skranken, fikk skrive svarene selv. Det tok en uke, og etterpå ringte nesten ingen. Skriv gjerne hvordan det går "
    "hos dere, for jeg tror flere i kurset har lyst til å prøve, men ikke helt våger."
)
EARLIER = AS_OF - timedelta(days=3)


def _said(post: Post, key: str, author: str, when: str, text: str, **more: object) -> Comment:
    changes = {"published": at(f"2026-11-{when}+01:00"), "url": f"{post.url}#comment-{key}", "text": text} | more
    return comment(author, key, on=post.id, **{"first_seen": EARLIER} | changes)


def comments(dress: Dress = plain) -> tuple[ListedComment, ...]:
    """By the author, a participant under an alias, a facilitator, visitors, a ping, one that is gone, one undated."""
    thanks, alone, linked = (dressed(one, dress).post for one in (THANKS, ALONE, LINKED))
    kari, ola = Commenter(By.PARTICIPANT, dress("Kari Nordmann")), Commenter(By.VISITOR, None)
    found = (
        (
            linked,
            _said(linked, "9", "The Daily Reader: What we read", "20 06:00", "", kind=Kind.PING),
            Commenter(By.PING, None),
        ),
        (linked, _said(linked, "7", "", "20 07:00", "First!", published=None, source="commentfeed"), ola),
        (alone, _said(alone, "8", "Arvid", "19 08:00", "Glemte lenken.", url=None), Commenter(By.OWN, dress("Arvid"))),
        (
            thanks,
            _said(thanks, "5", "Bjørg", "18 10:00", "Tusen takk, dette prøver vi."),
            Commenter(By.OWN, dress("Bjørg")),
        ),
        (thanks, _said(thanks, "4", "karinor", "17 21:30", LONG), kari),
        (
            thanks,
            _said(thanks, "3", "Arne", "17 12:00", "Godt spurt!", author_url="https://arne.example/"),
            Commenter(By.FACILITATOR, dress("Arne")),
        ),
        (
            thanks,
            _said(thanks, "2", "Ola N", "17 11:00", "Interessant.", author_url="https://ola.example/om-meg/", url=None),
            ola,
        ),
        (thanks, _said(thanks, "1", "Rabatt 70 %", "17 10:00", "Kjøp nå!", removed_at=ASKED), ola),
    )
    return tuple(ListedComment(_dressed(one, dress), post, who) for post, one, who in found)


def _dressed(one: Comment, dress: Dress) -> Comment:
    said = one.said
    text = said.text and dress(said.text)
    return replace(one, said=replace(said, author=said.author and dress(said.author), text=text))


def answered(dress: Dress = plain) -> Explained:
    """A post of which three sources have said something, with all its comments, the oldest first."""
    one = dressed(THANKS, dress)
    asked = {"checked_at": ASKED, "openness": Openness.UNKNOWN}
    observations = (
        observation(3, source="feedfields", includes_pings=True, **asked),
        observation(3, source="wordpress", listed=True, **asked | {"openness": Openness.OPEN}),
        observation(None, source="wpcom", reason=Reason.REFUSED, **asked | {"checked_at": EARLIER}),
    )
    listed = [one for one in comments(dress) if one.post.guid == dress(THANKS.post.guid)]
    return Explained(
        replace(one.post, observations=observations),
        one.verdict,
        tuple(reversed(listed)),
        Site(one.post.blog, resting={"wpcom": AS_OF + timedelta(days=2)}),
    )


def marked(dress: Dress = plain) -> Explained:
    """A post that somebody marked as waiting, of which one source knows only the least number of comments."""
    one = dressed(TO_ANSWER, dress)
    seen = observation(2, source="disqus", bound=Bound.AT_LEAST, checked_at=ASKED, openness=Openness.OPEN)
    post = replace(one.post, observations=(seen,), mark=State.WAITING, marked_at=one.verdict.checked_at)
    return Explained(post, one.verdict, ())


def unasked(dress: Dress = plain) -> Explained:
    """A post of which nobody has said anything yet."""
    one = dressed(ALONE, dress)
    return Explained(one.post, Verdict(State.UNKNOWN, Reason.NOT_SAID), ())


def outside() -> str:
    """Why the marked post is in no list."""
    post = marked().post
    return verdicts.outside(post, course(participant("Sam O’Hara", post.blog, category="kurset")), AS_OF)
