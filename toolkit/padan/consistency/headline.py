"""A headline against its own body: where it claims what no sentence of the article bears out.

Each sentence of the body that tells what the headline tells is compared with it. A difference
stands only where every such sentence has it: a figure that is another one in all of them, a denial
that none of them makes, a caution that all of them have and the headline lacks.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from padan.consistency import modality, negation, numbers, quantifier, relation
from padan.consistency.draft import Report, rank
from padan.consistency.links import link
from padan.consistency.side import Pair, Side, pair_of
from padan.model import Finding, Kind, Severity, Span

_CHECKS: tuple[Callable[[Pair], Report], ...] = (
    numbers.check,
    negation.check,
    modality.check,
    quantifier.check,
    relation.check,
)
_KINDS = frozenset({Kind.NUMBER, Kind.NEGATION, Kind.MODALITY, Kind.QUANTIFIER, Kind.RELATION})
_LEAST = 0.6
"""Share of the headline's content words that a sentence must have to tell the same thing."""
_MOST = 5
"""Sentences of the body that are compared, those with most of its words first."""
_FEWEST = 3
"""Content words of a headline; in a shorter one too little is said to be told apart."""


@dataclass(frozen=True, slots=True)
class Claim:
    """What a headline claims against its body."""

    sentence: int
    """Index into the body's sentences of the one that is nearest."""
    finding: Finding
    """`reference` counts in that sentence, `retelling` in the headline."""


def against_body(headline: Side, body: Sequence[Side]) -> tuple[Claim, ...]:
    """Serious differences of a headline from every sentence of `body` that tells the same.

    All sides are of one article, in one language that padan has word lists for; else nothing is
    told. Takes time in proportion to the sentences of the body.
    """
    pairs = [(n, pair_of(sentence, headline)) for n, sentence in enumerate(body)]
    near = [(-share, n, pair) for n, pair in pairs if (share := _shared(pair)) >= _LEAST]
    found = [(n, _found(pair)) for _, n, pair in sorted(near, key=lambda k: k[:2])[:_MOST]]
    if not found:
        return ()
    first, others = found[0], [findings for _, findings in found[1:]]
    return tuple(
        Claim(first[0], finding)
        for finding in first[1]
        if all(any(_alike(finding, other) for other in findings) for findings in others)
    )


def _shared(pair: Pair) -> float:
    """The share of the headline's content words that the sentence has."""
    views = pair.words
    if views is None or not pair.same_language:
        return 0.0
    links = link(*views)
    return links.share(1) if len(links.content[1]) >= _FEWEST else 0.0


def _found(pair: Pair) -> tuple[Finding, ...]:
    """What the headline says otherwise; what it leaves out is no difference, save a caution."""
    findings = (f for check in _CHECKS for f in check(pair).findings)
    return tuple(
        f
        for f in findings
        if f.kind in _KINDS
        and rank(f.severity) <= rank(Severity.MAJOR)
        and (f.retelling is not None or f.kind in {Kind.MODALITY, Kind.NEGATION})
    )


def _alike(one: Finding, other: Finding) -> bool:
    """Two findings tell the same of the headline."""
    if one.kind is not other.kind:
        return False
    return _meet(one.retelling, other.retelling)


def _meet(one: Span | None, other: Span | None) -> bool:
    if one is None or other is None:
        return one is other
    return one.start < other.end and other.start < one.end
