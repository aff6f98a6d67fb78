"""The modules of all comment sources, by name; each is loaded when a blog needs it."""

from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import cast

from aggregator.comments import NAMES
from aggregator.core.source import Source


class _Sources(Mapping[str, Source]):
    """As a `dict` of modules in the order in which they are asked would be."""

    def __getitem__(self, name: str) -> Source:
        if name not in NAMES:
            raise KeyError(name)
        return cast(Source, import_module(f"aggregator.comments.{name}"))

    def __iter__(self) -> Iterator[str]:
        return iter(NAMES)

    def __len__(self) -> int:
        return len(NAMES)


SOURCES: Mapping[str, Source] = _Sources()
