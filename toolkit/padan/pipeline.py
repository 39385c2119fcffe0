"""The stages in order: articles -> stories -> rows -> English -> findings.

Pure functions of their input, settings and version. What they cache goes through the mappings in
`Caches`; `Caches()` keeps everything in memory, the store hands in mappings that last.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, MutableMapping, Sequence
from dataclasses import dataclass, field
from importlib.metadata import version
from typing import Protocol

from padan.align.rows import align_story
from padan.align.similarity import story_similarity
from padan.align.stories import group_stories
from padan.consistency.rows import compare_rows
from padan.engines import registry
from padan.engines.base import Encoder, Translator, TranslatorOptions, Vectors
from padan.model import Article, Bead, ComparedStory, Story, Translation
from padan.translate import Glossary, translate

TARGET = "en"
"""The language that stories are put into."""


class Progress(Protocol):
    """Told how far a stage is."""

    def __call__(self, stage: str, done: int, total: int) -> None:
        """`stage` is a word for people; `done` of `total` steps of it are over."""
        ...


def silent(stage: str, done: int, total: int) -> None:
    """The progress of those who do not ask for it."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What the user may choose; part of every derived thing's key."""

    encoder: str = "e5"
    translator: str = "gemma"
    options: TranslatorOptions = field(default_factory=TranslatorOptions)
    fallback: str | None = None
    """The translator for sentences that come out faulty after every attempt."""
    glossary: Glossary | None = None


@dataclass(frozen=True, slots=True)
class Caches:
    """Where stages look before they work."""

    vectors: MutableMapping[str, Vectors] = field(default_factory=dict)
    beads: MutableMapping[str, list[Bead]] = field(default_factory=dict)
    translations: MutableMapping[str, Translation] = field(default_factory=dict)
    stories: MutableMapping[str, ComparedStory] = field(default_factory=dict)


def run(
    articles: Sequence[Article],
    *,
    settings: Settings | None = None,
    caches: Caches | None = None,
    progress: Progress = silent,
) -> Iterator[tuple[str, ComparedStory]]:
    """Group the articles into stories and yield each one compared, with its key; most told first.

    A story whose key is in `caches.stories` is taken from there; a finished one is put there.
    Raises EngineError where an engine cannot run.
    """
    settings = settings or Settings()
    caches = caches if caches is not None else Caches()
    encoder = registry.encoder(settings.encoder)
    translator = registry.translator(settings.translator, settings.options)
    stories = group_stories(
        articles,
        encoder=encoder,
        vectors=caches.vectors,
        beads=caches.beads,
        progress=progress,
    )
    stories.sort(key=lambda story: (-len(story.articles), story.title, story.id))
    for position, story in enumerate(stories):
        progress("Stories", position, len(stories))
        key = story_key(story, encoder, translator)
        compared = caches.stories.get(key)
        if compared is None:
            compared = _compare_story(story, encoder, translator, caches, progress)
            caches.stories[key] = compared
        yield key, compared
    progress("Stories", len(stories), len(stories))


def story_key(story: Story, encoder: Encoder, translator: Translator) -> str:
    """A hash of all that a compared story is made from, in hex."""
    made_from = [
        version("padan"),
        encoder.signature,
        translator.signature,
        story.id,
        story.title,
        story.reference,
        sorted(story.versions.items()),
        [_content(article) for article in story.articles],
    ]
    return hashlib.sha256(json.dumps(made_from).encode()).hexdigest()


def _content(article: Article) -> list[object]:
    """Of an article, what rows and findings depend on."""
    sentences = [[s.start, s.end, s.role.value] for s in article.sentences]
    return [article.id, article.lang, str(article.published), sentences]


def _compare_story(
    story: Story, encoder: Encoder, translator: Translator, caches: Caches, progress: Progress
) -> ComparedStory:
    rows = align_story(story, encoder=encoder, vectors=caches.vectors, beads=caches.beads)
    english = {
        article.id: _english(article, translator, caches, progress)
        for article in story.articles
        if article.lang != TARGET
    }
    similarity = story_similarity(story, encoder=encoder, vectors=caches.vectors)
    return ComparedStory(
        story=story,
        rows=compare_rows(story, rows, english, similarity),
        english=english,
        signatures={
            "align": f"padan {version('padan')}, {encoder.signature}",
            "translate": translator.signature,
            "compare": f"padan {version('padan')}",
        },
    )


def _english(
    article: Article, translator: Translator, caches: Caches, progress: Progress
) -> dict[int, Translation]:
    """Translations by sentence index; a sentence the engine gave nothing for is missing."""
    sentences = article.aligned
    stage = f"Translating {article.outlet or article.title or article.source}"
    found = translate(
        [sentence.text for sentence in sentences],
        translator=translator,
        source=article.lang,
        target=TARGET,
        memory=caches.translations,
        on_done=lambda done: progress(stage, done, len(sentences)),
    )
    return {s.index: t for s, t in zip(sentences, found, strict=True) if t is not None}
