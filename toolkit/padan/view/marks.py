"""Cuts a text at the spans of findings, which may overlap, into pieces that carry their numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from padan.model import Sentence, Span


@dataclass(frozen=True, slots=True)
class Mark:
    """A finding's number and the words of an article it is about."""

    number: int
    span: Span


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text, the numbers of the findings it is part of, and of those that end here."""

    text: str
    numbers: tuple[int, ...] = ()
    ends: tuple[int, ...] = ()


def pieces(text: str, start: int, marks: Sequence[Mark]) -> tuple[Piece, ...]:
    """`text`, which stands at `start` of its article, in pieces; joined they are `text` again.

    Spans count in the article. What lies outside of `text` is clipped.
    """
    clipped = [
        Mark(
            mark.number,
            Span(max(mark.span.start - start, 0), min(mark.span.end - start, len(text))),
        )
        for mark in marks
    ]
    clipped = [mark for mark in clipped if mark.span.start < mark.span.end]
    cuts = sorted({0, len(text)}.union(*((m.span.start, m.span.end) for m in clipped)))
    return tuple(
        Piece(
            text[left:right],
            tuple(m.number for m in clipped if m.span.start <= left and right <= m.span.end),
            tuple(m.number for m in clipped if m.span.end == right),
        )
        for left, right in pairwise(cuts)
    )


def mark_sentences(sentences: Sequence[Sentence], marks: Sequence[Mark]) -> list[tuple[Piece, ...]]:
    """The pieces of each sentence. A finding that runs over several ends in its last one only."""
    if not marks:
        return [(Piece(sentence.text),) if sentence.text else () for sentence in sentences]
    cut: list[tuple[Piece, ...]] = []
    ended: set[int] = set()
    for sentence in reversed(sentences):
        here = pieces(sentence.text, sentence.start, marks)
        cut.append(tuple(replace(p, ends=tuple(n for n in p.ends if n not in ended)) for p in here))
        ended.update(number for piece in here for number in piece.numbers)
    return cut[::-1]
