"""The main job: read articles into a store, and bring its stories up to date."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from padan import pipeline
from padan.articles import label_repeated, read_articles
from padan.errors import InputError
from padan.model import Article, ComparedStory
from padan.pipeline import Progress, Settings
from padan.store.store import Store


@dataclass(slots=True)
class RunResult:
    """What a run did: articles read, lines of what was skipped, stories in their present state."""

    read: int = 0
    skipped: list[str] = field(default_factory=list)
    stories: list[ComparedStory] = field(default_factory=list)


def run(
    paths: Iterable[str | Path],
    store: Store,
    *,
    settings: Settings | None = None,
    progress: Progress = pipeline.silent,
    on_skip: Callable[[InputError], None] | None = None,
) -> RunResult:
    """Add the articles under these paths to the store and compare all stories it holds.

    What cannot be read is noted, handed to `on_skip`, and passed over. Finished work is in the
    store at once: a run that was killed goes on where it was. Raises EngineError where an engine
    cannot run.
    """
    result = RunResult()

    def skip(error: InputError) -> None:
        result.skipped.append(str(error))
        store.note_skipped(error)
        if on_skip is not None:
            on_skip(error)

    read: dict[str, Article] = {}
    for article in read_articles(paths, on_skip=skip):
        read.setdefault(article.id, article)
        progress("Reading", len(read), 0)
    result.read = len(read)
    store.add_articles(list(read.values()))
    stored = list(store.articles())
    articles = label_repeated(stored)
    store.add_articles([new for new, old in zip(articles, stored, strict=True) if new != old])
    keys = []
    for key, story in pipeline.run(
        articles, settings=settings, caches=store.caches(), progress=progress
    ):
        keys.append(key)
        result.stories.append(story)
    store.stories.keep_only(keys)
    return result
