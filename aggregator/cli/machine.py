"""What this machine says of itself."""

import os
from pathlib import Path


def time_zone(root: Path = Path("/")) -> str | None:
    """The name of the machine's time zone (`Europe/Oslo`), by TZ, /etc/timezone or /etc/localtime; `None` if unknown.

    Names that agg cannot use (`CET-1CEST`, a file of one's own) count as unknown.
    """
    found = os.environ.get("TZ", "").lstrip(":") or _in_file(root / "etc/timezone") or _by_link(root / "etc/localtime")
    return found if found and _is_zone(found) else None


def _in_file(path: Path) -> str:
    try:
        return path.read_text(encoding="ascii").strip()
    except (OSError, ValueError):
        return ""


def _by_link(path: Path) -> str:
    """The name behind /usr/share/zoneinfo/."""
    try:
        target = path.resolve()
    except (OSError, RuntimeError):
        return ""
    return str(target).partition("zoneinfo/")[2].removeprefix("posix/")


def _is_zone(name: str) -> bool:
    from zoneinfo import ZoneInfo

    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return False
    return True
