"""Downloads feeds by libcurl and keeps what to ask for news with; reads and stores nothing else."""

import io
import json
import os
import sys
from pathlib import Path

import pycurl

_AT_ONCE = 256


def download(folder: Path, timeout: int) -> None:
    """Asks all the addresses in the file `urls`."""
    path = folder / "validators.json"
    known: dict[str, dict[str, str]] = json.loads(path.read_text()) if path.exists() else {}
    waiting = (folder / "urls").read_text().split()
    multi = pycurl.CurlMulti()
    under_way: dict[pycurl.Curl, str] = {}
    while waiting or under_way:
        while waiting and len(under_way) < _AT_ONCE:
            easy = _ask(waiting[-1], known.setdefault(waiting[-1], {}), timeout)
            under_way[easy] = waiting.pop()
            multi.add_handle(easy)
        multi.perform()
        _more, good, bad = multi.info_read()
        for easy in [*good, *(one[0] for one in bad)]:
            del under_way[easy]
            multi.remove_handle(easy)
        if under_way and not good and not bad:
            multi.select(0.1)
    path.write_text(json.dumps(known))


def _ask(url: str, known: dict[str, str], timeout: int) -> pycurl.Curl:
    def keep(line: bytes) -> None:
        name, _colon, value = line.decode("latin-1").partition(":")
        if name.lower() in ("etag", "last-modified"):
            known["If-None-Match" if name.lower() == "etag" else "If-Modified-Since"] = value.strip()

    easy = pycurl.Curl()
    easy.setopt(pycurl.URL, url)
    easy.setopt(pycurl.TIMEOUT, timeout)
    easy.setopt(pycurl.NOSIGNAL, 1)
    if "SSL_CERT_FILE" in os.environ:
        easy.setopt(pycurl.CAINFO, os.environ["SSL_CERT_FILE"])
    easy.setopt(pycurl.ACCEPT_ENCODING, "gzip")
    easy.setopt(pycurl.HTTPHEADER, [f"{name}: {value}" for name, value in known.items()])
    easy.setopt(pycurl.HEADERFUNCTION, keep)
    easy.setopt(pycurl.WRITEDATA, io.BytesIO())
    return easy


if __name__ == "__main__":
    download(Path(sys.argv[1]), int(sys.argv[2]))
