"""A folder of files that agg keeps: what is written, left alone, taken away, refused."""

import contextlib
import os
import time
from pathlib import Path

import pytest

from aggregator.cli.folder import LIST, SiteFolder
from aggregator.core.errors import UsageError


def keep(folder: Path, **files: str) -> tuple[int, int, int]:
    with SiteFolder(folder) as site:
        for path, text in files.items():
            site.put(path.replace("_", "/") + ".html", text)
    return site.written, site.unchanged, site.removed


def found(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): path.read_text(encoding="utf-8")
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != LIST
    }


def test_only_what_has_changed_is_written_and_what_is_gone_taken_away(tmp_path: Path) -> None:
    site = tmp_path / "new" / "site"
    assert keep(site, index="1", people_kari="2", people_ola="3") == (3, 0, 0)
    before = {path: (site / path).stat().st_mtime_ns for path in found(site)}
    assert keep(site, index="1", people_kari="22") == (1, 1, 1)
    assert found(site) == {"index.html": "1", "people/kari.html": "22"}
    assert (site / "index.html").stat().st_mtime_ns == before["index.html"]
    assert keep(site, index="1") == (0, 1, 1)
    assert not (site / "people").exists()
    assert sorted(path.name for path in site.iterdir()) == [LIST, "index.html"]


def test_a_changed_file_is_put_right(tmp_path: Path) -> None:
    keep(tmp_path, index="1")
    (tmp_path / "index.html").write_text("other")
    assert keep(tmp_path, index="1") == (1, 0, 0)
    assert found(tmp_path) == {"index.html": "1"}


def test_a_folder_with_other_files_is_refused(tmp_path: Path) -> None:
    (tmp_path / "thesis.odt").write_text("mine")
    with pytest.raises(UsageError, match="other files are in it"):
        keep(tmp_path, index="1")
    assert found(tmp_path) == {"thesis.odt": "mine"}


def test_what_somebody_has_put_into_the_folder_stays(tmp_path: Path) -> None:
    keep(tmp_path, index="1", people_kari="2")
    (tmp_path / "people" / "photo.jpg").write_text("mine")
    (tmp_path / "CNAME").write_text("course.example")
    keep(tmp_path, index="1")
    assert found(tmp_path) == {"CNAME": "course.example", "index.html": "1", "people/photo.jpg": "mine"}
    with pytest.raises(UsageError, match=r"photo\.jpg: is not agg's own"), SiteFolder(tmp_path) as site:
        site.put("people/photo.jpg", "agg's")
    assert found(tmp_path)["people/photo.jpg"] == "mine"
    assert found(tmp_path)["index.html"] == "1", "after an error nothing is taken away"


def test_after_a_crash_agg_still_knows_its_own(tmp_path: Path) -> None:
    with contextlib.suppress(ZeroDivisionError), SiteFolder(tmp_path) as site:
        site.put("old.html", str(1 // 1))
        site.put("more.html", str(1 // 0))
    assert found(tmp_path) == {"old.html": "1"}
    assert keep(tmp_path, index="1") == (1, 0, 1)
    assert found(tmp_path) == {"index.html": "1"}


def test_drafts_of_a_killed_run_are_taken_away(tmp_path: Path) -> None:
    keep(tmp_path, index="1")
    (tmp_path / ".agg-draft-killed").mkdir()
    (tmp_path / ".agg-draft-killed" / "draft").write_text("half")
    (tmp_path / ".agg-draft-of-another-run").mkdir()
    two_days_ago = time.time() - 2 * 86_400
    os.utime(tmp_path / ".agg-draft-killed", (two_days_ago, two_days_ago))
    keep(tmp_path, index="1")
    assert sorted(path.name for path in tmp_path.iterdir()) == [".agg-draft-of-another-run", LIST, "index.html"]


def test_everybody_may_read_what_is_served(tmp_path: Path) -> None:
    before = os.umask(0o022)
    try:
        keep(tmp_path / "site", index="1", people_kari="2")
    finally:
        os.umask(before)
    assert (tmp_path / "site" / "index.html").stat().st_mode & 0o777 == 0o644
    assert (tmp_path / "site" / "people").stat().st_mode & 0o777 == 0o755


def test_what_cannot_be_written_is_told_with_its_place(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(UsageError, match=r"file.*: cannot be written"):
        keep(tmp_path / "file" / "site", index="1")
    keep(tmp_path / "site", index="1")
    (tmp_path / "site" / "people").write_text("x")
    with pytest.raises(UsageError, match=r"people.*: cannot be written"):
        keep(tmp_path / "site", people_kari="1")
