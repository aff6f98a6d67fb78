"""A folder of static files that agg keeps: each file whole or as it was, written only when it changes."""

import errno
import shutil
import tempfile
import time
from pathlib import Path
from types import TracebackType
from typing import Self

from aggregator.core.errors import StoreFull, UsageError
from aggregator.core.language import _

LIST = ".agg-site"
"""Names the files that agg has made in the folder, a line for each: these alone it changes and takes away."""

_DRAFTS = ".agg-draft-"
_OLD = 86_400  # seconds; nobody still writes to what is older


class SiteFolder:
    """Takes files one by one; at the end of its `with` those that were not given this time are taken away.

    UsageError when the folder, or a file in it, is somebody else's. After an error or a crash nothing is taken away,
    and every file is whole, as it was before or as it is now.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.written = self.unchanged = self.removed = 0
        self._given: set[str] = set()

    def __enter__(self) -> Self:
        try:
            self._enter()
        except OSError as error:
            raise self._trouble(error) from error
        return self

    def _enter(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        listed = self.folder / LIST
        if not listed.exists() and any(self.folder.iterdir()):
            raise UsageError(
                _("{folder}: other files are in it. Name a new folder, or an empty one.").format(folder=self.folder)
            )
        self._ours = set(listed.read_text(encoding="utf-8").splitlines()) if listed.exists() else set()
        self._drafts = tempfile.TemporaryDirectory(dir=self.folder, prefix=_DRAFTS)
        self._list = listed.open("a", encoding="utf-8")

    def put(self, path: str, text: str) -> None:
        """The file at the path (with `/`, from the folder) has this text from now on."""
        self._given.add(path)
        place, content = self.folder / path, text.encode()
        try:
            if path in self._ours and place.is_file() and place.read_bytes() == content:
                self.unchanged += 1
                return
            self._write(path, place, content)
        except OSError as error:
            raise self._trouble(error) from error
        self.written += 1

    def _write(self, path: str, place: Path, content: bytes) -> None:
        if path not in self._ours:
            if place.exists():
                raise UsageError(
                    _("{path}: is not agg's own. Move it away, or name another folder.").format(path=place)
                )
            self._list.write(f"{path}\n")  # before the file, so that even after a crash it is known to be agg's
            self._list.flush()
        place.parent.mkdir(parents=True, exist_ok=True)
        draft = Path(self._drafts.name, "draft")
        draft.write_bytes(content)
        draft.replace(place)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._list.close()
        try:
            if kind is None:
                self._take_away()
            self._drafts.cleanup()
        except OSError as trouble:
            raise self._trouble(trouble) from trouble

    def _take_away(self) -> None:
        """What agg made before and does not make any more, and old drafts of a run that was killed; then lists anew."""
        for left in self.folder.glob(f"{_DRAFTS}*"):
            if left.stat().st_mtime < time.time() - _OLD:
                shutil.rmtree(left)
        for path in sorted(self._ours - self._given):
            place = self.folder / path
            if place.is_file():
                place.unlink()
                self.removed += 1
            if place.parent != self.folder and place.parent.is_dir() and not any(place.parent.iterdir()):
                place.parent.rmdir()
        if self._ours == self._given:
            return
        draft = Path(self._drafts.name, "list")
        draft.write_text("".join(f"{path}\n" for path in sorted(self._given)), encoding="utf-8")
        draft.replace(self.folder / LIST)

    def _trouble(self, error: OSError) -> StoreFull | UsageError:
        kind = StoreFull if error.errno in (errno.ENOSPC, errno.EDQUOT) else UsageError
        where = error.filename or self.folder
        return kind(_("{path}: cannot be written ({reason}).").format(path=where, reason=error.strerror))
