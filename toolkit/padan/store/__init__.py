"""The corpus database: articles, caches, rows, findings, in one SQLite file by default."""

from padan.store.run import RunResult, run
from padan.store.store import Counts, Store

__all__ = ["Counts", "RunResult", "Store", "run"]
