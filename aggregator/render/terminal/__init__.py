"""Lists, figures and digests for a terminal of any width, as pages whose lines are already broken.

Foreign text is cleaned by `safe` and never read as markup.
"""

from aggregator.render.terminal.digest import digest
from aggregator.render.terminal.lists import comments, needs_comments, posts, status, why
from aggregator.render.terminal.people import network, people

__all__ = ["comments", "digest", "needs_comments", "network", "people", "posts", "status", "why"]
