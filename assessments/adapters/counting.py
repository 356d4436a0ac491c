"""Where attempts are counted: in the database, so that a restart or another process changes nothing."""

from datetime import datetime
from typing import Any

from django.core.cache.backends.db import DatabaseCache
from django.db import connections


class CounterCache(DatabaseCache):
    """Django's, except that a full table loses what has expired and nothing else.

    Django's own makes room by dropping a part of what still counts: whoever tries many names would free the first.
    """

    _table: str

    def _cull(self, db: str, cursor: Any, now: datetime, num: int) -> None:
        connection = connections[db]
        table, expires = connection.ops.quote_name(self._table), connection.ops.quote_name("expires")
        moment = connection.ops.adapt_datetimefield_value(now)
        cursor.execute(f"DELETE FROM {table} WHERE {expires} < %s", [moment])  # noqa: S608 -- names of our own table
