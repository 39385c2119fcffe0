"""What one side says below the sentence and the other does not: clauses, phrases, single words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from padan.consistency.clauses import ends, passage
from padan.consistency.comments import Comment, comments
from padan.consistency.draft import Draft, Range, Report, place, quoted, rank
from padan.consistency.glosses import is_gloss
from padan.consistency.grades import find
from padan.consistency.lexicon import Phrases, load
from padan.consistency.links import Links, link
from padan.consistency.polarity import cues as negations
from padan.consistency.side import Pair, View
from padan.consistency.stems import stems
from padan.model import Kind, Severity, Why

_SPARSE = "Content: the two are worded too differently to tell what is left out or added."
_REACH = 6
"""Content words more than a run has that may lie between the partners of its neighbours."""
_GRADED = ("modality", "quantifier")
_UNSEEN = "Content: no common language, so nothing below the sentence was looked for."


@dataclass(frozen=True, slots=True)
class _Passage:
    """Content words of one side that stand together and that the other side does not have."""

    side: int
    words: tuple[int, ...]
    """Indices of their tokens."""
    excess: float
    """How many of them nothing on the other side may answer."""


def check(pair: Pair) -> Report:
    """Passages that are left out or added, by what they hold; abstains on loose paraphrase."""
    views = pair.words
    if views is None:
        return Report(abstained=(_UNSEEN,))
    links = link(*views)
    if max(links.share(0), links.share(1)) < _setting("least_linked"):
        return Report(abstained=(_SPARSE,) if all(links.content) else ())
    gaps = (_Gaps.of(links, 0), _Gaps.of(links, 1))
    drafts = [
        _draft(views, p)
        for side in (0, 1)
        for p in _passages(links, side, (gaps[side], gaps[1 - side]))
    ]
    return Report(place(pair, views, drafts))


def _setting(name: str) -> float:
    return float(load("content")["settings"][name])


def _passages(links: Links, side: int, gaps: tuple[_Gaps, _Gaps]) -> Iterator[_Passage]:
    """`gaps` of this side, then of the other."""
    spare = gaps[1].total - gaps[0].total
    for run in gaps[0].runs:
        size = gaps[0].weight(run)
        near = _facing(links, side, run, gaps)
        if size <= near:
            continue
        # unlinked words elsewhere on the other side answer first those elsewhere on this one
        excess = size - max(near, _setting("spare") * (spare + size))
        if size - near >= _setting("long") <= excess:
            yield _Passage(side, run, excess)
        elif (
            not near
            and spare < 0
            and _hole(links, side, run, gaps[0].lonely)
            and not any(_said_elsewhere(links, side, i) for i in run)
        ):
            yield _Passage(side, run, min(size, -spare))


@dataclass(frozen=True, slots=True)
class _Gaps:
    """The words of one side without a link in company."""

    runs: tuple[tuple[int, ...], ...]
    """Those that stand together within a clause, as indices of tokens."""
    lonely: frozenset[int]
    """Words whose link has no company: no word near them is linked near their partner."""
    light: frozenset[int]
    """Words without weight of their own."""
    weighed: frozenset[int]
    """Words that another check weighs: alone they are left to it."""

    @classmethod
    def of(cls, links: Links, side: int) -> _Gaps:
        """The gaps of a side."""
        view, lonely = links.views[side], _lonely(links, side)
        light = frozenset(
            i for i in links.content[side] if view.tokens[i].norm in _light(view.lang)
        )
        weighed = _weighed_elsewhere(view, links.views[1 - side])
        return cls(tuple(_runs(links, side, lonely)), lonely, light, weighed)

    def weight(self, run: tuple[int, ...]) -> int:
        """How many words of the run have weight."""
        heavy = [i for i in run if i not in self.light]
        return 0 if self.weighed.issuperset(heavy) else len(heavy)

    @property
    def total(self) -> int:
        """How many words with weight have no link."""
        return sum(self.weight(run) for run in self.runs)


def _weighed_elsewhere(view: View, other: View) -> frozenset[int]:
    """Tokens that say how sure, how many or whether at all: the checks of these know what answers
    them."""
    others = frozenset(t.norm for t in other.tokens)
    graded = [cue.inside for name in _GRADED for cue in find(view, name)]
    denials = [range(c.first, c.last) for c in negations(view.tokens, view.lang, others)]
    return frozenset(i for places in (*graded, *denials) for i in places)


def _lonely(links: Links, side: int) -> frozenset[int]:
    own, there = links.content[side], links.content[1 - side]
    place_there = {token: n for n, token in enumerate(there)}
    linked, reach = links.of(side), int(_setting("isolated"))
    found = set()
    for n, i in enumerate(own):
        if i not in linked:
            continue
        near = (own[k] for k in range(max(0, n - reach), min(len(own), n + reach + 1)) if k != n)
        m = place_there[linked[i]]
        if not any(abs(place_there[linked[k]] - m) <= reach for k in near if k in linked):
            found.add(i)
    return frozenset(found)


def _runs(links: Links, side: int, lonely: frozenset[int]) -> Iterator[tuple[int, ...]]:
    """Words without a link that follow each other; a lonely link among them does not count."""
    view, linked = links.views[side], links.of(side)
    run: list[int] = []
    for i in links.content[side]:
        if run and any(ends(view.tokens[k]) for k in range(run[-1] + 1, i)):
            yield from _trimmed(run, lonely)
            run = []
        if i in linked and i not in lonely:
            yield from _trimmed(run, lonely)
            run = []
        else:
            run.append(i)
    yield from _trimmed(run, lonely)


def _trimmed(run: list[int], lonely: frozenset[int]) -> Iterator[tuple[int, ...]]:
    """Without lonely links at its ends; nothing where no word is left."""
    kept = [n for n, i in enumerate(run) if i not in lonely]
    if kept:
        yield tuple(run[kept[0] : kept[-1] + 1])


def _neighbours(
    links: Links, side: int, run: tuple[int, ...], lonely: frozenset[int]
) -> tuple[int | None, int | None]:
    """Where the linked words before and after a run stand among the other side's content words."""
    own, linked = links.content[side], links.of(side)
    places = {token: n for n, token in enumerate(links.content[1 - side])}
    n, m = own.index(run[0]), own.index(run[-1])
    good = [i for i in own if i in linked and i not in lonely]
    before = next((linked[i] for i in reversed(good) if i < own[n]), None)
    after = next((linked[i] for i in good if i > own[m]), None)
    return (
        None if before is None else places[before],
        None if after is None else places[after],
    )


def _hole(links: Links, side: int, run: tuple[int, ...], lonely: frozenset[int]) -> bool:
    """The words on both sides of a run stand side by side on the other side."""
    before, after = _neighbours(links, side, run, lonely)
    last = len(links.content[1 - side]) - 1
    if before is None or after is None:
        return after == 0 or before == last
    return abs(after - before) == 1


def _said_elsewhere(links: Links, side: int, i: int) -> bool:
    """The other side has the word too, though less often: saying it again adds nothing."""
    view, other = links.views[side], links.views[1 - side]
    own = stems(view.tokens[i].norm, view.lang)
    return any(
        not own.isdisjoint(stems(other.tokens[k].norm, other.lang)) for k in links.content[1 - side]
    )


def _facing(links: Links, side: int, run: tuple[int, ...], gaps: tuple[_Gaps, _Gaps]) -> int:
    """How many unlinked words stand on the other side next to where this run would stand."""
    before, after = _neighbours(links, side, run, gaps[0].lonely)
    places = {token: n for n, token in enumerate(links.content[1 - side])}
    spots = [spot for spot in (before, after) if spot is not None]
    if before is not None and after is not None and 0 < after - before <= len(run) + _REACH:
        spots = list(range(before, after + 1))
    return sum(
        gaps[1].weight(gap)
        for gap in gaps[1].runs
        if any(places[gap[0]] - 1 <= spot <= places[gap[-1]] + 1 for spot in spots)
    )


def _draft(views: tuple[View, View], found: _Passage) -> Draft:
    view = views[found.side]
    where = passage(view, found.words[0], found.words[-1])
    holds = _holds(view, found.words, where)
    severity = _severity(found, view, where)
    says = {"en": "", "id": ""}
    if holds:
        table = load("content")["holds"]
        joint = {"en": ", which holds ", "id": ", yang memuat "}
        says = {
            lang: joint[lang] + " / ".join(table[name]["says"][lang] for name in holds)
            for lang in says
        }
    words = (
        ("words", quoted(view.text[slice(*where)])),
        ("holds_en", says["en"]),
        ("holds_id", says["id"]),
    )
    if found.side:
        return Draft(Kind.ADDITION, severity, None, where, why=Why("content.added", words))
    return Draft(Kind.OMISSION, severity, where, None, why=Why("content.omitted", words))


def _severity(found: _Passage, view: View, where: Range) -> Severity:
    """A passage is another fact and major, and so is an opinion; single words are detail and minor.

    A gloss that the retelling adds is trivial.
    """
    if found.side:
        opinions = [c.remark.severity for c in _comments(view, where)]
        if opinions:
            return min(opinions, key=rank)
        if is_gloss(view, found.words[0], found.words[-1]):
            return Severity.TRIVIAL
        if view.ours and len(found.words) == 1:
            return Severity.TRIVIAL  # one more word in our English is how we put it
    short = found.excess < _setting("long")
    return Severity.MINOR if short or _glosses(view, where) else Severity.MAJOR


def _comments(view: View, where: Range) -> list[Comment]:
    """The outlet's comments within a passage."""
    return [
        c
        for c in comments(view)
        if not c.quoted and where[0] <= view.tokens[c.first].start < where[1]
    ]


def _glosses(view: View, where: Range) -> bool:
    """The passage explains what is said already: it opens like a gloss, or stands in brackets or
    between two commas."""
    inside = [i for i, t in enumerate(view.tokens) if where[0] <= t.start < where[1]]
    first, after = inside[0], inside[-1] + 1
    if any(_gloss(view.lang).at(view.tokens, i) for i in (first - 1, first) if i >= 0):
        return True
    before = view.tokens[first - 1].norm if first else ""
    closing = next((t.norm for t in view.tokens[after : after + 2] if ends(t)), "")
    return before == "(" or (before == "," and closing == ",")


@lru_cache(maxsize=4)
def _gloss(lang: str) -> Phrases[bool]:
    phrases: Phrases[bool] = Phrases()
    for phrase in load("content")["gloss"][lang]:
        phrases.add(phrase, True)
    return phrases


@lru_cache(maxsize=4)
def _light(lang: str) -> frozenset[str]:
    return frozenset(load("content")["light"][lang].split())


@lru_cache(maxsize=4)
def _cues(lang: str) -> Phrases[str]:
    cues: Phrases[str] = Phrases()
    for name, entry in load("content")["holds"].items():
        for phrase in entry.get(lang, ()):
            cues.add(phrase, name)
    return cues


def _holds(view: View, words: tuple[int, ...], where: tuple[int, int]) -> tuple[str, ...]:
    """What is lost or added with the passage: names of `[holds]`."""
    inside = [i for i, t in enumerate(view.tokens) if where[0] <= t.start < where[1]]
    hits = (_cues(view.lang).at(view.tokens, i) for i in inside)
    named = [hit[0] for hit in hits if hit]
    return tuple(dict.fromkeys([*named, *(["opinion"] if _comments(view, where) else [])]))
