"""XLIFF 2.1 and 1.2: rows for translators' tools, written unit by unit in constant memory."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import Final, Literal, Protocol

from padan.export.filters import ChosenStory
from padan.export.outlet_files import Appending, Written, outlet_files
from padan.export.policy import Policy
from padan.export.states import State, state_2, state_12
from padan.export.units import Bundle, CatUnit, Sides, UnitMaker
from padan.export.xmltext import (
    FORBIDDEN,
    attribute,
    content,
    escaped,
    language_tag,
    text_of,
)

NS_20: Final = "urn:oasis:names:tc:xliff:document:2.0"
"""Of every XLIFF 2."""
NS_12: Final = "urn:oasis:names:tc:xliff:document:1.2"
NS_METADATA: Final = "urn:oasis:names:tc:xliff:metadata:2.0"
CATEGORY: Final = "padan"
"""Of the group of metadata and of the notes that are ours (2.1)."""
CONTEXT: Final = "x-padan-"
"""What the types of our contexts begin with (1.2)."""

Version = Literal["2.1", "1.2"]


class _Out(Protocol):
    def write(self, text: str, /) -> int: ...


class XliffWriter:
    """A document of one language pair, with a `file` for each article. Call `end` when done."""

    def __init__(self, out: _Out, source_lang: str, target_lang: str) -> None:
        self._out = out
        self._langs = language_tag(source_lang), language_tag(target_lang)
        self._file: str | None = None
        self.units = 0
        out.write('<?xml version="1.0" encoding="UTF-8"?>\n' + self._head())

    def write(self, unit: CatUnit, file: str, original: str) -> None:
        """Write a unit of the `file` with this id, which stood at `original`. The units of a file
        must come together."""
        if file != self._file:
            self._end_file()
            self._out.write(self._file_head(file, original))
            self._file = file
        self._out.write(self._unit(unit))
        self.units += 1

    def end(self) -> None:
        """End the document."""
        self._end_file()
        self._out.write("</xliff>\n")

    def _end_file(self) -> None:
        if self._file is not None:
            self._out.write(self._FILE_END)

    _FILE_END = "</file>\n"

    def _head(self) -> str:
        source, target = self._langs
        return (
            f'<xliff xmlns="{NS_20}" xmlns:mda="{NS_METADATA}" version="2.1"'
            f' srcLang="{source}" trgLang="{target}">\n'
        )

    def _file_head(self, file: str, original: str) -> str:
        place = f' original="{attribute(original)}"' if original else ""
        return f'<file id="{attribute(file)}"{place} canResegment="no">\n'

    def _unit(self, unit: CatUnit) -> str:
        state = state_2(unit.status, empty=not text_of(unit.target))
        sub = f' subState="{state.more}"' if state.more else ""
        target = f"<target>{_inline(unit.target)}</target>" if unit.target else ""
        return (
            f'<unit id="{attribute(unit.id)}" xml:space="preserve">{_metadata(unit)}{_notes(unit)}'
            f'<segment state="{state.state}"{sub}>'
            f"<source>{_inline(unit.source)}</source>{target}</segment></unit>\n"
        )


class Xliff12Writer(XliffWriter):
    """The same in XLIFF 1.2, for older tools. Control characters in texts cannot be held."""

    _FILE_END = "</body></file>\n"

    def _head(self) -> str:
        return f'<xliff xmlns="{NS_12}" version="1.2">\n'

    def _file_head(self, file: str, original: str) -> str:
        source, target = self._langs
        tool = f'<tool tool-id="padan" tool-name="padan" tool-version="{version("padan")}"/>'
        return (
            f'<file original="{attribute(original or file)}" source-language="{source}"'
            f' target-language="{target}" datatype="plaintext" tool-id="padan">'
            f"<header>{tool}</header><body>\n"
        )

    def _unit(self, unit: CatUnit) -> str:
        state = state_12(unit.status, empty=not text_of(unit.target), machine=unit.machine)
        approved = ' approved="yes"' if state.approved else ""
        contexts = "".join(_context(name, value) for name, value in (*unit.props, *_author(unit)))
        group = f'<context-group purpose="information">{contexts}</context-group>'
        notes = "".join(f"<note>{_text(note)}</note>" for note in unit.notes)
        return (
            f'<trans-unit id="{attribute(unit.id)}"{approved} xml:space="preserve">'
            f"<source>{_text(unit.source)}</source>{_target_12(unit, state)}"
            f"{group if contexts else ''}{notes}</trans-unit>\n"
        )


def _target_12(unit: CatUnit, state: State) -> str:
    if not unit.target:
        return ""
    said = f' state="{state.state}"' if state.state else ""
    more = f' state-qualifier="{state.more}"' if state.more else ""
    return f"<target{said}{more}>{_text(unit.target)}</target>"


def _metadata(unit: CatUnit) -> str:
    props = (*unit.props, *_author(unit))
    if not props:
        return ""
    told = "".join(_meta(name, value) for name, value in props)
    group = f'<mda:metaGroup category="{CATEGORY}">{told}</mda:metaGroup>'
    return f"<mda:metadata>{group}</mda:metadata>"


@lru_cache(maxsize=1 << 12)
def _meta(name: str, value: str) -> str:
    """A property (2.1); most come in unit after unit."""
    return f'<mda:meta type="{name}">{escaped(value)}</mda:meta>'


@lru_cache(maxsize=1 << 12)
def _context(name: str, value: str) -> str:
    """A property (1.2)."""
    return f'<context context-type="{CONTEXT}{name}">{escaped(value)}</context>'


def _author(unit: CatUnit) -> tuple[tuple[str, str], ...]:
    return (("author", unit.author),) if unit.author else ()


def _notes(unit: CatUnit) -> str:
    said = "".join(f'<note category="{CATEGORY}">{_text(note)}</note>' for note in unit.notes)
    return f"<notes>{said}</notes>" if said else ""


def _text(text: str) -> str:
    """Text as it is, less what XML cannot hold."""
    return content(FORBIDDEN.sub("", text))


def _inline(text: str) -> str:
    """Text as it is; what XML cannot hold is named by its code point."""
    return FORBIDDEN.sub(lambda found: f'<cp hex="{ord(found[0]):04X}"/>', content(text))


WRITERS: Final[dict[Version, type[XliffWriter]]] = {"2.1": XliffWriter, "1.2": Xliff12Writer}


def write_xliff_folder(
    stories: Iterable[ChosenStory],
    folder: Path,
    policy: Policy,
    *,
    xliff: Version = "2.1",
    sides: Collection[Sides] = tuple(Sides),
) -> Written:
    """Write XLIFF files into an empty folder: one per outlet (a sentence and its English) and one
    per pair of outlets, with a `file` for each article.

    Units whose text may not leave are left out and counted.
    """
    maker, done = UnitMaker(policy), Written()
    writers: dict[Bundle, tuple[str, XliffWriter]] = {}

    def writer(bundle: Bundle) -> XliffWriter:
        if bundle not in writers:
            name, out = files.new(bundle)
            writers[bundle] = name, _new(xliff, out, bundle)
        return writers[bundle][1]

    with outlet_files(folder, ".xlf") as files:
        for chosen in stories:
            for part in (p for each in sides for p in maker.parts(chosen, each)):
                article = part.article
                for unit in part.units:
                    place = article.url or article.source
                    writer(part.bundle).write(unit, f"{part.story}.{article.id}", place)
        for _, ended in writers.values():
            ended.end()
    done.files = {name: each.units for name, each in writers.values()}
    done.withheld = maker.withheld
    return done


def _new(xliff: Version, out: Appending, bundle: Bundle) -> XliffWriter:
    return WRITERS[xliff](out, bundle.source_lang, bundle.target_lang)
