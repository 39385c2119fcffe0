"""Units out of TMX and XLIFF files that padan wrote and people edited elsewhere.

Whatever a tool did to the rest of a file, a unit is known by its id and its properties; where a
tool dropped the properties, by its id alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from lxml import etree

from padan.errors import InputError
from padan.export.safexml import elements, forget, line_of, local, namespace
from padan.export.states import State, status_said
from padan.export.tmx_rows import PREFIX
from padan.export.units import CatUnit, named
from padan.export.xliff import CATEGORY, CONTEXT, NS_12, NS_20, NS_METADATA
from padan.export.xmltext import digest
from padan.model import Status

_XML_LANG: Final = "{http://www.w3.org/XML/1998/namespace}lang"
_UNITS: Final = ("tu", "unit", "trans-unit")
_HOLDERS: Final = ("header", "file", "group", "notes")
_SHOWN: Final = frozenset({"hi", "mrk", "g", "pc", "sub"})
"""Inline elements that enclose words of the text; what stands in the others is code."""


@dataclass(frozen=True, slots=True)
class ReadUnit:
    """A unit as it was read; `unit.status` is what the file says now."""

    number: int
    """From 1."""
    line: int
    unit: CatUnit
    fault: str = ""
    """Why its texts cannot be used; empty where they can."""

    @property
    def was(self) -> Status:
        """The status it was exported with."""
        return _status(named(self.unit).get("status", ""))


_Read = Callable[[etree._Element, etree._Element], ReadUnit]
"""Makes a unit of a `file` (of what stands for it) and the unit's element."""


def read_units(path: str | Path) -> Iterator[ReadUnit]:
    """The units of a TMX 1.x, XLIFF 1.2 or XLIFF 2 file, in its order.

    Raises InputError where it is none of them or breaks off.
    """
    coming = elements(path, _UNITS, _HOLDERS)
    _, root = next(coming)
    read = _reader(root, str(path))
    file, number = None, 0
    for event, element in coming:
        name = local(element)
        if event == "start":
            file = element if name == "file" else file
            continue
        if name in _UNITS and namespace(element) == namespace(root):
            number += 1
            line = line_of(element)
            yield replace(read(root if file is None else file, element), number=number, line=line)
        if name in _UNITS or name == "file":
            forget(element)


def is_cat_file(path: str | Path) -> bool:
    """Whether the outermost element of a file is that of TMX or XLIFF. Raises InputError where it
    is no XML."""
    _, root = next(elements(path, (), ()))
    return local(root) in ("tmx", "xliff")


def _reader(root: etree._Element, where: str) -> _Read:
    kinds = {("tmx", ""): _tmx, ("xliff", NS_20): _xliff_2, ("xliff", NS_12): _xliff_12}
    found = kinds.get((local(root), namespace(root)))
    if found is None:
        raise InputError("is neither TMX nor XLIFF 1.2, 2.0 or 2.1", where=where)
    if found is _xliff_2:
        return lambda _file, unit: _xliff_2(root, unit)
    return found


def _status(word: str) -> Status:
    try:
        return Status(word)
    except ValueError:
        return Status.UNREVIEWED


def _tmx(_file: etree._Element, element: etree._Element) -> ReadUnit:
    variants = [child for child in element if local(child) == "tuv"]
    sides = [(v.get(_XML_LANG) or v.get("lang") or "", v) for v in variants[:2]]
    texts, faults = [], []
    for _, variant in sides:
        segment = next((s for s in variant if local(s) == "seg"), None)
        text, fault = _text(segment)
        texts.append(text)
        faults.append(fault)
    texts += [""] * (2 - len(texts))
    langs = [*(lang for lang, _ in sides), "", ""][:2]
    target = variants[1] if len(variants) > 1 else element
    props = tuple(
        (prop.get("type", "").removeprefix(PREFIX), prop.text or "")
        for prop in element
        if local(prop) == "prop" and prop.get("type", "").startswith(PREFIX)
    )
    notes = (
        n.text or "" for parent in (element, *variants[:2]) for n in parent if local(n) == "note"
    )
    author = (target.get("changeid") or element.get("changeid")) or element.get("creationid")
    unit = CatUnit(
        id=element.get("tuid", ""),
        source=texts[0],
        target=texts[1],
        source_lang=langs[0],
        target_lang=langs[1],
        status=_status(dict(props).get("status", "")),
        machine=_is_machine(props, texts[1]),
        author=author or "",
        notes=tuple(note for note in notes if note),
        props=props,
    )
    return ReadUnit(0, 0, unit, next(filter(None, faults), ""))


def _is_machine(props: tuple[tuple[str, str], ...], target: str) -> bool:
    return dict(props).get("machine") == digest(target)


def _xliff_2(root: etree._Element, element: etree._Element) -> ReadUnit:
    segments = [s for s in element if local(s) in ("segment", "ignorable")]
    sides: dict[str, list[str]] = {"source": [], "target": []}
    faults = []
    for segment in segments:
        for child in segment:
            if local(child) in sides:
                text, fault = _text(child)
                sides[local(child)].append(text)
                faults.append(fault)
    metas = element.iterfind(f"{{{NS_METADATA}}}metadata/{{{NS_METADATA}}}metaGroup")
    ours = (meta for group in metas if group.get("category") == CATEGORY for meta in group)
    props = tuple((meta.get("type", ""), meta.text or "") for meta in ours)
    states = {
        State(s.get("state", "initial"), s.get("subState", ""))
        for s in segments
        if local(s) == "segment"
    }
    state = states.pop() if len(states) == 1 else State("")
    notes = (note.text or "" for note in element.iterfind(f"{{{NS_20}}}notes/{{{NS_20}}}note"))
    langs = root.get("srcLang", ""), root.get("trgLang", "")
    return _made(element, sides, langs, props, notes, state, "2", faults)


def _xliff_12(file: etree._Element, element: etree._Element) -> ReadUnit:
    sides: dict[str, list[str]] = {"source": [], "target": []}
    faults, state = [], State("")
    for child in element:
        if local(child) in sides:
            text, fault = _text(child)
            sides[local(child)].append(text)
            faults.append(fault)
    for target in (child for child in element if local(child) == "target"):
        state = State(target.get("state", ""), target.get("state-qualifier", ""))
    state = replace(state, approved=element.get("approved") == "yes")
    ours = (
        context
        for group in element.iterfind(f"{{{NS_12}}}context-group")
        for context in group
        if context.get("context-type", "").startswith(CONTEXT)
    )
    props = tuple((c.get("context-type", "").removeprefix(CONTEXT), c.text or "") for c in ours)
    notes = (note.text or "" for note in element.iterfind(f"{{{NS_12}}}note"))
    langs = file.get("source-language", ""), file.get("target-language", "")
    return _made(element, sides, langs, props, notes, state, "1.2", faults)


def _made(
    element: etree._Element,
    sides: dict[str, list[str]],
    langs: tuple[str, str],
    props: tuple[tuple[str, str], ...],
    notes: Iterator[str],
    state: State,
    version: str,
    faults: list[str],
) -> ReadUnit:
    source, target = ("".join(sides[side]) for side in ("source", "target"))
    said = dict(props)
    machine = said.get("machine")
    exported = _status(said.get("status", ""))
    was = said.get("was", digest(target))
    status = status_said(state, version, exported, was, machine=machine is not None)
    unit = CatUnit(
        id=element.get("id", ""),
        source=source,
        target=target,
        source_lang=langs[0],
        target_lang=langs[1],
        status=status,
        machine=_is_machine(props, target),
        author=said.get("author", ""),
        notes=tuple(note for note in notes if note),
        props=tuple((name, value) for name, value in props if name != "author"),
    )
    return ReadUnit(0, 0, unit, next(filter(None, faults), ""))


def _text(element: etree._Element | None) -> tuple[str, str]:
    """The text of a segment without the codes in it, and why it cannot be used."""
    if element is None:
        return "", ""
    try:
        return "".join(_words(element)), ""
    except _Unusable as reason:
        return "", str(reason)


class _Unusable(Exception):
    """Why a text cannot be used."""


def _words(element: etree._Element) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if child.tag is etree.Entity:
            raise _Unusable(f"it uses the entity {child.text}")
        if local(child) == "cp":
            yield _point(child.get("hex", ""))
        elif local(child) in _SHOWN:
            yield from _words(child)
        yield child.tail or ""


def _point(code: str) -> str:
    try:
        return chr(int(code, 16))
    except (ValueError, OverflowError) as error:
        raise _Unusable(f"it names the character '{code}'") from error
