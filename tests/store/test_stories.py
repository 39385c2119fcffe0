"""A compared story comes back from a store as it was."""

from __future__ import annotations

from collections.abc import Callable

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
    Why,
)
from padan.store import Store


def test_rows_and_cells_come_back_equal(url: str, make_article: Callable[..., Article]) -> None:
    one = make_article("a1", "Kapal itu berlabuh di Kupang.", "Cuaca cerah.")
    other = make_article("a2", "Kapal bersandar di Kupang.")
    rows = (
        Row(
            0, (Cell(one.id, (0,), None, False, 0.75), Cell(other.id, (0,), None, True, 0.25)), 0.25
        ),
        Row(1, (Cell(one.id, (1,)), Cell(other.id, (), Comparison(0.5), False, 0.125)), 0.125),
    )
    story = ComparedStory(Story("s1", "Kapal", (one, other), one.id), rows, {}, {"align": "x"})
    with Store(url) as store:
        store.add_articles([one, other])
        store.stories["key"] = story
    with Store(url) as store:
        assert store.stories["key"].rows == rows


def test_findings_and_what_moved_the_score_come_back_equal(
    url: str, make_article: Callable[..., Article]
) -> None:
    one = make_article("a1", "Kapal itu berlabuh di Kupang.")
    other = make_article("a2", "Kapal tidak bersandar di Kupang.")
    findings = (
        Finding(
            *(Kind.NEGATION, Severity.CRITICAL, None, Span(6, 11), "It denies.", "id-id"),
            gloss="not",
            why=Why("negation.added", (("words", "'tidak'"), ("words_en", " (not)"))),
        ),
        Finding(
            *(Kind.WORDING, Severity.TRIVIAL, Span(0, 5), Span(0, 5), "Spelt so.", "en-mt"),
            english=Span(1, 2),
            perhaps_ours=True,
        ),
    )
    compared = Comparison(0.5, findings, ("Names: none.",), (("finding negation", 2.5),))
    rows = (Row(0, (Cell(one.id, (0,)), Cell(other.id, (0,), compared)), 0.9),)
    story = ComparedStory(Story("s1", "Kapal", (one, other), one.id), rows, {}, {"align": "x"})
    with Store(url) as store:
        store.add_articles([one, other])
        store.stories["key"] = story
    with Store(url) as store:
        assert store.stories["key"].rows == rows
