"""Stories as TMX: a file for each outlet with its English, and for each pair of outlets."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from contextlib import ExitStack
from pathlib import Path
from typing import TextIO, cast

from padan.export.filters import ChosenStory
from padan.export.outlet_files import Written, outlet_files
from padan.export.policy import Policy
from padan.export.tmx import TmxWriter, Unit
from padan.export.units import Bundle, CatUnit, Sides, UnitMaker

PREFIX = "x-padan-"
"""What the names of padan's own properties begin with."""


def write_tmx_folder(
    stories: Iterable[ChosenStory],
    folder: Path,
    policy: Policy,
    *,
    sides: Collection[Sides] = tuple(Sides),
) -> Written:
    """Write TMX 1.4 files into an empty folder: one per outlet (a sentence and its English) and
    one per pair of outlets (what the reference and a retelling in another language say in a row).

    Never two variants of one language in a unit. Units whose text may not leave, or that lack a
    side, are left out and counted.
    """
    maker, done = UnitMaker(policy), Written()
    with outlet_files(folder, ".tmx") as files, ExitStack() as ends:
        writers: dict[Bundle, tuple[str, TmxWriter]] = {}
        for chosen in stories:
            for part in (p for each in sides for p in maker.parts(chosen, each)):
                for unit in part.units:
                    if not unit.target:
                        done.empty += 1
                        continue
                    if part.bundle not in writers:
                        name, out = files.new(part.bundle)
                        writer = TmxWriter(cast(TextIO, out), part.bundle.source_lang)
                        writers[part.bundle] = name, ends.enter_context(writer)
                    done.empty += not writers[part.bundle][1].write(tmx_unit(unit))
        done.files = {name: writer.units for name, writer in writers.values()}
    done.withheld = maker.withheld
    return done


def tmx_unit(unit: CatUnit) -> Unit:
    """A unit as TMX holds it."""
    return Unit(
        source=unit.source,
        target=unit.target,
        source_lang=unit.source_lang,
        target_lang=unit.target_lang,
        author=unit.author,
        notes=unit.notes,
        props=tuple([(PREFIX + name, value) for name, value in unit.props]),
        id=unit.id,
    )
