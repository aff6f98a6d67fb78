"""Brings the Norwegian catalogue up to date with the code: python -m tools.messages. No part of agg itself.

New messages come in without a translation, those that nobody says any more go out, and nothing is guessed.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from typer.main import get_command

from aggregator.cli import assemble, wording
from aggregator.config.keys import KEYS

PACKAGE = Path(__file__).parent.parent / "aggregator"
PO = PACKAGE / "locale" / "nb" / "LC_MESSAGES" / "agg.po"
MO = PO.with_suffix(".mo")

HEADER = "# The Norwegian (bokmål) words of agg. Write translations here, then run: make messages"
KEYWORDS = {"_": None, "ngettext": (1, 2)}

MessageId = str | tuple[str, ...]


class _Plain(Catalog):
    """A catalogue whose head has no dates and no versions, so that the files change only when the words do."""

    @property
    def mime_headers(self) -> list[tuple[str, str]]:
        return [
            ("Language", "nb"),
            ("MIME-Version", "1.0"),
            ("Content-Type", "text/plain; charset=utf-8"),
            ("Content-Transfer-Encoding", "8bit"),
            ("Plural-Forms", self.plural_forms),
        ]


def in_the_code() -> Iterator[MessageId]:
    """Every message that agg can say: first those of the code, in its order, one with a plural as a pair."""
    for _file, _line, message, *_rest in extract_from_dir(PACKAGE, [("**.py", "python")], keywords=KEYWORDS):
        yield message
    yield from in_help()
    yield from in_feeds_toml()
    yield from (*wording.HEADINGS, *wording.COMPLAINTS, wording.QUOTED)


def in_help() -> list[str]:
    """The texts of the help of all commands, each once, in the order in which they are read."""
    found: dict[str, None] = {}

    def take(text: str) -> str:
        if text:
            found[text] = None
        return text

    wording.translate(get_command(assemble(())), take)
    return list(found)


def in_feeds_toml() -> Iterator[str]:
    """What is told of the keys of feeds.toml."""
    for keys in KEYS.values():
        yield from (key.meta.description or "" for key in keys.values())


def in_the_catalogue() -> Catalog:
    """The translations as they stand in agg.po."""
    with PO.open("rb") as file:
        return read_po(file, locale="nb")


def up_to_date(translated: Catalog) -> Catalog:
    """The messages of the code, with their translations where there are some."""
    catalog = _Plain(locale="nb", header_comment=HEADER, fuzzy=False)
    for message in in_the_code():
        known = translated.get(message)
        catalog.add(message, known.string if known and known.id == message else "")
    return catalog


def main() -> None:
    """Writes agg.po and agg.mo; ends with an error while translations are missing."""
    catalog = up_to_date(in_the_catalogue())
    with PO.open("wb") as file:
        write_po(file, catalog, width=0, ignore_obsolete=True)
    with MO.open("wb") as file:
        write_mo(file, catalog)
    missing = [message.id for message in catalog if message.id and not all(message.string or ("",))]
    if missing:
        sys.exit("\n".join([f"{PO}: {len(missing)} without a translation:", *map(str, missing)]))


if __name__ == "__main__":
    main()
