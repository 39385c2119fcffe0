"""A story's state is the replay of its judgements, and loses none of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from judgements.conftest import LINES, uncompared
from padan.judgements import Decision, Desk, Unfit
from padan.judgements.places import finding_json, nodes, place_key
from padan.model import Act, ComparedStory, Judgement, Kind, Severity, Status

A, B, C = "a" * 16, "b" * 16, "c" * 16
START = datetime(2026, 3, 1, tzinfo=UTC)


def said(act: Act, body: Mapping[str, Any], *, by: str = "Ayu", n: int = 1) -> Judgement:
    return Judgement(f"{act}-{by}-{n}", by, START + timedelta(seconds=n), act, body, (A,), n)


def line(n: int, *more: int) -> dict[str, list[int]]:
    return {article: [n, *more] for article in (A, B, C)}


def desk(story: ComparedStory) -> Desk:
    return Desk(story, uncompared)


MERGE = {"before": [line(2), line(3)], "after": [{"at": 0, "place": line(2, 3)}]}


def test_an_accepted_row_is_accepted_and_says_by_whom(bridge: ComparedStory) -> None:
    made = desk(bridge)
    made.apply(said(Act.ACCEPT, {"rows": [line(1), line(4)]}))
    reviews = made.reviewed().reviews
    assert [r.status for r in reviews].count(Status.ACCEPTED) == 2
    assert (reviews[1].status, reviews[1].by) == (Status.ACCEPTED, "Ayu")


def test_progress_counts_the_rows_as_they_stand(bridge: ComparedStory) -> None:
    made = desk(bridge)
    made.apply(said(Act.ACCEPT, {"rows": [line(1), line(2), line(4)]}))
    made.apply(said(Act.REJECT, {"rows": [line(4)]}, by="Budi", n=2))
    made.apply(said(Act.MERGE, MERGE, n=3))
    counted = {"unreviewed": LINES - 3, "accepted": 1, "rejected": 1, "second-look": 0}
    assert made.progress() == {**counted, "total": LINES - 1}


def test_two_reviewers_who_differ_leave_a_disputed_row(bridge: ComparedStory) -> None:
    made = desk(bridge)
    made.apply(said(Act.ACCEPT, {"rows": [line(1)]}))
    made.apply(said(Act.REJECT, {"rows": [line(1)]}, by="Budi", n=2))
    review = made.reviewed().reviews[1]
    assert review.disputed
    assert (review.status, review.by) == (Status.REJECTED, "Budi")


def test_clear_takes_back_only_ones_own_mark(bridge: ComparedStory) -> None:
    made = desk(bridge)
    made.apply(said(Act.ACCEPT, {"rows": [line(1)]}))
    made.apply(said(Act.CLEAR, {"rows": [line(1)]}, by="Budi", n=2))
    assert made.reviewed().reviews[1].status is Status.ACCEPTED
    made.apply(said(Act.CLEAR, {"rows": [line(1)]}, n=3))
    assert made.reviewed().reviews[1].status is Status.UNREVIEWED


def test_merged_rows_stand_in_one_place_and_are_to_be_reviewed_anew(bridge: ComparedStory) -> None:
    made = desk(bridge)
    made.apply(said(Act.ACCEPT, {"rows": [line(2)]}))
    made.apply(said(Act.MERGE, MERGE, n=2))
    after = made.reviewed()
    assert len(after.compared.rows) == LINES - 1
    assert after.compared.rows[2].cell(B).sentences == (2, 3)
    assert after.reviews[2].status is Status.UNREVIEWED
    assert after.reviews[2].by_hand == "Ayu"
    assert [row.index for row in after.compared.rows] == list(range(LINES - 1))


def test_far_cells_are_linked_and_the_emptied_row_goes(bridge: ComparedStory) -> None:
    made = desk(bridge)
    made.apply(
        said(
            Act.LINK,
            {
                "before": [line(1), line(6)],
                "after": [
                    {"at": 0, "place": {A: [1], B: [1], C: [1, 6]}},
                    {"at": 1, "place": {A: [6], B: [6]}},
                ],
            },
        )
    )
    rows = made.reviewed().compared.rows
    assert rows[1].cell(C).sentences == (1, 6)
    assert rows[6].cell(C).sentences == ()


def test_sentences_put_aside_come_back(bridge: ComparedStory) -> None:
    made = desk(bridge)
    aside = {"before": [line(5)], "after": [{"at": 0, "place": {A: [5], B: [5]}}]}
    made.apply(said(Act.ASIDE, aside))
    assert made.reviewed().aside == {(C, 5)}
    back = {"before": [{A: [5], B: [5]}], "after": [{"at": 0, "place": line(5)}]}
    made.apply(said(Act.BACK, back, n=2))
    assert made.reviewed().aside == frozenset()
    assert made.reviewed().compared.rows[5].cell(C).sentences == (5,)


def test_what_someone_else_has_changed_is_refused_and_nothing_changes(
    bridge: ComparedStory,
) -> None:
    made = desk(bridge)
    made.apply(said(Act.MERGE, MERGE))
    before = made.reviewed()
    for stale in (
        said(Act.ACCEPT, {"rows": [line(0), line(3)]}, by="Budi", n=2),
        said(Act.MERGE, {"before": [line(3), line(4)], "after": [{"at": 0, "place": line(3, 4)}]}),
        said(Act.EDIT_ENGLISH, {"article": B, "sentence": 1, "before": "Old.", "after": "New."}),
    ):
        with pytest.raises(Unfit):
            made.apply(stale)
    assert made.reviewed() == before


def test_a_dismissed_finding_leaves_the_row_but_not_the_page(bridge: ComparedStory) -> None:
    made = desk(bridge)
    finding = bridge.rows[2].cell(B).comparison.findings[0]  # type: ignore[union-attr]
    told = {"findings": [finding_json(B, finding)]}
    made.apply(said(Act.DISMISS_FINDING, told))
    after = made.reviewed()
    assert after.compared.rows[2].cell(B).comparison.findings == ()  # type: ignore[union-attr]
    (judged,) = after.reviews[2].findings
    assert (judged.decision, judged.by) == (Decision.DISMISSED, "Ayu")
    made.apply(said(Act.REOPEN_FINDING, told, n=2))
    assert made.reviewed().compared.rows[2].cell(B).comparison.findings  # type: ignore[union-attr]


def test_a_changed_finding_keeps_what_it_was(bridge: ComparedStory) -> None:
    made = desk(bridge)
    finding = bridge.rows[2].cell(B).comparison.findings[0]  # type: ignore[union-attr]
    body = {"finding": finding_json(B, finding), "kind": "date", "severity": "minor"}
    made.apply(said(Act.CHANGE_FINDING, body))
    (judged,) = made.reviewed().reviews[2].findings
    assert (judged.finding.kind, judged.finding.severity) == (Kind.DATE, Severity.MINOR)
    assert judged.original == finding


def test_a_finding_that_a_reviewer_added_is_in_the_row(bridge: ComparedStory) -> None:
    made = desk(bridge)
    finding = bridge.rows[2].cell(B).comparison.findings[0]  # type: ignore[union-attr]
    start = bridge.story.article(B).sentences[4].start
    own = finding_json(B, replace(finding, kind=Kind.TERM)) | {"retelling": [start, start + 8]}
    made.apply(said(Act.ADD_FINDING, {"finding": own}))
    (judged,) = made.reviewed().reviews[4].findings
    assert judged.added_by == "Ayu"
    assert made.reviewed().compared.rows[4].cell(B).comparison.findings == (judged.finding,)  # type: ignore[union-attr]


def test_comments_follow_their_sentences_through_a_merge(bridge: ComparedStory) -> None:
    made = desk(bridge)
    made.apply(said(Act.COMMENT, {"row": line(3), "article": B, "text": "Check <b>this</b>"}))
    made.apply(said(Act.MERGE, MERGE, n=2))
    (comment,) = made.reviewed().reviews[2].comments
    assert (comment.article, comment.text, comment.settled) == (B, "Check <b>this</b>", False)
    made.apply(said(Act.SETTLE, {"comment": comment.id}, n=3))
    assert made.reviewed().reviews[2].comments[0].settled


def test_edited_english_stands_and_is_the_reviewers(bridge: ComparedStory) -> None:
    made = desk(bridge)
    body = {"article": B, "sentence": 1, "before": "Bridge 1.", "after": "The bridge is shut."}
    made.apply(said(Act.EDIT_ENGLISH, body))
    made_by = made.reviewed().compared.english[B][1]
    assert (made_by.text, made_by.signature) == ("The bridge is shut.", "human: Ayu")


def test_after_another_run_accepted_rows_are_put_together_again(bridge: ComparedStory) -> None:
    log = [
        said(Act.MERGE, MERGE),
        said(Act.ACCEPT, {"rows": [line(2, 3)]}, n=2),
        said(Act.ACCEPT, {"rows": [line(5)]}, n=3),
    ]
    rows = list(bridge.rows)
    # The new run has torn row 5 apart.
    torn = rows[5]
    own = tuple(c if c.article != C else replace(c, sentences=()) for c in torn.cells)
    lone = tuple(replace(c, sentences=(5,) if c.article == C else ()) for c in torn.cells)
    rows[5:6] = [replace(torn, cells=own), replace(torn, cells=lone)]
    again = replace(bridge, rows=tuple(replace(r, index=i) for i, r in enumerate(rows)))
    made = desk(again)
    made.replay(log)
    after = made.reviewed()
    assert not after.conflicts
    held = [r.cell(C).sentences for r in after.compared.rows]
    assert (2, 3) in held
    assert held.count((5,)) == 1
    assert [r.status for r in after.reviews].count(Status.ACCEPTED) == 2


def test_what_no_longer_fits_is_a_conflict_and_not_lost(bridge: ComparedStory) -> None:
    finding = bridge.rows[2].cell(B).comparison.findings[0]  # type: ignore[union-attr]
    gone = "d" * 16
    log = [
        said(Act.REJECT, {"rows": [{gone: [0]}]}),
        said(Act.COMMENT, {"row": {gone: [0]}, "article": "", "text": "Hm"}, n=2),
        said(Act.DISMISS_FINDING, {"findings": [finding_json(B, finding)]}, n=3),
        said(Act.ACCEPT_FINDING, {"findings": [finding_json(gone, finding)]}, n=4),
    ]
    quiet = tuple(
        replace(r, cells=tuple(replace(c, comparison=None) for c in r.cells)) for r in bridge.rows
    )
    made = desk(replace(bridge, rows=quiet))
    made.replay(log)
    conflicts = made.reviewed().conflicts
    assert {c.judgement.id for c in conflicts} == {j.id for j in log}
    assert all(c.reason for c in conflicts)


def test_an_accepted_finding_stays_though_the_checks_drop_it(bridge: ComparedStory) -> None:
    finding = bridge.rows[2].cell(B).comparison.findings[0]  # type: ignore[union-attr]
    quiet = tuple(
        replace(r, cells=tuple(replace(c, comparison=None) for c in r.cells)) for r in bridge.rows
    )
    made = desk(replace(bridge, rows=quiet))
    made.replay([said(Act.ACCEPT_FINDING, {"findings": [finding_json(B, finding)]})])
    after = made.reviewed()
    assert after.reviews[2].findings[0].decision is Decision.ACCEPTED
    assert after.compared.rows[2].cell(B).comparison.findings == (finding,)  # type: ignore[union-attr]


def test_an_accepted_finding_stays_when_its_row_is_merged(bridge: ComparedStory) -> None:
    made = desk(bridge)
    finding = bridge.rows[2].cell(B).comparison.findings[0]  # type: ignore[union-attr]
    made.reviewed()
    made.apply(said(Act.ACCEPT_FINDING, {"findings": [finding_json(B, finding)]}))
    made.apply(said(Act.MERGE, MERGE, n=2))
    assert [f.finding for f in made.reviewed().reviews[2].findings] == [finding]


def test_a_sample_for_two_is_the_same_whenever_it_is_drawn(bridge: ComparedStory) -> None:
    def drawn() -> list[bool]:
        made = desk(bridge)
        made.apply(said(Act.SAMPLE, {"share": 0.5, "seed": 4}))
        return [review.doubled for review in made.reviewed().reviews]

    assert drawn() == drawn()
    assert 0 < sum(drawn()) < LINES


@st.composite
def sessions(draw: st.DrawFn) -> list[tuple[str, int, int, str]]:
    step = st.tuples(
        st.sampled_from(["accept", "reject", "merge", "split", "move", "aside", "undo", "redo"]),
        st.integers(0, 30),
        st.integers(0, 2),
        st.sampled_from(["Ayu", "Budi"]),
    )
    return draw(st.lists(step, max_size=25))


def act_on(made: Desk, kind: str, pick: int, column: int) -> tuple[Act, dict[str, Any]] | None:
    """Something a reviewer might do to the rows as they are."""
    article = (A, B, C)[column]
    row = made.rows[pick % len(made.rows)]
    place = {k: list(v) for k, v in row.place.items()}
    if kind in ("accept", "reject"):
        return Act(kind), {"rows": [place]}
    if kind == "aside":
        rest = {k: v for k, v in place.items() if k != article}
        after = [{"at": 0, "place": rest}] if rest else []
        return (Act.ASIDE, {"before": [place], "after": after}) if article in place else None
    if kind == "split":
        own = place.get(article, [])
        if len(own) < 2:
            return None
        rest = {**place, article: own[:1]}
        halves = [{"at": 0, "place": rest}, {"at": 0, "place": {article: own[1:]}}]
        return Act.SPLIT, {"before": [place], "after": halves}
    number = made.rows.index(row)
    if number + 1 >= len(made.rows):
        return None
    below = {k: list(v) for k, v in made.rows[number + 1].place.items()}
    if kind == "merge":
        one = {k: sorted([*place.get(k, []), *below.get(k, [])]) for k in place | below}
        return Act.MERGE, {"before": [place, below], "after": [{"at": 0, "place": one}]}
    if kind == "move" and article in place and len(place) > 1:
        up = {k: v for k, v in place.items() if k != article}
        down = {**below, article: sorted([*place[article], *below.get(article, [])])}
        rows = [{"at": 0, "place": up}, {"at": 1, "place": down}]
        return Act.MOVE, {"before": [place, below], "after": rows}
    return None


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(session=sessions())
def test_the_state_is_the_replay_of_the_log_whatever_was_done(
    bridge: ComparedStory, session: list[tuple[str, int, int, str]]
) -> None:
    log: list[Judgement] = []
    made = desk(bridge)
    for n, (kind, pick, column, by) in enumerate(session):
        if kind in ("undo", "redo"):
            continue
        found = act_on(made, kind, pick, column)
        if found is None:
            continue
        judgement = said(*found, by=by, n=n)
        made.apply(judgement)
        log.append(judgement)
    again = desk(bridge)
    again.replay(log)
    assert again.reviewed() == made.reviewed()
    assert not again.conflicts
    everything = {
        n for row in bridge.rows for c in row.cells for n in [(c.article, c.sentences[0])]
    }
    held = [n for row in made.rows for n in nodes(row.place)]
    assert sorted(held) == sorted(set(held))
    assert set(held) | made.aside == everything
    keys = [place_key(row.place) for row in made.rows]
    assert len(keys) == len(set(keys))
