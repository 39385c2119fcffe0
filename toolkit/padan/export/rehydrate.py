"""Puts the texts back into a dataset that left without them, for those who hold the articles.

An article is the same where the hash of its whole text is; each text is checked against its own
hash before it is put back. English, reasons and titles are not put back: they are no part of the
articles.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from padan.articles import read_articles
from padan.errors import InputError
from padan.export.hf_card import describe_anew
from padan.export.hf_rows import digest
from padan.export.hf_shards import present, read_shards, rewrite_shards
from padan.model import Article

Record = dict[str, Any]


@dataclass(slots=True)
class Rehydrated:
    """What was put back."""

    articles: int = 0
    """Found among the articles that were handed in."""
    missing: dict[str, str] = field(default_factory=dict)
    """Article id -> url or outlet of those that were not."""
    texts: int = 0
    """Put back, each with a hash that agreed."""
    broken: int = 0
    """Left empty, since the hash did not agree."""


def rehydrate(
    folder: Path, articles: Path, *, on_skip: Callable[[InputError], None] = lambda _error: None
) -> Rehydrated:
    """Put back the texts of a dataset from the articles under a path, in place.

    Raises InputError where the folder is no dataset of padan.
    """
    if not any((folder / "articles").glob("*.parquet")):
        raise InputError("is no dataset of padan", where=str(folder))
    done = Rehydrated()
    known = _known(folder, read_articles([articles], on_skip=on_skip), done)
    for config in present(folder):
        back = _BACK.get(config)
        if back is not None:
            rewrite_shards(folder, config, partial(back, known=known, done=done))
    describe_anew(folder)
    return done


def _known(folder: Path, articles: Iterable[Article], done: Rehydrated) -> dict[str, str]:
    """Article id -> text, of those whose text has the hash that the dataset tells."""
    wanted = [record for _, record in read_shards(folder, "articles")]
    ids: dict[str, list[str]] = {}
    for record in wanted:
        ids.setdefault(record["sha256"], []).append(record["article_id"])
    found: dict[str, str] = {}
    for article in articles:
        for name in ids.get(digest(article.text), ()):
            found[name] = article.text
    done.articles = len(found)
    done.missing = {
        record["article_id"]: record["url"] or record["outlet"]
        for record in wanted
        if record["article_id"] not in found and record["text_policy"] != "full"
    }
    return found


def _cell(record: Record, known: Mapping[str, str], done: Rehydrated, suffix: str = "") -> Record:
    text = known.get(record[f"article_id{suffix}"])
    spans = zip(record[f"starts{suffix}"] or (), record[f"ends{suffix}"] or (), strict=True)
    if text is None or record[f"text_policy{suffix}"] == "full":
        return record
    words = " ".join(text[start:end] for start, end in spans)
    back = _checked(f"text{suffix}", words, record[f"sha256{suffix}"], done)
    return record | back | _now_full(f"text_policy{suffix}", back)


def _checked(name: str, words: str, wanted: str | None, done: Rehydrated) -> Record:
    if wanted is None:
        return {}
    if digest(words) != wanted:
        done.broken += 1
        return {}
    done.texts += 1
    return {name: words}


def _story(record: Record, known: Mapping[str, str], done: Rehydrated) -> Record:
    return record | {"cells": [_cell(cell, known, done) for cell in record["cells"]]}


def _id_id(record: Record, known: Mapping[str, str], done: Rehydrated) -> Record:
    return _cell(_cell(record, known, done, "_a"), known, done, "_b")


def _id_en(record: Record, known: Mapping[str, str], done: Rehydrated) -> Record:
    return _cell(_cell(record, known, done, "_en"), known, done, "_id")


def _mt(record: Record, known: Mapping[str, str], done: Rehydrated) -> Record:
    text = known.get(record["article_id"])
    if text is None or record["text_policy"] == "full":
        return record
    words = text[record["start"] : record["end"]]
    back = _checked("id", words, record["sha256"], done)
    both = {"translation": record["translation"] | back}
    return record | both | _now_full("text_policy", back)


def _article(record: Record, known: Mapping[str, str], done: Rehydrated) -> Record:
    return record | ({"text_policy": "full"} if record["article_id"] in known else {})


def _now_full(name: str, back: Record) -> Record:
    """What was put back must not be given on as if it had been left out."""
    return {name: "full"} if back else {}


def _finding(record: Record, known: Mapping[str, str], done: Rehydrated) -> Record:
    back: Record = {}
    for side, whose in (("reference", "reference_id"), ("retelling", "article_id")):
        text, start = known.get(record[whose] or ""), record[f"{side}_start"]
        if text is not None and start is not None and record["text_policy"] != "full":
            words = text[start : record[f"{side}_end"]]
            back |= _checked(f"{side}_words", words, record[f"{side}_sha256"], done)
    return record | back | _now_full("text_policy", back)


_BACK: Mapping[str, Callable[..., Record]] = {
    "articles": _article,
    "stories": _story,
    "pairs-id-id": _id_id,
    "pairs-id-en": _id_en,
    "mt-id-en": _mt,
    "findings": _finding,
}
