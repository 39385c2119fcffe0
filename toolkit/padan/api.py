"""The functions behind `import padan`: the stages with engines named and caches in memory."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from padan.align.choice import order_articles, story_id, story_title
from padan.align.pair import align_articles, align_texts
from padan.align.rows import align_story as _align_story
from padan.align.stories import group_stories as _group_stories
from padan.articles import read_article, split_sentences
from padan.consistency import Side, compare_texts
from padan.engines import registry
from padan.engines.base import Quality, TranslatorOptions
from padan.engines.vectors import embed
from padan.errors import InputError
from padan.model import Article, Bead, Comparison, Row, Story, Translation
from padan.pipeline import Caches, Settings, Translating
from padan.store import RunResult, Store
from padan.store import run as _run
from padan.translate import Glossary
from padan.translate.glossaryfile import read_glossary

__all__ = [
    "align",
    "align_story",
    "compare",
    "group_stories",
    "open_store",
    "read_article",
    "run",
    "split_sentences",
    "translate",
]


def align(
    left: Sequence[str] | Article, right: Sequence[str] | Article, *, encoder: str = "e5"
) -> list[Bead]:
    """Align two sequences of sentences, or two articles, n to m.

    Returns beads in reading order; `bead.left` and `bead.right` are tuples of indices (sentence
    indices where articles were given, whose furniture is left out), `bead.score` is a confidence
    0..1. A sentence without counterpart is a bead with an empty side.
    """
    engine = registry.encoder(encoder)
    if isinstance(left, Article) and isinstance(right, Article):
        return align_articles(left, right, encoder=engine, vectors={}, beads={})
    lefts, rights = _texts(left), _texts(right)
    return align_texts(
        lefts,
        rights,
        left_vectors=embed(lefts, encoder=engine, cache={}),
        right_vectors=embed(rights, encoder=engine, cache={}),
    )


def _texts(side: Sequence[str] | Article) -> list[str]:
    return [s.text for s in side.sentences] if isinstance(side, Article) else list(side)


def group_stories(articles: Sequence[Article], *, encoder: str = "e5") -> list[Story]:
    """Find which of the articles retell one story; each article is in exactly one story."""
    return _group_stories(articles, encoder=registry.encoder(encoder), vectors={}, beads={})


def align_story(
    articles: Sequence[Article], *, reference: Article | None = None, encoder: str = "e5"
) -> list[Row]:
    """Rows across articles that retell one story, whoever says so: no grouping is done.

    Every aligned sentence stands in exactly one row; the reference's cell comes first, then the
    others by date and outlet, whatever the order of `articles`.
    """
    chosen = reference.id if reference else None
    ordered = order_articles(articles, chosen, {})
    story = Story(story_id(articles), story_title(ordered), tuple(ordered), chosen)
    return _align_story(story, encoder=registry.encoder(encoder), vectors={}, beads={})


def translate(
    sentences: Sequence[str],
    *,
    translator: str = "gemma",
    source: str = "id",
    target: str = "en",
    quality: str = "fast",
    device: str = "auto",
    fallback: str | None = None,
    glossary: str | Path | Glossary | None = None,
    encoder: str | None = None,
    on_done: Callable[[int], None] | None = None,
) -> list[Translation | None]:
    """Translate each sentence alone; None where the engine gave nothing.

    `quality`: fast, good or best. `fallback` names a translator for sentences that come out faulty,
    `glossary` a file of terms to keep to, `encoder` what helps to choose among candidates and to
    estimate confidence. `on_done` is told how many sentences are done. Raises EngineError where an
    engine cannot run, InputError where the glossary cannot be read.
    """
    settings = Settings(
        translator=translator,
        options=_options(quality, device),
        fallback=fallback,
        glossary=_glossary(glossary),
    )
    made_of = Translating.of(settings, registry.encoder(encoder) if encoder else None)
    return made_of.translate(
        sentences, source=source, target=target, caches=Caches(), on_done=on_done
    )


def _options(quality: str, device: str) -> TranslatorOptions:
    if quality not in set(Quality):
        raise InputError(
            f"there is no quality '{quality}'", todo=f"choose one of: {', '.join(Quality)}"
        )
    return TranslatorOptions(Quality(quality), device)


def _glossary(glossary: str | Path | Glossary | None) -> Glossary | None:
    return read_glossary(glossary) if isinstance(glossary, str | Path) else glossary


def compare(
    reference: str,
    retelling: str,
    *,
    reference_lang: str,
    retelling_lang: str,
    translator: str | None = None,
) -> Comparison:
    """Compare a retelling with its reference; spans count in the strings given.

    Where the languages differ and a translator is named, the side that is not English is put into
    English, for the checks that depend on words; without one these checks abstain.
    """
    sides = []
    for text, lang in ((reference, reference_lang), (retelling, retelling_lang)):
        english = None
        if translator and reference_lang != retelling_lang and lang != "en" and text.strip():
            english = _in_english(text, lang, translator)
        sides.append(
            Side(
                text,
                lang,
                english=english.text if english else None,
                english_faults=english.faults if english else (),
                english_confidence=english.confidence if english else None,
            )
        )
    return compare_texts(sides[0], sides[1])


def _in_english(text: str, lang: str, translator: str) -> Translation | None:
    """The sentences of a short text translated one by one and joined."""
    sentences = [sentence.text for sentence in split_sentences(text, lang)]
    found = translate(sentences, translator=translator, source=lang)
    done = [translation for translation in found if translation is not None]
    if len(done) < len(sentences):
        return None
    return Translation(
        source=text,
        text=" ".join(t.text for t in done),
        source_lang=lang,
        target_lang="en",
        signature=done[0].signature,
        faults=tuple(fault for t in done for fault in t.faults),
    )


def open_store(url: str) -> Store:
    """Open (or make) a corpus database: a file name or an SQLAlchemy URL."""
    return Store(url)


def run(
    paths: Iterable[str | Path],
    *,
    store: str | Store,
    encoder: str = "e5",
    translator: str = "gemma",
    quality: str = "fast",
    device: str = "auto",
    fallback: str | None = None,
    glossary: str | Path | Glossary | None = None,
    jobs: int = 1,
) -> RunResult:
    """The main job: add the articles under these paths to the store and compare its stories.

    The translator's settings are those of `translate`; `jobs` processes compare stories. With more
    than one, a script must guard its own start: `if __name__ == "__main__":`.
    """
    settings = Settings(
        encoder, translator, _options(quality, device), fallback, _glossary(glossary)
    )
    if isinstance(store, Store):
        return _run(paths, store, settings=settings, jobs=jobs)
    with Store(store) as opened:
        return _run(paths, opened, settings=settings, jobs=jobs)
