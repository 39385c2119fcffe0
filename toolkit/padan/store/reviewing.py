"""A story under review in a store: judgements come in, are checked against what stands, and are
kept; what changed is told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from threading import RLock
from typing import Any

import sqlalchemy as sa

from padan.errors import InputError
from padan.judgements import Desk, ReviewedStory, Unfit, next_redo, next_undo
from padan.judgements.acts import MAX_NAME, articles_of, read_act
from padan.judgements.carrying import Carried, carry
from padan.judgements.places import Node
from padan.judgements.standing import TURNING
from padan.model import Act, ComparedStory, Judgement, Row, Translation
from padan.store import log, memory, schema
from padan.store.articles import articles_by_id
from padan.store.comparing import realigned, recomparing
from padan.store.database import writing
from padan.store.dismissals import dismissed_for_good
from padan.store.memory import Remembered
from padan.writable import is_writable

MAX_ID = 64


@dataclass(frozen=True, slots=True)
class Done:
    """A judgement that is in the log, and what it changed."""

    judgement: Judgement
    changed: tuple[str, ...]
    """Keys of the rows that are new or look otherwise now (see `place_key`)."""
    gone: tuple[str, ...]
    """Keys of rows that are no more."""
    order: tuple[str, ...] | None
    """Keys of all rows in order; None where no row came, went or moved."""

    @property
    def seq(self) -> int:
        """The judgement's place in the log."""
        return self.judgement.seq


class Reviewing:
    """A story's desk, kept in step with the log of a store. Safe for threads; several processes
    may review one store."""

    def __init__(self, engine: sa.Engine, compared: ComparedStory) -> None:
        self._engine = engine
        self._compared = compared
        self._lock = RLock()
        self._recompare = recomparing(engine, compared)
        self._for_good = dismissed_for_good(engine, compared.story)
        self._replaced = replaced_articles(engine, compared)
        self._about = (*(a.id for a in compared.story.articles), *self._replaced)
        with engine.connect() as connection:
            self._judgements = carry(log.about(connection, self._about), self._replaced)
        self._known: dict[str, Row] = {}
        self._desk = self._fresh(self._judgements)

    @property
    def compared(self) -> ComparedStory:
        """The story as the pipeline made it."""
        return self._compared

    @property
    def desk(self) -> Desk:
        """The rows as they stand. Hold `lock` while reading it."""
        return self._desk

    @property
    def lock(self) -> RLock:
        """Held while a judgement comes in."""
        return self._lock

    @property
    def seq(self) -> int:
        """Place in the log of the last judgement taken into account; 0 before the first."""
        return self._judgements[-1].seq if self._judgements else 0

    def judgements(self) -> list[Judgement]:
        """All about this story, undo and redo too, in the order of the log."""
        with self._lock:
            return list(self._judgements)

    def reviewed(self) -> ReviewedStory:
        """The story as it stands."""
        with self._lock:
            return self._desk.reviewed()

    def refresh(self) -> list[Done]:
        """Take in what other processes have done since, and tell what it changed."""
        with self._lock, self._engine.connect() as connection:
            return self._catch_up(connection)

    def act(
        self,
        judgement_id: str,
        reviewer: str,
        act: Act,
        body: Mapping[str, Any],
        at: datetime | None = None,
    ) -> Done:
        """Keep a judgement. Sent twice (the same id) it counts once.

        Raises Unfit where it does not fit what stands, InputError where it is malformed; nothing
        is kept then.
        """
        if act in TURNING:
            return (
                self.undo(judgement_id, reviewer)
                if act is Act.UNDO
                else self.redo(judgement_id, reviewer)
            )
        said = read_act(act, body)
        about = articles_of(said) or {a.id for a in self._compared.story.articles}
        if not about & set(self._about):
            raise InputError("is about no article of this story", where=act.value)
        judgement = Judgement(
            judgement_id, _name(reviewer), at or datetime.now(UTC), act, body, tuple(sorted(about))
        )
        return self._take(judgement)

    def undo(self, judgement_id: str, reviewer: str) -> Done:
        """Undo the reviewer's last act that stands. Raises Unfit where there is none, or others
        have since built on it."""
        return self._turn(judgement_id, reviewer, Act.UNDO)

    def redo(self, judgement_id: str, reviewer: str) -> Done:
        """Do again what the reviewer last undid. Raises Unfit as `undo`."""
        return self._turn(judgement_id, reviewer, Act.REDO)

    def realign(self, judgement_id: str, reviewer: str) -> Done:
        """Align anew all rows that are neither accepted nor put together by hand.

        Raises Unfit where that changes nothing.
        """
        with self._lock:
            body = realigned(self._engine, self._compared, self._desk)
            if body is None:
                raise Unfit("the rows are as padan would align them")
            return self.act(judgement_id, reviewer, Act.REALIGN, body)

    def _take(self, judgement: Judgement) -> Done:
        _check_id(judgement.id)
        with self._lock:
            try:
                with writing(self._engine) as connection:
                    self._catch_up(connection)
                    known = self._again(connection, judgement)
                    if known is not None:
                        return known
                    before, old = self._desk.keys(), self._desk
                    english = dict(self._desk.english)
                    self._desk.apply(judgement)
                    judgement = self._kept(connection, judgement, english)
            except (Unfit, InputError):
                raise
            except BaseException:
                # The desk may be ahead of the log: it is built anew from what was kept.
                self._desk = self._fresh(self._judgements)
                raise
            self._judgements.append(judgement)
            if _for_good(judgement):
                self._heed_dismissals()
            return self._done(judgement, before, old if old is not self._desk else None)

    def _turn(self, judgement_id: str, reviewer: str, act: Act) -> Done:
        _check_id(judgement_id)
        find = next_undo if act is Act.UNDO else next_redo
        with self._lock:
            with writing(self._engine) as connection:
                self._catch_up(connection)
                target = find(self._judgements, _name(reviewer))
                about = target.articles if target else ()
                body = {"of": target.id if target else ""}
                now = datetime.now(UTC)
                turned = Judgement(judgement_id, _name(reviewer), now, act, body, about)
                known = self._again(connection, turned)
                if known is not None:
                    return known
                if target is None:
                    raise Unfit(f"there is nothing of yours to {act.value}")
                desk = self._fresh([*self._judgements, turned])
                self._check_built_on(desk, act)
                before, old = self._desk.keys(), self._desk
                turned = self._turned(connection, turned, desk)
            self._judgements.append(turned)
            if _for_good(target):
                self._heed_dismissals()
            return self._done(turned, before, old, everywhere=_for_good(target))

    def _turned(self, connection: sa.Connection, turned: Judgement, desk: Desk) -> Judgement:
        english, old = dict(self._desk.english), self._desk
        self._desk = desk
        try:
            return self._kept(connection, turned, english)
        except BaseException:
            self._desk = old
            raise

    def _heed_dismissals(self) -> None:
        """What is dismissed for good here is dismissed in the other rows too."""
        self._for_good = dismissed_for_good(self._engine, self._compared.story)
        self._desk = self._fresh(self._judgements)

    def _check_built_on(self, desk: Desk, act: Act) -> None:
        broken = set(desk.adapted) - set(self._desk.adapted)
        if broken:
            first = next(j for j in self._judgements if j.id in broken)
            raise Unfit(f"{first.reviewer} has since changed these rows: cannot {act.value}")

    def _again(self, connection: sa.Connection, judgement: Judgement) -> Done | None:
        """The answer to a judgement that is in the log already."""
        known = log.with_id(connection, judgement.id)
        if known is None:
            return None
        if (known.reviewer, known.act) != (judgement.reviewer, judgement.act):
            raise InputError("this id is taken by another judgement", where=judgement.id)
        return Done(known, (), (), self._desk.keys())

    def _kept(
        self, connection: sa.Connection, judgement: Judgement, english: Mapping[Node, Any]
    ) -> Judgement:
        """The judgement as the log has it, its edits of the English in the memory too."""
        if "finding" in judgement.body or "findings" in judgement.body:
            # So that the words can be found again when the story has another reference.
            body = {**judgement.body, "reference": self._compared.story.reference}
            judgement = replace(judgement, body=body)
        if judgement.act is Act.EDIT_ENGLISH or judgement.act in TURNING:
            stood = self._remember(connection, english, judgement.at)
            if judgement.act is Act.EDIT_ENGLISH:
                judgement = replace(judgement, body={**judgement.body, "memory": stood})
        return replace(judgement, seq=log.append(connection, judgement))

    def _remember(
        self, connection: sa.Connection, before: Mapping[Node, Any], at: datetime
    ) -> list[str] | None:
        """Bring the memory in step with the edited English; gives what stood there for the last
        sentence that was written: text, signature, time."""
        stood = None
        now = self._desk.english
        for node in sorted(before.keys() | now.keys()):
            if before.get(node) == now.get(node):
                continue
            if node in now:
                text, reviewer = now[node]
                known = memory.put(connection, Remembered(self._human(node, text, reviewer), at))
                stood = (
                    [known.translation.text, known.translation.signature, known.made.isoformat()]
                    if known
                    else None
                )
            else:
                self._restore(connection, node)
        return stood

    def _restore(self, connection: sa.Connection, node: Node) -> None:
        """Put back what the memory held before the first edit of a sentence."""
        first = next(
            j
            for j in self._judgements
            if j.act is Act.EDIT_ENGLISH and (j.body["article"], j.body["sentence"]) == node
        )
        kept = first.body.get("memory")
        if kept is None:
            memory.forget(connection, self._human(node, "", ""))
            return
        text, signature, made = kept
        translation = replace(self._human(node, text, ""), signature=signature)
        memory.put(connection, Remembered(translation, datetime.fromisoformat(made)))

    def _human(self, node: Node, text: str, reviewer: str) -> Translation:
        article = self._compared.story.article(node[0])
        return Translation(
            source=article.sentences[node[1]].text,
            text=text,
            source_lang=article.lang,
            target_lang="en",
            signature=f"human: {reviewer}",
        )

    def _catch_up(self, connection: sa.Connection) -> list[Done]:
        return [
            self._from_others(judgement)
            for judgement in carry(
                log.about(connection, self._about, after=self.seq), self._replaced
            )
        ]

    def _from_others(self, judgement: Judgement) -> Done:
        before, old = self._desk.keys(), self._desk
        self._judgements.append(judgement)
        try:
            if judgement.act in TURNING or _for_good(judgement):
                self._heed_dismissals()
            else:
                self._desk.apply(judgement)
        except Unfit:
            self._desk = self._fresh(self._judgements)
        return self._done(
            judgement,
            before,
            old if old is not self._desk else None,
            everywhere=judgement.act in TURNING,
        )

    def _fresh(self, judgements: Iterable[Judgement]) -> Desk:
        desk = Desk(self._compared, self._recompare, self._for_good, self._known)
        desk.replay(judgements)
        desk.touched()
        return desk

    def _done(
        self,
        judgement: Judgement,
        before: tuple[str, ...],
        old: Desk | None = None,
        *,
        everywhere: bool = False,
    ) -> Done:
        """What changed since the rows had the keys `before`; `old` is the desk that was put away,
        if a new one took its place."""
        now = self._desk.keys()
        desks = [self._desk] if old is None else [self._desk, old]
        touched = {row.key for desk in desks for row in desk.touched() if row.place}
        if old is not None:
            touched |= self._differing(old, everywhere=everywhere or _for_good(judgement))
        there, new = set(now), set(now) - set(before)
        return Done(
            judgement,
            changed=tuple(key for key in now if key in touched or key in new),
            gone=tuple(key for key in before if key not in there) if now != before else (),
            order=now if now != before else None,
        )

    def _differing(self, old: Desk, *, everywhere: bool) -> set[str]:
        """Keys of the rows that look otherwise now; those that no judgement was about look the
        same, unless `everywhere`."""
        desks = (old, self._desk)
        handled = {r.key for d in desks for r in (d.rows if everywhere else d.handled.values())}
        looks = {row.key: old.view(row) for row in old.rows if row.key in handled}
        return {
            row.key
            for row in self._desk.rows
            if row.key in handled and looks.get(row.key) != self._desk.view(row)
        }


def replaced_articles(engine: sa.Engine, compared: ComparedStory) -> dict[str, Carried]:
    """The texts that a story's articles took the place of, and what of them is still there."""
    table = schema.articles
    by_source = {a.source: a for a in compared.story.articles if a.source}
    query = sa.select(table.c.id).where(table.c.source.in_(by_source), ~table.c.current)
    with engine.connect() as connection:
        old = list(connection.scalars(query))
    return {
        article.id: Carried.between(article, by_source[article.source])
        for article in articles_by_id(engine, old).values()
    }


def reviewed(engine: sa.Engine, compared: ComparedStory) -> ReviewedStory:
    """A story with all judgements on it."""
    replaced = replaced_articles(engine, compared)
    about = (*(a.id for a in compared.story.articles), *replaced)
    with engine.connect() as connection:
        judgements = carry(log.about(connection, about), replaced)
    for_good = dismissed_for_good(engine, compared.story)
    desk = Desk(compared, recomparing(engine, compared), for_good)
    desk.replay(judgements)
    return desk.reviewed()


def _for_good(judgement: Judgement) -> bool:
    """It changes what is dismissed for good, or may."""
    return judgement.act is Act.REOPEN_FINDING or judgement.body.get("for_good") is True


def _name(reviewer: str) -> str:
    name = " ".join(reviewer.split())
    if not name or len(name) > MAX_NAME or not is_writable(name):
        raise InputError(f"must be a name of 1 to {MAX_NAME} characters", where="reviewer")
    return name


def _check_id(judgement_id: str) -> None:
    if not 0 < len(judgement_id) <= MAX_ID or not judgement_id.isprintable():
        raise InputError(f"must be a word of 1 to {MAX_ID} characters", where="id")
