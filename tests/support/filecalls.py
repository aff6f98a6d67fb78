"""SQLite's own way of testing: its calls to the operating system, each told to the test before it happens.

`sqlite3_vfs.xSetSystemCall` is made for this (https://www.sqlite.org/c3ref/vfs.html). Only calls that change files are
told; what is done to the shared memory of a write-ahead log is not, for it dies with the last process.
"""

import _sqlite3
import ctypes
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

CALL = {
    "open": (ctypes.c_int, ctypes.c_char_p, ctypes.c_int, ctypes.c_int),
    "write": (ctypes.c_ssize_t, ctypes.c_int, ctypes.c_void_p, ctypes.c_size_t),
    "pwrite": (ctypes.c_ssize_t, ctypes.c_int, ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int64),
    "pwrite64": (ctypes.c_ssize_t, ctypes.c_int, ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int64),
    "ftruncate": (ctypes.c_int, ctypes.c_int, ctypes.c_int64),
    "unlink": (ctypes.c_int, ctypes.c_char_p),
}
"""What each call returns and is given."""

Before = Callable[[str], int]
"""Hears the name of a call before it happens; returns the `errno` that it shall fail with, or 0."""


class _Vfs(ctypes.Structure):
    """`sqlite3_vfs`, version 3."""

    _fields_ = (
        *((name, ctypes.c_int) for name in ("version", "size", "longest")),
        ("next", ctypes.c_void_p),
        ("name", ctypes.c_char_p),
        ("data", ctypes.c_void_p),
        *((f"method_{number}", ctypes.c_void_p) for number in range(13)),
        ("set_system_call", ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_char_p, ctypes.c_void_p)),
        ("get_system_call", ctypes.CFUNCTYPE(ctypes.c_void_p, ctypes.c_void_p, ctypes.c_char_p)),
    )


def _vfs() -> Any:
    try:
        find = ctypes.CDLL(_sqlite3.__file__).sqlite3_vfs_find
    except (AttributeError, OSError):
        pytest.skip("this Python keeps its SQLite to itself")
    find.restype = ctypes.POINTER(_Vfs)
    return find(None)


def _changes_nothing(name: str, given: tuple[Any, ...]) -> bool:
    return name == "open" and (not given[1] & os.O_CREAT or Path(os.fsdecode(given[0])).exists())


@contextmanager
def told(before: Before) -> Iterator[None]:
    """While this lasts, `before` hears of each call by which SQLite, or `os.replace`, is about to change a file.

    It hears "replaced" just after a file has got its new name; what it returns then is not heeded. It does not hear
    of what it does itself.
    """
    hear = _once_at_a_time(before)
    rename, vfs = os.replace, _vfs()

    def renamed(*given: Any) -> None:
        if code := hear("replace"):
            raise OSError(code, os.strerror(code))
        rename(*given)
        hear("replaced")

    originals = {name: vfs.contents.get_system_call(vfs, name.encode()) for name in CALL}
    replacements = {name: _replacement(name, call, hear) for name, call in originals.items() if call}
    os.replace = renamed
    for name, replacement in replacements.items():
        vfs.contents.set_system_call(vfs, name.encode(), ctypes.cast(replacement, ctypes.c_void_p))
    try:
        yield
    finally:
        os.replace = rename
        for name in replacements:
            vfs.contents.set_system_call(vfs, name.encode(), originals[name])


def _replacement(name: str, original: int, hear: Before) -> Any:
    """The call as C makes it, which `hear` is told of."""
    kind = ctypes.CFUNCTYPE(*CALL[name], use_errno=True)
    call = kind(original)

    def replaced(*given: Any) -> Any:
        if not _changes_nothing(name, given) and (code := hear(name)):
            ctypes.set_errno(code)
            return -1
        return call(*given)

    return kind(replaced)


def _once_at_a_time(before: Before) -> Before:
    busy = False

    def hear(name: str) -> int:
        nonlocal busy
        if busy:
            return 0
        busy = True
        try:
            return before(name)
        finally:
            busy = False

    return hear
