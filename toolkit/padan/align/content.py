"""What an article says, weighed in characters, and how much of it another article says too."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from padan.model import FLOW, Article, Bead, Sentence


def flow(article: Article) -> tuple[Sentence, ...]:
    """The sentences of the running text, in reading order."""
    return tuple(s for s in article.sentences if s.role in FLOW)


def extent(article: Article) -> int:
    """Length of the running text in characters."""
    return sum(len(s.text) for s in flow(article))


@dataclass(frozen=True, slots=True)
class Side:
    """What one of two articles has in common with the other: characters of its running text.

    `shared` is the expected number in sentences the other has too, `lead` the same within the
    first sentences; `total` and `lead_total` are the lengths they are parts of. `matched` counts
    as much of the shared sentences as the other article spends on them.
    """

    shared: float
    matched: float
    lead: float
    total: int
    lead_total: int

    @property
    def share(self) -> float:
        """The share of the article that the other one says too, sentence by sentence, 0..1."""
        return self.shared / self.total if self.total else 0.0

    @property
    def lead_share(self) -> float:
        """The same of its beginning, 0..1."""
        return self.lead / self.lead_total if self.lead_total else 0.0

    @property
    def matched_share(self) -> float:
        """The share of the article that is not its own, down to the length of sentences, 0..1."""
        return self.matched / self.total if self.total else 0.0


@dataclass(frozen=True, slots=True)
class Overlap:
    """Shared content of two articles."""

    left: Side
    right: Side

    def turned(self) -> Overlap:
        """The same with the sides changed."""
        return Overlap(self.right, self.left)


def overlap(
    left: Article, right: Article, beads: Iterable[Bead], *, least: float, lead: int
) -> Overlap:
    """How much of the running texts the beads tie together.

    A sentence in a bead with two sides and a confidence of at least `least` counts with its
    characters times that confidence: the expected number of shared characters. `lead` is the
    length in characters of what counts as the beginning (whole sentences, at least one).
    """
    lengths = [{s.index: len(s.text) for s in flow(article)} for article in (left, right)]
    told = [
        (bead, _length(bead.left, lengths[0]), _length(bead.right, lengths[1]))
        for bead in beads
        if bead.left and bead.right and bead.score >= least
    ]
    sums = sum(one for _, one, _ in told), sum(other for _, _, other in told)
    # Languages differ in length: across two of them the longer text as a whole adds nothing.
    rate = sums[0] / sums[1] if left.lang != right.lang and all(sums) else 1.0
    scores: tuple[dict[int, float], dict[int, float]] = ({}, {})
    matched = [0.0, 0.0]
    for bead, one, other in told:
        scores[0].update(dict.fromkeys(bead.left, bead.score))
        scores[1].update(dict.fromkeys(bead.right, bead.score))
        matched[0] += bead.score * min(one, other * rate)
        matched[1] += bead.score * min(other, one / rate)
    return Overlap(
        _side(flow(left), scores[0], matched[0], lead),
        _side(flow(right), scores[1], matched[1], lead),
    )


def _length(indices: Iterable[int], lengths: Mapping[int, int]) -> int:
    return sum(lengths.get(i, 0) for i in indices)


def _side(
    sentences: Sequence[Sentence], scores: Mapping[int, float], matched: float, lead: int
) -> Side:
    beginning = _beginning(sentences, lead)
    return Side(
        shared=sum(len(s.text) * scores.get(s.index, 0.0) for s in sentences),
        matched=matched,
        lead=sum(len(s.text) * scores.get(s.index, 0.0) for s in beginning),
        total=sum(len(s.text) for s in sentences),
        lead_total=sum(len(s.text) for s in beginning),
    )


def _beginning(sentences: Sequence[Sentence], length: int) -> Sequence[Sentence]:
    total = 0
    for count, sentence in enumerate(sentences, start=1):
        total += len(sentence.text)
        if total >= length:
            return sentences[:count]
    return sentences
