"""Rows as translators' tools hold them: a unit per sentence with its English, or per row and
retelling with what the reference says.

A unit knows what it was made from, so that what is changed in a tool can be told on import.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePosixPath
from typing import Final
from urllib.parse import urlsplit

from padan.consistency.reasons import reason
from padan.engines.languages import base_language
from padan.export.filters import ChosenRow, ChosenStory
from padan.export.policy import Policy, TextPolicy
from padan.export.xmltext import digest
from padan.model import Article, Cell, Finding, Sentence, Severity, Status, Translation
from padan.translate.memory import HUMAN, is_human
from padan.view.reading import Reading
from padan.view.words import kind_label, severity_label

ENGLISH: Final = "en"


class Sides(StrEnum):
    """What the two sides of a unit are."""

    ENGLISH = "english"
    """A sentence of an outlet, and its English."""
    RETELLING = "retelling"
    """What the reference says in a row, and what a retelling says, in another language."""


@dataclass(frozen=True, slots=True)
class CatUnit:
    """A unit of a translator's tool. Texts are plain; language codes are BCP 47."""

    id: str
    """`article.sentence` or, of a retelling, `article.sentences_article.sentences`."""
    source: str
    target: str
    """Empty where there is none."""
    source_lang: str
    target_lang: str
    status: Status = Status.UNREVIEWED
    """Of the row."""
    machine: bool = False
    """An engine made the target."""
    author: str = ""
    """The person who made the target."""
    notes: tuple[str, ...] = ()
    props: tuple[tuple[str, str], ...] = ()
    """Names and values, see `PROPS`."""


PROPS: Final = {
    "sides": "english: a sentence and its English; retelling: a reference and a retelling",
    "story": "id of the story",
    "row": "number of the row, from 1",
    "place": "the row by its sentences: article:sentence,sentence|article:sentence",
    "outlet": "who says it; of a retelling both, the reference's first",
    "url": "where it stood",
    "article": "id of the article",
    "sentences": "numbers of the sentences in the article, from 0",
    "confidence": "0..1 that the sentences of the row belong together",
    "consistency": "0..1 that a reviewer would say that retelling and reference say the same",
    "status": "what reviewers said of the row: unreviewed, accepted, rejected, second-look",
    "by": "who said so",
    "findings": "kinds and severities of what differs, without what reviewers dismissed",
    "signature": "what aligned, translated and compared, with settings",
    "machine": "digest of the target where an engine made it",
    "was": "digest of the target as exported: whether it was changed since",
    "notes": "digests of the notes as exported: whether any came since",
}
"""The properties of a unit and what they hold; in a file the names begin with `x-padan-`."""


@dataclass(frozen=True, slots=True)
class Bundle:
    """What goes into one file: units of one outlet, or of one reference and one retelling."""

    sides: Sides
    outlets: tuple[str, ...]
    source_lang: str
    target_lang: str


@dataclass(frozen=True, slots=True)
class Part:
    """The units of one article in one bundle."""

    bundle: Bundle
    story: str
    article: Article
    units: Iterator[CatUnit]


def unit_id(*cells: tuple[str, tuple[int, ...]]) -> str:
    """The id of a unit on these sentences of these articles."""
    return "_".join(".".join([article, *map(str, indices)]) for article, indices in cells)


class UnitMaker:
    """Makes units of a story, and counts what may not leave."""

    def __init__(self, policy: Policy) -> None:
        self._policy = policy
        self._last: tuple[ChosenStory, _StoryUnits] | None = None
        self.withheld = 0
        """Units left out because the text of an outlet may not leave."""

    def parts(self, chosen: ChosenStory, sides: Sides) -> Iterator[Part]:
        """The units of a story, article by article. Go through a part before asking for the next
        one."""
        if self._last is None or self._last[0] is not chosen:
            self._last = chosen, _StoryUnits(chosen, self._policy)
        maker = self._last[1]
        for article in chosen.story.compared.story.articles:
            bundle = maker.bundle(article, sides)
            if bundle is not None:
                units = self._units(maker, article, sides)
                yield Part(bundle, chosen.story.compared.story.id, article, units)

    def _units(self, maker: _StoryUnits, article: Article, sides: Sides) -> Iterator[CatUnit]:
        leaves = maker.leaves(article, sides)
        make = maker.english if sides is Sides.ENGLISH else maker.retelling
        for unit in make(article):
            if leaves:
                yield unit
            else:
                self.withheld += 1


class _StoryUnits:
    """The units of one story, with its look-ups made once."""

    def __init__(self, chosen: ChosenStory, policy: Policy) -> None:
        self._policy = policy
        self._reading = Reading(chosen.story.compared)
        compared = chosen.story.compared
        self._english = compared.english
        self._reference = self._reading.reference
        self._signature = " ".join(f"{stage}={s}" for stage, s in compared.signatures.items())
        self._rows: dict[str, list[tuple[ChosenRow, Cell]]] = {}
        for row in chosen.rows:
            for cell in row.cells:
                self._rows.setdefault(cell.article, []).append((row, cell))
        self._story = compared.story.id
        self._told_of_rows: dict[int, tuple[tuple[str, str], ...]] = {}

    def bundle(self, article: Article, sides: Sides) -> Bundle | None:
        """Where the units of an article go; None where it has none."""
        if article.id not in self._rows:
            return None
        outlet = _outlet(article)
        if sides is Sides.ENGLISH:
            if base_language(article.lang) == ENGLISH:
                return None
            return Bundle(sides, (outlet,), article.lang, ENGLISH)
        reference = self._reference
        if reference is None or article is reference:
            return None
        if base_language(article.lang) == base_language(reference.lang):
            return None
        return Bundle(sides, (_outlet(reference), outlet), reference.lang, article.lang)

    def leaves(self, article: Article, sides: Sides) -> bool:
        """Whether the texts of such units may leave."""
        both = self._both(article) if sides is Sides.RETELLING else (article,)
        return self._policy.least(both) is TextPolicy.FULL

    def _both(self, article: Article) -> tuple[Article, ...]:
        return (self._reference, article) if self._reference else (article,)

    def english(self, article: Article) -> Iterator[CatUnit]:
        """A unit for every sentence that stands in a row."""
        made = self._english.get(article.id, {})
        about = (("sides", "english"), ("story", self._story))
        quotes = self._policy.least(self._both(article)) is TextPolicy.FULL
        outlet = _outlet(article)
        for row, cell in self._rows[article.id]:
            told = self._told(row, cell, outlet, article.url)
            sentences = self._reading.sentences(cell)
            findings = _placed(cell, sentences)
            for sentence in sentences:
                translation = made.get(sentence.index)
                said = [*_doubts(translation), *_comments(row, sentence is sentences[0])]
                found = findings.get(sentence.index, [])
                said += map(_told_finding, filter(_matters, found)) if quotes else ()
                yield self._unit(
                    unit_id((article.id, (sentence.index,))),
                    (sentence.text, article.lang),
                    (translation.text if translation else "", ENGLISH),
                    row,
                    translation,
                    said,
                    (*about, *told, *_about(article, (sentence.index,), found)),
                )

    def retelling(self, article: Article) -> Iterator[CatUnit]:
        """A unit for every row in which both the reference and the retelling say something."""
        reference = self._reference
        assert reference is not None
        about = (("sides", "retelling"), ("story", self._story))
        outlets = f"{_outlet(reference)} | {_outlet(article)}"
        urls = f"{reference.url} | {article.url}".strip(" |")
        for row, cell in self._rows[article.id]:
            other = self._reading.reference_cell(row.row)
            if other is None or not other.sentences or not cell.sentences:
                continue
            findings = cell.comparison.findings if cell.comparison else ()
            said = [*_comments(row), *map(_told_finding, filter(_matters, findings))]
            told = self._told(row, cell, outlets, urls)
            yield self._unit(
                unit_id((reference.id, other.sentences), (article.id, cell.sentences)),
                (self._reading.text(other), reference.lang),
                (self._reading.text(cell), article.lang),
                row,
                None,
                said,
                (*about, *told, *_about(article, cell.sentences, findings)),
            )

    def _told(
        self, row: ChosenRow, cell: Cell, outlet: str, url: str
    ) -> tuple[tuple[str, str], ...]:
        consistency = cell.comparison.consistency if cell.comparison else None
        return (
            *self._of_row(row),
            ("outlet", outlet),
            ("url", url),
            ("consistency", "" if consistency is None else f"{consistency:.4g}"),
            ("signature", self._signature),
        )

    def _of_row(self, row: ChosenRow) -> tuple[tuple[str, str], ...]:
        """What is the same in all cells of a row."""
        told = self._told_of_rows.get(row.row.index)
        if told is None:
            told = self._told_of_rows[row.row.index] = (
                ("row", str(row.row.index + 1)),
                ("place", row.place),
                ("confidence", f"{row.row.confidence:.4g}"),
                ("status", row.review.status.value),
                ("by", row.review.by),
            )
        return told

    def _unit(
        self,
        unit: str,
        source: tuple[str, str],
        target: tuple[str, str],
        row: ChosenRow,
        made: Translation | None,
        notes: list[str],
        props: tuple[tuple[str, str], ...],
    ) -> CatUnit:
        human = made is not None and is_human(made.signature)
        was = digest(target[0])
        more = (
            ("machine", was if made and not human else ""),
            ("was", was),
            ("notes", " ".join(map(digest, notes))),
        )
        return CatUnit(
            id=unit,
            source=source[0],
            target=target[0],
            source_lang=source[1],
            target_lang=target[1],
            status=row.review.status,
            machine=made is not None and not human,
            author=made.signature.removeprefix(HUMAN) if made and human else "",
            notes=tuple(notes),
            # A list first: it takes a third of the time of a generator, and this is done for each.
            props=tuple([prop for prop in (*props, *more) if prop[1]]),
        )


def _outlet(article: Article) -> str:
    host = urlsplit(article.url).netloc if "://" in article.url else ""
    return article.outlet.strip() or host or PurePosixPath(article.source).stem or article.id


def _about(
    article: Article, sentences: tuple[int, ...], findings: list[Finding] | tuple[Finding, ...]
) -> tuple[tuple[str, str], ...]:
    kinds = dict.fromkeys(f"{f.kind.value}/{f.severity.value}" for f in findings)
    return (
        ("article", article.id),
        ("sentences", ",".join(map(str, sentences))),
        ("findings", " ".join(kinds)),
    )


def _placed(cell: Cell, sentences: list[Sentence]) -> dict[int, list[Finding]]:
    """Findings by the sentence that they begin in; those without a place go to the first."""
    placed: dict[int, list[Finding]] = {}
    for finding in cell.comparison.findings if cell.comparison and sentences else ():
        start = finding.retelling.start if finding.retelling else -1
        found = next((s for s in sentences if s.start <= start < s.end), sentences[0])
        placed.setdefault(found.index, []).append(finding)
    return placed


def _matters(finding: Finding) -> bool:
    return finding.severity is not Severity.TRIVIAL


def _told_finding(finding: Finding) -> str:
    doubt = ", perhaps our error" if finding.perhaps_ours else ""
    kind, severity = kind_label(finding.kind).name, severity_label(finding.severity).name
    return f"{kind} ({severity.lower()}{doubt}): {reason(finding)}"


def _doubts(translation: Translation | None) -> Iterator[str]:
    for fault in translation.faults if translation else ():
        yield f"Doubtful: {fault.reason}."


def _comments(row: ChosenRow, first: bool = True) -> Iterator[str]:
    """Open comments, at the first sentence of a cell: those on the row, and those on the cell."""
    for comment in row.review.comments if first else ():
        if not comment.settled:
            yield f"{comment.reviewer}: {comment.text}"


def named(unit: CatUnit) -> dict[str, str]:
    """The properties of a unit by name."""
    return dict(unit.props)
