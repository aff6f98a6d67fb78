"""Tables with commas (RFC 4180): the network as Gephi reads it, the participants for spreadsheets and `agg import`."""

import csv
import io
from collections.abc import Iterable
from datetime import datetime

from aggregator.core.course import Course
from aggregator.core.network import Network
from aggregator.core.roster import COLUMNS
from aggregator.render import words
from aggregator.render.tsv import cell


def network(found: Network) -> str:
    """Source, Target, Type, Weight (how many comments), First, Last; a heading, and a line for each tie."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(("Source", "Target", "Type", "Weight", "First", "Last"))
    for tie in found.ties:
        writer.writerow(
            (cell(tie.source), cell(tie.target), "Directed", tie.comments, _time(tie.first), _time(tie.last))
        )
    return text.getvalue()


def participants(course: Course) -> str:
    """name, feed, home, tags, aliases, category, comments; a heading, and a line for each. Without logins.

    Tags and aliases are parted by semicolons; one that stands in a tag becomes a comma.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for one in course.participants:
        address = words.address(one.address)
        places = ("", address) if one.is_home else (address, "")
        lists = (_listed(one.tags), _listed(one.aliases))
        comments = "" if one.comments == "auto" else one.comments
        writer.writerow(map(cell, (one.name, *places, *lists, one.category or "", comments)))
    return text.getvalue()


def _listed(words: Iterable[str]) -> str:
    return "; ".join(word.replace(";", ",") for word in words)


def _time(moment: datetime | None) -> str:
    return moment.isoformat(timespec="seconds") if moment else ""
