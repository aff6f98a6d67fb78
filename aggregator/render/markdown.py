"""The digest as Markdown (CommonMark), to paste into a learning platform, a wiki or a post.

Foreign text is escaped so that it can neither format nor link; addresses stand as link targets only.
"""

import re
from collections.abc import Iterable, Iterator

from aggregator.core.digest import Digest
from aggregator.core.language import _
from aggregator.core.model import Listed
from aggregator.core.text import safe
from aggregator.render import words

INLINE = re.compile(r"([\\`*_\[\]<>|~&$])")
BEGINS_A_BLOCK = re.compile(r"^(#{1,6}|[-+=]|\d{1,9}(?=[.)]))")


def digest(found: Digest) -> str:
    """The digest as one document, sections that are empty left out."""
    zone, now = found.week.zone, found.as_of
    numbers = " · ".join(words.in_numbers(found.numbers))
    lines = [
        f"# {_text(found.title)}",
        "",
        f"**{_text(words.week_name(found.week))}** · {_text(numbers)}",
        *_section(_("First posts by new bloggers"), (f"- {_who(one)}{_link(one)}" for one in found.first_posts)),
        *_section(_("Waiting for an answer"), _waiting(found.waiting)),
        *_section(_("All posts of the week"), _posts(found)),
        *_section(_("Found late"), (f"- {_who(one)}{_link(one)} · {_text(_when(one, found))}" for one in found.late)),
        *_section(
            _("Not heard from this week"),
            (f"- {_text(one.participant)} · {_text(words.silence(one.last_post, zone, now))}" for one in found.silent),
        ),
        *_section(
            _("Blogs in trouble"),
            (
                f"- {_text(one.participant)} · {_text(words.trouble(one.since, one.problem, zone, now))}"
                for one in found.troubles
            ),
        ),
        "",
        f"*{_text(words.as_of(found))}*",
    ]
    return "\n".join(lines) + "\n"


def _section(heading: str, lines: Iterable[str]) -> list[str]:
    content = list(lines)
    return ["", f"## {_text(heading)}", "", *content] if content else []


def _waiting(waiting: Iterable[Listed]) -> Iterator[str]:
    for number, one in enumerate(waiting, 1):
        yield f"{number}. {_who(one)}{_link(one, to_comment=True)} · {_text(words.why(one))}"


def _posts(found: Digest) -> Iterator[str]:
    if not found.by_participant:
        yield _text(_("Nobody has posted this week."))
    for place, (name, posts) in enumerate(found.by_participant):
        yield from [""] * bool(place)
        yield f"### {_text(name)}"
        yield ""
        for one in posts:
            yield f"- {_link(one)} · {_text(_when(one, found))} · {_text(words.standing(one.verdict))}"
            if one.post.title and one.post.excerpt:
                yield f"  {_text(one.post.excerpt)}"


def _when(one: Listed, found: Digest) -> str:
    return words.on_day(one.post.dated, found.week.zone, found.as_of)


def _who(one: Listed) -> str:
    return f"{_text(one.post.participant)}: "


def _link(one: Listed, *, to_comment: bool = False) -> str:
    address = one.post.comment_url if to_comment else one.post.url
    title = _text(words.title(one.post))
    return f"[{title}](<{_target(address)}>)" if address else title


def _target(address: str) -> str:
    """An address between angle brackets may hold anything but those, line breaks and backslashes."""
    return safe(address).replace("\\", "%5C").replace("<", "%3C").replace(">", "%3E").replace(" ", "%20")


def _text(foreign: str) -> str:
    """Any text as literal text, also where it begins a line."""
    inline = INLINE.sub(r"\\\1", safe(foreign))
    if found := BEGINS_A_BLOCK.match(inline):
        cut = found.end() if found[0].isdigit() else 0
        return f"{inline[:cut]}\\{inline[cut:]}"
    return inline
