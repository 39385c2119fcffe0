"""Writes what padan knows of English words: toolkit/padan/consistency/data/english.json.gz.

    python eval/fit_english.py WORDNET     the folder with data.noun, index.noun, … of WordNet 3.0
                                           (Debian: package wordnet-base, /usr/share/wordnet)

Words by part of speech, groups of synonyms, opposites and wider words come from WordNet. Which
classes of words stand where a word is missing is fitted on WordNet's example sentences and the
English of NTREX-128 and FLORES-200 dev (PADAN_DATA or --data): weights of word classes, no text.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from padan.consistency.gaps import gap_features, may_be_missed
from padan.consistency.wordclass import class_sequence, use

TARGET = Path(__file__).parents[1] / "toolkit/padan/consistency/data/english.json.gz"
PARTS = {"noun": "n", "verb": "v", "adj": "a", "adv": "r"}
SENSES = 3
"""Senses of a word, the commonest first, that make synonyms."""
LEVELS = 2
"""How far up wider words are looked for, from the commonest two senses."""
NEWS_WEIGHT = 3
"""What a sentence of news counts against an example of WordNet's."""
RARE, RIDGE, LEAST = 4, 3e-6, 0.25
"""Of the places where words are missing: least occurrences of a feature, penalty, least weight."""
LICENCE = (
    "Words, groups, opposites and wider words: WordNet 3.0, Copyright 2006 by Princeton University."
    " All rights reserved. Used under the WordNet licence (permission to use, copy, modify and"
    " distribute with this notice; provided as is, without warranty)."
)


Array = NDArray[np.float64]


@dataclass(frozen=True)
class WordNet:
    """WordNet's files, read whole."""

    senses: dict[tuple[str, str], list[str]]
    """(lemma, part) -> synsets, the commonest first."""
    tagged: dict[tuple[str, str], int]
    """(lemma, part) -> its senses that occur in tagged text."""
    words: dict[tuple[str, str], list[str]]
    pointers: dict[tuple[str, str], list[list[str]]]
    irregular: dict[str, list[str]]
    examples: list[str]


def read(folder: Path) -> WordNet:
    """All of WordNet that is used here."""
    net = WordNet({}, {}, {}, {}, {}, [])
    for part, letter in PARTS.items():
        for fields in _lines(folder / f"index.{part}"):
            pointers = int(fields[3])
            net.senses[fields[0], letter] = fields[6 + pointers :]
            net.tagged[fields[0], letter] = int(fields[5 + pointers])
        for line in (folder / f"data.{part}").read_text("utf-8").splitlines():
            if line.startswith(" "):
                continue
            head, _, gloss = line.partition("|")
            fields = head.split()
            size = int(fields[3], 16)
            key = (fields[0], letter)
            net.words[key] = [re.sub(r"\(.*\)", "", fields[4 + 2 * i]) for i in range(size)]
            first = 5 + 2 * size
            net.pointers[key] = [
                fields[first + 4 * i : first + 4 * i + 4] for i in range(int(fields[first - 1]))
            ]
            net.examples.extend(re.findall(r'"([^"]+)"', gloss))
    for part, name in (("noun", "plural"), ("verb", "past")):
        forms = {f[0] for f in _lines(folder / f"{part}.exc") if plain(f[0])}
        net.irregular[name] = sorted(f for f in forms if not f.endswith(("ing", "ed")))
    return net


def _lines(path: Path) -> Iterator[list[str]]:
    for line in path.read_text("utf-8").splitlines():
        if not line.startswith(" "):
            yield line.split()


def plain(word: str) -> bool:
    """A single word in small letters."""
    return word.isascii() and word.isalpha() and word.islower()


def lemmas(net: WordNet) -> dict[str, str]:
    """Parts of speech, such as `nv` -> its words."""
    parts: dict[str, set[str]] = defaultdict(set)
    for word, letter in net.senses:
        if plain(word):
            parts[word].add(letter)
    by_parts: dict[str, list[str]] = defaultdict(list)
    for word, letters in parts.items():
        by_parts["".join(sorted(letters))].append(word)
    return {key: " ".join(sorted(words)) for key, words in sorted(by_parts.items())}


def groups(net: WordNet) -> list[str]:
    """Words of one meaning, among their commonest senses, one of them seen in tagged text."""
    found = set()
    for (synset, letter), words in net.words.items():
        members = {
            w
            for w in (word.lower() for word in words)
            if plain(w) and synset in net.senses.get((w, letter), [])[:SENSES]
        }
        if len(members) > 1 and any(net.tagged[w, letter] for w in members):
            found.add(" ".join(sorted(members)))
    return sorted(found)


def opposites(net: WordNet) -> list[str]:
    """Pairs of opposites, one of them seen in tagged text."""
    found = set()
    for (synset, letter), pointers in net.pointers.items():
        for symbol, other, part, places in pointers:
            if symbol != "!":
                continue
            here = net.words[synset, letter][int(places[:2], 16) - 1]
            there = net.words[other, "a" if part == "s" else part][int(places[2:], 16) - 1]
            seen = net.tagged.get((here, letter), 0) or net.tagged.get((there, letter), 0)
            if plain(here) and plain(there) and seen:
                found.add(" ".join(sorted((here, there))))
    return sorted(found)


def wider(net: WordNet) -> dict[str, str]:
    """Noun or verb seen in tagged text -> the words one or two levels above it."""
    found: dict[str, set[str]] = defaultdict(set)
    for (word, letter), synsets in net.senses.items():
        if letter in "nv" and plain(word) and net.tagged[word, letter]:
            for synset in synsets[:2]:
                found[word] |= set(_above(net, synset, letter)) - {word}
    return {word: " ".join(sorted(above)) for word, above in sorted(found.items()) if above}


def _above(net: WordNet, synset: str, letter: str) -> Iterator[str]:
    level = [synset]
    for _ in range(LEVELS):
        level = [p[1] for here in level for p in net.pointers[here, letter] if p[0] in {"@", "@i"}]
        for here in level:
            for word in (w.lower() for w in net.words[here, letter][:2]):
                if plain(word) and net.tagged.get((word, letter), 0):
                    yield word


def gaps(texts: Iterable[tuple[str, int]]) -> dict[str, Any]:
    """Weights that tell a place where a word was taken out from one where none was.

    Logistic regression over the classes around a place: every place of the texts against the
    places that taking out each content word, pronoun or auxiliary leaves.
    """
    rows: list[tuple[str, ...]] = []
    labels: list[float] = []
    counted: list[float] = []
    for text, weight in texts:
        classes = [c for c, _ in class_sequence(text)]
        places = [(gap_features(classes, i), 0.0) for i in range(1, len(classes))]
        places += [
            (gap_features(classes[:i] + classes[i + 1 :], i), 1.0)
            for i in range(1, len(classes) - 1)
            if may_be_missed(classes[i])
        ]
        for features, label in places:
            rows.append(features)
            labels.append(label)
            counted.append(weight)
    return _logistic(rows, np.array(labels), np.array(counted))


def _logistic(rows: list[tuple[str, ...]], y: Array, weight: Array) -> dict[str, Any]:
    """Intercept and the weights that matter."""
    from scipy.optimize import minimize
    from scipy.sparse import csr_matrix

    counts = Counter(f for row in rows for f in row)
    places = {f: i for i, f in enumerate(f for f, n in counts.items() if n >= RARE)}
    columns = [[places[f] for f in row if f in places] for row in rows]
    ends = np.cumsum([0, *map(len, columns)])
    flat = np.array([c for row in columns for c in row])
    x = csr_matrix((np.ones(len(flat)), flat, ends), shape=(len(rows), len(places)))
    turned = x.T.tocsr()
    weight = weight / weight.sum()

    def loss(theta: Array) -> tuple[float, Array]:
        logit = x @ theta[1:] + theta[0]
        off = weight * (1 / (1 + np.exp(-logit)) - y)
        value = (weight * (np.logaddexp(0, logit) - y * logit)).sum()
        gradient = np.concatenate(([off.sum()], turned @ off + 2 * RIDGE * theta[1:]))
        return float(value + RIDGE * (theta[1:] ** 2).sum()), gradient

    start = np.zeros(len(places) + 1)
    found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 60}).x
    kept = {f: round(float(found[i + 1]), 2) for f, i in places.items()}
    return {
        "intercept": round(float(found[0]), 3),
        "weights": {f: w for f, w in sorted(kept.items()) if abs(w) >= LEAST},
    }


def corpus(net: WordNet, data: Path) -> Iterator[tuple[str, int]]:
    """Texts and what they count."""
    for example in net.examples:
        yield example, 1
    for name, field in (("flores/en-id.jsonl", "source"), ("ntrex/ntrex.jsonl", "en")):
        for line in (data / name).read_text("utf-8").splitlines():
            yield json.loads(line)[field], NEWS_WEIGHT


def main() -> int:
    """Write the file; 2 where the data is not there."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("wordnet", type=Path)
    parser.add_argument("--data", type=Path, default=os.environ.get("PADAN_DATA"))
    options = parser.parse_args()
    if options.data is None or not (options.wordnet / "data.noun").is_file():
        print(
            "name WordNet's folder, and the data folder with --data or PADAN_DATA", file=sys.stderr
        )
        return 2
    net = read(options.wordnet)
    words: dict[str, Any] = {
        "about": LICENCE,
        "words": lemmas(net),
        "irregular": {name: " ".join(forms) for name, forms in net.irregular.items()},
        "groups": groups(net),
        "opposites": opposites(net),
        "wider": wider(net),
    }
    use(words)
    words["gaps"] = gaps(corpus(net, Path(options.data)))
    packed = gzip.compress(json.dumps(words, separators=(",", ":")).encode(), mtime=0)
    TARGET.write_bytes(packed)
    print(f"{TARGET.name}: {len(packed):,} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
