"""Lines for cron: one user's crontab, with words on what to do with it."""

import re
import shlex
from datetime import datetime
from zoneinfo import ZoneInfo

from aggregator.core.language import _
from aggregator.core.record import replace
from aggregator.core.schedule import Job, Plan, elsewhere, jobs

LONGEST = 990
"""Debian's cron refuses a command of 1,000 characters, crontab a line that is longer."""

_BACKSLASH = """'"$(printf '\\134')"'"""


def crontab(plan: Plan, now: datetime) -> str:
    """The whole of it, for `crontab -e`."""
    lines = [
        comment(_("Type crontab -e, and put these lines at the end. MAILTO and PATH hold for all lines below them.")),
        *_mail(plan),
        f"PATH={plan.path}",
        *secret_proxies(plan),
        *(f'{name}="{value}"' for name, value in plan.proxies),
    ]
    if plan.password:
        lines += [comment(_("The password of the mail server:")), "# AGG_MAIL_PASSWORD="]
    for job in jobs(plan):
        lines += ["", *_job(plan, job, now)]
    return "\n".join(lines) + "\n"


def secret_proxies(plan: Plan) -> list[str]:
    """A warning above proxies that have a password in their address."""
    if not any("@" in value for _name, value in plan.proxies):
        return []
    return [comment(_("The login of the proxy stands here, so let nobody else read this:"))]


def _mail(plan: Plan) -> list[str]:
    if plan.mailto:
        return [comment(_("What agg says is mailed to:")), f"MAILTO={plan.mailto}"]
    return [comment(_("To whom cron mails what agg says (write an address, and take the # away):")), "# MAILTO="]


def _job(plan: Plan, job: Job, now: datetime) -> list[str]:
    lines = [comment(told(job.name, send=plan.send))]
    if job.name == "digest":
        job, more = _on_machine(plan, job, now)
        lines += [comment(one) for one in more]
    return [*lines, f"{_when(job)} {escaped(shell(job))}"]


def _on_machine(plan: Plan, job: Job, now: datetime) -> tuple[Job, list[str]]:
    """The job by the clock of the machine, which is the one that cron looks at, and what is to be said of that."""
    if plan.at is None or plan.machine == plan.zone:
        return job, []
    if plan.machine is None:
        return job, [_("This is {zone} time, if the computer is set to it.").format(zone=plan.zone)]
    shown = elsewhere(plan.at, ZoneInfo(plan.zone), ZoneInfo(plan.machine), now)
    if shown == (plan.at,):
        return job, []
    said = [
        _("At {time} in {zone}. cron goes by the computer's clock, which is set to {machine}.").format(
            time=f"{plan.at.hour:02}:{plan.at.minute:02}", zone=plan.zone, machine=plan.machine
        )
    ]
    if len(shown) > 1:
        said.append(_("When clocks are put forward or back it runs an hour earlier or later, until you change it."))
    here = shown[0]
    return replace(job, minutes=(here.minute,), hours=(here.hour,), weekday=here.weekday), said


def comment(text: str) -> str:
    """A line that only people read."""
    return f"# {text}"


def told(name: str, *, send: bool) -> str:
    """What a job is for."""
    return {
        "fetch": _("Read the blogs. Nothing is printed but news of blogs in trouble."),
        "digest": _("Send last week's digest.") if send else _("Print last week's digest."),
        "site": _("Write the course's page."),
        "backup": _("Copy the database: one file for each day of the week."),
    }[name]


def _when(job: Job) -> str:
    minutes, hours = (",".join(map(str, some)) or "*" for some in (job.minutes, job.hours))
    return f"{minutes} {hours} * * {'*' if job.weekday is None else (job.weekday + 1) % 7}"


def shell(job: Job) -> str:
    """The command for /bin/sh. No backslash is in it but before a digit, for crons do not agree on what two mean."""
    words = [_quoted(word) for word in job.words]
    if job.folder:
        words.append(f"{_quoted(job.folder)}/agg-$(date +%u).db")
    return " ".join(words)


def _quoted(word: str) -> str:
    return shlex.quote(word).replace("\\", _BACKSLASH)


def escaped(command: str) -> str:
    """A command as cron wants it, to which a percent sign is the end of the line."""
    return re.sub("%", r"\\%", command)
