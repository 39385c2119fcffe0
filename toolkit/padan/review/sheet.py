"""A story under review as pages need it: fragments of rows, patches, what became of it since."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, TypedDict

from markupsafe import Markup

from padan.judgements.desk import DeskRow
from padan.judgements.places import Node
from padan.judgements.standing import standing
from padan.judgements.state import Conflict, RowReview
from padan.model import Act, ComparedStory, Judgement, Row
from padan.review.about import About, about
from padan.store.reviewing import Done, Reviewing
from padan.view.pages import environment, spoken
from padan.view.reading import Reading
from padan.view.rows import Column, columns, row_view

FIRST_ROWS = 40
"""Rows that a page comes with; more than a tall window shows."""
LANGUAGES = ("en", "id")
_REREAD = frozenset({Act.EDIT_ENGLISH.value, Act.UNDO.value, Act.REDO.value})
"""Acts after which the English may be another, beside those that change the order."""


class Patch(TypedDict):
    """What has become of rows, as browsers take it in."""

    order: list[str] | None
    """Keys of all rows; None where no row came, went or moved."""
    rows: dict[str, str]
    """Key -> fragment."""
    gone: list[str]
    progress: dict[str, int]
    conflicts: int


@dataclass(frozen=True, slots=True)
class Change:
    """Something that happened to a story: who did what, and the rows it left otherwise."""

    seq: int
    by: str
    act: str
    changed: tuple[str, ...]
    gone: tuple[str, ...]
    order: tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class _Made:
    """A fragment, and what it was made from."""

    view: tuple[Row, RowReview]
    reading: Reading
    html: str


class Sheet:
    """One story of a store. Its methods take the lock of the desk: calls from any thread are in
    one order."""

    def __init__(self, reviewing: Reviewing) -> None:
        self.reviewing = reviewing
        self.lock = reviewing.lock
        self.seq = reviewing.seq
        """The last judgement that was told to those who listen."""
        self._listeners: list[Callable[[Change], None]] = []
        self._compared: ComparedStory | None = None
        self._readings: dict[str, Reading] = {}
        self._columns: dict[str, tuple[Column, ...]] = {}
        self._desk = reviewing.desk
        self._places: dict[str, int] = {}
        self._rows: list[DeskRow] = []
        self._made: dict[tuple[str, str], _Made] = {}
        self._patched: tuple[Change | None, dict[str, str]] = (None, {})
        self._never_told = Reading(reviewing.compared).never_told
        self._read_anew()

    # -- what it shows

    @property
    def story_id(self) -> str:
        """The story's id."""
        return self.reviewing.compared.story.id

    @property
    def title(self) -> str:
        """The story's title."""
        return self.reviewing.compared.story.title

    def keys(self) -> list[str]:
        """The rows in their order."""
        with self.lock:
            return list(self._places)

    def compared(self) -> ComparedStory:
        """The story with rows, findings and English as they stand."""
        with self.lock:
            if self._compared is None:
                self._compared = self.reviewing.reviewed().compared
            return self._compared

    def reading(self, lang: str) -> Reading:
        """The story for people who read `lang`; rows of `compared` may be older than the desk's."""
        with self.lock:
            if lang not in self._readings:
                made = Reading(self.compared(), lang=lang)
                # What can be told in no row is a trait of the articles, whoever rearranges rows.
                made.__dict__["never_told"] = self._never_told
                self._readings[lang] = made
            return self._readings[lang]

    def columns(self, lang: str) -> tuple[Column, ...]:
        """The articles as columns."""
        with self.lock:
            if lang not in self._columns:
                self._columns[lang] = columns(self.reading(lang))
            return self._columns[lang]

    def fragments(self, lang: str, start: int = 0, count: int = FIRST_ROWS) -> Markup:
        """Rows from number `start` (from 0) on, as the page shows them."""
        with self.lock:
            some = list(self._places)[start : start + count]
            made = self._fragments(some, lang)
        return Markup("").join(Markup(made[key]) for key in some)  # noqa: S704

    def progress(self) -> dict[str, int]:
        """How many rows have each status."""
        with self.lock:
            return self.reviewing.desk.progress()

    def conflicts(self) -> list[Conflict]:
        """Judgements that no longer fit."""
        with self.lock:
            desk = self.reviewing.desk
            for row in self._rows if desk.opinions else ():
                desk.view(row)  # what findings there are is known once every row was looked at
            return [*desk.conflicts, *desk.opinions.stale()]

    def reviewers(self) -> list[str]:
        """All who have done something that stands."""
        with self.lock:
            return list(self.reviewing.reviewed().reviewers)

    def placed(self) -> set[Node]:
        """The sentences that stand in a row."""
        with self.lock:
            return {(a, i) for row in self._rows for a, some in row.place.items() for i in some}

    def put_aside_by(self) -> dict[Node, str]:
        """The sentences that a reviewer marked as furniture, and who did last."""
        with self.lock:
            aside = self.reviewing.desk.aside
            if not aside:
                return {}
            by: dict[Node, str] = {}
            for judgement in standing(self.reviewing.judgements()):
                if judgement.act is Act.ASIDE:
                    said = about(judgement, self.reviewing.compared.story, {})
                    by.update(dict.fromkeys(said.nodes & aside, judgement.reviewer))
            return by

    def now(self, named: About, lang: str) -> Patch:
        """What has become of rows and sentences that someone named, and the order of all."""
        with self.lock:
            self._sync()
            gone = sorted(named.keys - self._places.keys())
            return self._patch(self._holding(named.nodes), gone, tuple(self._places), lang)

    def patch(self, change: Change, lang: str) -> str:
        """What a change left otherwise, as it stands, as JSON. Made once for all who listen."""
        with self.lock:
            if self._patched[0] is not change:
                self._patched = (change, {})
            made = self._patched[1]
            if lang not in made:
                patch = self._patch(change.changed, change.gone, change.order, lang)
                made[lang] = json.dumps(patch, separators=(",", ":"))
            return made[lang]

    # -- what is done to it

    def take(self, act: Callable[[Reviewing], Done], lang: str) -> tuple[int, str]:
        """Do something, tell it to those who listen, and give its place in the log and what changed
        (a Patch, as JSON).

        Raises what `Reviewing.act` raises.
        """
        with self.lock:
            self.refresh()
            done = act(self.reviewing)
            if done.seq <= self.seq:  # sent twice: the rows as they stand
                return done.seq, self.patch(self._since([done.judgement]), lang)
            between = [j for j in self.reviewing.judgements() if self.seq < j.seq < done.seq]
            change = self._since([*between, done.judgement]) if between else _change(done)
            self._told(change)
            return done.seq, self.patch(change, lang)

    def refresh(self) -> None:
        """Take in what other processes have done, and tell it to those who listen."""
        with self.lock:
            for done in self.reviewing.refresh():
                self._told(_change(done))
            self._sync()

    def since(self, seq: int) -> Change | None:
        """All that happened after `seq` as one change; None where nothing did."""
        with self.lock:
            later = [j for j in self.reviewing.judgements() if j.seq > seq]
            return self._since(later) if later else None

    def listen(self, listener: Callable[[Change], None]) -> Callable[[], None]:
        """Have every change told to `listener`, which must not wait; gives what ends that."""
        with self.lock:
            self._listeners.append(listener)

        def end() -> None:
            with self.lock:
                self._listeners.remove(listener)

        return end

    @property
    def listened_to(self) -> bool:
        """Whether anyone listens."""
        return bool(self._listeners)

    # -- inner parts

    def _told(self, change: Change) -> None:
        self.seq = max(self.seq, change.seq)
        other_desk = self._desk is not self.reviewing.desk
        if change.order is not None or change.act in _REREAD or other_desk:
            self._read_anew()
        for listener in list(self._listeners):
            listener(change)

    def _sync(self) -> None:
        """A desk that was made anew has other rows, though they may look the same."""
        if self._desk is not self.reviewing.desk:
            self._read_anew()

    def _read_anew(self) -> None:
        """Rows have another order, or other English: what was read from them is made anew."""
        self._compared = None
        self._readings, self._columns = {}, {}
        self._desk = self.reviewing.desk
        self._rows = list(self.reviewing.desk.rows)
        self._places = {row.key: place for place, row in enumerate(self._rows)}
        self._made = {name: made for name, made in self._made.items() if name[0] in self._places}

    def _since(self, judgements: list[Judgement]) -> Change:
        """What these judgements may have left otherwise, as one change."""
        story = self.reviewing.compared.story
        by_id = {j.id: j for j in self.reviewing.judgements()}
        told = [about(judgement, story, by_id) for judgement in judgements]
        touched = {node for each in told for node in each.nodes}
        named = {key for each in told for key in each.keys}
        everything = any(each.everything for each in told)
        last = judgements[-1]
        self._read_anew()
        return Change(
            seq=last.seq,
            by=last.reviewer,
            act=last.act.value,
            changed=tuple(self._places) if everything else self._holding(touched),
            gone=tuple(sorted(named - self._places.keys())),
            order=tuple(self._places),
        )

    def _holding(self, wanted: Collection[Node]) -> tuple[str, ...]:
        return tuple(
            key
            for key, row in zip(self._places, self._rows, strict=True)
            if any((a, i) in wanted for a, indices in row.place.items() for i in indices)
        )

    def _patch(
        self,
        changed: Iterable[str],
        gone: Iterable[str],
        order: tuple[str, ...] | None,
        lang: str,
    ) -> Patch:
        known = [key for key in changed if key in self._places]
        return {
            "order": list(order) if order is not None else None,
            "rows": self._fragments(known, lang),
            "gone": list(gone),
            "progress": self.progress(),
            "conflicts": len(self.conflicts()),
        }

    def _fragments(self, keys: Iterable[str], lang: str) -> dict[str, str]:
        reading = self.reading(lang)
        return {key: self._fragment(key, reading) for key in keys}

    def _fragment(self, key: str, reading: Reading) -> str:
        place = self._places[key]
        seen = self.reviewing.desk.view(self._rows[place])
        known = self._made.get((key, reading.lang))
        if known is not None and known.view is seen and known.reading is reading:
            return known.html
        row, review = seen
        shown = self.columns(reading.lang)
        view = row_view(reading, shown, replace(row, index=place), review)
        outlets = max(len(shown) - 1, 1)
        html = str(_row_template(reading.lang).row_view(view, "review", outlets))
        self._made[key, reading.lang] = _Made(seen, reading, html)
        return html


def _change(done: Done) -> Change:
    judgement = done.judgement
    return Change(
        done.seq, judgement.reviewer, judgement.act.value, done.changed, done.gone, done.order
    )


@cache
def _row_template(lang: str) -> Any:
    """The macros of rows, in a language."""
    return environment("padan.review").get_template("_row.html").make_module(spoken(lang))
