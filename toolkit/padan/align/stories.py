"""Which articles retell one story, which are versions of one another, and which stand alone."""

from __future__ import annotations

from collections.abc import Callable, MutableMapping, Sequence
from dataclasses import replace
from itertools import accumulate
from math import sqrt

from padan.align.background import Background
from padan.align.candidates import candidate_pairs
from padan.align.choice import make_story
from padan.align.content import extent, flow
from padan.align.crowds import rejoin
from padan.align.groups import settle
from padan.align.nearness import measure_nearness
from padan.align.outlines import Outline, filled, grouping_key, outlined
from padan.align.thresholds import Thresholds, thresholds
from padan.align.versions import find_versions
from padan.align.weighing import AlignPair, Progress, Weighing
from padan.engines.base import Encoder, Vectors
from padan.model import Article, Bead, Story


def group_stories(
    articles: Sequence[Article],
    *,
    encoder: Encoder,
    vectors: MutableMapping[str, Vectors],
    beads: MutableMapping[str, list[Bead]],
    groupings: MutableMapping[str, list[Outline]] | None = None,
    progress: Progress | None = None,
) -> list[Story]:
    """The stories that these articles retell, sorted by id; each article is in exactly one.

    Articles belong together by the content they share, sentence by sentence, not by topic. What a
    person filed under one story name stays together, what under different names apart. An article
    that comes twice (equal ids) counts once. `vectors` and `beads` are the caches of `embed` and
    `align_articles`; a grouping of the same articles that is in `groupings` is taken from there.
    The order of `articles` changes nothing. Raises EngineError where the encoder cannot run.
    """
    groupings = {} if groupings is None else groupings
    key = grouping_key(articles, encoder.signature)
    known = groupings.get(key)
    if known is not None:
        return filled(known, articles)

    from padan.align.pair import align_articles
    from padan.engines.vectors import embed

    def encode(texts: Sequence[str]) -> Vectors:
        return embed(texts, encoder=encoder, cache=vectors)

    def align(left: Article, right: Article) -> Sequence[Bead]:
        return align_articles(left, right, encoder=encoder, vectors=vectors, beads=beads)

    stories = group(articles, encode, align, progress=progress)
    groupings[key] = outlined(stories)
    return stories


def group(
    articles: Sequence[Article],
    encode: Callable[[Sequence[str]], Vectors],
    align: AlignPair,
    *,
    numbers: Thresholds | None = None,
    background: Background | None = None,
    progress: Progress | None = None,
) -> list[Story]:
    """`group_stories` with the encoder and the aligner handed in as functions.

    Where the articles are a part of a corpus, `background` is how its chance sentences look.
    """
    numbers = numbers or thresholds()
    ordered = sorted(articles, key=lambda a: (a.id, a.source))
    known = {article.id: article for article in ordered}
    ordered = list(known.values())
    vectors = _vectors(ordered, encode)
    if background is None:
        nearness = measure_nearness(ordered, vectors, numbers.search.sigmas)
    else:
        nearness = background.nearness(ordered, vectors)
        # Of a corpus, only near pairs are looked at, however few a part of it holds.
        numbers = replace(numbers, search=replace(numbers.search, all_pairs_up_to=0))
    candidates = candidate_pairs(ordered, nearness, numbers.search)
    few = background is None and len(candidates.pairs) <= numbers.search.align_up_to
    weighing = Weighing(known, align, nearness, numbers, progress=progress, few=few)
    weighing.weigh(candidates.pairs)
    groups = rejoin(
        [[known[i] for i in members] for members in _settled(ordered, weighing, numbers)],
        candidates.crowded,
        lambda speakers: candidate_pairs(speakers, nearness, numbers.search),
        weighing,
        absent=-numbers.link.limit,
    )
    return sorted(
        (_story(members, weighing, numbers) for members in groups),
        key=lambda story: story.id,
    )


def _vectors(
    articles: Sequence[Article], encode: Callable[[Sequence[str]], Vectors]
) -> list[Vectors]:
    """The vectors of each article's running text, all encoded in one call."""
    sentences = [[s.text for s in flow(article)] for article in articles]
    rows = encode([text for texts in sentences for text in texts])
    ends = accumulate(len(texts) for texts in sentences)
    return [rows[end - len(texts) : end] for texts, end in zip(sentences, ends, strict=True)]


def _settled(
    articles: Sequence[Article], weighing: Weighing, numbers: Thresholds
) -> list[list[str]]:
    return settle(
        [article.id for article in articles],
        weighing.logits,
        absent=-numbers.link.limit,
        filed={article.id: article.story for article in articles if article.story},
        # A long article has more to say than a short one whether it belongs.
        weights={article.id: sqrt(max(1, extent(article))) for article in articles},
    )


def _story(articles: Sequence[Article], weighing: Weighing, numbers: Thresholds) -> Story:
    shared = weighing.compare([article.id for article in articles])
    versions = find_versions(articles, numbers.version)
    return make_story(articles, shared, versions, numbers.reference)
