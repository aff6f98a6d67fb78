"""The words of the output in the reader's language. Only holds the catalogue; `cli` loads and chooses it.

Every text meant for people goes through `_` or `ngettext` at the moment it is needed, so that one process can speak
one language from its first word to its last.
"""

import gettext as _gettext

_active: _gettext.NullTranslations = _gettext.NullTranslations()
_code = "en"


def use(code: str, catalogue: _gettext.NullTranslations) -> None:
    """From now on texts are in the language `code` (`en`, `nb`), from this catalogue."""
    global _active, _code
    _active, _code = catalogue, code


def code() -> str:
    """The language in use: `en` or `nb`."""
    return _code


def _(message: str) -> str:
    """The message in the language in use; the English one when it has no translation."""
    return _active.gettext(message)


def ngettext(one: str, many: str, count: int) -> str:
    """The form that goes with `count`."""
    return _active.ngettext(one, many, count)
