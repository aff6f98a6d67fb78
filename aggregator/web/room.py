"""How much of the memory that answers may take is taken."""

import threading


class Room:
    """Counts the bytes of all answers that are coming in, or have come and are not dealt with yet. For any thread.

    When they are more than `size`, large answers have to wait; when half of it has come and is not dealt with, nothing
    more is asked.
    """

    def __init__(self, size: int) -> None:
        self._size = size
        self._coming = self._come = 0
        self._lock = threading.Lock()

    def take(self, count: int) -> None:
        """So many bytes more are coming in."""
        with self._lock:
            self._coming += count

    def drop(self, count: int) -> None:
        """So many bytes that came in are gone, for nobody wants them."""
        self.take(-count)

    def keep(self, count: int) -> None:
        """So many bytes that came in are a whole answer."""
        with self._lock:
            self._coming -= count
            self._come += count

    def give(self, count: int) -> None:
        """An answer of so many bytes has been dealt with."""
        with self._lock:
            self._come -= count

    @property
    def is_tight(self) -> bool:
        """Whether nothing more should be asked."""
        return self._come > self._size // 2

    @property
    def is_full(self) -> bool:
        """Whether large answers have to wait."""
        return self._coming + self._come > self._size
