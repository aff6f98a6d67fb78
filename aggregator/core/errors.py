"""Errors a person can act on: where, what, and what to do.

AggError            exit 70 unless a subclass says otherwise
├── UsageError      2   the command line asks for something that is not there
├── ConfigError     78  feeds.toml cannot be used
├── StoreError      78  the database cannot be used
│   └── StoreFull   75  it can be used again once there is room
├── Locked          75  another fetch is running
└── MailError       75  the mail was not sent, or nobody knows whether it was
"""

from collections.abc import Sequence


class AggError(Exception):
    """Something a person has to be told, in words that need no traceback; `exit_code` is the command's."""

    exit_code = 70


class UsageError(AggError):
    """The command line names a week, person or post that cannot be used."""

    exit_code = 2


class ConfigError(AggError):
    """`feeds.toml` cannot be used; `problems` has one line for each thing to mend."""

    exit_code = 78

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = tuple(problems)


class StoreError(AggError):
    """The database is damaged, somebody else's, from a newer agg, or may not be written."""

    exit_code = 78


class StoreFull(StoreError):
    """The disk is full or a size limit is reached: nothing is lost, and the next run can go on."""

    exit_code = 75


class MailError(AggError):
    """A mail was not sent. `unsure`: it may have been, for the server was silent after it had been handed over."""

    exit_code = 75

    def __init__(self, why: str, *, unsure: bool = False) -> None:
        super().__init__(why)
        self.unsure = unsure


class Locked(AggError):
    """Another fetch holds the lock; cron need not hear of it."""

    exit_code = 75
