"""Corpus scores of translations by sacreBLEU, with its signatures and bootstrap intervals."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from typing import Any

SEED = 12345
"""sacreBLEU's own; it reads it from the environment."""
METRICS = ("bleu", "chrf", "chrf++", "ter")
BASELINE = "nllb"
"""The system that the paired tests compare the others with: padan's own kind of engine."""

_CALLED = {"bleu": "BLEU", "chrf": "chrF2", "chrf++": "chrF2++", "ter": "TER"}
"""sacreBLEU's names."""

os.environ.setdefault("SACREBLEU_SEED", str(SEED))


def metric(name: str, references: Sequence[str] | None = None) -> Any:
    """A sacreBLEU metric by our name for it: chrf is chrF2, chrf++ is chrF2++."""
    import sacrebleu

    held = None if references is None else [list(references)]
    if name == "bleu":
        return sacrebleu.BLEU(references=held)
    if name == "ter":
        return sacrebleu.TER(references=held)
    return sacrebleu.CHRF(word_order=2 if name == "chrf++" else 0, references=held)


def scores(
    outputs: Sequence[str],
    references: Sequence[str],
    *,
    metrics: Sequence[str] = METRICS,
    samples: int = 0,
) -> dict[str, Any]:
    """Scores of one system with signatures; with `samples` also `…_ci`, half the width of the
    interval that holds 95 percent of bootstrap samples.
    """
    found: dict[str, Any] = {}
    for name in metrics:
        one = metric(name)
        # sacreBLEU takes 1 for no bootstrap.
        score = one.corpus_score(list(outputs), [list(references)], n_bootstrap=max(1, samples))
        found[name] = round(float(score.score), 2)
        if samples:
            found[f"{name}_ci"] = round(float(score._ci), 2)
        found[f"{name}_signature"] = str(one.get_signature())
    return found


def side_by_side(
    systems: Mapping[str, Sequence[str]],
    references: Sequence[str],
    *,
    metrics: Sequence[str] = METRICS,
    samples: int = 0,
) -> dict[str, dict[str, Any]]:
    """Scores of several systems on the same sentences.

    With `samples`, paired bootstrap (Koehn 2004) on the same samples for all of them: `…_ci` as in
    `scores`, `…_p` the chance of such a difference from the baseline system were there none.
    """
    if not samples:
        return {name: scores(o, references, metrics=metrics) for name, o in systems.items()}
    from sacrebleu.significance import PairedTest

    baseline = BASELINE if BASELINE in systems else next(iter(systems))
    order = [baseline, *(name for name in systems if name != baseline)]
    measures = {name: metric(name, references) for name in metrics}
    test = PairedTest(
        [(name, list(systems[name])) for name in order],
        measures,
        None,
        test_type="bs",
        n_samples=samples,
    )
    found_signatures, found_scores = test()
    signatures, table = dict[str, Any](found_signatures), dict[str, Any](found_scores)
    found: dict[str, dict[str, Any]] = {name: {} for name in systems}
    for measure in metrics:
        called = _CALLED[measure]
        for name, result in zip(order, table[called], strict=True):
            found[name][measure] = round(float(result.score), 2)
            found[name][f"{measure}_ci"] = round(float(result.ci), 2)
            if result.p_value is not None:
                found[name][f"{measure}_p"] = round(float(result.p_value), 4)
            found[name][f"{measure}_signature"] = str(signatures[called])
    return found
