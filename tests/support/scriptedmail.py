"""A mail server on loopback that gives each command the answer it was told, also those that no sane server gives."""

import socket
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from threading import Thread
from typing import BinaryIO

USUAL = {
    "greeting": "220 ready",
    "EHLO": "250 mail.example",
    "HELO": "250 mail.example",
    "MAIL": "250 OK",
    "RCPT": "250 OK",
    "DATA": "354 go on",
    "the mail": "250 taken",
    "QUIT": "221 bye",
}
HANGS_UP = ""


@contextmanager
def scripted(answers: Mapping[str, str]) -> Iterator[int]:
    """The port of a server that answers so, else as usual. It serves one connection."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(10)
        serving = Thread(target=_serve, args=(listening, {**USUAL, **answers}))
        serving.start()
        yield listening.getsockname()[1]
        serving.join(10)


def _serve(listening: socket.socket, answers: Mapping[str, str]) -> None:
    with suppress(OSError):
        connection, _address = listening.accept()
        connection.settimeout(10)
        with connection, connection.makefile("rb") as lines:
            _talk(connection, lines, answers)


def _talk(connection: socket.socket, lines: BinaryIO, answers: Mapping[str, str]) -> None:
    command = "greeting"
    while answer := answers.get(command, "502 unknown"):
        connection.sendall(answer.encode() + b"\r\n")
        if command == "DATA" and answer.startswith("354"):
            while lines.readline() not in (b".\r\n", b""):
                pass
            command = "the mail"
        else:
            command = lines.readline().partition(b" ")[0].strip().decode("ascii").upper()
        if not command:
            return
