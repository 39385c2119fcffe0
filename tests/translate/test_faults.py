"""Faults are found where they are, and a sound translation has none."""

from __future__ import annotations

from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from padan.model import Fault, FaultKind, Term
from padan.translate import find_faults
from padan.translate.faults import badness
from padan.translate.loops import loop

SOURCE = (
    "Gubernur Ratna Wijaya mengatakan pada hari Rabu bahwa 1.200 rumah di tiga desa akan"
    " dibangun kembali sebelum musim hujan."
)
SOUND = (
    "Governor Ratna Wijaya said on Wednesday that 1,200 houses in three villages would be"
    " rebuilt before the rainy season."
)


def kinds(source: str, text: str, **more: object) -> set[FaultKind]:
    faults = find_faults(source, text, source_lang="id", target_lang="en", **more)  # type: ignore[arg-type]
    assert all(fault.reason and "\n" not in fault.reason for fault in faults)
    return {fault.kind for fault in faults}


def test_a_sound_translation_has_no_fault() -> None:
    assert find_faults(SOURCE, SOUND, source_lang="id", target_lang="en") == ()


@pytest.mark.parametrize("text", ["", "  ", "...", '""', "\u200b"])
def test_nothing_is_empty(text: str) -> None:
    assert kinds(SOURCE, text) == {FaultKind.EMPTY}


def test_an_answer_that_was_cut_is_truncated() -> None:
    assert FaultKind.TRUNCATED in kinds(SOURCE, SOUND, finished=False)
    assert FaultKind.TRUNCATED in kinds(SOURCE, SOUND.replace("rainy season.", "rainy,"))


def test_a_lost_half_is_short() -> None:
    assert FaultKind.SHORT in kinds(SOURCE, SOUND[:60] + ".")


def test_a_lost_sentence_is_short_where_less_would_do() -> None:
    source = f"{SOURCE} Warga berterima kasih."
    assert FaultKind.SHORT in kinds(source, SOUND)
    assert FaultKind.SHORT not in kinds(source, f"{SOUND} Residents are thankful.")


def test_an_addition_is_long() -> None:
    assert FaultKind.LONG in kinds("Polisi datang ke desa itu.", SOUND.replace("1,200 ", ""))


def test_a_loop_is_repetition() -> None:
    text = "Governor Ratna Wijaya said " + "that the houses " * 6
    assert FaultKind.REPETITION in kinds(SOURCE, text)


def test_a_source_that_repeats_may_be_repeated() -> None:
    source = "Merdeka, merdeka, merdeka, merdeka, teriak mereka di alun-alun."
    text = "Freedom, freedom, freedom, freedom, they shouted in the square."
    assert FaultKind.REPETITION not in kinds(source, text)


def test_a_wrong_number_is_named_on_both_sides() -> None:
    faults = find_faults(
        SOURCE, SOUND.replace("1,200", "1,400"), source_lang="id", target_lang="en"
    )
    assert [fault.kind for fault in faults] == [FaultKind.NUMBER]
    assert "1.200" in faults[0].reason
    assert "1,400" in faults[0].reason


def test_the_source_itself_is_no_translation() -> None:
    assert FaultKind.UNTRANSLATED in kinds(SOURCE, SOURCE)


def test_a_half_left_in_indonesian_is_untranslated() -> None:
    text = "Governor Ratna Wijaya said rumah di tiga desa akan dibangun pada hari Rabu."
    assert FaultKind.UNTRANSLATED in kinds(SOURCE, text)


def test_names_stay_without_fault() -> None:
    source = "Anggota Persatuan Wartawan dan Penulis untuk Damai bertemu di Kota Baru."
    text = "Members of Persatuan Wartawan dan Penulis untuk Damai met in Kota Baru."
    assert FaultKind.UNTRANSLATED not in kinds(source, text)


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (FaultKind.DATE, SOUND.replace("Wednesday", "Friday")),
        (FaultKind.NAME, SOUND.replace("Ratna Wijaya", "Lukas Amtiran")),
        (FaultKind.QUOTES, SOUND.replace("1,200 houses", 'some "1,200 houses')),
        (FaultKind.LANGUAGE, "El gobernador dijo el miércoles que las 1.200 casas de los tres"
         " pueblos serán reconstruidas antes de las lluvias, según Ratna Wijaya."),
        (FaultKind.LANGUAGE, "周三说，三个村庄的 1,200 所房屋将在雨季之前重建。"),
    ],
)  # fmt: skip
def test_each_kind_is_found_where_it_is(kind: FaultKind, text: str) -> None:
    assert kind in kinds(SOURCE, text)


def test_a_wrong_day_is_a_date_and_no_number() -> None:
    source, text = "Rapat itu digelar 17 Agustus 2022.", "The meeting took place on 18 August 2022."
    faults = find_faults(source, text, source_lang="id", target_lang="en")
    assert [fault.kind for fault in faults] == [FaultKind.DATE]
    assert "17 Agustus" in faults[0].reason
    assert "18 August" in faults[0].reason


def test_a_term_of_the_glossary_must_be_there() -> None:
    terms = (Term("musim hujan", "wet season", ("monsoon",)),)
    assert kinds(SOURCE, SOUND, terms=terms) == {FaultKind.TERM}
    assert kinds(SOURCE, SOUND.replace("rainy season", "wet season"), terms=terms) == set()
    assert kinds(SOURCE, SOUND.replace("the rainy season", "monsoon"), terms=terms) == set()


def test_a_term_settles_the_name_it_renders() -> None:
    source, text = "Kemarin warga Kampung Naga berpesta.", "People of Dragontown feasted yesterday."
    assert kinds(source, text) == {FaultKind.NAME}
    assert kinds(source, text, terms=(Term("Kampung Naga", "Dragontown"),)) == set()


def test_the_worse_the_faults_the_higher_the_badness() -> None:
    assert badness(()) == 0
    all_kinds = [Fault(kind, "x") for kind in FaultKind]
    assert all(badness([fault]) > 0 for fault in all_kinds)
    worst = max(all_kinds, key=lambda fault: badness([fault]))
    assert worst.kind is FaultKind.EMPTY
    assert badness([worst]) > badness(f for f in all_kinds if f is not worst)


def test_figures_alone_need_no_translation() -> None:
    assert find_faults("12/5 – 3", "", source_lang="id", target_lang="en") == ()


def test_the_length_of_an_unmeasured_pair_is_not_judged() -> None:
    found = find_faults("他说昨天下雨了。", SOUND, source_lang="zh", target_lang="en")
    assert FaultKind.LONG not in {fault.kind for fault in found}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("no no no no", "no"),
        ("very very good", ""),
        ("I am sorry, I am sorry, I am sorry", "i am sorry"),
        (
            "the head of the state police said the head of the state police said",
            "the head of the state police said",
        ),
        ("hahahahahahahahahahahahaha", "ha"),
        ("to be or not to be", ""),
        ("", ""),
    ],
)
def test_loops(text: str, found: str) -> None:
    assert loop(text) == found


@settings(max_examples=60)
@given(st.text(), st.text())
def test_no_pair_of_texts_breaks_the_checks(source: str, text: str) -> None:
    faults = find_faults(source, text, source_lang="id", target_lang="en")
    found = [fault.kind for fault in faults]
    assert len(found) == len(set(found))
    assert all(isinstance(fault, Fault) for fault in faults)


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("kata " * 20_000, "word " * 20_000),
        ("a" * 200_000, "b" * 200_000),
        ("Kata Nama " * 10_000, "Nobody Knows Names " * 10_000),
        ("Senin 3 Mei " * 10_000, "May 4 Tuesday " * 10_000),
        ("1.000.000," * 10_000, "2,000," * 10_000),
        ("“" * 50_000, "(" * 50_000),
        ("x-" * 50_000, "X-" * 50_000),
        ("di " * 20_000 + "\x00\x07\u202e", "\ud800" * 10_000 + " the"),
    ],
)
def test_endless_texts_take_no_endless_time(source: str, text: str) -> None:
    begun = process_time()
    find_faults(source, text, source_lang="id", target_lang="en")
    assert process_time() - begun < 5


def test_many_sentences_are_checked_in_a_second() -> None:
    find_faults(SOURCE, SOUND, source_lang="id", target_lang="en")
    begun = process_time()
    for number in range(300):
        find_faults(f"{SOURCE} {number}", f"{SOUND} {number}", source_lang="id", target_lang="en")
    # 2,000 a second is the aim; a slow and busy machine may take four times as long.
    assert process_time() - begun < 0.6
