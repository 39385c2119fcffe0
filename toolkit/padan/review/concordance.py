"""Words looked up in all stories: each hit with its row and what stands around it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, TypedDict

from padan.errors import InputError
from padan.judgements.places import place_key, place_of
from padan.model import ComparedStory
from padan.review.sheet import Sheet
from padan.review.sheets import NotFound, Sheets
from padan.view.plain import visible
from padan.view.reading import Reading

MOST_HITS = 200
SECONDS = 2.0
"""Of a search, all in all."""
MOST_KEPT = 5_000
"""Stories whose texts are kept for the next search; about 20 kB each."""
_AROUND = 60
"""Characters shown on each side of a hit."""


class Hit(TypedDict):
    """A place that holds what was searched for."""

    story: str
    title: str
    row: str
    """Its key."""
    outlet: str
    before: str
    hit: str
    after: str


@dataclass(slots=True)
class Found:
    """The hits, and whether they are all."""

    hits: list[Hit] = field(default_factory=list)
    complete: bool = True


@dataclass(frozen=True, slots=True)
class _Line:
    """What a cell says, or our English of it."""

    row: str
    outlet: str
    text: str


@dataclass(frozen=True, slots=True)
class _Text:
    """A story as it is searched."""

    story: str
    title: str
    lines: tuple[_Line, ...]


class Concordance:
    """Searches a store. Stories that nobody has open are read once and kept."""

    def __init__(self, sheets: Sheets) -> None:
        self._sheets = sheets
        self._kept: dict[str, _Text] = {}

    def look_up(self, q: str, regex: bool, story: str | None = None) -> Found:
        """Where the corpus, or one story, holds `q`; within bounds of number and time.

        Raises InputError where `q` is no expression.
        """
        search = _Search(q, regex)
        found = Found()
        names = [name for name, _ in self._sheets.store.titles() if story in (None, "", name)]
        if story and not names:
            raise NotFound("there is no such story", where=story[:80])
        for name in names:
            if search.late:
                found.complete = False
                break
            text = self._text(name)
            for line in text.lines:
                for start, end in search.spans(line.text):
                    if len(found.hits) == MOST_HITS:
                        found.complete = False
                        return found
                    found.hits.append(_hit(text, line, start, end))
        found.complete = found.complete and not search.late
        return found

    def rows(self, sheet: Sheet, q: str, regex: bool) -> list[str]:
        """Keys of the rows of a story that hold `q`, in their order. Raises InputError where `q` is
        no expression or takes too long."""
        search = _Search(q, regex)
        lines = _text(sheet.compared()).lines
        held = dict.fromkeys(line.row for line in lines if next(search.spans(line.text), None))
        if search.late:
            raise InputError("takes too long: make it simpler", where="q")
        return list(held)

    def _text(self, name: str) -> _Text:
        sheet = next((s for s in self._sheets.opened() if s.story_id == name), None)
        if sheet is not None:
            self._kept.pop(name, None)
            return _text(sheet.compared())
        if name not in self._kept:
            if len(self._kept) >= MOST_KEPT:
                self._kept.clear()
            self._kept[name] = _text(self._sheets.store.reviewed(name).compared)
        return self._kept[name]


class _Search:
    """What is searched for, with the time that is left."""

    def __init__(self, q: str, regex: bool) -> None:
        import regex as engine

        self._end = time.monotonic() + SECONDS
        self.late = False
        try:
            self._pattern: Any = engine.compile(
                q if regex else engine.escape(q), engine.IGNORECASE | engine.V1
            )
        except (engine.error, RecursionError, OverflowError) as error:
            raise InputError(f"is no expression ({error})", where="q") from error

    def spans(self, text: str) -> Iterator[tuple[int, int]]:
        """Where `text` holds it; nothing more once the time is over."""
        left = self._end - time.monotonic()
        if self.late or left <= 0:
            self.late = True
            return
        try:
            # `concurrent` lets other requests go on while an expression takes its time.
            for found in self._pattern.finditer(text, timeout=left, concurrent=True):
                if found.end() > found.start():
                    yield found.span()
        except TimeoutError:
            self.late = True


def _text(compared: ComparedStory) -> _Text:
    return _Text(compared.story.id, visible(compared.story.title), tuple(_lines(compared)))


def _lines(compared: ComparedStory) -> Iterator[_Line]:
    reading = Reading(compared)
    for row in compared.rows:
        key = place_key(place_of(row))
        for cell in row.cells:
            label = visible(reading.labels[cell.article])
            if cell.sentences:
                yield _Line(key, label, reading.text(cell))
            english = reading.english(cell)
            if english:
                yield _Line(key, f"{label} (en)", english)


def _hit(text: _Text, line: _Line, start: int, end: int) -> Hit:
    left, right = max(0, start - _AROUND), end + _AROUND
    return {
        "story": text.story,
        "title": text.title,
        "row": line.row,
        "outlet": line.outlet,
        "before": visible(("…" if left else "") + line.text[left:start]),
        "hit": visible(line.text[start:end]),
        "after": visible(line.text[end:right] + ("…" if right < len(line.text) else "")),
    }
