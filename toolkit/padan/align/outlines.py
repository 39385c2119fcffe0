"""Stories without their texts: what is kept of a grouping, to be had again for equal articles."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from padan.align.signature import alignment_signature
from padan.align.sketch import told
from padan.model import Article, Story


@dataclass(frozen=True, slots=True)
class Outline:
    """A story that names its articles by their ids, in its order."""

    id: str
    title: str
    articles: tuple[str, ...]
    reference: str | None
    versions: Mapping[str, str]


def outlined(stories: Iterable[Story]) -> list[Outline]:
    """The stories without their texts."""
    return [
        Outline(s.id, s.title, tuple(a.id for a in s.articles), s.reference, dict(s.versions))
        for s in stories
    ]


def filled(outlines: Iterable[Outline], articles: Iterable[Article]) -> list[Story]:
    """The stories again, from the articles they were made of."""
    known = {article.id: article for article in sorted(articles, key=lambda a: a.source)}
    return [
        Story(o.id, o.title, tuple(known[i] for i in o.articles), o.reference, dict(o.versions))
        for o in outlines
    ]


def grouping_key(articles: Sequence[Article], signature: str) -> str:
    """A hash of all that grouping depends on, in hex; `signature` is the encoder's.

    The order of `articles` changes nothing. The id of an article stands for its text, outlet and
    address.
    """
    made_from = [alignment_signature(), signature, sorted(told(a) for a in articles)]
    return sha256(json.dumps(made_from).encode("ascii")).hexdigest()
