"""Who says it: verbs, nouns and prepositions that give words to a source, that source, the words.

No parser. Where the source stands depends on the cue: before `mengatakan` and `said that`, after
`kata` and `according to`; an elided subject (`and said`), a relative (`who said`) and a pronoun
go back to what stands before. The words that a source is given lie behind a verb, before a tag.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from padan.consistency.quotes import quotations
from padan.consistency.side import View
from padan.consistency.sources import BREAKS, REACH, STOPS, source_after, source_before, within_name
from padan.consistency.stances import SourceCue, Stance, listed, source_cues
from padan.consistency.tokens import Token
from padan.consistency.words import is_content

_MOST = 30
"""Frames of a side that are compared."""
_QUOTES = frozenset('"“”„«»')


@dataclass(frozen=True, slots=True)
class Frame:
    """A cue in tokens `first` to `last` (half open) with its source and what it is given."""

    first: int
    last: int
    stance: Stance
    source: tuple[int, ...]
    """Tokens of the source with content; none where the text does not say."""
    shape: str
    """How the source is told: `named`, `pronoun`, `elided`, `relative` or `untold`."""
    says: frozenset[int]
    """Content words that the source is given."""
    noun: bool = False

    @property
    def told(self) -> bool:
        """The source stands beside the cue in words of its own."""
        return self.shape == "named" and bool(self.source)

    @property
    def begin(self) -> int:
        """The first token of cue and source."""
        return min(self.first, *self.source) if self.told else self.first

    @property
    def end(self) -> int:
        """The index after the last token of cue and source."""
        return max(self.last, *(i + 1 for i in self.source)) if self.told else self.last


@lru_cache(maxsize=256)
def frames(view: View) -> tuple[Frame, ...]:
    """The frames of a text outside its quotations, in order."""
    found: list[Frame] = []
    for first, last, cue in _hits(view):
        frame = _frame(view, cue, first, last, found)
        if frame is not None:
            found.append(frame)
    return _filled(view, found)


def _hits(view: View) -> list[tuple[int, int, SourceCue]]:
    inside = {i for first, last in quotations(view.tokens) for i in range(first, last)}
    cues = source_cues(view.lang)
    found: list[tuple[int, int, SourceCue]] = []
    i = 0
    while i < len(view.tokens) and len(found) < _MOST:
        hit = None if i in inside else cues.at(view.tokens, i)
        if hit is None:
            i += 1
            continue
        cue, end = hit
        if cue is not None and (not cue.bare or _begins_tag(view, i, end, cue)):
            found.append((i, end, cue))
        i = end
    return found


def _begins_tag(view: View, first: int, last: int, cue: SourceCue) -> bool:
    """The word begins a tag (`…, kata Budi`): a mark or nothing before it, a source after it."""
    tokens = view.tokens
    if cue.side == "pronoun":
        return first > 0 and tokens[first - 1].norm in STOPS
    if last >= len(tokens) or not tokens[last].is_word:
        return False
    if first == 0 or tokens[first - 1].norm in STOPS:
        return True
    named = tokens[last].capital or tokens[last].norm in listed("pronouns", view.lang)
    return named and not tokens[first - 1].capital


def _frame(view: View, cue: SourceCue, first: int, last: int, found: list[Frame]) -> Frame | None:
    least = max((f.last for f in found), default=0)
    side = cue.side
    if side == "either":
        side = "after" if _is_tag(view.tokens, first, last, least) else "before"
    if side == "pronoun":
        return Frame(first, last, cue.stance, (), "pronoun", frozenset())
    if side == "before":
        spoken = [(f.first, f.source) for f in found]
        source, shape = source_before(view, first, least, spoken)
    else:
        source, shape = source_after(view, last, by=cue.by)
        if (cue.noun or cue.by) and shape == "untold":
            return None
        if cue.noun and "-" in {t.norm for t in view.tokens[last : last + 1]}:
            return None
        if cue.bare and not _closes(view, last, source):
            return None
    return Frame(first, last, cue.stance, source, shape, frozenset(), noun=cue.noun)


def _closes(view: View, last: int, source: tuple[int, ...]) -> bool:
    """Behind the source of a tag comes a mark; `kata menular memiliki arti` is none."""
    if not source or view.tokens[last].capital:
        return True
    behind = view.tokens[source[-1] + 1 : source[-1] + 3]
    stops = listed("ends", view.lang) | STOPS
    return len(behind) < 2 or any(t.norm in stops for t in behind)


def _is_tag(tokens: tuple[Token, ...], first: int, last: int, least: int) -> bool:
    """`…, said Ana`: a mark before the verb that closes no apposition, and a source behind it."""
    if first == 0 or last >= len(tokens) or tokens[last].norm in STOPS:
        return False
    before = tokens[first - 1].norm
    if before in _QUOTES:
        return True
    if before != "," or tokens[max(0, first - 2)].norm == ")":
        return False
    commas = [i for i in range(least, first - 1) if tokens[i].norm == ","]
    # `Ana Putri, the mayor, said`: two commas near each other around an apposition
    return not (commas and first - commas[-1] <= REACH // 2)


def _filled(view: View, found: list[Frame]) -> tuple[Frame, ...]:
    """Every frame with the words that its source is given."""
    segments = _segments(view)
    says: list[set[int]] = [set() for _ in found]
    taken = {i for f in found for i in range(f.begin, f.end)}
    owner: int | None = None
    for start, end in segments:
        own = [n for n, f in enumerate(found) if start <= f.first < end]
        if not own:
            if owner is not None and view.tokens[start].norm in _QUOTES:
                says[owner].update(_words(view, start, end, taken))
            continue
        edges = [start, *(found[n].begin for n in own), end]
        for k in range(len(own) + 1):
            left = own[k - 1] if k else None
            right = own[k] if k < len(own) else None
            gap_start = max(edges[k], found[left].end if left is not None else start)
            words = _words(view, gap_start, edges[k + 1], taken)
            for n in _owners(view, found, left, right, last=k == len(own)):
                says[n].update(words)
        owner = own[-1]
    for n, frame in enumerate(found[:-1]):
        # `warga, kata camat, sepakat pindah`: what follows is said by the source put in between
        if _interposed(view, frame) and not found[n + 1].told:
            says[n] |= says[n + 1]
    for n, frame in reversed(list(enumerate(found[:-1]))):
        # `the memoir says the queen urged her`: who says it is given what the other one does too
        inner = found[n + 1]
        between = range(frame.end, inner.begin)
        if inner.told and not any(_parts_clause(view, k) for k in between):
            says[n] |= says[n + 1] | set(inner.source)
    return tuple(
        Frame(f.first, f.last, f.stance, f.source, f.shape, frozenset(s), f.noun)
        for f, s in zip(found, says, strict=True)
    )


def _parts_clause(view: View, i: int) -> bool:
    """A mark, or a word with content, between one frame and the next."""
    return view.tokens[i].norm in STOPS or is_content(view.tokens[i], view.lang)


def _interposed(view: View, frame: Frame) -> bool:
    """The tag stands between two marks within a sentence."""
    if not frame.begin or frame.end >= len(view.tokens):
        return False
    return view.tokens[frame.begin - 1].norm == "," == view.tokens[frame.end].norm


def _owners(
    view: View, found: list[Frame], left: int | None, right: int | None, *, last: bool
) -> list[int]:
    """The frames that a gap between two of them belongs to: a verb takes what follows, a tag what
    stands before it."""
    tag = right is not None and _is_back(view, found[right])
    if left is None:
        return [right] if right is not None and tag else []
    ahead = last or not tag or not _is_back(view, found[left])
    return [n for n, on in ((left, ahead), (right, tag)) if n is not None and on]


def _is_back(view: View, frame: Frame) -> bool:
    """The frame is a tag: what it is about may stand before it."""
    if frame.begin == 0:
        return False
    before = view.tokens[frame.begin - 1].norm
    if before in BREAKS:
        return False
    behind = view.tokens[frame.end].norm if frame.end < len(view.tokens) else "."
    source_after = not frame.source or frame.source[-1] > frame.first
    return source_after or before in STOPS or behind in STOPS


def _words(view: View, start: int, end: int, taken: set[int]) -> list[int]:
    return [
        i for i in range(start, end) if i not in taken and is_content(view.tokens[i], view.lang)
    ]


def _segments(view: View) -> list[tuple[int, int]]:
    """Stretches between marks that end a sentence or part one, quotations left whole."""
    inside = {i for first, last in quotations(view.tokens) for i in range(first, last)}
    found: list[tuple[int, int]] = []
    start = 0
    for i, token in enumerate(view.tokens):
        if token.norm in BREAKS and i not in inside and not within_name(view.tokens, i):
            if i > start:
                found.append((start, i))
            start = i + 1
    if start < len(view.tokens):
        found.append((start, len(view.tokens)))
    return found
