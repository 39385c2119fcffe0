"""Faulty answers get another try, then another engine, then a flag; nothing is asked twice."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).parent))

from tabled import Grams, Tabled

from padan.engines.base import RawTranslation
from padan.model import FaultKind, Term, Translation
from padan.translate import Glossary, likeness, translate
from padan.translate.choice import signature as chooser
from padan.translate.memory import human_key

ONE = "Warga desa itu membeli 12 ekor sapi di pasar."
TWO = "Hujan turun sejak pagi di lereng gunung."
RIGHT = {
    ONE: "The people of the village bought 12 cows at the market.",
    TWO: "It has been raining on the slope of the mountain since morning.",
}
WRONG = RIGHT | {ONE: "The people of the village bought 15 cows at the market."}
CUT = RIGHT | {ONE: "The people of"}
NONE = RIGHT | {ONE: None}


def run(
    engine: Tabled,
    memory: dict[str, Translation] | None = None,
    texts: tuple[str, ...] = (ONE, TWO),
    **more: object,
) -> list[Translation | None]:
    return translate(
        texts,
        translator=engine,
        source="id",
        target="en",
        memory={} if memory is None else memory,
        **more,  # type: ignore[arg-type]
    )


def texts(found: list[Translation | None]) -> list[str | None]:
    return [t.text if t else None for t in found]


def test_what_is_without_fault_is_not_tried_again() -> None:
    engine = Tabled(RIGHT, WRONG)
    assert texts(run(engine)) == [RIGHT[ONE], RIGHT[TWO]]
    assert engine.asked == [(0, ONE), (0, TWO)]


def test_only_the_faulty_are_tried_again_together_and_until_one_is_right() -> None:
    engine = Tabled(WRONG, CUT, RIGHT, CUT)
    found = run(engine)
    assert texts(found) == [RIGHT[ONE], RIGHT[TWO]]
    assert engine.asked == [(0, ONE), (0, TWO), (1, ONE), (2, ONE)]
    assert found[0] is not None
    assert not found[0].faults
    assert found[0].signature == "tabled@1/attempt-2"


def test_a_quick_draft_is_tried_again_only_where_content_is_lost() -> None:
    mild, lost = Tabled(WRONG, RIGHT), Tabled(CUT, RIGHT)
    assert texts(run(mild, thorough=False)) == [WRONG[ONE], RIGHT[TWO]]
    assert mild.asked == [(0, ONE), (0, TWO)]
    assert texts(run(lost, thorough=False)) == [RIGHT[ONE], RIGHT[TWO]]
    assert lost.asked == [(0, ONE), (0, TWO), (1, ONE)]


def test_a_quick_draft_goes_to_the_fallback_after_any_fault() -> None:
    engine, other = Tabled(WRONG, CUT), Tabled(RIGHT, signature="other@1")
    done: list[int] = []
    found = run(engine, fallback=other, thorough=False, on_done=done.append)
    assert texts(found) == [RIGHT[ONE], RIGHT[TWO]]
    assert other.asked == [(0, ONE)]
    assert done[-1] == 2


def test_the_better_of_faulty_ones_stays_and_keeps_its_flag() -> None:
    for tables in ((WRONG, CUT), (CUT, WRONG)):
        found = run(Tabled(*tables))[0]
        assert found is not None
        assert found.text == WRONG[ONE]
        assert {fault.kind for fault in found.faults} == {FaultKind.NUMBER}


def test_the_first_of_equals_stays() -> None:
    found = run(Tabled(WRONG, WRONG))[0]
    assert found is not None
    assert found.signature == "tabled@1"


def test_the_fallback_is_asked_last_and_signs_what_it_made() -> None:
    engine = Tabled(WRONG, CUT)
    other = Tabled(RIGHT, signature="other@1")
    found = run(engine, fallback=other)
    assert other.asked == [(0, ONE)]
    assert [t.signature for t in found if t] == ["other@1", "tabled@1"]


def test_without_a_named_fallback_no_other_engine_is_asked() -> None:
    found = run(Tabled(WRONG))[0]
    assert found is not None
    assert found.signature == "tabled@1"
    assert found.faults


def test_a_fallback_that_is_no_better_does_not_replace() -> None:
    found = run(Tabled(WRONG), fallback=Tabled(CUT, CUT, signature="other@1"))[0]
    assert found is not None
    assert found.signature == "tabled@1"


def test_what_the_engine_leaves_out_is_asked_of_the_fallback() -> None:
    other = Tabled(RIGHT, signature="other@1")
    assert texts(run(Tabled(NONE), fallback=other)) == [RIGHT[ONE], RIGHT[TWO]]
    assert texts(run(Tabled(NONE))) == [None, RIGHT[TWO]]


@pytest.mark.parametrize("last", [RIGHT, WRONG, CUT])
def test_a_second_run_asks_nothing_whatever_came_of_the_first(last: dict[str, str]) -> None:
    memory: dict[str, Translation] = {}
    engine = Tabled(WRONG, CUT)
    other = Tabled(last, signature="other@1")
    first = run(engine, memory, fallback=other)
    engine.asked.clear()
    other.asked.clear()
    assert run(engine, memory, fallback=other) == first
    assert engine.asked == other.asked == []


class Broken(BaseException):
    """Stands for the end of the process."""


class Mortal(dict[str, Translation]):
    """A memory whose process ends at the n-th write, after it."""

    def __init__(self, writes: int) -> None:
        super().__init__()
        self.left = writes

    def __setitem__(self, key: str, value: Translation) -> None:
        super().__setitem__(key, value)
        self.left -= 1
        if self.left == 0:
            raise Broken


@pytest.mark.parametrize("writes", range(1, 6))
def test_killed_anywhere_it_goes_on_without_asking_anything_twice(writes: int) -> None:
    engine = Tabled(WRONG, CUT, WRONG)
    other = Tabled(CUT, signature="other@1")
    whole = run(Tabled(WRONG, CUT, WRONG), fallback=Tabled(CUT, signature="other@1"))
    memory = Mortal(writes)
    with pytest.raises(Broken):
        run(engine, memory, fallback=other)
    assert run(engine, memory, fallback=other) == whole
    assert len(engine.asked) == len(set(engine.asked))
    assert engine.asked.count((1, ONE)) == engine.asked.count((2, ONE)) == 1
    assert other.asked == [(0, ONE)]


def test_a_fallback_named_later_is_all_that_is_asked() -> None:
    memory: dict[str, Translation] = {}
    engine = Tabled(WRONG, CUT)
    run(engine, memory)
    engine.asked.clear()
    other = Tabled(RIGHT, signature="other@1")
    found = run(engine, memory, fallback=other)
    assert engine.asked == []
    assert other.asked == [(0, ONE)]
    assert texts(found) == [RIGHT[ONE], RIGHT[TWO]]


def test_progress_ends_at_all_however_many_tries_it_takes() -> None:
    told: list[int] = []
    run(Tabled(NONE | {TWO: None}, WRONG), on_done=told.append)
    assert told == [1, 2]
    told.clear()
    run(Tabled(NONE), on_done=told.append, texts=(ONE, TWO, TWO, ""))
    assert told[-1] == 4
    assert told == sorted(set(told))


def test_a_persons_translation_wins_over_every_engine() -> None:
    written = Translation(ONE, "They bought cows.", "id", "en", "human: Ratna", ())
    memory = {human_key(ONE, "id", "en"): written}
    engine = Tabled(RIGHT)
    found = run(engine, memory)
    assert found[0] == written
    assert engine.asked == [(0, TWO)]
    run(engine, memory)
    assert memory[human_key(ONE, "id", "en")] == written


def test_the_first_candidate_may_lose_against_another_of_the_same_answer() -> None:
    others = ("The people of the village bought 12 cows at the market.",) * 2
    answer = RawTranslation(0, "The people of the village bought 99 cows.", True, -0.2, others)
    found = run(Tabled(RIGHT | {ONE: answer}))[0]  # type: ignore[dict-item]
    assert found is not None
    assert found.text == others[0]
    assert not found.faults
    assert found.signature == f"tabled@1/{chooser()}"


def test_an_answer_that_was_cut_is_faulty() -> None:
    answer = RawTranslation(0, RIGHT[ONE], finished=False)
    found = run(Tabled(RIGHT | {ONE: answer}))[0]  # type: ignore[dict-item]
    assert found is not None
    assert {fault.kind for fault in found.faults} == {FaultKind.TRUNCATED}


GLOSSARY = Glossary((Term("pasar", "bazaar"),))
WANTED = RIGHT | {ONE: "The people of the village bought 12 cows at the bazaar."}


def test_the_engine_is_told_the_terms_of_each_sentence_and_their_lack_is_a_fault() -> None:
    engine = Tabled(RIGHT)
    found = run(engine, glossary=GLOSSARY)
    assert engine.terms == [GLOSSARY.terms, ()]
    assert [{f.kind for f in t.faults} for t in found if t] == [{FaultKind.TERM}, set()]


def test_a_lacking_term_is_worth_another_try() -> None:
    assert texts(run(Tabled(RIGHT, WANTED), glossary=GLOSSARY)) == [WANTED[ONE], WANTED[TWO]]


def test_what_was_made_before_the_glossary_serves_if_it_has_the_terms() -> None:
    memory: dict[str, Translation] = {}
    run(Tabled(WANTED), memory)
    engine = Tabled(RIGHT)
    assert texts(run(engine, memory, glossary=GLOSSARY)) == [WANTED[ONE], WANTED[TWO]]
    assert engine.asked == []


def test_what_was_made_before_the_glossary_without_its_terms_is_made_anew() -> None:
    memory: dict[str, Translation] = {}
    run(Tabled(RIGHT), memory)
    engine = Tabled(WANTED)
    assert texts(run(engine, memory, glossary=GLOSSARY)) == [WANTED[ONE], WANTED[TWO]]
    assert engine.asked == [(0, ONE)]
    assert texts(run(engine, memory)) == [RIGHT[ONE], RIGHT[TWO]], "the old one stays for others"


@pytest.fixture
def centred(monkeypatch: pytest.MonkeyPatch) -> None:
    """The test encoder's languages have a known centre."""
    monkeypatch.setattr(likeness, "centre", lambda encoder, lang: np.zeros(64, dtype=np.float32))


@pytest.mark.usefixtures("centred")
def test_the_encoder_reads_each_source_and_translation_once() -> None:
    encoder, vectors = Grams(), {}
    run(Tabled(RIGHT), encoder=encoder, vectors=vectors)
    assert sorted(encoder.seen) == sorted([ONE, TWO, RIGHT[ONE], RIGHT[TWO]])
    assert len(vectors) == 4
    run(Tabled(RIGHT), {}, encoder=encoder, vectors=vectors)
    assert len(encoder.seen) == 4


@pytest.mark.usefixtures("centred")
def test_with_candidates_only_the_chosen_ones_vector_is_kept() -> None:
    answer = RawTranslation(0, RIGHT[ONE], others=("The cows bought 12 people.", "A cow."))
    encoder, vectors = Grams(), {}
    tables = RIGHT | {ONE: answer}  # type: ignore[dict-item]
    run(Tabled(tables), encoder=encoder, vectors=vectors, texts=(ONE,))
    assert len(encoder.seen) == len(set(encoder.seen)) == 4
    assert len(vectors) == 2


def test_an_encoder_whose_languages_are_not_known_is_not_asked_for_confidence() -> None:
    encoder = Grams()
    found = run(Tabled(RIGHT), encoder=encoder)
    assert encoder.seen == []
    assert all(t and t.confidence is not None for t in found)
