"""The sections of a digest, in their order, ready for a template."""

from collections.abc import Mapping
from typing import Any

from aggregator.core.digest import Digest
from aggregator.core.language import _
from aggregator.core.shown import Listed
from aggregator.core.text import safe
from aggregator.render import verdicts, words
from aggregator.render.html.views import Card, Group, Line, Section, card

_MOST_WITH_EXCERPTS = 300
"""In a week with more posts than this their beginnings are left out, so that a phone can still show the page."""


def sections(
    found: Digest, *, facilitator: bool = False, people: Mapping[str, str] | None = None
) -> tuple[Section, ...]:
    """What is not empty; with `facilitator`, also what only those who run the course need to see.

    `people`: where the participants' own pages are, if there are such pages.
    """
    firsts = _cards(found, found.first_posts, people=people, button=True)
    waits = tuple(_waiting(found, one, people) for one in found.waiting)
    every = (
        Section("first-posts", _("First posts by new bloggers"), cards=firsts),
        Section("waiting", words.waiting_heading(found), cards=waits, note=words.older(found)),
        _posts(found, people or {}),
        _conversations(found, people or {}),
        Section("late", _("Found late"), cards=_cards(found, found.late, people=people, excerpt=False)),
        Section("silent", _("No post this week"), lines=_silent(found, people or {})),
        *(_for_facilitators(found) if facilitator else ()),
    )
    return tuple(section for section in every if not section.empty)


def _cards(found: Digest, posts: tuple[Listed, ...], **options: Any) -> tuple[Card, ...]:
    return tuple(card(one, found.week.zone, found.as_of, **options) for one in posts)


def _waiting(found: Digest, one: Listed, people: Mapping[str, str] | None) -> Card:
    why = verdicts.why_in_digest(one, found.week.zone, found.as_of)
    return card(one, found.week.zone, found.as_of, why=why, button=True, excerpt=False, people=people)


def _posts(found: Digest, people: Mapping[str, str]) -> Section:
    few = found.numbers.posts <= _MOST_WITH_EXCERPTS
    groups = tuple(
        Group(safe(name), _cards(found, posts, author=False, excerpt=few), people.get(name))
        for name, posts in found.by_participant
    )
    note = "" if groups else _("No posts of this week are known.")
    return Section("posts", _("All posts of the week"), groups=groups, note=note)


def _silent(found: Digest, people: Mapping[str, str]) -> tuple[Line, ...]:
    return tuple(
        Line(safe(one.participant), words.silence(one, found), people.get(one.participant)) for one in found.silent
    )


def _conversations(found: Digest, people: Mapping[str, str]) -> Section:
    zone, now = found.week.zone, found.as_of
    cards = tuple(
        card(one.listed, zone, now, why=safe(words.conversation(one)), excerpt=False, people=people)
        for one in found.conversations[: words.CONVERSATIONS]
    )
    return Section("conversations", _("Conversations of the week"), cards=cards, note=words.more_conversations(found))


def _for_facilitators(found: Digest) -> tuple[Section, ...]:
    zone, now = found.week.zone, found.as_of
    troubles = tuple(
        Line(safe(one.participant), safe(words.trouble(one.since, one.problem, zone, now))) for one in found.troubles
    )
    strangers = tuple(Line(safe(words.stranger_name(one)), safe(words.stranger(one))) for one in found.strangers)
    hint = words.strangers_hint() if strangers else ""
    return (
        Section("trouble", _("Blogs in trouble"), lines=troubles),
        Section("strangers", _("Commented, but not in feeds.toml"), lines=strangers, note=hint),
    )
