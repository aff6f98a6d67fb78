"""The digest as Markdown (CommonMark), to paste into a learning platform, a wiki or a post.

Foreign text is escaped so that it can neither format nor link, not even where bare addresses become links (GitHub);
addresses stand as link targets only.
"""

import re
from collections.abc import Iterable, Iterator

from aggregator.core.digest import Digest
from aggregator.core.language import _
from aggregator.core.shown import Listed
from aggregator.core.text import safe
from aggregator.render import figures, verdicts, words

ENTITY = re.compile(r"&(?=#?\w+;)")
INLINE = re.compile(r"([\\`*_\[\]<>|~&$@]|(?<=:)/(?=/)|(?<=www)\.)", re.IGNORECASE)
UNFIT = re.compile(r"[ <>\\]")
PARENTHESES = re.compile(r"([()])")
BEGINS_A_BLOCK = re.compile(r"^(#{1,6}|[-+=]|\d{1,9}(?=[.)]))")


def digest(found: Digest, *, facilitator: bool = False) -> str:
    """The digest as one document, sections that are empty left out.

    With `facilitator`, also what only those need who run the course.
    """
    numbers = " · ".join(words.in_numbers(found.numbers))
    lines = [
        f"# {_text(found.title)}",
        "",
        f"**{_text(words.week_name(found.week))}** · {_text(numbers)}",
        *_section(_("How the week's posts were answered"), _answering(found)),
        *_section(_("First posts by new bloggers"), (f"- {_who(one)}{_link(one)}" for one in found.first_posts)),
        *_section(words.waiting_heading(found), _waiting(found)),
        *_section(_("All posts of the week"), _posts(found)),
        *_section(_("Conversations of the week"), _conversations(found)),
        *_section(_("Found late"), (f"- {_who(one)}{_link(one)} · {_text(_when(one, found))}" for one in found.late)),
        *_section(
            _("No post this week"),
            (f"- {_first(one.participant)} · {_text(words.silence(one, found))}" for one in found.silent),
        ),
        *(_for_facilitators(found) if facilitator else []),
        "",
        f"*{_text(words.as_of(found))}*",
    ]
    return "\n".join(lines) + "\n"


def _answering(found: Digest) -> Iterator[str]:
    for label, text in figures.health(found.weeks):
        yield f"- {_text(label)}: {_text(text)}"
    if caption := figures.drawn_weeks(found.weeks):
        yield ""
        yield f"*{_text(caption)}*"


def _section(heading: str, lines: Iterable[str]) -> list[str]:
    content = list(lines)
    return ["", f"## {_text(heading)}", "", *content] if content else []


def _waiting(found: Digest) -> Iterator[str]:
    for number, one in enumerate(found.waiting, 1):
        why = verdicts.why_in_digest(one, found.week.zone, found.as_of)
        yield f"{number}. {_who(one)}{_link(one, to_comment=True)} · {_text(why)}"
    if older := words.older(found):
        yield from [""] * bool(found.waiting)
        yield _text(older)


def _conversations(found: Digest) -> Iterator[str]:
    for one in found.conversations[: words.CONVERSATIONS]:
        yield f"- {_who(one.listed)}{_link(one.listed)} · {_text(words.conversation(one))}"
    if more := words.more_conversations(found):
        yield f"- {_text(more)}"


def _for_facilitators(found: Digest) -> list[str]:
    zone, now = found.week.zone, found.as_of
    troubles = (
        f"- {_first(one.participant)} · {_text(words.trouble(one.since, one.problem, zone, now))}"
        for one in found.troubles
    )
    strangers = [f"- {_first(words.stranger_name(one))} · {_text(words.stranger(one))}" for one in found.strangers]
    hint = ["", _text(words.strangers_hint())] if strangers else []
    return [
        *_section(_("Blogs in trouble"), troubles),
        *_section(_("Commented, but not in feeds.toml"), [*strangers, *hint]),
    ]


def _posts(found: Digest) -> Iterator[str]:
    if not found.by_participant:
        yield _text(_("No posts of this week are known."))
    for place, (name, posts) in enumerate(found.by_participant):
        yield from [""] * bool(place)
        yield f"### {_text(name)}"
        yield ""
        for one in posts:
            yield f"- {_link(one)} · {_text(_when(one, found))} · {_text(verdicts.standing(one.verdict))}"
            if one.post.title and one.post.excerpt:
                yield f"  {_first(one.post.excerpt)}"


def _when(one: Listed, found: Digest) -> str:
    return words.on_day(one.post.dated, found.week.zone, found.as_of)


def _who(one: Listed) -> str:
    return f"{_first(one.post.participant)}: "


def _link(one: Listed, *, to_comment: bool = False) -> str:
    address = one.post.comment_url if to_comment else one.post.url
    title = words.title(one.post)
    return f"[{_text(title)}]({_target(address)})" if address else _first(title)


def _target(address: str) -> str:
    """A link's target may hold anything but spaces, brackets, backslashes and entities."""
    bare = ENTITY.sub("&amp;", UNFIT.sub(lambda found: f"%{ord(found[0]):02X}", safe(address)))
    return PARENTHESES.sub(r"\\\1", bare)


def _text(foreign: str) -> str:
    """Any text as literal text within a line."""
    return INLINE.sub(r"\\\1", safe(foreign))


def _first(foreign: str) -> str:
    """Any text as literal text where a line or the content of a list begins."""
    inline = _text(foreign)
    if found := BEGINS_A_BLOCK.match(inline):
        cut = found.end() if found[0].isdigit() else 0
        return f"{inline[:cut]}\\{inline[cut:]}"
    return inline
