"""A BlogServer that takes texts as well: what is posted to a path is answered by the page that stands there."""

from tests.support import blogserver
from tests.support.blogserver import BlogServer


class PostServer(BlogServer):
    """`posted` holds the path and body of every POST, in the order they came; they are in the `log` too."""

    def __init__(self) -> None:
        super().__init__()
        self.posted: list[tuple[str, bytes]] = []
        self._server.RequestHandlerClass = _Handler


class _Handler(blogserver._Handler):
    def do_POST(self) -> None:  # noqa: N802 (http.server's name)
        body = self.rfile.read(int(self.headers["content-length"]))
        assert isinstance(self.server.blogs, PostServer)
        self.server.blogs.posted.append((self.path, body))
        self.do_GET()
