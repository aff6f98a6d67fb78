"""Measures, and prints tables. See the package."""

import argparse
import tempfile
from datetime import timedelta
from pathlib import Path

from tools.bench import lists, site, table
from tools.bench.measure import adopt, run
from tools.bench.programs import PEERS, Agg, AggComments, Limit, Program, Reader
from tools.bench.scenes import GROUPS, Farmer, Row, certificates, fetches, surroundings


def main() -> None:
    """Runs what is asked for."""
    given = _given()
    adopt()
    with tempfile.TemporaryDirectory(prefix="agg-bench-") as place:
        rows = _fetch_all(given, Path(place))
        notes: list[str] = []
        if "F" in given.scenes or "G" in given.scenes:
            rows += _lists(given, Path(place))
        if "K" in given.scenes:
            notes.append(_comments(given, Path(place)))
        if "T" in given.scenes:
            notes.append(_many(given, Path(place)))
        if "W" in given.scenes:
            notes.append(site.measured(Agg(Path(place) / "site"), given.big, surroundings()))
    parts = [table.of_fetches(rows), table.memory(rows), table.of_commands(rows, "F"), table.of_commands(rows, "G")]
    text = "\n\n".join(part for part in [*parts, *notes] if part)
    print(f"\n{text}")
    if given.write:
        table.write(given.write, text)


def _given() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tools.bench", description=__doc__)
    parser.add_argument("--scenes", default="ABHSCDPEVFGKTW", help="which, by their letters")
    parser.add_argument("--repeat", type=int, default=1, help="so many rounds; the tables have medians")
    parser.add_argument("--peers", action="store_true", help="other programs, too, as far as they are installed")
    parser.add_argument("--small", type=int, default=100, help="blogs in A, B, H, S and K")
    parser.add_argument("--big", type=int, default=1_000, help="blogs in C to G, P, V and W; ten times as many in T")
    parser.add_argument("--write", type=Path, metavar="FILE", help="put the tables into this file")
    return parser.parse_args()


def _programs(given: argparse.Namespace, place: Path, group: str) -> list[Program]:
    kinds = [Agg, *(PEERS if given.peers else ()), Limit]
    programs = [kind(place / group / kind.__name__) for kind in kinds]
    if group == "big":  # one feed after the other takes ten minutes there
        programs = [program for program in programs if program.name != "rss2email"]
    return [program for program in programs if program.installed()]


def _fetch_all(given: argparse.Namespace, place: Path) -> list[Row]:
    rows: list[Row] = []
    for group, every in GROUPS.items():
        scenes = [scene for scene in every if scene.letter in given.scenes]
        if not scenes:
            continue
        blogs = given.big if group == "big" else given.small
        last = every.index(scenes[-1])
        tls = place / "tls" if group == "https" else None
        environment = surroundings(**(certificates(tls, blogs) if tls else {}))
        with Farmer(blogs, tls=tls) as farmer:
            for number in range(1, given.repeat + 1):
                for program in _programs(given, place, group):
                    if number > 1 and isinstance(program, Limit):
                        continue  # it only shows where the ground is
                    found = fetches(farmer, every[: last + 1], program, environment, number)
                    rows += [row for row in found if row.scene in given.scenes]
    return rows


def _lists(given: argparse.Namespace, place: Path) -> list[Row]:
    environment = surroundings()
    agg = Agg(place / "lists" / "agg")
    rows: list[Row] = []
    if "F" in given.scenes:
        peers = [kind(place / "lists" / kind.__name__) for kind in (PEERS if given.peers else ())]
        rows += lists.starts(agg, [peer for peer in peers if peer.installed()], environment, given.repeat)
    if "G" in given.scenes:
        reader = Reader(place / "lists" / "reader")
        programs: list[Program] = [agg, *([reader] if given.peers and reader.installed() else [])]
        with Farmer(given.big) as farmer:
            for program in programs:
                list(fetches(farmer, GROUPS["small"][:1], program, environment, 1))
        print(f"G {lists.multiply(agg.folder / 'agg.db')} posts")
        rows += lists.lists(agg, programs[-1] if len(programs) > 1 else None, environment, given.repeat)
    return rows


def _comments(given: argparse.Namespace, place: Path) -> str:
    """What asking about comments costs: a fetch an hour after the one before, of WordPress blogs alone."""
    environment = surroundings()
    found: dict[str, tuple[float, float]] = {}
    with Farmer(given.small) as farmer:
        for kind in (Agg, AggComments):
            agg = kind(place / "comments" / kind.__name__)
            agg.folder.mkdir(parents=True)
            agg.set_up(farmer.urls())
            for hours in range(3):
                farmer.set("kind=wordpress")
                agg.after(timedelta(hours=bool(hours), minutes=5))
                cost = run(agg.fetch(), agg.folder, environment | agg.environment)
                seen = farmer.ask("_seen")
                assert isinstance(seen, dict)  # noqa: S101
                found[f"{agg.name} {hours}"] = cost.wall, (seen["feed"] + seen.get("other", 0)) / given.small
    lines = ["| comments | requests per blog | wall s, and beside none |", "|---|---|---|"]
    for hours, words in ((0, "the first fetch"), (2, "an hour after another")):
        wall, requests = found[f"agg with comments {hours}"]
        lines.append(f"| {words} | {requests:.2f} | {wall:.2f} ({wall / found[f'agg {hours}'][0]:.2f}×) |")
    return "\n".join(lines)


def _many(given: argparse.Namespace, place: Path) -> str:
    """Ten times as many blogs with nothing new, beside the usual number."""
    environment, lines = surroundings(), ["| blogs, nothing new | wall s | CPU s | MB |", "|---|---|---|---|"]
    for blogs in (given.big, 10 * given.big):
        with Farmer(blogs) as farmer:
            agg = Agg(place / "many" / str(blogs))
            *_first, warm = fetches(farmer, GROUPS["small"], agg, environment, 1)
        lines.append(f"| {blogs} | {warm.cost.wall:.2f} | {warm.cost.cpu:.2f} | {warm.cost.memory:.0f} |")
    return "\n".join(lines)


if __name__ == "__main__":
    main()
