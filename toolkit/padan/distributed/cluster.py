"""Batches of stories handed to the workers of a Ray cluster, whatever becomes of these.

Ray starts the workers, carries what they are given, and says when one has died. What a dead worker
had in hand is tried again, each story alone; one that brings a worker down again is given up.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from padan.distributed.worker import Known, Made, Worker
from padan.errors import EngineError, PadanError
from padan.pipeline import Settings
from padan.store.workers import Failed, Outcome, Task

_TRIES = 2
"""How often a story is tried alone after it was in the hands of a worker that died."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Stories for one worker, and what is known of them."""

    tasks: Sequence[Task]
    known: Known


@dataclass(frozen=True, slots=True)
class Cluster:
    """Which Ray cluster, and what of it."""

    workers: int
    address: str = "local"
    """`local` starts one on this machine, `auto` finds the one that this machine belongs to;
    otherwise ray://HOST:PORT."""
    cores: float = 1
    """Of each worker."""
    gpus: float = 0
    """Of each worker; .5 lets two share one."""


class Pool:
    """Workers on a cluster, which is joined when there is something to do. A context manager.

    Raises EngineError where there is no cluster.
    """

    def __init__(self, cluster: Cluster, settings: Settings, folder: Path) -> None:
        self._cluster = cluster
        self._start = (settings, folder)
        self._idle: list[Any] = []
        self._busy: dict[Any, tuple[Any, Batch]] = {}
        self._again: deque[Batch] = deque()
        self._tries: dict[str, int] = {}
        self._own = False

    def __enter__(self) -> Pool:
        _ray()
        return self

    def __exit__(self, *_: object) -> None:
        ray = _ray()
        for worker in [*self._idle, *(worker for worker, _ in self._busy.values())]:
            ray.kill(worker)
        if self._own:
            ray.shutdown()

    def work(self, items: Iterator[Batch | Outcome]) -> Iterator[tuple[Batch, Made] | Outcome]:
        """What the workers make of the batches, as it comes; outcomes among these go through.

        No more is taken than is worked on. Raises EngineError where an engine cannot run.
        """
        while True:
            while len(self._busy) < self._cluster.workers:
                item = self._again.popleft() if self._again else next(items, None)
                if isinstance(item, Batch):
                    worker = self._idle.pop() if self._idle else self._begin()
                    self._busy[worker.compare.remote(item.tasks, item.known)] = (worker, item)
                elif item is not None:
                    yield item
                else:
                    break
            if not self._busy:
                return
            yield from self._hear(_ray())

    def _hear(self, ray: Any) -> Iterator[tuple[Batch, Made] | Outcome]:
        (ready, *_), _ = ray.wait(list(self._busy), num_returns=1)
        worker, batch = self._busy.pop(ready)
        try:
            made: Made = ray.get(ready)
        except PadanError:
            raise
        except ray.exceptions.RayTaskError as error:
            self._idle.append(worker)
            yield from self._alone(batch, _reason(error.cause))
        except ray.exceptions.RayError as error:
            yield from self._alone(batch, f"the worker died ({_reason(error)})")
        else:
            self._idle.append(worker)
            yield batch, made

    def _begin(self) -> Any:
        ray, cluster = _ray(), self._cluster
        if not ray.is_initialized():
            _join(ray, cluster)
            self._own = True
        remote = ray.remote(num_cpus=cluster.cores, num_gpus=cluster.gpus, max_restarts=0)(Worker)
        return remote.remote(*self._start)

    def _alone(self, batch: Batch, reason: str) -> Iterator[Failed]:
        for task in batch.tasks:
            tries = self._tries[task.key] = self._tries.get(task.key, -1) + 1
            if tries < _TRIES:
                self._again.append(Batch([task], batch.known))
            else:
                yield Failed(task, reason)


def _ray() -> Any:
    try:
        import ray
    except ImportError as error:
        raise EngineError(
            "is not installed", where="ray", todo="pip install 'padan[ray]'"
        ) from error
    return ray


def _join(ray: Any, cluster: Cluster) -> None:
    local = cluster.address == "local"
    more = {"num_cpus": max(1, round(cluster.workers * cluster.cores))} if local else {}
    try:
        ray.init(
            address=cluster.address,
            include_dashboard=False if local else None,
            log_to_driver=False,
            logging_level="ERROR",
            configure_logging=False,
            **more,
        )
    except (ConnectionError, RuntimeError, ValueError, OSError) as error:
        raise EngineError(
            f"no cluster answers ({_reason(error)})",
            where=cluster.address,
            todo="start one with `ray start --head`, or use `local`",
        ) from error


def _reason(error: BaseException | None) -> str:
    lines = [line for line in str(error).splitlines() if line.strip()]
    return f"{type(error).__name__}: {lines[0].strip()}" if lines else type(error).__name__
