"""`make package` notices what is missing in a package, and what does not belong there."""

import tarfile
import zipfile
from pathlib import Path

import pytest

from tools import package

BESIDE = [f"agg-0.data/data/share/{name}" for name in package.BESIDE]


def packages(folder: Path, in_wheel: list[str], in_sdist: list[str]) -> tuple[Path, Path]:
    wheel, sdist = folder / "agg.whl", folder / "agg.tar.gz"
    with zipfile.ZipFile(wheel, "w") as opened:
        for name in in_wheel:
            opened.writestr(name, "")
    with tarfile.open(sdist, "w:gz") as opened:
        for name in in_sdist:
            opened.addfile(tarfile.TarInfo(f"agg-0/{name}"))
    return wheel, sdist


def test_whole_packages_pass(tmp_path: Path) -> None:
    package._look_into(*packages(tmp_path, [*package.NEEDED, *BESIDE], [*package.NEEDED, "tests/test_x.py"]))


@pytest.mark.parametrize("place", [0, 1])
def test_a_package_without_a_file_that_agg_needs(place: int, tmp_path: Path) -> None:
    files = [[*package.NEEDED], [*package.NEEDED]]
    lost = files[place].pop()
    with pytest.raises(SystemExit, match=lost):
        package._look_into(*packages(tmp_path, *files))


def test_a_wheel_without_the_man_page(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match=r"share/man/man1/agg\.1"):
        package._look_into(*packages(tmp_path, [*package.NEEDED, *BESIDE[1:]], [*package.NEEDED]))


def test_a_wheel_with_tests_in_it(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match=r"tests/test_x\.py"):
        package._look_into(*packages(tmp_path, [*package.NEEDED, *BESIDE, "tests/test_x.py"], [*package.NEEDED]))


def test_what_a_package_needs_is_in_the_repository() -> None:
    assert all((package.ROOT / name).is_file() for name in package.NEEDED)
