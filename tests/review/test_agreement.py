"""Agreement figures follow the published formulas, and are not given where they mean nothing."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1]))

from padan.judgements.state import Mark, ReviewedStory, RowReview
from padan.model import Status
from padan.review.agreement import agreement
from view.factories import long_story

AT = datetime(2026, 1, 1, tzinfo=UTC)
YES, NO = Status.ACCEPTED, Status.REJECTED


def reviewed(*answers: dict[str, Status]) -> ReviewedStory:
    reviews = [
        RowReview(marks=tuple(Mark(name, status, AT) for name, status in answer.items()))
        for answer in answers
    ]
    return ReviewedStory(long_story(len(answers), 2), tuple(reviews))


def test_kappa_and_alpha_of_two_are_those_of_the_formulas() -> None:
    # 20 yes-yes, 5 yes-no, 10 no-yes, 15 no-no: Po .7, Pe .5, kappa .4. Alpha: Do .3,
    # De 2 * 55 * 45 / (100 * 99), so 1 - .3 / .5 = .4.
    pairs = [(YES, YES)] * 20 + [(YES, NO)] * 5 + [(NO, YES)] * 10 + [(NO, NO)] * 15
    told = agreement(reviewed(*({"A": a, "B": b} for a, b in pairs)), "en")
    assert told["rows"] == 50
    assert told["kappa"] == pytest.approx(0.4, abs=1e-4)
    assert told["alpha"] == pytest.approx(1 - 0.3 / (2 * 55 * 45 / (100 * 99)), abs=1e-4)
    assert told["reviewers"] == ["A", "B"]


def test_rows_that_one_alone_judged_do_not_count() -> None:
    both = [{"A": YES, "B": YES}, {"A": NO, "B": NO}]
    told = agreement(reviewed(*both, {"A": YES}, {"B": NO}, {}), "en")
    assert (told["rows"], told["kappa"], told["alpha"]) == (2, 1.0, 1.0)


@pytest.mark.parametrize(
    "answers",
    [
        [],
        [{"A": YES}, {"A": NO}],
        [{"A": YES}, {"B": NO}],
        [{"A": YES, "B": YES}, {"A": YES, "B": YES}],
    ],
)
def test_where_there_is_no_figure_the_reason_is_said(answers: list[dict[str, Status]]) -> None:
    for lang in ("en", "id"):
        told = agreement(reviewed(*answers), lang)
        assert told["kappa"] is None
        assert told["alpha"] is None
        assert told["reason"]


def test_three_reviewers_have_an_alpha_and_no_kappa_of_two() -> None:
    told = agreement(reviewed({"A": YES, "B": YES, "C": NO}, {"A": NO, "B": NO, "C": NO}), "en")
    assert told["kappa"] is None
    assert -1 <= told["alpha"] <= 1
    assert "3" in told["reason"]
