"""What `keep` in feeds.toml asks for: some time after the course nothing of it is stored any more."""

import sys

from aggregator.cli.call import Call
from aggregator.core.errors import StoreError
from aggregator.core.language import _


def is_over(call: Call, *, dry_run: bool = False) -> bool:
    """Whether the time is over for which anything is kept; then all of it is deleted, and that is said once.

    Also the copies that agg has made beside the database. Locked while a fetch is running.
    """
    last = call.course.kept_until()
    if last is None or call.now.astimezone(call.course.timezone).date() <= last:
        return False
    deleted = not dry_run and call.db_path.exists() and _delete(call)
    if deleted:
        said = _("The course ended on {ends}: all that was stored of it is deleted, as keep in feeds.toml says.")
        call.say(said.format(ends=call.course.ends))
    else:
        said = _("The course ended on {ends}: no blog is asked, and nothing is kept (keep in feeds.toml).")
        call.say(said.format(ends=call.course.ends), level=0 if sys.stderr.isatty() else 1)
    return True


def _delete(call: Call) -> bool:
    from aggregator.store import lock, open_store

    with lock(call.db_path), open_store(call.db_path) as store:
        deleted = store.forget_everybody()
    real = call.db_path.resolve()
    for copy in real.parent.glob(f"{real.name}.before-*"):
        try:
            copy.unlink()
        except OSError as error:
            raise StoreError(
                _("{path}: cannot be deleted ({reason}).").format(path=copy, reason=error.strerror)
            ) from error
        deleted = True
    return deleted
