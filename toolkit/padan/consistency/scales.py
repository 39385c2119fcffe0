"""Compares graded cues: how sure, how many, how often. One engine; the grades are data.

A cue of one side is answered by a cue of the other that may stand for it. Cues that may not, about
the same words, are a difference; a cue that nothing answers is one where the other side plainly
says the rest. Where the words around a cue have no counterpart nothing is said.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from padan.consistency.draft import Draft, Range, quoted, rank, softer
from padan.consistency.grades import Cue, Grade, find, phrases
from padan.consistency.lexicon import load
from padan.consistency.links import Links, link
from padan.consistency.side import View
from padan.model import Kind, Severity, Why

_Found = tuple[tuple[Cue, ...], tuple[Cue, ...]]
"""The cues of both sides."""
_UNTOLD = "untold"
"""What two grades are to each other where the data files do not say."""


@dataclass(frozen=True, slots=True)
class _Case:
    """Two views with what their comparison rests on."""

    views: tuple[View, View]
    links: Links
    linked: float
    """The share of the content words that are linked, of the side where it is lower."""
    name: str
    kind: Kind
    regions: tuple[Mapping[Cue, Range | None], ...]
    """By side, in tokens, where the other side would say what a cue says; None: cannot tell."""
    turned: bool
    """One side speaks of the opposite: one stayed, all but one left."""

    @property
    def settings(self) -> Mapping[str, float]:
        """The thresholds of the data file."""
        settings: Mapping[str, float] = load(self.name)["settings"]
        return settings


def differences(views: tuple[View, View], name: str, kind: Kind) -> tuple[Draft, ...]:
    """The drafts for the grades of `data/<name>.toml`."""
    found = find(views[0], name), find(views[1], name)
    if not any(found):
        return ()
    case = _case(views, found, name, kind)
    left, right, pairs = _matched(found, case)
    drafts = [_replaced(a, b, severity, case) for a, b, severity in pairs]
    for side, cues in enumerate((left, right)):
        drafts += [
            _alone(cue, severity, side, case)
            for cue in cues
            if not _said_twice(cue, found[1 - side], side, case)
            and (severity := _said_without(cue, side, case)) is not None
        ]
    return tuple(drafts)


def _case(views: tuple[View, View], found: _Found, name: str, kind: Kind) -> _Case:
    links = link(*views)
    regions = tuple(
        {cue: links.across(side, cue.first, cue.last) for cue in cues}
        for side, cues in enumerate(found)
    )
    linked = min(links.share(0), links.share(1))
    return _Case(views, links, linked, name, kind, regions, _is_turned(views, found, name))


@lru_cache(maxsize=4)
def _against(name: str) -> dict[frozenset[str], Severity | None]:
    """Severity of each pair of grades that the data file names; None where they agree."""
    found: dict[frozenset[str], Severity | None] = {}
    for entry in load(name)["against"]:
        severity = None if entry["severity"] == "none" else Severity(entry["severity"])
        for one in entry["one"]:
            found |= {frozenset((one, other)): severity for other in entry["other"]}
    return found


def _is_turned(views: tuple[View, View], found: _Found, name: str) -> bool:
    """The sides differ by an odd number of words that turn a statement round."""
    turns: Any = load(name).get("turns")
    if turns is None:
        return False
    left, right = (
        _turns(view, cues, turns[view.lang]) for view, cues in zip(views, found, strict=True)
    )
    return ((left - right).total() + (right - left).total()) % 2 == 1


def _turns(view: View, cues: Iterable[Cue], words: Iterable[str]) -> Counter[str]:
    inside = {i for cue in cues for i in cue.inside}
    return Counter(text for text, i in phrases(view, words) if i not in inside)


def _meeting(a: Cue, b: Cue, case: _Case) -> Severity | str | None:
    """What it means that `a` and `b` meet: the mildest that their meanings allow."""
    told = [s for one in a.grades for other in b.grades for s in _relations(one, other, case)]
    if not told:
        return _UNTOLD
    return None if None in told else max((s for s in told if s), key=rank)


def _relations(one: Grade, other: Grade, case: _Case) -> list[Severity | None]:
    against = _against(case.name)
    names = [(one.name, other.name)]
    if case.turned:
        names += [(one.turned, other.name), (one.name, other.turned)]
    found: list[Severity | None] = []
    for left, right in names:
        if left and left == right:
            found.append(None)
        elif frozenset((left, right)) in against:
            found.append(against[frozenset((left, right))])
    return found


def _matched(
    found: _Found, case: _Case
) -> tuple[list[Cue], list[Cue], list[tuple[Cue, Cue, Severity]]]:
    """Cues that nothing of the other side meets, on either side, and those that differ."""
    scored = []
    for n, a in enumerate(found[0]):
        for m, b in enumerate(found[1]):
            meeting = _meeting(a, b, case)
            if meeting == _UNTOLD:
                continue
            near = _nearness(a, b, case)
            if meeting is None or near >= case.settings["near"]:
                scored.append((_distance(a, b, meeting), -near, abs(n - m), n, m, meeting))
    taken: tuple[set[int], set[int]] = (set(), set())
    pairs = []
    for _, _, _, n, m, meeting in sorted(scored, key=lambda s: s[:5]):
        if n in taken[0] or m in taken[1]:
            continue
        taken[0].add(n)
        taken[1].add(m)
        if isinstance(meeting, Severity):
            pairs.append((found[0][n], found[1][m], meeting))
    rest = [[c for n, c in enumerate(found[side]) if n not in taken[side]] for side in (0, 1)]
    return rest[0], rest[1], pairs


def _distance(a: Cue, b: Cue, meeting: Severity | str | None) -> int:
    """0 for cues of one grade, 1 where one may stand for the other, 2 where they differ."""
    if meeting is not None:
        return 2
    return 0 if {g.name for g in a.grades} & {g.name for g in b.grades} else 1


def _nearness(a: Cue, b: Cue, case: _Case) -> int:
    """How many of the words that two cues are about are linked; 1 more where the places face."""
    shared = sum(case.links.forward.get(i) in b.heads for i in a.heads)
    region = case.regions[0][a]
    return shared + (region is not None and region[0] <= b.first < region[1])


def _said_twice(cue: Cue, others: Iterable[Cue], side: int, case: _Case) -> bool:
    """The other side says it of the same words with a cue that answers another one too."""
    return any(
        _meeting(cue, other, case) is None
        and _nearness(*((other, cue) if side else (cue, other)), case) > 0
        for other in others
    )


def _said_without(cue: Cue, side: int, case: _Case) -> Severity | None:
    """How much it matters that the other side says what the cue is about, plainly without it.

    None where it does not, or may say it otherwise; milder where one word leaves that open.
    """
    if cue.alone is None or not cue.heads:
        return None
    links, settings = case.links, case.settings
    strange = _strange(cue, side, case)
    if (
        links.share(side, set(cue.heads) - set(cue.inside)) < settings["heads"]
        or case.linked < settings["linked"]
        or strange > settings["strange"]
    ):
        return None
    if not strange:
        return cue.alone
    return softer(cue.alone) if cue.alone is not Severity.MINOR else None


def _strange(cue: Cue, side: int, case: _Case) -> int:
    """Words without a counterpart where the other side would say what the cue says."""
    region = case.regions[side][cue]
    if region is None:
        return len(case.links.content[1 - side])
    linked = case.links.of(1 - side)
    return sum(region[0] <= i < region[1] and i not in linked for i in case.links.content[1 - side])


def _replaced(a: Cue, b: Cue, severity: Severity, case: _Case) -> Draft:
    left, right = _range(case.views[0], a), _range(case.views[1], b)
    one, other = _told(a, b, case)
    words = {
        "left": quoted(case.views[0].text[slice(*left)]),
        "left_en": one.means("en"),
        "left_id": one.means("id"),
        "right": quoted(case.views[1].text[slice(*right)]),
        "right_en": other.means("en"),
        "right_id": other.means("id"),
    }
    why = Why(f"{case.name}.replaced", tuple(words.items()))
    return Draft(case.kind, severity, left, right, why=why, gloss=other.means("en"))


def _told(a: Cue, b: Cue, case: _Case) -> tuple[Grade, Grade]:
    """Of the meanings of two cues those that the data file sets against each other."""
    against = _against(case.name)
    each = [(one, other) for one in a.grades for other in b.grades]
    return next((p for p in each if frozenset((p[0].name, p[1].name)) in against), each[0])


def _alone(cue: Cue, severity: Severity, side: int, case: _Case) -> Draft:
    own = _range(case.views[side], cue)
    grade = cue.grades[0]
    words = {
        "words": quoted(case.views[side].text[slice(*own)]),
        "means_en": grade.means("en"),
        "means_id": grade.means("id"),
    }
    why = Why(f"{case.name}.{'added' if side else 'dropped'}", tuple(words.items()))
    left, right = (None, own) if side else (own, None)
    gloss = grade.means("en") if side else ""
    return Draft(case.kind, severity, left, right, why=why, gloss=gloss)


def _range(view: View, cue: Cue) -> Range:
    return view.tokens[cue.first].start, view.tokens[cue.last - 1].end
