import gettext

import pytest

from aggregator.core import language
from aggregator.core.language import _, ngettext


class Backwards(gettext.NullTranslations):
    def gettext(self, message):
        return message[::-1]

    def ngettext(self, msgid1, msgid2, n):
        return (msgid1 if n == 1 else msgid2)[::-1]


@pytest.fixture
def spoken():
    """Leaves the language as it was."""
    before = language._code, language._active
    yield
    language.use(*before)


@pytest.mark.usefixtures("spoken")
def test_without_a_catalogue_everything_is_said_in_english():
    language.use("en", gettext.NullTranslations())
    assert (language.code(), _("post")) == ("en", "post")
    assert [ngettext("{n} post", "{n} posts", n) for n in (0, 1, 2)] == ["{n} posts", "{n} post", "{n} posts"]


@pytest.mark.usefixtures("spoken")
def test_from_then_on_texts_come_from_the_catalogue():
    language.use("nb", Backwards())
    assert (language.code(), _("post"), ngettext("post", "posts", 2)) == ("nb", "tsop", "stsop")
    language.use("en", gettext.NullTranslations())
    assert _("post") == "post"
