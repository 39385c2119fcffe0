"""Pairs of texts with a label, said the same or not, out of every set that consistency is fitted
and measured on."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path

import ftfy

from gold import GoldFinding, GoldRow, GoldStory, MarkedText, read_pairs
from gold_english import CORPORA, load, stories
from padan.consistency import Side
from padan.consistency.side import least_confidence
from padan.model import Severity, Translation

SYSTEMS = ("google", "microsoft", "nllb", "opusmt", "argos", "bergamot-tiny")
MEANING = (
    "critical_id8_negation",
    "critical_id9_ne_replaced",
    "critical_id10_numbers_replaced",
    "critical_id7_antonym",
    "critical_id11_gender",
    "critical_id25_ne_removed",
    "critical_id6_addition",
    "critical_id4_codemix",
    "critical_id21_adj_adv_removed",
    "critical_id22_verb_removed",
    "critical_id23_noun_removed",
    "critical_id24_subj_removed",
    "major_id3_hypernym",
    "major_id5_pp_removed",
    "major_id17_tense",
    "major_id18_aspect",
    "major_id19_question",
)
"""The kinds of DEMETR that change what is said."""
CONTROLS = (
    "minor_id28_final_punc_removed",
    "minor_id30_tokenized",
    "minor_id31_full_lower",
    "minor_id32_first_lower",
)
"""The kinds of DEMETR that must not be flagged."""
SERIOUS = frozenset({Severity.CRITICAL, Severity.MAJOR})
Spans = tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Item:
    """Two texts and whether they say the same."""

    source: str
    """The set it is from."""
    name: str
    """What it is within the set: a kind, a system, a pair's item, a row and article."""
    reference: Side
    retelling: Side
    departs: float
    """0 where they say the same, 1 where a reviewer would call it a departure, or a guess."""
    tune: bool
    """In the half to tune on."""
    group: int = 0
    """Number of the row, premise or pair: what must not lie in both halves."""
    severity: str = ""
    """The worst departure that is marked, where one is."""
    spans: tuple[Spans, Spans] = field(default=((), ()))
    """Marked words of either text."""
    kinds: tuple[str, ...] = ()
    """Kinds of the marked departures."""


def rows_of(path: Path) -> list[dict[str, str]]:
    """The objects of a JSON lines file."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def demetr(path: Path) -> Iterator[Item]:
    """Every claim with its row's sentence, clean ones once a row (name `good`)."""
    seen = set()
    for row in rows_of(path):
        reference = Side(ftfy.fix_text(row["id"]), "id", english=row["nllb"])
        number, tune = int(row["row"]), int(row["row"]) % 2 == 0
        if (number, row["good"]) not in seen:
            seen.add((number, row["good"]))
            yield Item("demetr", "good", reference, Side(row["good"], "en"), 0.0, tune, number)
        departs = float(row["kind"] in MEANING)
        yield Item("demetr", row["kind"], reference, Side(row["bad"], "en"), departs, tune, number)


def demetr_english(path: Path) -> Iterator[Item]:
    """The same claims against the human English: two English outlets."""
    human = {row["id"]: row["en"] for row in rows_of(path)}
    fixed = {ftfy.fix_text(text): english for text, english in human.items()}
    for item in demetr(path):
        reference = Side(fixed[item.reference.text], "en")
        yield replace(item, source="demetr en", reference=reference)


def flores(path: Path) -> Iterator[Item]:
    """Human Indonesian against every system's; `departs` is left at 0."""
    for row in rows_of(path):
        number = int(row["row"])
        reference = Side(ftfy.fix_text(row["reference"]), "id")
        for system in SYSTEMS:
            yield Item(
                "flores", system, reference, Side(row[system], "id"), 0.0, number % 2 == 0, number
            )


def indonli(path: Path) -> Iterator[Item]:
    """Entailed and contradicting hypotheses; the halves differ in their premises."""
    for row in rows_of(path):
        if row["label"] not in {"e", "c"}:
            continue
        group = int(sha256(row["premise"].encode()).hexdigest()[:8], 16)
        yield Item(
            "indonli",
            row["label"],
            Side(row["premise"], "id"),
            Side(row["hypothesis"], "id"),
            float(row["label"] == "c"),
            group % 2 == 0,
            group,
        )


def pairs(folder: Path = CORPORA / "pairs") -> Iterator[Item]:
    """The departure and the harmless side of every minimal pair."""
    for number, pair in enumerate(read_pairs(folder)):
        reference = Side(pair.reference.text, pair.reference_lang, published=pair.published)

        def side(text: MarkedText, english: str, lang: str = pair.retelling_lang) -> Side:
            return Side(text.text, lang, english=english or None)

        for departs, text, english in (
            (1.0, pair.departure, pair.departure_en),
            (0.0, pair.harmless, pair.harmless_en),
        ):
            marked = bool(departs)
            yield Item(
                "pairs",
                pair.item,
                reference,
                side(text, english),
                departs,
                pair.part == "tune",
                number,
                pair.severity if marked else "",
                (pair.reference.spans, text.spans) if marked else ((), ()),
                ("date" if pair.kind == "time" else pair.kind,) if marked else (),
            )


def story_cells(folder: Path = CORPORA, *, translated: bool = True) -> Iterator[Item]:
    """Every cell of the gold stories whose row the reference speaks in too; odd rows tune.

    Our English is the stored one (gold_english.py), none if not `translated`. A departure is what
    is marked as major or critical; minor ones stay in `severity`.
    """
    english = load() if translated else {}
    for story in stories(folder):
        for number, row in enumerate(story.rows):
            if not row.cells[story.reference]:
                continue
            for file, ids in row.cells.items():
                if file != story.reference and ids:
                    yield _cell(story, row, file, english, number)


def _cell(
    story: GoldStory, row: GoldRow, file: str, english: dict[str, Translation], number: int
) -> Item:
    reference, starts = _side(story, story.reference, row.cells[story.reference], english)
    retelling, own_starts = _side(story, file, row.cells[file], english)
    found = [
        f
        for f in story.findings
        if f.row == row.id and f.article == file and f.severity != "trivial"
    ]
    order = [s.value for s in Severity]
    severity = min((f.severity for f in found), key=order.index, default="")
    return Item(
        "stories",
        f"{story.id} {row.id} {file}",
        reference,
        retelling,
        float(severity in {"critical", "major"}),
        number % 2 == 1,
        number,
        severity,
        (_marked(found, 0, starts), _marked(found, 1, own_starts)),
        tuple(f.kind for f in found),
    )


def _side(
    story: GoldStory, file: str, ids: Iterable[str], english: dict[str, Translation]
) -> tuple[Side, list[tuple[int, int, int]]]:
    """A cell's side, and (start in the article, end, start in the cell) of its sentences."""
    article = story.articles[file]
    chosen = [s for s in article.sentences if s.id in set(ids)]
    starts, at = [], 0
    for sentence in chosen:
        starts.append((sentence.start, sentence.end, at))
        at += len(sentence.text) + 1
    ours = [english.get(s.text) for s in chosen]
    known = [t for t in ours if t is not None]
    lang = story.languages[file]
    whole = lang == "id" and len(known) == len(chosen)
    return Side(
        " ".join(s.text for s in chosen),
        lang,
        english=" ".join(t.text for t in known) if whole else None,
        english_faults=tuple(fault for t in known for fault in t.faults) if whole else (),
        english_confidence=least_confidence(known) if whole else None,
    ), starts


def _marked(
    found: Iterable[GoldFinding], side: int, starts: Iterable[tuple[int, int, int]]
) -> Spans:
    places = list(starts)
    spans = []
    for finding in found:
        span = (finding.reference, finding.retelling)[side]
        for start, end, at in places if span else ():
            if span and start <= span[0] < end:
                spans.append((at + span[0] - start, at + min(span[1], end) - start))
    return tuple(spans)
