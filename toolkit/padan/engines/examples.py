"""The bank of example translations (`data/examples.tsv`) and the ones nearest to a sentence.

Nearness is the cosine of tf-idf vectors over words and the 4- and 5-letter parts of words: it
needs no encoder, takes well under a millisecond, and sees word stems under Indonesian affixes.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

_WORD = re.compile(r"\w+")
_PARTS = (4, 5)
_MOST_WORDS = 400
"""Words of a sentence that are looked at."""
LANGUAGES = ("id", "en")


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence in both languages."""

    id: str
    en: str

    def text(self, lang: str) -> str:
        """The sentence in one of `LANGUAGES`."""
        return self.id if lang == "id" else self.en


@cache
def bank() -> tuple[Example, ...]:
    """All examples, in the order of the file."""
    text = (files("padan.engines") / "data" / "examples.tsv").read_text("utf-8")
    rows = [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
    return tuple(Example(*row) for row in rows)


def usual(count: int, *, skip: int = 0) -> tuple[Example, ...]:
    """The same for every sentence, so that the model reads them once: the bank's first.

    `skip` passes over so many of them, for another set of examples.
    """
    return bank()[skip : skip + count]


def nearest(text: str, lang: str, count: int, *, skip: int = 0) -> tuple[Example, ...]:
    """The examples most like `text` in its language, the nearest last.

    `skip` passes over so many that are nearer still, for another set of examples.
    """
    order = _index(lang).order(text)
    chosen = order[skip : skip + count]
    return tuple(bank()[place] for place in reversed(chosen))


class _Index:
    """The bank's sentences in one language, by their parts."""

    def __init__(self, texts: list[str]) -> None:
        counted = [_parts(text) for text in texts]
        spread = Counter(part for counts in counted for part in counts)
        self._rarity = {part: math.log((1 + len(texts)) / (1 + n)) for part, n in spread.items()}
        self._size = len(texts)
        self._postings: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for place, counts in enumerate(counted):
            for part, weight in self._weights(counts).items():
                self._postings[part].append((place, weight))

    def order(self, text: str) -> list[int]:
        """Places of all sentences, the most similar first; of equals the earlier."""
        scores = [0.0] * self._size
        for part, weight in self._weights(_parts(text)).items():
            for place, other in self._postings[part]:
                scores[place] += weight * other
        return sorted(range(self._size), key=lambda place: -scores[place])

    def _weights(self, counts: Counter[str]) -> dict[str, float]:
        """Weights of the parts that the bank has, of length 1 together."""
        raw = {
            p: (1 + math.log(n)) * self._rarity[p] for p, n in counts.items() if p in self._rarity
        }
        norm = math.sqrt(sum(weight * weight for weight in raw.values())) or 1.0
        return {part: weight / norm for part, weight in raw.items()}


@cache
def _index(lang: str) -> _Index:
    return _Index([example.text(lang) for example in bank()])


def _parts(text: str) -> Counter[str]:
    """Words and parts of words; every number counts as the same word."""
    found: Counter[str] = Counter()
    for word in _WORD.findall(text.lower())[:_MOST_WORDS]:
        framed = "<0>" if word.isdecimal() else f"<{word}>"
        found[framed] += 1
        for size in _PARTS:
            found.update(framed[at : at + size] for at in range(len(framed) - size + 1))
    return found
