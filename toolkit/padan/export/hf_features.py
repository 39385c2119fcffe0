"""The configurations of the dataset, the type of each of their fields, and what it holds.

One table (`FIELDS`) is the source of the shards' schema, the card and `croissant.json`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final


@dataclass(frozen=True, slots=True)
class Field:
    """A field: its type as a word, what it holds and, of a list of records, their fields."""

    type: str
    """string, int, float, bool, date, time, strings, ints, translation or records."""
    about: str
    parts: Mapping[str, Field] | None = None


_ROW: Final = {
    "row_id": Field("string", "the row: a hash of its story and its sentences"),
    "story_id": Field("string", "the story: a hash of its articles"),
    "row": Field("int", "number of the row in its story, from 0"),
}
_REVIEW: Final = {
    "status": Field("string", "unreviewed, accepted, rejected or second-look: the last word"),
    "reviewers": Field("strings", "who gave the row a status, under pseudonyms"),
    "disputed": Field("bool", "reviewers do not agree on the row"),
    "by_hand": Field("bool", "a reviewer put the row together"),
    "row_confidence": Field("float", "estimated chance 0..1 that the row's sentences belong in it"),
    "signature": Field("string", "what aligned, translated and compared, with settings"),
}
_CELL: Final = {
    "article_id": Field("string", "the article: a hash of its text, outlet and url"),
    "outlet": Field("string", "the outlet"),
    "lang": Field("string", "language as a BCP 47 code"),
    "text": Field("string", "what the article says, sentences joined by a space; see text_policy"),
    "english": Field("string", "English of the text by the engine or person in english_by"),
    "english_by": Field("string", "signatures of the translations"),
    "sentences": Field("ints", "numbers of the sentences in the article, from 0"),
    "starts": Field("ints", "where each sentence starts in the article's text, in code points"),
    "ends": Field("ints", "where each sentence ends"),
    "roles": Field("strings", "what each sentence is to its page: headline, body, caption, …"),
    "sha256": Field("string", "of the text in UTF-8"),
    "english_sha256": Field("string", "of the English in UTF-8"),
    "is_reference": Field("bool", "the article is the story's reference"),
    "moved": Field("bool", "the passage stands elsewhere than its neighbours"),
    "confidence": Field("float", "estimated chance 0..1 that the cell belongs in the row"),
    "consistency": Field(
        "float", "estimated chance 0..1 that a reviewer would say that it says the same"
    ),
    "kinds": Field("strings", "kinds of its findings that were not dismissed, worst first"),
    "worst_severity": Field("string", "the worst severity of these findings"),
    "text_policy": Field("string", "full, snippet or none: how much of the text was given on"),
    "licence": Field("string", "the licence as the outlet states it"),
    "url": Field("string", "where the article stood"),
    "published": Field("date", "day of publication"),
    "retrieved": Field("date", "day on which it was fetched"),
}


def _side(letter: str, *names: str) -> dict[str, Field]:
    return {f"{name}_{letter}": _CELL[name] for name in names}


_PAIRED: Final = (
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
_PAIR: Final = {
    "bead": Field("string", "how many sentences go with how many, as 1-2"),
    "score": Field("float", "estimated chance 0..1 that both belong in the row"),
    "consistency": Field("float", "see stories; empty where neither side is the reference"),
    "kinds": Field("strings", "kinds of the findings between both; see stories"),
    "worst_severity": Field("string", "the worst severity of these findings"),
}
FIELDS: Final[Mapping[str, Mapping[str, Field]]] = {
    "stories": {
        **_ROW,
        "title": Field("string", "title of the story; see text_policy of its cells"),
        "cells": Field("records", "what each article says, the reference first", _CELL),
        **_REVIEW,
    },
    "articles": {
        "article_id": _CELL["article_id"],
        "story_id": _ROW["story_id"],
        "outlet": _CELL["outlet"],
        "url": _CELL["url"],
        "title": Field("string", "title as the page states it; see text_policy"),
        "published": _CELL["published"],
        "retrieved": _CELL["retrieved"],
        "lang": _CELL["lang"],
        "licence": _CELL["licence"],
        "open_licence": Field("string", "the open licence that this is; empty for any other"),
        "text_policy": _CELL["text_policy"],
        "sha256": Field("string", "of the article's whole text in UTF-8"),
        "characters": Field("int", "length of the text in code points"),
        "is_reference": _CELL["is_reference"],
        "version_of": Field("string", "the fuller article of the same outlet that it is part of"),
    },
    "pairs-id-id": {**_ROW, **_side("a", *_PAIRED), **_side("b", *_PAIRED), **_PAIR, **_REVIEW},
    "pairs-id-en": {
        **_ROW,
        **_side("en", *_PAIRED),
        **_side("id", *_PAIRED),
        "en_is_reference": Field("bool", "the English side is the story's reference"),
        **_PAIR,
        **_REVIEW,
    },
    "mt-id-en": {
        **_ROW,
        "translation": Field("translation", "the sentence and its English; see text_policy"),
        "article_id": _CELL["article_id"],
        "outlet": _CELL["outlet"],
        "sentence": Field("int", "number of the sentence in the article, from 0"),
        "start": Field("int", "where it starts in the article's text, in code points"),
        "end": Field("int", "where it ends"),
        "sha256": Field("string", "of the sentence in UTF-8"),
        "english_sha256": _CELL["english_sha256"],
        "english_by": Field(
            "string", "signature of the translation: engine and settings, or human"
        ),
        "human": Field("bool", "a person translated or edited it"),
        "faults": Field("strings", "kinds of suspicion against the translation"),
        "english_confidence": Field("float", "estimated sentence chrF, 0..1; empty for people's"),
        "text_policy": _CELL["text_policy"],
        "licence": _CELL["licence"],
        "url": _CELL["url"],
        "published": _CELL["published"],
        "retrieved": _CELL["retrieved"],
        **_REVIEW,
    },
    "findings": {
        **_ROW,
        "article_id": _CELL["article_id"],
        "outlet": _CELL["outlet"],
        "reference_id": Field("string", "the story's reference"),
        "kind": Field("string", "what it is about: number, name, negation, …"),
        "severity": Field("string", "critical, major, minor or trivial"),
        "reference_start": Field("int", "where it starts in the reference's text, in code points"),
        "reference_end": Field("int", "where it ends there"),
        "retelling_start": Field("int", "where it starts in the article's text"),
        "retelling_end": Field("int", "where it ends there"),
        "reference_words": Field("string", "the words there; see text_policy"),
        "retelling_words": Field("string", "the words there; see text_policy"),
        "reference_sha256": Field("string", "of the reference's words in UTF-8"),
        "retelling_sha256": Field("string", "of the article's words in UTF-8"),
        "reason": Field("string", "why, in one sentence; only under the policy full"),
        "reason_code": Field("string", "which reason it is"),
        "basis": Field("string", "languages compared, reference first; mt is padan's English"),
        "perhaps_ours": Field("bool", "the translation it rests on is doubtful"),
        "decision": Field("string", "open, accepted or dismissed by reviewers"),
        "decided_by": Field("string", "who decided, changed or added it last, a pseudonym"),
        "added_by_hand": Field("bool", "a reviewer made it"),
        "original_kind": Field("string", "the checks' kind where a reviewer changed it"),
        "original_severity": Field("string", "the checks' severity where a reviewer changed it"),
        "consistency": _CELL["consistency"],
        "text_policy": Field("string", "the lesser of the policies of both texts"),
        "licence": _CELL["licence"],
        "url": _CELL["url"],
        **_REVIEW,
    },
    "judgements": {
        "seq": Field("int", "place in the log, from 1"),
        "judgement_id": Field("string", "given by whoever sent it"),
        "story_id": _ROW["story_id"],
        "reviewer": Field("string", "who, under a pseudonym"),
        "at": Field("time", "when, in UTC"),
        "act": Field("string", "what was done: accept, reject, merge, edit-english, …"),
        "articles": Field("strings", "ids of the articles it is about"),
        "body": Field("string", "what it is about, as JSON; texts only under the policy full"),
        "stands": Field("bool", "nobody undid it"),
        "text_policy": Field("string", "the least of the policies of its articles"),
    },
}
"""Configuration -> field -> what it is."""

ABOUT: Final[Mapping[str, str]] = {
    "stories": "a row per statement, with what each article of the story says of it",
    "articles": "a row per article: where it stood, its licence, and a hash of its text",
    "pairs-id-id": "two Indonesian retellings of one statement",
    "pairs-id-en": "an English text, mostly the source, and an Indonesian retelling of it",
    "mt-id-en": "an Indonesian sentence and its English, by an engine or a person",
    "findings": "a difference between a retelling and the reference, with what reviewers said",
    "judgements": "what reviewers did, act by act",
}
DEFAULT: Final = "stories"
"""The configuration that loads where none is named."""


@cache
def features(config: str) -> Any:
    """`datasets.Features` of a configuration."""
    from datasets import Features

    return Features({name: _feature(field) for name, field in FIELDS[config].items()})


def _feature(field: Field) -> Any:
    from datasets import List, Translation, Value

    if field.type == "translation":
        return Translation(languages=["id", "en"])
    if field.type == "records":
        return List({name: _feature(part) for name, part in (field.parts or {}).items()})
    if field.type in ("strings", "ints"):
        return List(Value("string" if field.type == "strings" else "int32"))
    return Value(_VALUES[field.type])


_VALUES: Final = {
    "string": "string",
    "int": "int32",
    "float": "float32",
    "bool": "bool",
    "date": "date32",
    "time": "timestamp[us, tz=UTC]",
}
