"""The stories of a store that are under review in this server, and the list of all."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock

from padan.errors import InputError
from padan.judgements.state import ReviewedStory
from padan.review.sheet import Sheet
from padan.store import Store
from padan.view.judged import progress
from padan.view.reading import Reading

MOST_OPEN = 12
"""Stories held in memory; beyond, the one that was looked at longest ago and that nobody listens
to goes. A story of 2,000 rows takes about 60 MB with its fragments."""


class NotFound(InputError):
    """There is no such story."""


@dataclass(frozen=True, slots=True)
class Line:
    """A story in the list of all."""

    id: str
    title: str
    texts: tuple[str, ...]
    rows: int
    progress: dict[str, int]
    worst: float | None
    """The lowest consistency of its cells, 0..1."""
    conflicts: int


class Sheets:
    """Opens stories when they are first asked for. Safe for threads."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self._open: OrderedDict[str, Sheet] = OrderedDict()
        self._lock = Lock()
        self._lines: dict[str, tuple[object, Line]] = {}

    def sheet(self, story_id: str) -> Sheet:
        """The story with exactly this id. Raises NotFound."""
        with self._lock:
            if story_id not in self._open:
                if story_id not in dict(self.store.titles()):
                    raise NotFound("there is no such story", where=story_id[:80])
                self._open[story_id] = Sheet(self.store.reviewing(story_id))
            self._open.move_to_end(story_id)
            for other in [k for k, s in self._open.items() if not s.listened_to and k != story_id]:
                if len(self._open) <= MOST_OPEN:
                    break
                del self._open[other]
            return self._open[story_id]

    def opened(self) -> list[Sheet]:
        """Those that are open."""
        with self._lock:
            return list(self._open.values())

    def lines(self) -> list[Line]:
        """Every story, those with most texts first, with how far its review is."""
        names = [name for name, _ in self.store.titles()]
        if len(names) <= MOST_OPEN:  # few enough to be kept: whoever sees the list opens one next
            return [self._line_of(self.sheet(name)) for name in names]
        total = self.store.counts().judgements
        opened = {sheet.story_id: sheet for sheet in self.opened()}
        return [
            self._line_of(opened[name]) if name in opened else self._line_in_store(name, total)
            for name in names
        ]

    def _line_of(self, sheet: Sheet) -> Line:
        with sheet.lock:
            sheet.refresh()
            seq = sheet.reviewing.seq
            known = self._lines.get(sheet.story_id)
            if known is None or known[0] != (seq, sheet):
                known = ((seq, sheet), _line(sheet.reviewing.reviewed()))
                self._lines[sheet.story_id] = known
            return known[1]

    def _line_in_store(self, name: str, total: int) -> Line:
        """The line of a story that nobody has open, made anew once there are other judgements."""
        known = self._lines.get(name)
        if known is None or known[0] != total:
            known = (total, _line(self.store.reviewed(name)))
            self._lines[name] = known
        return known[1]


def _line(reviewed: ReviewedStory) -> Line:
    reading = Reading(reviewed.compared)
    figures = [
        cell.comparison.consistency
        for row in reviewed.compared.rows
        for cell in row.cells
        if cell.comparison is not None and not reading.whole(row, cell)
    ]
    return Line(
        id=reviewed.compared.story.id,
        title=reviewed.compared.story.title,
        texts=tuple(reading.labels[article.id] for article in reading.columns),
        rows=len(reviewed.compared.rows),
        progress=progress(reviewed.reviews),
        worst=min((figure for figure in figures if figure is not None), default=None),
        conflicts=len(reviewed.conflicts),
    )
