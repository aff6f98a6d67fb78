"""Reads what an answer holds as a reader would, but here: for tests in which nothing needs a process of its own."""

from aggregator.core.http import Answer, Request
from aggregator.core.record import replace
from aggregator.reading import to_read
from aggregator.reading.body import read_body


def as_read(answer: Answer, request: Request) -> Answer:
    """The answer as who has asked gets it: with what stands in it, where the request says as what it is to be read."""
    answer = replace(answer, request=request)
    if not to_read(answer) or request.reads is None:
        return answer
    found = read_body(request.reads, answer.body, answer.headers.get("content-type"), answer.url)
    return replace(answer, body=b"", body_hash="read", found=found)
