"""Which of an engine's candidates stands as the translation.

Minimum Bayes risk (the candidate most like all the others, Eikema and Aziz 2022,
doi:10.18653/v1/2022.emnlp-main.754) together with what `evidence` counts for each candidate, in a
linear score. Its weights were fitted by eval/fit_choice.py and stand in `data/choice.json`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np

from padan.model import Term
from padan.translate.evidence import evidence
from padan.translate.glossary import Glossary


@dataclass(frozen=True, slots=True)
class Choice:
    """The candidate taken, and how like it the others are."""

    index: int
    agreement: float | None
    """Mean chrF, 0..1, of the chosen candidate with each other as its reference; None with one
    candidate."""


def choose(
    source: str,
    candidates: Sequence[str],
    *,
    source_lang: str,
    target_lang: str,
    similarities: Sequence[float] | None = None,
    terms: Sequence[Term] = (),
) -> Choice:
    """Choose among candidates, the engine's own first one in front.

    `similarities` are the cosines of each candidate with the source in a space that both languages
    share; without them the choice rests on the rest. Of the candidates only those with the fewest
    `terms` of the user's glossary missing come into question. An empty one is taken only where all
    are empty.
    """
    if len(candidates) < 2:
        return Choice(0, None)
    table = evidence(
        source,
        candidates,
        source_lang=source_lang,
        target_lang=target_lang,
        similarities=similarities,
    )
    weights = _weights("plain" if similarities is None else "with_similarity")
    scores = np.array([[row[name] for name in weights] for row in table]) @ [*weights.values()]
    allowed = _allowed(candidates, terms, target_lang)
    index = max(allowed, key=lambda at: (scores[at], -at))
    return Choice(index, table[index]["agreement"])


def signature() -> str:
    """Name and fingerprint of the weights: `choice-1a2b3c4d`."""
    return f"choice-{_fingerprint()}"


def _allowed(candidates: Sequence[str], terms: Sequence[Term], lang: str) -> list[int]:
    """Indices of the candidates with letters or digits, and of these with the fewest terms lost."""
    written = [at for at, text in enumerate(candidates) if any(c.isalnum() for c in text)]
    places = written or list(range(len(candidates)))
    if not terms:
        return places
    lost = {at: len(Glossary.missing(terms, candidates[at], lang)) for at in places}
    least = min(lost.values())
    return [at for at in places if lost[at] == least]


@cache
def _data() -> dict[str, Any]:
    path = files("padan.translate") / "data" / "choice.json"
    found: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return found


def _weights(name: str) -> dict[str, float]:
    found: dict[str, float] = _data()[name]
    return found


@cache
def _fingerprint() -> str:
    used = [_weights("plain"), _weights("with_similarity")]
    return hashlib.sha256(json.dumps(used, sort_keys=True).encode()).hexdigest()[:8]
