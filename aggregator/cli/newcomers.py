"""The blogs of a list on their way into feeds.toml: who joins, who is there already, and what could not be read."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from aggregator.cli.call import Call
from aggregator.cli.choose import comment_source
from aggregator.cli.joining import joining, participant_of, was_forgotten
from aggregator.core.errors import UsageError
from aggregator.core.language import _

if TYPE_CHECKING:
    from aggregator.core.course import Participant
    from aggregator.core.joining import Joining
    from aggregator.core.roster import Listed, Roster


def read_list(file: str) -> "Roster":
    """The list in a file, or on stdin (`-`); UsageError when there is none."""
    from aggregator.core.text import safe
    from aggregator.roster import read_roster

    try:
        content = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise UsageError(_("{file}: cannot be read ({reason}).").format(file=safe(file), reason=reason)) from error
    return read_roster(content, safe(file))


class Newcomers:
    """Looks at the blogs of a list, all at once, unless `offline`.

    `joining` are those who join, in the list's order; `already` who is there, `left_out` who is not taken, and why;
    `unread` are the lines of the list that could not be read.
    """

    def __init__(self, call: Call, roster: "Roster", tags: Sequence[str], *, offline: bool) -> None:
        from aggregator.core.joining import Joining, Notice

        self._call = call
        self.unread = roster.unread
        self.left_out: list[str] = []
        self.already: list[str] = []
        self.joining: list[Joining] = []
        people = [*call.course.participants]
        blogs = [blog for one in roster.blogs if (blog := self._wanted(one, tags, people))]
        bare = [participant_of(one).address for one in roster.blogs if "://" not in one.address]
        for one in [Joining(blog) for blog in blogs] if offline else joining(call, blogs, bare):
            if Notice.ONLY_COMMENTS in one.notices:
                self._leave_out(one)
            elif self._is_new(one.participant, people):
                self._let_in(one, people)

    def _wanted(self, one: "Listed", tags: Sequence[str], people: Sequence["Participant"]) -> "Participant | None":
        """The blog with the tags that all get; `None` for one that is there already, or cannot be asked."""
        from aggregator.core.record import replace

        try:
            source = comment_source(one.comments)
        except UsageError as error:
            self.left_out.append(_("line {line}: {why} Asked automatically.").format(line=one.line, why=error))
            source = "auto"
        blog = participant_of(replace(one, tags=tuple(dict.fromkeys([*one.tags, *tags])), comments=source))
        if blog.problem:
            text = _("line {line}: {address}: {problem}. Left out.")
            self.left_out.append(text.format(line=one.line, address=one.address, problem=blog.problem))
            return None
        return blog if self._is_new(blog, people) else None

    def _is_new(self, blog: "Participant", people: Sequence["Participant"]) -> bool:
        from aggregator.core.joining import already

        other = already(people, [blog.address])
        if other:
            self.already.append(
                _("{address}: is there already ({name}).").format(address=blog.address, name=other.name)
            )
        return other is None

    def _let_in(self, one: "Joining", people: list["Participant"]) -> None:
        from aggregator.core.joining import with_name

        named = with_name(one, {other.name.casefold() for other in people})
        if was_forgotten(self._call, named.participant):
            text = _("{name} was forgotten, so that nothing would be stored. To lift that: agg forget --undo")
            self.left_out.append(text.format(name=named.participant.name))
            return
        people.append(named.participant)
        self.joining.append(named)

    def _leave_out(self, one: "Joining") -> None:
        from aggregator.render.joining import notices

        self.left_out += [_("{sentence} Left out.").format(sentence=line) for line in notices(one)]
