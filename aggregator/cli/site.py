"""`agg site`: the course's page as static files."""

from pathlib import Path
from typing import Annotated

import typer

from aggregator.cli.call import Call
from aggregator.core.language import _, ngettext


def site(
    ctx: typer.Context,
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="Where the files go: a new folder, or agg's own.")],
) -> None:
    """Write the course's page as static files. For any web server; what has not changed is left as it is.

    All weeks, everybody's page, what waits for an answer, who has answered whom, search, feeds, and the list of blogs.

    Examples: agg site public · agg site /var/www/html/course
    """
    from aggregator.cli.folder import SiteFolder
    from aggregator.core.firstnames import with_first_names
    from aggregator.render.site import pages
    from aggregator.report.pages import course_pages

    call: Call = ctx.obj
    course = call.course
    with call.store() as store, SiteFolder(folder) as target:
        found = course_pages(course, store, call.now)
        for path, text in pages(with_first_names(found) if course.site.names == "first" else found):
            target.put(path, text)
    if call.on_terminal:
        count = target.written
        text = ngettext("{count} file written", "{count} files written", count).format(count=count)
        call.say(
            _("{written}, {unchanged} unchanged, {removed} taken away. Open {page}").format(
                written=text, unchanged=target.unchanged, removed=target.removed, page=folder / "index.html"
            )
        )
