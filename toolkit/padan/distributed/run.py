"""The main job with the comparing done by a cluster; reading and discovery are done here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from pathlib import Path

from padan import pipeline
from padan.distributed.cluster import Batch, Cluster, Pool
from padan.distributed.shards import Shard, Shards, keep_memory, read_shard
from padan.distributed.worker import Made, known_of
from padan.errors import InputError
from padan.model import ComparedStory
from padan.pipeline import Engines, Progress, Settings
from padan.store import RunResult, Store
from padan.store.journal import Journal
from padan.store.run import Job
from padan.store.workers import Failed, Outcome, Task

SENTENCES = 1024
"""Of a shard: some minutes' work of a slow translator."""


def run(
    paths: Iterable[str | Path],
    store: Store,
    *,
    shards: Path,
    cluster: Cluster,
    settings: Settings | None = None,
    sentences: int = SENTENCES,
    progress: Progress = pipeline.silent,
    on_skip: Callable[[InputError], None] | None = None,
    journal: Journal | None = None,
) -> RunResult:
    """As `padan.store.run`, with stories compared on a cluster and kept in the folder `shards` too.

    The folder must be one that all machines see; stories that lie there finished are not compared
    again, whichever run they come from. A shard holds about so many `sentences`, which is what the
    death of a worker costs. Raises EngineError, also where there is no cluster.
    """
    settings = settings or Settings()
    elsewhere = Elsewhere(store, settings, shards, cluster, sentences)
    with store.running():
        job = Job(store, settings, 1, progress, journal, elsewhere.outcomes)
        return job.run(paths, on_skip)


class Elsewhere:
    """Gets stories compared on a cluster."""

    def __init__(
        self,
        store: Store,
        settings: Settings,
        folder: Path,
        cluster: Cluster,
        sentences: int = SENTENCES,
    ) -> None:
        self._store = store
        self._settings = settings
        self._shards = Shards(folder)
        self._cluster = cluster
        self._sentences = sentences
        self._engines = Engines.of(settings)
        # Stories that lie in one shard mostly come one after the other.
        self._shard = lru_cache(maxsize=4)(self._read)

    def outcomes(self, tasks: Iterator[Task]) -> Iterator[Outcome]:
        """Each story compared, from the folder or by the cluster; or why it could not be."""
        with Pool(self._cluster, self._settings, self._shards.folder) as pool:
            for done in pool.work(self._work(tasks)):
                if isinstance(done, tuple) and isinstance(done[0], Batch):
                    yield from self._made(done[0], done[1])
                else:
                    yield done

    def _work(self, tasks: Iterator[Task]) -> Iterator[Batch | Outcome]:
        """What lies finished in the folder, and batches of what does not."""
        finished = self._shards.finished()
        batch: list[Task] = []
        size = 0
        for task in tasks:
            compared = self._compared(finished.get(task.key), task.key)
            if compared is not None:
                yield task, compared
                continue
            batch.append(task)
            size += sum(len(article.sentences) for article in task.story.articles)
            if size >= self._sentences:
                yield self._batch(batch)
                batch, size = [], 0
        if batch:
            yield self._batch(batch)

    def _batch(self, tasks: list[Task]) -> Batch:
        return Batch(tasks, known_of(tasks, self._engines, self._store.caches()))

    def _made(self, batch: Batch, made: Made) -> Iterator[Outcome]:
        failed = {failed.task.key: failed for failed in made.failed}
        for task in batch.tasks:
            if task.key in failed:
                yield failed[task.key]
                continue
            compared = self._compared(made.mark, task.key)
            if compared is None:
                yield Failed(task, f"its shard cannot be read: {made.mark}")
            else:
                yield task, compared

    def _compared(self, mark: Path | None, key: str) -> ComparedStory | None:
        """A story out of a shard; None where the shard is not whole."""
        if mark is None:
            return None
        try:
            return self._shard(mark).stories.get(key)
        except InputError:
            return None

    def _read(self, mark: Path) -> Shard:
        shard = read_shard(mark)
        keep_memory(shard, self._store)
        return shard
