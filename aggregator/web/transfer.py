"""One request from the first exchange to the answer, with the redirects on the way."""

import re
from urllib.parse import quote

import pycurl

from aggregator.core.addresses import allowed
from aggregator.core.http import Answer, Request, left_alone
from aggregator.core.language import _
from aggregator.core.record import replace
from aggregator.web import problems
from aggregator.web.hop import ACCEPT, Hop, Settings
from aggregator.web.target import VISIBLE, Target, read_target
from aggregator.web.turns import Lane

_REDIRECTS = {301, 302, 303, 307, 308}
_PERMANENT = {301, 308}
# These repeat the request as it was (RFC 9110 §15.4); the others may make a GET of a POST, which asks something else.
_REPEATING = {307, 308}
# Without `Expect:` libcurl would wait for a go-ahead before it sends a long text.
_ABOUT_JSON = ("Accept: application/json, */*;q=0.1", "Content-Type: application/json", "Expect:")
# Latin-1 without controls: what goes back byte for byte. Nobody's validator needs to be longer.
_VALIDATOR = re.compile("[ -~\xa0-\xff]{1,8192}")


PATIENCE = 0.35
"""In which part of the time for a whole request somebody has to begin who has never answered before."""


class Transfer:
    """A request under way. `target` is the address to ask next."""

    def __init__(self, request: Request, target: Target, settings: Settings) -> None:
        self.target = target
        self._first = target
        self._request = request
        self._settings = settings
        self._limit = settings.limits.body if request.reads else settings.limits.short
        self._hop = Hop(settings, guarded=True, limit=self._limit)
        self._seconds_left = settings.timeout
        self._requests = self._redirects = 0
        self._permanent = True

    @property
    def _seconds(self) -> float:
        return self._settings.timeout - self._seconds_left

    @property
    def is_postponed(self) -> bool:
        """Whether it was broken off until there is room for it."""
        return self._hop.postponed

    @property
    def patience(self) -> float | None:
        """How many seconds the server may take to begin; `None`: as long as the whole may take."""
        return PATIENCE * self._settings.timeout if self._request.untried else None

    @property
    def is_silent(self) -> bool:
        """Whether nothing has come from any server yet."""
        return not self._requests and self._hop.is_silent

    def give_up(self, easy: pycurl.Curl) -> Answer:
        """The answer of a server that did not begin in time."""
        self._requests += easy.getinfo(pycurl.REQUEST_SIZE) > 0
        self._seconds_left -= easy.getinfo(pycurl.TOTAL_TIME)
        self._hop.end(kept=False)
        return self.fail(_("no answer within {seconds:g} s").format(seconds=self.patience))

    @property
    def lane(self) -> Lane:
        """Where it has to queue for its target."""
        place = self.target.place
        service = self._settings.services(place)
        return Lane(service, shared=True) if service else Lane(place)

    def prepare(self, easy: pycurl.Curl) -> Answer | None:
        """Makes `easy` ready to ask the target, or answers that it may not be asked."""
        proxy = self._proxy()
        ip = self.target.ip
        if proxy and ip and not allowed(ip, self._settings.networks):
            return self.fail(problems.blocked(ip))
        login = self._first.login if self._first.origin == self.target.origin else None
        self._hop = Hop(self._settings, guarded=not proxy, limit=self._limit)
        self._hop.set_up(easy, self.target, self._seconds_left, self._headers())
        if self._request.json is not None:
            easy.setopt(pycurl.POSTFIELDS, self._request.json.encode())
        if login:
            easy.setopt(pycurl.USERNAME, login[0].encode())
            easy.setopt(pycurl.PASSWORD, login[1].encode())
        # Both are said outright, so that libcurl decides nothing by itself.
        easy.setopt(pycurl.PROXY, proxy)
        easy.setopt(pycurl.NOPROXY, "")
        return None

    def finish(self, easy: pycurl.Curl, code: int) -> Answer | None:
        """The answer after an exchange that ended with `code`; `None` when there is a target still to be asked."""
        answer = None
        try:
            answer = self._outcome(easy, code)
        finally:
            self._hop.end(kept=answer is not None and answer.status != 0)
        return answer

    def _outcome(self, easy: pycurl.Curl, code: int) -> Answer | None:
        self._requests += easy.getinfo(pycurl.REQUEST_SIZE) > 0
        if self._hop.postponed:  # for want of room, which is not its own fault: it gets all its time again
            return None
        self._seconds_left -= easy.getinfo(pycurl.TOTAL_TIME)
        if code == pycurl.E_OPERATION_TIMEDOUT:
            return self.fail(self._too_slow())
        if problem := self._hop.why(easy, code, self.target):
            return self.fail(problem)
        status = easy.getinfo(pycurl.RESPONSE_CODE)
        if status in _REDIRECTS and self._hop.location and self._may_follow(status, self._hop.location):
            return self._follow(status, self._hop.location)
        moved = self._redirects and self._permanent and not self._first.login
        return Answer(
            self._request,
            self.target.shown,
            status,
            self._hop.headers(),
            bytes(self._hop.body),
            self.target.shown if moved else None,
            requests=self._requests,
            seconds=self._seconds,
        )

    def fail(self, problem: str) -> Answer:
        """The answer when there is none."""
        shown, seconds = self.target.shown, self._seconds
        return Answer(self._request, shown, problem=problem, requests=self._requests, seconds=seconds)

    def refuse(self, retry_after: str | None = None) -> Answer:
        """The answer when the target may not be asked any more: a 429, as it would have given."""
        return replace(left_alone(self._request, self.target.shown, retry_after), requests=self._requests)

    def _may_follow(self, status: int, location: bytes) -> bool:
        """A POST goes nowhere but to the origin that it was meant for, and only as the POST that it is."""
        if self._request.json is None:
            return True
        there = self._read(location)
        return status in _REPEATING and there is not None and there.origin == self._first.origin

    def _read(self, location: bytes) -> Target | None:
        return read_target(quote(location, safe=VISIBLE), self.target.shown)

    def _follow(self, status: int, location: bytes) -> Answer | None:
        self._redirects += 1
        self._permanent = self._permanent and status in _PERMANENT
        here, there = self.target, self._read(location)
        if there is None:
            return self.fail(_("redirects to an address that cannot be asked"))
        if here.scheme == "https" and there.scheme == "http":
            return self.fail(_("redirects from https to http, which is not safe"))
        limit = self._settings.limits.redirects
        if self._redirects > limit:
            return self.fail(_("more than {limit} redirects").format(limit=limit))
        self.target = there
        return None

    def _headers(self) -> list[str]:
        """What is said besides who asks. Validators are about the first address, and nobody else's business."""
        if self._request.json is not None:
            return list(_ABOUT_JSON)
        if self._redirects:
            return [ACCEPT]
        given = (("If-None-Match", self._request.etag), ("If-Modified-Since", self._request.modified))
        return [ACCEPT, *(f"{name}: {value}" for name, value in given if value and _VALIDATOR.fullmatch(value))]

    def _proxy(self) -> str:
        """The proxy to ask through, or an empty text. It is a proxy that then looks names up and connects."""
        proxies = self._settings.proxies
        proxy = proxies.get(self.target.scheme) or proxies.get("all") or ""
        if not proxy:
            return ""
        from urllib.request import proxy_bypass

        return "" if proxy_bypass(self.target.place) else proxy

    def _too_slow(self) -> str:
        """With time left it was the limit for connecting that ran out; milliseconds are lost in rounding."""
        if self._seconds_left > 0.1:
            return _("no connection within {seconds:g} s").format(seconds=self._settings.limits.connect)
        return _("no answer within {seconds:g} s").format(seconds=self._settings.timeout)
