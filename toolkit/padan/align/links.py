"""How likely two articles retell one story, from the content they share."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from padan.align.content import Overlap, Side, overlap
from padan.align.thresholds import LinkWeights
from padan.model import Article, Bead


@dataclass(frozen=True, slots=True)
class Link:
    """Two articles (left id < right id), what they share, and the log-odds of one story."""

    left: str
    right: str
    shared: Overlap
    logit: float


def link(left: Article, right: Article, beads: Iterable[Bead], weights: LinkWeights) -> Link:
    """Weigh what two articles share; `left.id` must sort before `right.id`."""
    shared = overlap(left, right, beads, least=weights.bead, lead=weights.lead)
    far = far_apart(left, right, weights.days)
    return Link(left.id, right.id, shared, log_odds(shared, weights, far=far))


def log_odds(shared: Overlap, weights: LinkWeights, *, far: bool) -> float:
    """The log-odds that two articles which share this retell one story.

    `far` says that their dates are far apart.
    """
    logit = weights.intercept + weights.far * far
    logit += sum(
        value * weight
        for value, weight in zip(features(shared, weights.prior), _weights(weights), strict=True)
    )
    return max(-weights.limit, min(weights.limit, logit))


def features(shared: Overlap, prior: int) -> tuple[float, float, float, float]:
    """Share of the more contained article, of the other, and the same of their leads; 0..1 each.

    `prior` characters are added to the lengths, so that little text proves little. The leads tell
    retelling from quoting: a retelling shares what is new, a follow-up or a background paragraph
    shares what stands further down.
    """

    def part(side: Side) -> float:
        return side.shared / (side.total + prior)

    inner, outer = sorted(
        (shared.left, shared.right), key=lambda side: (part(side), side.lead_share), reverse=True
    )
    leads = inner.lead_share, outer.lead_share
    return part(inner), part(outer), min(leads), max(leads)


def far_apart(left: Article, right: Article, days: int) -> bool:
    """Both dates are known and more than so many days lie between them."""
    if left.published is None or right.published is None:
        return False
    return abs((left.published - right.published).days) > days


def _weights(weights: LinkWeights) -> tuple[float, float, float, float]:
    return weights.share, weights.other_share, weights.both_leads, weights.one_lead
