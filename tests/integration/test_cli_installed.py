"""What `agg schedule` knows of the machine: its time zone, its programs, and whether this agg is installed."""

from importlib.metadata import PackageNotFoundError
from pathlib import Path

import pytest

from aggregator.cli import installed
from aggregator.core.errors import UsageError


@pytest.mark.parametrize(
    ("link", "written", "expected"),
    [
        ("/usr/share/zoneinfo/Europe/Oslo", None, "Europe/Oslo"),
        ("/var/db/timezone/zoneinfo/Europe/Oslo", "Asia/Tokyo", "Europe/Oslo"),
        ("/somewhere/else", "Asia/Tokyo", "Asia/Tokyo"),
        (None, "Asia/Tokyo\n", "Asia/Tokyo"),
        (None, "Europe/Nowhere", None),
        (None, "../../etc/passwd", None),
        (None, "", None),
        (None, None, None),
    ],
)
def test_the_zone_that_the_computer_s_clock_is_set_to(
    link: str | None, written: str | None, expected: str | None, tmp_path: Path
) -> None:
    if link:
        (tmp_path / "localtime").symlink_to(link)
    if written is not None:
        (tmp_path / "timezone").write_text(written)
    assert installed.machine_zone(tmp_path) == expected


def test_programs_outside_the_usual_folders_are_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    secret = tmp_path / "pass"
    secret.write_text("#!/bin/sh\n")
    secret.chmod(0o755)
    monkeypatch.setenv("PATH", f"/bin:{tmp_path}")
    assert installed.search_path(["pass"]) == f"/usr/local/bin:/usr/bin:/bin:{tmp_path}"
    assert installed.search_path(["sh", "no-such-program"]) == "/usr/local/bin:/usr/bin:/bin"


def test_an_agg_that_is_not_installed_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def nowhere(name: str) -> None:
        raise PackageNotFoundError(name)

    monkeypatch.setattr("sys.argv", ["/checkout/aggregator/__main__.py", "schedule", "cron"])
    monkeypatch.setattr(installed, "distribution", nowhere)
    with pytest.raises(UsageError, match="pip install"):
        installed.program()
