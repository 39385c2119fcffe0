import sys
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parents[1]))

from padan.model import Cell, Comparison, Finding, Kind, Role, Row, Severity, Span
from padan.view.summary import summarise
from view.factories import ferry_story, long_story, make_article, make_finding, make_story


def figures(story, label: str):
    return next(a for a in summarise(story).articles if a.label == label)


def test_the_reference_stands_first_and_has_no_figures_against_itself() -> None:
    first = summarise(ferry_story()).articles[0]
    assert (first.label, first.is_reference) == ("The Harbour Post", True)
    assert (first.kept_share, first.aligned_share, first.consistency) == (None, None, None)
    assert not first.findings


def test_shares_count_characters_of_running_text() -> None:
    story = ferry_story()
    reference, retelling, _ = story.story.articles
    summary = figures(story, "Kabar Pelabuhan")

    def size(article, *sentences: int) -> int:
        return sum(len(article.sentences[n].text) for n in sentences)

    assert summary.kept_share == pytest.approx(
        size(reference, 3, 5, 6, 8, 9) / size(reference, 3, 4, 5, 6, 7, 8, 9)
    )
    whole = size(retelling, 2, 3, 5, 6, 7, 8)
    assert summary.added_share == pytest.approx(size(retelling, 6) / whole)
    assert summary.aligned_share == pytest.approx(1 - size(retelling, 6) / whole)


def test_consistency_is_the_mean_over_rows_in_which_both_speak() -> None:
    summary = figures(ferry_story(), "Kabar Pelabuhan")
    assert summary.compared_rows == 6
    assert summary.consistency == pytest.approx((0.93 + 0.31 + 0.06 + 0.41 + 0.9 + 0.44) / 6)


def test_findings_are_counted_by_kind_and_severity_and_wording_apart_from_whole_statements() -> (
    None
):
    story = ferry_story()
    summary = figures(story, "Kabar Pelabuhan")
    assert summary.by_kind == {
        Kind.NUMBER: 1,
        Kind.DATE: 2,
        Kind.NAME: 1,
        Kind.NEGATION: 1,
        Kind.OMISSION: 2,
        Kind.ADDITION: 1,
    }
    assert summary.by_severity == {Severity.CRITICAL: 1, Severity.MAJOR: 4, Severity.MINOR: 3}
    assert summary.wording == {Severity.CRITICAL: 1, Severity.MAJOR: 3, Severity.MINOR: 1}
    assert (summary.left_out, summary.added, summary.perhaps_ours) == (2, 1, 1)
    assert (summary.translated, summary.doubtful) == (8, 1)
    assert figures(story, "The Harbour Post").furniture == 2
    assert summarise(story).doubtful == 1
    assert summarise(story).rows == 9


def test_what_a_first_page_has_not_come_to_is_not_left_out() -> None:
    story = ferry_story()
    german = story.story.articles[2]
    rows = [
        replace(
            row,
            cells=tuple(
                replace(c, comparison=None) if c.article == german.id and not c.sentences else c
                for c in row.cells
            ),
        )
        for row in story.rows
    ]
    versions = {german.id: story.story.articles[1].id}
    page = replace(story, rows=tuple(rows), story=replace(story.story, versions=versions))
    assert figures(story, "kuestenblatt").left_out == 4
    assert figures(page, "kuestenblatt").left_out == 0
    assert figures(page, "kuestenblatt").version_of == "Kabar Pelabuhan"


def test_the_worst_row_of_the_ferry_story_is_the_statement_turned_round() -> None:
    order = [(found.row, found.label) for found in summarise(ferry_story()).worst(9)]
    assert order == [
        (3, "Kabar Pelabuhan"),  # critical
        (1, "Kabar Pelabuhan"),  # major
        (4, "Kabar Pelabuhan"),  # major, perhaps ours
        (8, "Kabar Pelabuhan"),  # nothing named, but unlike
        (2, "Kabar Pelabuhan"),  # a whole statement left out, major
        (6, "Kabar Pelabuhan"),  # a whole statement added, minor
        (5, "kuestenblatt"),  # trivial in an unsure row
        (5, "Kabar Pelabuhan"),  # a whole statement left out, in an unsure row
    ]


def test_a_divergent_row_shows_both_sides_around_the_finding() -> None:
    found = summarise(ferry_story()).worst(1)[0]
    assert (found.severity, found.kind, found.consistency) == (
        Severity.CRITICAL,
        Kind.NEGATION,
        0.06,
    )
    assert "did not believe" in found.reference
    assert "yakin" in found.retelling
    assert "turned round" in found.reason


def one_row_each(cells: list[tuple[tuple[int, ...], float | None, tuple[Finding, ...], float]]):
    """A story of a row per (retelling's sentences, consistency, findings, confidence)."""
    lines = [(Role.BODY, [f"The light on pier {n} went out."]) for n in range(len(cells))]
    source = make_article(lines, outlet="Source", lang="en")
    told = make_article(lines, outlet="Told", lang="en")
    rows = [
        Row(
            n,
            (
                Cell(source.id, (n,)),
                Cell(told.id, (n,) if said else (), Comparison(consistency, findings)),
            ),
            confidence,
        )
        for n, (said, consistency, findings, confidence) in enumerate(cells)
    ]
    return make_story("Piers", (source, told), rows)


def test_forty_statements_left_out_do_not_drown_one_minor_change_of_wording() -> None:
    gone = make_finding(Kind.OMISSION, Severity.MAJOR, "left out", reference=Span(0, 5))
    changed = make_finding(Kind.DATE, Severity.MINOR, "another day", retelling=Span(0, 3))
    cells = [((), None, (gone,), 0.9)] * 40
    cells.insert(25, ((1,), 0.4, (changed,), 0.9))
    assert summarise(one_row_each(cells)).worst(1)[0].row == 25


def test_what_may_be_our_own_error_comes_after_the_same_from_the_outlet() -> None:
    sure = make_finding(Kind.NAME, Severity.MAJOR, "sure", retelling=Span(0, 3))
    ours = replace(sure, perhaps_ours=True)
    minor = replace(sure, severity=Severity.MINOR)
    story = one_row_each(
        [
            ((0,), 0.3, (minor,), 0.9),
            ((1,), 0.1, (sure,), 0.2),
            ((2,), 0.1, (ours,), 0.9),
            ((3,), 0.6, (sure,), 0.9),
        ]
    )
    assert [found.row for found in summarise(story).worst(4)] == [3, 2, 0, 1]
    assert [found.perhaps_ours for found in summarise(story).worst(4)] == [False, True, False, True]


def test_what_stands_in_the_own_words_comes_before_what_was_seen_in_our_english() -> None:
    own = make_finding(Kind.NAME, Severity.MAJOR, "name", retelling=Span(0, 3))
    seen = replace(own, basis="en-mt")
    doubtful = replace(seen, perhaps_ours=True)
    milder = replace(own, severity=Severity.MINOR)
    findings = [milder, doubtful, seen, own]
    story = one_row_each([((n,), 0.1 * n, (f,), 0.9) for n, f in enumerate(findings)])
    assert [found.row for found in summarise(story).worst(4)] == [3, 2, 1, 0]


def test_of_equal_severity_the_less_consistent_comes_first() -> None:
    finding = make_finding(Kind.NAME, Severity.MAJOR, "name", retelling=Span(0, 3))
    story = one_row_each([((n,), c, (finding,), 0.9) for n, c in enumerate([0.5, 0.2, 0.4, 0.2])])
    assert [found.row for found in summarise(story).worst(4)] == [1, 3, 2, 0]


def test_a_row_that_says_the_same_is_not_listed() -> None:
    assert summarise(one_row_each([((0,), 0.9, (), 0.9), ((1,), None, (), 0.9)])).worst(9) == []


@given(st.randoms(use_true_random=False))
def test_the_order_does_not_depend_on_the_order_of_the_rows(random) -> None:
    story = long_story(30, 4)
    rows = list(story.rows)
    random.shuffle(rows)
    shuffled = replace(story, rows=tuple(rows))
    assert summarise(shuffled).divergent == summarise(story).divergent


def test_worst_asks_for_as_many_as_there_are() -> None:
    summary = summarise(ferry_story())
    assert summary.worst(0) == summary.worst(-1) == []
    assert len(summary.worst(1000)) == len(summary.divergent) == 8
    assert list(summary.ranks.values()) == list(range(1, 8))


@pytest.mark.parametrize("articles", [0, 1, 3])
def test_a_story_without_reference_or_rows_has_figures_too(articles: int) -> None:
    parts = ferry_story().story.articles[:articles]
    summary = summarise(make_story("", parts, [], reference=False))
    assert summary.reference == ""
    assert len(summary.articles) == articles
    assert summary.worst(3) == []
    assert all(a.kept_share is None for a in summary.articles)
