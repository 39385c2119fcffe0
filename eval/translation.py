"""Measures translation: stored outputs of six systems, the fault checks, and an engine.

    python eval/translation.py                              scores, lost sentences, alarms
    python eval/translation.py --engine gemma --rows 100    translate and score the first rows

Reads `flores/id-en.jsonl` and `flores/en-id.jsonl` (FLORES-200 dev with stored outputs) under
--data or PADAN_DATA. Bounds of the fault checks were chosen on argos, bergamot-tiny, microsoft and
opusmt; google and nllb confirm them.
"""

from __future__ import annotations

import argparse
import html
import json
import os
import re
import sys
import time
from collections import Counter
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

import sacrebleu

from padan.engines import registry
from padan.errors import PadanError
from padan.model import FaultKind, Translation
from padan.translate import clean, find_faults, translate

SYSTEMS = ("argos", "bergamot-tiny", "microsoft", "opusmt", "google", "nllb")
DIRECTIONS = (("id", "en"), ("en", "id"))
STORED_BLEU = {
    "id-en": {
        "argos": 29.5,
        "bergamot-tiny": 39.5,
        "google": 47.5,
        "microsoft": 47.0,
        "nllb": 39.2,
        "opusmt": 35.1,
    },
    "en-id": {
        "argos": 34.0,
        "bergamot-tiny": 46.1,
        "google": 49.0,
        "microsoft": 49.4,
        "nllb": 40.9,
        "opusmt": 37.2,
    },
}
"""BLEU as stored in mozilla/firefox-translations-models."""
SEVERAL_SENTENCES = re.compile(r'[.!?]["”’)]? [A-Z]')
LOST = 0.7
"""An output shorter than this share of the reference has lost a sentence."""

Row = dict[str, Any]


def load(folder: Path, direction: str) -> list[Row]:
    """The rows of one direction."""
    lines = (folder / "flores" / f"{direction}.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines]


def scores(outputs: Sequence[str], references: Sequence[str]) -> dict[str, Any]:
    """BLEU and chrF with sacrebleu's signatures."""
    found: dict[str, Any] = {}
    for name, metric in (("bleu", sacrebleu.BLEU()), ("chrf", sacrebleu.CHRF())):
        found[name] = round(metric.corpus_score(list(outputs), [list(references)]).score, 2)
        found[f"{name}_signature"] = str(metric.get_signature())
    return found


def rescore(rows: Sequence[Row], direction: str) -> dict[str, Any]:
    """Each system's scores, and how far its BLEU is from the stored one."""
    references = [row["reference"] for row in rows]
    found = {}
    for system in SYSTEMS:
        one = scores([row[system] for row in rows], references)
        one["from_stored"] = round(one["bleu"] - STORED_BLEU[direction][system], 2)
        found[system] = one
    return found


def kinds(row: Row, system: str, source: str, target: str) -> set[FaultKind]:
    """The faults found in one output. Google's outputs hold HTML entities, which are no fault."""
    text = html.unescape(row[system])
    faults = find_faults(clean(row["source"]), text, source_lang=source, target_lang=target)
    return {fault.kind for fault in faults}


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
            short = FaultKind.SHORT in kinds(row, system, source, target)
            count["lost"] += lost
            count["caught"] += lost and short
            count["alarms"] += short and not lost
        found[system] = dict(count)
    return found


def alarms(rows: Sequence[Row], source: str, target: str) -> dict[str, dict[str, int]]:
    """How many outputs of each system, and of the human translators, each check suspects."""
    found = {}
    for system in (*SYSTEMS, "reference"):
        count = Counter(kind.value for row in rows for kind in kinds(row, system, source, target))
        found[system] = dict(sorted(count.items()))
    return found


def run_engine(rows: Sequence[Row], spec: str, source: str, target: str) -> dict[str, Any]:
    """Translate these rows and score what comes out, with time and memory."""
    translator = registry.translator(spec)
    texts = [row["source"] for row in rows]
    # Loading is told apart from translating, so that the rate holds for long runs too.
    began = time.perf_counter()
    translate(["Ya." if source == "id" else "Yes."], translator=translator, source=source,
              target=target, memory={})  # fmt: skip
    loaded, cpu = time.perf_counter(), time.process_time()
    done = translate(texts, translator=translator, source=source, target=target, memory={})
    wall, cpu = time.perf_counter() - loaded, time.process_time() - cpu
    return {
        "engine": translator.signature,
        "rows": len(rows),
        **scores([t.text if t else "" for t in done], [row["reference"] for row in rows]),
        "load_s": round(loaded - began, 1),
        "sentences_per_s": round(len(rows) / wall, 2),
        "cpu_s_per_sentence": round(cpu / len(rows), 2),
        "peak_mb": peak_megabytes(),
        "not_translated": sum(t is None for t in done),
        "faults": _faults(done),
    }


def _faults(done: Sequence[Translation | None]) -> dict[str, int]:
    return dict(Counter(fault.kind.value for t in done if t for fault in t.faults))


def peak_megabytes() -> int | None:
    """Peak resident memory of this process; None where the system does not tell."""
    try:
        import resource
    except ImportError:
        return None
    unit = 1_000_000 if sys.platform == "darwin" else 1_000
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // unit


def stored(folder: Path) -> dict[str, Any]:
    """All figures that need no engine."""
    found: dict[str, Any] = {}
    for source, target in DIRECTIONS:
        rows = load(folder, f"{source}-{target}")
        found[f"{source}-{target}"] = {
            "scores": rescore(rows, f"{source}-{target}"),
            "lost_sentences": lost_sentences(rows, source, target),
            "alarms": alarms(rows, source, target),
        }
    return found


def show(figures: dict[str, Any]) -> None:
    """The stored systems' figures for people."""
    for direction, parts in figures.items():
        print(f"\n{direction}: stored outputs, FLORES-200 dev")
        for system, one in parts["scores"].items():
            lost = parts["lost_sentences"][system]
            suspected = ", ".join(f"{k} {n}" for k, n in parts["alarms"][system].items())
            print(
                f"  {system:14} BLEU {one['bleu']:5.2f} ({one['from_stored']:+.2f})"
                f"  chrF {one['chrf']:5.2f}  lost sentences caught {lost['caught']}/{lost['lost']},"
                f" other alarms {lost['alarms']}/{lost['rows'] - lost['lost']}"
                f"  | all rows: {suspected or 'no alarms'}"
            )
        print(f"  {'human':14} all rows: {parts['alarms']['reference']}")
        print(f"  {one['bleu_signature']}\n  {one['chrf_signature']}")


def main() -> int:
    """Run; 2 where the data is missing or an engine cannot run."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--data", default=os.environ.get("PADAN_DATA"), help="holds flores/")
    parser.add_argument("--engine", help="translate with this engine instead, say gemma")
    parser.add_argument("--rows", type=int, default=100, help="how many rows for --engine")
    parser.add_argument("--start", type=int, default=0, help="the first row for --engine")
    parser.add_argument("--direction", choices=("id-en", "en-id"), default="id-en")
    parser.add_argument("--json", action="store_true", help="print JSON")
    options = parser.parse_args()
    if not options.data or not (Path(options.data) / "flores" / "id-en.jsonl").is_file():
        print("no flores/id-en.jsonl; name the data folder with --data or PADAN_DATA",
              file=sys.stderr)  # fmt: skip
        return 2
    folder = Path(options.data)
    if options.engine:
        source, _, target = options.direction.partition("-")
        rows = load(folder, options.direction)[options.start :][: options.rows]
        try:
            figures = run_engine(rows, options.engine, source, target)
        except PadanError as error:
            print(error, file=sys.stderr)
            return 2
        print(json.dumps(figures, indent=None if options.json else 2))
        return 0
    figures = stored(folder)
    if options.json:
        print(json.dumps(figures))
    else:
        show(figures)
        print(f"padan {version('padan')}, sacrebleu {version('sacrebleu')}, no engine, no seed")
    return 0


if __name__ == "__main__":
    sys.exit(main())
