"""Check the hand-made gold of corpora/ against the articles, and print how much there is.

Usage: python scripts/check_corpora.py [CORPORA]

Reads what stands in the folders and nothing of how it was made. Exit codes: 0 sound, 1 faults
(one line each).
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from check_pairs import check_pairs, pair_counts

FLOW = {"body", "note"}
DISPLAY = {"headline", "standfirst", "caption", "subhead"}
ROLES = FLOW | DISPLAY | {"byline", "dateline", "credit", "furniture"}
# fmt: off
KINDS = {
    "number", "date", "name", "negation", "omission", "addition",
    "modality", "attribution", "quantifier", "relation", "term", "loaded",
}
SEVERITIES = {"critical", "major", "minor", "trivial"}
CHANGES = {
    "wording", "digits", "unit", "conversion", "date-form", "gloss", "relative",
    "alias", "order", "split", "merge", "indirect", "subhead",
}
# fmt: on
HERE = Path(__file__).resolve().parents[1]


@dataclass(frozen=True, slots=True)
class Gold:
    """What a folder of articles holds."""

    folder: Path
    articles: dict[str, str]
    roles: list[dict[str, str]]
    sentences: list[dict[str, str]]
    rows: list[dict[str, str]]
    findings: list[dict[str, Any]]
    harmless: list[dict[str, Any]]
    reference: str
    listed: list[str]

    def of(self, table: list[dict[str, str]], file: str) -> list[dict[str, str]]:
        """The lines of a table that speak of one article."""
        return [line for line in table if line["file"] == file]

    def cell(self, row: str, file: str) -> list[dict[str, str]]:
        """The sentences of an article in a row."""
        ids = next((r[file].split() for r in self.rows if r["row"] == row), [])
        return [s for s in self.of(self.sentences, file) if s["sentence"] in ids]

    def role(self, sentence: dict[str, str]) -> str:
        """The role of the line that a sentence stands in."""
        return next(
            r["role"]
            for r in self.of(self.roles, sentence["file"])
            if int(r["start"]) <= int(sentence["start"]) < int(r["end"])
        )


def read_tsv(path: Path) -> list[dict[str, str]]:
    """Rows of a tab-separated file with a header; none where the file is missing."""
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE))


def read_jsonl(path: Path) -> list[dict[str, Any]]:
    """Objects of a JSON-lines file; none where the file is missing."""
    if not path.exists():
        return []
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def read(folder: Path) -> Gold:
    """Read a folder of articles with its gold."""
    story = folder / "story.toml"
    listed = tomllib.loads(story.read_text("utf-8"))["article"] if story.exists() else []
    return Gold(
        folder=folder,
        articles={
            p.name: p.read_bytes().decode("utf-8", "replace") for p in sorted(folder.glob("*.txt"))
        },
        roles=read_tsv(folder / "gold/roles.tsv"),
        sentences=read_tsv(folder / "gold/sentences.tsv"),
        rows=read_tsv(folder / "gold/rows.tsv"),
        findings=read_jsonl(folder / "gold/findings.jsonl"),
        harmless=read_jsonl(folder / "gold/harmless.jsonl"),
        reference=next((a["file"] for a in listed if a["role"] == "reference"), ""),
        listed=[a["file"] for a in listed],
    )


def check_texts(gold: Gold) -> Iterator[str]:
    """Texts are UTF-8, NFC, with plain line ends; story.toml lists them all."""
    for file, text in gold.articles.items():
        if "\ufffd" in text:
            yield f"{file}: not UTF-8"
        if text != unicodedata.normalize("NFC", text):
            yield f"{file}: not NFC"
        if any(unicodedata.category(c) in {"Cc", "Cf", "Co"} and c != "\n" for c in text):
            yield f"{file}: holds a control or invisible character"
        if not text.endswith("\n"):
            yield f"{file}: last line has no end"
    if gold.listed and sorted(gold.listed) != sorted(gold.articles):
        yield "story.toml: lists other articles than the folder holds"
    for table in (gold.roles, gold.sentences):
        if {line["file"] for line in table} != set(gold.articles):
            yield "gold: roles.tsv or sentences.tsv speak of other articles than the folder holds"


def check_roles(gold: Gold) -> Iterator[str]:
    """Every line that is not blank is covered by roles, end to end; blank lines have none."""
    for file, text in gold.articles.items():
        entries, start = gold.of(gold.roles, file), 0
        seen = 0
        for number, line in enumerate(text.split("\n"), 1):
            parts = [e for e in entries if e["line"] == str(number)]
            seen += len(parts)
            edges = [(int(p["start"]), int(p["end"])) for p in parts]
            ends = [start, *(e for _, e in edges)]
            covered = [b for b, _ in edges] == ends[:-1] and ends[-1] == start + len(line)
            if bool(line.strip()) != bool(parts) or (parts and not covered):
                yield f"{file}:{number}: roles do not cover the line"
            start += len(line) + 1
        if seen != len(entries):
            yield f"{file}: roles.tsv names a line that is not there"
        if unknown := {e["role"] for e in entries} - ROLES:
            yield f"{file}: unknown roles {sorted(unknown)}"


def check_sentences(gold: Gold) -> Iterator[str]:
    """Sentences equal the text at their offsets and fill the lines that are aligned, no others."""
    for file, text in gold.articles.items():
        sentences = gold.of(gold.sentences, file)
        inside = [False] * len(text)
        for number, sentence in enumerate(sentences, 1):
            start, end = int(sentence["start"]), int(sentence["end"])
            if sentence["sentence"] != f"s{number}":
                yield f"{file}: {sentence['sentence']} is out of order"
            if text[start:end] != sentence["text"] or sentence["text"] != sentence["text"].strip():
                yield f"{file}: {sentence['sentence']} is not the text at {start}-{end}"
            if any(inside[start:end]):
                yield f"{file}: {sentence['sentence']} overlaps another"
            inside[start:end] = [True] * (end - start)
        for part in gold.of(gold.roles, file):
            places = range(int(part["start"]), min(int(part["end"]), len(text)))
            wanted = part["role"] in FLOW | DISPLAY
            if any(inside[i] != wanted for i in places if not text[i].isspace()):
                yield f"{file}:{part['line']}: sentences do not fit the role {part['role']}"


def check_rows(gold: Gold) -> Iterator[str]:
    """Each sentence stands in one row; rows are what hangs together by statements."""
    columns = {"row", "note", *gold.articles}
    owner: dict[str, str] = {}
    for number, row in enumerate(gold.rows, 1):
        if set(row) != columns or row["row"] != f"r{number}":
            yield f"rows.tsv: row {number}: wrong columns or number"
            return
        members = [s for file in gold.articles for s in gold.cell(row["row"], file)]
        named = sum(len(row[file].split()) for file in gold.articles)
        if named != len(members) or not members:
            yield f"{row['row']}: empty, or names a sentence that is not there"
        if len({gold.role(s) if gold.role(s) in DISPLAY else "flow" for s in members}) > 1:
            yield f"{row['row']}: mixes running text with headlines, captions or the like"
        if not connected([set(s["statements"].split()) for s in members]):
            yield f"{row['row']}: holds sentences that share no statement"
        for statement in {t for s in members for t in s["statements"].split()}:
            if owner.setdefault(statement, row["row"]) != row["row"]:
                yield f"{row['row']}: statement {statement} stands in {owner[statement]} too"
    for file in gold.articles:
        named_ids = [i for row in gold.rows for i in row[file].split()]
        if sorted(named_ids) != sorted(s["sentence"] for s in gold.of(gold.sentences, file)):
            yield f"{file}: a sentence stands in no row or in two"


def connected(sets: list[set[str]]) -> bool:
    """Whether sets hang together through shared members."""
    reached, rest = set(sets[0]) if sets else set(), sets[1:]
    while touching := [s for s in rest if s & reached]:
        reached.update(*touching)
        rest = [s for s in rest if s not in touching]
    return not rest


def check_order(gold: Gold) -> Iterator[str]:
    """Rows follow the reference by their first sentence there; others what was said before them."""
    last = 0
    for index, row in enumerate(gold.rows):
        ids = [int(i[1:]) for i in row[gold.reference].split()]
        if ids:
            if ids != sorted(ids) or ids[0] < last:
                yield f"{row['row']}: not in the reference's order"
            last = ids[0]
            continue
        file = next(f for f in gold.listed if row[f])
        before = int(row[file].split()[0][1:]) - 1
        place = next((i for i, r in enumerate(gold.rows) if f"s{before}" in r[file].split()), -1)
        if place >= index or any(gold.rows[i][gold.reference] for i in range(place + 1, index)):
            yield f"{row['row']}: does not stand where {file} says it"


def check_findings(gold: Gold) -> Iterator[str]:
    """Findings name a row and an article, and their quotes stand in that row's cells."""
    seen = Counter(
        (f["row"], f["article"], f["kind"], f["reference_start"], f["retelling_start"])
        for f in gold.findings
    )
    for key, count in seen.items():
        if count > 1:
            yield f"{key}: the same finding {count} times"
    for finding in (*gold.findings, *gold.harmless):
        where = f"{finding['row']} {finding['article']} {finding['kind']}"
        if finding["kind"] not in KINDS or not finding["note"].endswith("."):
            yield f"{where}: unknown kind, or no reason"
        if not (finding.get("severity") in SEVERITIES or finding.get("change") in CHANGES):
            yield f"{where}: unknown severity or change"
        if finding["article"] not in gold.listed or finding["article"] == gold.reference:
            yield f"{where}: not a retelling"
            continue
        for side, file in (("reference", gold.reference), ("retelling", finding["article"])):
            yield from check_quote(gold, finding, side, file, where)
        if "severity" in finding:
            yield from check_sides(finding, where)


def check_harmless(gold: Gold) -> Iterator[str]:
    """No harmless rewording overlaps a finding of its kind: one place is not both."""
    for rewording in gold.harmless:
        for finding in gold.findings:
            same = all(rewording[key] == finding[key] for key in ("article", "kind", "row"))
            if same and any(
                overlap(rewording, finding, side) for side in ("reference", "retelling")
            ):
                yield (
                    f"{finding['row']} {finding['article']} {finding['kind']}: "
                    f"{rewording['note']!r} overlaps {finding['note']!r}"
                )


def overlap(one: dict[str, Any], other: dict[str, Any], side: str) -> bool:
    """Whether the spans of two entries share a character on one side."""
    if not one[f"{side}_quote"] or not other[f"{side}_quote"]:
        return False
    start = max(one[f"{side}_start"], other[f"{side}_start"])
    return bool(start < min(one[f"{side}_end"], other[f"{side}_end"]))


def check_quote(
    gold: Gold, finding: dict[str, Any], side: str, file: str, where: str
) -> Iterator[str]:
    """A quote is the text at its offsets, inside the row's cell; both are missing or neither."""
    quote, start, end = (finding[f"{side}_{key}"] for key in ("quote", "start", "end"))
    if not quote:
        if start is not None or end is not None:
            yield f"{where}: {side} has offsets without a quote"
        return
    if gold.articles[file][start:end] != quote:
        yield f"{where}: {side} quote is not the text at {start}-{end}"
    cell = gold.cell(finding["row"], file)
    if not cell or start < int(cell[0]["start"]) or end > int(cell[-1]["end"]):
        yield f"{where}: {side} quote stands outside the row"


def check_sides(finding: dict[str, Any], where: str) -> Iterator[str]:
    """An omission quotes the reference alone, an addition the retelling alone."""
    sides = bool(finding["reference_quote"]), bool(finding["retelling_quote"])
    wanted = {"omission": (True, False), "addition": (False, True)}.get(finding["kind"], sides)
    if sides != wanted or not any(sides):
        yield f"{where}: quotes the wrong side"


def check_gaps(gold: Gold, versions: set[str]) -> Iterator[str]:
    """Where one side of a row is empty, a finding or a harmless entry says so.

    Display lines that a retelling lacks and what stands on a later page are no findings.
    """
    noted = {(f["row"], f["article"]) for f in (*gold.findings, *gold.harmless)}
    for row in gold.rows:
        reference = gold.cell(row["row"], gold.reference)
        for file in gold.listed:
            said = bool(row[file])
            place = f"{gold.folder.name}/{file}"
            flow = all(gold.role(s) in FLOW for s in reference)
            missing = reference and flow and not said and place not in versions
            if (missing or (said and not reference)) and (row["row"], file) not in noted:
                yield f"{row['row']} {file}: one side is empty and nothing says so"


def check_stories(corpora: Path, folders: Sequence[Gold]) -> Iterator[str]:
    """gold/stories.tsv files every article, and files a story folder under its story."""
    listed = {line["file"]: line for line in read_tsv(corpora / "gold/stories.tsv")}
    present = {f"{g.folder.name}/{file}": g for g in folders for file in g.articles}
    if set(listed) != set(present):
        yield f"stories.tsv: {sorted(set(listed) ^ set(present))} listed or present, not both"
    for file, gold in present.items():
        line = listed.get(file, {})
        if gold.listed:
            story = tomllib.loads((gold.folder / "story.toml").read_text("utf-8"))["id"]
            if line.get("story") != story:
                yield f"stories.tsv: {file} is filed under {line.get('story')}, not {story}"
        if line.get("version_of") and line["version_of"] not in present:
            yield f"stories.tsv: {file} is a version of nothing"


def faults(corpora: Path) -> list[str]:
    """Every fault of the gold in a corpora folder, one plain line each."""
    folders = [read(p.parent) for p in sorted(corpora.glob("*/gold")) if p.parent != corpora]
    if not folders:
        return [f"{corpora}: no gold here"]
    filed = read_tsv(corpora / "gold/stories.tsv")
    versions = {line["file"] for line in filed if line["version_of"]}
    found = [*check_stories(corpora, folders), *check_pairs(corpora / "pairs")]
    for gold in folders:
        checks = [check_texts(gold), check_roles(gold), check_sentences(gold)]
        if gold.rows:
            checks += [check_rows(gold), check_order(gold), check_findings(gold)]
            checks += [check_harmless(gold), check_gaps(gold, versions)]
        elif gold.listed:
            found.append(f"{gold.folder.name}: a story without rows")
        for check in checks:
            try:
                found += [f"{gold.folder.name}: {fault}" for fault in check]
            except (KeyError, ValueError, AttributeError, TypeError) as error:
                found.append(f"{gold.folder.name}: gold with a missing or strange value ({error})")
    return found


def summary(corpora: Path) -> Iterator[str]:
    """How much gold there is, a line per article."""
    for path in sorted(corpora.glob("*/gold")):
        gold = read(path.parent)
        yield f"{gold.folder.name}: {len(gold.rows)} rows"
        for file in gold.listed or gold.articles:
            roles = Counter(r["role"] for r in gold.of(gold.roles, file))
            marks = [sum(f["article"] == file for f in t) for t in (gold.findings, gold.harmless)]
            yield (
                f"  {file}: {len(gold.articles[file])} characters, "
                f"{len(gold.of(gold.sentences, file))} sentences, {roles['furniture']} furniture "
                f"lines, {marks[0]} findings, {marks[1]} harmless"
            )
    yield from pair_counts(corpora / "pairs")


def main(argv: Sequence[str] | None = None) -> int:
    """Print faults, or the summary where there are none."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("corpora", nargs="?", type=Path, default=HERE / "corpora")
    options = parser.parse_args(argv)
    found = faults(options.corpora)
    print(*(found or summary(options.corpora)), sep="\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
