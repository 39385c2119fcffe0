"""Alignments out of cesAlign and InterText files: which sentences go together, by id.

The two formats name their sides in different orders: in cesAlign that of `fromDoc` comes first, in
InterText that of `toDoc`. Here `left` is always `fromDoc`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from padan.errors import InputError
from padan.export.safexml import elements, forget, line_of, local

CES = "cesAlign"
INTERTEXT = "alignment"


@dataclass(frozen=True, slots=True)
class ReadLink:
    """A link as a file has it: ids of sentences on either side."""

    line: int
    left: tuple[str, ...]
    right: tuple[str, ...]


@dataclass(slots=True)
class Alignment:
    """The links between two documents."""

    form: str
    """`cesAlign` or `alignment`, which is InterText's."""
    left: str
    """Name of `fromDoc`."""
    right: str
    links: list[ReadLink]


def read_alignments(path: str | Path) -> Iterator[Alignment]:
    """The groups of links of a cesAlign or InterText file.

    Raises InputError where it is neither or breaks off, with the line of a link that cannot be
    read.
    """
    coming = elements(path, ("link",), ("linkGrp",))
    _, root = next(coming)
    form = local(root)
    if form not in (CES, INTERTEXT):
        raise InputError(
            f"is no alignment (its outermost element is '{form}')",
            where=str(path),
            todo="give the file with the links, of cesAlign or InterText",
        )
    found = Alignment(form, root.get("fromDoc", ""), root.get("toDoc", ""), [])
    for event, element in coming:
        if event == "start" and local(element) == "linkGrp":
            names = element.get("fromDoc", found.left), element.get("toDoc", found.right)
            found = Alignment(form, *names, [])
        elif event == "end" and local(element) == "link":
            found.links.append(_link(element.get("xtargets"), form, path, line_of(element)))
            forget(element)
        elif event == "end":
            yield found
            found = Alignment(form, root.get("fromDoc", ""), root.get("toDoc", ""), [])
    if found.links:
        yield found


def _link(targets: str | None, form: str, path: str | Path, line: int) -> ReadLink:
    first, apart, second = (targets or "").partition(";")
    if not apart or ";" in second:
        raise InputError(
            f"xtargets is '{targets}' and must be two lists of ids with ';' between",
            where=f"{path}: line {line}",
        )
    sides = tuple(first.split()), tuple(second.split())
    left, right = sides if form == CES else sides[::-1]
    return ReadLink(line, left, right)


def article_named(document: str) -> str:
    """The id of the article that a document is: the last word of its file's name."""
    name = PurePosixPath(document.replace("\\", "/")).name.removesuffix(".gz")
    return name.removesuffix(".xml").rpartition(".")[2]
