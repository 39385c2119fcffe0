"""How well the fault checks find what is lost, and how often they suspect sound translations."""

from __future__ import annotations

import html
import json
import re
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from padan.model import FaultKind
from padan.translate import clean, find_faults

SYSTEMS = ("argos", "bergamot-tiny", "microsoft", "opusmt", "google", "nllb")
HUMAN = "human"
UNSEEN = "FLORES-200 devtest"
"""The set whose alarms were not looked at while the checks were written."""
SEVERAL_SENTENCES = re.compile(r'[.!?]["”’)]? [A-Z]')
LOST = 0.7
"""An output shorter than this share of the reference has lost a sentence."""

Row = dict[str, Any]


def kinds(source: str, text: str, source_lang: str, target_lang: str) -> set[FaultKind]:
    """The faults found in one translation."""
    faults = find_faults(clean(source), text, source_lang=source_lang, target_lang=target_lang)
    return {fault.kind for fault in faults}


def output(row: Row, system: str) -> str:
    """A system's output, or the human translation, without the mojibake of the data.

    Google's outputs hold HTML entities; both are no fault of a translation.
    """
    return clean(html.unescape(row["reference" if system == HUMAN else system]))


def lost_sentences(rows: Sequence[Row], source: str, target: str) -> dict[str, dict[str, int]]:
    """For each system, on rows of several sentences: outputs that lost one, and how many of these
    and of all the others were called short.
    """
    several = [row for row in rows if SEVERAL_SENTENCES.search(row["source"])]
    found = {}
    for system in SYSTEMS:
        count: Counter[str] = Counter(rows=len(several), lost=0, caught=0, alarms=0)
        for row in several:
            lost = len(row[system]) < LOST * len(row["reference"])
            short = FaultKind.SHORT in kinds(row["source"], output(row, system), source, target)
            count["lost"] += lost
            count["caught"] += lost and short
            count["alarms"] += short and not lost
        found[system] = dict(count)
    return found


def alarms(rows: Sequence[Row], source: str, target: str) -> dict[str, dict[str, int]]:
    """How many outputs of each system, and of the human translators, each check suspects."""
    found = {}
    for system in (*SYSTEMS, HUMAN):
        count = Counter(
            kind.value
            for row in rows
            for kind in kinds(row["source"], output(row, system), source, target)
        )
        found[system] = dict(sorted(count.items()))
    return found


def highest_share(counts: Iterable[tuple[dict[str, int], int]]) -> float:
    """The largest share of sentences that one check suspects in any of these sets."""
    return max((n / rows for found, rows in counts for n in found.values()), default=0.0)


def human_alarms(folder: Path) -> dict[str, dict[str, int]]:
    """How many human translations each check suspects in further sets, as far as they are there.

    NTREX-128, whose alarms were read while the checks were written, and the sentences of FLORES-200
    devtest that DEMETR has, whose alarms were not.
    """
    found = {}
    for name, rows in (
        ("NTREX-128", _rows(folder / "ntrex" / "ntrex.jsonl", "id", "en")),
        (UNSEEN, _rows(folder / "demetr" / "demetr.jsonl", "id", "en")),
    ):
        for source, target in (("id", "en"), ("en", "id")) if rows else ():
            count = Counter(
                kind.value
                for row in rows
                for kind in kinds(row[source], row[target], source, target)
            )
            found[f"{name} {source}-{target}"] = {"rows": len(rows), **dict(sorted(count.items()))}
    return found


def _rows(path: Path, *fields: str) -> list[Row]:
    """Distinct rows of these fields, cleaned; none where the file is not there."""
    if not path.is_file():
        return []
    lines = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    distinct = dict.fromkeys(tuple(clean(line[name]) for name in fields) for line in lines)
    return [dict(zip(fields, values, strict=True)) for values in distinct]


def damage(rows: Sequence[Row], source: str, target: str) -> dict[str, float]:
    """Share of damaged human translations in which the right check speaks, by what was done.

    Each damage is made where it can be: a number of the translation changed, a name in the middle
    replaced or taken out, the second half left in the source's language, the end repeated.
    """
    found: Counter[str] = Counter()
    made: Counter[str] = Counter()
    for row in rows:
        text = output(row, HUMAN)
        for name, kind, broken in _broken(row["source"], text):
            made[name] += 1
            found[name] += kind in kinds(row["source"], broken, source, target)
    return {name: round(found[name] / made[name], 3) for name in sorted(made)}


_NUMBER = re.compile(r"\d+")
_NAME = re.compile(r"(?<=[a-z,] )[A-Z][a-z]{3,}(?: [A-Z][a-z]{3,})+(?=[ ,.])")


def _broken(source: str, text: str) -> Iterable[tuple[str, FaultKind, str]]:
    words = text.split()
    half = " ".join(words[: len(words) // 2])
    number, name = _NUMBER.search(text), _NAME.search(text)
    if number:
        other = str(int(number.group()) + 13)
        changed = text[: number.start()] + other + text[number.end() :]
        yield "number changed", FaultKind.NUMBER, changed
    if name:
        for how, other in (("replaced", "Tovela Brumswick"), ("left out", "")):
            yield f"name {how}", FaultKind.NAME, text[: name.start()] + other + text[name.end() :]
    if len(words) > 8:
        left = " ".join(source.split()[len(source.split()) // 2 :])
        yield "half untranslated", FaultKind.UNTRANSLATED, f"{half} {left}"
        yield "half left out", FaultKind.SHORT, f"{half}."
        yield "end repeated", FaultKind.REPETITION, f"{text} {' '.join(words[-3:] * 5)}"
        yield "not translated", FaultKind.LANGUAGE, source


def speed(rows: Sequence[Row], source: str, target: str) -> int:
    """Sentences whose faults are looked for in a second of CPU time."""
    pairs = [(clean(row["source"]), output(row, HUMAN)) for row in rows]
    find_faults(*pairs[0], source_lang=source, target_lang=target)  # reads the data files
    begun = time.process_time()
    for before, after in pairs:
        find_faults(before, after, source_lang=source, target_lang=target)
    return round(len(pairs) / max(time.process_time() - begun, 1e-6))
