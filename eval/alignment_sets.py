"""The test sets of sentence alignment, read or derived from the data folder, and their vectors."""

from __future__ import annotations

import itertools
import json
import os
import random
import re
import sqlite3
import sys
from collections.abc import Iterator, MutableMapping, Sequence
from dataclasses import dataclass, replace
from operator import attrgetter
from pathlib import Path

import numpy as np

from padan.engines.base import Vectors
from padan.model import Bead

SEED = 7
CHANCE = 0.10
"""Of each change to a line pair in a derived document: drop a side, join two lines of a side."""
TINY = 4
FULL_GOLD_ONLY = "deplain-47", "deplain-49"
"""Long hard documents whose gold stops part of the way: their sentences without a bead may well
have a counterpart, so they say nothing about leaving sentences alone."""

SIDES = (attrgetter("left"), attrgetter("right"))
Lines = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two texts with gold beads."""

    name: str
    left: tuple[str, ...]
    right: tuple[str, ...]
    gold: tuple[Bead, ...]
    """With the sentences that no bead names as null beads."""
    langs: tuple[str, str]
    nulls_in_gold: bool = True
    """The annotators listed null beads; else they are filled in here."""


def data_folder(given: Path | None) -> Path:
    """The data folder, from the command line or PADAN_DATA; exits with 2 where there is none."""
    folder = given or (Path(os.environ["PADAN_DATA"]) if os.environ.get("PADAN_DATA") else None)
    if folder is None or not folder.is_dir():
        where = f"{folder} is no folder" if folder else "no data folder"
        print(f"{where}: give --data FOLDER or set PADAN_DATA", file=sys.stderr)
        raise SystemExit(2)
    return folder


def bead(left: Sequence[int], right: Sequence[int], *, moved: bool = False) -> Bead:
    """A gold bead."""
    return Bead(tuple(left), tuple(right), 1.0, moved)


def _lines(path: Path) -> list[dict[str, str]]:
    """Objects of a JSONL file; exits with 2 where it is missing."""
    if not path.is_file():
        print(f"{path} is missing", file=sys.stderr)
        raise SystemExit(2)
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def _step(draw: float, drop: float) -> str:
    """What to do with a line pair, told by a number drawn from 0 to 1."""
    for step, chance in (
        ("drop right", drop),
        ("drop left", drop),
        ("join right", CHANCE),
        ("join left", CHANCE),
    ):
        if draw < chance:
            return step
        draw -= chance
    return "keep"


def derive(
    name: str, lines: Lines, langs: tuple[str, str], rng: random.Random, drop: float
) -> Pair:
    """A pair whose gold is known: drop a line of either side, or join two lines of one."""
    left: list[str] = []
    right: list[str] = []
    gold: list[Bead] = []
    at = 0
    while at < len(lines):
        step = _step(rng.random(), drop)
        two = step.startswith("join") and at + 1 < len(lines)
        pair = lines[at : at + 1 + two]
        ones, others = [p[0] for p in pair], [p[1] for p in pair]
        if step.startswith("drop"):
            ones, others = (ones, []) if step == "drop right" else ([], others)
        elif two:
            ones = [" ".join(ones)] if step == "join left" else ones
            others = [" ".join(others)] if step == "join right" else others
        gold.append(
            bead(
                range(len(left), len(left) + len(ones)),
                range(len(right), len(right) + len(others)),
            )
        )
        left += ones
        right += others
        at += len(pair)
    return Pair(name, tuple(left), tuple(right), tuple(gold), langs)


def derived(
    documents: Sequence[tuple[str, Lines]],
    langs: tuple[str, str],
    seed: int,
    drop: float = CHANCE,
) -> list[Pair]:
    """Derived pairs of all documents, one random stream through all of them."""
    rng = random.Random(seed)
    return [derive(name, lines, langs, rng, drop) for name, lines in documents]


def ntrex_documents(data: Path) -> list[tuple[str, Lines]]:
    """Indonesian and English lines of each NTREX document."""
    rows = _lines(data / "ntrex" / "ntrex.jsonl")
    groups = itertools.groupby(rows, key=lambda row: row["document"])
    return [(name, [(row["id"], row["en"]) for row in group]) for name, group in groups]


def flores_documents(
    data: Path, systems: tuple[str, str], rows: tuple[int, int], seed: int
) -> list[tuple[str, Lines]]:
    """Stretches of 8 to 30 FLORES sentences in two Indonesian wordings."""
    lines = _lines(data / "flores" / "en-id.jsonl")[slice(*rows)]
    rng = random.Random(seed)
    out = []
    at = 0
    while at < len(lines):
        some = lines[at : at + rng.randint(8, 30)]
        out.append((f"flores-{rows[0] + at}", [(x[systems[0]], x[systems[1]]) for x in some]))
        at += len(some)
    return out


def with_moved_block(pair: Pair, rng: random.Random) -> Pair:
    """The pair with the right side of 2 to 4 neighbouring beads moved at least 3 beads away."""
    size = rng.randint(2, 4)
    count = len(pair.gold)
    if count < size + 4:
        return pair
    begin = rng.randrange(count - size + 1)
    block = list(range(begin, begin + size))
    rest = [k for k in range(count) if k not in block]
    spots = [s for s in range(len(rest) + 1) if abs(s - begin) >= 3]
    if not spots:
        return pair
    spot = rng.choice(spots)
    right: list[str] = []
    gold: dict[int, Bead] = {}
    for k in (*rest[:spot], *block, *rest[spot:]):
        old = pair.gold[k]
        new = range(len(right), len(right) + len(old.right))
        gold[k] = bead(old.left, new, moved=k in block and bool(old.left and old.right))
        right += [pair.right[j] for j in old.right]
    return replace(pair, right=tuple(right), gold=tuple(gold[k] for k in range(count)))


def with_moved_blocks(pairs: Sequence[Pair], seed: int) -> list[Pair]:
    """Every pair with a block moved, where it is long enough."""
    rng = random.Random(seed)
    return [with_moved_block(pair, rng) for pair in pairs]


def _gold_file(path: Path, langs: tuple[str, str]) -> list[tuple[Pair, str]]:
    """Pairs of a file with gold, each with its credit line."""
    if not path.is_file():
        print(f"{path} is missing", file=sys.stderr)
        raise SystemExit(2)
    out = []
    for item in json.loads(path.read_text(encoding="utf-8")):
        gold = [bead(left, right) for left, right in item["gold"]]
        pair = Pair(
            item["name"],
            tuple(item["left"]),
            tuple(item["right"]),
            with_nulls(gold, len(item["left"]), len(item["right"])),
            langs,
            item["nulls_in_gold"],
        )
        out.append((pair, item["credit"]))
    return out


def with_nulls(gold: Sequence[Bead], left: int, right: int) -> tuple[Bead, ...]:
    """Gold with a null bead for every sentence it does not name."""
    named = {i for b in gold for i in b.left}, {j for b in gold for j in b.right}
    return (
        *gold,
        *(bead((i,), ()) for i in range(left) if i not in named[0]),
        *(bead((), (j,)) for j in range(right) if j not in named[1]),
    )


def deplain(data: Path, *, easy: bool) -> list[Pair]:
    """The easy (news of one site) or the hard documents (tales, Bible) of DEplain."""
    pairs = _gold_file(data / "deplain" / "dev.json", ("de", "de"))
    return [pair for pair, credit in pairs if credit.startswith("Kooperation") == easy]


def textberg(data: Path) -> Pair:
    """The Text+Berg document."""
    return _gold_file(data / "textberg" / "dev.json", ("de", "fr"))[0][0]


def cut(pair: Pair, size: int) -> list[Pair]:
    """The pair in pieces of at least `size` sentences (both sides), where no bead is cut."""
    links = sorted((b for b in pair.gold if b.left and b.right), key=lambda b: (b.left, b.right))
    ends = [(0, 0)]
    total = (len(pair.left), len(pair.right))
    for link in links:
        i, j = max(link.left) + 1, max(link.right) + 1
        whole = all((max(b.left) < i) == (max(b.right) < j) for b in links) and all(
            min(b.left) >= i or max(b.left) < i for b in links
        )
        whole = whole and all(min(b.right) >= j or max(b.right) < j for b in links)
        if whole and i + j - sum(ends[-1]) >= size:
            ends.append((i, j))
    if len(ends) > 1 and sum(total) - sum(ends[-1]) < size / 2:
        ends.pop()
    if ends[-1] != total:
        ends.append(total)
    return [_piece(pair, begin, end) for begin, end in itertools.pairwise(ends)]


def _piece(pair: Pair, begin: tuple[int, int], end: tuple[int, int]) -> Pair:
    """The pair from node `begin` to node `end`."""
    (a, c), (b, d) = begin, end
    gold = [
        bead([i - a for i in x.left], [j - c for j in x.right], moved=x.moved)
        for x in pair.gold
        if all(a <= i < b for i in x.left) and all(c <= j < d for j in x.right)
    ]
    name = f"{pair.name}[{a}:{b},{c}:{d}]"
    return replace(pair, name=name, left=pair.left[a:b], right=pair.right[c:d], gold=tuple(gold))


def without_nulls(pair: Pair) -> Pair:
    """The pair less the sentences that have no counterpart."""
    kept = [sorted({k for b in pair.gold if b.left and b.right for k in side(b)}) for side in SIDES]
    new = [{old: k for k, old in enumerate(some)} for some in kept]
    gold = [
        bead([new[0][i] for i in b.left], [new[1][j] for j in b.right], moved=b.moved)
        for b in pair.gold
        if b.left and b.right
    ]
    return replace(
        pair,
        name=f"{pair.name}, all linked",
        left=tuple(pair.left[i] for i in kept[0]),
        right=tuple(pair.right[j] for j in kept[1]),
        gold=tuple(gold),
    )


def thinned(pair: Pair, rng: random.Random, side: int, share: float) -> Pair:
    """The pair with one side (0 left, 1 right) of about `share` of its gold beads dropped."""
    gone = {k for b in pair.gold if rng.random() < share for k in SIDES[side](b)}
    kept = [k for k in range(len((pair.left, pair.right)[side])) if k not in gone]
    new = {old: k for k, old in enumerate(kept)}
    gold = []
    for b in pair.gold:
        own = [new[k] for k in SIDES[side](b) if k in new]
        other = SIDES[1 - side](b)
        left, right = (other, own) if side else (own, other)
        gold += [bead(left, right, moved=b.moved)] if left and right else []
    texts = [pair.left, pair.right]
    texts[side] = tuple(texts[side][k] for k in kept)
    return replace(
        pair,
        name=f"{pair.name}, thinned",
        left=texts[0],
        right=texts[1],
        gold=with_nulls(gold, len(texts[0]), len(texts[1])),
    )


def source(pair: Pair) -> str:
    """The document or story that a pair, or a piece of one, is from."""
    return re.split(r"[\[:|,]", pair.name)[0].strip()


def unrelated(pairs: Sequence[Pair], count: int, seed: int) -> list[Pair]:
    """Left of one document, right of one from elsewhere: nothing to link."""
    rng = random.Random(seed)
    out: list[Pair] = []
    if len({source(pair) for pair in pairs}) < 2:
        return out
    while len(out) < count:
        one, two = rng.sample(list(pairs), 2)
        if source(one) == source(two):
            continue
        gold = with_nulls((), len(one.left), len(two.right))
        langs = (one.langs[0], two.langs[1])
        name = f"{one.name} | {two.name}"
        out.append(replace(one, name=name, right=two.right, gold=gold, langs=langs))
    return out


def tiny(pairs: Sequence[Pair], count: int, seed: int) -> list[Pair]:
    """Pieces of one to TINY sentences a side."""
    pieces = [piece for pair in pairs for size in (2, 4, 6) for piece in cut(pair, size)]
    fit = [p for p in pieces if 0 < len(p.left) <= TINY and 0 < len(p.right) <= TINY]
    return random.Random(seed).sample(fit, min(count, len(fit)))


def story_folders(corpora: Path) -> list[Path]:
    """Folders of stories with gold, by name."""
    return [listing.parent for listing in sorted(corpora.glob("*/story.toml"))]


def stories(folders: Sequence[Path]) -> dict[str, list[Pair]]:
    """Pairs of articles of the project's own stories: within one language, and across two.

    Gold's own sentences; only the running text, because display lines pair by role alone.
    """
    from gold import beads, load_story

    out: dict[str, list[Pair]] = {"story one language": [], "story two languages": []}
    for folder in folders:
        story = load_story(folder)
        for one, two in itertools.combinations(story.articles, 2):
            texts = [story.articles[file].sentences for file in (one, two)]
            flow = [[k for k, s in enumerate(side) if s.role in ("body", "note")] for side in texts]
            new = [{k: n for n, k in enumerate(some)} for some in flow]
            gold = [
                bead(
                    [new[0][i] for i in left if i in new[0]],
                    [new[1][j] for j in right if j in new[1]],
                )
                for left, right in beads(story, one, two)
            ]
            links = [b for b in gold if b.left and b.right]
            langs = (story.languages[one], story.languages[two])
            pair = Pair(
                f"{folder.name}: {one} | {two}",
                tuple(texts[0][k].text for k in flow[0]),
                tuple(texts[1][k].text for k in flow[1]),
                with_nulls(with_moves(links), len(flow[0]), len(flow[1])),
                langs,
            )
            kind = "one language" if langs[0] == langs[1] else "two languages"
            out[f"story {kind}"].append(pair)
    return {name: pairs for name, pairs in out.items() if pairs}


def with_moves(links: Sequence[Bead]) -> list[Bead]:
    """Links off the heaviest chain are moved."""
    chain = set(heaviest_chain(links))
    return [replace(link, moved=k not in chain) for k, link in enumerate(links)]


def heaviest_chain(links: Sequence[Bead]) -> list[int]:
    """Places, in order, of the links that run forward on both sides and hold most sentences."""
    order = sorted(range(len(links)), key=lambda k: (min(links[k].left), min(links[k].right)))
    best: dict[int, tuple[int, int]] = {}
    for k in order:
        link = links[k]
        before = [
            (best[n][0], n)
            for n in best
            if max(links[n].left) < min(link.left) and max(links[n].right) < min(link.right)
        ]
        top, last = max(before, default=(0, -1))
        best[k] = (top + len(link.left) + len(link.right), last)
    out = []
    at = max(best, key=lambda k: best[k][0], default=-1)
    while at >= 0:
        out.append(at)
        at = best[at][1]
    return out[::-1]


class VectorFile(MutableMapping[str, Vectors]):
    """Vectors kept in an SQLite file, so that a sentence is encoded once and not once a run."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._file = sqlite3.connect(path)
        self._file.execute("create table if not exists vectors (key text primary key, row blob)")

    def __getitem__(self, key: str) -> Vectors:
        """The vector under `key`."""
        row = self._file.execute("select row from vectors where key = ?", (key,)).fetchone()
        if row is None:
            raise KeyError(key)
        return np.frombuffer(row[0], dtype=np.float32)

    def __setitem__(self, key: str, value: Vectors) -> None:
        """Keep a vector."""
        blob = np.asarray(value, dtype=np.float32).tobytes()
        self._file.execute("insert or replace into vectors values (?, ?)", (key, blob))

    def __delitem__(self, key: str) -> None:
        """Drop a vector."""
        self._file.execute("delete from vectors where key = ?", (key,))

    def __iter__(self) -> Iterator[str]:
        """All keys."""
        return (row[0] for row in self._file.execute("select key from vectors"))

    def __len__(self) -> int:
        """How many vectors there are."""
        return int(self._file.execute("select count(*) from vectors").fetchone()[0])

    def save(self) -> None:
        """Write what was added."""
        self._file.commit()

    def close(self) -> None:
        """Write and close."""
        self._file.commit()
        self._file.close()


def vector_file() -> VectorFile:
    """The evaluation's vectors, under PADAN_CACHE or the user's cache folder."""
    base = os.environ.get("PADAN_CACHE") or Path.home() / ".cache" / "padan"
    return VectorFile(Path(base) / "eval" / "vectors.sqlite")
