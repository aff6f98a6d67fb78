"""Everything that is rendered, in every form, from the invented course in any dress."""

import io
import re
from collections.abc import Callable
from email import message_from_bytes, policy
from email.message import EmailMessage

from rich.console import Console
from rich.text import Text

from aggregator.core.model import Poll
from aggregator.core.sending import Envelope
from aggregator.render import atom, csv, email, graphml, html, json, markdown, site, svg, terminal, tsv
from aggregator.render.json import rounds as json_rounds
from aggregator.render.site import feeds as site_feeds
from aggregator.render.terminal import rounds as terminal_rounds
from tests.support import sample, samplecomments, samplefigures, samplesite
from tests.support.build import OSLO

SGR = re.compile(r"\x1b\[[0-9;]*m")

Dress = Callable[[str], str]


def on_terminal(text: Text) -> str:
    """The text as it reaches a terminal with every colour."""
    out = io.StringIO()
    console = Console(
        file=out, force_terminal=True, color_system="truecolor", markup=False, highlight=False, emoji=False
    )
    console.print(text, soft_wrap=True)
    return out.getvalue()


ON_TERMINAL: dict[str, Callable[[Dress], Text]] = {
    "digest": lambda dress: terminal.digest(sample.week(dress), 80, facilitator=True),
    "needs-comments": lambda dress: terminal.needs_comments(sample.waiting(dress), OSLO, 80),
    "posts": lambda dress: terminal.posts(sample.posts(dress), OSLO, 80),
    "needs-comments --for": lambda dress: terminal.needs_comments(samplefigures.for_reader(dress), OSLO, 80),
    "people": lambda dress: terminal.people(samplefigures.figures(dress), OSLO, 80),
    "people, wide": lambda dress: terminal.people(samplefigures.figures(dress), OSLO, 200),
    "network": lambda dress: terminal.network(samplefigures.network(dress), 80),
    "assign": lambda dress: terminal_rounds.assigned(samplefigures.round_of_answers(dress), OSLO, 80),
    "assign --check": lambda dress: terminal_rounds.checked(samplefigures.checked(dress), OSLO, 80),
    "status": lambda dress: terminal.status(sample.status(dress), OSLO, 80),
    "status --comments": lambda dress: terminal.status(sample.status(dress), OSLO, 80, comments=True),
    "comments": lambda dress: terminal.comments(samplecomments.comments(dress), OSLO, 80),
    "why": lambda dress: terminal.why(samplecomments.answered(dress), OSLO, 80),
}
AS_TSV: dict[str, Callable[[Dress], str]] = {
    "needs-comments": lambda dress: tsv.needs_comments(sample.waiting(dress), OSLO),
    "posts": lambda dress: tsv.posts(sample.posts(dress), OSLO),
    "needs-comments --for": lambda dress: tsv.needs_comments(samplefigures.for_reader(dress), OSLO),
    "people": lambda dress: tsv.people(samplefigures.figures(dress), OSLO),
    "network": lambda dress: tsv.network(samplefigures.network(dress), OSLO),
    "assign": lambda dress: tsv.assigned(samplefigures.round_of_answers(dress), OSLO),
    "assign --check": lambda dress: tsv.checked(samplefigures.checked(dress), OSLO),
    "status": lambda dress: tsv.status(sample.status(dress), OSLO),
    "status --comments": lambda dress: tsv.status(sample.status(dress), OSLO, comments=True),
    "comments": lambda dress: tsv.comments(samplecomments.comments(dress), OSLO),
    "why": lambda dress: tsv.why(samplecomments.answered(dress), OSLO),
}
AS_JSON: dict[str, Callable[[Dress], str]] = {
    "digest": lambda dress: json.digest(sample.week(dress)),
    "needs-comments": lambda dress: json.needs_comments(sample.waiting(dress)),
    "posts": lambda dress: json.posts(sample.posts(dress)),
    "people": lambda dress: json.people(samplefigures.figures(dress)),
    "network": lambda dress: json.network(samplefigures.network(dress)),
    "assign": lambda dress: json_rounds.assigned(samplefigures.round_of_answers(dress)),
    "assign --check": lambda dress: json_rounds.checked(samplefigures.checked(dress)),
    "status": lambda dress: json.status(sample.status(dress)),
    "comments": lambda dress: json.comments(samplecomments.comments(dress)),
    "why": lambda dress: json.why(samplecomments.answered(dress)),
    "fetch": lambda dress: json.poll(Poll(dress("Kari"), "https://kari.example/", "error", problem=dress("x"))),
}


ENVELOPE = Envelope(
    "Kåre <course@school.example>",
    ("all@lists.school.example",),
    "teacher@school.example",
    "<agg.0123456789.2026-w47@school.example>",
    "<agg.0123456789@school.example>",
    "<agg-0123456789.school.example>",
)


def as_read(message: EmailMessage) -> str:
    """A mail as its reader sees it: each header on a line, decoded, and the text."""
    found = message_from_bytes(message.as_bytes(), policy=policy.default)
    assert isinstance(found, EmailMessage)
    text = found.get_body(("plain",))
    assert text is not None
    return "".join(f"{name}: {value}\n" for name, value in found.items()) + str(text.get_content()).replace(
        "\r\n", "\n"
    )


def as_is(form: Callable[[Dress], str | Text], dress: Dress) -> str:
    shown = form(dress)
    return shown if isinstance(shown, str) else on_terminal(shown)


FORMS = {
    **{f"terminal {name}": form for name, form in ON_TERMINAL.items()},
    **{f"tsv {name}": form for name, form in AS_TSV.items()},
    **{f"json {name}": form for name, form in AS_JSON.items()},
    "markdown": lambda dress: markdown.digest(sample.week(dress), facilitator=True),
    "html": lambda dress: html.digest(sample.week(dress), facilitator=True),
    "atom": lambda dress: atom.digest(sample.week(dress)),
    "opml": lambda dress: site_feeds.blogs(samplesite.course_pages(dress))[1],
    "email": lambda dress: as_read(email.digest(sample.week(dress), ENVELOPE, facilitator=True)),
    "site": lambda dress: "".join(text for _path, text in site.pages(samplesite.course_pages(dress))),
    "csv network": lambda dress: csv.network(samplefigures.network(dress)),
    "graphml network": lambda dress: graphml.network(samplefigures.network(dress)),
    "svg network": lambda dress: svg.network(samplefigures.network(dress)),
}
