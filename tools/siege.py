"""A fetch of blogs that mean harm: how long it takes, how much memory. `python -m tools.siege`. No part of agg itself.

Starts such blogs on loopback, each on an address of its own, sound ones and dead hosts among them, runs `agg fetch` as
a process, and looks at the memory of all its processes while it runs. Linux only: it reads /proc.
"""

import argparse
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import cycle, islice
from pathlib import Path

from tests.support.blogserver import BlogServer
from tests.support.feedtexts import rss
from tests.support.malice import MALICE

EVERY = 0.05  # seconds between two looks at the memory
PROXIES = ("http_proxy", "https_proxy", "all_proxy")


@dataclass
class Peak:
    """The most memory seen so far, in bytes: of all processes together, and of each kind of them."""

    together: int = 0
    each: dict[str, int] = field(default_factory=dict)

    def look(self, root: int) -> None:
        """One look at the process and all that came from it. Memory that they share counts once (PSS)."""
        found = {number: _memory(number) for number in _family(root)}
        self.together = max(self.together, sum(found.values()))
        for number, size in found.items():
            kind = "agg itself" if number == root else "the largest of the others"
            self.each[kind] = max(self.each.get(kind, 0), size)


def _family(root: int) -> list[int]:
    parents = defaultdict(list)
    for place in Path("/proc").iterdir():
        if place.name.isdigit() and (fields := _text(place / "stat").rpartition(")")[2].split()):
            parents[int(fields[1])].append(int(place.name))
    found = [root]
    for number in found:
        found += parents[number]
    return found


def _memory(number: int) -> int:
    for line in _text(Path(f"/proc/{number}/smaps_rollup")).splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) * 1_024
    return 0


def _text(path: Path) -> str:
    try:
        return path.read_text()
    except OSError:  # it has ended meanwhile
        return ""


@dataclass(frozen=True)
class Blog:
    """One participant: what is wrong with the blog, and where its feed is."""

    kind: str
    feed: str


def _start(stack: ExitStack, wanted: argparse.Namespace) -> list[Blog]:
    blogs = [Blog("dead", f"http://{_dead_host(stack, number)}/feed/") for number in range(wanted.dead)]
    hostile = islice(cycle(wanted.kind or MALICE), wanted.hostile)
    for number, kind in enumerate([*hostile, *["sound"] * wanted.sound]):
        server = stack.enter_context(BlogServer(f"127.1.{number // 250}.{number % 250 + 1}"))
        if kind == "sound":
            server.put("/feed/", rss(*(f"<title>Post {one}</title><guid>{one}</guid>" for one in range(10))))
        else:
            MALICE[kind](server)
        blogs.append(Blog(kind, server.url("/feed/", server.host)))
    return blogs


def _dead_host(stack: ExitStack, number: int) -> str:
    """A host and port where nobody takes a call: who waits already fills the queue, so that Linux says nothing more."""
    ear = stack.enter_context(socket.socket())
    ear.bind((f"127.2.0.{number + 1}", 0))
    ear.listen(0)
    for _ in range(3):
        caller = stack.enter_context(socket.socket())
        caller.setblocking(False)
        caller.connect_ex(ear.getsockname())
    host, port = ear.getsockname()
    return f"{host}:{port}"


def _course(blogs: list[Blog], timeout: float) -> str:
    head = f'[fetch]\ntimeout = {timeout}\nallow_networks = ["127.0.0.0/8"]\n'
    people = (f'[[participants]]\nname = "{one.kind} {n}"\nfeed = "{one.feed}"\n' for n, one in enumerate(blogs))
    return head + "\n".join(people)


def _fetch(folder: Path, peak: Peak) -> tuple[float, list[dict[str, object]], str]:
    """Runs the fetch; seconds, its JSON lines, what it said besides."""
    words = [sys.executable, "-m", "aggregator", "fetch", "--json", "--lang", "en"]
    here = {name: value for name, value in os.environ.items() if name.lower() not in PROXIES}
    here["PYTHONPATH"] = str(Path(__file__).parent.parent)
    start = time.monotonic()
    with (folder / "out").open("w+") as out, (folder / "err").open("w+") as err:
        process = subprocess.Popen(words, cwd=folder, env=here, stdout=out, stderr=err, stdin=subprocess.DEVNULL)
        while process.poll() is None:
            peak.look(process.pid)
            time.sleep(EVERY)
        seconds = time.monotonic() - start
    lines = [json.loads(line) for line in (folder / "out").read_text().splitlines()]
    return seconds, lines, (folder / "err").read_text()


def _wanted() -> argparse.Namespace:
    wishes = argparse.ArgumentParser(prog="python -m tools.siege", description=__doc__.partition("\n")[0])
    wishes.add_argument("--hostile", type=int, default=100, help="so many blogs that mean harm")
    wishes.add_argument("--kind", action="append", choices=MALICE, metavar="KIND", help="only such (may be repeated)")
    wishes.add_argument("--sound", type=int, default=0, help="so many sound ones among them")
    wishes.add_argument("--dead", type=int, default=0, help="so many hosts that never answer")
    wishes.add_argument("--timeout", type=float, default=20, help="so many seconds agg waits for an answer")
    wishes.add_argument("--runs", type=int, default=1, help="so many fetches one after the other")
    return wishes.parse_args()


def main() -> int:
    """Prints what was measured; 1 when a sound blog was not read, or agg said more than it should."""
    wanted = _wanted()
    well = True
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        folder = Path(name)
        blogs = _start(stack, wanted)
        (folder / "feeds.toml").write_text(_course(blogs, wanted.timeout), encoding="utf-8")
        for _run in range(wanted.runs):
            peak = Peak()
            seconds, lines, said = _fetch(folder, peak)
            well = _tell(blogs, lines, seconds, peak) and well
            if "Traceback" in said:
                print(said)
                well = False
    return 0 if well else 1


def _tell(blogs: list[Blog], lines: list[dict[str, object]], seconds: float, peak: Peak) -> bool:
    by_feed = {str(line.get("feed")): line for line in lines}
    told = Counter((one.kind, _outcome(by_feed.get(one.feed))) for one in blogs)
    for (kind, outcome), count in sorted(told.items()):
        print(f"{count:4} {kind:24} {outcome}")
    parts = "".join(f", {size / 1e6:.0f} MB in {kind}" for kind, size in sorted(peak.each.items()))
    most = f"{peak.together / 1e6:.0f} MB in all processes together{parts}"
    print(f"{len(blogs)} blogs in {seconds:.1f} s; at most {most}")
    return all(outcome.startswith(("ok", "unchanged")) for kind, outcome in told if kind == "sound")


def _outcome(line: dict[str, object] | None) -> str:
    if line is None:
        return "nothing was told"
    return f"{line['status']}: {line['problem']}" if line["problem"] else f"{line['status']}, {line['new']} new"


if __name__ == "__main__":
    sys.exit(main())
