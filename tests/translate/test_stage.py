"""Every sentence is translated once, remembered at once, and comes back in its place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from padan.engines.base import RawTranslation
from padan.engines.none import NoTranslator
from padan.errors import EngineError
from padan.model import FaultKind, Translation
from padan.translate import clean, memory_key, translate


class Shouting:
    """Answers in capitals, last sentence first; says nothing where SKIP stands."""

    signature = "shouting@1"
    attempts = 0

    def __init__(self) -> None:
        self.seen: list[str] = []

    def translate(
        self,
        texts: Sequence[str],
        *,
        source: str,
        target: str,
        attempt: int = 0,
        terms: object = (),
    ) -> Iterator[RawTranslation]:
        for index in reversed(range(len(texts))):
            self.seen.append(texts[index])
            if "SKIP" not in texts[index]:
                yield RawTranslation(
                    index, texts[index].upper(), finished="CUT" not in texts[index]
                )


def run(
    texts: Sequence[str],
    engine: Shouting | NoTranslator | None = None,
    memory: dict[str, Translation] | None = None,
    done: list[int] | None = None,
) -> list[Translation | None]:
    return translate(
        texts,
        translator=engine or Shouting(),
        source="id",
        target="en",
        memory={} if memory is None else memory,
        on_done=None if done is None else done.append,
    )


def test_translations_come_in_the_order_of_the_sentences() -> None:
    texts = ["satu", "dua", "tiga"]
    found = run(texts)
    assert [t.text for t in found if t] == ["SATU", "DUA", "TIGA"]
    assert [t.source for t in found if t] == texts
    assert all(t and t.signature == "shouting@1" and t.target_lang == "en" for t in found)


def test_what_the_engine_leaves_out_is_none_and_is_not_remembered() -> None:
    memory: dict[str, Translation] = {}
    found = run(["satu", "SKIP ini", "tiga"], memory=memory)
    assert found[1] is None
    assert found[0] and found[2]
    assert len(memory) == 2


def test_an_engine_that_gives_nothing_invents_nothing() -> None:
    assert run(["satu", "dua"], NoTranslator()) == [None, None]


def test_blank_sentences_are_none_and_not_sent() -> None:
    engine = Shouting()
    assert run(["", "  \n", "\u200b"], engine) == [None, None, None]
    assert engine.seen == []


def test_sentences_alike_after_cleaning_are_translated_once() -> None:
    engine = Shouting()
    texts = ["“Kami setuju,” katanya.", '"Kami setuju,"  katanya.', "Lain."]
    found = run(texts, engine)
    assert len(engine.seen) == 2
    assert [t.source for t in found if t] == texts, "what is stored stays as it was written"
    assert found[0] and found[1] and found[0].text == found[1].text


def test_a_second_run_asks_nothing() -> None:
    memory: dict[str, Translation] = {}
    texts = ["satu", "dua", "satu"]
    first = run(texts, memory=memory)
    engine = Shouting()
    assert run(texts, engine, memory) == first
    assert engine.seen == []


def test_another_engine_or_language_is_another_entry() -> None:
    keys = {
        memory_key("satu", "id", "en", "a@1"),
        memory_key("satu", "id", "en", "a@2"),
        memory_key("satu", "id", "fr", "a@1"),
        memory_key("satu", "ms", "en", "a@1"),
        memory_key("dua", "id", "en", "a@1"),
    }
    assert len(keys) == 5
    assert all(len(key) == 64 and int(key, 16) >= 0 for key in keys)


def test_no_two_fields_can_be_read_as_others() -> None:
    assert memory_key("a", "b", "c", "d") != memory_key("a\0b", "", "c", "d")
    assert memory_key('a","b', "", "c", "d") != memory_key("a", "b", "c", "d")


def test_what_is_finished_is_remembered_when_the_run_breaks_off() -> None:
    memory: dict[str, Translation] = {}

    class Breaking(Shouting):
        def translate(
            self,
            texts: Sequence[str],
            *,
            source: str,
            target: str,
            attempt: int = 0,
            terms: object = (),
        ) -> Iterator[RawTranslation]:
            for done, raw in enumerate(super().translate(texts, source=source, target=target)):
                if done == 2:
                    raise KeyboardInterrupt
                yield raw

    texts = ["satu", "dua", "tiga", "empat"]
    with pytest.raises(KeyboardInterrupt):
        run(texts, Breaking(), memory)
    assert len(memory) == 2
    engine = Shouting()
    assert all(run(texts, engine, memory))
    assert sorted(engine.seen) == ["dua", "satu"]


def test_each_is_remembered_before_the_next_is_taken() -> None:
    memory: dict[str, Translation] = {}
    sizes: list[int] = []

    class Watching(Shouting):
        def translate(
            self,
            texts: Sequence[str],
            *,
            source: str,
            target: str,
            attempt: int = 0,
            terms: object = (),
        ) -> Iterator[RawTranslation]:
            for raw in super().translate(texts, source=source, target=target):
                sizes.append(len(memory))
                yield raw

    run(["satu", "dua", "tiga"], Watching(), memory)
    assert sizes == [0, 1, 2]


def test_progress_counts_sentences_known_and_doubled_ones_too() -> None:
    memory: dict[str, Translation] = {}
    run(["satu"], memory=memory)
    done: list[int] = []
    run(["satu", "dua", "dua", "tiga", ""], memory=memory, done=done)
    assert done == [2, 3, 5]


def test_no_sentences_are_no_work() -> None:
    engine = Shouting()
    assert run([], engine) == []
    assert engine.seen == []


def test_faults_are_found_on_the_way() -> None:
    found = run(["CUT itu tanggal 5 Mei"])
    assert found[0]
    assert FaultKind.TRUNCATED in {fault.kind for fault in found[0].faults}


@pytest.mark.parametrize("indices", [[0, 0], [5], [-1]])
def test_an_engine_that_breaks_its_contract_is_an_error(indices: list[int]) -> None:
    class Wrong(Shouting):
        def translate(
            self,
            texts: Sequence[str],
            *,
            source: str,
            target: str,
            attempt: int = 0,
            terms: object = (),
        ) -> Iterator[RawTranslation]:
            return iter([RawTranslation(index, "X") for index in indices])

    with pytest.raises(EngineError, match="not asked for"):
        run(["satu", "dua"], Wrong())


@settings(max_examples=40)
@given(st.lists(st.text(max_size=12), max_size=12))
def test_every_sentence_gets_its_own_translation(texts: list[str]) -> None:
    found = run(texts)
    assert len(found) == len(texts)
    for text, translation in zip(texts, found, strict=True):
        cleaned = clean(text)
        if translation is None:
            assert not cleaned or "SKIP" in cleaned
        else:
            assert translation.source == text
            assert translation.text == " ".join(cleaned.upper().split())
