"""Who says it: verbs and prepositions that give a statement to a source, and that source.

`data/attribution.toml` lists them by stance. Where the source stands depends on the cue: before
`mengatakan` and `said that`, after `kata` and `according to`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from padan.consistency.lexicon import Phrases, load
from padan.consistency.quotes import quotations
from padan.consistency.side import View
from padan.consistency.tokens import Token
from padan.consistency.words import is_content

_MOST = 30
"""Frames of a side that are compared."""
_LONGEST = 14
"""Tokens between a cue and the far end of its source."""
_WORDS = 7
"""Content words of a source that are kept, those next to the cue first."""
_STOPS = frozenset(',;:.!?()[]"“”„«»')


@dataclass(frozen=True, slots=True)
class Stance:
    """How the text stands to what it reports: say, claim, admit, deny."""

    name: str
    says: tuple[tuple[str, str], ...]

    def means(self, lang: str) -> str:
        """The stance in the reader's language."""
        return dict(self.says)[lang]


@dataclass(frozen=True, slots=True)
class Frame:
    """A cue in tokens `first` to `last` (half open) with the words of its source."""

    first: int
    last: int
    stance: Stance
    source: tuple[int, ...]
    """Tokens of the source with content; none where it is a pronoun or cannot be told."""

    @property
    def begin(self) -> int:
        """The first token of cue and source."""
        return min(self.first, *self.source) if self.source else self.first

    @property
    def end(self) -> int:
        """The index after the last token of cue and source."""
        return max(self.last, *(i + 1 for i in self.source)) if self.source else self.last


@dataclass(frozen=True, slots=True)
class _Cue:
    stance: Stance
    side: str
    """Where the source stands: `before`, `after` or `either`."""
    bare: bool
    """A word that is a cue only where a source follows: kata, klaim, says."""


@lru_cache(maxsize=4)
def _cues(lang: str) -> Phrases[_Cue | None]:
    table = load("attribution")
    cues: Phrases[_Cue | None] = Phrases()
    for entry in table["stance"]:
        stance = Stance(entry["name"], (("en", entry["says"]["en"]), ("id", entry["says"]["id"])))
        for side in ("before", "after", "either"):
            for phrase in entry.get(lang, {}).get(side, ()):
                cues.add(phrase, _Cue(stance, side, bare=False))
        for phrase in entry.get(lang, {}).get("bare", ()):
            cues.add(phrase, _Cue(stance, "after", bare=True))
    for phrase in table["neutral"][lang]:
        cues.add(phrase, None)
    return cues


def frames(view: View) -> tuple[Frame, ...]:
    """The frames of a text outside its quotations, in order."""
    inside = {i for first, last in quotations(view.tokens) for i in range(first, last)}
    cues = _cues(view.lang)
    found: list[Frame] = []
    i = 0
    while i < len(view.tokens) and len(found) < _MOST:
        hit = cues.at(view.tokens, i)
        if hit is None:
            i += 1
            continue
        cue, end = hit
        if cue is not None and i not in inside:
            frame = _frame(view, cue, i, end)
            if frame is not None:
                found.append(frame)
        i = end
    return tuple(found)


def _frame(view: View, cue: _Cue, first: int, last: int) -> Frame | None:
    if cue.bare and not _begins_tag(view.tokens, first, last):
        return None
    after = _source(view, range(last, min(len(view.tokens), last + _LONGEST)))
    before = _source(view, range(first - 1, max(-1, first - 1 - _LONGEST), -1))
    if cue.side == "after":
        return Frame(first, last, cue.stance, after)
    if cue.side == "before":
        return Frame(first, last, cue.stance, before)
    tag = first == 0 or view.tokens[first - 1].norm in _STOPS
    return Frame(first, last, cue.stance, after if tag else before)


def _begins_tag(tokens: tuple[Token, ...], first: int, last: int) -> bool:
    """The word begins a tag (`…, kata Budi`): a mark or nothing before it, a source after it."""
    if last >= len(tokens) or not tokens[last].is_word:
        return False
    if first == 0 or tokens[first - 1].norm in _STOPS:
        return True
    return tokens[last].capital and not tokens[first - 1].capital


def _source(view: View, places: range) -> tuple[int, ...]:
    """Content words from a cue outwards, up to a mark, a word that ends the source, or enough."""
    ends = frozenset(load("attribution")["ends"][view.lang])
    found: list[int] = []
    for i in places:
        token = view.tokens[i]
        if token.norm in _STOPS and not _within_name(view.tokens, i):
            # `Budi, kepala desa, mengatakan`: what stands between commas belongs to the source.
            if token.norm == "," and places.step < 0 and found and len(found) < _WORDS:
                continue
            break
        if token.norm in ends:
            break
        if is_content(token, view.lang):
            found.append(i)
            if len(found) == _WORDS:
                break
    return tuple(sorted(found))


def _within_name(tokens: tuple[Token, ...], i: int) -> bool:
    """The stop of an initial: `S. Parman`."""
    return tokens[i].norm == "." and 0 < i < len(tokens) - 1 and len(tokens[i - 1].norm) <= 2
