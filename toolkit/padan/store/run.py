"""The main job: read articles into a store, and bring its stories up to date."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic

from padan import pipeline
from padan.align.outlines import Outline, filled, grouping_key, outlined
from padan.align.stories import group_stories
from padan.align.thresholds import thresholds
from padan.articles import read_articles
from padan.errors import InputError
from padan.model import Article, ComparedStory
from padan.pipeline import Engines, Progress, Settings, story_key
from padan.store.discovery import Discovery
from padan.store.journal import Journal
from padan.store.store import Store
from padan.store.workers import Failed, Outcome, Task, compare_apart, compare_here

_BATCH = 200
"""Articles written at a time."""
_STORIES = 100
"""Stories read at a time."""
_LISTED = 1000
"""Skipped inputs that are listed; the store lists them all."""


@dataclass(slots=True)
class RunResult:
    """What a run did."""

    stories: Sequence[ComparedStory] = ()
    """The stories in their present state, most told first; fetched one at a time."""
    read: int = 0
    """Articles read."""
    skipped: list[str] = field(default_factory=list)
    """A line for each of the first thousand inputs that were skipped."""
    skips: int = 0
    """Inputs that were skipped."""
    compared: int = 0
    """Stories compared; the others were as they are."""
    failed: list[str] = field(default_factory=list)
    """A line for each story that could not be compared."""
    figures: list[tuple[str, int, float]] = field(default_factory=list)
    """Of each stage: its name, how many articles or stories it had, and seconds."""


def run(
    paths: Iterable[str | Path],
    store: Store,
    *,
    settings: Settings | None = None,
    jobs: int = 1,
    progress: Progress = pipeline.silent,
    on_skip: Callable[[InputError], None] | None = None,
    journal: Journal | None = None,
) -> RunResult:
    """Add the articles under these paths to the store and compare all stories it holds.

    What cannot be read is noted, handed to `on_skip`, and passed over; a story that cannot be
    compared is noted too. Finished work is in the store at once: a run that was killed goes on
    where it was. No more than a few articles and stories are held at a time. With `jobs` above 1 so
    many processes compare stories. Raises EngineError where an engine cannot run, StoreError where
    another run is at work on the store.
    """
    with store.running():
        job = Job(store, settings or Settings(), jobs, progress, journal)
        return job.run(paths, on_skip)


class Job:
    """The stages of a run, one after the other or each alone."""

    def __init__(
        self,
        store: Store,
        settings: Settings,
        jobs: int = 1,
        progress: Progress = pipeline.silent,
        journal: Journal | None = None,
        elsewhere: Callable[[Iterator[Task]], Iterator[Outcome]] | None = None,
    ) -> None:
        """`elsewhere`, where given, gets the stories compared."""
        self._store = store
        self._elsewhere = elsewhere
        self._settings = settings
        self._jobs = jobs
        self._progress = progress
        self._journal = journal or Journal()
        self._engines = Engines.of(settings)
        self._caches = store.caches()
        self._result = RunResult()

    def run(
        self, paths: Iterable[str | Path], on_skip: Callable[[InputError], None] | None
    ) -> RunResult:
        """All stages: see `run`."""
        self._journal.log("begin", settings=self._engines.signatures, jobs=self._jobs)
        begun = self._over("read", monotonic(), self.read(paths, on_skip))
        outlines = self.outlines()
        begun = self._over("find stories", begun, len(outlines))
        self._store.stories.keep_only(self.compare(outlines))
        self._over("compare", begun, self._result.compared)
        self._result.stories = self._store.kept_stories()
        self._journal.log(
            "end",
            articles=self._result.read,
            stories=len(outlines),
            compared=self._result.compared,
            skipped=self._result.skips,
            failed=len(self._result.failed),
        )
        return self._result

    def _over(self, stage: str, begun: float, count: int) -> float:
        now = monotonic()
        self._result.figures.append((stage, count, now - begun))
        self._journal.log("stage", stage=stage, count=count, seconds=round(now - begun, 3))
        return now

    def read(
        self, paths: Iterable[str | Path], on_skip: Callable[[InputError], None] | None = None
    ) -> int:
        """Add what the paths hold; the number of articles."""
        result = self._result

        def skip(error: InputError) -> None:
            result.skips += 1
            if len(result.skipped) < _LISTED:
                result.skipped.append(str(error))
            self._store.note_skipped(error)
            self._journal.log("skipped", where=error.where, reason=error.what)
            if on_skip is not None:
                on_skip(error)

        touched: set[str] = set()
        for batch in _batches(_fresh(read_articles(paths, on_skip=skip))):
            self._store.add_articles(batch)
            touched.update(article.outlet for article in batch)
            result.read += len(batch)
            self._progress("Reading", result.read, 0)
        self._store.label_outlets(touched)
        return result.read

    def outlines(self) -> list[Outline]:
        """All stories of the store, without their texts, most told first."""
        store, encoder = self._store, self._engines.encoder
        if store.count_articles() <= thresholds().search.together_up_to:
            found = self._together()
        else:
            found = Discovery(store.engine, encoder, self._caches, self._progress).outlines()
        return sorted(found, key=lambda o: (-len(o.articles), o.title, o.id))

    def _together(self) -> list[Outline]:
        """The stories of few articles, which are looked at all together."""
        caches = self._caches
        articles = list(self._store.articles())
        key = grouping_key(articles, self._engines.encoder.signature)
        stories = group_stories(
            articles,
            encoder=self._engines.encoder,
            vectors=caches.vectors,
            beads=caches.beads,
            groupings=caches.groupings,
            progress=self._progress,
        )
        self._store.groupings.keep_only([key])
        return outlined(stories)

    def compare(self, outlines: Sequence[Outline]) -> list[str]:
        """Compare what is not as it should be; the keys of all stories that are to stand."""
        store, result = self._store, self._result
        before = store.stories.keys_by_story()
        keys: dict[str, str] = {}
        for outcome in self._outcomes(self._tasks(outlines, before, keys)):
            if isinstance(outcome, Failed):
                story = outcome.task.story
                # What was known of it before stays.
                keys[story.id] = before.get(story.id, "")
                result.failed.append(f"{story.id} ({story.title[:60]}): {outcome.reason}")
                store.note_failed(story, outcome.reason)
                self._journal.log("failed", story=story.id, reason=outcome.reason)
            else:
                task, compared = outcome
                store.stories[task.key] = compared
                result.compared += 1
                told = len(compared.story.articles)
                self._journal.log("compared", story=compared.story.id, articles=told)
        self._progress("Stories", len(outlines), len(outlines))
        store.forget_failures(keys)
        return list(keys.values())

    def _outcomes(self, tasks: Iterator[Task]) -> Iterator[Outcome]:
        if self._elsewhere is not None:
            return self._elsewhere(tasks)
        if self._jobs == 1:
            return compare_here(tasks, self._engines, self._caches, self._progress)
        return compare_apart(
            tasks, self._store.engine.url, self._settings, self._caches, self._jobs
        )

    def _tasks(
        self, outlines: Sequence[Outline], before: Mapping[str, str], keys: dict[str, str]
    ) -> Iterator[Task]:
        """The stories that are not in the store as they should be, read as they are asked for."""
        for start in range(0, len(outlines), _STORIES):
            some = outlines[start : start + _STORIES]
            articles = self._store.articles_by_id([i for o in some for i in o.articles])
            for place, story in enumerate(filled(some, articles.values()), start):
                self._progress("Stories", place, len(outlines))
                key = keys[story.id] = story_key(story, self._engines, self._caches.translations)
                if before.get(story.id) != key:
                    yield Task(key, story)


def _fresh(articles: Iterable[Article]) -> Iterator[Article]:
    """Each article once: of equal ones the first."""
    seen: set[int] = set()
    for article in articles:
        number = int(article.id, 16)
        if number not in seen:
            seen.add(number)
            yield article


def _batches(articles: Iterable[Article]) -> Iterator[list[Article]]:
    batch: list[Article] = []
    for article in articles:
        batch.append(article)
        if len(batch) == _BATCH:
            yield batch
            batch = []
    if batch:
        yield batch
