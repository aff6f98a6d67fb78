"""Secure connections, and why a certificate is refused."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from aggregator.core.http import Request
from aggregator.web import Web, problems
from tests.support.asking import ask
from tests.support.blogserver import BlogServer


def certificate(folder: Path, name: str) -> Path:
    file = folder / "certificate.pem"
    command = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=test"
    try:
        made = subprocess.run(
            [*command.split(), "-addext", f"subjectAltName={name}", "-keyout", "-", "-out", "-"],
            check=True,
            capture_output=True,
        )
    except FileNotFoundError:
        pytest.skip("no openssl command here")
    file.write_bytes(made.stdout)
    return file


@pytest.fixture
def trusted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[BlogServer]:
    file = certificate(tmp_path, "IP:127.0.0.1")
    monkeypatch.setenv("SSL_CERT_FILE", str(file))
    with BlogServer(certificate=file) as server:
        yield server


def test_https_with_a_trusted_certificate(trusted: BlogServer) -> None:
    trusted.put("/", b"x")
    assert ask(trusted.url("/")).body == b"x"


def test_a_redirect_may_lead_to_https_but_not_back(trusted: BlogServer, server: BlogServer) -> None:
    trusted.put("/ok", b"x")
    trusted.put("/back", b"", status=301, headers={"Location": server.url("/")})
    server.put("/ok", b"", status=301, headers={"Location": trusted.url("/ok")})
    assert ask(server.url("/ok")).permanent == trusted.url("/ok")
    answer = ask(trusted.url("/back"))
    assert (answer.problem, answer.requests) == ("redirects from https to http, which is not safe", 1)


def test_a_certificate_for_another_name_is_a_problem(trusted: BlogServer) -> None:
    answer = ask(trusted.url("/", host="localhost"))
    assert answer.problem == "the certificate is not valid: it is not for localhost"


def test_a_certificate_that_nobody_signed_is_a_problem(trusted: BlogServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")
    answer = ask(trusted.url("/"))
    assert answer.problem == "the certificate is not valid: it is signed by nobody but itself"
    assert trusted.log == []


@pytest.mark.parametrize(
    ("result", "why"),
    [
        (10, "it has expired"),
        (9, "it is not valid yet"),
        (20, "it is signed by somebody unknown"),
        (23, "it could not be checked"),
    ],
)
def test_other_reasons_why_a_certificate_is_refused(result: int, why: str) -> None:
    assert problems.bad_certificate(result, "kari.example") == f"the certificate is not valid: {why}"


def test_a_missing_certificate_file_is_named(
    trusted: BlogServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "nothing.pem"))
    assert ask(trusted.url("/")).problem == "the trusted certificates cannot be read; look at SSL_CERT_FILE"


def test_https_where_http_is_spoken(server: BlogServer, web: Web) -> None:
    answer = web.get(Request(server.url("/").replace("http:", "https:")))
    assert answer.problem == "no secure connection could be made"
