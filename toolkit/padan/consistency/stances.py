"""Words that give a statement to a source, by stance: `data/attribution.toml`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from padan.consistency.lexicon import Phrases, load
from padan.model import Severity


@dataclass(frozen=True, slots=True)
class Stance:
    """How the text stands to what it reports: say, claim, admit, deny."""

    name: str
    says: tuple[tuple[str, str], ...]

    def means(self, lang: str) -> str:
        """The stance in the reader's language."""
        return dict(self.says)[lang]


@dataclass(frozen=True, slots=True)
class SourceCue:
    """A word or phrase that gives a statement to a source."""

    stance: Stance
    side: str
    """Where the source stands: `before`, `after`, `either`, or `pronoun` (katanya)."""
    bare: bool = False
    """A cue only where it begins a tag: kata, klaim."""
    by: bool = False
    """A preposition may stand before the source: dikatakan (oleh) Budi."""
    noun: bool = False
    """The cue is a noun: klaim Budi, the claim of Ana."""


@lru_cache(maxsize=4)
def source_cues(lang: str) -> Phrases[SourceCue | None]:
    """The cues of a language; None stands for phrases that hold a cue and are none."""
    table = load("attribution")
    cues: Phrases[SourceCue | None] = Phrases()
    for entry in table["stance"]:
        stance = Stance(entry["name"], (("en", entry["says"]["en"]), ("id", entry["says"]["id"])))
        for phrase, cue in _entries(entry.get(lang, {}), stance):
            cues.add(phrase, cue)
    for phrase in table["neutral"][lang]:
        cues.add(phrase, None)
    return cues


def _entries(listed: dict[str, Any], stance: Stance) -> Iterator[tuple[str, SourceCue]]:
    for side in ("before", "either", "after"):
        for phrase in listed.get(side, ()):
            yield phrase, SourceCue(stance, side)
    for phrase in listed.get("nominal", ()):
        yield phrase, SourceCue(stance, "after", noun=True)
    for phrase in listed.get("passive", ()):
        yield phrase, SourceCue(stance, "after", by=True)
    for phrase in listed.get("bare", ()):
        yield phrase, SourceCue(stance, "after", bare=True)
        yield f"{phrase}nya", SourceCue(stance, "pronoun", bare=True)


@dataclass(frozen=True, slots=True)
class Opposition:
    """What one stance is to another where the same words are given to the same source."""

    severity: Severity
    unless_negated: bool
    """Not where only the milder side has a negation: denied that it was, said it was not."""


@lru_cache(maxsize=1)
def oppositions() -> dict[frozenset[str], Opposition]:
    """Pairs of stances that differ, by their names."""
    found: dict[frozenset[str], Opposition] = {}
    for entry in load("attribution")["against"]:
        opposed = Opposition(Severity(entry["severity"]), entry.get("unless_negated", False))
        for one in entry["one"]:
            found |= {frozenset((one, other)): opposed for other in entry["other"]}
    return found


@lru_cache(maxsize=4)
def listed(name: str, lang: str) -> frozenset[str]:
    """A list of words of `data/attribution.toml` in a language."""
    return frozenset(load("attribution")[name][lang])
