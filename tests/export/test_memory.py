"""A memory goes out as TMX and comes back; what people made is theirs, what engines made is not."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree

from padan.errors import InputError
from padan.export.memory import export_tmx, import_tmx, unit_of
from padan.export.tmx import Unit, write_tmx
from padan.model import Fault, FaultKind, Translation
from padan.store import Store
from padan.translate import memory_key

MACHINE = Translation(
    "Hujan turun.", "Rain!", "id", "en", "a@1", (Fault(FaultKind.SHORT, "too short"),), 0.25
)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(str(tmp_path / "a.db")) as opened:
        yield opened


def tmx(folder: Path, *units: Unit, name: str = "agency.tmx") -> Path:
    path = folder / name
    with path.open("w", encoding="utf-8", newline="\n") as out:
        write_tmx(units, out)
    return path


def put(store: Store, made: Translation) -> None:
    store.caches().translations[memory_key(made.source, "id", "en", made.signature)] = made


def exported(store: Store, **options: bool) -> str:
    out = io.StringIO()
    export_tmx(store, out, **options)
    return out.getvalue()


def signatures(store: Store) -> dict[str, str]:
    return {o.translation.text: o.translation.signature for o in store.remembered()}


def test_the_signature_names_the_author_else_the_file(store: Store, tmp_path: Path) -> None:
    path = tmx(
        tmp_path, Unit("Satu.", "One.", "id", "en", author="Rina"), Unit("Dua.", "Two.", "id", "en")
    )
    assert import_tmx(store, path).brought.added == 2
    assert signatures(store) == {"One.": "human: Rina", "Two.": "human: agency.tmx"}


def test_what_cannot_be_used_is_counted_with_the_first_unit(store: Store, tmp_path: Path) -> None:
    units = [Unit("Satu.", "One.", "id", "en"), *[Unit("Dua.", "Zwei.", "id", "de")] * 3]
    done = import_tmx(store, tmx(tmp_path, *units))
    assert dict(done.unusable) == {"it has nothing in 'en'": 3}
    assert done.first == {"it has nothing in 'en'": 2}


def test_a_file_that_breaks_off_brings_in_nothing(store: Store, tmp_path: Path) -> None:
    path = tmx(tmp_path, *[Unit(f"Kalimat {n}.", "x", "id", "en") for n in range(900)])
    path.write_text(path.read_text("utf-8")[:-5], encoding="utf-8")
    with pytest.raises(InputError, match="after unit 900"):
        import_tmx(store, path)
    assert signatures(store) == {}


def test_what_an_engine_made_does_not_come_back_as_a_persons(store: Store, tmp_path: Path) -> None:
    put(store, MACHINE)
    path = tmp_path / "all.tmx"
    path.write_text(exported(store), encoding="utf-8")
    done = import_tmx(store, path)
    assert (done.machine, done.brought.added) == (1, 0)
    assert signatures(store) == {"Rain!": "a@1"}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Rain!", "It rained."),
        ("<tuv xml:lang='en'", "<tuv xml:lang='en' changeid='Rina'"),
    ],
)
def test_a_unit_that_somebody_edited_or_signed_is_theirs(
    store: Store, tmp_path: Path, old: str, new: str
) -> None:
    put(store, MACHINE)
    path = tmp_path / "all.tmx"
    text = exported(store).replace('xml:lang="en"', "xml:lang='en'")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    assert import_tmx(store, path).brought.added == 1


def test_what_another_program_calls_machine_translation_is_none_of_a_person(
    store: Store, tmp_path: Path
) -> None:
    path = tmx(tmp_path, Unit("Satu.", "One.", "id", "en", author="MT!"))
    assert import_tmx(store, path).machine == 1


def test_where_a_person_translated_a_sentence_no_engines_is_exported(
    store: Store, tmp_path: Path
) -> None:
    put(store, MACHINE)
    put(store, Translation("Lain.", "Other.", "id", "en", "a@1"))
    import_tmx(store, tmx(tmp_path, Unit("Hujan  turun.", "It rained.", "id", "en")))
    found = etree.fromstring(exported(store).encode())
    assert [seg.text for seg in found.iter("seg")][1::2] == ["It rained.", "Other."]
    only = etree.fromstring(exported(store, human_only=True).encode())
    assert [seg.text for seg in only.iter("seg")] == ["Hujan turun.", "It rained."]


def test_of_what_engines_made_of_a_sentence_the_best_is_exported(store: Store) -> None:
    put(store, MACHINE)
    put(store, replace(MACHINE, text="Rain fell.", faults=(), signature="a@1/attempt-1"))
    put(store, replace(MACHINE, text="Rainy.", signature="b@1", confidence=0.5))
    found = etree.fromstring(exported(store).encode())
    assert [seg.text for seg in found.iter("seg")] == ["Hujan turun.", "Rain fell."]


def test_export_and_import_into_another_store_keep_who_and_when(
    store: Store, tmp_path: Path
) -> None:
    import_tmx(store, tmx(tmp_path, Unit("Satu.", "One.", "id", "en", author="Rina")))
    path = tmp_path / "all.tmx"
    path.write_text(exported(store), encoding="utf-8")
    with Store(str(tmp_path / "b.db")) as other:
        import_tmx(other, path)
        (copy,) = other.remembered()
    (original,) = store.remembered()
    assert copy.translation == original.translation
    assert copy.made == original.made.replace(microsecond=0)


def test_a_unit_says_what_made_it_and_what_may_be_wrong() -> None:
    unit = unit_of(MACHINE)
    assert unit.author == ""
    assert dict(unit.props)["x-padan-signature"] == "a@1"
    assert dict(unit.props)["x-padan-confidence"] == "0.25"
    assert dict(unit.props)["x-padan-fault"] == "short"
    assert unit.notes == ("Machine translation. Doubtful: too short.",)
