"""How far reviewers agree beyond chance: Cohen's kappa for two (Cohen 1960), Krippendorff's alpha
for any number (Krippendorff 2011, nominal distances); computed by NLTK."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from padan.judgements.state import ReviewedStory
from padan.model import Status
from padan.view.texts import say

Answer = tuple[str, str, str]
"""Reviewer, what they judged, how."""


def agreement(reviewed: ReviewedStory, lang: str) -> dict[str, Any]:
    """Agreement on rows and on findings that two or more reviewers judged.

    `kappa` and `alpha` are None where they cannot be told; `reason` says why.
    """
    rows = _figures(_on_rows(reviewed), lang)
    findings = _figures(_on_findings(reviewed), lang)
    return {
        "rows": rows["judged"],
        "kappa": rows["kappa"],
        "alpha": rows["alpha"],
        "reason": rows["reason"],
        "reviewers": rows["reviewers"],
        "findings": findings,
    }


def _on_rows(reviewed: ReviewedStory) -> Iterable[Answer]:
    for number, review in enumerate(reviewed.reviews):
        for mark in review.marks:
            if mark.status is not Status.UNREVIEWED:
                yield mark.reviewer, str(number), mark.status.value


def _on_findings(reviewed: ReviewedStory) -> Iterable[Answer]:
    for number, review in enumerate(reviewed.reviews):
        for place, finding in enumerate(review.findings):
            for reviewer, decision in finding.decisions:
                yield reviewer, f"{number}.{place}", decision.value


def _figures(answers: Iterable[Answer], lang: str) -> dict[str, Any]:
    by_item: dict[str, list[Answer]] = defaultdict(list)
    for answer in answers:
        by_item[answer[1]].append(answer)
    shared = [answer for some in by_item.values() if len(some) > 1 for answer in some]
    names = sorted({reviewer for reviewer, _, _ in shared})
    told: dict[str, Any] = {
        "judged": sum(len(some) > 1 for some in by_item.values()),
        "reviewers": names,
        "kappa": None,
        "alpha": None,
        "reason": "",
    }
    if not shared:
        several = len({reviewer for some in by_item.values() for reviewer, _, _ in some}) > 1
        told["reason"] = say(
            "agreement_too_few_items" if several else "agreement_too_few_reviewers", lang
        )
    elif len({how for _, _, how in shared}) == 1:
        told["reason"] = say("agreement_one_answer", lang)
    else:
        told["alpha"] = round(_task(shared).alpha(), 4)
        if len(names) == 2:
            told["kappa"] = round(_task(shared).kappa(), 4)
        else:
            told["reason"] = say("agreement_kappa_two", lang, n=len(names))
    return told


def _task(answers: list[Answer]) -> Any:
    from nltk.metrics.agreement import AnnotationTask

    return AnnotationTask(data=answers)
