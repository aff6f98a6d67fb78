"""`agg init`: a new course."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer

from aggregator.cli import installed, speech
from aggregator.cli.call import Call
from aggregator.cli.newcomers import Newcomers, read_list
from aggregator.cli.output import put
from aggregator.cli.questions import ask
from aggregator.core import language
from aggregator.core.errors import ConfigError, UsageError
from aggregator.core.language import _, ngettext

if TYPE_CHECKING:
    from aggregator.core.roster import Roster

_T = TypeVar("_T")
_NO_ZONES = ("UTC", "Etc/UTC", "GMT")
"""What servers are set to that nobody has told where they are."""


def init(
    ctx: typer.Context,
    file: Annotated[
        str | None, typer.Argument(metavar="[FILE]", help="Participants: OPML, CSV, or addresses on lines; - is stdin.")
    ] = None,
    title: Annotated[str | None, typer.Option("--title", help="What the course is called.")] = None,
    wanted_language: Annotated[
        str | None, typer.Option("--language", metavar="<en|nb>", help="The language of the course.")
    ] = None,
    timezone: Annotated[
        str | None, typer.Option("--timezone", metavar="ZONE", help="Its time zone, such as Europe/Oslo.")
    ] = None,
    starts: Annotated[str | None, typer.Option("--starts", metavar="DAY", help="The first day: 2026-10-05.")] = None,
    ends: Annotated[str | None, typer.Option("--ends", metavar="DAY", help="The last day: 2026-12-18.")] = None,
    offline: Annotated[
        bool, typer.Option("--offline", help="Do not look at the blogs; take the list as it is.")
    ] = False,
) -> None:
    """Make the feeds.toml of a new course. Asks what was not said; without a terminal it asks nothing.

    FILE holds the participants, if there are any yet: what a feed reader exports (OPML), a table with names and
    addresses (CSV), or text with an address on each line, and the name beside it. Others come with agg add.

    Examples: agg init · agg init class.csv · agg init --title "Our course" --language en --timezone Europe/Oslo
    """
    call: Call = ctx.obj
    path = call.config or Path("feeds.toml")
    if path.exists():
        raise UsageError(_("{path} is there already. agg add adds participants to it.").format(path=path))
    roster = read_list(file) if file else None  # before anything is asked: a wrong name costs no answers
    settings = _settings(call, roster, title, wanted_language, timezone, starts, ends)
    _write(path, settings)
    found = _fill(call, path, roster, offline=offline) if roster else None
    _farewell(call, path, found)
    if found and (found.unread or found.left_out):
        raise typer.Exit(1)


def _settings(
    call: Call,
    roster: "Roster | None",
    title: str | None,
    wanted: str | None,
    timezone: str | None,
    starts: str | None,
    ends: str | None,
) -> dict[str, Any]:
    """`[course]` as options say, else as somebody answers, else as is likely."""
    spoken = _answer(call, _("Language (en or nb)"), _language, wanted, language.code())
    speech.choose(call.language or spoken)
    usual = (roster.title if roster and _may_be_course(roster.title) else "") or _("Our course")
    name = _answer(call, _("What is the course called?"), _plain, title, usual)
    here = installed.zone_here() or "UTC"
    usual_zone = "Europe/Oslo" if spoken == "nb" and here in _NO_ZONES else here
    zone = _answer(call, _("Time zone"), _zone, timezone, usual_zone)
    first = _answer(call, _("First day, as 2026-10-05 (Enter: none)"), _day, starts, "")
    last = _answer(call, _("Last day, as 2026-12-18 (Enter: none)"), lambda text: _day_after(first, text), ends, "")
    found = {"title": name, "timezone": zone, "language": spoken, "starts": first, "ends": last}
    return {key: value for key, value in found.items() if value is not None}


def _may_be_course(title: str) -> bool:
    """Whether the title of a list may be that of a course: feed readers put in what they like."""
    return bool(title) and not any(word in title.casefold() for word in ("subscription", "export", "opml", "feeds"))


def _answer(call: Call, question: str, parse: Callable[[str], _T], given: str | None, usual: str) -> _T:
    """What was given as an option, else what somebody says; what is usual where nobody can be asked."""
    if given is not None or not call.can_ask:
        return parse(usual if given is None else given)
    return ask(question, parse, usual)


def _language(text: str) -> str:
    code = speech.known(text)
    if code is None:
        raise UsageError(_("agg does not speak “{text}”. Write en or nb.").format(text=text))
    return code


def _plain(text: str) -> str:
    from aggregator.config.rules import Unfit, plain

    try:
        return plain(text)
    except Unfit:
        raise UsageError(_("A title is a line of text that one can see.")) from None


def _zone(text: str) -> str:
    from aggregator.config.rules import Unfit, zone
    from aggregator.config.words import zone_meant

    try:
        return zone(text)
    except Unfit:
        meant = zone_meant(text)
        hint = _("Did you mean {meant}?").format(meant=meant) if meant else _("Write it as Europe/Oslo.")
        raise UsageError(_("There is no time zone “{text}”.").format(text=text) + " " + hint) from None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise UsageError(_("“{text}” is no day. Write it as 2026-10-05.").format(text=text)) from None


def _day_after(first: date | None, text: str) -> date | None:
    day = _day(text)
    if first and day and day < first:
        raise UsageError(
            _("The course cannot end on {last}, before it starts on {first}.").format(last=day, first=first)
        )
    return day


def _write(path: Path, settings: dict[str, Any]) -> None:
    from aggregator.config.template import new_file

    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(_("{path}: cannot be written ({reason}).").format(path=path, reason=error.strerror)) from error
    put(new_file({"course": settings}), path)


def _fill(call: Call, path: Path, roster: "Roster", *, offline: bool) -> Newcomers:
    """Adds the participants of the list; without any of them there is no file, so that one can begin anew."""
    from aggregator.cli.feedsfile import change
    from aggregator.cli.import_ import tell
    from aggregator.config.edit import add as added

    call.config, call.nobody_yet = path, True
    try:
        found = Newcomers(call, roster, (), offline=offline)
        people = [one.participant for one in found.joining]
        change(call, lambda text: added(text, people))
    except (ConfigError, UsageError, KeyboardInterrupt):
        path.unlink()
        raise
    tell(call, found)
    return found


def _farewell(call: Call, path: Path, found: Newcomers | None) -> None:
    call.say(_("{path} is written.").format(path=path))
    if found:
        count = len(found.joining)
        text = ngettext("{count} participant is in it.", "{count} participants are in it.", count)
        call.say(text.format(count=count))
        call.suggest(_("Next: agg fetch"))
    else:
        call.suggest(_("Next: agg add ADDRESS for each participant, then agg fetch"))
