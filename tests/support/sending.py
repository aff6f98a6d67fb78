"""A stored course whose digest is sent through a mail server."""

from tests.support.command import Agg
from tests.support.storedcourse import StoredCourse

MAIL = """
[mail]
from = "Kåre fra kurset <course@school.example>"
to = ["all@lists.school.example"]
bcc = ["kari@kari.example"]
reply_to = "teacher@school.example"
server = "{host}"
port = {port}
security = "{security}"
"""


class Sending:
    """A stored course whose mail goes to a server."""

    def __init__(self, stored: StoredCourse, agg: Agg) -> None:
        self.stored, self._agg = stored, agg

    def mail(self, port: int, security: str = "none", host: str = "127.0.0.1", more: str = "") -> None:
        path = self.stored.folder / "feeds.toml"
        text = path.read_text("utf-8").partition("\n[mail]")[0]
        path.write_text(text + MAIL.format(port=port, security=security, host=host) + more, "utf-8")

    def send(self, *words: str) -> tuple[int, str, str]:
        said = self._agg("digest", "--week", "this", "--send", *words)
        return said.code, said.out, said.err
