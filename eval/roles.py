"""How well the lines of a scraped page are told apart, on the project's own stories with gold.

Scored by lines that are not blank (a line with a dateline in front counts as two, as in the gold).

    python eval/roles.py                    figures for each story
    python eval/roles.py --faults STORY...  every line that was taken for something else

The rules were tuned on TUNED (and on the pages of tests/articles); the other stories are held out:
whoever works on the rules does not look at their faults.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from importlib.metadata import version
from pathlib import Path

from gold import GoldArticle, load_articles
from padan.articles import build_article

CORPORA = Path(__file__).parent.parent / "corpora"
TUNED = frozenset({"kabel-timor", "karang-alor", "lain"})
Confusion = Counter[tuple[str, str]]


def confusion(article: GoldArticle, *, show: bool) -> Confusion:
    """Counts of (gold role, role found) over the article's lines."""
    found = build_article(article.text, source=article.file)
    if found.text != article.text:
        raise SystemExit(f"{article.file}: reading changed the text, so offsets do not compare")
    counts: Confusion = Counter()
    for line in article.lines:
        middle = (line.start + line.end) // 2
        got = next((x for x in found.lines if x.start <= middle < x.end), None)
        role = got.role.value if got else "lost"
        counts[line.role, role] += 1
        if show and role != line.role:
            text = article.text[line.start : line.end]
            print(f"{article.file}:{line.line}: {line.role}, taken for {role}: {text[:90]}")
    return counts


def figures(counts: Confusion) -> dict[str, float]:
    """Accuracy over all roles, furniture P/R, and body sentences lost to furniture."""
    right = sum(n for (gold, got), n in counts.items() if gold == got)
    both = counts["furniture", "furniture"]
    said = sum(n for (_gold, got), n in counts.items() if got == "furniture")
    true = sum(n for (gold, _got), n in counts.items() if gold == "furniture")
    return {
        "lines": sum(counts.values()),
        "accuracy": round(right / sum(counts.values()), 4),
        "furniture_precision": round(both / said, 4) if said else 1.0,
        "furniture_recall": round(both / true, 4) if true else 1.0,
        "body_lost": counts["body", "furniture"],
    }


def measure(folders: list[Path], *, show: bool) -> dict[str, object]:
    """Figures for each story, for the tuned and the held-out ones together, and for all."""
    report: dict[str, object] = {}
    sums: dict[str, Confusion] = {"tuned": Counter(), "held out": Counter(), "all": Counter()}
    for folder in folders:
        counts: Confusion = Counter()
        for article in load_articles(folder).values():
            counts += confusion(article, show=show)
        report[folder.name] = figures(counts)
        sums["tuned" if folder.name in TUNED else "held out"] += counts
        sums["all"] += counts
    report.update({name: figures(counts) for name, counts in sums.items() if counts})
    report["signature"] = f"padan {version('padan')}|roles|own corpora|unit:line"
    return report


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("stories", nargs="*", metavar="STORY", help="folders of corpora/ (all)")
    parser.add_argument("--faults", action="store_true")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    folders = {path.parent.name: path.parent for path in CORPORA.glob("*/gold") if path.is_dir()}
    if unknown := sorted(set(options.stories) - set(folders)):
        parser.error(f"no such story in {CORPORA.name}/: {', '.join(unknown)}")
    report = measure(
        [folders[name] for name in sorted(options.stories or folders)], show=options.faults
    )
    if options.json:
        print(json.dumps(report))
    else:
        for name, value in report.items():
            print(f"{name:<18} {value}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
