"""The one door of jinja2.

Templates place what they are given, with every text escaped. They hold no words, and decide nothing.
"""

from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("aggregator.render"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
    )


def render(template: str, **given: Any) -> str:
    """The template with what it is given in its places."""
    return _environment().get_template(template).render(given)
