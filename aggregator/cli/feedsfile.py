"""Changes feeds.toml at somebody's command: the file is there whole, as it was or as it is meant."""

from collections.abc import Callable

from aggregator.cli.call import Call
from aggregator.cli.output import put

_MARK = "\ufeff"


def change(call: Call, edit: Callable[[str], str]) -> None:
    """Puts the text of feeds.toml through `edit`. A byte order mark and the ends of lines stay as they are.

    ConfigError when what came of it is no course; then, and on any other error, the file is as it was.
    """
    from aggregator.comments import NAMES
    from aggregator.config import load_text, read_course

    path = call.config_path
    text = edit(load_text(path))
    read_course(text, str(path), NAMES, nobody_yet=True)
    marked = path.read_bytes().startswith(_MARK.encode())
    put(_MARK * marked + text, path)
