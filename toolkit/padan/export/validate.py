"""What is wrong with a TMX or an XLIFF file, whoever wrote it: unit, line and reason.

Each unit is held against the schema and against the rules that no schema can say
(`validate_rules`), then let go; at the end what stands around the units is. So memory is bounded,
and a file of any length can be checked.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from io import BytesIO
from pathlib import Path
from typing import Any, Final, cast

from lxml import etree

from padan.errors import InputError
from padan.export.plain_reasons import plain
from padan.export.safexml import elements, line_of, local, namespace
from padan.export.validate_rules import RULES, Rules
from padan.export.xliff import NS_12, NS_20

MAX_OTHERS: Final = 20_000
"""Elements that are kept because they are neither units nor in one, such as groups' notes."""
_UNITS: Final = ("tu", "unit", "trans-unit")
_HOLDERS: Final = ("header", "file", "group")


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that is wrong. `unit` counts from 1 and is 0 where it is about no unit."""

    line: int
    unit: int
    name: str
    """The unit's id, where it has one."""
    reason: str


@dataclass(slots=True)
class Checked:
    """What a file is, known once the first of its problems or its end has come."""

    form: str = ""
    """Such as `TMX 1.4` or `XLIFF 2.1`."""
    units: int = 0
    problems: Iterator[Problem] = field(default_factory=lambda: iter(()))


def check(path: str | Path) -> Checked:
    """Check a file; its problems come as it is read.

    Going through them raises InputError where the file cannot be read to its end or is neither TMX
    nor XLIFF.
    """
    checked = Checked()
    checked.problems = _problems(str(path), checked)
    return checked


def _problems(path: str, checked: Checked) -> Iterator[Problem]:
    coming = elements(path, _UNITS, _HOLDERS)
    event, root = next(coming)
    form = _form(root, path)
    checked.form = f"{form.partition('-')[0]} {root.get('version', '')}".strip()
    frame = _Frame(root, form, RULES[form](root))
    for event, element in coming:
        if namespace(element) != namespace(root):
            continue
        if event == "start":
            frame.rules.begin(element)
        elif local(element) in _UNITS:
            checked.units += 1
            name = element.get("tuid") or element.get("id") or ""
            line = line_of(element)
            for found, reason in frame.unit(element):
                yield Problem(found or line, checked.units, name, reason)
        else:
            for found, reason in frame.holder(element):
                yield Problem(found, 0, "", reason)
        frame.check_size(path)
    for found, reason in frame.end():
        yield Problem(found, 0, "", reason)


def _form(root: etree._Element, path: str) -> str:
    name, space = local(root), namespace(root)
    if name == "tmx" and not space:
        return "TMX"
    if name == "xliff":
        if space == NS_20:
            return "XLIFF"
        if space == NS_12:
            return "XLIFF-1.2"
        what = f"is XLIFF of a version that padan does not know (its namespace is '{space}')"
        raise InputError(what, where=path, todo="save it as XLIFF 1.2, 2.0 or 2.1")
    raise InputError(f"is neither TMX nor XLIFF (its outermost element is '{name}')", where=path)


class _Frame:
    """What is left of a file when its units have gone."""

    def __init__(self, root: etree._Element, form: str, rules: Rules) -> None:
        self._root = root
        self._form = form
        self._schema = _schema(form)
        self.rules = rules
        self._stubs = 0
        self._since = 0

    def unit(self, element: etree._Element) -> Iterator[tuple[int, str]]:
        """The problems of a unit, which is let go."""
        yield from self._against_schema(element)
        yield from self.rules.unit(element)
        if self._first(element):
            self._stub(element)
        else:
            _drop(element)

    def holder(self, element: etree._Element) -> Iterator[tuple[int, str]]:
        """The problems of a file or group; only the first of its parent stays."""
        yield from self.rules.holder(element)
        if local(element) != "header" and not self._first(element):
            yield from self._against_schema(element)
            _drop(element)

    def end(self) -> Iterator[tuple[int, str]]:
        """The problems of what is left."""
        yield from self.rules.end()
        yield from self._against_schema(self._root)

    def check_size(self, path: str) -> None:
        """Raise InputError where too much is left."""
        self._since += 1
        if self._since % 1_000 == 0 and sum(1 for _ in self._root.iter()) > MAX_OTHERS:
            what = f"has more than {MAX_OTHERS:,} elements that are neither units nor in one"
            raise InputError(what, where=path, todo="is it a translation file?")

    def _against_schema(self, element: etree._Element) -> Iterator[tuple[int, str]]:
        entity = next(element.iter(etree.Entity), None)
        if entity is not None:
            yield 0, f"it uses the entity {entity.text}, which is not resolved"
        elif not self._schema.validate(element):
            for error in cast(Any, self._schema.error_log):
                yield error.line, plain(error.message)

    def _first(self, element: etree._Element) -> bool:
        return all(local(other) != local(element) for other in element.itersiblings(preceding=True))

    def _stub(self, element: etree._Element) -> None:
        """Put the least that is valid into the place of a unit that has been checked."""
        self._stubs += 1
        tail = element.tail
        element.clear()
        element.tail = tail
        for name, value in _STUBS[self._form][0].items():
            element.set(name, value.format(self._stubs))
        element.extend(_stub_children(self._form))


def _drop(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is not None:
        element.clear()
        parent.remove(element)


_STUBS: Final[dict[str, tuple[dict[str, str], str]]] = {
    "TMX": ({}, '<s><tuv xml:lang="en"><seg/></tuv></s>'),
    "XLIFF": ({"id": "padan.{}"}, f'<s xmlns="{NS_20}"><segment><source/></segment></s>'),
    "XLIFF-1.2": ({"id": "padan.{}"}, f'<s xmlns="{NS_12}"><source/></s>'),
}


def _stub_children(form: str) -> list[etree._Element]:
    return list(etree.fromstring(_STUBS[form][1]))


class _Ours(etree.Resolver):
    """Finds what a schema imports among our files, and nowhere else."""

    def resolve(  # type: ignore[override]  # the stubs leave the context out
        self, url: str | None, public_id: str | None, context: Any
    ) -> Any:
        name = (url or "").rpartition("/")[2]
        return self.resolve_string(_read(name), context, base_url=name)


def _read(name: str) -> bytes:
    schema = files("padan.export").joinpath("data/schemas", name).read_bytes()
    # What other tools add in namespaces of their own is theirs: it need not have a schema here.
    return schema.replace(b'processContents="strict"', b'processContents="lax"')


_SCHEMAS: Final = {
    "TMX": '<xs:include schemaLocation="tmx14.xsd"/>',
    "XLIFF": f'<xs:import namespace="{NS_20}" schemaLocation="xliff-core-2.0.xsd"/>'
    '<xs:import namespace="urn:oasis:names:tc:xliff:metadata:2.0"'
    ' schemaLocation="xliff-metadata.xsd"/>',
    "XLIFF-1.2": f'<xs:import namespace="{NS_12}" schemaLocation="xliff-core-1.2-strict.xsd"/>',
}


@cache
def _schema(form: str) -> etree.XMLSchema:
    parser = etree.XMLParser(no_network=True)
    parser.resolvers.add(_Ours())
    root = f'<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">{_SCHEMAS[form]}</xs:schema>'
    tree = etree.parse(BytesIO(root.encode()), parser, base_url="all.xsd")
    return etree.XMLSchema(tree)
