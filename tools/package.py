"""Builds wheel and sdist, installs each into a new environment, and runs agg from there: `python -m tools.package`."""

import os
import subprocess
import sys
import tarfile
import tempfile
import venv
import zipfile
from pathlib import Path

ROOT = Path(__file__).parent.parent
NEEDED = (
    "aggregator/py.typed",
    "aggregator/locale/nb/LC_MESSAGES/agg.mo",
    *(
        f"aggregator/render/templates/{name}"
        for name in ("digest.html", "site.html", "style.css", "site.css", "site.js")
    ),
)
BESIDE = (
    "man/man1/agg.1",
    "bash-completion/completions/agg",
    "zsh/site-functions/_agg",
    "fish/vendor_completions.d/agg.fish",
)
"""What a wheel brings for man and for shells, below share."""
NOT_SHIPPED = ("tests/", "tools/", "docs/", ".ci/")
COMMANDS = {
    ("--version",): "agg ",
    ("--lang", "nb", "--help"): "Hver dag:",
    ("help", "exit-codes"): "78",
    ("demo",): "http://127.0.0.1",
}


def main() -> None:
    """Ends with what is wrong with the first thing that is."""
    with tempfile.TemporaryDirectory(prefix="agg-package-") as name:
        folder = Path(name)
        wheel, sdist = _build(folder)
        _look_into(wheel, sdist)
        for place, archive in enumerate((wheel, sdist)):
            print(f"{archive.name}: installed and run", flush=True)
            _try(folder / f"try{place}", archive)


def _build(folder: Path) -> tuple[Path, Path]:
    python = _environment(folder / "build")
    _run(python, "-m", "pip", "install", "--quiet", "hatchling>=1.26")
    made = folder / "made"
    _run(python, "-m", "hatchling", "build", "-d", str(made), where=ROOT)
    [wheel], [sdist] = made.glob("*.whl"), made.glob("*.tar.gz")
    return wheel, sdist


def _look_into(wheel: Path, sdist: Path) -> None:
    with zipfile.ZipFile(wheel) as opened:
        names = set(opened.namelist())
    with tarfile.open(sdist) as opened:
        inside = {one.partition("/")[2] for one in opened.getnames()}
    for archive, found in ((wheel, names), (sdist, inside)):
        if missing := [one for one in NEEDED if one not in found]:
            sys.exit(f"{archive.name} lacks {', '.join(missing)}")
    if missing := [one for one in BESIDE if not any(name.endswith(f"/share/{one}") for name in names)]:
        sys.exit(f"{wheel.name} lacks share/{', share/'.join(missing)}")
    if astray := sorted(one for one in names if one.startswith(NOT_SHIPPED)):
        sys.exit(f"{wheel.name} has what is not agg: {', '.join(astray[:5])}")


def _try(folder: Path, archive: Path) -> None:
    python = _environment(folder)
    constraints = str(ROOT / "constraints.txt")
    _run(python, "-m", "pip", "install", "--quiet", "--no-compile", "--constraint", constraints, str(archive))
    elsewhere = folder / "elsewhere"
    elsewhere.mkdir()
    for words, expected in COMMANDS.items():
        said = _run(python.with_name("agg"), *words, where=elsewhere)
        if expected not in said:
            sys.exit(f"{archive.name}: agg {' '.join(words)} does not say {expected!r}:\n{said}")


def _environment(folder: Path) -> Path:
    venv.create(folder, with_pip=True)
    return folder / "bin" / "python"


def _run(program: Path, *words: str, where: Path | None = None) -> str:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHONPATH", "AGG_"))}
    ended = subprocess.run(
        [program, *words],
        cwd=where,
        env=kept | {"PIP_DISABLE_PIP_VERSION_CHECK": "1"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=300,
    )
    if ended.returncode:
        sys.exit(f"{program.name} {' '.join(words)} ended with {ended.returncode}:\n{ended.stdout}{ended.stderr}")
    return ended.stdout


if __name__ == "__main__":
    main()
