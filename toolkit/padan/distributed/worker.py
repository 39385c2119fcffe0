"""What a worker of a cluster does: engines loaded once, stories compared, a shard written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from padan.distributed.shards import Shard, Shards
from padan.engines.base import Vectors
from padan.engines.vectors import vector_key
from padan.model import Translation
from padan.pipeline import TARGET, Caches, Engines, Settings
from padan.store.workers import Failed, Task, compare_here
from padan.translate.cleaning import clean
from padan.translate.memory import cleaned_key, human_key


@dataclass(frozen=True, slots=True)
class Known:
    """What the store knows of some stories' sentences; goes with them, as no worker sees it."""

    vectors: Mapping[str, Vectors] = field(default_factory=dict)
    translations: Mapping[str, Translation] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Made:
    """What a worker made of a batch."""

    mark: Path | None
    """Of the shard with the compared stories; None where there are none."""
    failed: Sequence[Failed]


class Worker:
    """Compares batches of stories with one set of engines."""

    def __init__(self, settings: Settings, folder: Path) -> None:
        self._engines = Engines.of(settings)
        self._shards = Shards(folder)

    def compare(self, batch: Sequence[Task], known: Known) -> Made:
        """Compare these stories and write them down. Raises EngineError."""
        caches = Caches(vectors=dict(known.vectors), translations=dict(known.translations))
        stories, failed = {}, []
        for outcome in compare_here(batch, self._engines, caches):
            if isinstance(outcome, Failed):
                failed.append(outcome)
            else:
                task, compared = outcome
                stories[task.key] = compared
        memory = {"translations": _new(caches.translations, known.translations)}
        memory["beads"] = dict(caches.beads)
        mark = self._shards.write(Shard(stories, memory)) if stories else None
        return Made(mark, failed)


def _new(now: Mapping[str, Any], before: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in now.items() if key not in before}


def known_of(batch: Sequence[Task], engines: Engines, caches: Caches) -> Known:
    """What the caches hold of the sentences of these stories: vectors, what people translated, and
    each engine's first answer."""
    translating = engines.translating
    engine_signatures = [translating.translator.signature]
    if translating.fallback is not None:
        engine_signatures.append(translating.fallback.signature)
    vectors: dict[str, None] = {}
    translations: dict[str, None] = {}
    for task in batch:
        for article in task.story.articles:
            for sentence in article.aligned:
                vectors[vector_key(engines.encoder.signature, sentence.text)] = None
                if article.lang == TARGET:
                    continue
                line, pair = clean(sentence.text), (article.lang, TARGET)
                translations[human_key(line, *pair)] = None
                for signature in engine_signatures:
                    translations[cleaned_key(line, *pair, signature)] = None
    return Known(_found(caches.vectors, vectors), _found(caches.translations, translations))


def _found(cache: Any, keys: Mapping[str, None]) -> dict[str, Any]:
    if hasattr(cache, "find"):
        return dict(cache.find(keys))
    return {key: cache[key] for key in keys if key in cache}
