"""Translations with their sentence chrF, for fitting and measuring confidence.

Stored outputs of six systems (FLORES-200 dev, both directions), damaged copies of some of them, and
an engine's own answers: a pool, a JSON object a line with data (flores, ntrex), row, direction,
source, reference, candidates and scores (a number or null for each).
"""

from __future__ import annotations

import html
import json
import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, TextIO

import numpy as np

from alignment_sets import vector_file
from padan.engines import registry
from padan.engines.base import Quality, TranslatorOptions, Vectors
from padan.engines.vectors import embed
from padan.translate import clean, find_faults
from padan.translate.calibration import OTHERS
from padan.translate.choice import choose
from padan.translate.chrf import chrf, pairwise
from padan.translate.confidence import deeper, surface
from padan.translate.likeness import cosine

SYSTEMS = ("argos", "bergamot-tiny", "google", "microsoft", "nllb", "opusmt")
DIRECTIONS = (("id", "en"), ("en", "id"))
ENCODER = "e5"
SEED = 20
"""Of the draw of outputs to be damaged."""
DAMAGED = 60
"""Outputs damaged per direction and kind of damage."""
_AT_ONCE = 256

Centres = dict[str, Any]
"""Language -> mean vector."""


@dataclass(slots=True)
class Item:
    """A translation with all that may tell how good it is."""

    data: str
    direction: tuple[str, str]
    system: str
    engine: str
    row: int
    source: str
    text: str
    reference: str
    score: float | None = None
    agreement: float | None = None
    weight: float = 1.0
    """In the fit; 0 for what is only reported."""
    reported: bool = True
    chrf: float = 0.0
    features: dict[str, float] = field(default_factory=dict)
    likeness: float = 0.0
    """Centred cosine."""

    @property
    def fits(self) -> bool:
        """It belongs to the part that is fitted on."""
        return self.data == "flores" and self.row % 2 == 1

    @property
    def evidence(self) -> frozenset[str]:
        """What is known beside the two texts."""
        found = {"score": self.score, "agreement": self.agreement, "likeness": self.likeness}
        return frozenset(name for name, value in found.items() if value is not None)


def flores(folder: Path, source: str, target: str) -> list[dict[str, Any]]:
    """The rows of one direction."""
    path = folder / "flores" / f"{source}-{target}.jsonl"
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def stored(folder: Path) -> Iterator[Item]:
    """The stored outputs of six systems; Google's hold HTML entities."""
    for source, target in DIRECTIONS:
        for row in flores(folder, source, target):
            for system in SYSTEMS:
                yield Item(
                    data="flores",
                    direction=(source, target),
                    system=system,
                    engine=OTHERS,
                    row=row["row"],
                    source=clean(row["source"]),
                    text=html.unescape(row[system]),
                    reference=row["reference"],
                )


def damaged(items: Sequence[Item]) -> Iterator[Item]:
    """Copies of some items with the faults that engines make and these systems rarely do."""
    draw = random.Random(SEED)
    for direction in DIRECTIONS:
        some = [item for item in items if item.fits and item.direction == direction]
        for damage in (_copied, _cut, _looped, _half_copied, None):
            for item in draw.sample(some, DAMAGED):
                # Without a damage of its own: what was said of another sentence.
                text = damage(item) if damage else draw.choice(some).text
                yield Item(
                    data="flores",
                    direction=direction,
                    system="damaged",
                    engine=OTHERS,
                    row=item.row,
                    source=item.source,
                    text=text,
                    reference=item.reference,
                    reported=False,
                )


def _copied(item: Item) -> str:
    return item.source


def _cut(item: Item) -> str:
    words = item.text.split()
    return " ".join(words[: max(1, len(words) * 2 // 5)])


def _looped(item: Item) -> str:
    words = item.text.split()
    half = len(words) // 2
    return " ".join([*words[:half], *words[half : half + 3] * 8])


def _half_copied(item: Item) -> str:
    words, left = item.text.split(), item.source.split()
    return " ".join([*words[: len(words) // 2], *left[len(left) // 2 :]])


def pooled(paths: Iterable[Path], engine: str, space: Space) -> Iterator[Item]:
    """An engine's own answers. All candidates are fitted on, each with its agreement with the
    others; reported are the engine's first alone, and the one that padan chooses.
    """
    for path in paths:
        for line in path.read_text("utf-8").splitlines():
            yield from _of_pool(json.loads(line), engine, space)


def _of_pool(row: dict[str, Any], engine: str, space: Space) -> Iterator[Item]:
    source, _, target = row["direction"].partition("-")
    line = clean(row["source"])
    texts = [" ".join(text.split()) for text in row["candidates"]]
    scores = row.get("scores") or [None] * len(texts)
    first = Item(
        data=row["data"],
        direction=(source, target),
        system=f"{engine} first",
        engine=engine,
        row=row["row"],
        source=line,
        text=texts[0],
        reference=row["reference"],
        score=scores[0],
        weight=0.0,
    )
    yield first
    if len(texts) == 1:
        first.weight = 1.0
        return
    table = pairwise(texts)
    agreements = (table.sum(axis=1) - table.diagonal()) / (len(texts) - 1)
    for text, score, agreement in zip(texts, scores, agreements, strict=True):
        each = {"text": text, "score": score, "agreement": float(agreement)}
        yield replace(first, **each, weight=1 / len(texts), reported=False)
    choice = choose(
        line,
        texts,
        source_lang=source,
        target_lang=target,
        similarities=space.cosines(line, texts),
    )
    yield replace(
        first,
        system=f"{engine} chosen",
        text=texts[choice.index],
        score=scores[0] if choice.index == 0 else None,
        agreement=choice.agreement,
        weight=1.0,
    )


class Space:
    """The encoder's vectors, out of the evaluations' cache."""

    def __init__(self) -> None:
        self._encoder = registry.encoder(ENCODER)
        self._file = vector_file()

    @property
    def signature(self) -> str:
        """The encoder's signature."""
        return self._encoder.signature

    def rows(self, texts: Sequence[str]) -> Vectors:
        """A vector per text; what is new is saved a few at a time."""
        parts = []
        for start in range(0, len(texts), _AT_ONCE):
            some = texts[start : start + _AT_ONCE]
            parts.append(embed(some, encoder=self._encoder, cache=self._file))
            self._file.save()
        return np.concatenate(parts)

    def cosines(self, source: str, texts: Sequence[str]) -> list[float]:
        """Cosine of the source with each text."""
        rows = self.rows([source, *texts])
        return [cosine(rows[0], row) for row in rows[1:]]


def centres(items: Sequence[Item], space: Space) -> Centres:
    """The mean vector of each language's human sentences in the part that is fitted on."""
    texts: dict[str, set[str]] = {}
    for item in items:
        if item.fits:
            texts.setdefault(item.direction[0], set()).add(item.source)
    return {lang: space.rows(sorted(some)).mean(axis=0) for lang, some in texts.items()}


def complete(items: Sequence[Item], middle: Centres, space: Space) -> None:
    """Fill in each item's chrF and features."""
    sources = space.rows([item.source for item in items])
    texts = space.rows([item.text for item in items])
    for item, left, right in zip(items, sources, texts, strict=True):
        one, two = (middle[lang] for lang in item.direction)
        item.likeness = cosine(left - one, right - two)
        source, target = item.direction
        faults = find_faults(item.source, item.text, source_lang=source, target_lang=target)
        item.chrf = chrf(item.text, item.reference)
        item.features = surface(
            item.source,
            item.text,
            source_lang=source,
            target_lang=target,
            kinds={fault.kind for fault in faults},
        ) | deeper(score=item.score, agreement=item.agreement, likeness=item.likeness)


def ask(spec: str, quality: str, rows: Iterable[dict[str, Any]], out: TextIO) -> str:
    """Have an engine translate these rows (data, row, direction, source, reference) into a pool.

    Returns its signature. Raises EngineError.
    """
    translator = registry.translator(spec, TranslatorOptions(quality=Quality(quality)))
    groups: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        groups.setdefault(row["direction"], []).append(row)
    for direction, some in groups.items():
        source, _, target = direction.partition("-")
        lines = [clean(row["source"]) for row in some]
        for raw in translator.translate(lines, source=source, target=target):
            scores = [raw.score, *(None for _ in raw.others)]
            answer = {"candidates": [raw.text, *raw.others], "scores": scores}
            out.write(json.dumps({**some[raw.index], **answer}, ensure_ascii=False) + "\n")
            out.flush()
    return translator.signature
