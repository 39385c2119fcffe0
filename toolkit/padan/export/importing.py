"""What people did elsewhere becomes judgements by a reviewer; what does not fit is kept in a list.

Ids of judgements follow from what they say, so that a file that is imported twice adds nothing.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import groupby
from typing import Any, Final, Protocol

from padan.errors import InputError
from padan.export.incoming import Edit, Incoming
from padan.export.xmltext import digest
from padan.judgements import ReviewedStory, RowReview, Unfit
from padan.judgements.places import Place, place_key, place_of
from padan.model import Act, Article, Status

_ACTS: Final = {
    Status.ACCEPTED: Act.ACCEPT,
    Status.REJECTED: Act.REJECT,
    Status.SECOND_LOOK: Act.SECOND_LOOK,
}


class Acted(Protocol):
    """What became of a judgement."""

    @property
    def changed(self) -> tuple[str, ...]:
        """Rows that look otherwise now; none where the judgement was known already."""


class Reviewed(Protocol):
    """A story that takes judgements: see `store.reviewing.Reviewing`."""

    def reviewed(self) -> ReviewedStory:
        """The story as it stands."""

    def act(self, judgement_id: str, reviewer: str, act: Act, body: Mapping[str, Any], /) -> Acted:
        """Keep a judgement; raises Unfit or InputError where it does not fit."""


Find = Callable[[str, str], Reviewed | None]
"""The story with this id or, where it does not hold the article of this id, the one that does."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What could not be taken in, and why."""

    line: int
    number: int
    name: str
    reason: str
    shown: tuple[str, str] = ("", "")
    more: str = ""
    """Comments of the unit."""


@dataclass(slots=True)
class Imported:
    """What became of a file."""

    units: int = 0
    english: int = 0
    marks: int = 0
    comments: int = 0
    links: int = 0
    kept: list[Kept] = field(default_factory=list)

    @property
    def judgements(self) -> int:
        """How many judgements came in."""
        return self.english + self.marks + self.comments + self.links


def import_units(units: Iterable[Incoming], find: Find, by: str) -> Imported:
    """Take in the units of a file as judgements of the reviewer `by`."""
    importer = _Importer(find, by)
    for _, same in groupby(units, key=_speaking_together):
        importer.take(list(same))
    return importer.done


def _speaking_together(unit: Incoming) -> tuple[object, ...]:
    return unit.story, unit.article, unit.place, unit.number if unit.whole else 0


def judgement_id(*said: object) -> str:
    """An id that follows from what a judgement says."""
    told = json.dumps(said, ensure_ascii=True, sort_keys=True)
    return f"import-{sha256(told.encode()).hexdigest()[:40]}"


class _Story:
    """A story as it stood when it was first needed, with what was since taken in."""

    def __init__(self, desk: Reviewed) -> None:
        self.desk = desk
        story = desk.reviewed()
        self.id = story.compared.story.id
        self.articles: dict[str, Article] = {a.id: a for a in story.compared.story.articles}
        self._english = {a: dict(made) for a, made in story.compared.english.items()}
        self.edited: dict[tuple[str, int], str] = {}
        """English that came in since."""
        self.rows: dict[str, tuple[Place, RowReview]] = {}
        self._holding: dict[tuple[str, int], Place] = {}
        for row, review in zip(story.compared.rows, story.reviews, strict=True):
            place = place_of(row)
            self.rows[place_key(place)] = place, review
            for article, indices in place.items():
                self._holding.update(((article, index), place) for index in indices)

    def english(self, article: str, sentence: int) -> str:
        """The English that stands for a sentence; empty where there is none."""
        if (article, sentence) in self.edited:
            return self.edited[article, sentence]
        made = self._english.get(article, {}).get(sentence)
        return made.text if made else ""

    def holding(self, article: str, sentences: tuple[int, ...]) -> Place | None:
        """The row in which the first of these sentences stands."""
        return self._holding.get((article, sentences[0])) if sentences else None

    def said(self, article: str, sentences: tuple[int, ...]) -> str | None:
        """The text of sentences; None where the article does not have them."""
        known = self.articles.get(article)
        if known is None or any(index >= len(known.sentences) for index in sentences):
            return None
        return " ".join(known.sentences[index].text for index in sentences)


class _Importer:
    def __init__(self, find: Find, by: str) -> None:
        self._find = find
        self._by = by
        self._story: _Story | None = None
        self._marked: dict[tuple[str, str], Status] = {}
        self.done = Imported()

    def take(self, units: list[Incoming]) -> None:
        """Take in units of one row and article."""
        self.done.units += len(units)
        usable = []
        for unit in units:
            story, reason = self._usable(unit)
            if story is None or reason:
                self._keep(unit, reason or "no article of the store has this id")
                continue
            usable.append(unit)
            for doubt in unit.doubts:
                self._keep(unit, doubt)
            for edit in unit.edits:
                self._edit(story, unit, edit)
            for comment in unit.comments:
                self._comment(story, unit, comment)
        if usable and self._story:
            self._mark(self._story, usable)

    def _usable(self, unit: Incoming) -> tuple[_Story | None, str]:
        if unit.fault:
            return None, unit.fault
        story = self._open(unit)
        if story is None:
            return None, ""
        for article, sentences, text in unit.texts:
            known = story.said(article, sentences)
            if known is None:
                return story, "the article has no such sentence any more"
            if digest(known) != digest(text):
                return story, "the words of an outlet were changed, and stay as they are"
        return story, ""

    def _open(self, unit: Incoming) -> _Story | None:
        if self._story is None or unit.article not in self._story.articles:
            desk = self._find(unit.story, unit.article)
            if desk is None:
                return None
            self._story = _Story(desk)
        return self._story

    def _keep(self, unit: Incoming, reason: str) -> None:
        more = " | ".join(unit.comments)
        self.done.kept.append(Kept(unit.line, unit.number, unit.name, reason, unit.shown, more))

    def _act(self, story: _Story, unit: Incoming, name: str, act: Act, body: Any) -> bool:
        try:
            done = story.desk.act(name, self._by, act, body)
        except (Unfit, InputError) as problem:
            self._keep(unit, str(problem))
            return False
        return bool(done.changed)

    def _edit(self, story: _Story, unit: Incoming, edit: Edit) -> None:
        now = story.english(unit.article, edit.sentence)
        text = " ".join(edit.text.split())
        if digest(text) in (digest(now), edit.was):
            return  # as it stands, or as it was exported: nobody edited it here
        if not text:
            self._keep(unit, "the English was taken away; write another one, or comment")
            return
        if edit.was is not None and digest(now) != edit.was:
            self._keep(unit, f"the English has been changed in the meantime, to: {now}")
            return
        body = {"article": unit.article, "sentence": edit.sentence, "before": now, "after": text}
        name = judgement_id("english", self._by, unit.article, edit.sentence, edit.was, text)
        if self._act(story, unit, name, Act.EDIT_ENGLISH, body):
            story.edited[unit.article, edit.sentence] = text
            self.done.english += 1

    def _comment(self, story: _Story, unit: Incoming, text: str) -> None:
        place = story.holding(unit.article, unit.sentences)
        if place is None:
            self._keep(unit, "the sentence stands in no row any more")
            return
        known = story.rows[place_key(place)][1].comments
        if any(c.reviewer == self._by and digest(c.text) == digest(text) for c in known):
            return
        name = judgement_id("comment", self._by, unit.article, unit.sentences, digest(text))
        body = {"row": _json(place), "article": unit.article, "text": text}
        self.done.comments += self._act(story, unit, name, Act.COMMENT, body)

    def _mark(self, story: _Story, units: list[Incoming]) -> None:
        status, reason = _agreed(units)
        if reason:
            self._keep(units[0], reason)
        if status is None:
            return
        row = self._row(story, units[0])
        if row is None:
            self._keep(units[0], f"the row to be {status.value} is no longer as it was")
            return
        place, review = row
        before = self._marked.setdefault((place_key(place), story.id), status)
        if before is not status:
            self._keep(units[0], f"the row is {before.value} elsewhere in the file")
            return
        own = {mark.reviewer: mark.status for mark in review.marks}
        if review.status is status or (units[0].was is None and own.get(units[0].by) is status):
            return
        if self._since(review, units[0]):
            self._keep(units[0], f"the row was judged in the meantime: {review.status.value}")
            return
        name = judgement_id("mark", self._by, place_key(place), status.value, str(units[0].was))
        body = {"rows": [_json(place)]}
        act = _ACTS.get(status) or (Act.CLEAR if self._by in own else Act.SECOND_LOOK)
        self.done.marks += self._act(story, units[0], name, act, body)

    def _since(self, review: RowReview, unit: Incoming) -> bool:
        """Whether the row got another status since it was exported."""
        if review.status is Status.UNREVIEWED:
            return False
        if unit.was is not None:
            return review.status is not unit.was
        return review.by != (unit.by or self._by)

    def _row(self, story: _Story, unit: Incoming) -> tuple[Place, RowReview] | None:
        if unit.place:
            return story.rows.get(unit.place)
        place = story.holding(unit.article, unit.sentences)
        return story.rows.get(place_key(place)) if place else None


def _agreed(units: list[Incoming]) -> tuple[Status | None, str]:
    """What the units of a row say of it together, where any was judged; or why they do not."""
    judged = {unit.status for unit in units if unit.was is None or unit.status is not unit.was}
    judged -= {Status.UNREVIEWED} if all(unit.was is None for unit in units) else set()
    if not judged:
        return None, ""
    for heavy in (Status.REJECTED, Status.SECOND_LOOK, Status.UNREVIEWED):
        if heavy in judged:
            return heavy, ""
    accepted = sum(unit.status is Status.ACCEPTED for unit in units)
    if accepted < len(units):
        some = f"only {accepted} of the {len(units)} sentences of the row are accepted"
        return None, some
    return Status.ACCEPTED, ""


def _json(place: Place) -> dict[str, list[int]]:
    return {article: list(indices) for article, indices in place.items()}
