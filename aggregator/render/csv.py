"""The network as a list of edges with commas (RFC 4180), as Gephi and spreadsheets read it."""

import csv
import io
from datetime import datetime

from aggregator.core.network import Network
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


def _time(moment: datetime | None) -> str:
    return moment.isoformat(timespec="seconds") if moment else ""
