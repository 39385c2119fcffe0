"""Stories on a desk: three texts of an invented event, rows one to one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from padan.model import (
    Article,
    Cell,
    ComparedStory,
    Comparison,
    Finding,
    Kind,
    Row,
    Severity,
    Span,
    Story,
    Translation,
)

LINES = 8


@pytest.fixture
def bridge(make_article: Callable[..., Article]) -> ComparedStory:
    """Eight rows of three articles, `a` the reference; `b` has a finding in row 2 and English."""
    a = make_article(
        "a" * 16, *(f"The bridge was shut for {n} days." for n in range(LINES)), lang="en"
    )
    b = make_article("b" * 16, *(f"Jembatan ditutup selama {n} hari." for n in range(LINES)))
    c = make_article("c" * 16, *(f"Penutupan jembatan: {n} hari penuh." for n in range(LINES)))
    wrong = Finding(
        Kind.NUMBER,
        Severity.MAJOR,
        Span(a.sentences[2].start, a.sentences[2].end),
        Span(b.sentences[2].start, b.sentences[2].end),
        "2 became 3",
        "en-id",
    )
    rows = []
    for n in range(LINES):
        found = (wrong,) if n == 2 else ()
        rows.append(
            Row(
                n,
                (
                    Cell(a.id, (n,)),
                    Cell(b.id, (n,), Comparison(0.5, found)),
                    Cell(c.id, (n,), Comparison(0.9)),
                ),
                0.8,
            )
        )
    english = {
        article.id: {
            s.index: Translation(s.text, f"Bridge {s.index}.", "id", "en", "test@1")
            for s in article.sentences
        }
        for article in (b, c)
    }
    return ComparedStory(
        Story("f" * 16, "Bridge", (a, b, c), a.id), tuple(rows), english, {"align": "padan, test"}
    )


def uncompared(row: Row, _english: object) -> Row:
    """Stands for the checks: rows put together by hand have no findings."""
    return replace(row, cells=tuple(replace(c, comparison=Comparison(0.5)) for c in row.cells))
