"""A story on the desk: rows, findings and English as the judgements so far leave them.

State is the replay of judgements on the pipeline's rows, in the order of the log. On the way in a
judgement must fit exactly (`strict`), so that nobody overwrites what they have not seen. In a
replay the pipeline may have run again since: an accepted row or one put together by hand is put
together again; what cannot be placed is a conflict.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256

from padan.errors import InputError
from padan.judgements.acts import (
    Adding,
    Assigning,
    Changing,
    English,
    Marking,
    OnFindings,
    Rearranging,
    Remark,
    Sampling,
    Settling,
    read_act,
)
from padan.judgements.opinions import ForGood, Opinions
from padan.judgements.places import Node, Place, nodes, place_key, place_of
from padan.judgements.standing import standing
from padan.judgements.state import Comment, Conflict, Mark, ReviewedStory, RowReview
from padan.model import (
    Act,
    Cell,
    ComparedStory,
    Judgement,
    Row,
    Status,
    Translation,
)

Recompare = Callable[[Row, Mapping[str, Mapping[int, Translation]]], Row]
"""Compares the cells of a row anew, with the English that now stands."""

HUMAN = "human: "
"""What the signature of a person's translation begins with; the name follows."""

STATUS = {
    Act.ACCEPT: Status.ACCEPTED,
    Act.REJECT: Status.REJECTED,
    Act.SECOND_LOOK: Status.SECOND_LOOK,
    Act.CLEAR: Status.UNREVIEWED,
}


class Unfit(Exception):
    """A judgement does not fit what stands; the text says why, for people."""


@dataclass(eq=False, slots=True)
class DeskRow:
    """A row on the desk."""

    place: dict[str, tuple[int, ...]]
    base: Row | None
    """As the pipeline made it; None for a row put together by hand."""
    by_hand: str = ""
    marks: dict[str, Mark] = field(default_factory=dict)
    assigned: tuple[str, ...] = ()
    made: tuple[Row, RowReview] | None = None
    """As it was last asked for; None once something about it changed."""

    @property
    def key(self) -> str:
        """See `place_key`."""
        return place_key(self.place)


class Desk:
    """The rows of a story under review. Not safe for threads: the caller takes turns."""

    def __init__(
        self,
        compared: ComparedStory,
        recompare: Recompare,
        for_good: ForGood = lambda _article, _finding: "",
        known: dict[str, Row] | None = None,
    ) -> None:
        """`known` keeps rows that were compared anew, for the next desk of this story."""
        self._compared = compared
        self._recompare = recompare
        self._known = {} if known is None else known
        self._lengths = {a.id: len(a.sentences) for a in compared.story.articles}
        self.rows = [DeskRow(place_of(row), row) for row in compared.rows]
        self.adapted: list[str] = []
        """Ids of judgements that fitted only after rows were put together again, or not at all."""
        self.handled: dict[int, DeskRow] = {}
        """Rows that any judgement so far was about, by identity; all others are as they came."""
        self._touched: dict[int, DeskRow] = {}
        self._keys: tuple[str, ...] | None = None
        self._where: dict[Node, DeskRow] = {}
        for row in self.rows:
            self._where.update(dict.fromkeys(nodes(row.place), row))
        self.aside: set[Node] = set()
        self.english: dict[Node, tuple[str, str]] = {}
        """Edited English and who wrote it."""
        self.comments: dict[str, tuple[Comment, Place]] = {}
        self._commented: dict[int, list[Comment]] | None = None
        """The comments on each row, by its identity; None once one of them, or a row, is new."""
        self.opinions = Opinions(compared, for_good)
        self.conflicts: list[Conflict] = []
        self.assigned: tuple[str, ...] = ()
        self.sample: Sampling | None = None
        self._reviewers: dict[str, None] = {}

    def replay(self, judgements: Iterable[Judgement]) -> None:
        """Apply what stands of a log; what no longer fits joins the conflicts."""
        for judgement in standing(judgements):
            try:
                self.apply(judgement)
            except Unfit:
                self.adapted.append(judgement.id)
                try:
                    self.apply(judgement, strict=False)
                except Unfit as unfit:
                    self.conflicts.append(Conflict(judgement, str(unfit)))

    def apply(self, judgement: Judgement, *, strict: bool = True) -> None:
        """Do what a judgement says (undo and redo are not done here: see `standing`).

        Raises Unfit, with nothing changed where `strict`; InputError where the body is none of
        its act.
        """
        said = read_act(judgement.act, judgement.body)
        match said:
            case Marking():
                self._mark(judgement, said, strict)
            case Rearranging():
                self._rearrange(judgement, said, strict)
            case Remark():
                self._remark(judgement, said)
            case Settling():
                self._settle(said)
            case English():
                self._edit(judgement, said, strict)
            case OnFindings() | Changing() | Adding():
                try:
                    touched = self.opinions.take(judgement, said)
                except InputError as error:
                    raise Unfit(error.what) from error
                for article, index in touched:
                    self._forget_row({article: (index,)})
            case Assigning():
                self._assign(said, strict)
            case Sampling():
                self.sample = said
                self._forget_all()
        self._reviewers[judgement.reviewer] = None

    def touched(self) -> list[DeskRow]:
        """The rows that have changed since this was last asked."""
        some, self._touched = self._touched, {}
        return list(some.values())

    def keys(self) -> tuple[str, ...]:
        """The keys of all rows, in order; the same object as long as no row comes or goes."""
        if self._keys is None:
            self._keys = tuple(row.key for row in self.rows)
        return self._keys

    def progress(self) -> dict[str, int]:
        """How many rows have each status, and how many there are (`total`)."""
        counted = Counter(self.view(row)[1].status for row in self.rows if row.marks)
        rest = len(self.rows) - counted.total()
        told = {status.value: counted[status] for status in Status}
        told[Status.UNREVIEWED.value] += rest
        return {**told, "total": len(self.rows)}

    def row(self, place: Place) -> DeskRow | None:
        """The row that holds exactly these sentences."""
        row = self._holding(place)
        return row if row is not None and row.place == dict(place) else None

    def exists(self, node: Node) -> bool:
        """Whether the story has this sentence."""
        article, index = node
        return 0 <= index < self._lengths.get(article, 0)

    def reviewed(self) -> ReviewedStory:
        """The story as it stands."""
        made = [self.view(row) for row in self.rows]
        rows = tuple(
            row if row.index == index else replace(row, index=index)
            for index, (row, _) in enumerate(made)
        )
        compared = replace(self._compared, rows=rows, english=self._english_now())
        return ReviewedStory(
            compared=compared,
            reviews=tuple(review for _, review in made),
            aside=frozenset(self.aside),
            conflicts=(*self.conflicts, *self.opinions.stale()),
            reviewers=tuple(self._reviewers),
            assigned=self.assigned,
        )

    def view(self, row: DeskRow) -> tuple[Row, RowReview]:
        """A row with its findings as judged, and what was said of it; its index is the one it had
        in the pipeline, or 0."""
        if row.made is None:
            compared, findings = self.opinions.on(self._compare(row))
            marks = tuple(row.marks.values())
            last = max(marks, key=lambda mark: mark.at, default=None)
            row.made = (
                compared,
                RowReview(
                    status=last.status if last else Status.UNREVIEWED,
                    by=last.reviewer if last else "",
                    marks=marks,
                    comments=tuple(self._comments_on(row)),
                    findings=findings,
                    by_hand=row.by_hand,
                    assigned=row.assigned,
                    doubled=self._doubled(row),
                ),
            )
        return row.made

    def _comments_on(self, row: DeskRow) -> list[Comment]:
        if self._commented is None:
            self._commented = {}
            for comment, at in self.comments.values():
                self._commented.setdefault(id(self._holding(at)), []).append(comment)
        return self._commented.get(id(row), [])

    def _compare(self, row: DeskRow) -> Row:
        edited = [(n, self.english[n][0]) for n in sorted(nodes(row.place)) if n in self.english]
        if row.base is not None and not edited:
            return row.base
        key = f"{row.key} {edited}"
        if key not in self._known:
            self._known[key] = self._recompare(row.base or self._bare(row), self._english_now())
        return self._known[key]

    def _bare(self, row: DeskRow) -> Row:
        cells = (Cell(a.id, row.place.get(a.id, ())) for a in self._compared.story.articles)
        return Row(0, tuple(cells), 1.0)

    def _english_now(self) -> Mapping[str, Mapping[int, Translation]]:
        if not self.english:
            return self._compared.english
        now = {article: dict(made) for article, made in self._compared.english.items()}
        for (article_id, index), (text, reviewer) in self.english.items():
            article = self._compared.story.article(article_id)
            now.setdefault(article_id, {})[index] = Translation(
                source=article.sentences[index].text,
                text=text,
                source_lang=article.lang,
                target_lang="en",
                signature=f"{HUMAN}{reviewer}",
            )
        return now

    def _doubled(self, row: DeskRow) -> bool:
        return self.sample is not None and drawn(row.key, self.sample.seed) < self.sample.share

    def _holding(self, place: Place) -> DeskRow | None:
        """The row with the first sentence of a place that still stands in one."""
        found = (self._where.get(node) for node in sorted(nodes(place)))
        return next((row for row in found if row is not None), None)

    def _exact(self, places: Sequence[Place]) -> list[DeskRow]:
        found = [self.row(place) for place in places]
        if any(row is None for row in found):
            raise Unfit("these rows have changed in the meantime")
        return [row for row in found if row is not None]

    def _mark(self, judgement: Judgement, said: Marking, strict: bool) -> None:
        rows = self._exact(said.rows) if strict else self._regained(judgement, said)
        for row in rows:
            if judgement.act is Act.CLEAR:
                row.marks.pop(judgement.reviewer, None)
            else:
                status = STATUS[judgement.act]
                row.marks[judgement.reviewer] = Mark(judgement.reviewer, status, judgement.at)
            self._dirty(row)

    def _regained(self, judgement: Judgement, said: Marking) -> list[DeskRow]:
        """The rows of a replayed marking; an accepted one is put together again."""
        rows, lost = [], 0
        for place in said.rows:
            row = self.row(place)
            if row is None and judgement.act is Act.ACCEPT and all(map(self.exists, nodes(place))):
                row = self._force(place, judgement.reviewer)
            if row is None:
                lost += 1
            else:
                rows.append(row)
        if lost:
            reason = f"{lost} of the {len(said.rows)} rows it is about are no longer there"
            if not rows:
                raise Unfit(reason)
            self.conflicts.append(Conflict(judgement, reason))
        return rows

    def _rearrange(self, judgement: Judgement, said: Rearranging, strict: bool) -> None:
        exact = [self.row(place) for place in said.before]
        new = {n for _, place in said.after for n in nodes(place)}
        if not all(map(self.exists, new)):
            raise Unfit("a sentence it is about is no longer there")
        before = {node for place in said.before for node in nodes(place)}
        if any(node in self._where for node in new - before):
            raise Unfit("a sentence has come into another row in the meantime")
        if all(row is not None for row in exact):
            self._replace(judgement, said, [row for row in exact if row is not None])
        elif strict:
            raise Unfit("these rows have changed in the meantime")
        else:
            for _, place in said.after:
                self._force(place, judgement.reviewer)
            for node in before - new:
                self._take_out({node})
        self.aside -= new
        self.aside |= before - new

    def _replace(self, judgement: Judgement, said: Rearranging, rows: list[DeskRow]) -> None:
        kept = {id(row): row for row in rows}
        put: dict[int, list[DeskRow]] = {id(row): [] for row in rows}
        for at, place in said.after:
            same = self.row(place)
            if same is not None and id(same) in kept:
                put[id(rows[at])].append(same)
            else:
                put[id(rows[at])].append(DeskRow(dict(place), None, judgement.reviewer))
        for row in rows:
            for node in nodes(row.place):
                self._where.pop(node, None)
        for row in (each for some in put.values() for each in some):
            self._dirty(row)
            self._where.update(dict.fromkeys(nodes(row.place), row))
        self._commented = None
        self.rows = [new for row in self.rows for new in put.get(id(row), [row])]
        self._keys = None

    def _force(self, place: Place, reviewer: str) -> DeskRow:
        """Put these sentences into one row, whatever rows they stand in now."""
        same = self.row(place)
        if same is not None:
            return same
        touched = [row for row in self.rows if nodes(row.place) & nodes(place)]
        nearest = max(touched, key=lambda row: len(nodes(row.place) & nodes(place)), default=None)
        position = self.rows.index(nearest) if nearest else self._after(place)
        new = DeskRow(dict(place), None, reviewer)
        self._dirty(new)
        self.rows.insert(position, new)
        self._keys = None
        self._take_out(nodes(place))
        self._where.update(dict.fromkeys(nodes(place), new))
        self._commented = None
        self.aside -= nodes(place)
        return new

    def _after(self, place: Place) -> int:
        """Where a row of sentences that stand in none belongs: behind what stands before them."""
        article, index = min(nodes(place))
        before = [
            number
            for number, row in enumerate(self.rows)
            if row.place.get(article, (index,))[0] < index
        ]
        return before[-1] + 1 if before else 0

    def _take_out(self, out: set[Node]) -> None:
        for row in {id(r): r for r in map(self._where.get, out) if r is not None}.values():
            row.place = {
                article: left
                for article, indices in row.place.items()
                if (left := tuple(i for i in indices if (article, i) not in out))
            }
            row.base, row.marks = None, {}
            self._dirty(row)
        for node in out:
            self._where.pop(node, None)
        self._commented = None
        self.rows = [row for row in self.rows if row.place]
        self._keys = None

    def _remark(self, judgement: Judgement, said: Remark) -> None:
        if not any(map(self.exists, nodes(said.row))):
            raise Unfit("the row it is about is no longer there")
        at = {said.article: said.row[said.article]} if said.article else said.row
        comment = Comment(judgement.id, judgement.reviewer, judgement.at, said.article, said.text)
        self.comments[judgement.id] = comment, at
        self._commented = None
        self._forget_row(at)

    def _settle(self, said: Settling) -> None:
        if said.comment not in self.comments:
            raise Unfit("the comment is no longer there")
        comment, at = self.comments[said.comment]
        self.comments[said.comment] = replace(comment, settled=True), at
        self._commented = None
        self._forget_row(at)

    def _edit(self, judgement: Judgement, said: English, strict: bool) -> None:
        node = (said.article, said.sentence)
        if not self.exists(node):
            raise Unfit("the sentence is no longer there")
        if strict and said.before != self.english_of(node):
            raise Unfit("the English has been changed in the meantime")
        self.english[node] = said.after, judgement.reviewer
        self._forget_row({said.article: (said.sentence,)})

    def english_of(self, node: Node) -> str:
        """The English that stands for a sentence; empty where there is none."""
        if node in self.english:
            return self.english[node][0]
        made = self._compared.english.get(node[0], {}).get(node[1])
        return made.text if made else ""

    def _assign(self, said: Assigning, strict: bool) -> None:
        if not said.rows:
            self.assigned = said.reviewers
            return
        rows = self._exact(said.rows) if strict else [r for p in said.rows if (r := self.row(p))]
        if not rows:
            raise Unfit("the rows it is about are no longer there")
        for row in rows:
            row.assigned = said.reviewers
            self._dirty(row)

    def _forget_row(self, place: Place) -> None:
        row = self._holding(place)
        if row is not None:
            self._dirty(row)

    def _forget_all(self) -> None:
        for row in self.rows:
            self._dirty(row)

    def _dirty(self, row: DeskRow) -> None:
        row.made = None
        self._touched[id(row)] = row
        self.handled[id(row)] = row


def drawn(key: str, seed: int) -> float:
    """A number 0..1 that follows from a row and a seed alone."""
    digest = sha256(f"{seed} {key}".encode()).digest()
    return int.from_bytes(digest[:6]) / 2**48
