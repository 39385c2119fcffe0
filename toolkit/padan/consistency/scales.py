"""Cues that stand on a scale: how sure, how many, how often. One engine, the scales are data.

A data file lists grades, each with its cues in both languages. A cue of one side is answered by a
cue of the same grade on the other. A cue of another grade at the linked place is a difference; a
cue that nothing answers is one where the other side plainly says the rest.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from padan.consistency.draft import Draft, Range, quoted
from padan.consistency.lexicon import Phrases, load
from padan.consistency.links import Links, link
from padan.consistency.side import View
from padan.consistency.words import is_content
from padan.model import Kind, Severity, Why

_MOST = 40
"""Cues of a side that are compared."""
_HEADS = 3
"""Content words after a cue, or before it, that tell what it is about."""


@dataclass(frozen=True, slots=True)
class Grade:
    """A step of a scale."""

    name: str
    scale: str
    says: tuple[tuple[str, str], ...]
    """What the step says, by language of the reader."""
    alone: Severity | None
    """How much it matters where the other side has nothing of the kind; None: not at all."""

    def means(self, lang: str) -> str:
        """What the step says, in the reader's language."""
        return dict(self.says)[lang]


@dataclass(frozen=True, slots=True)
class Scale:
    """The grades of a data file with the cues of one language."""

    cues: Phrases[Grade | None]
    """None for phrases that hold a cue and are none."""
    against: dict[frozenset[str], Severity | None]
    """Severity of a pair of grades; None where they may stand for each other."""
    other: Severity
    """Severity of two grades of a scale that `against` does not name."""
    settings: dict[str, float]


@dataclass(frozen=True, slots=True)
class Cue:
    """A cue in tokens `first` to `last` (half open)."""

    first: int
    last: int
    grade: Grade
    heads: tuple[int, ...]
    """The content words that it is about, the nearest first."""


@lru_cache(maxsize=16)
def scale(name: str, lang: str) -> Scale:
    """The scales of `data/<name>.toml` with the cues of `lang`."""
    table = load(name)
    cues: Phrases[Grade | None] = Phrases()
    for entry in table["grade"]:
        grade = Grade(
            entry["name"],
            entry["scale"],
            (("en", entry["says"]["en"]), ("id", entry["says"]["id"])),
            Severity(entry["alone"]) if entry["alone"] != "none" else None,
        )
        for phrase in entry[lang]:
            cues.add(phrase, grade)
    for phrase in table["neutral"][lang]:
        cues.add(phrase, None)
    against = {
        frozenset(entry["grades"]): None
        if entry["severity"] == "none"
        else Severity(entry["severity"])
        for entry in table.get("against", ())
    }
    return Scale(cues, against, Severity(table["settings"]["other"]), table["settings"])


def find(view: View, name: str) -> tuple[Cue, ...]:
    """The cues of a view, at most as many as can be matched in good time."""
    cues = scale(name, view.lang).cues
    found: list[Cue] = []
    i = 0
    while i < len(view.tokens) and len(found) < _MOST:
        hit = cues.at(view.tokens, i)
        if hit is None or _is_name(view, i):
            i += 1
            continue
        grade, end = hit
        if grade is not None:
            found.append(Cue(i, end, grade, _heads(view, i, end)))
        i = end
    return tuple(found)


def _is_name(view: View, i: int) -> bool:
    """A capital in the middle of a text written small: Will, May, Pasti Jaya."""
    if not view.tokens[i].capital or i == 0:
        return False
    before = view.tokens[i - 1]
    return before.is_word or before.norm == ","


def _heads(view: View, first: int, last: int) -> tuple[int, ...]:
    tokens = view.tokens
    after = [i for i in range(last, min(last + 8, len(tokens))) if is_content(tokens[i], view.lang)]
    before = [
        i for i in range(first - 1, max(-1, first - 6), -1) if is_content(tokens[i], view.lang)
    ]
    return (*after[:_HEADS], *before[: _HEADS - 1])


def differences(views: tuple[View, View], name: str, kind: Kind) -> tuple[Draft, ...]:
    """The drafts for the scales of `data/<name>.toml`."""
    links = link(*views)
    rules = scale(name, views[0].lang)
    left, right = _unanswered(find(views[0], name), find(views[1], name), links)
    pairs = _opposed(left, right, links)
    drafts = [_replaced(views, a, b, rules, name, kind) for a, b in pairs]
    taken = {id(c) for pair in pairs for c in pair}
    for side, cues in enumerate((left, right)):
        for cue in cues:
            if id(cue) not in taken and _said_without(cue, side, links, rules.settings):
                drafts.append(_alone(views, cue, side, links, name, kind))
    return tuple(d for d in drafts if d is not None)


def _unanswered(
    left: Iterable[Cue], right: Iterable[Cue], links: Links
) -> tuple[list[Cue], list[Cue]]:
    """The cues that no cue of the same grade answers; those nearest to each other go first."""
    left, right = list(left), list(right)
    scored = sorted(
        (-_nearness(a, b, links), abs(n - m), n, m)
        for n, a in enumerate(left)
        for m, b in enumerate(right)
        if a.grade.name == b.grade.name
    )
    taken: tuple[set[int], set[int]] = (set(), set())
    for _, _, n, m in scored:
        if n not in taken[0] and m not in taken[1]:
            taken[0].add(n)
            taken[1].add(m)
    return (
        [c for n, c in enumerate(left) if n not in taken[0]],
        [c for m, c in enumerate(right) if m not in taken[1]],
    )


def _nearness(a: Cue, b: Cue, links: Links) -> float:
    """How many of the words that two cues are about are linked; 1 more where the places face."""
    shared = sum(links.forward.get(i) in b.heads for i in a.heads)
    region = links.across(0, a.first, a.last)
    faces = region is not None and region[0] <= b.first < region[1]
    return shared + faces


def _opposed(left: list[Cue], right: list[Cue], links: Links) -> list[tuple[Cue, Cue]]:
    """Cues of one scale and different grades that are about the same words, each in one pair."""
    scored = sorted(
        (-near, n, m)
        for n, a in enumerate(left)
        for m, b in enumerate(right)
        if a.grade.scale == b.grade.scale and (near := _nearness(a, b, links)) > 0
    )
    pairs: list[tuple[Cue, Cue]] = []
    taken: tuple[set[int], set[int]] = (set(), set())
    for _, n, m in scored:
        if n not in taken[0] and m not in taken[1]:
            taken[0].add(n)
            taken[1].add(m)
            pairs.append((left[n], right[m]))
    return pairs


def _said_without(cue: Cue, side: int, links: Links, settings: dict[str, float]) -> bool:
    """The other side says what the cue is about, and plainly without it."""
    if cue.grade.alone is None or not cue.heads:
        return False
    return (
        links.share(side, cue.heads) >= settings["heads"]
        and links.share(side) >= settings["linked"]
    )


def _replaced(
    views: tuple[View, View], a: Cue, b: Cue, rules: Scale, name: str, kind: Kind
) -> Draft | None:
    pair = frozenset({a.grade.name, b.grade.name})
    severity = rules.against.get(pair, rules.other)
    if severity is None:
        return None
    left, right = _range(views[0], a), _range(views[1], b)
    words = {
        "left": quoted(views[0].text[slice(*left)]),
        "left_en": a.grade.means("en"),
        "left_id": a.grade.means("id"),
        "right": quoted(views[1].text[slice(*right)]),
        "right_en": b.grade.means("en"),
        "right_id": b.grade.means("id"),
    }
    why = Why(f"{name}.replaced", tuple(words.items()))
    return Draft(kind, severity, left, right, why=why, gloss=b.grade.means("en"))


def _alone(
    views: tuple[View, View], cue: Cue, side: int, links: Links, name: str, kind: Kind
) -> Draft | None:
    if cue.grade.alone is None:
        return None
    own = _range(views[side], cue)
    there = next(_facing(views[1 - side], cue, side, links), None)
    words = {
        "words": quoted(views[side].text[slice(*own)]),
        "means_en": cue.grade.means("en"),
        "means_id": cue.grade.means("id"),
    }
    why = Why(f"{name}.{'added' if side else 'dropped'}", tuple(words.items()))
    left, right = (there, own) if side else (own, there)
    gloss = cue.grade.means("en") if side else ""
    return Draft(kind, cue.grade.alone, left, right, why=why, gloss=gloss)


def _facing(view: View, cue: Cue, side: int, links: Links) -> Iterator[Range]:
    """Where the other side says what the cue is about: its nearest linked word."""
    linked = links.of(side)
    for i in cue.heads:
        if i in linked:
            token = view.tokens[linked[i]]
            yield token.start, token.end


def _range(view: View, cue: Cue) -> Range:
    return view.tokens[cue.first].start, view.tokens[cue.last - 1].end
