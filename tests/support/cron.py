"""What cron does with a crontab, as `man 5 crontab` says; and a cron daemon, where one may be started."""

import os
import re
import subprocess
from pathlib import Path

from tests.support.command import Run

SETTING = re.compile(r"(\w+)=(.*)")


def commands(crontab: str) -> dict[str, str]:
    """The command of each line by the name of the job, as it stands behind the five fields."""
    lines = [line for line in crontab.splitlines() if re.match(r"[\d*]", line)]
    found = [line.split(" ", 5)[5] for line in lines]
    return {next(job for job in ("fetch", "digest", "site", "backup") if _is_of(job, one)): one for one in found}


def _is_of(job: str, command: str) -> bool:
    return bool(re.search(rf"feeds\.toml'? (--db \S+ )?{job}\b", command))


def times(crontab: str) -> list[str]:
    """The five fields of each line."""
    return [" ".join(line.split(" ", 5)[:5]) for line in crontab.splitlines() if re.match(r"[\d*]", line)]


def as_cron_runs(crontab: str, command: str, home: Path) -> Run:
    """The command in what little surroundings cron gives it: an escaped percent sign is one, another ends the line."""
    settings = dict(found.groups() for line in crontab.splitlines() if (found := SETTING.fullmatch(line)))
    bare = {name: value.strip('"') for name, value in settings.items()}
    line = re.split(r"(?<!\\)%", command)[0].replace("\\%", "%")
    surroundings = {"HOME": str(home), "LOGNAME": "nobody", "SHELL": "/bin/sh"} | bare
    counted = {name: value for name, value in os.environ.items() if name.startswith("COVERAGE")}
    ended = subprocess.run(
        ["/bin/sh", "-c", line],
        cwd=home,
        env=counted | surroundings,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        timeout=60,
    )
    return Run(ended.returncode, ended.stdout, ended.stderr)
