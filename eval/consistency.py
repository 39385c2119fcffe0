"""Measures the checks that compare two retellings, without any model.

    python eval/consistency.py --data FOLDER            both sets, tune and report halves apart
    python eval/consistency.py --flags negation --half tune --most 60   flags to read by eye

`demetr/demetr.jsonl`: an Indonesian sentence with a stored English translation is the reference,
an English claim, clean (`good`) or with one error (`bad`), the retelling. `flores/en-id.jsonl`:
the human Indonesian version is the reference, a system's the retelling; what is flagged there is
mostly a false flag. Settings were tuned on even row numbers; odd ones are for reporting. FOLDER
is PADAN_DATA where --data is not given.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from statistics import mean
from typing import Any

import ftfy
from sacrebleu.metrics.chrf import CHRF

from padan.consistency import Side, compare_texts, score
from padan.model import Comparison, Finding, Kind, Severity

HALVES: dict[str, Callable[[int], bool]] = {
    "tune": lambda row: row % 2 == 0,
    "report": lambda row: row % 2 == 1,
    "all": lambda row: True,
}
SYSTEMS = ("google", "microsoft", "nllb", "opusmt", "argos", "bergamot-tiny")
TYPED = {
    "critical_id8_negation": {Kind.NEGATION},
    "critical_id10_numbers_replaced": {Kind.NUMBER, Kind.DATE},
    "critical_id9_ne_replaced": {Kind.NAME},
    "critical_id25_ne_removed": {Kind.NAME},
}
CONTROLS = (
    "minor_id28_final_punc_removed",
    "minor_id30_tokenized",
    "minor_id31_full_lower",
    "minor_id32_first_lower",
)
MEANING = (
    "critical_id8_negation critical_id9_ne_replaced critical_id10_numbers_replaced "
    "critical_id7_antonym critical_id11_gender critical_id25_ne_removed critical_id6_addition "
    "critical_id4_codemix critical_id21_adj_adv_removed critical_id22_verb_removed "
    "critical_id23_noun_removed critical_id24_subj_removed major_id3_hypernym "
    "major_id5_pp_removed major_id17_tense major_id18_aspect major_id19_question"
)
SERIOUS = {Severity.CRITICAL, Severity.MAJOR}
CHRF_METRIC = CHRF()


@dataclass(frozen=True)
class Claim:
    """A row of demetr with both of its claims compared."""

    row: int
    kind: str
    good: Comparison
    bad: Comparison
    chrf_good: float
    chrf_bad: float


def read(path: Path) -> list[dict[str, str]]:
    """The objects of a JSON lines file."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def claims(rows: Iterable[dict[str, str]]) -> Iterator[Claim]:
    """Compare both claims of every row with its reference."""
    for row in rows:
        text, english = ftfy.fix_text(row["id"]), row["nllb"]
        reference = Side(text, "id", english=english)
        good, bad = (compare_texts(reference, Side(row[name], "en")) for name in ("good", "bad"))
        chrf_good, chrf_bad = (
            CHRF_METRIC.sentence_score(row[name], [english]).score for name in ("good", "bad")
        )
        yield Claim(int(row["row"]), row["kind"], good, bad, chrf_good, chrf_bad)


def auroc(bad: Sequence[float], good: Sequence[float]) -> float:
    """The chance that a bad claim gets a higher value than a good one, ties counting half."""
    wins = sum((b > g) + 0.5 * (b == g) for b in bad for g in good)
    return wins / (len(bad) * len(good))


def flags(comparison: Comparison, kinds: set[Kind], serious: bool = False) -> list[Finding]:
    """The findings of these kinds, trivial ones aside, or only major and critical ones."""
    wanted = SERIOUS if serious else SERIOUS | {Severity.MINOR}
    return [f for f in comparison.findings if f.kind in kinds and f.severity in wanted]


def doubt(comparison: Comparison, kinds: set[Kind] | None = None) -> float:
    """1 less the consistency, or less the score of the findings of `kinds` alone."""
    if kinds is None:
        return 1.0 - (comparison.consistency if comparison.consistency is not None else 1.0)
    return 1.0 - score([f for f in comparison.findings if f.kind in kinds])


def share(found: Iterable[bool]) -> float:
    """The share of true values; 0 where there are none."""
    values = list(found)
    return sum(values) / len(values) if values else 0.0


def typed(items: Sequence[Claim], half: str) -> dict[str, dict[str, float]]:
    """Detection rates of the errors each check is made for, by kind of error."""
    figures = {}
    for kind, kinds in TYPED.items():
        own = [c for c in items if c.kind == kind and HALVES[half](c.row)]
        if own:
            figures[kind] = {
                "n": len(own),
                "tpr": share(bool(flags(c.bad, kinds)) for c in own),
                "fpr": share(bool(flags(c.good, kinds)) for c in own),
                "auroc": auroc(
                    [doubt(c.bad, kinds) for c in own], [doubt(c.good, kinds) for c in own]
                ),
                "chrf": auroc([-c.chrf_bad for c in own], [-c.chrf_good for c in own]),
            }
    return figures


def controls(items: Sequence[Claim]) -> dict[str, dict[str, int]]:
    """Flags on claims whose punctuation, spacing or case alone was changed.

    `added`: claims with a flag that the clean claim lacks; `flagged` and `clean`: with any flag.
    """
    figures = {}
    every = set(Kind)
    for kind in CONTROLS:
        own = [c for c in items if c.kind == kind]
        added = sum(
            bool(
                {(f.kind, f.severity) for f in flags(c.bad, every)}
                - {(f.kind, f.severity) for f in flags(c.good, every)}
            )
            for c in own
        )
        figures[kind] = {
            "n": len(own),
            "added": added,
            "flagged": sum(bool(flags(c.bad, every)) for c in own),
            "clean": sum(bool(flags(c.good, every)) for c in own),
        }
    return figures


def mean_auroc(items: Sequence[Claim]) -> dict[str, float]:
    """AUROC of the consistency over the kinds that change meaning, against chrF."""
    ours, theirs = [], []
    for kind in MEANING.split():
        own = [c for c in items if c.kind == kind]
        ours.append(auroc([doubt(c.bad) for c in own], [doubt(c.good) for c in own]))
        theirs.append(auroc([-c.chrf_bad for c in own], [-c.chrf_good for c in own]))
    return {"kinds": len(ours), "auroc": mean(ours), "chrf": mean(theirs)}


def pairs(rows: Sequence[dict[str, str]], system: str) -> Iterator[tuple[int, str, str]]:
    """Row number, human version and the system's version."""
    for row in rows:
        yield int(row["row"]), ftfy.fix_text(row["reference"]), row[system]


def false_flags(rows: Sequence[dict[str, str]]) -> dict[str, dict[str, dict[str, float]]]:
    """Serious flags per sentence pair: system -> half -> kind."""
    kinds = (Kind.NUMBER, Kind.DATE, Kind.NAME, Kind.NEGATION)
    figures = {}
    for system in SYSTEMS:
        counts = {half: Counter[str]() for half in ("tune", "report")}
        sizes = Counter[str]()
        for row, human, other in pairs(rows, system):
            half = "tune" if HALVES["tune"](row) else "report"
            sizes[half] += 1
            result = compare_texts(Side(human, "id"), Side(other, "id"))
            counts[half].update({f.kind.value for f in result.findings if f.severity in SERIOUS})
        figures[system] = {
            half: {kind.value: counted[kind.value] / max(1, sizes[half]) for kind in kinds}
            for half, counted in counts.items()
        }
    return figures


def print_flags(rows: Sequence[dict[str, str]], kind: Kind, half: str, most: int) -> None:
    """Serious flags of one kind on the two best systems, for reading."""
    shown = 0
    for system in ("google", "microsoft"):
        for row, human, other in pairs(rows, system):
            found = flags(compare_texts(Side(human, "id"), Side(other, "id")), {kind}, serious=True)
            if not found or not HALVES[half](row) or shown >= most:
                continue
            shown += 1
            print(f"{system} {row}\n  {human}\n  {other}")
            for finding in found:
                print(f"    {finding.severity.value}: {finding.reason}")


def signature() -> str:
    """Tool version, word lists and metric behind the figures; after the metric was used."""
    digest = sha256()
    for path in sorted(files("padan.consistency").joinpath("data").iterdir(), key=lambda p: p.name):
        digest.update(path.read_bytes())
    return (
        f"padan {version('padan')}, word lists {digest.hexdigest()[:12]}, no model, no seed; "
        f"chrF: sacrebleu {version('sacrebleu')} {CHRF_METRIC.get_signature()}"
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the measurements; 2 where the data is not there."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--data", type=Path, default=os.environ.get("PADAN_DATA"))
    parser.add_argument("--flags", choices=[k.value for k in Kind], help="print flags of a kind")
    parser.add_argument("--half", choices=list(HALVES), default="tune", help="for --flags")
    parser.add_argument("--most", type=int, default=60, help="for --flags")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    options = parser.parse_args(arguments)
    demetr, flores = (
        Path(options.data or ".") / name for name in ("demetr/demetr.jsonl", "flores/en-id.jsonl")
    )
    missing = next((p for p in (demetr, flores) if not p.is_file()), None)
    if options.data is None or missing is not None:
        where = f"no file {missing}" if options.data else "no data folder"
        print(f"{where}: name the folder with --data or PADAN_DATA", file=sys.stderr)
        return 2
    versions = read(flores)
    if options.flags:
        print_flags(versions, Kind(options.flags), options.half, options.most)
        return 0
    report = measure(list(claims(read(demetr))), versions)
    if options.json:
        print(json.dumps(report))
    else:
        show(report)
    return 0


def measure(items: Sequence[Claim], versions: Sequence[dict[str, str]]) -> dict[str, Any]:
    """Every figure, as one object."""
    started = time.perf_counter()
    serious = false_flags(versions)
    seconds = time.perf_counter() - started
    return {
        "signature": signature(),
        "demetr": {half: typed(items, half) for half in HALVES},
        "controls": controls(items),
        "mean": mean_auroc(items),
        "flores": serious,
        "comparisons_per_second": len(SYSTEMS) * len(versions) / seconds,
    }


def show(report: dict[str, Any]) -> None:
    """The figures for people."""
    print(report["signature"])
    print("demetr, errors each check is made for (minor flags and up)")
    for half, kinds in report["demetr"].items():
        for kind, f in kinds.items():
            print(
                f"  {kind:32} {half:7} n {f['n']:4}  TPR {f['tpr']:.3f}  FPR {f['fpr']:.3f}  "
                f"AUROC {f['auroc']:.3f}  (chrF {f['chrf']:.3f})"
            )
    print("demetr, controls")
    for kind, f in report["controls"].items():
        print(
            f"  {kind:32} n {f['n']:4}  with a flag the clean claim lacks {f['added']:3}  "
            f"(any flag {f['flagged']}, clean {f['clean']})"
        )
    m = report["mean"]
    print(f"  mean AUROC of {m['kinds']} kinds: {m['auroc']:.3f}  (chrF {m['chrf']:.3f})")
    print("flores, serious flags per sentence pair, human version against a system's")
    for system, halves in report["flores"].items():
        for half, kinds in halves.items():
            rates = "  ".join(f"{kind} {rate:.3f}" for kind, rate in kinds.items())
            print(f"  {system:14} {half:7} {rates}")
    print(f"  {report['comparisons_per_second']:.0f} comparisons a second")


if __name__ == "__main__":
    sys.exit(main())
