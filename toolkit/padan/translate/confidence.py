"""How good a translation probably is: the sentence chrF to be expected, 0..1.

A linear estimate per engine, pair of languages and set of evidence that is there, fitted by ridge
regression on FLORES-200 dev (`eval/fit_confidence.py`; eval/RESULTS.md has its correlation and
calibration). It puts sentences in order for review; it does not say that one is right.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping

from padan.engines.languages import base_language
from padan.model import Fault, FaultKind
from padan.translate.calibration import engine_of, evidence, weights
from padan.translate.lengths import relative_length

_WORD = re.compile(r"\w+")
_NO_LENGTH = 1.0
_UNLIKE = 0.5
"""Likeness below which a translation says something else, where the estimate falls more steeply;
of the six stored systems' outputs on FLORES-200 dev 1 percent lie below."""


def confidence(
    source: str,
    text: str,
    *,
    source_lang: str,
    target_lang: str,
    faults: Iterable[Fault] = (),
    signature: str = "",
    score: float | None = None,
    agreement: float | None = None,
    likeness: float | None = None,
) -> float:
    """The expected sentence chrF of a translation, 0..1.

    `signature` is the engine's; `score` its mean log-probability of a token; `agreement` the mean
    chrF among candidates, 0..1; `likeness` the centred cosine of the two texts. What is None, or
    was not measured for this engine, is done without.
    """
    kinds = {fault.kind for fault in faults}
    if FaultKind.EMPTY in kinds or not text.strip():
        return 0.0
    given = {"score": score, "agreement": agreement, "likeness": likeness}
    engine = engine_of(signature)
    known = {name for name, value in given.items() if value is not None} & evidence(engine)
    features = surface(source, text, source_lang=source_lang, target_lang=target_lang, kinds=kinds)
    features |= deeper(
        score=score if "score" in known else None,
        agreement=agreement if "agreement" in known else None,
        likeness=likeness if "likeness" in known else None,
    )
    pair = f"{base_language(source_lang)}-{base_language(target_lang)}"
    return estimate(features, weights(engine, pair, "+".join(sorted(known))))


def estimate(features: Mapping[str, float], weight: Mapping[str, float]) -> float:
    """The weighted sum of the features that have a weight, kept between 0 and 1."""
    total = sum(weight[name] * value for name, value in features.items() if name in weight)
    return min(1.0, max(0.0, total + weight["1"]))


def surface(
    source: str,
    text: str,
    *,
    source_lang: str,
    target_lang: str,
    kinds: Iterable[FaultKind],
) -> dict[str, float]:
    """What the two texts show without an engine: lengths, copied words, faults."""
    pair = base_language(source_lang), base_language(target_lang)
    share = relative_length(source, text, *pair)
    before, after = _WORD.findall(source), _WORD.findall(text)
    there = {word.lower() for word in before}
    length = math.log(share or _NO_LENGTH)
    return {
        "source length": math.log(1 + len(source)),
        "length": length,
        "length off": abs(length),
        "copied": _share(sum(word.lower() in there for word in after), after),
        "capitals": _share(sum(word[0].isupper() for word in after), after),
        "source word": _share(sum(map(len, before)), before),
        "word": _share(sum(map(len, after)), after),
        "words": math.log((1 + len(after)) / (1 + len(before))),
        **{kind.value: 1.0 for kind in kinds},
    }


def deeper(
    *, score: float | None, agreement: float | None, likeness: float | None
) -> dict[str, float]:
    """What engine and encoder say, as far as it is there."""
    found: dict[str, float] = {}
    if score is not None:
        found["probability"] = math.exp(min(score, 0.0))
    if agreement is not None:
        found["agreement"] = agreement
    if likeness is not None:
        found |= {"likeness": likeness, "unlike": max(0.0, _UNLIKE - likeness)}
    return found


def _share(part: float, words: list[str]) -> float:
    return part / len(words) if words else 0.0
