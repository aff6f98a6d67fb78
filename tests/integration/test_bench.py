"""The benchmark itself: its blogs are what they should be, and its tables say what was measured."""

import gzip
import os
import sys
import urllib.request
from collections.abc import Iterator
from email.message import Message
from pathlib import Path
from urllib.error import HTTPError

import pytest

from aggregator.feeds import read_feed
from tools.bench import lists, site, table
from tools.bench.measure import Cost, run
from tools.bench.programs import Agg
from tools.bench.scenes import GROUPS, Farmer, Row, fetches, surroundings

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the farm's addresses are Linux's")


@pytest.fixture(scope="module")
def farmer() -> Iterator[Farmer]:
    with Farmer(4, port=8789) as farmer:
        yield farmer


def get(url: str, **headers: str) -> tuple[int, Message, bytes]:
    request = urllib.request.Request(url, headers={name.replace("_", "-"): value for name, value in headers.items()})
    try:
        with urllib.request.urlopen(request, timeout=5) as answer:
            return answer.status, answer.headers, answer.read()
    except HTTPError as answer:
        return answer.code, answer.headers, b""


def posts(url: str) -> list[str]:
    _status, headers, body = get(url)
    return [post.guid or "" for post in read_feed(body, headers["Content-Type"], url).posts]


def test_blogs_are_packed_and_know_what_is_new(farmer: Farmer) -> None:
    farmer.set("more=0")
    url = farmer.urls()[0]
    status, headers, body = get(url, Accept_Encoding="gzip")
    assert (status, headers["Content-Encoding"]) == (200, "gzip")
    assert gzip.decompress(body) == get(url)[2]
    assert get(url, If_None_Match=headers["ETag"])[0] == 304
    farmer.set("novalid=1")
    assert "ETag" not in get(url)[1]


def test_there_are_as_many_posts_as_it_says(farmer: Farmer) -> None:
    farmer.set("more=0")
    before = [posts(url) for url in farmer.urls()]
    assert farmer.ask("_posts?blogs=4") == sum(map(len, before))
    farmer.set("more=1")
    after = [posts(url) for url in farmer.urls()]
    assert all(new[0] not in old and len(new) == len(old) for old, new in zip(before, after, strict=True))
    assert farmer.ask("_posts?blogs=4") == sum(map(len, before)) + 4


def test_agg_reads_them_and_its_posts_can_be_multiplied(
    farmer: Farmer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Agg, "command", lambda agg, *words: [*AGG, "--config", str(agg.folder / "feeds.toml"), *words])
    agg = Agg(tmp_path / "agg")
    scenes = [GROUPS["small"][0], GROUPS["small"][1], GROUPS["big"][3]._replace(given="more=1")]
    rows = list(fetches(farmer, scenes, agg, surroundings(), 1))
    assert [(row.scene, row.cost.code, row.complete) for row in rows] == [
        ("A", 0, True),
        ("B", 0, True),
        ("E", 0, True),
    ]
    before = agg.posts()
    assert lists.multiply(agg.folder / "agg.db") == agg.posts() == 6 * before
    assert run(agg.command("posts", "--all"), agg.folder, surroundings()).code == 0


AGG = (sys.executable, "-m", "aggregator")


def test_processes_that_are_left_behind_count(tmp_path: Path) -> None:
    work = "sum(i * i for i in range(2_000_000))"
    leave = f"import subprocess, sys; subprocess.Popen([sys.executable, '-c', {work!r}]).wait()"
    alone = run([sys.executable, "-c", "pass"], tmp_path, os.environ)
    assert run([sys.executable, "-c", leave], tmp_path, os.environ).cpu > alone.cpu + 0.05


def test_tables_have_medians_beside_the_best_of_the_others_that_lost_nothing(tmp_path: Path) -> None:
    def rows(program: str, *seconds: float, complete: bool = True) -> list[Row]:
        return [Row("A", program, Cost(2 * one, one, 50.0, 0), complete) for one in seconds]

    measured = [*rows("agg", 1, 9, 2), *rows("newsboat", 4, 4), *rows("reader", 1, 1, complete=False)]
    assert "| A: for the first time | CPU | 2.00 (0.50×) | 4.00 (1.00×) | 1.00 (0.25×) |" in table.of_fetches(measured)
    assert "|  | wall | 4.00 (0.50×) | 8.00 (1.00×) | 2.00 (0.25×) |" in table.of_fetches(measured)
    assert "| agg | 50 |" in table.memory(measured)
    assert "| start | 20 | 40 |" in table.of_commands([Row("F", "start", Cost(0.04, 0.02, 1.0, 0))], "F")
    file = tmp_path / "page.md"
    file.write_text(f"before\n{table.BEGIN}\nold\n{table.END}\nafter\n")
    table.write(file, "new")
    assert file.read_text() == f"before\n{table.BEGIN}\nnew\n{table.END}\nafter\n"


def test_the_site_of_a_large_course_is_measured(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(site, "POSTS_EACH", 3)
    told = site.measured(Agg(tmp_path / "site"), 4, surroundings()).splitlines()
    written = [int(line.split("|")[2]) for line in told[2:5]]
    assert written[0] > 20
    assert written[1] == 0
    assert 0 < written[2] < written[0]
    assert told[-1].endswith("4 blogs, 12 posts")
