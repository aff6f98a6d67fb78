"""Where this agg is, and what of its surroundings a scheduled run needs: folders, time zone, proxies."""

import os
import shutil
import sys
import unicodedata
from collections.abc import Iterable, Mapping
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from aggregator.core.errors import StoreError, UsageError
from aggregator.core.language import _

PATH = ("/usr/local/bin", "/usr/bin", "/bin")
_ZONES = "/zoneinfo/"
_LINE_BREAKERS = {"Cc", "Cs", "Zl", "Zp"}


def program() -> tuple[str, ...]:
    """The words that start this agg from anywhere: its own file, or Python with its module."""
    started = shutil.which(sys.argv[0])
    if started and Path(started).name != "__main__.py":
        return (full(Path(started)),)
    try:
        distribution("agg")
    except PackageNotFoundError:
        raise UsageError(_("This agg is not installed, so cron would not find it. Run: pip install .")) from None
    return (sys.executable, "-m", "aggregator")


def full(path: Path) -> str:
    """The path from the root. UsageError when it cannot stand on one line of a file that others read."""
    text = str(Path(os.path.abspath(path)))  # noqa: PTH100, links stay: those of pipx and uv outlive an upgrade
    if any(unicodedata.category(char) in _LINE_BREAKERS for char in text):
        raise UsageError(
            _("{path}: a name with control characters cannot be scheduled. Rename it.").format(path=ascii(text))
        )
    return text


def machine_zone(etc: Path = Path("/etc")) -> str | None:
    """The time zone that the computer's clock is set to, which may differ from that of this terminal; or not known."""
    try:
        _folder, found, name = str((etc / "localtime").readlink()).partition(_ZONES)
        name = name if found else ""
    except OSError:
        name = ""
    try:
        name = name or (etc / "timezone").read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return None
    return name if _is_zone(name) else None


def zone_here(etc: Path = Path("/etc")) -> str | None:
    """The time zone of whoever sits here: as TZ says, else the machine's; or not known."""
    named = os.environ.get("TZ", "").lstrip(":")
    return (named if named and _is_zone(named) else None) or machine_zone(etc)


def _is_zone(name: str) -> bool:
    from zoneinfo import ZoneInfo

    try:
        return bool(ZoneInfo(name))
    except (LookupError, ValueError, OSError):
        return False


def proxies(environment: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """The proxies that this environment names, which a scheduled run would not hear of."""
    return tuple(
        (name, value)
        for name, value in sorted(environment.items())
        if name.lower() in ("http_proxy", "https_proxy", "all_proxy", "no_proxy")
        and value
        and value.isascii()
        and value.isprintable()
        and not set(value) & set("\"'\\")
    )


def search_path(commands: Iterable[str]) -> str:
    """The folders in which programs are looked for; those of these commands are among them."""
    folders = dict.fromkeys(PATH)
    for command in commands:
        if found := shutil.which(command):
            folders[str(Path(found).parent.absolute())] = None
    return ":".join(folders)


def database_folder(db: Path) -> str:
    """Where the database is, or will be. StoreError when no file can be made there."""
    folder = Path(full(db.resolve())).parent
    if not folder.is_dir():
        raise StoreError(_("{path}: there is no folder {folder}. Make it first.").format(path=db, folder=folder))
    if not _may_write(folder) or (db.exists() and not os.access(db, os.W_OK)):
        raise StoreError(
            _("{path}: may not be written by you. Name another database with --db, or mend the rights.").format(path=db)
        )
    return str(folder)


def writable(folder: Path) -> str:
    """The full path of a folder that agg writes files into. UsageError when it cannot."""
    path = Path(full(folder))
    if not path.is_dir():
        raise UsageError(_("There is no folder {path}. Make it first.").format(path=path))
    if not _may_write(path):
        raise UsageError(
            _("{path}: may not be written by you. Name another folder, or mend the rights.").format(path=path)
        )
    return str(path)


def _may_write(folder: Path) -> bool:
    return os.access(folder, os.W_OK | os.X_OK)
