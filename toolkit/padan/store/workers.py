"""Compares stories, in this process or in several; who asked for them writes the results.

A worker loads each engine once. It sends what it makes at once: translations one by one, stories as
they are done. Where a worker dies, the stories it had in hand are tried again, each alone; one that
brings a worker down twice more is given up, and the others go on.
"""

from __future__ import annotations

import os
import signal
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, MutableMapping, Sequence
from dataclasses import dataclass, field
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any, TypeVar

import sqlalchemy as sa

from padan.engines.threads import cores
from padan.errors import PadanError
from padan.model import ComparedStory, Story
from padan.pipeline import (
    Caches,
    Engines,
    Progress,
    Settings,
    compare_story,
    put_into_english,
    silent,
)

V = TypeVar("V")

SENTENCES = 128
"""Sentences of stories that are worked on together, so that engines get full batches."""
_TRIES = 2
"""How often a story is tried alone after it was in the hands of a worker that died."""
_WRITTEN = ("vectors", "beads", "translations")
_KEEP, _DONE, _FAILED, _STOP = "keep", "done", "failed", "stop"


@dataclass(frozen=True, slots=True)
class Task:
    """A story to compare, and the key of what will come of it."""

    key: str
    story: Story


@dataclass(frozen=True, slots=True)
class Failed:
    """A story that could not be compared."""

    task: Task
    reason: str


Outcome = tuple[Task, ComparedStory] | Failed


def compare_here(
    tasks: Iterable[Task], engines: Engines, caches: Caches, progress: Progress = silent
) -> Iterator[Outcome]:
    """Compare stories in this process. Raises EngineError where an engine cannot run."""
    for batch in batches(tasks):
        english: Sequence[Any] = put_into_english(
            [task.story for task in batch], engines, caches, progress
        )
        for task, translated in zip(batch, english, strict=True):
            yield _compare(task, engines, caches, progress, translated)


def batches(tasks: Iterable[Task]) -> Iterator[list[Task]]:
    """The tasks, so many at a time as have about `SENTENCES` sentences together."""
    batch: list[Task] = []
    size = 0
    for task in tasks:
        batch.append(task)
        size += sum(len(article.sentences) for article in task.story.articles)
        if size >= SENTENCES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _compare(
    task: Task, engines: Engines, caches: Caches, progress: Progress, english: Any
) -> Outcome:
    try:
        return task, compare_story(task.story, engines, caches, progress, english)
    except PadanError:
        raise
    except Exception as error:
        # One story in a hundred thousand that trips a rule must not stop the others.
        return Failed(task, f"{type(error).__name__}: {error}")


def compare_apart(
    tasks: Iterable[Task], address: sa.URL, settings: Settings, caches: Caches, jobs: int
) -> Iterator[Outcome]:
    """Compare stories in so many processes; what they make is put into `caches` here.

    `address` is the store's, which the workers read. Raises EngineError where an engine cannot run.
    """
    pool = _Pool(address, settings, caches, jobs)
    try:
        yield from pool.run(batches(tasks))
    finally:
        pool.stop()


@dataclass(slots=True)
class _Worker:
    process: BaseProcess
    line: Connection
    hand: list[Task] = field(default_factory=list)
    """What it was given and has not finished."""


class _Pool:
    def __init__(self, address: sa.URL, settings: Settings, caches: Caches, jobs: int) -> None:
        self._start = (address.render_as_string(hide_password=False), settings)
        self._caches = caches
        self._jobs = jobs
        self._workers: list[_Worker] = []
        self._again: deque[Task] = deque()
        self._tries: dict[str, int] = {}

    def run(self, work: Iterator[list[Task]]) -> Iterator[Outcome]:
        while True:
            more = self._give(work)
            if not more and not any(worker.hand for worker in self._workers):
                return
            lines = {worker.line: worker for worker in self._workers}
            for line in wait(list(lines)):
                yield from self._hear(lines[line])  # type: ignore[index]

    def stop(self) -> None:
        """End all workers."""
        for worker in self._workers:
            worker.line.close()
            worker.process.terminate()
        for worker in self._workers:
            worker.process.join()
        self._workers = []

    def _give(self, work: Iterator[list[Task]]) -> bool:
        """Give idle workers something to do; whether there was anything."""
        given = False
        while True:
            idle = next((worker for worker in self._workers if not worker.hand), None)
            if idle is None and len(self._workers) >= self._jobs:
                return given
            batch = [self._again.popleft()] if self._again else next(work, [])
            if not batch:
                return given
            if idle is None:
                idle = self._begin()
            idle.hand = list(batch)
            given = True
            try:
                idle.line.send(batch)
            except OSError:
                continue  # it died: heard of when its line is read

    def _begin(self) -> _Worker:
        context = get_context("spawn")
        here, there = context.Pipe()
        process = context.Process(target=_work, args=(there, *self._start), daemon=True)
        with _share_of_cores(self._jobs):
            process.start()
        there.close()
        worker = _Worker(process, here)
        self._workers.append(worker)
        return worker

    def _hear(self, worker: _Worker) -> Iterator[Outcome]:
        try:
            what, told = worker.line.recv()
        except (EOFError, OSError):
            yield from self._bury(worker)
            return
        if what == _KEEP:
            name, values = told
            getattr(self._caches, name).update(values)
        elif what == _STOP:
            raise told
        else:
            key, result = told
            task = next(task for task in worker.hand if task.key == key)
            worker.hand.remove(task)
            yield Failed(task, result) if what == _FAILED else (task, result)

    def _bury(self, worker: _Worker) -> Iterator[Failed]:
        """A worker died: what it had in hand is tried again alone, if it was not too often."""
        worker.process.join()
        worker.line.close()
        self._workers.remove(worker)
        for task in worker.hand:
            tries = self._tries[task.key] = self._tries.get(task.key, -1) + 1
            if tries < _TRIES:
                self._again.append(task)
            else:
                yield Failed(task, _death(worker.process.exitcode))


def _death(code: int | None) -> str:
    if code is not None and code < 0:
        name = signal.Signals(-code).name
        hint = ", perhaps for want of memory" if name == "SIGKILL" else ""
        return f"the worker was ended by {name}{hint}"
    return f"the worker ended with exit code {code}"


class _share_of_cores:  # noqa: N801
    """While this lasts, a process that starts takes its share of the cores."""

    def __init__(self, jobs: int) -> None:
        self._share = str(max(1, cores() // jobs))
        self._before: str | None = None

    def __enter__(self) -> None:
        self._before = os.environ.get("OMP_NUM_THREADS")
        os.environ["OMP_NUM_THREADS"] = self._share

    def __exit__(self, *_: object) -> None:
        if self._before is None:
            del os.environ["OMP_NUM_THREADS"]
        else:
            os.environ["OMP_NUM_THREADS"] = self._before


# --- in the worker -------------------------------------------------------------------------------


class _Sent(MutableMapping[str, V]):
    """A mapping of the store's that is read here and written by whoever gave the work."""

    def __init__(self, name: str, kept: Mapping[str, V], line: Connection) -> None:
        self._name = name
        self._kept = kept
        self._line = line
        self._new: dict[str, V] = {}

    def __getitem__(self, key: str) -> V:
        return self._new[key] if key in self._new else self._kept[key]

    def find(self, keys: Iterable[str]) -> dict[str, V]:
        """Those of the keys that are known, with their values."""
        wanted = list(keys)
        own = {key: self._new[key] for key in wanted if key in self._new}
        return own | self._kept.find(  # type: ignore[attr-defined,no-any-return]
            [key for key in wanted if key not in own]
        )

    def __setitem__(self, key: str, value: V) -> None:
        self.update({key: value})

    def update(self, other: Any = (), /, **more: V) -> None:
        """Send many values at once."""
        values = dict(other, **more)
        if values:
            self._new.update(values)
            self._line.send((_KEEP, (self._name, values)))

    def forget(self) -> None:
        """What was sent is in the store by now, or will be."""
        self._new.clear()

    def __delitem__(self, key: str) -> None:
        raise TypeError("a worker deletes nothing")

    def __iter__(self) -> Iterator[str]:
        return iter(self._kept)

    def __len__(self) -> int:
        return len(self._kept)


def _work(line: Connection, address: str, settings: Settings) -> None:
    """The life of a worker: batches come in, stories go out; it ends with its line."""
    from padan.store.store import Store

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the one who asked hears it and ends us
    try:
        with Store(address) as store:
            kept = store.caches()
            sent = {name: _Sent(name, getattr(kept, name), line) for name in _WRITTEN}
            caches = Caches(**sent)
            engines = Engines.of(settings)
            while True:
                _work_on(line.recv(), line, engines, caches)
                for mapping in sent.values():
                    mapping.forget()
    except (EOFError, BrokenPipeError, ConnectionResetError):
        return
    except PadanError as error:
        line.send((_STOP, error))


def _work_on(batch: list[Task], line: Connection, engines: Engines, caches: Caches) -> None:
    for outcome in compare_here(batch, engines, caches):
        if isinstance(outcome, Failed):
            line.send((_FAILED, (outcome.task.key, outcome.reason)))
        else:
            line.send((_DONE, (outcome[0].key, outcome[1])))
