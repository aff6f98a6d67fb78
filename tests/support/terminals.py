"""Somebody at a terminal who answers questions, for commands that run in this process."""

import io
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest


class _Terminal(io.TextIOWrapper):
    def __init__(self, text: str = "") -> None:
        super().__init__(io.BytesIO(text.encode()), encoding="utf-8", write_through=True)

    def isatty(self) -> bool:
        return True

    def fileno(self) -> int:
        raise io.UnsupportedOperation


@contextmanager
def answering(monkeypatch: pytest.MonkeyPatch, *answers: str) -> Iterator[Callable[[], str]]:
    """stdin and stderr are terminals, and these are the lines somebody types; gives what was said on stderr so far."""
    asked = _Terminal()
    with monkeypatch.context() as patch:
        patch.setattr(sys, "stdin", _Terminal("".join(f"{one}\n" for one in answers)))
        patch.setattr(sys, "stderr", asked)
        yield lambda: asked.buffer.getvalue().decode()  # type: ignore[attr-defined]
