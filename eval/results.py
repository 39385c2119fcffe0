"""Writes eval/RESULTS.md: every eval program's own output, with what it measures and its limits.

    PADAN_DATA=… PADAN_SEEDS=… python eval/results.py [SECTION …]

Takes about an hour and a half on two idle cores, most of it the embedded translator's; with
sections named (a part of a title is enough) only these are written anew.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent

SECTIONS = [
    (
        "Speed of the main job",
        "`padan run` on five real articles in processes of their own, from an empty store: without "
        "translation, whole, and again unchanged. Targets on two cores: everything but translation "
        "under 20 s, whole under 150 s and 1.5 GB, unchanged under 3 s.",
        [["speed.py"]],
    ),
    (
        "Sentence splitting",
        "FLORES-200 dev rows joined in threes; odd triples, the even ones were used while writing "
        "the rules. *joins*: gold is the row joins only, as in published figures. Many rows hold "
        "more than one sentence, so that even the true ends (`hand-marked gold`) score .92 there "
        "and the target of .93 cannot be met by splitting rightly. *sentences*: joins and the ends "
        "inside rows, marked by hand: the fair figure. Own hard lines: tests/articles/data.",
        [["splitting.py"]],
    ),
    (
        "Roles of lines",
        "The project's own pages. Rules were tuned on the stories called tuned; the faults of the "
        "others were never looked at. A body sentence taken for furniture is the worst fault.",
        [["roles.py"]],
    ),
    (
        "Alignment",
        "`padan` is the packaged model, fitted on all sets (rows say so); `padan-half` was fitted "
        "on half of each set and is measured on the other half: what to expect elsewhere. All "
        "aligners use the same vectors. NTREX is derived (English and Indonesian lines joined and "
        "dropped at random); DEplain's gold lists links only. Best others, published or measured: "
        "NTREX .899, text+berg .854, DEplain easy .956, hard .14. `luck`: the ECE to be expected "
        "of a perfect forecaster with so few beads.",
        [["alignment.py"]],
    ),
    (
        "Growth of alignment",
        "Invented texts, without encoding. Targets: 16,000 sentences on either side under 10 s and "
        "1 GB, four times the sentences under five times the time.",
        [["alignment_speed.py", "--repeat", "2"]],
    ),
    (
        "Stories",
        "Which articles tell one story. `derived`: NTREX documents as pairs of outlets, the half "
        "not used for weights. `synthetic`: invented news from templates, far easier than real "
        "prose; it shows the growth of time. Scores count pairs of articles.",
        [
            ["stories.py", "derived", "--half", "report"],
            ["stories.py", "synthetic", "--articles", "10000"],
            ["stories.py", "seeds"],
        ],
    ),
    (
        "Consistency",
        "DEMETR errors in English claims against the Indonesian sentence and its stored NLLB "
        "English; settings were chosen on even rows (tune), odd ones report. FLORES: six systems "
        "and a human translating one source are seven outlets that say the same, so every serious "
        "flag is false unless the system erred.",
        [["consistency.py"]],
    ),
    (
        "Translation",
        "Stored outputs of six systems rescored: ± is the half width of a 95 % bootstrap interval, "
        "p is against nllb (paired), `stored` the difference from the published BLEU; the detector "
        "of lost sentences; alarms of the fault checks.",
        [["translation.py"]],
    ),
    (
        "Confidence of translations",
        "Expected sentence chrF, fitted on odd FLORES rows, reported on even ones.",
        [["fit_confidence.py"]],
    ),
    (
        "Embedded translator",
        "The first 200 FLORES dev rows, by quality. When a quality tries again was settled on "
        "these rows, so the figures lean slightly optimistic. Its decoding is not reproducible to "
        "the word: llama.cpp's sums depend on what runs beside a sentence, so figures move between "
        "runs (`good`: 48.7 without and 49.7 with retries, of which about .5 is chance). `best` "
        "takes its time: half the rows.",
        [
            ["translation.py", "--engine", "gemma", "--quality", quality, "--rows", rows]
            for quality, rows in (("fast", "0-200"), ("good", "0-200"), ("best", "0-100"))
        ],
    ),
    (
        "Speed of translation runtimes",
        "Random weights: speed only. CTranslate2 in int8 beside transformers in float32, the same "
        "count of tokens forced.",
        [["engine_speed.py", "--sizes", "tiny", "600M"]],
    ),
]


def written() -> dict[str, str]:
    """The sections of the page as it stands: title -> text."""
    page = HERE / "RESULTS.md"
    parts = page.read_text("utf-8").split("\n## ")[1:] if page.is_file() else []
    return {part.partition("\n")[0]: part.partition("\n")[2].strip() for part in parts}


def section(about: str, commands: list[list[str]]) -> str | None:
    """The text of a section; None where one of its programs failed."""
    text = [about, ""]
    for command in commands:
        print(" ".join(command), file=sys.stderr)
        done = subprocess.run(
            [sys.executable, str(HERE / command[0]), *command[1:]],
            stdout=subprocess.PIPE,
            text=True,
            check=False,
        )
        if done.returncode:
            print(f"{command[0]} ended with {done.returncode}; nothing written", file=sys.stderr)
            return None
        text += [f"`python eval/{' '.join(command)}`", "", "```", done.stdout.rstrip(), "```", ""]
    return "\n".join(text).strip()


def main() -> int:
    """Run what was asked for, then write the page in one go; what was not run stays."""
    wanted = [name.lower() for name in sys.argv[1:]]
    known = written()
    for title, about, commands in SECTIONS:
        if wanted and not any(name in title.lower() for name in wanted):
            continue
        made = section(about, commands)
        if made is None:
            return 1
        known[title] = made
    head = "# Results\n\nWritten by `python eval/results.py`. Each block is a program's output.\n"
    blocks = [f"\n## {title}\n\n{known[title]}\n" for title, _, _ in SECTIONS if title in known]
    (HERE / "RESULTS.md").write_text("".join([head, *blocks]), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
