"""The words about answers: where a post stands, what a source said, who has commented."""

from datetime import date
from typing import Any

import pytest

from aggregator.cli import speech
from aggregator.core.commenters import By, Commenter
from aggregator.core.model import Bound, History, Openness, Reason, State, Verdict
from aggregator.core.record import replace
from aggregator.core.shown import BlogStatus, Explained, ListedComment
from aggregator.core.source import Site
from aggregator.render import verdicts
from tests.support import sample
from tests.support.build import NOW, OSLO, at, blog, comment, course, listed, observation, participant, post

ASKED = at("2026-11-22 13:05")
OWN = Verdict(State.ONLY_OWN, Reason.ONLY_OWN, 2, 0, "wordpress", ASKED)
PINGS = Verdict(State.ONLY_OWN, Reason.ONLY_PINGS, 0, 0, "commentfeed", ASKED)
ANSWERED = Verdict(State.ANSWERED, Reason.ANSWERED, 3, 2, "wordpress", ASKED)
MARKED = Verdict(State.WAITING, Reason.MARKED, None, None, None, ASKED)


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"days": 0}, "no other post known to be answered lately, not a day old, no answer yet"),
        ({"days": 1, "answered_lately": 1}, "1 other post answered lately, 1 day without an answer"),
        ({"days": 12, "answered_lately": 3}, "3 other posts answered lately, 12 days without an answer"),
        ({"days": 1, "new_blogger": True}, "new blogger, 1 day without an answer"),
        (
            {"days": 0, "new_blogger": True, "first_post": True},
            "first post by a new blogger, not a day old, no answer yet",
        ),
        (
            {"days": 2, "verdict": OWN},
            "no other post known to be answered lately, only the author has commented, 2 days without an answer",
        ),
        (
            {"days": 2, "verdict": PINGS, "new_blogger": True},
            "new blogger, only links from elsewhere, 2 days without an answer",
        ),
        ({"days": 20, "verdict": MARKED}, "no other post known to be answered lately, marked as waiting"),
        ({"days": 0, "verdict": MARKED, "new_blogger": True}, "new blogger, marked as waiting"),
    ],
    ids=str,
)
def test_why_a_post_stands_in_the_list(facts: dict[str, Any], expected: str) -> None:
    assert verdicts.why(listed(**facts)) == expected


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({}, "no other post known to be answered lately, no answer since 18 November"),
        (
            {"verdict": OWN, "new_blogger": True},
            "new blogger, only the author has commented, no answer since 18 November",
        ),
        ({"verdict": MARKED, "first_post": True}, "first post by a new blogger, marked as waiting"),
    ],
    ids=["nobody", "only own", "marked"],
)
def test_why_a_post_stands_in_the_digest(facts: dict[str, Any], expected: str) -> None:
    assert verdicts.why_in_digest(listed(**facts), OSLO, NOW) == expected


def test_for_a_reader_the_list_says_who_has_answered_them() -> None:
    one = listed(days=2, new_blogger=True, to_reader=1)
    assert verdicts.why(one, "Ola") == "has written 1 comment to Ola, new blogger, 2 days without an answer"
    assert verdicts.why(one) == "new blogger, 2 days without an answer"


VERDICTS = {
    "nobody": (sample.ZERO, "nobody has answered yet", "nobody has answered yet"),
    "one comment": (sample.ONE_COMMENT, "has 1 comment, but by whom is not known", "1 comment"),
    "comments": (sample.COMMENTED, "has 3 comments, but by whom is not known", "3 comments"),
    "answered": (ANSWERED, "3 comments", "3 comments"),
    "only own": (OWN, "only the author has commented", "only the author has commented"),
    "only pings": (PINGS, "only links from elsewhere", "only links from elsewhere"),
    "closed": (sample.CLOSED, "comments are closed", "comments are closed"),
    "closed with comments": (replace(sample.CLOSED, comments=2), "2 comments", "2 comments"),
    "stale": (sample.STALE, "had no comment on 19 November, 08:30; not known since", "comments not known"),
    "stale, asked at an unknown time": (
        replace(sample.STALE, checked_at=None),
        "last seen too long ago",
        "comments not known",
    ),
    "odd count": (sample.ODD, "the feed's number of comments cannot be read", "comments not known"),
    "not said": (sample.NOT_SAID, "the blog says nothing about comments", "comments not known"),
    "switched off": (sample.OFF, "feeds.toml says not to ask about comments", "comments not known"),
    "refused": (
        replace(sample.NOT_SAID, reason=Reason.REFUSED),
        "the blog does not tell about its comments",
        "comments not known",
    ),
    "marked as answered": (
        Verdict(State.ANSWERED, Reason.MARKED),
        "marked as answered",
        "marked as answered",
    ),
    "marked as closed": (
        Verdict(State.CLOSED, Reason.MARKED),
        "marked as closed",
        "marked as closed",
    ),
    "marked as waiting": (
        Verdict(State.WAITING, Reason.MARKED),
        "marked as waiting",
        "marked as waiting",
    ),
}


@pytest.mark.parametrize(("verdict", "reason", "standing"), VERDICTS.values(), ids=VERDICTS)
def test_what_is_known_of_a_post_s_comments(verdict: Verdict, reason: str, standing: str) -> None:
    assert verdicts.reason(verdict, OSLO) == reason
    assert verdicts.standing(verdict) == standing


UNTOLD = tuple(
    reason
    for reason in Reason
    if reason not in (Reason.ANSWERED, Reason.ZERO, Reason.ONLY_OWN, Reason.ONLY_PINGS, Reason.CLOSED, Reason.MARKED)
)


@pytest.mark.parametrize("code", ["en", "nb"])
def test_every_reason_has_a_sentence_and_a_heading_of_its_own(code: str) -> None:
    speech.choose(code)
    unknown = Verdict(State.UNKNOWN, Reason.NOT_SAID, 2, checked_at=ASKED)
    assert len({verdicts.reason(replace(unknown, reason=reason), OSLO) for reason in UNTOLD}) == len(UNTOLD)
    assert len({verdicts.riddle(reason, 2) for reason in UNTOLD}) == len(UNTOLD)


@pytest.mark.parametrize(
    ("verdict", "expected"),
    [
        (ANSWERED, "answered: 3 comments (wordpress, 22 November 2026, 14:05)"),
        (OWN, "waits for an answer: only the author has commented (wordpress, 22 November 2026, 14:05)"),
        (sample.OFF, "not known: feeds.toml says not to ask about comments"),
        (sample.CLOSED, "closed: comments are closed (feedfields, 22 November 2026, 13:57)"),
        (MARKED, "waits for an answer: somebody marked it so on 22 November 2026, 14:05"),
        (replace(MARKED, state=State.CLOSED), "closed: somebody marked it so on 22 November 2026, 14:05"),
        (replace(MARKED, checked_at=None), "waits for an answer: marked as waiting"),
    ],
    ids=["answered", "only own", "switched off", "closed", "said to wait", "said to be closed", "at no time"],
)
def test_a_verdict_in_a_sentence(verdict: Verdict, expected: str) -> None:
    assert verdicts.sentence(verdict, OSLO) == expected


def test_a_mark_that_an_answer_has_overtaken_is_told() -> None:
    one = post(mark=State.WAITING, marked_at=ASKED)
    assert list(verdicts.in_full(Explained(one, ANSWERED, ()), OSLO)) == [
        "answered: 3 comments (wordpress, 22 November 2026, 14:05)",
        "marked as waiting on 22 November 2026, 14:05, answered since",
    ]
    assert len(list(verdicts.in_full(Explained(one, MARKED, ()), OSLO))) == 1
    assert len(list(verdicts.in_full(Explained(post(), ANSWERED, ()), OSLO))) == 1


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ({}, ""),
        ({"category": "EGOV"}, ""),
        ({"category": "course"}, "in no list: it is not in the category “course”"),
        ({"starts": date(2026, 11, 19)}, "in no list: it was not written while the course runs"),
        ({"ends": date(2026, 11, 17)}, "in no list: it was not written while the course runs"),
        ({"starts": date(2026, 11, 19), "category": "egov"}, "in no list: it was not written while the course runs"),
        ({"starts": date(2026, 11, 19), "category": "x"}, "in no list: it is not in the category “x”"),
        ({"window_days": 0}, "not watched any more: it is older than 0 days"),
        ({"window_days": 1}, ""),
    ],
    ids=str,
)
def test_why_a_post_is_in_no_list(settings: dict[str, Any], expected: str) -> None:
    kari = participant(category=settings.pop("category", None))
    assert verdicts.outside(post(categories=("cats", "eGov")), course("Ola", kari, **settings), NOW) == expected


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        (State.ANSWERED, "Kari: “Post 1” is marked as answered."),
        (State.CLOSED, "Kari: “Post 1” is marked as closed."),
        (State.WAITING, "Kari: “Post 1” is marked as waiting."),
        (None, "Kari: “Post 1” is not marked any more."),
    ],
    ids=str,
)
def test_what_a_person_has_said(state: State | None, expected: str) -> None:
    assert verdicts.marked(post(), state) == expected


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"count": 0, "openness": Openness.OPEN}, "0 comments · comments are open"),
        ({"count": 1, "openness": Openness.CLOSED}, "1 comment · comments are closed"),
        ({"count": 2, "listed": True}, "2 comments · all listed below"),
        ({"count": 2, "includes_pings": True}, "2 comments · links from other pages included"),
        ({"count": 10, "bound": Bound.AT_LEAST}, "at least 10 comments"),
        ({"count": None, "reason": Reason.REFUSED}, "the blog does not tell about its comments"),
        ({"count": None, "reason": None}, "the blog says nothing about comments"),
        (
            {"count": 0, "reason": Reason.UNREACHABLE},
            "0 comments · asked again since: its comments could not be reached",
        ),
    ],
    ids=str,
)
def test_what_a_source_said(changes: dict[str, Any], expected: str) -> None:
    seen = replace(observation(checked_at=ASKED, openness=Openness.UNKNOWN), **changes)
    assert verdicts.observation(seen, OSLO) == f"22 November 2026, 14:05 · {expected}"


@pytest.mark.parametrize(
    ("who", "author", "name", "part"),
    [
        (Commenter(By.OWN, "Kari"), "kari", "Kari", "own comment"),
        (Commenter(By.PARTICIPANT, "Ola Nordmann"), "ola", "Ola Nordmann", "participant"),
        (Commenter(By.FACILITATOR, "Arne"), "arne", "Arne", "facilitator"),
        (Commenter(By.VISITOR, None), "Passer-by", "Passer-by", "visitor"),
        (Commenter(By.PING, None), "", "(no name)", "link from another page"),
    ],
    ids=["own", "participant", "facilitator", "visitor", "ping"],
)
def test_who_has_commented(who: Commenter, author: str, name: str, part: str) -> None:
    one = ListedComment(comment(author), post(), who)
    assert (verdicts.commenter(one), verdicts.by(who)) == (name, part)
    assert verdicts.on_post(one) == "on Kari: Post 1"
    assert verdicts.comment_line(one, OSLO).startswith(f"{part} · 18 November 2026, 12:00")


@pytest.mark.parametrize(
    ("author", "name", "expected"),
    [
        ("Kari", "Kari", []),
        ("KARI", "Kari", []),
        ("karinor", "Kari Nordmann", ["signed “karinor”"]),
        ("", "Kari Nordmann", []),
        ("Passer-by", None, []),
        ("", None, []),
    ],
    ids=["as in feeds.toml", "shouted", "alias", "by the account alone", "visitor", "nobody"],
)
def test_how_somebody_signed_is_told_where_it_is_not_the_name(
    author: str, name: str | None, expected: list[str]
) -> None:
    one = ListedComment(comment(author), post(), Commenter(By.PARTICIPANT if name else By.VISITOR, name))
    assert verdicts.comment_facts(one, OSLO)[1:] == expected
    assert verdicts.comment_line(one, OSLO).split(" · ")[2:] == expected


def test_a_comment_without_a_date_and_one_that_is_gone() -> None:
    undated = comment(published=None)
    assert verdicts.comment_moment(undated, OSLO) == "first seen 18 November 2026, 12:00"
    gone = ListedComment(comment(removed_at=NOW), post(), Commenter(By.VISITOR, None))
    assert verdicts.comment_line(gone, OSLO).endswith(" · gone since 18 November 2026, 13:00")


FOUND = Site("x", looked_at=NOW, sources={"feedfields": {}, "ghost": {}})


@pytest.mark.parametrize(
    ("comments", "site", "expected"),
    [
        ("none", None, "comments: not asked, as feeds.toml says"),
        ("auto", None, "comments: not looked at yet"),
        ("auto", Site("x"), "comments: not looked at yet"),
        ("auto", Site("x", looked_at=NOW), "comments: nobody can be asked"),
        ("auto", FOUND, "comments: asks feedfields, ghost"),
        ("isso", None, "comments: asks isso, as feeds.toml says"),
        ("feedfields", Site("x", sources={"feedfields": {}}), "comments: asks feedfields, as feeds.toml says"),
        (
            "auto",
            replace(FOUND, resting={"ghost": ASKED, "x": NOW}),
            "comments: asks feedfields, ghost; ghost has refused and is left alone until 22 November, 14:05; "
            "x has refused and is left alone until 18 November, 13:00",
        ),
    ],
    ids=["none", "never read", "never looked", "nothing found", "found", "named", "only the feed", "resting"],
)
def test_where_comments_are_known_from(comments: str, site: Site | None, expected: str) -> None:
    one = BlogStatus(participant(comments=comments), blog(), History(), site)
    assert verdicts.sources(one, OSLO) == expected
