"""TMX read unit by unit, whoever wrote it, without trust in it.

No entity is resolved and nothing is fetched. Memory is bounded: a unit is let go once it was
read, and one that is longer than any unit of sentences ends the reading.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from lxml import etree

from padan.engines.languages import base_language
from padan.errors import InputError
from padan.export.safexml import elements, forget, local
from padan.export.tmx import Unit
from padan.export.xmltext import language_tag, text_of

_XML_LANG: Final = "{http://www.w3.org/XML/1998/namespace}lang"
_TEXT_INSIDE: Final = frozenset({"hi", "mrk"})
"""Elements that enclose words; what stands in the others is code of some format."""

Skip = Callable[[int, str], None]
"""Told the number of a unit, from 1, and why it cannot be used."""


def read_tmx(
    path: str | Path, source_lang: str, target_lang: str, *, on_skip: Skip
) -> Iterator[Unit]:
    """The units of a TMX file (any version, UTF-8 or UTF-16) in these two languages.

    It does not matter which of them the file calls the source. A unit that cannot be used is told
    to `on_skip` and passed over. Raises InputError where the file is no TMX, with line and unit
    where it breaks off.
    """
    where = str(path)
    wanted = language_tag(source_lang), language_tag(target_lang)
    if base_language(wanted[0]) == base_language(wanted[1]):
        raise InputError(f"'{wanted[0]}' and '{wanted[1]}' are one language", where=where)
    number = 0
    for event, element in elements(path, ("tu",), ("header",)):
        if event == "start":
            if element.getparent() is None:
                _check_root(element, where)
            continue
        if local(element) == "tu":
            number += 1
            try:
                yield _unit(element, wanted)
            except _Unusable as reason:
                on_skip(number, str(reason))
        forget(element)


def _check_root(root: etree._Element, where: str) -> None:
    if local(root) != "tmx":
        raise InputError(f"is no TMX (its outermost element is '{local(root)}')", where=where)


class _Unusable(Exception):
    """Why a unit is passed over."""


def _unit(element: etree._Element, wanted: tuple[str, str]) -> Unit:
    variants = [child for child in element if local(child) == "tuv"]
    source, target = (_variant(variants, lang) for lang in wanted)
    made = _first(("changedate", "creationdate"), target, element)
    return Unit(
        source=_segment(source, wanted[0]),
        target=_segment(target, wanted[1]),
        source_lang=wanted[0],
        target_lang=wanted[1],
        made=parse_date(made),
        author=text_of(_first(("changeid", "creationid"), target, element)),
        notes=tuple(_texts(element, target, "note")),
        props=tuple(
            (prop.get("type", ""), text_of(prop.text or ""))
            for parent in (element, target)
            for prop in parent
            if local(prop) == "prop"
        ),
    )


def _variant(variants: list[etree._Element], wanted: str) -> etree._Element:
    """The variant in this language: of this region, else of none, else the first."""
    found = []
    for variant in variants:
        code = variant.get(_XML_LANG) or variant.get("lang") or ""
        try:
            tag = language_tag(code)
        except InputError as error:
            raise _Unusable(f"a variant's language is '{code}'") from error
        if base_language(tag) == base_language(wanted):
            found.append((tag != wanted, "-" in tag, variant))
    if not found:
        raise _Unusable(f"it has nothing in '{wanted}'")
    return min(found, key=lambda one: one[:2])[2]


def _segment(variant: etree._Element, lang: str) -> str:
    segments = [child for child in variant if local(child) == "seg"]
    text = " ".join("".join(_words(segments[0])).split()) if segments else ""
    if not text:
        raise _Unusable(f"it has no text in '{lang}'")
    return text


def _words(element: etree._Element) -> Iterator[str]:
    """The text of a segment without the codes in it."""
    yield element.text or ""
    for child in element:
        if child.tag is etree.Entity:
            raise _Unusable(f"it uses the entity {child.text}")
        if local(child) in _TEXT_INSIDE:
            yield from _words(child)
        yield child.tail or ""


def _texts(element: etree._Element, target: etree._Element, name: str) -> Iterator[str]:
    for parent in (element, target):
        for child in parent:
            if local(child) == name and (text := text_of(child.text or "")):
                yield text


def _first(names: Iterable[str], *elements: etree._Element) -> str:
    """The first attribute that is there, looked for in each element in turn."""
    for element in elements:
        for name in names:
            if value := element.get(name):
                return value
    return ""


def parse_date(written: str) -> datetime | None:
    """A date as TMX writes it, or in another form of ISO 8601; None where it is none."""
    try:
        when = datetime.fromisoformat(written)
        return when.astimezone(UTC) if when.tzinfo else when.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return None
