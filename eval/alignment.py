"""Measures sentence alignment against gold, padan beside other aligners.

    python eval/alignment.py                     all sets, all aligners
    python eval/alignment.py --only easy,story   some sets
    python eval/alignment.py --json              the same as one JSON object
    python eval/alignment.py --reliability       with a diagram of the confidences of each set
    python eval/alignment.py --diagram FILE      the same diagrams as an SVG file

Two models run as padan: `padan`, the packaged one, which was fitted on these very sets (its rows
say `fitted`), and `padan-half`, fitted on half of each, which is measured on the other half (sets
named `… held out`): what to expect elsewhere. See eval/fit_alignment.py.

ECE is the expected calibration error over ten bins of equal width (`mass`: of equal mass) of all
beads, null beads with them; `luck` is what confidences without fault would show on so few beads.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np

import alignment_sets as sets
import reliability
from alignment_parts import CORPORA, PARTS, stretches
from alignment_rows import RowScore, measure_rows
from padan.align.pair import align_texts
from padan.align.score import SCORER, AlignmentScore, calibration_error, score
from padan.align.scoring import Parameters, read_parameters, use_parameters
from padan.align.signature import VERSION
from padan.align.words import plain
from padan.engines.base import Encoder, Vectors
from padan.engines.registry import encoder
from padan.engines.vectors import embed
from padan.errors import PadanError
from padan.model import Bead

HALF = Path(__file__).parent / "alignment_half.json"
PACKAGED = "padan"
HELD_OUT = "padan-half"

Sides = tuple[Vectors, Vectors]
Aligner = Callable[[sets.Pair, Sides], list[Bead]]


@dataclass(frozen=True, slots=True)
class TestSet:
    """Pairs to measure on, and whether the packaged and the half model saw them."""

    name: str
    pairs: Sequence[sets.Pair]
    fitted: bool = False
    held_out: bool = False


def padan(pair: sets.Pair, vectors: Sides) -> list[Bead]:
    """The aligner of this project, under the parameters in use."""
    return align_texts(
        pair.left,
        pair.right,
        left_vectors=vectors[0],
        right_vectors=vectors[1],
        left_lang=pair.langs[0],
        right_lang=pair.langs[1],
    )


def identical(pair: sets.Pair, _: Sides) -> list[Bead]:
    """Links the longest common run of sentences that are the same but for case and marks."""
    left, right = ([plain(t) for t in side] for side in (pair.left, pair.right))
    table = np.zeros((len(left) + 1, len(right) + 1), dtype=np.int64)
    for i in range(len(left)):
        for j in range(len(right)):
            same = table[i, j] + 1 if left[i] == right[j] else 0
            table[i + 1, j + 1] = max(same, table[i, j + 1], table[i + 1, j])
    beads: list[Bead] = []
    i, j = len(left), len(right)
    while i and j:
        if left[i - 1] == right[j - 1] and table[i, j] == table[i - 1, j - 1] + 1:
            i, j = i - 1, j - 1
            beads.append(Bead((i,), (j,), 1.0))
        elif table[i - 1, j] >= table[i, j - 1]:
            i -= 1
        else:
            j -= 1
    return list(sets.with_nulls(beads, len(left), len(right)))


def gale_church(pair: sets.Pair, _: Sides) -> list[Bead]:
    """The package galechurch with its own settings."""
    import galechurch

    found = galechurch.align(list(pair.left), list(pair.right))
    beads = [
        Bead(
            tuple(range(b.source_start, b.source_end)),
            tuple(range(b.target_start, b.target_end)),
            1.0,
        )
        for b in found.beads
    ]
    return _nulls_apart(beads)


def vecalign(pair: sets.Pair, vectors: Sides) -> list[Bead]:
    """The Vecalign core of the package sentweave, on the same vectors, centred on each text.

    It is handed the names of sentences; a window's vector is the length-weighted mean of its
    sentences' vectors, as for padan.
    """
    import sentweave

    rows: dict[str, Vectors] = {}
    for side, texts, matrix in zip("LR", (pair.left, pair.right), vectors, strict=True):
        centred = matrix - matrix.mean(axis=0)
        for k, (text, row) in enumerate(zip(texts, centred, strict=True)):
            rows[f"{side}{k}"] = row * max(1, len(text))

    def window(names: Sequence[str]) -> Vectors:
        width = vectors[0].shape[1]
        out = np.full((len(names), width), 1e-6, dtype=np.float32)
        for place, name in enumerate(names):
            known = [rows[part] for part in name.split() if part in rows]
            if known:
                out[place] = np.sum(known, axis=0)
        sizes = np.maximum(np.linalg.norm(out, axis=1, keepdims=True), 1e-9)
        return np.asarray(out / sizes, dtype=np.float32)

    left, right = (
        [f"{s}{k}" for k in range(len(t))]
        for s, t in zip("LR", (pair.left, pair.right), strict=True)
    )
    found = sentweave.align(left, right, window)
    return _nulls_apart(
        [Bead(tuple(a.src_indices), tuple(a.tgt_indices), 1.0) for a in found.alignments]
    )


def _nulls_apart(beads: Sequence[Bead]) -> list[Bead]:
    """Null beads of several sentences as one for each, as gold has them."""
    out: list[Bead] = []
    for bead in beads:
        if bead.left and bead.right:
            out.append(bead)
        else:
            out += [Bead((i,), (), bead.score) for i in bead.left]
            out += [Bead((), (j,), bead.score) for j in bead.right]
    return out


ALIGNERS: dict[str, Aligner] = {
    PACKAGED: padan,
    HELD_OUT: padan,
    "vecalign": vecalign,
    "galechurch": gale_church,
    "identical": identical,
}


def shared_sets(data: Path) -> list[TestSet]:
    """The sets of the data folder."""
    plain_ntrex = sets.derived(sets.ntrex_documents(data), ("id", "en"), sets.SEED)
    moved = sets.with_moved_blocks(plain_ntrex, sets.SEED)
    prose = sets.textberg(data)
    easy, hard = sets.deplain(data, easy=True), sets.deplain(data, easy=False)
    lines = sets.flores_documents(data, ("reference", "nllb"), (300, 600), sets.SEED)
    retold = sets.derived(lines, ("id", "id"), sets.SEED)
    little = sets.tiny([*plain_ntrex[1::2], *easy[1::2], *retold], 200, sets.SEED)
    whole = {
        "ntrex": plain_ntrex,
        "ntrex moved": moved,
        "textberg": [prose],
        "easy": easy,
        "hard": hard,
        "flores": retold,
    }
    held = {
        "ntrex": plain_ntrex[1::2],
        "ntrex moved": moved[1::2],
        "textberg": stretches(prose, PARTS["other"]),
        "easy": easy[1::2],
        "hard": hard[1::2],
        "flores": retold,
        "unrelated": sets.unrelated(plain_ntrex[1::2] + easy[1::2], 20, sets.SEED),
        "tiny": little,
        "tiny unrelated": sets.unrelated(little, 200, sets.SEED),
    }
    return [TestSet(name, pairs, fitted=True) for name, pairs in whole.items()] + [
        TestSet(f"{name} held out", pairs, held_out=True) for name, pairs in held.items()
    ]


def story_sets() -> list[TestSet]:
    """The project's own stories: all, and those that the half model never saw."""
    folders = sets.story_folders(CORPORA)
    whole, held = sets.stories(folders), sets.stories(folders[1::2])
    return [TestSet(name, pairs, fitted=True) for name, pairs in whole.items()] + [
        TestSet(f"{name} held out", pairs, held_out=True) for name, pairs in held.items()
    ]


def vectors_of(pairs: Sequence[sets.Pair], engine: Encoder) -> list[Sides]:
    """Vectors of all pairs, kept on disk."""
    kept = sets.vector_file()
    out = []
    for pair in pairs:
        both = embed([*pair.left, *pair.right], encoder=engine, cache=kept)
        out.append((both[: len(pair.left)], both[len(pair.left) :]))
        kept.save()
    kept.close()
    return out


def measure(
    aligner: Aligner, pairs: Sequence[sets.Pair], vectors: Sequence[Sides]
) -> dict[str, Any]:
    """Figures of one aligner on one set."""
    total = AlignmentScore()
    chances: list[float] = []
    truth: list[bool] = []
    seconds = 0.0
    for pair, sides in zip(pairs, vectors, strict=True):
        begun = time.perf_counter()
        found = aligner(pair, sides)
        seconds += time.perf_counter() - begun
        total += score(pair.gold, found)
        gold = {(b.left, b.right) for b in pair.gold}
        chances += [b.score for b in found]
        truth += [(b.left, b.right) in gold for b in found]
    rates = {
        name: {"p": rate.precision, "r": rate.recall, "f1": rate.f1}
        for name, rate in (
            ("strict", total.strict),
            ("lax", total.lax),
            ("linked", total.linked),
            ("null", total.null),
            ("moved", total.moved),
        )
    }
    count = sum(len(p.left) + len(p.right) for p in pairs)
    return rates | {
        "ece": calibration_error(chances, truth),
        "ece_mass": reliability.error(reliability.equal_mass(chances, truth)),
        "ece_luck": reliability.error_by_chance(chances, sets.SEED),
        "reliability": [asdict(b) for b in reliability.equal_width(chances, truth)],
        "pairs": len(pairs),
        "sentences": count,
        "seconds": seconds,
        "encodes_per_sentence": len({t for p in pairs for t in (*p.left, *p.right)}) / count,
        "forced": total.linked.found - total.linked.found_right,
    }


def row_figures(
    engine: Encoder, models: dict[str, Parameters | None], only: Sequence[str]
) -> dict[str, Any]:
    """Rows of the own stories: `padan` over all, the half model over those it never saw."""
    kept = sets.vector_file()
    out: dict[str, Any] = {}
    for name, model in models.items():
        if name not in only:
            continue
        use_parameters(model)
        folders = sets.story_folders(CORPORA)[name == HELD_OUT :: 1 + (name == HELD_OUT)]
        stories: dict[str, Any] = {}
        for given in (True, False):
            total = RowScore()
            for folder in folders:
                found = measure_rows(folder, with_reference=given, engine=engine, vectors=kept)
                stories[f"{folder.name}{'' if given else ', no reference'}"] = found.figures()
                total += found
            stories[f"all{'' if given else ', no reference'}"] = total.figures()
        out[name] = stories
    kept.close()
    return out


def report(options: argparse.Namespace) -> dict[str, Any]:
    """All figures with their signature."""
    engine = encoder(options.encoder)
    tests = [*shared_sets(sets.data_folder(options.data)), *story_sets()]
    unseen = [pair for test in tests if test.held_out for pair in test.pairs]
    tests.append(TestSet("all held out", unseen, held_out=True))
    only = tuple(options.only.split(","))
    models: dict[str, Parameters | None] = {PACKAGED: None}
    if HALF.is_file():
        models[HELD_OUT] = read_parameters(HALF.read_bytes())
    wanted = options.aligners.split(",") if options.aligners else list(ALIGNERS)
    figures: dict[str, Any] = {}
    for test in tests:
        if not test.name.startswith(only):
            continue
        vectors = vectors_of(test.pairs, engine)
        rows = {}
        for name, aligner in ALIGNERS.items():
            ours = name in (PACKAGED, HELD_OUT)
            if name not in wanted or (ours and test.held_out != (name == HELD_OUT)):
                continue
            if ours and name not in models:
                continue
            if ours:
                use_parameters(models[name])
            rows[name] = measure(aligner, test.pairs, vectors) | {
                "fitted": test.fitted and name == PACKAGED
            }
        figures[test.name] = rows
    signature = (
        f"padan {version('padan')}, align {VERSION}, encoder {engine.signature}, "
        f"seed {sets.SEED}, each sentence encoded once"
    )
    rows = row_figures(engine, models, wanted) if "rows".startswith(only) else {}
    return {"signature": signature, "scorer": SCORER, "sets": figures, "rows": rows}


def show(figures: dict[str, Any]) -> None:
    """Print the figures as tables."""
    print(figures["signature"])
    print(f"scorer: {figures['scorer']}; ECE over all beads; s without encoding")
    print(
        f"{'set':28} {'aligner':11} strict P    R    F1   lax   linked null  moved P R   ECE"
        "  mass  luck       s  enc"
    )
    for name, rows in figures["sets"].items():
        for aligner, row in rows.items():
            strict, moved = row["strict"], row["moved"]
            print(
                f"{name:28} {aligner:11} {strict['p']:8.3f} {strict['r']:.3f} {strict['f1']:.3f} "
                f"{row['lax']['f1']:.3f}  {row['linked']['f1']:.3f} {row['null']['f1']:.3f} "
                f"{moved['p']:.2f} {moved['r']:.2f} {row['ece']:.3f} {row['ece_mass']:.3f} "
                f"{row['ece_luck']:.3f} {row['seconds']:7.2f} "
                f"{row['encodes_per_sentence']:.2f}{' fitted' if row['fitted'] else ''}"
            )
    for aligner, stories in figures["rows"].items():
        print(f"rows of the own stories, {aligner}{' (fitted)' if aligner == PACKAGED else ''}")
        print(f"{'':40} links P    R    F1   shared rows F1  all rows F1    ECE")
        for name, row in stories.items():
            links = row["links"]
            print(
                f"{name:40} {links['p']:7.3f} {links['r']:.3f} {links['f1']:.3f} "
                f"{row['shared']['f1']:15.3f} {row['rows']['f1']:12.3f} {row['ece']:6.3f}"
            )


def diagrams(figures: dict[str, Any]) -> dict[str, list[reliability.Bin]]:
    """The bins of padan's own rows, by set."""
    return {
        name: [reliability.Bin(**b) for b in row["reliability"]]
        for name, rows in figures["sets"].items()
        for aligner, row in rows.items()
        if aligner in (PACKAGED, HELD_OUT)
    }


def show_reliability(figures: dict[str, Any], names: Sequence[str]) -> None:
    """Print the diagrams of some sets."""
    for name, bins in diagrams(figures).items():
        if name in names:
            print(f"\nreliability, {name}\n{reliability.as_text(bins)}")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, help="data folder (else PADAN_DATA)")
    parser.add_argument("--encoder", default="e5")
    parser.add_argument("--only", default="", help="beginnings of set names, comma between")
    parser.add_argument("--aligners", default="", help="names of aligners, comma between")
    parser.add_argument("--reliability", action="store_true", help="a diagram for each set")
    parser.add_argument("--diagram", type=Path, help="write the diagrams to an SVG file")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    try:
        figures = report(options)
    except PadanError as problem:
        parser.exit(2, f"{problem}\n")
    if options.json:
        print(json.dumps(figures, indent=2))
    else:
        show(figures)
        every = list(figures["sets"]) if options.reliability else ["all held out"]
        show_reliability(figures, every)
    if options.diagram:
        options.diagram.write_text(reliability.as_svg(diagrams(figures)), encoding="utf-8")


if __name__ == "__main__":
    main()
