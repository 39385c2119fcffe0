"""Parquet shards of the dataset, written as records come: `CONFIG/SPLIT-00000-of-00002.parquet`."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from operator import itemgetter
from pathlib import Path
from types import TracebackType
from typing import Any, Final

from padan.export.hf_features import FIELDS, features
from padan.export.splits import SPLITS

SHARD_ROWS: Final = 250_000
"""Records in a shard: some tens of MB, below the 500 MB that the hub recommends."""
_GROUP: Final = 4_000
"""Records kept before they are written: a few MB for each open shard."""


class Shards:
    """Writes records of all configurations and splits. Use as a context manager.

    A configuration without a record has no shard: `datasets` refuses to load empty ones.
    """

    def __init__(self, folder: Path, *, shard_rows: int = SHARD_ROWS) -> None:
        self._folder = folder
        self._rows = shard_rows
        self._waiting: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
        self._writers: dict[tuple[str, str], Any] = {}
        self._shards: Counter[tuple[str, str]] = Counter()
        self._in_shard: Counter[tuple[str, str]] = Counter()
        self.counts: Counter[tuple[str, str]] = Counter()
        """(configuration, split) -> records."""

    def __enter__(self) -> Shards:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if kind is None:
            for key in list(self._waiting):
                self._flush(key)
        for writer in self._writers.values():
            writer.close()
        if kind is None:
            self._name_shards()

    def write(self, config: str, split: str, records: Iterable[dict[str, Any]]) -> None:
        """Take records of a configuration for a split."""
        waiting = self._waiting[config, split]
        waiting.extend(records)
        if len(waiting) >= _GROUP:
            self._flush((config, split))

    def _flush(self, key: tuple[str, str]) -> None:
        waiting = self._waiting[key]
        while waiting:
            writer = self._writer(key)
            some = waiting[: self._rows - self._in_shard[key]]
            del waiting[: len(some)]
            writer.write_batch(_batch(key[0], some))
            self._in_shard[key] += len(some)
            self.counts[key] += len(some)
            if self._in_shard[key] >= self._rows:
                self._writers.pop(key).close()
                self._in_shard[key] = 0

    def _writer(self, key: tuple[str, str]) -> Any:
        if key not in self._writers:
            from pyarrow.parquet import ParquetWriter

            path = self._folder / key[0] / f"{key[1]}-{self._shards[key]:05}"
            path.parent.mkdir(parents=True, exist_ok=True)
            self._shards[key] += 1
            schema = features(key[0]).arrow_schema
            self._writers[key] = ParquetWriter(path, schema, compression="zstd")
        return self._writers[key]

    def _name_shards(self) -> None:
        """Only now is it known of how many each is."""
        for (config, split), count in self._shards.items():
            for number in range(count):
                path = self._folder / config / f"{split}-{number:05}"
                path.rename(path.with_name(f"{path.name}-of-{count:05}.parquet"))


def _batch(config: str, records: list[dict[str, Any]]) -> Any:
    import pyarrow as pa

    schema = features(config).arrow_schema
    rows = map(itemgetter(*FIELDS[config]), records)
    columns = [
        pa.array(column, type=field.type)
        for column, field in zip(zip(*rows, strict=True), schema, strict=True)
    ]
    return pa.record_batch(columns, schema=schema)


def read_shards(folder: Path, config: str) -> Iterator[tuple[Path, dict[str, Any]]]:
    """The records of a configuration with the shard each stands in, in the order of the files."""
    from pyarrow.parquet import ParquetFile

    for path in sorted((folder / config).glob("*.parquet")):
        with ParquetFile(path) as shard:
            for batch in shard.iter_batches(batch_size=_GROUP):
                for record in batch.to_pylist():
                    yield path, record


def rewrite_shards(
    folder: Path, config: str, change: Callable[[dict[str, Any]], dict[str, Any] | None]
) -> int:
    """Put each record of a configuration through `change`, None leaving it out; gives how many
    were left out. Shards without a record go."""
    from pyarrow.parquet import ParquetFile, ParquetWriter

    gone = 0
    for path in sorted((folder / config).glob("*.parquet")):
        fresh, kept = path.with_name(f".{path.name}.tmp"), 0
        schema = features(config).arrow_schema
        with ParquetFile(path) as old, ParquetWriter(fresh, schema, compression="zstd") as new:
            for batch in old.iter_batches(batch_size=_GROUP):
                changed = [change(record) for record in batch.to_pylist()]
                left = [record for record in changed if record is not None]
                gone, kept = gone + len(changed) - len(left), kept + len(left)
                if left:
                    new.write_batch(_batch(config, left))
        fresh.replace(path)
        if not kept:
            path.unlink()
    for split in SPLITS:
        _renumber(sorted((folder / config).glob(f"{split}-*.parquet")), split)
    if not any((folder / config).iterdir()):
        (folder / config).rmdir()
    return gone


def _renumber(paths: list[Path], split: str) -> None:
    for number, path in enumerate(paths):
        path.rename(path.with_name(f"{split}-{number:05}-of-{len(paths):05}.parquet"))


def counted(folder: Path) -> Counter[tuple[str, str]]:
    """(configuration, split) -> records, as the shards tell."""
    from pyarrow.parquet import read_metadata

    return Counter(
        {
            (config, split): sum(
                read_metadata(path).num_rows
                for path in (folder / config).glob(f"{split}-*.parquet")
            )
            for config in present(folder)
            for split in present_splits(folder, config)
        }
    )


def present(folder: Path) -> list[str]:
    """The configurations that have shards."""
    return [config for config in FIELDS if any((folder / config).glob("*.parquet"))]


def present_splits(folder: Path, config: str) -> list[str]:
    """The splits that a configuration has shards of."""
    return [s for s in SPLITS if any((folder / config).glob(f"{s}-*.parquet"))]
