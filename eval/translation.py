"""Measures translation: stored outputs of six systems, the fault checks, and an engine.

    python eval/translation.py                              scores, lost sentences, alarms
    python eval/translation.py --samples 0 --metrics bleu   the same quickly, without intervals
    python eval/translation.py --engine gemma --rows 100    translate and score the first rows
    python eval/translation.py --engine gemma --quality good --rows 200-300 --pool POOL.jsonl

Reads `flores/id-en.jsonl` and `flores/en-id.jsonl` (FLORES-200 dev with stored outputs) under
--data or PADAN_DATA, and ntrex/ and demetr/ where they are. Bounds on length were chosen on argos,
bergamot-tiny, microsoft and opusmt; google and nllb confirm them. COMET is printed as published, by
the repository that the outputs are from; it is not computed here.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

from padan.errors import PadanError
from translation_engine import run_engine
from translation_faults import (
    HUMAN,
    SYSTEMS,
    UNSEEN,
    Row,
    alarms,
    damage,
    highest_share,
    human_alarms,
    lost_sentences,
    speed,
)
from translation_scores import METRICS, SEED, side_by_side

DIRECTIONS = (("id", "en"), ("en", "id"))
SAMPLES = 1000
"""Bootstrap samples behind an interval."""
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
STORED_COMET = {
    "id-en": {
        "argos": 0.810,
        "bergamot-tiny": 0.876,
        "google": 0.898,
        "microsoft": 0.898,
        "nllb": 0.865,
        "opusmt": 0.860,
    },
    "en-id": {
        "argos": 0.830,
        "bergamot-tiny": 0.902,
        "google": 0.924,
        "microsoft": 0.916,
        "nllb": 0.897,
        "opusmt": 0.876,
    },
}
"""wmt22-comet-da as stored there."""


def load(folder: Path, direction: str) -> list[Row]:
    """The rows of one direction."""
    lines = (folder / "flores" / f"{direction}.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines]


def rescore(
    rows: Sequence[Row], direction: str, metrics: Sequence[str], samples: int
) -> dict[str, Any]:
    """Each system's scores, how far its BLEU is from the stored one, and COMET as published."""
    references = [row["reference"] for row in rows]
    outputs = {system: [row[system] for row in rows] for system in SYSTEMS}
    found = side_by_side(outputs, references, metrics=metrics, samples=samples)
    for system, one in found.items():
        if "bleu" in one:
            one["from_stored"] = round(one["bleu"] - STORED_BLEU[direction][system], 2)
        one["comet_as_published"] = STORED_COMET[direction][system]
    return found


def stored(folder: Path, metrics: Sequence[str], samples: int) -> dict[str, Any]:
    """All figures that need no engine."""
    found: dict[str, Any] = {}
    for source, target in DIRECTIONS:
        rows = load(folder, f"{source}-{target}")
        found[f"{source}-{target}"] = {
            "scores": rescore(rows, f"{source}-{target}", metrics, samples),
            "lost_sentences": lost_sentences(rows, source, target),
            "rows": len(rows),
            "alarms": alarms(rows, source, target),
            "damage_found": damage(rows, source, target),
            "faults_per_cpu_s": speed(rows, source, target),
        }
    found["human"] = human_alarms(folder)
    found["summary"] = summary(found)
    return found


def summary(found: dict[str, Any]) -> dict[str, float | None]:
    """What the gate guards."""
    pairs = [found[f"{source}-{target}"] for source, target in DIRECTIONS]
    lost = found["id-en"]["lost_sentences"]
    off = [abs(o["from_stored"]) for p in pairs for o in p["scores"].values() if "from_stored" in o]
    sound = [(p["alarms"][system], p["rows"]) for p in pairs for system in (HUMAN, "google")]
    seen, unseen = (
        [
            ({kind: n for kind, n in part.items() if kind != "rows"}, part["rows"])
            for name, part in found["human"].items()
            if name.startswith(UNSEEN) is wanted
        ]
        for wanted in (False, True)
    )
    return {
        "bleu_off_stored": max(off, default=None),
        "lost_by_nllb_found": round(lost["nllb"]["caught"] / max(1, lost["nllb"]["lost"]), 3),
        "alarms_on_google": lost["google"]["alarms"],
        "most_alarms_of_a_kind": round(highest_share(sound + seen), 4),
        "most_alarms_of_a_kind_unseen": round(highest_share(unseen), 4) if unseen else None,
        "faults_per_cpu_s": min(p["faults_per_cpu_s"] for p in pairs),
    }


def show(figures: dict[str, Any]) -> None:
    """The stored systems' figures for people."""
    for source, target in DIRECTIONS:
        parts = figures[f"{source}-{target}"]
        print(f"\n{source}-{target}: stored outputs, FLORES-200 dev, {parts['rows']} rows")
        for system, one in parts["scores"].items():
            print(f"  {system:14} {_scores(one)}  COMET {one['comet_as_published']} (published)")
        for name in METRICS:
            if name in one:
                print(f"  {one[f'{name}_signature']}")
        for system, lost in parts["lost_sentences"].items():
            print(
                f"  {system:14} lost sentences found {lost['caught']}/{lost['lost']}, other alarms"
                f" {lost['alarms']}/{lost['rows'] - lost['lost']}"
                f"  | all rows: {_counts(parts['alarms'][system])}"
            )
        print(f"  {HUMAN:14} all rows: {_counts(parts['alarms'][HUMAN])}")
        print(f"  damage to human translations found: {_counts(parts['damage_found'])}")
        print(f"  {parts['faults_per_cpu_s']:,} sentences checked in a second of CPU time")
    print("\nhuman translations elsewhere")
    for name, part in figures["human"].items():
        print(f"  {name}: {_counts(part)}")
    print(f"\n{_counts(figures['summary'])}")


def _scores(one: dict[str, Any]) -> str:
    parts = []
    for name, label in (("bleu", "BLEU"), ("chrf", "chrF2"), ("chrf++", "chrF++"), ("ter", "TER")):
        if name in one:
            width = f" ±{one[f'{name}_ci']:.1f}" if f"{name}_ci" in one else ""
            chance = f" p={one[f'{name}_p']:.3f}" if f"{name}_p" in one else ""
            parts.append(f"{label} {one[name]:5.2f}{width}{chance}")
    stored_bleu = f" (stored {-one['from_stored']:+.2f})" if "from_stored" in one else ""
    return "  ".join(parts) + stored_bleu


def _counts(found: dict[str, Any]) -> str:
    return ", ".join(f"{name} {value}" for name, value in found.items()) or "none"


def _rows(text: str) -> tuple[int, int]:
    """`A-B`, or `N` for the first N rows. Raises ValueError, which argparse explains."""
    first, mark, last = text.partition("-")
    return (int(first), int(last)) if mark else (0, int(first))


def measure(options: argparse.Namespace, rows: Sequence[Row]) -> int:
    """Have an engine translate these rows and print the figures; 2 where it cannot."""
    if not rows:
        print("there are no such rows", file=sys.stderr)
        return 2
    encoder = "" if options.encoder == "none" else options.encoder
    try:
        figures = run_engine(
            rows,
            options.engine,
            options.direction,
            quality=options.quality,
            encoder=encoder,
            pool=options.pool,
        )
    except (PadanError, OSError) as error:
        print(error, file=sys.stderr)
        return 2
    print(json.dumps(figures, indent=None if options.json else 2))
    return 0


def main() -> int:
    """Run; 2 where the data is missing or an engine cannot run."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--data", default=os.environ.get("PADAN_DATA"), help="holds flores/")
    parser.add_argument("--engine", help="translate with this engine instead, say gemma")
    parser.add_argument("--quality", choices=("fast", "good", "best"), default="fast")
    parser.add_argument("--encoder", default="e5", help="re-ranks candidates; none: nothing does")
    parser.add_argument("--rows", type=_rows, default=(0, 100), metavar="A-B",
                        help="rows from A up to B without B, or the first N")  # fmt: skip
    parser.add_argument("--pool", type=Path, help="write the candidates here as JSON lines")
    parser.add_argument("--direction", choices=("id-en", "en-id"), default="id-en")
    parser.add_argument("--samples", type=int, default=SAMPLES, help="of the bootstrap; 0: none")
    parser.add_argument(
        "--metrics", default=",".join(METRICS), help="bleu, chrf, chrf++, ter; comma-separated"
    )
    parser.add_argument("--json", action="store_true", help="print JSON")
    options = parser.parse_args()
    if not options.data or not (Path(options.data) / "flores" / "id-en.jsonl").is_file():
        print("no flores/id-en.jsonl; name the data folder with --data or PADAN_DATA",
              file=sys.stderr)  # fmt: skip
        return 2
    folder = Path(options.data)
    if options.engine:
        return measure(options, load(folder, options.direction)[slice(*options.rows)])
    metrics = [name for name in METRICS if name in options.metrics.split(",")]
    figures = stored(folder, metrics, options.samples)
    if options.json:
        print(json.dumps(figures))
    else:
        show(figures)
        seed = f"{options.samples} bootstrap samples, seed {SEED}" if options.samples else "no seed"
        print(f"padan {version('padan')}, sacrebleu {version('sacrebleu')}, no engine, {seed}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
