"""feeds.toml becomes a Course, or a list of everything there is to mend, in words a teacher can act on.

Nothing is written here, and no address is asked whether it answers.
"""

import tomllib
from collections.abc import Collection
from datetime import timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from aggregator.config.across import problems_across
from aggregator.config.addresses import problem_with, shown, without_login
from aggregator.config.keys import read_keys
from aggregator.config.lines import Lines
from aggregator.config.schema import FOR_EVER, CourseFile, MailTable, ParticipantTable, schema
from aggregator.core.course import Course, FetchSettings, MailSettings, Participant, SiteSettings
from aggregator.core.errors import ConfigError
from aggregator.core.language import _
from aggregator.core.text import safe

__all__ = ["load_course", "load_text", "read_course", "schema"]

_COMMENT_SOURCES = ("feedfields",)
_PORTS = {"starttls": 587, "tls": 465, "none": 25}


def load_course(path: Path, comment_sources: Collection[str] = _COMMENT_SOURCES, *, nobody_yet: bool = False) -> Course:
    """The course in the file at `path`, as `read_course` reads it; ConfigError also without a file."""
    return read_course(load_text(path), safe(str(path)), comment_sources, nobody_yet=nobody_yet)


def load_text(path: Path) -> str:
    """The text of the file at `path`, without a byte order mark; ConfigError when it cannot be read."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise ConfigError([_unreadable(path, error)]) from None
    try:
        return raw.decode("utf-8-sig")  # Windows' Notepad begins a file with a byte order mark
    except UnicodeDecodeError as error:
        raise ConfigError([_bad_encoding(safe(str(path)), raw.count(b"\n", 0, error.start) + 1)]) from None


def read_course(
    text: str, where: str, comment_sources: Collection[str] = _COMMENT_SOURCES, *, nobody_yet: bool = False
) -> Course:
    """The course that a text in TOML describes; ConfigError with every problem at once, in the file's order.

    `where` is the name of the file in the problems. `comment_sources` are the names that `comments` may have
    besides `auto` and `none`. An address that cannot be used is the participant's `problem`, and no error.
    `nobody_yet`: there may be no participants, as in a new file.
    """
    data = _read_toml(text, where)
    lines = Lines(text)
    problems = list(problems_across(data, lines))
    file, wrong = read_keys(data, comment_sources, nobody_yet=nobody_yet)
    if file and not problems:
        return _course(file)

    from aggregator.config.words import sentence, who

    problems += [problem for one in wrong if (problem := sentence(one, comment_sources))]
    problems.sort(key=lambda problem: lines.of(problem[0]))
    raise ConfigError([f"{where}:{lines.of(loc)}: {who(loc, data)}{why}" for loc, why in problems])


def _read_toml(text: str, where: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except (RecursionError, ValueError) as error:
        # Not only TOMLDecodeError: Python refuses to read numbers of more than 4,300 digits.
        from aggregator.config.syntax import syntax

        line, why = syntax(error, text)
    raise ConfigError([f"{where}:{line}: {why}"])


def _unreadable(path: Path, error: OSError) -> str:
    where = safe(str(path))
    if path.is_dir():
        return _("{file} is a folder. Name the file in it with --config.").format(file=where)
    if isinstance(error, FileNotFoundError):
        return _("There is no file {file}. Make one with agg init, or name it with --config.").format(file=where)
    reason = error.strerror or type(error).__name__
    return _("{file} cannot be read ({reason}). See who may read it, or name another with --config.").format(
        file=where, reason=reason
    )


def _bad_encoding(where: str, line: int) -> str:
    why = _('the file is not plain UTF-8. Save it once more, with the encoding "UTF-8".')
    return f"{where}:{line}: {why}"


def _course(file: CourseFile) -> Course:
    course = file.course
    return Course(
        title=course.title or _("Our course"),
        participants=tuple(_participant(table) for table in file.participants),
        timezone=ZoneInfo(course.timezone),
        language="nb" if course.language == "no" else course.language,
        starts=course.starts,
        ends=course.ends,
        keep_days=None if course.keep == FOR_EVER else course.keep,
        facilitators=course.facilitators,
        new_posts=course.new_posts,
        new_days=course.new_days,
        window_days=course.window,
        silent_days=course.silent,
        fetch=FetchSettings(
            contact=file.fetch.contact,
            jobs=file.fetch.jobs,
            timeout=float(file.fetch.timeout),
            deadline=timedelta(minutes=file.fetch.deadline),
            interval=timedelta(minutes=file.fetch.interval),
            allow_networks=file.fetch.allow_networks,
        ),
        mail=_mail(file.mail) if file.mail else None,
        site=SiteSettings(file.site.address, file.site.names, file.site.search_engines),
    )


def _mail(table: MailTable) -> MailSettings:
    return MailSettings(
        sender=table.sender,
        server=table.server,
        to=table.to,
        bcc=table.bcc,
        reply_to=table.reply_to,
        port=table.port or _PORTS[table.security],
        security=table.security,
        user=table.user,
        password_command=table.password_command,
    )


def _participant(table: ParticipantTable) -> Participant:
    written = table.home or table.feed or ""
    problem = problem_with(written)
    address, login = (shown(written), None) if problem else without_login(written)
    return Participant(
        name=table.name,
        address=address,
        is_home=table.home is not None,
        login=login,
        tags=table.tags,
        aliases=table.aliases,
        category=table.category,
        comments=table.comments,
        problem=problem,
    )
