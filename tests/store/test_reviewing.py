"""Judgements in a store: kept once, in one order, undone and redone, also over restarts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from threading import Thread

import pytest

from padan.errors import InputError
from padan.judgements import Decision, Unfit
from padan.judgements.places import finding_json
from padan.model import (
    Act,
    Article,
    Cell,
    ComparedStory,
    Comparison,
    Finding,
    Kind,
    Row,
    Severity,
    Span,
    Status,
    Story,
    Translation,
)
from padan.store import Store
from padan.store.reviewing import Reviewing

A, B = "a" * 16, "b" * 16
LINES = 5


def found(a: Article, b: Article, n: int) -> Finding:
    """A finding on the words "sacks" and "karung" of a line."""
    ends = [article.sentences[n].end - 1 for article in (a, b)]
    spans = [Span(end - length, end) for end, length in zip(ends, (5, 6), strict=True)]
    return Finding(Kind.TERM, Severity.MINOR, *spans, "sacks, karung", "en-id")


@pytest.fixture
def mill(url: str, make_article: Callable[..., Article]) -> str:
    """A store with one story of five rows."""
    a = make_article(A, *(f"The mill ground {n} sacks." for n in range(LINES)), lang="en")
    b = make_article(B, *(f"Kilang itu menggiling {n} karung." for n in range(LINES)))
    rows = tuple(
        Row(n, (Cell(A, (n,)), Cell(B, (n,), Comparison(0.5, (found(a, b, n),)))), 0.8)
        for n in range(LINES)
    )
    english = {
        B: {
            n: Translation(s.text, f"Mill {n}.", "id", "en", "t@1")
            for n, s in enumerate(b.sentences)
        }
    }
    story = Story("f" * 16, "Mill", (a, b), A)
    signatures = {"align": "padan 0, test encoder", "translate": "t@1", "compare": "c"}
    with Store(url) as store:
        store.add_articles([a, b])
        store.stories["k" * 64] = ComparedStory(story, rows, english, signatures)  # type: ignore[arg-type]
    return url


@pytest.fixture
def store(mill: str) -> Iterator[Store]:
    with Store(mill) as opened:
        yield opened


def place(*n: int) -> dict[str, list[int]]:
    return {A: list(n), B: list(n)}


MERGE = {"before": [place(1), place(2)], "after": [{"at": 0, "place": place(1, 2)}]}


def merged(reviewing: Reviewing) -> bool:
    return reviewing.reviewed().compared.rows[1].cell(B).sentences == (1, 2)


def test_what_was_done_is_there_in_the_next_process(store: Store, url: str) -> None:
    reviewing = store.reviewing("mill")
    done = reviewing.act("1", "Ayu", Act.MERGE, MERGE)
    assert done.seq == 1
    assert (len(done.gone), len(done.changed), len(done.order or ())) == (2, 1, LINES - 1)
    with Store(url) as again:
        assert again.reviewed("mill") == reviewing.reviewed()
        assert merged(again.reviewing("mill"))
        assert again.counts().judgements == 1


def test_a_judgement_sent_twice_counts_once(store: Store) -> None:
    reviewing = store.reviewing("mill")
    first = reviewing.act("1", "Ayu", Act.ACCEPT, {"rows": [place(0)]})
    second = reviewing.act("1", "Ayu", Act.ACCEPT, {"rows": [place(0)]})
    assert second.judgement.seq == first.seq
    assert len(reviewing.judgements()) == 1
    with pytest.raises(InputError):
        reviewing.act("1", "Budi", Act.REJECT, {"rows": [place(0)]})


def test_undo_and_redo_go_on_over_restarts_and_are_each_ones_own(store: Store, url: str) -> None:
    reviewing = store.reviewing("mill")
    reviewing.act("1", "Ayu", Act.MERGE, MERGE)
    reviewing.act("2", "Ayu", Act.ACCEPT, {"rows": [place(0)]})
    reviewing.act("3", "Budi", Act.REJECT, {"rows": [place(4)]})
    reviewing.undo("4", "Ayu")
    with Store(url) as again:
        later = again.reviewing("mill")
        done = later.undo("5", "Ayu")
        assert not merged(later)
        assert len(done.gone) == 1
        with pytest.raises(Unfit, match="nothing of yours"):
            later.undo("6", "Ayu")
        later.redo("7", "Ayu")
        assert merged(later)
        later.redo("8", "Ayu")
        statuses = [r.status for r in later.reviewed().reviews]
        assert statuses == [Status.ACCEPTED, *[Status.UNREVIEWED] * 2, Status.REJECTED]
        with pytest.raises(Unfit):
            later.redo("9", "Ayu")


def test_a_new_act_forgets_what_could_be_redone(store: Store) -> None:
    reviewing = store.reviewing("mill")
    reviewing.act("1", "Ayu", Act.ACCEPT, {"rows": [place(0)]})
    reviewing.undo("2", "Ayu")
    reviewing.act("3", "Ayu", Act.REJECT, {"rows": [place(0)]})
    with pytest.raises(Unfit):
        reviewing.redo("4", "Ayu")


def test_undo_is_refused_where_another_has_built_on_it(store: Store) -> None:
    reviewing = store.reviewing("mill")
    reviewing.act("1", "Ayu", Act.MERGE, MERGE)
    reviewing.act("2", "Budi", Act.ACCEPT, {"rows": [place(1, 2)]})
    before = reviewing.reviewed()
    with pytest.raises(Unfit, match="Budi"):
        reviewing.undo("3", "Ayu")
    assert reviewing.reviewed() == before
    assert len(reviewing.judgements()) == 2


def test_a_refused_act_leaves_no_trace(store: Store, url: str) -> None:
    reviewing = store.reviewing("mill")
    reviewing.act("1", "Ayu", Act.MERGE, MERGE)
    before = reviewing.reviewed()
    with pytest.raises(Unfit):
        reviewing.act("2", "Budi", Act.ACCEPT, {"rows": [place(0), place(2)]})
    for body in ({}, {"rows": []}, {"rows": [{A: ["x"]}]}, {"rows": "all"}):
        with pytest.raises(InputError):
            reviewing.act("3", "Budi", Act.ACCEPT, body)
    assert reviewing.reviewed() == before
    with Store(url) as again:
        assert again.counts().judgements == 1


def test_edited_english_goes_to_the_memory_and_out_of_it_again(store: Store) -> None:
    reviewing = store.reviewing("mill")
    edit = {"article": B, "sentence": 3, "before": "Mill 3.", "after": "The mill ground three."}
    reviewing.act("1", "Ayu", Act.EDIT_ENGLISH, edit)
    more = {**edit, "before": edit["after"], "after": "It ground three sacks."}
    reviewing.act("2", "Ayu", Act.EDIT_ENGLISH, more)
    assert [r.translation.text for r in store.remembered(human_only=True)] == [more["after"]]
    reviewing.undo("3", "Ayu")
    (kept,) = store.remembered(human_only=True)
    assert (kept.translation.text, kept.translation.signature) == (edit["after"], "human: Ayu")
    reviewing.undo("4", "Ayu")
    assert not list(store.remembered(human_only=True))


def test_undoing_an_edit_brings_back_what_the_memory_held_before(store: Store) -> None:
    from datetime import UTC, datetime

    from padan.store.memory import Remembered

    source = store.story("mill").story.article(B).sentences[3].text
    old = Translation(source, "Brought from a TMX.", "id", "en", "human: kantor.tmx")
    store.remember([Remembered(old, datetime(2026, 1, 1, tzinfo=UTC))])
    reviewing = store.reviewing("mill")
    edit = {"article": B, "sentence": 3, "before": "Mill 3.", "after": "Three."}
    reviewing.act("1", "Ayu", Act.EDIT_ENGLISH, edit)
    reviewing.undo("2", "Ayu")
    (kept,) = store.remembered(human_only=True)
    assert kept.translation == old


def test_two_processes_on_one_store_see_each_other(store: Store, url: str) -> None:
    here = store.reviewing("mill")
    with Store(url) as other:
        there = other.reviewing("mill")
        here.act("1", "Ayu", Act.MERGE, MERGE)
        with pytest.raises(Unfit):
            there.act("2", "Budi", Act.ACCEPT, {"rows": [place(2)]})
        assert merged(there)
        there.act("3", "Budi", Act.ACCEPT, {"rows": [place(1, 2)]})
        (told,) = here.refresh()
        assert told.judgement.reviewer == "Budi"
        assert len(told.changed) == 1
        here.act("4", "Ayu", Act.COMMENT, {"row": place(0), "article": "", "text": "Hm"})
        here.undo("5", "Ayu")
        assert [d.judgement.act for d in there.refresh()] == [Act.COMMENT, Act.UNDO]
        assert here.reviewed() == there.reviewed()


def test_many_at_once_lose_nothing(store: Store, url: str) -> None:
    def work(name: str) -> None:
        with Store(url) as own:
            reviewing = own.reviewing("mill")
            for n in range(10):
                body = {"row": place(n % LINES), "article": "", "text": f"{name} {n}"}
                reviewing.act(f"{name}-{n}", name, Act.COMMENT, body)

    threads = [Thread(target=work, args=(f"R{k}",)) for k in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    told = store.judgements([A])
    assert [j.seq for j in told] == list(range(1, 41))
    assert sum(len(r.comments) for r in store.reviewed("mill").reviews) == 40


def dismissal(store: Store, n: int, **more: object) -> dict[str, object]:
    comparison = store.story("mill").rows[n].cell(B).comparison
    assert comparison is not None
    return {"findings": [finding_json(B, comparison.findings[0])], **more}


def decisions(reviewing: Reviewing) -> list[Decision]:
    return [review.findings[0].decision for review in reviewing.reviewed().reviews]


def test_what_is_dismissed_once_stays_open_elsewhere(store: Store) -> None:
    reviewing = store.reviewing("mill")
    reviewing.act("1", "Ayu", Act.DISMISS_FINDING, dismissal(store, 1))
    assert decisions(reviewing).count(Decision.DISMISSED) == 1


def test_what_is_dismissed_for_good_is_dismissed_wherever_the_words_are(store: Store) -> None:
    reviewing = store.reviewing("mill")
    done = reviewing.act("1", "Ayu", Act.DISMISS_FINDING, dismissal(store, 1, for_good=True))
    assert set(decisions(reviewing)) == {Decision.DISMISSED}
    assert len(done.changed) == LINES
    assert set(decisions(store.reviewing("mill"))) == {Decision.DISMISSED}
    reviewing.undo("2", "Ayu")
    assert set(decisions(reviewing)) == {Decision.OPEN}
    reviewing.redo("3", "Ayu")
    reviewing.act("4", "Budi", Act.REOPEN_FINDING, dismissal(store, 1))
    assert set(decisions(reviewing)) == {Decision.OPEN}


def test_recalibration_learns_from_what_was_judged(store: Store) -> None:
    reviewing = store.reviewing("mill")
    reviewing.act("1", "Ayu", Act.DISMISS_FINDING, dismissal(store, 1, for_good=True))
    reviewing.act("2", "Ayu", Act.ACCEPT_FINDING, dismissal(store, 3))
    told = list(store.judged_findings())
    assert [(j.accepted, j.for_good, j.reference, j.retelling) for j in told] == [
        (False, True, "sacks", "karung"),
        (True, False, "sacks", "karung"),
    ]


def test_judgements_outlive_another_grouping_and_a_new_run(store: Store) -> None:
    store.reviewing("mill").act("1", "Ayu", Act.ACCEPT, {"rows": [place(0)]})
    before = store.story("mill")
    store.stories.keep_only([])
    renamed = replace(before, story=replace(before.story, id="e" * 16, title="Mill again"))
    store.stories["j" * 64] = renamed
    assert store.reviewed("again").reviews[0].status is Status.ACCEPTED


def test_a_text_read_anew_leaves_its_judgements_as_conflicts(
    store: Store, make_article: Callable[..., Article]
) -> None:
    store.reviewing("mill").act("1", "Ayu", Act.REJECT, {"rows": [{B: [1], A: [1]}]})
    before = store.story("mill")
    new = make_article("d" * 16, "Kilang itu tutup.", source=f"{B}.txt")
    store.add_articles([new])
    story = replace(before.story, articles=(before.story.article(A), new))
    rows = (Row(0, (Cell(A, (0,)), Cell(new.id, (0,))), 0.5),)
    store.stories["j" * 64] = replace(before, story=story, rows=rows, english={})
    (conflict,) = store.reviewed("mill").conflicts
    assert conflict.judgement.reviewer == "Ayu"


def test_judgements_go_over_to_a_text_read_anew_where_its_words_are_the_same(
    store: Store, make_article: Callable[..., Article]
) -> None:
    reviewing = store.reviewing("mill")
    reviewing.act("1", "Ayu", Act.REJECT, {"rows": [place(3)]})
    reviewing.act("2", "Ayu", Act.DISMISS_FINDING, dismissal(store, 3))
    edit = {"article": B, "sentence": 2, "before": "Mill 2.", "after": "Two sacks."}
    reviewing.act("3", "Ayu", Act.EDIT_ENGLISH, edit)
    reviewing.act("4", "Ayu", Act.REJECT, {"rows": [place(1)]})
    before = store.story("mill")
    a, b = before.story.articles
    lines = ["Diperbarui pukul 10.", *(s.text for s in b.sentences)]
    lines[2] = "Kilang itu menggiling satu karung."
    new = make_article("d" * 16, *lines, source=b.source)
    store.add_articles([new])
    rows = tuple(
        Row(
            n, (Cell(A, (n,)), Cell(new.id, (n + 1,), Comparison(0.5, (found_in(a, new, n),)))), 0.8
        )
        for n in range(LINES)
    )
    story = replace(before.story, articles=(a, new))
    store.stories["j" * 64] = replace(before, story=story, rows=rows, english={})
    after = store.reviewed("mill")
    assert [r.status for r in after.reviews].count(Status.REJECTED) == 1
    assert after.reviews[3].status is Status.REJECTED
    assert after.reviews[3].findings[0].decision is Decision.DISMISSED
    assert after.compared.english[new.id][3].text == "Two sacks."
    assert [c.judgement.id for c in after.conflicts] == ["4"]


def found_in(a: Article, new: Article, n: int) -> Finding:
    ends = (a.sentences[n].end - 1, new.sentences[n + 1].end - 1)
    spans = [Span(end - length, end) for end, length in zip(ends, (5, 6), strict=True)]
    return Finding(Kind.TERM, Severity.MINOR, *spans, "sacks, karung", "en-id")
