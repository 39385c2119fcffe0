"""Sentences of the memory that are like the one in hand, with how like they are."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

from padan.model import Translation
from padan.translate.memory import is_human

_PLAIN = str.maketrans("“”„‟«»″‘’‚‛′\u00a0", '"""""""\'\'\'\'\' ')


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What was made of a sentence like the one asked about."""

    source: str
    text: str
    score: float
    """0..1: one less the share of characters to change (Levenshtein over the longer length)."""
    signature: str


class Entries:
    """Translations made ready to be searched: 100,000 take about 60 MB, and 0.1 s a question."""

    def __init__(self, translations: Iterable[Translation]) -> None:
        # By length, since what is much longer or shorter cannot be alike and is not looked at.
        found = sorted(((_plain(t.source), t) for t in translations), key=lambda pair: len(pair[0]))
        self._sources = [source for source, _ in found]
        self._translations = [translation for _, translation in found]
        self._lengths = [len(source) for source in self._sources]

    def __len__(self) -> int:
        return len(self._sources)

    def like(self, text: str, least: float) -> list[Suggestion]:
        """Every entry at least so like `text`: best first, of equals a person's first."""
        from rapidfuzz import process
        from rapidfuzz.distance import Levenshtein

        wanted = _plain(text)
        if not wanted:
            return []
        # The distance is at least the difference of lengths, so the rest falls below `least`.
        first = bisect_left(self._lengths, least * len(wanted))
        last = bisect_right(self._lengths, len(wanted) / least)
        found = process.extract(
            wanted,
            self._sources[first:last],
            scorer=Levenshtein.normalized_similarity,
            score_cutoff=least,
            limit=None,
        )
        best = [
            Suggestion(made.source, made.text, float(score), made.signature)
            for _, score, place in found
            for made in [self._translations[first + place]]
        ]
        best.sort(key=lambda s: (-s.score, not is_human(s.signature), s.source, s.text))
        return best


def suggest(
    text: str, entries: Entries | Iterable[Translation], *, limit: int = 3, least: float = 0.7
) -> list[Suggestion]:
    """The entries most like `text`, at most `limit`, each at least `least` (0..1, above 0) like it.

    Quote marks, blanks and case do not count. One translation is given once, however many entries
    have it. Who asks often makes the `Entries` first.
    """
    if not 0 < least <= 1:
        raise ValueError(f"least must lie in 0..1 and above 0, not {least}")
    if not isinstance(entries, Entries):
        entries = Entries(entries)
    chosen: dict[tuple[str, str], Suggestion] = {}
    for suggestion in entries.like(text, least):
        if len(chosen) >= limit:
            break
        chosen.setdefault((_plain(suggestion.source), suggestion.text), suggestion)
    return list(chosen.values())


def _plain(text: str) -> str:
    return " ".join(text.translate(_PLAIN).casefold().split())
