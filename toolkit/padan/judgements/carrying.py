"""Carries judgements over to a text that was read anew: what says the same words is the same.

The log stays as it is; its judgements are read with the new text's sentences and offsets put in.
What has no counterpart there is left as it was said, and becomes a conflict.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from typing import Any

from padan.model import Article, Judgement


@dataclass(frozen=True, slots=True)
class Carried:
    """The sentences of an old text that a new one holds word for word."""

    new: str
    """Id of the new text."""
    sentences: Mapping[int, int]
    starts: tuple[int, ...]
    """Of the old sentences."""
    shifts: Mapping[int, int]
    """Old sentence -> what is added to its offsets."""
    ends: tuple[int, ...]

    @classmethod
    def between(cls, old: Article, new: Article) -> Carried:
        """Lay the old text beside the new one, sentence by sentence, in order."""
        before, after = ([s.text for s in article.sentences] for article in (old, new))
        found: dict[int, int] = {}
        for a, b, size in SequenceMatcher(None, before, after, False).get_matching_blocks():
            found.update((a + k, b + k) for k in range(size))
        return cls(
            new.id,
            found,
            tuple(s.start for s in old.sentences),
            {i: new.sentences[j].start - old.sentences[i].start for i, j in found.items()},
            tuple(s.end for s in old.sentences),
        )

    def span(self, ends: list[int]) -> list[int] | None:
        """A span of the old text in the new one; None where its words are no longer there."""
        start, end = ends
        first = bisect_right(self.starts, start) - 1
        last = bisect_right(self.starts, end - 1) - 1
        if first < 0 or end > self.ends[last]:
            return None
        shifts = {self.shifts.get(index) for index in range(first, last + 1)}
        shift = shifts.pop()
        return None if shifts or shift is None else [start + shift, end + shift]


def carry(judgements: Iterable[Judgement], known: Mapping[str, Carried]) -> list[Judgement]:
    """The judgements with old articles (the keys of `known`) replaced by those that took their
    place, where all that they are about is still there."""
    return [_carried(j, known) for j in judgements] if known else list(judgements)


class _Lost(Exception):
    """Something has no counterpart in the new text."""


def _carried(judgement: Judgement, known: Mapping[str, Carried]) -> Judgement:
    try:
        body = _body(judgement.body, known)
    except (_Lost, TypeError, ValueError, KeyError, AttributeError):
        return judgement
    return replace(judgement, body=body) if body != judgement.body else judgement


def _body(body: Mapping[str, Any], known: Mapping[str, Carried]) -> dict[str, Any]:
    out = dict(body)
    for name in ("rows", "before"):
        # Of an edit of the English, "before" is a text.
        if isinstance(body.get(name), list):
            out[name] = [_place(place, known) for place in body[name]]
    if isinstance(body.get("after"), list):
        out["after"] = [{**new, "place": _place(new["place"], known)} for new in body["after"]]
    if "row" in body:
        out["row"] = _place(body["row"], known)
    if "findings" in body:
        out["findings"] = [_finding(f, body, known) for f in body["findings"]]
    if "finding" in body:
        out["finding"] = _finding(body["finding"], body, known)
    for name in ("article", "reference"):
        if body.get(name) in known:
            out[name] = known[body[name]].new
    if "sentence" in body and body.get("article") in known:
        out["sentence"] = _sentence(known[body["article"]], body["sentence"])
    return out


def _place(place: Mapping[str, list[int]], known: Mapping[str, Carried]) -> dict[str, list[int]]:
    out: dict[str, list[int]] = {}
    for article, indices in place.items():
        if article in known:
            out[known[article].new] = [_sentence(known[article], index) for index in indices]
        else:
            out[article] = list(indices)
    return out


def _finding(
    finding: Mapping[str, Any], body: Mapping[str, Any], known: Mapping[str, Carried]
) -> dict[str, Any]:
    out = dict(finding)
    article, reference = str(finding["article"]), str(body.get("reference"))
    if article in known:
        out["article"] = known[article].new
    for name, of in (("retelling", article), ("reference", reference)):
        if finding.get(name) is not None and of in known:
            out[name] = known[of].span(finding[name])
            if out[name] is None:
                raise _Lost
    return out


def _sentence(carried: Carried, index: int) -> int:
    if index not in carried.sentences:
        raise _Lost
    return carried.sentences[index]
