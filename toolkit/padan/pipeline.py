"""The stages in order: articles -> stories -> rows -> English -> findings.

Pure functions of their input, settings and version. What they cache goes through the mappings in
`Caches`; `Caches()` keeps everything in memory, the store hands in mappings that last.

`run` works through articles that lie in memory. Who has more (the store, a worker process, a
distributed engine) makes `Engines` once and calls `story_key` and `compare_story` for each story.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, MutableMapping, Sequence
from dataclasses import dataclass, field
from importlib.metadata import version
from typing import TYPE_CHECKING, Protocol

from padan.align.outlines import Outline
from padan.align.signature import alignment_signature
from padan.align.stories import group_stories
from padan.engines import registry
from padan.engines.base import Encoder, Quality, Translator, TranslatorOptions, Vectors
from padan.model import Article, Bead, ComparedStory, Story, Translation
from padan.translate.cleaning import clean
from padan.translate.memory import human_translations
from padan.translate.streaming import in_batches

if TYPE_CHECKING:
    from padan.translate.glossary import Glossary

TARGET = "en"
"""The language that stories are put into."""


English = Mapping[str, Mapping[int, Translation]]
"""Article id -> sentence index -> translation."""


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
    groupings: MutableMapping[str, list[Outline]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Translating:
    """A translator with all that helps it; weights are loaded once, however often it is used."""

    translator: Translator
    encoder: Encoder | None = None
    """For the choice among candidates and for confidence; both do without."""
    fallback: Translator | None = None
    glossary: Glossary | None = None
    thorough: bool = True
    """Whether a sentence is tried again after any fault, not after grave ones only."""

    @classmethod
    def of(cls, settings: Settings, encoder: Encoder | None) -> Translating:
        """The engines that these settings name. Raises EngineError."""
        fallback = settings.fallback
        return cls(
            translator=registry.translator(settings.translator, settings.options),
            encoder=encoder,
            fallback=registry.translator(fallback, settings.options) if fallback else None,
            glossary=settings.glossary,
            thorough=settings.options.quality is not Quality.FAST,
        )

    @property
    def signature(self) -> str:
        """The engines asked; which of them made a sentence stands with that sentence."""
        fallback = f", fallback {self.fallback.signature}" if self.fallback else ""
        return f"{self.translator.signature}{fallback}"

    def translate(
        self,
        texts: Sequence[str],
        *,
        source: str,
        target: str,
        caches: Caches,
        on_done: Callable[[int], None] | None = None,
    ) -> list[Translation | None]:
        """The sentences in order; None where no engine gave anything. Raises EngineError."""
        from padan.translate import translate

        return translate(
            texts,
            translator=self.translator,
            source=source,
            target=target,
            memory=caches.translations,
            encoder=self.encoder,
            vectors=caches.vectors,
            glossary=self.glossary,
            fallback=self.fallback,
            thorough=self.thorough,
            on_done=on_done,
        )

    def stream(
        self,
        texts: Iterable[str],
        *,
        source: str,
        target: str,
        caches: Caches,
        on_done: Callable[[int], None] | None = None,
    ) -> Iterator[tuple[str, Translation | None]]:
        """As `translate`, for any number of sentences: each with its translation, in order, as soon
        as a batch is done. No more than a batch is held."""
        before = 0

        def work(batch: list[str]) -> list[Translation | None]:
            nonlocal before
            told = before
            before += len(batch)
            count = None if on_done is None else lambda done: on_done(told + done)
            return self.translate(batch, source=source, target=target, caches=caches, on_done=count)

        return in_batches(texts, work)


@dataclass(frozen=True, slots=True)
class Engines:
    """What a worker needs to compare stories. Making it is cheap: weights load on first use."""

    encoder: Encoder
    translating: Translating

    @classmethod
    def of(cls, settings: Settings) -> Engines:
        """The engines that these settings name. Raises EngineError."""
        encoder = registry.encoder(settings.encoder)
        return cls(encoder, Translating.of(settings, encoder))

    @property
    def signatures(self) -> dict[str, str]:
        """What makes vectors and translations."""
        return {"encoder": self.encoder.signature, "translator": self.translating.signature}


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
    caches = caches if caches is not None else Caches()
    engines = Engines.of(settings or Settings())
    stories = group_stories(
        articles,
        encoder=engines.encoder,
        vectors=caches.vectors,
        beads=caches.beads,
        groupings=caches.groupings,
        progress=progress,
    )
    stories.sort(key=lambda story: (-len(story.articles), story.title, story.id))
    for position, story in enumerate(stories):
        progress("Stories", position, len(stories))
        key = story_key(story, engines, caches.translations)
        compared = caches.stories.get(key)
        if compared is None:
            compared = compare_story(story, engines, caches, progress)
            caches.stories[key] = compared
        yield key, compared
    progress("Stories", len(stories), len(stories))


def story_key(story: Story, engines: Engines, memory: Mapping[str, Translation]) -> str:
    """A hash of all that a compared story is made from, in hex.

    Of the memory only what people translated counts: what an engine makes of a sentence follows
    from the rest.
    """
    glossary = engines.translating.glossary
    made_from = [
        version("padan"),
        _comparing(),
        alignment_signature(),
        engines.encoder.signature,
        engines.translating.signature,
        story.id,
        story.title,
        story.reference,
        sorted(story.versions.items()),
        [_content(article) for article in story.articles],
        [_wanted(article, glossary, memory) for article in story.articles],
    ]
    return hashlib.sha256(json.dumps(made_from).encode()).hexdigest()


def _comparing() -> str:
    """Version, word lists and weights behind findings and consistency."""
    from padan.consistency import lexicon, weights

    own = weights.fingerprint()
    lists = f"padan {version('padan')}, word lists {lexicon.fingerprint()}"
    return f"{lists}, own weights {own}" if own else lists


def _content(article: Article) -> list[object]:
    """Of an article, what rows and findings depend on."""
    sentences = [[s.start, s.end, s.role.value] for s in article.sentences]
    return [article.id, article.lang, str(article.published), sentences]


def _wanted(
    article: Article, glossary: Glossary | None, memory: Mapping[str, Translation]
) -> list[object]:
    """What people want its English to be: their translations of its sentences, and their terms."""
    if article.lang == TARGET:
        return []
    lines = [clean(sentence.text) for sentence in article.aligned]
    people = human_translations(lines, article.lang, TARGET, memory)
    terms = (
        {t for line in lines for t in glossary.found_in(line, article.lang)} if glossary else set()
    )
    return [
        sorted((key, made.text, made.signature) for key, made in people.items()),
        sorted((term.source, term.target, *term.others) for term in terms),
    ]


def compare_story(
    story: Story,
    engines: Engines,
    caches: Caches,
    progress: Progress = silent,
    english: English | None = None,
) -> ComparedStory:
    """Align, translate and compare one story. `caches.stories` is neither read nor written.

    `english` is what `put_into_english` made of it; without it, that is done here. Raises
    EngineError where an engine cannot run.
    """
    from padan.align.rows import align_story
    from padan.align.similarity import story_similarity
    from padan.consistency.rows import compare_rows

    encoder, translating = engines.encoder, engines.translating
    rows = align_story(story, encoder=encoder, vectors=caches.vectors, beads=caches.beads)
    if english is None:
        (english,) = put_into_english([story], engines, caches, progress)
    similarity = story_similarity(story, encoder=encoder, vectors=caches.vectors)
    glossary = translating.glossary
    terms = f", glossary of {len(glossary.terms)} terms" if glossary else ""
    return ComparedStory(
        story=story,
        rows=compare_rows(story, rows, english, similarity),
        english=english,
        signatures={
            "align": f"padan {version('padan')}, {encoder.signature}",
            "translate": f"{translating.signature}{terms}",
            "compare": _comparing(),
        },
    )


def put_into_english(
    stories: Sequence[Story], engines: Engines, caches: Caches, progress: Progress = silent
) -> list[dict[str, dict[int, Translation]]]:
    """For each story: article id -> sentence index -> translation, articles in English left out.

    The sentences of all stories go to the translator together, so that its batches are full. A
    sentence that no engine gave anything for is missing. Raises EngineError.
    """
    texts: dict[str, dict[str, None]] = {}
    for story in stories:
        for article in story.articles:
            if article.lang != TARGET:
                own = texts.setdefault(article.lang, {})
                own.update(dict.fromkeys(sentence.text for sentence in article.aligned))
    found: dict[tuple[str, str], Translation | None] = {}
    for lang, wanted in texts.items():
        found |= _translated(list(wanted), lang, engines.translating, caches, progress)
    return [
        {
            article.id: {
                sentence.index: made
                for sentence in article.aligned
                if (made := found[article.lang, sentence.text]) is not None
            }
            for article in story.articles
            if article.lang != TARGET
        }
        for story in stories
    ]


def _translated(
    texts: Sequence[str], lang: str, translating: Translating, caches: Caches, progress: Progress
) -> dict[tuple[str, str], Translation | None]:
    made = translating.translate(
        texts,
        source=lang,
        target=TARGET,
        caches=caches,
        on_done=lambda done: progress("Translating", done, len(texts)),
    )
    return {(lang, text): translation for text, translation in zip(texts, made, strict=True)}
