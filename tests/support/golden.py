"""Golden files: what agg is to print, in files a person can open. `pytest --update-golden` writes them anew."""

from difflib import unified_diff
from pathlib import Path

FOLDER = Path(__file__).parent.parent / "data" / "golden"


class Golden:
    """Compares a text with the file of that name, or with `update` writes the file."""

    def __init__(self, *, update: bool) -> None:
        self._update = update

    def check(self, name: str, text: str) -> None:
        path = FOLDER / name
        if self._update:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.encode())
        assert path.exists(), f"{path} is missing: pytest --update-golden writes it"
        expected = path.read_bytes().decode()
        changes = unified_diff(expected.splitlines(True), text.splitlines(True), name, "now")
        assert text == expected, f"If this change is meant, pytest --update-golden:\n{''.join(changes)}"
