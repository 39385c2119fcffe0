"""People's translations in a store: all or none come in, the later stands, engines stay apart."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from padan.errors import InputError
from padan.model import Fault, FaultKind, Translation
from padan.store import Store
from padan.store.memory import Brought, Remembered
from padan.translate import clean, memory_key
from padan.translate.memory import human_key

MONDAY = datetime(2024, 3, 4, 9, 0, tzinfo=UTC)


def human(source: str, text: str, *, days: int = 0, who: str = "Rina") -> Remembered:
    made = Translation(source, text, "id", "en", f"human: {who}")
    return Remembered(made, MONDAY + timedelta(days=days))


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    with Store(url) as opened:
        yield opened


def texts(store: Store, **options: bool) -> list[str]:
    return [one.translation.text for one in store.remembered("id", "en", **options)]


def test_a_persons_translation_is_found_under_the_sentence_alone(store: Store) -> None:
    assert store.remember([human("“Hujan”  turun.", "Rain.")]) == Brought(added=1)
    found = store.caches().translations[human_key(clean('"Hujan" turun.'), "id", "en")]
    assert (found.text, found.signature) == ("Rain.", "human: Rina")


def test_of_two_of_one_sentence_the_later_stands_whichever_comes_first(store: Store) -> None:
    assert store.remember([human("Hujan.", "Old."), human("Hujan.", "New.", days=1)]) == Brought(
        added=1, replaced=1
    )
    assert store.remember([human("Hujan.", "Older.", days=-1)]) == Brought(older=1)
    assert store.remember([human("Hujan.", "New.", days=9)]) == Brought(same=1)
    assert texts(store) == ["New."]
    assert store.remember([human("Hujan.", "Same day.", days=1)]) == Brought(replaced=1)


def test_where_the_file_breaks_off_nothing_is_brought_in(store: Store) -> None:
    def broken() -> Iterator[Remembered]:
        for number in range(1200):
            yield human(f"Kalimat {number}.", "x")
        raise InputError("breaks off")

    with pytest.raises(InputError):
        store.remember(broken())
    assert store.counts().translations == 0


def test_many_are_brought_in_and_read_back_in_parts(store: Store) -> None:
    assert store.remember(human(f"Kalimat {n}.", f"S {n}.") for n in range(1234)).added == 1234
    assert len(texts(store)) == 1234


def test_engines_and_people_are_told_apart(store: Store) -> None:
    machine = Translation(
        "Hujan.", "Rain!", "id", "en", "a@1", (Fault(FaultKind.SHORT, "short"),), 0.25
    )
    store.caches().translations[memory_key("Hujan.", "id", "en", "a@1")] = machine
    store.remember([human("Hujan.", "Rain.")])
    assert texts(store) == ["Rain.", "Rain!"]
    assert texts(store, human_only=True) == ["Rain."]
    assert next(iter(store.remembered("en", "id")), None) is None
    assert [one.translation for one in store.remembered()][1] == machine
    counts = store.counts()
    assert (counts.translations, counts.human_translations) == (2, 1)


def test_times_come_back_as_they_were(store: Store) -> None:
    store.remember([human("Hujan.", "Rain.")])
    assert [one.made for one in store.remembered()] == [MONDAY]
