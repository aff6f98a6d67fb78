"""`python -m aggregator` is `agg`. Imports nothing at first: the processes that read bodies load this file, too."""

import gc
import sys
from typing import NoReturn


def main() -> NoReturn:
    """Runs the command."""
    if sys.argv[1:] == ["--version"]:
        _tell_version()
    gc.disable()  # nothing that is loaded now becomes garbage
    from aggregator.cli import main as run

    gc.freeze()
    gc.enable()
    run()


def _tell_version() -> None:
    """For programs that look which agg there is; leaves to the rest of agg what is to be done if nobody can read it."""
    from contextlib import suppress

    from aggregator import __version__

    with suppress(OSError):
        print(f"agg {__version__}", flush=True)  # noqa: T201
        sys.exit()


if __name__ == "__main__":
    main()
