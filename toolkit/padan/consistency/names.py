"""Names of people, places and bodies: the same on both sides, replaced, missing, misspelt?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from padan.consistency.draft import Draft, Report, place, quoted
from padan.consistency.gazetteer import english_name, is_known
from padan.consistency.glosses import is_gloss
from padan.consistency.lexicon import LANGUAGES, load
from padan.consistency.mentions import (
    Mention,
    capitalised,
    inner_capitals,
    mentions,
    opening_words,
)
from padan.consistency.pools import Pool, likeness, pool, resembles, spelling
from padan.consistency.side import Pair, Side, View
from padan.consistency.tokens import plain
from padan.consistency.words import is_content, key
from padan.model import Kind, Severity, Why

_WINDOW = 20
"""Tokens on each side among which those words are looked for."""
_MOST = 80
"""Names of a cell that are compared."""
_KEPT = 0.8
"""Likeness of spelling from which a word of our English is the same name."""
_REACH = 4
"""Content words on each side of a name that tell its place."""


class _Found(Enum):
    """How the other side has a name."""

    SAME = "same"
    NEAR = "near"
    MISSPELT = "misspelt"
    ABSENT = "absent"


@dataclass(frozen=True, slots=True)
class _Sought:
    """A name of one side and what the other side has for it."""

    mention: Mention
    found: _Found
    there: str = ""
    """The other side's spelling, where it is misspelt."""


def check(pair: Pair) -> Report:
    """Compare the names of both sides in the outlets' own words.

    Across languages a name of the translated side counts only where it is a known one or stands in
    our English too: other capitalised words are titles that are translated.
    """
    views = pair.own
    sides = (pair.reference, pair.retelling)
    pools = tuple(pool(_texts(s)) for s in sides)
    loosely = not pair.same_language
    sought = []
    for side in (0, 1):
        found = _names(sides[side], sides[1 - side], loosely=loosely)
        sought.append(
            [_seek(m, pools[side], pools[1 - side], loosely=loosely) for m in found[:_MOST]]
        )
    common = pair.words or (None, None)
    drafts = _compare(sought[0], sought[1], views, common)
    return Report(place(pair, views, drafts), _abstained(sides, views, loosely))


def _abstained(
    sides: tuple[Side, Side], views: tuple[View, View], loosely: bool
) -> tuple[str, ...]:
    lines = [
        f"Names: the {name} has no capitals, so only names of the other side were looked for."
        for name, view in zip(("reference", "retelling"), views, strict=True)
        if not any(t.capital for t in view.tokens if t.is_word)
    ]
    if loosely and not all(s.language == "en" or s.english for s in sides):
        lines.append("Names: two languages and no translation, so only known names were compared.")
    return tuple(lines)


def _texts(side: Side) -> tuple[str, ...]:
    return (side.text, side.english) if side.english else (side.text,)


def _names(side: Side, other: Side, *, loosely: bool) -> list[Mention]:
    """The names of `side` that can be looked for in `other`, each once."""
    sure = inner_capitals((*_texts(side), *_texts(other)))
    openers = opening_words(side.text)
    if loosely:
        # a sentence opener that stands unchanged in both languages is no common word
        elsewhere = pool((other.text,)).words | pool(((side.english or ""),)).words
        sure |= {w for w in openers if w in elsewhere}
    found: dict[tuple[str, ...], Mention] = {}
    for mention in mentions(side.text, sure):
        known = mention.entity
        name = (known.id, "near" if known.near else "") if known else mention.core
        found.setdefault(name, mention)
    if not loosely or side.language == "en":
        return list(found.values())
    return [m for m in found.values() if m.entity or _kept_in_english(m, side)]


def _kept_in_english(mention: Mention, side: Side) -> bool:
    """A word of the name stands, with a capital, in our English of the side too."""
    ours = pool((" ".join(capitalised(side.english or "")),))
    return any(likeness(w, ours, loosely=True)[0] >= _KEPT for w in mention.core)


def _seek(mention: Mention, own: Pool, other: Pool, *, loosely: bool) -> _Sought:
    """What the other side has for a name: itself, a stand-in, a misspelling or nothing."""
    known = _seek_known(mention, own, other)
    if known is not None:
        return _Sought(mention, known)
    if mention.acronym and mention.core[0] in other.initials:
        return _Sought(mention, _Found.SAME)
    if len(mention.letters) > 1 and mention.letters in other.words:
        return _Sought(mention, _Found.SAME)
    scores = [likeness(w, other, loosely=loosely) for w in mention.core]
    best, there = max(scores)
    if mention.entity is not None:
        best, there = min(scores)  # every word of a known name is needed
    if mention.entity is not None and there not in mention.core and is_known(there):
        return _Sought(mention, _Found.ABSENT)  # Niger is not Nigeria
    if best == 1.0:
        return _same_or_misspelt(mention, scores, loosely=loosely)
    if best > 0 and not mention.acronym:
        return _Sought(mention, _Found.SAME if loosely else _Found.MISSPELT, there)
    return _Sought(mention, _Found.ABSENT)


def _seek_known(mention: Mention, own: Pool, other: Pool) -> _Found | None:
    """A capital stands in for its country only where this side does not name that capital too."""
    entity = mention.entity
    if entity is None:
        return None
    same, stand_in, both = other.entities, other.near, own.near
    if entity.near:
        same, stand_in, both = other.near, other.entities, own.entities
    if entity.id in same:
        return _Found.SAME
    if entity.id in stand_in and entity.id not in both:
        return _Found.NEAR
    return _Found.ABSENT if entity.upper else None


def _same_or_misspelt(
    mention: Mention, scores: Sequence[tuple[float, str]], *, loosely: bool
) -> _Sought:
    """One word of the name is there; another may be there with a slip."""
    if not loosely and mention.entity is None:
        for (score, there), word in zip(scores, mention.core, strict=True):
            if 0 < score < 1 and there != word and not is_known(there):
                return _Sought(mention, _Found.MISSPELT, there)
    return _Sought(mention, _Found.SAME)


def _compare(
    left: list[_Sought],
    right: list[_Sought],
    views: tuple[View, View],
    common: tuple[View | None, View | None],
) -> list[Draft]:
    """Drafts in the outlets' own words; `common` are views in one language, to line names up."""
    gone = [s.mention for s in left if s.found is _Found.ABSENT]
    new = [s.mention for s in right if s.found is _Found.ABSENT]
    drafts = []
    for a, b in _replaced(gone, new, views, common):
        gone.remove(a)
        new.remove(b)
        drafts.append(_swap(a, b, views))
    drafts += [_missing(m, views[0]) for m in gone]
    # where a name is gone, a new one may stand for it, and explains nothing
    drafts += [_added(m, views[1], may_explain=not gone) for m in new]
    drafts += [_variant(s, views) for s in left if s.found in {_Found.NEAR, _Found.MISSPELT}]
    return drafts


def _replaced(
    gone: list[Mention],
    new: list[Mention],
    views: tuple[View, View],
    common: tuple[View | None, View | None],
) -> list[tuple[Mention, Mention]]:
    """Names of the reference with the name that stands in their place in the retelling."""
    least = float(load("names_check")["replaced_from"])
    left = [_surroundings(m, views[0], common[0]) for m in gone]
    right = [_surroundings(m, views[1], common[1]) for m in new]
    scored = sorted(
        (-_nearness(x, y), i, k) for i, x in enumerate(left) for k, y in enumerate(right)
    )
    used: tuple[set[int], set[int]] = (set(), set())
    pairs = []
    for negative, i, k in scored:
        if -negative >= least and i not in used[0] and k not in used[1]:
            used[0].add(i)
            used[1].add(k)
            pairs.append((gone[i], new[k]))
    return pairs


@dataclass(frozen=True, slots=True)
class _Surroundings:
    """Where a name stands in a text: as a share of it, and beside which words."""

    place: float
    words: frozenset[str] | None
    """Common forms of the content words near it; None where it could not be found."""


def _nearness(a: _Surroundings, b: _Surroundings) -> float:
    """0..2: how near two names stand in the two texts, by their neighbours and their place."""
    place_ = 1.0 - abs(a.place - b.place)
    if a.words is None or b.words is None:
        return 2.0 * place_ - 0.4
    return place_ + len(a.words & b.words) / max(1, min(len(a.words), len(b.words)))


def _surroundings(mention: Mention, own: View, common: View | None) -> _Surroundings:
    """Where a name stands in `common`: `own` itself, our English of it, or None without either."""
    where = mention.start / max(1, len(own.text))
    if common is None:
        return _Surroundings(where, None)
    if not common.ours:
        return _Surroundings(where, _around(mention.first, mention.last, own))
    forms = {spelling(w) for w in mention.core}
    at = next(
        (i for i, t in enumerate(common.tokens) if t.capital and spelling(plain(t.text)) in forms),
        None,
    )
    return _Surroundings(where, None if at is None else _around(at, at + 1, common))


def _around(first: int, last: int, view: View) -> frozenset[str]:
    """Common forms of the content words near tokens `first` to `last`."""
    start, end = max(0, first - _WINDOW), last + _WINDOW
    before = [t for t in view.tokens[start:first] if is_content(t, view.lang)]
    after = [t for t in view.tokens[last:end] if is_content(t, view.lang)]
    return frozenset(key(t.norm, view.lang) for t in before[-_REACH:] + after[:_REACH])


def _severity(name: str) -> Severity:
    return Severity(load("names_check")["severity"][name])


def _swap(a: Mention, b: Mention, views: tuple[View, View]) -> Draft:
    left, right = (quoted(v.text[m.start : m.end]) for m, v in zip((a, b), views, strict=True))
    words = (("left", left), ("right", right))
    span = (a.start, a.end), (b.start, b.end)
    if not (a.entity or b.entity) and resembles(a.core, b.core):
        return Draft(Kind.NAME, _severity("misspelt"), *span, why=Why("names.misspelt", words))
    if a.entity and b.entity:
        level = "replaced_known" if a.entity.kind == b.entity.kind else "replaced"
    else:
        level = "replaced_title" if a.mixed or b.mixed else "replaced"
    why = Why("names.replaced", words)
    return Draft(Kind.NAME, _severity(level), *span, why=why, gloss=_english(b, views[1]))


def _missing(m: Mention, view: View) -> Draft:
    why = Why("names.missing", (("words", quoted(view.text[m.start : m.end])),))
    return Draft(Kind.NAME, _severity("missing"), (m.start, m.end), None, why=why)


def _added(m: Mention, view: View, *, may_explain: bool) -> Draft:
    """A name that is part of a gloss (Sofia, the capital of Bulgaria) is trivial."""
    explains = may_explain and view.lang in LANGUAGES and is_gloss(view, m.first, m.last - 1)
    severity = Severity.TRIVIAL if explains else _severity("added")
    why = Why("names.added", (("words", quoted(view.text[m.start : m.end])),))
    return Draft(Kind.NAME, severity, None, (m.start, m.end), why=why, gloss=_english(m, view))


def _english(m: Mention, view: View) -> str:
    """The English name of a country that the text calls by another."""
    if view.lang == "en" or m.entity is None or m.entity.near:
        return ""
    name = english_name(m.entity)
    return "" if name == view.text[m.start : m.end] else name


def _variant(sought: _Sought, views: tuple[View, View]) -> Draft:
    """A stand-in for the same thing, or another spelling."""
    m = sought.mention
    span = (m.start, m.end)
    said = quoted(views[0].text[slice(*span)])
    if sought.found is _Found.NEAR:
        why = Why("names.stand_in", (("words", said),))
        return Draft(Kind.NAME, _severity("stand_in"), span, None, why=why)
    there = next(((t.start, t.end) for t in views[1].tokens if plain(t.text) == sought.there), None)
    why = Why("names.spelling", (("words", said),))
    if there:
        spelt = quoted(views[1].text[slice(*there)])
        why = Why("names.misspelt", (("left", said), ("right", spelt)))
    return Draft(Kind.NAME, _severity("misspelt"), span, there, why=why)
