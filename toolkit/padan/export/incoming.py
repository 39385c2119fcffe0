"""What came back from a translator's tool or a spreadsheet, in one form whatever the file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from padan.export.cat_reading import ReadUnit, read_units
from padan.export.units import Sides, named
from padan.export.xmltext import digest
from padan.model import Status


@dataclass(frozen=True, slots=True)
class Edit:
    """The English of a sentence as the file has it."""

    sentence: int
    text: str
    was: str | None
    """Digest of the English that was exported; None where the file does not say."""


@dataclass(frozen=True, slots=True)
class Incoming:
    """What a unit or a line of a file says."""

    number: int
    """Of the unit, from 1."""
    line: int
    name: str
    """The unit's id, as the file has it."""
    story: str
    article: str
    sentences: tuple[int, ...]
    place: str
    """The row as exported (see `judgements.places`); empty where the file does not say."""
    texts: tuple[tuple[str, tuple[int, ...], str], ...]
    """What must be as the store has it: article, sentences, and their text."""
    edits: tuple[Edit, ...]
    was: Status | None
    """The status as exported; None where the file does not say."""
    status: Status
    comments: tuple[str, ...]
    shown: tuple[str, str]
    """Both texts, to be listed where they cannot be taken in."""
    fault: str = ""
    """Why nothing can be taken in."""
    doubts: tuple[str, ...] = ()
    """Why some of it cannot be taken in."""
    whole: bool = True
    """It speaks for its row; otherwise all of the row's sentences in the file do together."""
    by: str = ""
    """Who had given the status, where the file says that but not `was`."""


def from_cat(path: str | Path) -> Iterator[Incoming]:
    """The units of a TMX or XLIFF file. Raises InputError where it cannot be read to its end."""
    for read in read_units(path):
        yield _from_unit(read)


def _from_unit(read: ReadUnit) -> Incoming:
    unit, said = read.unit, named(read.unit)
    cells = _cells(unit.id)
    article, sentences = cells[-1] if cells else ("", ())
    retelling = said.get("sides") == Sides.RETELLING or len(cells) > 1
    fault = read.fault or ("" if cells else "its id is not one that padan gave")
    was = said.get("was")
    if retelling:
        sides = zip(cells, (unit.source, unit.target), strict=False)
        texts = tuple((*cell, text) for cell, text in sides)
    else:
        texts = ((article, sentences, unit.source),)
    known = set(said.get("notes", "").split())
    return Incoming(
        number=read.number,
        line=read.line,
        name=unit.id,
        story=said.get("story", ""),
        article=article,
        sentences=sentences,
        place=said.get("place", ""),
        texts=texts,
        edits=() if retelling or not cells else (Edit(sentences[0], unit.target, was),),
        was=read.was if "status" in said else None,
        status=unit.status,
        # A unit that lost its properties cannot tell our notes from others.
        comments=tuple(n for n in unit.notes if digest(n) not in known) if was else (),
        shown=(unit.source, unit.target),
        fault=fault,
        whole=retelling,
    )


def _cells(name: str) -> list[tuple[str, tuple[int, ...]]]:
    """What `units.unit_id` was given; empty where it did not make the id."""
    cells = []
    for part in name.split("_"):
        article, *numbers = part.split(".")
        if not article or not numbers or not all(_is_number(n) for n in numbers):
            return []
        cells.append((article, tuple(map(int, numbers))))
    return cells if len(cells) <= len(Sides) else []


def _is_number(word: str) -> bool:
    return word.isascii() and word.isdecimal() and len(word) <= 7
