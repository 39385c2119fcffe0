"""A headline against its own article: where it claims what no sentence of the body bears out.

Each sentence of the body that tells what the headline tells is compared with it. A difference
stands only where every such sentence has it: a figure that is another one in all of them, a denial
that none of them makes, a caution that all of them have and the headline lacks. A headline draws
several sentences together, so what it merely adds to one of them is no difference.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from padan.consistency import modality, negation, numbers, quantifier, relation
from padan.consistency.dismissed import Dismissal, without_dismissed
from padan.consistency.draft import Report, rank
from padan.consistency.links import link
from padan.consistency.quantities import quantities
from padan.consistency.reasons import of_headline, say
from padan.consistency.settle import settle
from padan.consistency.side import Pair, Side, pair_of
from padan.model import Article, Finding, Kind, Role, Sentence, Severity, Span

_CHECKS: tuple[Callable[[Pair], Report], ...] = (
    numbers.check,
    negation.check,
    modality.check,
    quantifier.check,
    relation.check,
)
_KINDS = frozenset({Kind.NUMBER, Kind.NEGATION, Kind.MODALITY, Kind.QUANTIFIER, Kind.RELATION})
_LEAST = 2 / 3
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


def own_claims(
    article: Article, headline: Sentence, dismissed: frozenset[Dismissal]
) -> tuple[Finding, ...]:
    """Where a headline departs from the body of its own article, placed in the article's text.

    `reference` is None, for the body is no reference; the reason tells what the body says. What is
    `dismissed` is not found again.
    """
    body = [Side(s.text, article.lang) for s in article.sentences if s.role is Role.BODY]
    found = (c.finding for c in against_body(Side(headline.text, article.lang), body))
    placed = [_placed(finding, headline) for finding in found]
    return without_dismissed(placed, ("", article.text), dismissed)


def _placed(finding: Finding, headline: Sentence) -> Finding:
    """The whole headline is marked where it lacks something."""
    span = finding.retelling or Span(0, len(headline.text))
    why = of_headline(finding.why) if finding.why else None
    return replace(
        finding,
        reference=None,
        retelling=Span(headline.start + span.start, headline.start + span.end),
        reason=say(why) if why else finding.reason,
        why=why,
    )


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
        and not _figure_elsewhere(finding, headline, body)
    )


def _shared(pair: Pair) -> float:
    """The share of the headline's content words that the sentence has."""
    views = pair.words
    if views is None or not pair.same_language:
        return 0.0
    links = link(*views)
    return links.share(1) if len(links.content[1]) >= _FEWEST else 0.0


def _found(pair: Pair) -> tuple[Finding, ...]:
    """What the headline says otherwise than the sentence, and a caution that it leaves out."""
    findings = settle([f for check in _CHECKS for f in check(pair).findings])
    return tuple(
        f
        for f in findings
        if f.kind in _KINDS
        and rank(f.severity) <= rank(Severity.MAJOR)
        and f.reference is not None
        and (f.retelling is not None or f.kind is Kind.MODALITY)
    )


def _figure_elsewhere(finding: Finding, headline: Side, body: Sequence[Side]) -> bool:
    """A figure of the headline stands in another sentence of the body, whatever that tells."""
    span = finding.retelling
    if finding.kind is not Kind.NUMBER or span is None:
        return False
    claimed = {
        (q.dim, q.values)
        for q in quantities(headline.text, headline.language)
        if q.start < span.end and span.start < q.end
    }
    return any(
        (q.dim, q.values) in claimed for side in body for q in quantities(side.text, side.language)
    )


def _alike(one: Finding, other: Finding) -> bool:
    """Two findings tell the same of the headline."""
    return one.kind is other.kind and _meet(one.retelling, other.retelling)


def _meet(one: Span | None, other: Span | None) -> bool:
    if one is None or other is None:
        return one is other
    return one.start < other.end and other.start < one.end
