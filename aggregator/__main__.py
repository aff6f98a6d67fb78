"""`python -m aggregator` is `agg`. Imports nothing at first: the processes that read bodies load this file, too."""

from typing import NoReturn


def main() -> NoReturn:
    """Runs the command."""
    from aggregator.cli import main as run

    run()


if __name__ == "__main__":
    main()
