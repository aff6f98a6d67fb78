"""What stands around every page: the way to the others, the feeds, and what a search engine may do."""

from typing import Any

from aggregator.core.course import Course
from aggregator.core.language import _, code
from aggregator.core.record import Struct
from aggregator.core.text import safe
from aggregator.render.html import templating
from aggregator.render.html.views import Way
from aggregator.render.site import paths
from aggregator.render.site.paths import Paths


class Frame(Struct, frozen=True):
    """What all pages have in common."""

    course: Course
    paths: Paths

    def page(self, path: str, template: str, heading: str, *, under: str = "", **given: Any) -> tuple[str, str]:
        """The path and the text of a page; `under` is the page in the menu that this one belongs to."""
        root = "../" * path.count("/")
        given = {"lead": "", "ways": (), "numbers": (), "answering": (), "as_of": "", **given}
        return path, templating.render(
            template,
            language=code(),
            title=safe(self.course.title),
            heading=heading,
            root=root,
            menu=self._menu(root, under or path),
            feeds=self._feeds(root),
            indexed=self.course.site.search_engines,
            words=_words(),
            skip=_("Skip to the content"),
            menu_label=_("Pages"),
            made=_("Made by agg from the participants’ blogs."),
            **given,
        )

    def people(self, path: str) -> dict[str, str]:
        """The participants' pages as they are reached from the page at the path."""
        root = "../" * path.count("/")
        return {name: root + there for name, there in self.paths.people.items()}

    def _menu(self, root: str, here: str) -> tuple[Way, ...]:
        every = {
            paths.FRONT: _("Front page"),
            paths.WAITING: _("Waiting for an answer"),
            paths.WEEKS: _("Weeks"),
            paths.PEOPLE: _("People"),
            paths.TAGS: _("Tags") if self.paths.tags else "",
            paths.NETWORK: _("Network"),
            paths.SEARCH: _("Search"),
        }
        return tuple(Way(text, root + path, path == here) for path, text in every.items() if text)

    def _feeds(self, root: str) -> tuple[Way, ...]:
        return (Way(_("All posts"), root + paths.ALL_FEED), Way(_("Waiting for an answer"), root + paths.WAITING_FEED))


def _words() -> dict[str, str]:
    """What the script has to say. `{count}` is a number."""
    return {
        "filter": _("Only with these words"),
        "standing": _("How they stand"),
        "all": _("All"),
        "waits": _("Waiting for an answer"),
        "answered": _("With comments"),
        "other": _("Closed, or not known"),
        "shown": _("{count} shown"),
        "found": _("{count} found"),
        "more": _("The newest {count} are shown."),
        "none": _("Nothing found. Try fewer or shorter words."),
    }
