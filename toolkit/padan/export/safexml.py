"""XML from anywhere, element by element: no entity is resolved, nothing is fetched, and memory is
bounded, whatever the file holds."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path
from typing import BinaryIO, Final, cast

from lxml import etree

from padan.errors import InputError

MAX_UNIT: Final = 4_000_000
"""Bytes from the end of one unit to the end of the next."""


class _Counted:
    """A stream that knows how many bytes were taken from it."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.taken = 0

    def read(self, size: int = -1) -> bytes:
        data = self._stream.read(size)
        self.taken += len(data)
        return data


class Broken(InputError):
    """The XML breaks off: it is not well-formed, or no element ends for too long."""

    def __init__(self, what: str, *, file: str, line: int = 0, unit: int = 0, todo: str) -> None:
        super().__init__(what, where=f"{file}: line {line}" if line else file, todo=todo)
        self.line = line
        self.unit = unit


def elements(
    path: str | Path, units: Collection[str], others: Collection[str] = (), *, max_depth: int = 256
) -> Iterator[tuple[str, etree._Element]]:
    """The elements of these local names, as `start` or `end` and the element; the first that comes
    is the outermost one, whatever its name. UTF-8, UTF-16 or what the file declares.

    `units` end what may be bounded: it is up to the caller to `forget` them and the `others` at
    their end. Raises InputError where the file cannot be read, is not well-formed, is deeper than
    `max_depth`, or has more than `MAX_UNIT` bytes between two such ends.
    """
    try:
        with Path(path).open("rb") as stream:
            yield from _elements(_Counted(stream), str(path), {*units}, {*others}, max_depth)
    except OSError as error:
        raise InputError(f"cannot be read ({error.strerror or error})", where=str(path)) from error


def _elements(
    stream: _Counted, where: str, units: set[str], others: set[str], max_depth: int
) -> Iterator[tuple[str, etree._Element]]:
    events = etree.iterparse(
        stream,
        events=("start", "end"),
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
    )
    ended = number = depth = 0
    first = True
    try:
        for event, element in events:
            depth += 1 if event == "start" else -1
            name = local(element)
            too_deep, too_long = depth > max_depth, stream.taken - ended > MAX_UNIT
            if too_deep or too_long:
                what = f"has more than {max_depth} elements inside each other"
                if too_long:
                    what = f"what follows unit {number} is longer than {MAX_UNIT // 1_000_000} MB"
                raise Broken(what, file=where, unit=number, todo="is it a translation memory?")
            if event == "end" and name in units | others:
                ended = stream.taken
                number += name in units
            if first or name in units or name in others:
                first = False
                yield event, element
    except etree.XMLSyntaxError as error:
        after = f" after unit {number}" if number else ""
        raise Broken(
            f"is not well-formed XML{after} ({_reason(error)})",
            file=where,
            line=error.lineno or 0,
            unit=number,
            todo="export it anew from the program it comes from",
        ) from error


def _reason(error: etree.XMLSyntaxError) -> str:
    return str(error.msg or "it is empty").partition(", line ")[0]


def forget(element: etree._Element) -> None:
    """Take the element and what stood before it out of the tree."""
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]


def local(element: etree._Element) -> str:
    """The name of an element without its namespace; empty for what is no element."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def namespace(element: etree._Element) -> str:
    """The namespace of an element; empty where it has none."""
    tag = element.tag
    return tag[1:].partition("}")[0] if isinstance(tag, str) and tag.startswith("{") else ""


def line_of(element: etree._Element) -> int:
    """The line on which an element begins, from 1; 0 where it is not known."""
    return cast(int, element.sourceline or 0)
