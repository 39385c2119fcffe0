"""Takes articles out of exports: datasets, TMX, XLIFF and other XML, tables, workbooks.

What names an article that was taken down, by its id, or holds a sentence of it or a translation of
one, goes: the record, the unit, the line; of a row of a dataset the cell. Afterwards every file is
searched.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, Final

from padan.errors import InputError
from padan.export.files import replacing, replacing_path
from padan.export.fingerprints import words_of
from padan.export.folders import CHECKSUMS, write_checksums
from padan.export.hf import SPLIT_LIST
from padan.export.hf_card import SETTINGS, describe_anew
from padan.export.hf_shards import present, read_shards, rewrite_shards
from padan.export.pseudonyms import Pseudonyms

Record = dict[str, Any]
LIST: Final = "takedowns.tsv"
"""Ids of articles that were taken out of a dataset."""
_TELLING: Final = 4
"""Words from which a sentence is known again inside other text; shorter ones only when alone."""
_UNITS: Final = ("tu", "unit", "trans-unit")


@dataclass(frozen=True, slots=True)
class Traces:
    """By what the articles are known."""

    ids: frozenset[str]
    texts: tuple[str, ...] = ()
    """Sentences, titles, translations; empty where the store no longer has them."""
    _starts: Mapping[tuple[str, ...], list[str]] = field(init=False)
    _whole: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        starts: dict[tuple[str, ...], list[str]] = {}
        whole = set()
        for text in self.texts:
            words = words_of(text)
            whole.add(" ".join(words))
            if len(words) >= _TELLING:
                starts.setdefault(tuple(words[:_TELLING]), []).append(" ".join(words))
        object.__setattr__(self, "_starts", starts)
        object.__setattr__(self, "_whole", frozenset(whole - {""}))

    def named(self, text: str) -> bool:
        """Whether a text, as a field or attribute, is the id of an article."""
        return text.strip() in self.ids

    def in_name(self, name: str) -> bool:
        """Whether a file's name holds the id of an article."""
        return any(each in name for each in self.ids)

    def quoted(self, text: str) -> bool:
        """Whether a text is, or holds, one of the sentences."""
        words = words_of(text)
        plain = " ".join(words)
        if plain in self._whole:
            return True
        return any(
            found in plain
            for at in range(len(words) - _TELLING + 1)
            for found in self._starts.get(tuple(words[at : at + _TELLING]), ())
        )

    def found(self, *texts: str) -> bool:
        """Whether any of these names or quotes an article."""
        return any(self.named(text) or self.quoted(text) for text in texts)


def take_out(path: Path, traces: Traces) -> int:
    """Rewrite an export, a folder or a file, without the articles; how much of it went.

    Raises InputError for a file of no kind that padan exports, and where anything remains.
    """
    if not path.exists():
        raise InputError("is not there", where=str(path))
    if (path / SETTINGS).is_file():
        gone = _out_of_dataset(path, traces)
    else:
        files = [path] if path.is_file() else sorted(p for p in path.rglob("*") if p.is_file())
        gone = sum(_out_of_file(each, traces) for each in files if each.name != CHECKSUMS)
        if (path / CHECKSUMS).is_file():
            write_checksums(path)
    left = list(remaining(path, traces))
    if left:
        raise InputError(
            f"still holds texts that were taken down ({', '.join(left[:3])})",
            where=str(path),
            todo="delete it and export anew",
        )
    return gone


def _out_of_dataset(folder: Path, traces: Traces) -> int:
    articles = [record for _, record in read_shards(folder, "articles")]
    stories = {a["story_id"] for a in articles if a["article_id"] in traces.ids}
    known = sorted(a["article_id"] for a in articles if a["article_id"] in traces.ids)
    if not known:
        return 0
    gone = 0
    for config in present(folder):
        change = partial(_CHANGES[config], ids=traces.ids, stories=stories)
        gone += rewrite_shards(folder, config, change)
    _keep_lines(folder / SPLIT_LIST, lambda line: line.partition("\t")[0] not in traces.ids)
    before = (folder / LIST).read_text("utf-8").split() if (folder / LIST).is_file() else []
    listed = "".join(f"{name}\n" for name in sorted({*before, *known}))
    (folder / LIST).write_text(listed, "utf-8", newline="\n")
    describe_anew(folder)
    return gone


def _article(record: Record, ids: frozenset[str], stories: set[str]) -> Record | None:
    return None if record["article_id"] in ids else record


def _row(record: Record, ids: frozenset[str], stories: set[str]) -> Record | None:
    if record["story_id"] not in stories:
        return record
    cells = [cell for cell in record["cells"] if cell["article_id"] not in ids]
    if not any(cell["sentences"] for cell in cells):
        return None
    # The title is a headline of one of the story's articles, perhaps of this one.
    return record | {"cells": cells, "title": None}


def _pair(record: Record, ids: frozenset[str], stories: set[str]) -> Record | None:
    sides = [value for name, value in record.items() if name.startswith("article_id_")]
    return None if ids.intersection(sides) else record


def _finding(record: Record, ids: frozenset[str], stories: set[str]) -> Record | None:
    return None if ids & {record["article_id"], record["reference_id"] or ""} else record


def _judgement(record: Record, ids: frozenset[str], stories: set[str]) -> Record | None:
    if record["story_id"] not in stories:
        return record
    body = Pseudonyms(keep=True).body(json.loads(record["body"]), text=False)
    return record | {"body": json.dumps(body, ensure_ascii=False), "text_policy": "none"}


_CHANGES: Final[Mapping[str, Callable[..., Record | None]]] = {
    "stories": _row,
    "articles": _article,
    "pairs-id-id": _pair,
    "pairs-id-en": _pair,
    "mt-id-en": _article,
    "findings": _finding,
    "judgements": _judgement,
}


def _out_of_file(path: Path, traces: Traces) -> int:
    kind = _KINDS.get(path.suffix.casefold())
    if kind is None:
        if traces.in_name(path.name) or traces.found(*_strings(path)):
            raise InputError(
                "is of no kind that can be rewritten", where=str(path), todo="delete it"
            )
        return 0
    return kind(path, traces)


def _keep_lines(path: Path, keep: Callable[[str], bool]) -> int:
    """Rewrite a file of lines with those that stay."""
    if not path.is_file():
        return 0
    gone = 0
    with path.open(encoding="utf-8", newline="\n") as lines, replacing(path) as out:
        for line in lines:
            if keep(line):
                out.write(line)
            else:
                gone += 1
    return gone


def _out_of_lines(path: Path, traces: Traces) -> int:
    def keep(line: str) -> bool:
        parts = line.split("\t") if path.suffix != ".jsonl" else list(_json_strings(line))
        return not traces.found(line, *parts)

    return _keep_lines(path, keep)


def _json_strings(line: str) -> Iterator[str]:
    waiting = [json.loads(line)]
    while waiting:
        value = waiting.pop()
        if isinstance(value, str):
            yield value
        elif isinstance(value, dict):
            waiting += value.values()
        elif isinstance(value, list):
            waiting += value


def _out_of_csv(path: Path, traces: Traces) -> int:
    gone = 0
    with path.open(encoding="utf-8", newline="") as lines, replacing(path) as out:
        writer = csv.writer(out, lineterminator="\n")
        for row in csv.reader(lines):
            if traces.found(*row):
                gone += 1
            else:
                writer.writerow(row)
    return gone


def _out_of_workbook(path: Path, traces: Traces) -> int:
    from openpyxl import load_workbook

    from padan.export.workbooks import save_alike

    book = load_workbook(path)
    gone = 0
    for sheet in book.worksheets:
        for row in range(sheet.max_row, 0, -1):
            cells = [str(cell.value) for cell in sheet[row] if cell.value is not None]
            if traces.found(*cells):
                sheet.delete_rows(row)
                gone += 1
    with replacing_path(path) as fresh:
        save_alike(book, fresh)
    return gone


def _out_of_xml(path: Path, traces: Traces) -> int:
    """Units go; a file of one article, or one of which another part tells, goes as a whole."""
    if traces.in_name(path.name):
        path.unlink()
        return 1
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False, load_dtd=False, no_network=True, huge_tree=True
    )
    try:
        tree = etree.parse(str(path), parser)
    except etree.XMLSyntaxError as problem:
        raise InputError(f"is broken ({problem})", where=str(path), todo="delete it") from problem
    units = [e for e in tree.iter(etree.Element) if etree.QName(e).localname in _UNITS]
    gone = [unit for unit in units if traces.found(*_said(unit))]
    for unit in gone:
        _remove(unit)
    for part in [e for e in tree.iter(etree.Element) if etree.QName(e).localname == "file"]:
        if not any(etree.QName(e).localname in _UNITS for e in part.iter(etree.Element)):
            _remove(part)
    if gone or traces.found(*_said(tree.getroot())):
        if not gone or len(gone) == len(units):
            path.unlink()
            return max(1, len(gone))
        with replacing_path(path) as fresh:
            tree.write(str(fresh), encoding="UTF-8", xml_declaration=True)
    return len(gone)


def _remove(element: Any) -> None:
    parent, before = element.getparent(), element.getprevious()
    if element.tail and before is not None:
        before.tail = (before.tail or "") + element.tail
    parent.remove(element)


def _said(element: Any) -> Iterator[str]:
    """Texts and attributes of an element and all below it."""
    for each in element.iter():
        yield from each.attrib.values()
        if isinstance(each.tag, str):
            yield "".join(each.itertext()) if each.tag.endswith(("seg", "source", "target")) else ""
            yield each.text or ""


_KINDS: Final[Mapping[str, Callable[[Path, Traces], int]]] = {
    ".tsv": _out_of_lines,
    ".jsonl": _out_of_lines,
    ".txt": _out_of_lines,
    ".csv": _out_of_csv,
    ".xlsx": _out_of_workbook,
    ".tmx": _out_of_xml,
    ".xlf": _out_of_xml,
    ".xliff": _out_of_xml,
    ".xml": _out_of_xml,
}


def remaining(path: Path, traces: Traces) -> Iterator[str]:
    """Names of files that still quote the articles."""
    files = [path] if path.is_file() else sorted(p for p in path.rglob("*") if p.is_file())
    for each in files:
        if any(traces.quoted(text) for text in _strings(each)):
            yield each.name


_TAGS: Final = re.compile(r"<[^>]*>")


def _strings(path: Path) -> Iterable[str]:
    """Whatever a file says, as texts to be searched."""
    kind = path.suffix.casefold()
    if kind == ".parquet":
        folder = path.parent
        records = (r for p, r in read_shards(folder.parent, folder.name) if p == path)
        return (text for r in records for text in _json_strings(json.dumps(r, default=str)))
    if kind == ".xlsx":
        from openpyxl import load_workbook

        book = load_workbook(path, read_only=True)
        cells = [str(c) for sheet in book for row in sheet.values for c in row if c is not None]
        book.close()
        return cells
    lines = path.read_text("utf-8", "replace").splitlines()
    if kind in (".tmx", ".xlf", ".xliff", ".xml"):
        return [_TAGS.sub(" ", line) for line in lines]
    return [part for line in lines for part in line.split("\t")]
