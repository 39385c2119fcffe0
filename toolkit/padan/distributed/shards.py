"""Compared stories as Parquet files in a folder that all machines see, each with a mark once whole.

| file | holds |
|---|---|
| NAME.stories.parquet | a line per story: what it is about, in columns, and all of it as JSON |
| NAME.memory.parquet | what engines made on the way: translations and beads, by key |
| NAME.json | the mark: which stories, checksums; written last, so what lacks it does not count |

NAME is a hash of the keys of its stories: the same work has the same name whoever does it.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from pydantic import TypeAdapter

from padan.errors import InputError
from padan.model import Bead, ComparedStory, Translation
from padan.store import Store
from padan.store.caches import TableCache

_STORIES: Final = ".stories.parquet"
_MEMORY: Final = ".memory.parquet"
_MARK: Final = ".json"
_KINDS: Final[Mapping[str, Any]] = {"translations": Translation, "beads": list[Bead]}


@dataclass(frozen=True, slots=True)
class Shard:
    """Some compared stories by key, and what was made on the way."""

    stories: Mapping[str, ComparedStory]
    memory: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """`translations` and `beads`, by key."""


class Shards:
    """The shards of a folder. Raises InputError where one of them is not what its mark says."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def write(self, shard: Shard) -> Path:
        """Keep a shard; gives its mark. Any number may write at once, also the same one."""
        name = sha256("\n".join(sorted(shard.stories)).encode()).hexdigest()[:24]
        self.folder.mkdir(parents=True, exist_ok=True)
        sums = {
            _STORIES: self._table(name + _STORIES, _story_columns(shard.stories)),
            _MEMORY: self._table(name + _MEMORY, _memory_columns(shard.memory)),
        }
        told = {"stories": sorted(shard.stories), "sha256": sums}
        path = self.folder / f"{name}{_MARK}"
        with _fresh(path) as made:
            made.write_text(json.dumps(told, indent=1) + "\n", "utf-8")
        return path

    def marks(self) -> list[Path]:
        """The marks of what is finished, by name."""
        return sorted(self.folder.glob(f"*{_MARK}"))

    def finished(self) -> dict[str, Path]:
        """Which stories are finished: key -> mark. What is not whole is passed over."""
        found: dict[str, Path] = {}
        for mark in self.marks():
            try:
                found |= dict.fromkeys(_told(mark)["stories"], mark)
            except InputError:
                continue
        return found

    def _table(self, name: str, columns: Mapping[str, Sequence[object]]) -> str:
        """Write a table; gives its checksum."""
        import pyarrow as pa
        import pyarrow.parquet as pq

        with _fresh(self.folder / name) as made:
            pq.write_table(pa.table(dict(columns), schema=_schema(name)), made, compression="zstd")
            return sha256(made.read_bytes()).hexdigest()


def read_shard(mark: Path) -> Shard:
    """The shard that a mark speaks of. Raises InputError where it is not whole."""
    told = _told(mark)
    for ending, known in told["sha256"].items():
        path = _beside(mark, ending)
        try:
            same = sha256(path.read_bytes()).hexdigest() == known
        except OSError as error:
            raise InputError(f"cannot be read ({error.strerror})", where=str(path)) from error
        if not same:
            raise InputError("is not the file its mark speaks of", where=str(path), todo=_TODO)
    memory: dict[str, dict[str, Any]] = {kind: {} for kind in _KINDS}
    for line in _lines(_beside(mark, _MEMORY)):
        if line["kind"] not in memory:
            raise InputError("holds what this padan does not know", where=str(mark))
        memory[line["kind"]][line["key"]] = _value(line["kind"], line["value"], mark)
    stories = _lines(_beside(mark, _STORIES))
    return Shard({line["key"]: _value("story", line["story"], mark) for line in stories}, memory)


_TODO: Final = "delete the mark, and run again"


def _told(mark: Path) -> dict[str, Any]:
    try:
        told = json.loads(mark.read_text("utf-8"))
        stories, sums = told["stories"], told["sha256"]
        good = all(isinstance(key, str) for key in stories) and sums.keys() == {_STORIES, _MEMORY}
    except OSError as error:
        raise InputError(f"cannot be read ({error.strerror})", where=str(mark)) from error
    except (ValueError, RecursionError, KeyError, TypeError, AttributeError) as error:
        raise InputError("is no mark of a shard", where=str(mark), todo=_TODO) from error
    if not good:
        raise InputError("is no mark of a shard", where=str(mark), todo=_TODO)
    return {"stories": stories, "sha256": sums}


def _beside(mark: Path, ending: str) -> Path:
    return mark.with_name(mark.name.removesuffix(_MARK) + ending)


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    schema = _schema(path.name)
    try:
        file = pq.ParquetFile(path)
        # Casting raises where a column is missing or of another type.
        for batch in file.iter_batches(batch_size=64, columns=schema.names):
            yield from pa.Table.from_batches([batch]).cast(schema).to_pylist()
    except (pa.ArrowException, OSError, ValueError) as error:
        what = str(error).partition("\n")[0][:120]
        raise InputError(f"is no shard ({what})", where=str(path), todo=_TODO) from error


def _schema(name: str) -> Any:
    import pyarrow as pa

    if name.endswith(_MEMORY):
        return pa.schema([(name, pa.string()) for name in ("kind", "key", "value")])
    texts = [(name, pa.string()) for name in ("key", "id", "title", "reference")]
    counts = [(name, pa.int32()) for name in ("articles", "rows", "findings")]
    outlets = ("outlets", pa.list_(pa.string()))
    return pa.schema([*texts, outlets, *counts, ("story", pa.large_string())])


def _story_columns(stories: Mapping[str, ComparedStory]) -> dict[str, list[object]]:
    told = [_story_line(key, stories[key]) for key in sorted(stories)]
    return {name: [line[name] for line in told] for name in _schema(_STORIES).names}


def _story_line(key: str, compared: ComparedStory) -> dict[str, object]:
    story = compared.story
    cells = [cell for row in compared.rows for cell in row.cells if cell.comparison]
    return {
        "key": key,
        "id": story.id,
        "title": story.title,
        "reference": story.reference,
        "outlets": [article.outlet for article in story.articles],
        "articles": len(story.articles),
        "rows": len(compared.rows),
        "findings": sum(len(cell.comparison.findings) for cell in cells if cell.comparison),
        "story": _adapter("story").dump_json(compared).decode(),
    }


def _memory_columns(memory: Mapping[str, Mapping[str, Any]]) -> dict[str, list[str]]:
    lines = [(kind, key, made) for kind in sorted(memory) for key, made in memory[kind].items()]
    return {
        "kind": [kind for kind, _, _ in lines],
        "key": [key for _, key, _ in lines],
        "value": [_adapter(kind).dump_json(made).decode() for kind, _, made in lines],
    }


def _value(kind: str, text: str, where: Path) -> Any:
    try:
        return _adapter(kind).validate_json(text)
    except ValueError as error:
        raise InputError(
            f"holds a {kind} of another form",
            where=str(where),
            todo="was it written by this padan?",
        ) from error


@lru_cache
def _adapter(kind: str) -> TypeAdapter[Any]:
    return TypeAdapter(ComparedStory if kind == "story" else _KINDS[kind])


class _fresh:  # noqa: N801
    """A file of another name that takes the place of this one once it is whole."""

    def __init__(self, path: Path) -> None:
        self._path = path
        # Of no other writer, on whatever machine.
        self._made = path.with_name(f".{path.name}.{uuid.uuid4().hex}")

    def __enter__(self) -> Path:
        return self._made

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is None:
            self._made.replace(self._path)
        else:
            self._made.unlink(missing_ok=True)


def import_shards(
    marks: Iterable[Path],
    store: Store,
    *,
    wanted: Callable[[ComparedStory], bool] = lambda compared: True,
    on_skip: Callable[[InputError], None],
) -> int:
    """Bring the wanted stories of shards into a store, with their articles; gives how many came.

    A story that the store has already is left as it is; one of an article that was taken down, or a
    shard that is not whole, is handed to `on_skip`. Raises StoreError where a run is at work.
    """
    count = 0
    with store.running():
        for mark in marks:
            try:
                shard = read_shard(mark)
            except InputError as error:
                on_skip(error)
                continue
            keep_memory(shard, store)
            for key, compared in shard.stories.items():
                if key not in store.stories and wanted(compared):
                    count += _import_story(key, compared, store, on_skip)
    return count


def keep_memory(shard: Shard, store: Store) -> None:
    """Put what engines made into the store's caches; what stands there stays."""
    caches = store.caches()
    for kind, made in shard.memory.items():
        cache: TableCache[Any] = getattr(caches, kind)
        known = cache.find(made)
        cache.update({key: value for key, value in made.items() if key not in known})


def _import_story(
    key: str, compared: ComparedStory, store: Store, on_skip: Callable[[InputError], None]
) -> int:
    articles = compared.story.articles
    store.add_articles(articles)
    there = store.articles_by_id([article.id for article in articles])
    if len(there) < len(articles):
        on_skip(InputError("holds what was taken down", where=f"story {compared.story.id}"))
        return 0
    store.stories[key] = compared
    return 1
