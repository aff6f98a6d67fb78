"""A folder of real feeds that may lie beside the repository, and how many posts each of them truly has."""

import csv
import os
import re
from dataclasses import dataclass
from pathlib import Path

# Where the index and the truth differ. The index counts what one feed parser finds, and repeated ids.
TRUE_COUNTS = {
    "netnewswire-DaringFireball.json": 48,  # JSON Feed, which that parser does not read
    "netnewswire-pxlnv.json": 20,  # the same
    "v2-no_encoding_ISO-8859-1.xml": 9,  # one of the ten <item> is empty
    "newsboat-items_without_titles.xml": 5,  # three posts share an id, but each has its link
    "picofeed-rss_20_element_preference.xml": 3,  # all three posts share an id, but each has its link
    "rome-issue137-rss.xml": 4,  # all four posts share id and link; titles and dates differ
}
_NO_FEED = frozenset({"html", "json"})


@dataclass(frozen=True, slots=True)
class Sample:
    """One file: `posts` are those a reader should end up with, each once; `None` where the file is no feed."""

    path: Path
    format: str
    posts: int | None


def samples() -> list[Sample]:
    """The samples in the order of the index; empty when there is no such folder. AGG_SHARED names its parent."""
    beside = Path(__file__).resolve().parents[2].parent / "shared"
    folder = Path(os.environ.get("AGG_SHARED") or beside) / "corpus"
    if not (folder / "index.tsv").is_file():
        return []
    lines = (folder / "index.tsv").read_text("utf-8").splitlines()
    return [_sample(folder, row) for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)]


def _sample(folder: Path, row: dict[str, str]) -> Sample:
    repeated = re.search(r"\bdup id (\d+)", row["notes"])
    counted = int(row["entries_feedparser"]) - (int(repeated[1]) if repeated else 0)
    posts = None if row["format"] in _NO_FEED else TRUE_COUNTS.get(row["file"], counted)
    return Sample(folder / row["file"], row["format"], posts)
