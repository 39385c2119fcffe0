"""TMX 1.4: translation memories for CAT tools, written unit by unit in constant memory.

What the DTD does not say and readers rely on is kept too: dates as `YYYYMMDDThhmmssZ`, each
language once in a unit, no outer blanks in a segment, and no character that XML cannot hold.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from importlib.metadata import version
from types import TracebackType
from typing import Final, TextIO

from padan.engines.languages import base_language
from padan.errors import InputError
from padan.export.xmltext import attribute, content, escaped, language_tag, text_of

ALL_LANGUAGES: Final = "*all*"
"""The header's source language where units have several."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A sentence in two languages. Both texts are plain; language codes are BCP 47."""

    source: str
    target: str
    source_lang: str
    target_lang: str
    made: datetime | None = None
    """When the translation was made; without a time zone it is taken for UTC."""
    author: str = ""
    """Who made the translation (`creationid`)."""
    notes: tuple[str, ...] = ()
    """What people should read."""
    props: tuple[tuple[str, str], ...] = ()
    """Type and value of what programs should read; own types begin with `x-`."""
    id: str = ""
    """What tells the unit from others (`tuid`)."""


class TmxWriter:
    """Writes units to a text stream. Use as a context manager: leaving it ends the file, also
    when the work breaks off, so that what was written can be read."""

    def __init__(self, out: TextIO, source_lang: str | None = None) -> None:
        """`source_lang`: the language of every unit's source; None where they differ."""
        self._out = out
        self._source_lang = language_tag(source_lang) if source_lang else None
        self.units = 0

    def __enter__(self) -> TmxWriter:
        self._out.write(_head(self._source_lang or ALL_LANGUAGES))
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if kind is None or not issubclass(kind, BrokenPipeError):
            self._out.write("</body>\n</tmx>\n")

    def write(self, unit: Unit) -> bool:
        """Write a unit; False where one of its sides has no text, which no unit may have.

        Raises InputError where the languages are no codes, or one language.
        """
        source, target = text_of(unit.source), text_of(unit.target)
        if not source or not target:
            return False
        self._out.write(self._element(unit, source, target))
        self.units += 1
        return True

    def _element(self, unit: Unit, source: str, target: str) -> str:
        source_lang, target_lang, same = _tags(unit.source_lang, unit.target_lang)
        if same:
            # Legal for the DTD, but readers keep only one variant of a language.
            raise InputError(
                f"both sides are in '{source_lang}'; a unit has each language once",
                where=f"unit {self.units + 1}",
            )
        own = "" if source_lang == self._source_lang else f' srclang="{source_lang}"'
        said = [f"<note>{escaped(note)}</note>" for note in unit.notes if text_of(note)]
        said += [_prop(kind, value) for kind, value in unit.props]
        tuid = f' tuid="{attribute(unit.id)}"' if unit.id else ""
        return (
            f"<tu{tuid}{own}{_made_by(unit)}>{''.join(said)}"
            f'<tuv xml:lang="{source_lang}"><seg>{content(source)}</seg></tuv>'
            f'<tuv xml:lang="{target_lang}"><seg>{content(target)}</seg></tuv></tu>\n'
        )


def _head(source_lang: str) -> str:
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<!DOCTYPE tmx SYSTEM "tmx14.dtd">\n'
        '<tmx version="1.4">\n'
        f'<header creationtool="padan" creationtoolversion="{attribute(version("padan"))}"'
        ' segtype="sentence" o-tmf="padan" adminlang="en"'
        f' srclang="{source_lang}" datatype="plaintext"/>\n'
        "<body>\n"
    )


@lru_cache(maxsize=256)
def _tags(source: str, target: str) -> tuple[str, str, bool]:
    """Two languages in their canonical form, and whether they are one."""
    tags = language_tag(source), language_tag(target)
    return *tags, base_language(tags[0]) == base_language(tags[1])


@lru_cache(maxsize=1 << 12)
def _prop(kind: str, value: str) -> str:
    """A property; most come in unit after unit."""
    return f'<prop type="{attribute(kind)}">{escaped(value)}</prop>'


def _made_by(unit: Unit) -> str:
    date = f' creationdate="{tmx_date(unit.made)}"' if unit.made else ""
    author = f' creationid="{attribute(unit.author)}"' if unit.author else ""
    return date + author


def tmx_date(when: datetime) -> str:
    """A time as TMX wants it, in UTC: `20240305T070000Z`."""
    if when.tzinfo is not None:
        when = when.astimezone(UTC)
    return f"{when.year:04}{when:%m%dT%H%M%SZ}"


def write_tmx(units: Iterable[Unit], out: TextIO, source_lang: str | None = None) -> int:
    """Write all units; the number of those written is returned. See `TmxWriter`."""
    with TmxWriter(out, source_lang) as writer:
        for unit in units:
            writer.write(unit)
    return writer.units
