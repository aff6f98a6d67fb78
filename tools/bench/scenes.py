"""Which fetches are measured, under which circumstances, and whether each has done what it should."""

import json
import os
import shutil
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Sequence
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple

from tools.bench.farm import host
from tools.bench.measure import Cost, run
from tools.bench.programs import Agg, Program

PORT = 8790


class Scene(NamedTuple):
    """A fetch: `given` is what the farm is told; `warm` ones come after others, with nothing new for who was there."""

    letter: str
    words: str
    given: str
    warm: bool = False
    paused: bool = False


AT_FIRST = "more=0&novalid=0"
GROUPS: dict[str, tuple[Scene, ...]] = {
    "small": (
        Scene("A", "for the first time", AT_FIRST),
        Scene("B", "nothing new", AT_FIRST, warm=True),
    ),
    "https": (
        Scene("H", "for the first time, https", AT_FIRST),
        Scene("S", "nothing new, https", AT_FIRST, warm=True),
    ),
    "big": (
        Scene("C", "for the first time", f"{AT_FIRST}&latency=1"),
        Scene("D", "nothing new", f"{AT_FIRST}&latency=1", warm=True),
        Scene("P", "nothing new, the dead left alone", f"{AT_FIRST}&latency=1", warm=True, paused=True),
        Scene("E", "5 % have a new post", "more=.05&latency=1", warm=True),
        Scene("V", "20 % send all each time", "more=.05&novalid=.2&latency=1&round={round}", warm=True),
    ),
}


class Row(NamedTuple):
    """One measurement; `complete` says whether every post was stored."""

    scene: str
    program: str
    cost: Cost
    complete: bool = True


class Farmer:
    """Starts a farm, and asks it. `with` ends it."""

    def __init__(self, blogs: int, port: int = PORT, tls: Path | None = None) -> None:
        self.blogs = blogs
        self._place = f"{'https' if tls else 'http'}://{{host}}:{port}"
        self._control = port if not tls else None
        words = ["--port", str(port), "--blogs", str(blogs), *(["--tls", str(tls)] if tls else [])]
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tools.bench.farm", *words], stdout=subprocess.PIPE, text=True
        )
        self._context = None
        if tls:
            import ssl

            self._context = ssl.create_default_context(cafile=str(tls / "ca.pem"))
        assert self._process.stdout  # noqa: S101
        self._process.stdout.readline()

    def __enter__(self) -> "Farmer":
        return self

    def __exit__(self, *_error: object) -> None:
        self._process.terminate()
        self._process.communicate()

    def urls(self) -> list[str]:
        """The addresses of all feeds."""
        return [f"{self._place.format(host=host(number))}/b{number}/feed/" for number in range(self.blogs)]

    def ask(self, question: str) -> dict[str, int] | int:
        """`_set?…`, `_seen` or `_posts?…`."""
        address = f"{self._place.format(host=host(0))}/{question}"
        with urllib.request.urlopen(address, timeout=300, context=self._context) as answer:  # noqa: S310
            found: dict[str, int] | int = json.loads(answer.read())
            return found

    def set(self, scene: str) -> None:
        """Sets the scene, with all feeds made beforehand."""
        self.ask(f"_set?{scene}&blogs={self.blogs}")


def fetches(
    farmer: Farmer, scenes: Sequence[Scene], program: Program, environment: dict[str, str], number: int
) -> Iterator[Row]:
    """One round of one program through the scenes, in a new folder."""
    shutil.rmtree(program.folder, ignore_errors=True)
    program.folder.mkdir(parents=True)
    program.set_up(farmer.urls())
    settled = False
    for scene in scenes:
        if scene.paused and not isinstance(program, Agg):
            continue
        if scene.warm and not settled:
            for _ in range(program.settling):
                farmer.set(f"{scenes[0].given}&hurry=1")
                run(program.fetch(), program.folder, environment | program.environment)
            settled = True
        farmer.set(scene.given.format(round=number))
        yield _row(farmer, scene, program, environment)


def _row(farmer: Farmer, scene: Scene, program: Program, environment: dict[str, str]) -> Row:
    words = program.fetch()
    if isinstance(program, Agg):
        program.after(timedelta(minutes=25))
        words = words if scene.paused else [*words, "--force"]
    cost = run(words, program.folder, environment | program.environment)
    time.sleep(0.2)
    seen, posts = farmer.ask("_seen"), program.posts()
    assert isinstance(seen, dict)  # noqa: S101
    complete = posts is None or posts == farmer.ask(f"_posts?blogs={farmer.blogs}")
    row = Row(scene.letter, program.name, cost, complete)
    print(f"{scene.letter} {program.name:18} {cost.wall:7.2f} s, {cost.cpu:7.2f} s CPU, {cost.memory:5.0f} MB", end="")
    print(
        f", {posts} posts, {dict(sorted(seen.items()))}", "" if complete else "INCOMPLETE", file=sys.stdout, flush=True
    )
    if isinstance(program, Agg) and (not complete or seen["most"] > 1):
        raise SystemExit(f"agg has lost posts, or asked a feed more than once, in {scene.letter}")
    return row


def surroundings(**more: str) -> dict[str, str]:
    """The environment of what is measured: without what makes Python slow, or output odd."""
    without = ("PYTHONDONTWRITEBYTECODE", "PYTHONUNBUFFERED", "AGG_NOW", "AGG_CONFIG", "AGG_DB")
    return {name: value for name, value in os.environ.items() if name not in without} | {"LC_ALL": "C.UTF-8"} | more


def certificates(folder: Path, blogs: int) -> dict[str, str]:
    """Makes an authority that nobody else knows, and a certificate for the first blogs; the variables that name it."""
    import certifi

    folder.mkdir(parents=True, exist_ok=True)
    names = ",".join(f"IP:{host(number)}" for number in range(blogs))
    (folder / "names").write_text(f"subjectAltName={names}\n")
    new = "-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes"
    for words in (
        f"req -x509 {new} -keyout ca.key -out ca.pem -days 2 -subj /CN=bench",
        f"req {new} -keyout server.key -out server.csr -subj /CN=farm",
        "x509 -req -in server.csr -CA ca.pem -CAkey ca.key -CAcreateserial -out server.pem -days 2 -extfile names",
    ):
        subprocess.run(["openssl", *words.split()], cwd=folder, check=True, capture_output=True)  # noqa: S607
    bundle = folder / "bundle.pem"  # as long as a real one
    bundle.write_text(Path(certifi.where()).read_text() + (folder / "ca.pem").read_text())
    (folder / "hashed").mkdir(exist_ok=True)
    shutil.copy(folder / "ca.pem", folder / "hashed")
    subprocess.run(["openssl", "rehash", "hashed"], cwd=folder, check=True, capture_output=True)  # noqa: S607
    names_it = dict.fromkeys(("SSL_CERT_FILE", "CURL_CA_BUNDLE", "REQUESTS_CA_BUNDLE"), str(bundle))
    return names_it | {"SSL_CERT_DIR": str(folder / "hashed")}
