"""Which articles of a store are one story, found article by article.

Every new article is sketched and looked up once. What has not changed since is taken from the
store, so that new articles join stories already known, and no more than a block of articles lies in
memory at a time.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, MutableMapping, Sequence
from hashlib import sha256

import sqlalchemy as sa

from padan.align.background import Background, measure_background
from padan.align.blocks import blocks, glance_all
from padan.align.choice import story_id, story_title
from padan.align.content import flow
from padan.align.outlines import Outline, outlined
from padan.align.pair import align_articles
from padan.align.shelf import worth_a_look
from padan.align.signature import alignment_signature
from padan.align.sketch import Sketch, make_sketch
from padan.align.stories import group
from padan.align.thresholds import thresholds
from padan.engines.base import Encoder, Vectors
from padan.engines.vectors import embed
from padan.model import Article, Bead
from padan.pipeline import Caches, Progress, silent
from padan.store import sketches as shelf
from padan.store.articles import articles_by_id, set_digests
from padan.store.caches import GroupingCache

_BATCH = 200
"""Articles sketched, or grouped, at a time."""
_GLANCES = 4000
"""Pairs looked at with the sketches of both in memory."""
_STAGES = ("Reading vectors", "Searching", "Grouping")


class Discovery:
    """The search for stories in one store."""

    def __init__(
        self, engine: sa.Engine, encoder: Encoder, caches: Caches, progress: Progress = silent
    ) -> None:
        self._engine = engine
        self._encoder = encoder
        self._vectors: MutableMapping[str, Vectors] = caches.vectors
        self._beads: MutableMapping[str, list[Bead]] = caches.beads
        self._groupings = GroupingCache(engine)
        self._progress = progress
        self._numbers = thresholds()

    def outlines(self) -> list[Outline]:
        """All stories of the store. Raises EngineError where the encoder cannot run."""
        self.sketch()
        background = self.background()
        self.search(background)
        return self.group(background)

    def sketch(self) -> None:
        """Sketch what is new. Raises EngineError where the encoder cannot run."""
        shelf.forget_gone(self._engine, self._encoder.signature)
        ids = shelf.unsketched(self._engine)
        for start in range(0, len(ids), _BATCH):
            self._progress(_STAGES[0], start, len(ids))
            articles = list(articles_by_id(self._engine, ids[start : start + _BATCH]).values())
            made = list(self._sketches(articles))
            set_digests(self._engine, {sketch.article: sketch.digest for sketch in made})
            shelf.keep_sketches(self._engine, made, self._encoder.signature)
        self._progress(_STAGES[0], len(ids), len(ids))

    def _sketches(self, articles: Sequence[Article]) -> Iterator[Sketch]:
        texts = [[s.text for s in flow(article)] for article in articles]
        rows = self._encode([text for own in texts for text in own])
        start = 0
        for article, own in zip(articles, texts, strict=True):
            vectors = rows[start : start + len(own)]
            start += len(own)
            yield make_sketch(article, vectors, self._numbers.search, self._numbers.link.lead)

    def _encode(self, texts: Sequence[str]) -> Vectors:
        return embed(texts, encoder=self._encoder, cache=self._vectors)

    def _align(self, left: Article, right: Article) -> Sequence[Bead]:
        return align_articles(
            left, right, encoder=self._encoder, vectors=self._vectors, beads=self._beads
        )

    def background(self) -> Background:
        """The measure in force; taken anew when the store has doubled."""
        count = shelf.count_sketches(self._engine)
        known = shelf.background_of(self._engine, self._encoder.signature)
        if known is not None and count < 2 * known[1]:
            return known[0]
        search = self._numbers.search
        found = measure_background(shelf.some_sketches(self._engine, search.sample), search)
        shelf.keep_background(self._engine, self._encoder.signature, found, count)
        return found

    def search(self, background: Background) -> None:
        """Look up what was not looked up, and keep who may be kin."""
        if not shelf.count_sketches(self._engine, unsearched=True):
            return
        ids, found = shelf.load_shelf(self._engine, background)
        least, search = background.least_article, self._numbers.search
        done = 0
        for portion in worth_a_look(found, least, search):
            for start in range(0, len(portion), _GLANCES):
                pairs = [(ids[i], ids[j]) for i, j in portion[start : start + _GLANCES]]
                sketches = shelf.sketches_of(self._engine, {i for pair in pairs for i in pair})
                kin = glance_all(pairs, sketches, background, self._numbers)
                shelf.keep_kin(self._engine, kin)
                done += len(pairs)
                self._progress(_STAGES[1], done, 0)
        shelf.all_searched(self._engine)

    def group(self, background: Background) -> list[Outline]:
        """The stories of every block, from the store where the block is as it was."""
        known = shelf.digests(self._engine)
        cut = blocks(
            known,
            shelf.all_kin(self._engine),
            {article: filed for article, (_, filed) in known.items() if filed},
            self._numbers.search.block,
        )
        base = json.dumps([alignment_signature(), self._encoder.signature, background.digest])
        keys = {_key(base, block, known): block for block in cut}
        found = self._groupings.find(keys)
        missing = [key for key in keys if key not in found]
        done = 0
        for some in _batches(missing, keys):
            made = self._grouped({key: keys[key] for key in some}, background)
            self._groupings.update(made)
            found.update(made)
            done += len(some)
            self._progress(_STAGES[2], done, len(missing))
        self._groupings.keep_only(keys)
        return [outline for key in keys for outline in found[key]]

    def _grouped(
        self, cut: Mapping[str, Sequence[str]], background: Background
    ) -> dict[str, list[Outline]]:
        articles = articles_by_id(self._engine, [i for block in cut.values() for i in block])
        return {
            key: self._stories([articles[i] for i in block], background)
            for key, block in cut.items()
        }

    def _stories(self, block: Sequence[Article], background: Background) -> list[Outline]:
        if len(block) == 1:
            return [Outline(story_id(block), story_title(block), (block[0].id,), None, {})]
        return outlined(group(block, self._encode, self._align, background=background))


def _key(base: str, block: Iterable[str], known: Mapping[str, tuple[str, str]]) -> str:
    parts = [base, *(known[article][0] for article in block)]
    return sha256("\0".join(parts).encode()).hexdigest()


def _batches(keys: Iterable[str], cut: Mapping[str, Sequence[str]]) -> Iterator[list[str]]:
    """Keys of blocks, so many at a time as have about `_BATCH` articles together."""
    batch: list[str] = []
    size = 0
    for key in keys:
        batch.append(key)
        size += len(cut[key])
        if size >= _BATCH:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch
