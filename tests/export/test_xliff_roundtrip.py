"""Whatever texts hold: TMX and XLIFF without a fault, and the same units when read back."""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from padan.export.cat_reading import read_units
from padan.export.tmx import TmxWriter
from padan.export.tmx_rows import tmx_unit
from padan.export.units import CatUnit
from padan.export.validate import check
from padan.export.xliff import WRITERS
from padan.export.xmltext import FORBIDDEN, digest, text_of
from padan.model import Status

UNITS = 10_000
PIECES = [
    "&", "<", ">", "]]>", '"', "'", "&amp;", "<!--", "<![CDATA[", "<?x?>", "%s", "{}", "\\",
    "\x00", "\x01", "\x0b", "\x1f", "\x7f", "\x85", "\u2028", "\ufffe", "\uffff", "\ud800",
    "\t", "\n", "\r", "\r\n", " ", "\u00a0", "\u200b", "\ufeff",
    "🚢", "👩‍👩‍👧", "🇮🇩", "e\u0301", "Å", "ﬁ",
    "سفينة", "\u202eterbalik\u202c", "ספינה", "\u2067x\u2069",
    "kapal", "Sinar Laut", "karam", "pukul 07.30", "9 Maret", "Rp1,5 miliar", "—", "“kata”",
]  # fmt: skip


def text(rng: random.Random) -> str:
    if rng.random() < 0.05:
        return ""
    length = 4_000 if rng.random() < 0.001 else rng.randint(1, 12)
    joined = "".join(rng.choice((*PIECES, " ")) for _ in range(length))
    return unicodedata.normalize("NFC", joined)


def unit(number: int, rng: random.Random) -> CatUnit:
    target, status = text(rng), rng.choice(list(Status))
    notes = tuple(filter(str.strip, (line(text(rng)) for _ in range(rng.randint(0, 3)))))
    return made(f"a{number}.{number}", text(rng), target, status, notes, machine=rng.random() < 0.5)


def made(
    name: str, source: str, target: str, status: Status, notes: tuple[str, ...], *, machine: bool
) -> CatUnit:
    props = [
        ("story", "s1"),
        ("outlet", line(source) or "-"),
        ("status", status.value),
        *([("machine", digest(target))] if machine and target else []),
        ("was", digest(target)),
    ]
    return CatUnit(
        id=name,
        source=source,
        target=target,
        source_lang="id",
        target_lang="en",
        status=status,
        machine=machine and bool(target),
        author="" if machine else "Ayu <&> Putri",
        notes=notes,
        props=tuple(props),
    )


def line(told: str) -> str:
    """What notes and properties can hold: XML without outer blanks."""
    return text_of(told)


def write_tmx(units: Iterable[CatUnit], path: Path) -> list[CatUnit]:
    with path.open("w", encoding="utf-8", newline="\n") as out, TmxWriter(out, "id") as writer:
        return [each for each in units if writer.write(tmx_unit(each))]


def write_xliff(version: str) -> Callable[[Iterable[CatUnit], Path], list[CatUnit]]:
    def write(units: Iterable[CatUnit], path: Path) -> list[CatUnit]:
        kept = list(units)
        with path.open("w", encoding="utf-8", newline="\n") as out:
            writer = WRITERS[version](out, "id", "en")  # type: ignore[index]
            for number, each in enumerate(kept):
                writer.write(each, f"f{number // 1_000}", "https://berita.example/?a=1&b=<2>")
            writer.end()
        return kept

    return write


def held_by_tmx(each: CatUnit) -> CatUnit:
    return changed(each, text_of)


def held_by_12(each: CatUnit) -> CatUnit:
    return changed(each, lambda told: FORBIDDEN.sub("", told))


def changed(each: CatUnit, keep: Callable[[str], str]) -> CatUnit:
    return CatUnit(
        each.id,
        keep(each.source),
        keep(each.target),
        each.source_lang,
        each.target_lang,
        each.status,
        each.machine,
        each.author,
        each.notes,
        each.props,
    )


FORMS = {
    "tmx": (write_tmx, held_by_tmx),
    "2.1": (write_xliff("2.1"), lambda each: each),
    "1.2": (write_xliff("1.2"), held_by_12),
}


def check_round_trip(units: list[CatUnit], form: str, path: Path) -> int:
    write, held = FORMS[form]
    written = write(units, path)
    checked = check(path)
    assert [(p.name, p.reason) for p in checked.problems] == []
    assert checked.units == len(written)
    back = read_units(path)
    for expected, found in zip(written, back, strict=True):
        assert found.fault == ""
        assert found.unit == held(expected)
    return len(written)


@pytest.mark.parametrize("form", FORMS)
def test_random_units_come_back_the_same_from_a_file_without_a_fault(
    form: str, tmp_path: Path
) -> None:
    rng = random.Random(f"units {form}")
    units = [unit(number, rng) for number in range(UNITS)]
    written = check_round_trip(units, form, tmp_path / "units.xml")
    assert written > UNITS * (0.8 if form == "tmx" else 0.999)


@pytest.mark.parametrize("form", FORMS)
@settings(max_examples=60, deadline=None)
@given(
    source=st.text(st.characters(), max_size=200).map(lambda t: unicodedata.normalize("NFC", t)),
    target=st.text(st.characters(), max_size=200).map(lambda t: unicodedata.normalize("NFC", t)),
    status=st.sampled_from(Status),
    machine=st.booleans(),
)
def test_any_text_comes_back_the_same(
    tmp_path_factory: pytest.TempPathFactory,
    form: str,
    source: str,
    target: str,
    status: Status,
    machine: bool,
) -> None:
    path = tmp_path_factory.mktemp("any") / "units.xml"
    check_round_trip([made("a.1", source, target, status, (), machine=machine)], form, path)


@pytest.mark.parametrize("form", FORMS)
def test_a_very_long_segment_comes_back_whole(form: str, tmp_path: Path) -> None:
    long = "Kapal itu berlayar lagi & lagi. " * 20_000
    units = [made("a.1", long.strip(), long.strip(), Status.ACCEPTED, (), machine=False)]
    assert check_round_trip(units, form, tmp_path / "long.xml") == 1
