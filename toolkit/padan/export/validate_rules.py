"""What the schemas of TMX and XLIFF cannot say and readers rely on."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Final

from lxml import etree

from padan.errors import InputError
from padan.export.safexml import line_of, local
from padan.export.xmltext import FORBIDDEN, language_tag

_XML_LANG: Final = "{http://www.w3.org/XML/1998/namespace}lang"
_DATE: Final = re.compile(
    r"\d{4}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])T(?:[01]\d|2[0-3])[0-5]\d(?:[0-5]\d|60)Z"
)
_MAX_IDS: Final = 2_000_000
"""Ids that are remembered to tell duplicates; of longer files the rest is not compared."""

Found = Iterator[tuple[int, str]]
"""Line (0: that of the unit) and reason."""


class Rules:
    """The rules of a form; the defaults find nothing."""

    def __init__(self, root: etree._Element) -> None:
        self.root = root

    def begin(self, element: etree._Element) -> None:
        """A unit, file, group or header begins."""

    def unit(self, element: etree._Element) -> Found:
        """What is wrong with a unit."""
        yield from ()

    def holder(self, element: etree._Element) -> Found:
        """What is wrong with a header, file or group."""
        yield from ()

    def end(self) -> Found:
        """What is wrong with the file as a whole."""
        yield from ()


def _tag(code: str) -> str | None:
    try:
        return language_tag(code)
    except InputError:
        return None


class _Ids:
    """Ids that must not come twice."""

    def __init__(self) -> None:
        self._seen: set[str] = set()

    def again(self, name: str | None) -> bool:
        if not name:
            return False
        if name in self._seen:
            return True
        if len(self._seen) < _MAX_IDS:
            self._seen.add(name)
        return False


class TmxRules(Rules):
    """TMX 1.4: version, dates, counts, languages, pairs of codes."""

    def __init__(self, root: etree._Element) -> None:
        super().__init__(root)
        self._source = ""

    def begin(self, element: etree._Element) -> None:
        """The header names the language of sources."""
        if local(element) == "header":
            self._source = element.get("srclang", "")

    def holder(self, element: etree._Element) -> Found:
        """Dates and languages of the header."""
        yield from _dates(element)
        for name in ("srclang", "adminlang"):
            code = element.get(name)
            if code and code.casefold() != "*all*" and _tag(code) is None:
                yield line_of(element), f"'{code}' is no language code ({name})"

    def unit(self, element: etree._Element) -> Found:
        """Languages, dates and codes of a unit."""
        variants = [child for child in element if local(child) == "tuv"]
        for each in (element, *variants):
            yield from _dates(each)
            count = each.get("usagecount")
            if count is not None and not (count.isascii() and count.isdigit()):
                yield line_of(each), f"usagecount is '{count}' and must be a number"
        codes = [(each.get(_XML_LANG) or each.get("lang") or "", each) for each in variants]
        for code, each in codes:
            if code and _tag(code) is None:
                yield line_of(each), f"'{code}' is no language code"
            yield from _balanced(each)
        tags = [_tag(code) for code, _ in codes if code]
        yield from self._languages(element, [tag for tag in tags if tag])

    def _languages(self, element: etree._Element, tags: list[str]) -> Found:
        for tag in dict.fromkeys(tags):
            if tags.count(tag) > 1:
                yield line_of(element), f"it has '{tag}' {tags.count(tag)} times; readers keep one"
        source = element.get("srclang") or self._source
        if source and source.casefold() != "*all*":
            wanted = _tag(source)
            if wanted and tags and wanted not in tags and wanted.split("-")[0] not in _bases(tags):
                yield line_of(element), f"it has nothing in the source language '{source}'"

    def end(self) -> Found:
        """The version."""
        version = self.root.get("version", "")
        if version and version != "1.4":
            yield line_of(self.root), f"the version is '{version}' and must be '1.4'"


def _bases(tags: Iterable[str]) -> set[str]:
    return {tag.split("-")[0] for tag in tags}


def _dates(element: etree._Element) -> Found:
    for name in ("creationdate", "changedate", "lastusagedate"):
        value = element.get(name)
        if value is not None and not _DATE.fullmatch(value):
            yield line_of(element), f"{name} is '{value}' and must be like 20240305T070000Z"


def _balanced(variant: etree._Element) -> Found:
    """Each `bpt` of a segment has one `ept` after it with the same `i`, and the other way."""
    open_, done = set(), set()
    for code in variant.iter("bpt", "ept"):
        number = code.get("i", "")
        if local(code) == "bpt":
            if number in open_ or number in done:
                yield line_of(code), f"two 'bpt' have the number '{number}'"
            open_.add(number)
        elif number in open_:
            open_.discard(number)
            done.add(number)
        else:
            yield line_of(code), f"'ept' {number} has no 'bpt' before it"
    for number in sorted(open_):
        yield line_of(variant), f"'bpt' {number} has no 'ept'"


class _XliffRules(Rules):
    """What both versions share: ids of files, units and groups."""

    def __init__(self, root: etree._Element) -> None:
        super().__init__(root)
        self._files, self._units, self._groups = _Ids(), _Ids(), _Ids()

    def begin(self, element: etree._Element) -> None:
        """With a file begins a new room for ids."""
        if local(element) == "file":
            self._units, self._groups = _Ids(), _Ids()

    def holder(self, element: etree._Element) -> Found:
        """Ids of groups."""
        if local(element) == "group" and self._groups.again(element.get("id")):
            yield line_of(element), f"two groups of the file have the id '{element.get('id')}'"

    def unit(self, element: etree._Element) -> Found:
        """Ids of units."""
        if self._units.again(element.get("id")):
            yield line_of(element), f"two units of the file have the id '{element.get('id')}'"


class Xliff2Rules(_XliffRules):
    """XLIFF 2: languages, ids within a unit, references, code points."""

    def holder(self, element: etree._Element) -> Found:
        """Ids of files."""
        yield from super().holder(element)
        if local(element) == "file" and self._files.again(element.get("id")):
            yield line_of(element), f"two files have the id '{element.get('id')}'"

    def unit(self, element: etree._Element) -> Found:
        """All that is within a unit."""
        yield from super().unit(element)
        yield from self._languages(element)
        yield from _ids_within(element)
        yield from _references(element)
        segments = [s for s in element if local(s) in ("segment", "ignorable")]
        yield from _orders(segments)
        for segment in segments:
            sub = segment.get("subState")
            if sub is not None and segment.get("state") is None:
                yield line_of(segment), "a segment with a subState must have a state"
            if sub is not None and not re.fullmatch(r"[^\s:]+:\S+", sub):
                yield line_of(segment), f"the subState '{sub}' must be of the form prefix:word"
        for point in _named(element, "cp"):
            code = int(point.get("hex", ""), 16) if _is_hex(point.get("hex")) else None
            if code is not None and not (code < 0x110000 and FORBIDDEN.fullmatch(chr(code))):
                yield line_of(point), f"'cp' {point.get('hex')} is no character XML cannot hold"

    def _languages(self, element: etree._Element) -> Found:
        for name, ours in (("source", "srcLang"), ("target", "trgLang")):
            declared = self.root.get(ours)
            for each in _named(element, name):
                own = each.get(_XML_LANG)
                if name == "target" and declared is None:
                    yield line_of(each), "there is a target, but the file names no trgLang"
                if own is not None and declared is not None and _tag(own) != _tag(declared):
                    yield line_of(each), f"the {name} is in '{own}', the file in '{declared}'"

    def end(self) -> Found:
        """Version and languages."""
        if self.root.get("version") not in (None, "2.0", "2.1", "2.2"):
            yield line_of(self.root), f"the version '{self.root.get('version')}' is not known"


def _is_hex(value: str | None) -> bool:
    return value is not None and re.fullmatch(r"[0-9A-Fa-f]{1,8}", value) is not None


def _named(element: etree._Element, *names: str) -> Iterator[etree._Element]:
    space = str(element.tag).rpartition("}")[0] + "}"
    return element.iter(*(space + name for name in names))


_INLINE: Final = ("ph", "pc", "sc", "ec", "mrk", "sm")


def _ids_within(unit: etree._Element) -> Found:
    """Ids of notes, of data, and of segments and codes; those of targets are the sources'."""
    for names in (("note",), ("data",)):
        yield from _twice(_named(unit, *names), names[0])
    for side in ("source", "target"):
        inline = (code for each in _named(unit, side) for code in _named(each, *_INLINE))
        parts = (s for s in unit if local(s) in ("segment", "ignorable"))
        yield from _twice([*parts, *inline], f"{side}'s segment or code")


def _twice(found: Iterable[etree._Element], what: str) -> Found:
    ids = _Ids()
    for each in found:
        if ids.again(each.get("id")):
            yield line_of(each), f"two of the unit have one id ({what} '{each.get('id')}')"


def _references(unit: etree._Element) -> Found:
    data = {each.get("id") for each in _named(unit, "data")}
    for code in _named(unit, *_INLINE):
        for name in ("dataRef", "dataRefStart", "dataRefEnd"):
            if code.get(name) is not None and code.get(name) not in data:
                yield line_of(code), f"{name} '{code.get(name)}' names no data of the unit"
    for end, start in (("ec", "sc"), ("em", "sm")):
        known = {each.get("id") for each in _named(unit, start)}
        for code in _named(unit, end):
            named = code.get("startRef")
            if named is not None and named not in known:
                yield line_of(code), f"startRef '{named}' names no '{start}' of the unit"
            if end == "ec" and named is None and code.get("isolated") != "yes":
                yield line_of(code), "an 'ec' that is not isolated must have a startRef"


def _orders(segments: list[etree._Element]) -> Found:
    orders = [t.get("order") for s in segments for t in s if local(t) == "target"]
    named = [int(order) for order in orders if order is not None and order.isdecimal()]
    if len(named) != len(set(named)):
        yield line_of(segments[0]), "two targets have the same order"
    if any(order > len(segments) for order in named):
        yield line_of(segments[0]), f"an order is greater than {len(segments)}, the last segment"


class Xliff12Rules(_XliffRules):
    """XLIFF 1.2: languages, pairs of codes, phases."""

    def begin(self, element: etree._Element) -> None:
        """A file names its languages."""
        super().begin(element)
        if local(element) == "file":
            self._file = element

    def unit(self, element: etree._Element) -> Found:
        """Languages and codes of a unit."""
        yield from super().unit(element)
        for name, ours in (("source", "source-language"), ("target", "target-language")):
            declared = self._file.get(ours)
            for each in (child for child in element if local(child) == name):
                own = each.get(_XML_LANG)
                if name == "target" and declared is None and own is None:
                    yield line_of(each), "there is a target, but its language is named nowhere"
                if own is not None and declared is not None and _tag(own) != _tag(declared):
                    yield line_of(each), f"the {name} is in '{own}', the file in '{declared}'"
                yield from _pairs_12(each)
        phases = {p.get("phase-name") for p in self._file.iter(f"{{{_space(element)}}}phase")}
        for each in (element, *_named(element, "target")):
            phase = each.get("phase-name")
            if phase is not None and phase not in phases:
                yield line_of(each), f"the phase '{phase}' is not named in the header"

    def end(self) -> Found:
        """The version."""
        if self.root.get("version") not in (None, "1.2"):
            version = self.root.get("version")
            yield line_of(self.root), f"the version is '{version}', the namespace that of 1.2"


def _space(element: etree._Element) -> str:
    return str(element.tag)[1:].rpartition("}")[0]


def _pairs_12(text: etree._Element) -> Found:
    yield from _twice(_named(text, "g", "x", "bx", "ex", "bpt", "ept", "ph", "it"), local(text))
    for start, end in (("bx", "ex"), ("bpt", "ept")):
        numbers = [
            [code.get("rid") or code.get("id") for code in _named(text, name)]
            for name in (start, end)
        ]
        for name, other, own, others in ((start, end, *numbers), (end, start, *numbers[::-1])):
            for number in own:
                if number not in others:
                    yield line_of(text), f"'{name}' {number} has no '{other}'"


RULES: Final[dict[str, Callable[[etree._Element], Rules]]] = {
    "TMX": TmxRules,
    "XLIFF": Xliff2Rules,
    "XLIFF-1.2": Xliff12Rules,
}
"""Makes the rules of a form for a file with this outermost element."""
