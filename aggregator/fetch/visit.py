"""A visit to one blog: its feed, then its older posts if they are wanted, then the answers to its posts."""

import time
from collections.abc import Sequence
from typing import TypeVar

from aggregator.comments.answers import batches
from aggregator.core.http import Answer, Conversation, Request, left_alone
from aggregator.core.links import host_of, same_origin, same_site
from aggregator.core.model import Poll
from aggregator.core.record import replace
from aggregator.core.services import service
from aggregator.fetch import comments, history
from aggregator.fetch.feed import Silent, first_request, next_step
from aggregator.fetch.turn import Circumstances, Turn

LONGEST_VISIT = 120.0
"""Seconds that the answers of one blog may take in all. A sound one needs a few; one that drips, as many as it gets."""

MOST_SILENCE = 3
"""How many answers of one blog may not come at all before it is asked nothing more."""

MOST_COMPUTING = 20.0
"""Seconds of computing that one blog may take, in the readers and here, before it is asked nothing more."""

MOST_ELSEWHERE = 50
"""Requests for one blog to hosts that are neither its own nor a known service's: it may name anybody's."""

_AT_ONCE = 4
_T = TypeVar("_T")
_GOOD = ("ok", "unchanged")


def visit(around: Circumstances, turn: Turn) -> Conversation[Poll | Silent]:
    """Asks the blog for all that this fetch wants of it, and saves what comes; the feed first, by itself."""
    request = first_request(around.store, turn)
    while True:
        [answer] = yield [request]
        turn.requests += answer.requests
        turn.seconds += answer.seconds
        turn.computing += answer.computing
        turn.reached = turn.reached or answer.status != 0
        step = next_step(around, turn, answer)
        if not isinstance(step, Request):
            break
        request = step
    if isinstance(step, Silent) or step.status not in _GOOD:
        return step
    older = (yield from counted(turn, history.older(around, turn))) if around.history else 0
    answers = yield from counted(turn, comments.inquire(around, turn))
    return replace(step, new=step.new + older, comments=answers, requests=turn.requests)


def counted(turn: Turn, conversation: Conversation[_T]) -> Conversation[_T]:
    """The same conversation with its requests counted, in so much time, with the blog's login where it may go."""
    try:
        start = time.thread_time()
        requests = next(conversation)
        while True:
            turn.computing += time.thread_time() - start
            answers: list[Answer] = []
            for some in batches(requests, _AT_ONCE):
                answers += yield from _some(turn, some)
            start = time.thread_time()
            requests = conversation.send(answers)
    except StopIteration as end:
        result: _T = end.value
        return result


def _some(turn: Turn, requests: Sequence[Request]) -> Conversation[Sequence[Answer]]:
    if turn.seconds > LONGEST_VISIT or turn.silence >= MOST_SILENCE or turn.computing > MOST_COMPUTING:
        return [left_alone(request) for request in requests]
    asked = [request for request in requests if _may_ask(turn, request)]
    answers = (yield [_with_login(turn, request) for request in asked]) if asked else []
    turn.requests += sum(answer.requests for answer in answers)
    turn.seconds += sum(answer.seconds for answer in answers)
    turn.computing += sum(answer.computing for answer in answers)
    turn.silence += sum(not answer.status for answer in answers)
    came = dict(zip(map(id, asked), answers, strict=True))
    return [came.get(id(request)) or left_alone(request) for request in requests]


def _may_ask(turn: Turn, request: Request) -> bool:
    """Whether it goes to the blog's own host or a known service, or is one of the few that may go elsewhere."""
    own = [turn.participant.address, turn.blog.feed or "", turn.blog.moved_to or ""]
    if service(host_of(request.url)) or any(same_site(request.url, address) for address in own if address):
        return True
    turn.elsewhere += 1
    return turn.elsewhere <= MOST_ELSEWHERE


def _with_login(turn: Turn, request: Request) -> Request:
    login = turn.participant.login
    if not login or not same_origin(request.url, turn.participant.address):
        return request
    return replace(request, login=login)
