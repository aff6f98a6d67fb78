"""Units for systemd: a service and a timer for each job, by the names of their files."""

from aggregator.core.language import _
from aggregator.core.schedule import Job, Plan, jobs
from aggregator.render.crontab import comment, secret_proxies, shell, told

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MORE_MINUTES = 5  # than a fetch gives itself, before systemd ends it
_OF_SYSTEM = ("Wants=network-online.target", "After=network-online.target")  # a user's manager does not know them
_HARDENING = """\
NoNewPrivileges=yes
ProtectSystem=strict
ProtectHome=read-only
MemoryMax=512M
UMask=0022
"""
_TMP = ("/tmp/", "/var/tmp/")  # noqa: S108, nothing is written there


def units(plan: Plan) -> dict[str, str]:
    """Each file's text by its name; the first says what to do with them."""
    files: dict[str, str] = {}
    every = jobs(plan)
    for job in every:
        files[f"agg-{job.name}.service"] = _service(plan, job)
        files[f"agg-{job.name}.timer"] = _timer(plan, job)
    first = next(iter(files))
    files[first] = "".join(f"# {line}\n" for line in _steps(plan, every)) + "\n" + files[first]
    return files


def _steps(plan: Plan, every: tuple[Job, ...]) -> list[str]:
    control = "systemctl" if plan.system else "systemctl --user"
    folder = "/etc/systemd/system" if plan.system else "~/.config/systemd/user"
    timers = " ".join(f"agg-{job.name}.timer" for job in every)
    steps = [
        _("Put the files agg-*.service and agg-*.timer into {folder}, then type:").format(folder=folder),
        f"  {control} daemon-reload",
        f"  {control} enable --now {timers}",
    ]
    if not plan.system:
        steps.append("  loginctl enable-linger")
        steps.append(_("The last line lets them run while you are not logged in."))
    steps.append(_("To try it, and to see what it said:"))
    journal = "journalctl" if plan.system else "journalctl --user"
    return [*steps, f"  {control} start agg-fetch.service", f"  {journal} -u agg-fetch.service"]


def _service(plan: Plan, job: Job) -> str:
    writes = " ".join(quoted(folder) for folder in plan.writes)
    lines = [
        "[Unit]",
        f"Description={_of_unit(told(job.name, send=plan.send))}",
        *(_OF_SYSTEM if plan.system else ()),
        "",
        "[Service]",
        *_account(plan),
        "Type=oneshot",
        f"ExecStart={_command(job)}",
        comment(_("75: another fetch runs, or the disk is full; the next run goes on.")),
        "SuccessExitStatus=75",
        f"TimeoutStartSec={plan.deadline + _MORE_MINUTES}min",
        *secret_proxies(plan),
        *(f"Environment={quoted(f'{name}={value}')}" for name, value in plan.proxies),
        *_password(plan, job),
        f"ReadWritePaths={writes}",
    ]
    return "\n".join(lines) + f"\n{_HARDENING}{_own_tmp(plan)}"


def _account(plan: Plan) -> list[str]:
    if not plan.system:
        return []
    return [comment(_("Runs as root unless you name somebody who owns the course:")), "# User="]


def _password(plan: Plan, job: Job) -> list[str]:
    if not plan.password or job.name != "digest":
        return []
    said = _("A file that only you can read, with the line AGG_MAIL_PASSWORD=…:")
    return [comment(said), "# EnvironmentFile="]


def _own_tmp(plan: Plan) -> str:
    """A /tmp of its own, unless something that the command needs lies in the one for all."""
    needed = (*plan.program, plan.config, *plan.writes)
    return "" if any(f"{path}/".startswith(_TMP) for path in needed) else "PrivateTmp=yes\n"


def _timer(plan: Plan, job: Job) -> str:
    delay = 60 if job.weekday is not None else min(300, plan.every * 15)
    return "\n".join(
        [
            "[Unit]",
            f"Description={_of_unit(told(job.name, send=plan.send))}",
            "",
            "[Timer]",
            f"OnCalendar={calendar(job, plan.zone)}",
            f"RandomizedDelaySec={delay}s",
            "Persistent=true",
            "",
            "[Install]",
            "WantedBy=timers.target",
            "",
        ]
    )


def calendar(job: Job, zone: str) -> str:
    """The moments of a job, in the course's time zone."""
    day = "" if job.weekday is None else f"{_DAYS[job.weekday]} "
    hours, minutes = (",".join(f"{one:02}" for one in some) or "*" for some in (job.hours, job.minutes))
    return f"{day}*-*-* {hours}:{minutes}:00 {zone}"


def _command(job: Job) -> str:
    """The words as systemd reads them. It takes no $ in the path of a program, and knows no command in another."""
    if job.folder:
        return " ".join(("/bin/sh", "-c", _argument(shell(job))))
    program, *words = job.words
    if "$" in program:
        return " ".join(("/usr/bin/env", *map(_argument, job.words)))
    return " ".join((quoted(program), *map(_argument, words)))


def _argument(word: str) -> str:
    return quoted(word).replace("$", "$$")


def quoted(word: str) -> str:
    """One word in a setting, whatever is in it (systemd.syntax)."""
    plain = _of_unit(word).replace("\\", "\\\\").replace('"', '\\"')
    return plain if plain.isascii() and not set(plain) & set(" \t'\"\\;") and plain else f'"{plain}"'


def _of_unit(text: str) -> str:
    """Text in which a percent sign means itself."""
    return text.replace("%", "%%")
