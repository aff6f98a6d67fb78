"""The database: tables, migrations, rows ↔ dataclasses. The only place that knows SQLite. Decides nothing.

`open_store` gives a `Store`; `lock` keeps a second fetch out. `backup.backup` copies the file.
"""

from aggregator.store.files import MEMORY, lock, open_store
from aggregator.store.reading import Reading
from aggregator.store.tables import Store, Validators

__all__ = ["MEMORY", "Reading", "Store", "Validators", "lock", "open_store"]
