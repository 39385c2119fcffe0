"""Records of the dataset's configurations, made of a chosen story. `hf_features` tells the fields.

Text, English, words of findings and titles are None where the policy lets nothing leave; offsets
and hashes are always there, so that whoever holds the article can put them back.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from hashlib import sha256
from itertools import combinations
from typing import Any

from padan.engines.languages import base_language
from padan.export.filters import ChosenRow, ChosenStory
from padan.export.policy import Policy, TextPolicy, leaving, open_licence
from padan.export.pseudonyms import Pseudonyms
from padan.judgements.state import Decision, JudgedFinding
from padan.model import Article, Cell, Finding, Span
from padan.translate.memory import is_human
from padan.view.ranking import SEVERITIES
from padan.view.reading import Reading

Record = dict[str, Any]
_PAIRED = (
    "text",
    "article_id",
    "outlet",
    "sentences",
    "starts",
    "ends",
    "roles",
    "sha256",
    "text_policy",
    "licence",
    "url",
    "published",
    "retrieved",
)
_SIDES = {
    letter: [(f"{name}_{letter}", name) for name in _PAIRED] for letter in ("a", "b", "en", "id")
}


def digest(text: str) -> str:
    """SHA-256 of a text in UTF-8, in hex."""
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def row_id(story: str, place: str) -> str:
    """What names a row: the same as long as its sentences are."""
    return sha256(f"{story}|{place}".encode()).hexdigest()[:16]


class StoryRecords:
    """The records of one story; look-ups and what all its rows share are made once."""

    def __init__(self, chosen: ChosenStory, policy: Policy, names: Pseudonyms) -> None:
        self.rows = chosen.rows
        self._reading = Reading(chosen.story.compared)
        self._story = chosen.story.compared.story
        self._policy = policy
        self._names = names
        self._policies = {a.id: policy.of(a) for a in self._story.articles}
        self._about = {a.id: self._of_article(a) for a in self._story.articles}
        signatures = chosen.story.compared.signatures
        self._signature = " ".join(f"{stage}={said}" for stage, said in signatures.items())
        self._english_by = lru_cache(maxsize=None)(self._signed)

    def _of_article(self, article: Article) -> Record:
        return {
            "article_id": article.id,
            "outlet": article.outlet,
            "lang": article.lang,
            "is_reference": article.id == self._story.reference,
            "text_policy": self._policies[article.id].value,
            "licence": article.licence,
            "url": article.url,
            "published": article.published,
            "retrieved": article.retrieved,
        }

    def _signed(self, signature: str) -> str:
        return self._names.signature(signature) if is_human(signature) else signature

    @property
    def title(self) -> str | None:
        """The story's title as far as it leaves: it is a headline of one of the articles."""
        return leaving(self._policy.least(self._story.articles), self._story.title)

    def articles(self) -> Iterator[Record]:
        """A record for each article of which a cell is exported."""
        used = {cell.article for row in self.rows for cell in row.cells}
        for article in self._story.articles:
            if article.id in used:
                about = dict(self._about[article.id])
                yield about | {
                    "story_id": self._story.id,
                    "title": leaving(self._policies[article.id], article.title),
                    "open_licence": open_licence(article.licence) or "",
                    "sha256": digest(article.text),
                    "characters": len(article.text),
                    "version_of": self._story.versions.get(article.id, ""),
                }

    def of_row(self, chosen: ChosenRow) -> dict[str, list[Record]]:
        """Configuration -> the records of a row."""
        name = {
            "row_id": row_id(self._story.id, chosen.place),
            "story_id": self._story.id,
            "row": chosen.row.index,
        }
        review = self._review(chosen)
        cells = [self._cell(cell) for cell in chosen.cells]
        cells.sort(key=lambda cell: not cell["is_reference"])
        indonesian, english = _saying(cells, "id"), _saying(cells, "en")
        whole = {**name, "title": self.title, "cells": cells, **review}
        id_id = combinations(indonesian, 2)
        en_id = [(en, told) for en in english for told in indonesian]
        return {
            "stories": [whole],
            "pairs-id-id": [name | _pair(a, b, "a", "b", review) for a, b in id_id],
            "pairs-id-en": [
                name | _pair(en, told, "en", "id", review) | {"en_is_reference": en["is_reference"]}
                for en, told in en_id
            ],
            "mt-id-en": [name | r | review for cell in chosen.cells for r in self._mt(cell)],
            "findings": [name | r | review for r in self._findings(chosen)],
        }

    def _review(self, chosen: ChosenRow) -> Record:
        review = chosen.review
        return {
            "status": review.status.value,
            "reviewers": [self._names.of(mark.reviewer) for mark in review.marks],
            "disputed": review.disputed,
            "by_hand": bool(review.by_hand),
            "row_confidence": chosen.row.confidence,
            "signature": self._signature,
        }

    def _cell(self, cell: Cell) -> Record:
        policy = self._policies[cell.article]
        sentences = self._reading.sentences(cell)
        text = " ".join([sentence.text for sentence in sentences])
        made = self._reading.translations(cell)
        english = " ".join([translation.text for translation in made])
        comparison = cell.comparison
        findings = comparison.findings if comparison else ()
        return {
            **self._about[cell.article],
            "text": leaving(policy, text),
            "english": leaving(policy, english) if made else None,
            "english_by": "; ".join(dict.fromkeys([self._english_by(t.signature) for t in made])),
            "sentences": list(cell.sentences),
            "starts": [sentence.start for sentence in sentences],
            "ends": [sentence.end for sentence in sentences],
            "roles": [sentence.role.value for sentence in sentences],
            "sha256": digest(text) if sentences else None,
            "english_sha256": digest(english) if made else None,
            "moved": cell.moved,
            "confidence": cell.confidence,
            "consistency": comparison.consistency if comparison else None,
            "kinds": _kinds(findings),
            "worst_severity": _worst(findings),
        }

    def _mt(self, cell: Cell) -> Iterator[Record]:
        about = self._about[cell.article]
        if base_language(about["lang"]) != "id":
            return
        policy = self._policies[cell.article]
        known = self._reading.compared.english.get(cell.article, {})
        for sentence in self._reading.sentences(cell):
            made = known.get(sentence.index)
            if made is None:
                continue
            both = {"id": leaving(policy, sentence.text), "en": leaving(policy, made.text)}
            yield {
                **{key: about[key] for key in _SHARED},
                "translation": both,
                "sentence": sentence.index,
                "start": sentence.start,
                "end": sentence.end,
                "sha256": digest(sentence.text),
                "english_sha256": digest(made.text),
                "english_by": self._english_by(made.signature),
                "human": is_human(made.signature),
                "faults": [fault.kind.value for fault in made.faults],
                "english_confidence": made.confidence,
            }

    def _findings(self, chosen: ChosenRow) -> Iterator[Record]:
        left = {cell.article: cell for cell in chosen.cells}
        judged = chosen.review.findings or tuple(
            JudgedFinding(cell.article, finding)
            for cell in chosen.cells
            for finding in (cell.comparison.findings if cell.comparison else ())
        )
        for each in judged:
            if each.article in left:
                yield self._finding(each, left[each.article])

    def _finding(self, judged: JudgedFinding, cell: Cell) -> Record:
        finding, reference = judged.finding, self._reading.reference
        about = self._about[cell.article]
        policy = self._policy.least(
            [self._reading.articles[cell.article], *([reference] if reference else [])]
        )
        original = judged.original
        return {
            **{key: about[key] for key in ("article_id", "outlet", "licence", "url")},
            "reference_id": reference.id if reference else None,
            "kind": finding.kind.value,
            "severity": finding.severity.value,
            **self._words("reference", reference, finding.reference),
            **self._words("retelling", self._reading.articles[cell.article], finding.retelling),
            "reason": finding.reason if policy is TextPolicy.FULL else None,
            "reason_code": finding.why.code if finding.why else None,
            "basis": finding.basis,
            "perhaps_ours": finding.perhaps_ours,
            "decision": (judged.decision or Decision.OPEN).value,
            "decided_by": self._names.of(judged.by) if judged.by else None,
            "added_by_hand": bool(judged.added_by),
            "original_kind": original.kind.value if original else None,
            "original_severity": original.severity.value if original else None,
            "consistency": cell.comparison.consistency if cell.comparison else None,
            "text_policy": policy.value,
        }

    def _words(self, side: str, article: Article | None, span: Span | None) -> Record:
        if article is None or span is None:
            return dict.fromkeys(f"{side}_{each}" for each in ("start", "end", "words", "sha256"))
        words = article.text[span.start : span.end]
        return {
            f"{side}_start": span.start,
            f"{side}_end": span.end,
            f"{side}_words": leaving(self._policies[article.id], words),
            f"{side}_sha256": digest(words),
        }


_SHARED = (
    "article_id",
    "outlet",
    "text_policy",
    "licence",
    "url",
    "published",
    "retrieved",
)


def _saying(cells: list[Record], lang: str) -> list[Record]:
    return [c for c in cells if c["sentences"] and base_language(c["lang"]) == lang]


def _pair(
    left: Record, right: Record, first: str, second: str, review: Mapping[str, Any]
) -> Record:
    told = right if left["is_reference"] else left if right["is_reference"] else None
    row = review["row_confidence"]
    return {
        **{here: left[name] for here, name in _SIDES[first]},
        **{here: right[name] for here, name in _SIDES[second]},
        "bead": f"{len(left['sentences'])}-{len(right['sentences'])}",
        "score": min(row if c["confidence"] is None else c["confidence"] for c in (left, right)),
        "consistency": told["consistency"] if told else None,
        "kinds": told["kinds"] if told else [],
        "worst_severity": told["worst_severity"] if told else None,
        **review,
    }


def _kinds(findings: tuple[Finding, ...]) -> list[str]:
    return list(dict.fromkeys([finding.kind.value for finding in findings])) if findings else []


def _worst(findings: tuple[Finding, ...]) -> str | None:
    if not findings:
        return None
    return min((f.severity.value for f in findings), key=_RANK.__getitem__)


_RANK = {severity.value: place for place, severity in enumerate(SEVERITIES)}
