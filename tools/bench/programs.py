"""The programs that are measured, each with its own empty folder: agg, others of its kind, and what sets the limit."""

import json
import os
import shutil
import sqlite3
import sys
from collections.abc import Sequence
from contextlib import closing
from datetime import timedelta
from pathlib import Path

from tools.bench.blogs import NOW

TIMEOUT = 10
THREADS = 64


def _count(path: Path, query: str) -> int:
    with closing(sqlite3.connect(path)) as database:
        found: int = database.execute(query).fetchone()[0]
        return found


class Program:
    """A reader of feeds. `settling`: how many more fetches it needs before it asks for news only."""

    name = ""
    settling = 0

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.environment: dict[str, str] = {}

    def installed(self) -> bool:
        """Whether it is there to be measured."""
        return shutil.which(self.fetch()[0]) is not None

    def set_up(self, urls: Sequence[str]) -> None:
        """Subscribes to these feeds."""
        (self.folder / "urls").write_text("\n".join(urls) + "\n")

    def fetch(self) -> list[str]:
        """The command that reads them."""
        raise NotImplementedError

    def start(self) -> list[str] | None:
        """A command that does nothing but start."""
        return None

    def posts(self) -> int | None:
        """How many posts it has stored."""
        return None


class Agg(Program):
    """agg as cron runs it, a little more than an hour after the time before."""

    name = "agg"
    comments = "none"

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.now = NOW
        self.after(timedelta(0))

    def after(self, pause: timedelta) -> None:
        """Sets the clock on."""
        self.now += pause
        self.environment = {"AGG_NOW": self.now.isoformat()}

    def installed(self) -> bool:
        """Always: it is what this is about."""
        return True

    def set_up(self, urls: Sequence[str]) -> None:
        """A feeds.toml."""
        head = '[course]\ntimezone = "UTC"\n[fetch]\ntimeout = 20\nallow_networks = ["127.0.0.0/8"]\n'
        tables = (
            f'[[participants]]\nname = "p{number}"\nfeed = "{url}"\ncomments = "{self.comments}"\n'
            for number, url in enumerate(urls)
        )
        (self.folder / "feeds.toml").write_text(head + "".join(tables))

    def command(self, *words: str) -> list[str]:
        """Agg with these words."""
        agg = os.environ.get("BENCH_AGG") or str(Path(sys.executable).with_name("agg"))
        return [agg, "--config", str(self.folder / "feeds.toml"), *words]

    def fetch(self) -> list[str]:
        """`agg fetch`."""
        return self.command("fetch")

    def start(self) -> list[str]:
        """`agg --help`."""
        return [*self.command()[:1], "--help"]

    def posts(self) -> int:
        """By its database."""
        return _count(self.folder / "agg.db", "select count(*) from posts")


class AggComments(Agg):
    """The same, asking about comments, too."""

    name = "agg with comments"
    comments = "auto"


class Newsboat(Program):
    """newsboat, in C++. Sends what it got to ask for news with (ETag) only at its third fetch."""

    name = "newsboat"
    settling = 1

    def set_up(self, urls: Sequence[str]) -> None:
        """Its two files."""
        super().set_up(urls)
        (self.folder / "config").write_text(
            f"reload-threads {THREADS}\ndownload-timeout {TIMEOUT}\ndownload-retries 1\n"
        )

    def fetch(self) -> list[str]:
        """Without its screen."""
        files = [
            f"{option}{self.folder / name}" for option, name in (("-u", "urls"), ("-c", "cache"), ("-C", "config"))
        ]
        return ["newsboat", *files, "-x", "reload"]

    def start(self) -> list[str]:
        """Its version."""
        return ["newsboat", "--version"]

    def posts(self) -> int:
        """By its database."""
        return _count(self.folder / "cache", "select count(*) from rss_item")


class Rss2email(Program):
    """rss2email: one feed after the other, here without sending mail."""

    name = "rss2email"

    def set_up(self, urls: Sequence[str]) -> None:
        """Its configuration."""
        # Without a bundle it uses the folder of hashed certificates, which Debian has, and which loads quicker.
        self.environment = {"XDG_RUNTIME_DIR": str(self.folder), "SSL_CERT_FILE": "/nonexistent"}
        feeds = "".join(f"[feed.b{number}]\nurl = {url}\n\n" for number, url in enumerate(urls))
        (self.folder / "r2e.cfg").write_text(
            f"[DEFAULT]\nto = nobody@mail.invalid\nfeed-timeout = {TIMEOUT}\n\n{feeds}"
        )

    def _r2e(self, *words: str) -> list[str]:
        program = os.environ.get("BENCH_R2E", "r2e")
        return [program, "-c", str(self.folder / "r2e.cfg"), "-d", str(self.folder / "r2e.json"), *words]

    def fetch(self) -> list[str]:
        """Without sending."""
        return self._r2e("run", "--no-send")

    def start(self) -> list[str]:
        """Its help."""
        return self._r2e("--help")

    def posts(self) -> int:
        """Those it will not send again."""
        return sum(len(one["seen"]) for one in json.loads((self.folder / "r2e.json").read_text())["feeds"])


class Reader(Program):
    """reader, a library with a command line. Its time-out has no option, so that a plug-in sets it."""

    name = "reader"

    def _python(self) -> str:
        return os.environ.get("BENCH_READER", "")

    def installed(self) -> bool:
        """Where BENCH_READER names the Python that has it."""
        return bool(self._python())

    def set_up(self, urls: Sequence[str]) -> None:
        """Its database, by its own interface."""
        super().set_up(urls)
        self.environment = {"PYTHONPATH": str(self.folder)}
        (self.folder / "bench_plugin.py").write_text(PLUGIN)
        adds = (
            "import sys, reader; r = reader.make_reader('r.db'); [r.add_feed(u) for u in open('urls').read().split()]"
        )
        os.spawnv(os.P_WAIT, "/bin/sh", ["sh", "-c", f'cd "{self.folder}" && "{self._python()}" -c "{adds}"'])  # noqa: S606

    def _reader(self, *words: str) -> list[str]:
        plugin = ["--plugin", "bench_plugin:init"]
        return [self._python(), "-m", "reader", "--db", str(self.folder / "r.db"), *plugin, *words]

    def fetch(self) -> list[str]:
        """All feeds, whether they are due or not."""
        return self._reader("update", "--no-scheduled", "--workers", str(THREADS))

    def start(self) -> list[str]:
        """Its help."""
        return [self._python(), "-m", "reader", "--help"]

    def posts(self) -> int:
        """By its database."""
        return _count(self.folder / "r.db", "select count(*) from entries")

    def list_newest(self, count: int) -> list[str]:
        """A program that prints the newest posts by its interface."""
        shows = f"[print(e.published, e.title, e.link) for e in r.get_entries(limit={count})]"
        return [self._python(), "-c", f"import reader; r = reader.make_reader({str(self.folder / 'r.db')!r}); {shows}"]


PLUGIN = f"""
def init(reader):
    def limit(parser):
        import os
        from reader._parser.http import TimeoutHTTPAdapter
        session = parser.get_retriever("http://").session
        for scheme in ("http://", "https://"):
            session.mount(scheme, TimeoutHTTPAdapter({TIMEOUT}))
        session.verify = os.environ.get("SSL_CERT_FILE", True)
    reader._parser.lazy_init_funcs.insert(0, limit)
"""


class Limit(Program):
    """Nothing but the download, by libcurl: what no program can beat."""

    name = "download alone"

    def fetch(self) -> list[str]:
        """A program beside this one."""
        return [sys.executable, "-m", "tools.bench.download", str(self.folder), str(TIMEOUT)]


PEERS: tuple[type[Program], ...] = (Newsboat, Reader, Rss2email)
