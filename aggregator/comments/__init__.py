"""Comment sources: who can say how many comments a post has. One module each, all listed here by name."""

from types import ModuleType

from aggregator.comments import feedfields

SOURCES: dict[str, ModuleType] = {feedfields.NAME: feedfields}
