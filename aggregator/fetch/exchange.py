"""The web with what its answers hold read: requests in, answers out, in whatever order they are ready."""

from collections.abc import Iterator

from aggregator.core.http import Answer, Request, left_alone
from aggregator.reading import Readers, to_read
from aggregator.web import Web


class Exchange:
    """Asks the web, and hands bodies to the readers where a request says as what they are read."""

    def __init__(self, web: Web, readers: Readers) -> None:
        self._web = web
        self._readers = readers

    def ask(self, request: Request) -> None:
        """Queues a request; its answer comes from `answers`."""
        self._web.ask(request)

    def answers(self) -> Iterator[Answer]:
        """Yields answers as they are ready, until nothing asked is outstanding. More may be asked meanwhile.

        When the time for asking is up, nothing more is read, either: such an answer is as good as none.
        """
        for answer in self._web.answers():
            if not to_read(answer):
                if answer.body_hash:
                    self._readers.done()
                yield answer
            elif self._web.is_over:
                yield left_alone(answer.request, answer.url)
            else:
                self._readers.read(answer, self._web.promise(answer))
