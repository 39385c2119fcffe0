"""Refits the weights of findings to what reviewers accepted and dismissed.

Each judged finding is a trial of its kind and ground: accepted, it should weigh more, dismissed,
less. Only the weights of findings change; with few judgements they stay near the packaged ones.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256

from padan.consistency.dismissed import Dismissal
from padan.consistency.score import ALONE
from padan.consistency.weights import Fit
from padan.model import Kind, Severity

PRIOR = 12.0
"""Judgements of a kind that count as much as the fit they amend."""
USUAL = 0.7
"""The share of findings of a kind that is accepted where its weight is right: a start, until
judgements of all kinds together say otherwise."""
_LEAST, _MOST = 0.1, 2.0
"""How far a weight may be scaled."""
_HELD_BACK = 4
"""One judgement in so many is kept to report on."""


@dataclass(frozen=True, slots=True)
class Judged:
    """What a reviewer said of one finding."""

    kind: Kind
    severity: Severity
    accepted: bool
    reference: str = ""
    """The words marked in the reference."""
    retelling: str = ""
    basis: str = ""
    """As in `Finding.basis`: `id-id`, `en-mt`, …"""
    perhaps_ours: bool = False
    for_good: bool = False
    """Dismissed once for all: these words never make such a finding again."""


@dataclass(frozen=True, slots=True)
class Calibration:
    """Acceptance of a kind, and how well it was foretold for judgements that were held back."""

    weights: Mapping[str, Fit]
    dismissed: frozenset[Dismissal]
    judged: int
    held_back: int
    before: float | None
    """Mean log loss of the held-back judgements without the others, in nats."""
    after: float | None
    """The same with what the others taught; lower is better."""
    factors: Mapping[str, float]
    """Kind and ground (`term mt`) -> what its weight was multiplied by."""


def recalibrate(judgements: Sequence[Judged], fits: Mapping[str, Fit]) -> Calibration:
    """Amend `fits` by all judgements; report on the held-back ones what the others would foretell.

    Which ones are held back depends on their content alone.
    """
    held = [j for j in judgements if _held_back(j)]
    kept = [j for j in judgements if not _held_back(j)]
    before, after = (_loss(held, Rates.of(known)) for known in ([], kept))
    rates = Rates.of(judgements)
    factors = {f"{kind} {on}": rates.factor(kind, on) for kind, on in sorted(rates.seen)}
    return Calibration(
        weights={on: _amended(fit, on, rates) for on, fit in fits.items()},
        dismissed=frozenset(
            Dismissal.of(j.kind, j.reference, j.retelling)
            for j in judgements
            if j.for_good and not j.accepted and (j.reference or j.retelling)
        ),
        judged=len(judgements),
        held_back=len(held),
        before=before,
        after=after,
        factors=factors,
    )


def ground_of(basis: str) -> str:
    """The ground of the score that a finding's basis belongs to."""
    sides = basis.split("-")
    if "mt" in sides:
        return "mt"
    return sides[0] if len(set(sides)) == 1 and sides[0] in {"id", "en"} else "across"


@dataclass(frozen=True, slots=True)
class Rates:
    """How often findings are accepted: of all kinds, of a kind, of a kind on one ground."""

    usual: float
    kinds: Mapping[str, tuple[float, float]]
    """Kind -> accepted, judged."""
    grounds: Mapping[tuple[str, str], tuple[float, float]]

    @classmethod
    def of(cls, judgements: Iterable[Judged]) -> Rates:
        """Count them."""
        kinds: dict[str, tuple[float, float]] = defaultdict(lambda: (0.0, 0.0))
        grounds: dict[tuple[str, str], tuple[float, float]] = defaultdict(lambda: (0.0, 0.0))
        total = accepted = 0.0
        for j in judgements:
            yes = float(j.accepted)
            accepted, total = accepted + yes, total + 1
            key = (str(j.kind), ground_of(j.basis))
            kinds[key[0]] = (kinds[key[0]][0] + yes, kinds[key[0]][1] + 1)
            grounds[key] = (grounds[key][0] + yes, grounds[key][1] + 1)
        return cls((accepted + PRIOR * USUAL) / (total + PRIOR), dict(kinds), dict(grounds))

    @property
    def seen(self) -> frozenset[tuple[str, str]]:
        """Kinds and grounds that were judged."""
        return frozenset(self.grounds)

    def rate(self, kind: str, on: str) -> float:
        """The chance that such a finding is accepted: each level shrunk to the one above."""
        of_kind = _shrunk(self.kinds.get(kind, (0.0, 0.0)), self.usual)
        return _shrunk(self.grounds.get((kind, on), (0.0, 0.0)), of_kind)

    def factor(self, kind: str, on: str) -> float:
        """What the weight is multiplied by: the rate against the usual one."""
        return min(_MOST, max(_LEAST, self.rate(kind, on) / USUAL)) if kind in self.kinds else 1.0


def _shrunk(counted: tuple[float, float], towards: float) -> float:
    return (counted[0] + PRIOR * towards) / (counted[1] + PRIOR)


def _amended(fit: Fit, on: str, rates: Rates) -> Fit:
    if on == ALONE:
        return fit
    scaled = {
        name: weight * rates.factor(name.removeprefix("finding "), on)
        if name.startswith("finding ")
        else weight
        for name, weight in fit.weights.items()
    }
    return replace(fit, weights=scaled)


def _loss(judgements: Sequence[Judged], rates: Rates) -> float | None:
    if not judgements:
        return None
    chances = [(rates.rate(str(j.kind), ground_of(j.basis)), j.accepted) for j in judgements]
    return -math.fsum(math.log(c if yes else 1.0 - c) for c, yes in chances) / len(judgements)


def _held_back(judged: Judged) -> bool:
    told = f"{judged.kind}\0{judged.reference}\0{judged.retelling}\0{judged.basis}"
    return sha256(told.encode("utf-8", "surrogatepass")).digest()[0] % _HELD_BACK == 0
