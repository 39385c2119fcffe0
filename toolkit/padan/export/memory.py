"""A store's translation memory as TMX, and people's translations out of TMX into a store."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, TextIO

from padan.export.tmx import TmxWriter, Unit
from padan.export.tmx_reading import read_tmx
from padan.export.tmx_rows import PREFIX
from padan.export.units import Sides
from padan.export.xmltext import digest
from padan.model import Translation
from padan.store import Store
from padan.store.memory import Brought, Remembered
from padan.translate import clean
from padan.translate.memory import HUMAN, human_key, human_signature, is_human

_SIGNATURE: Final = "x-padan-signature"
_CONFIDENCE: Final = "x-padan-confidence"
_FAULT: Final = "x-padan-fault"
_MACHINE: Final = "x-padan-machine"
"""A digest of the text that an engine made: where it still fits, nobody has edited the unit."""
_SIDES: Final = f"{PREFIX}sides"
_ENGINES: Final = frozenset({"mt", "mt!"})
"""What CAT tools write in the place of a name where the translation is a machine's."""


@dataclass(slots=True)
class Imported:
    """What became of the units of a TMX file."""

    brought: Brought = field(default_factory=Brought)
    machine: int = 0
    """Passed over: made by an engine, and nobody edited them."""
    retellings: int = 0
    """Passed over: what two outlets say, which is no translation (see `units.Sides`)."""
    unusable: Counter[str] = field(default_factory=Counter)
    """Why units cannot be used, and how many."""
    first: dict[str, int] = field(default_factory=dict)
    """For each reason the number of the first unit, from 1."""

    def pass_over(self, number: int, reason: str) -> None:
        """Note a unit that cannot be used."""
        self.unusable[reason] += 1
        self.first.setdefault(reason, number)


def import_tmx(
    store: Store, path: str | Path, *, source_lang: str = "id", target_lang: str = "en"
) -> Imported:
    """Bring a TMX file's translations into a store as made by people: all of them, or none.

    They win over every engine's. Raises InputError where the file cannot be read to its end.
    """
    imported = Imported()
    imported.brought = store.remember(_by_people(path, source_lang, target_lang, imported))
    return imported


def _by_people(
    path: str | Path, source_lang: str, target_lang: str, imported: Imported
) -> Iterator[Remembered]:
    now = datetime.now(UTC)
    for unit in read_tmx(path, source_lang, target_lang, on_skip=imported.pass_over):
        if _is_machine(unit):
            imported.machine += 1
            continue
        if dict(unit.props).get(_SIDES) == Sides.RETELLING:
            imported.retellings += 1
            continue
        translation = Translation(
            source=unit.source,
            text=unit.target,
            source_lang=unit.source_lang,
            target_lang=unit.target_lang,
            signature=human_signature(unit.author or Path(path).name),
        )
        yield Remembered(translation, unit.made or now)


def _is_machine(unit: Unit) -> bool:
    """An engine made it. Whoever put a name to it, or changed a word, has made it theirs."""
    if unit.author.casefold() in _ENGINES:
        return True
    return not unit.author and dict(unit.props).get(_MACHINE) == digest(unit.target)


def export_tmx(
    store: Store,
    out: TextIO,
    *,
    source_lang: str = "id",
    target_lang: str = "en",
    human_only: bool = False,
) -> int:
    """Write the memory between two languages as TMX; the number of units is returned.

    Of a sentence one translation is written: a person's, else the best that engines made.
    """
    written: set[str] = set()
    with TmxWriter(out, source_lang) as writer:
        for human in (True, False)[: 1 if human_only else 2]:
            for one in store.best_remembered(source_lang, target_lang, human_only=human):
                key = _key(one.translation)
                if key not in written:
                    written.add(key)
                    writer.write(unit_of(one.translation, one.made))
    return writer.units


def _key(translation: Translation) -> str:
    line = clean(translation.source)
    return human_key(line, translation.source_lang, translation.target_lang)


def unit_of(translation: Translation, made: datetime | None = None) -> Unit:
    """A translation as a TMX unit, with who or what made it, and what may be wrong with it."""
    human = is_human(translation.signature)
    props = [(_SIGNATURE, translation.signature)]
    notes = []
    if not human:
        props.append((_MACHINE, digest(translation.text)))
        notes.append("Machine translation.")
    if translation.confidence is not None:
        props.append((_CONFIDENCE, f"{translation.confidence:.2f}"))
    for fault in translation.faults:
        props.append((_FAULT, fault.kind.value))
        notes.append(f"Doubtful: {fault.reason}.")
    return Unit(
        source=translation.source,
        target=translation.text,
        source_lang=translation.source_lang,
        target_lang=translation.target_lang,
        made=made,
        author=translation.signature.removeprefix(HUMAN) if human else "",
        notes=(" ".join(notes),) if notes else (),
        props=tuple(props),
    )
