"""Judging or stirring words where the other side has neutral ones: turun and anjlok."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from padan.consistency.draft import Draft, Range, Report, place, quoted
from padan.consistency.lexicon import load
from padan.consistency.links import Links, link
from padan.consistency.side import Pair, View
from padan.consistency.stems import is_irregular, stems
from padan.consistency.tokens import tokenize
from padan.consistency.wordclass import lemmas
from padan.model import Kind, Severity, Why

_LAST = 2
"""The loaded step of a scale; 0 is the neutral one."""
_MOST = 40
"""Words of a side that are compared."""
_ROOT = 4
"""Letters of an Indonesian root from which its affixed forms are looked for."""


@dataclass(frozen=True, slots=True)
class Scale:
    """Words for one fact, from neutral to loaded."""

    name: str
    severity: Severity
    alone: bool
    """Its loaded words judge wherever they stand."""
    gloss: tuple[str, ...]
    """An English word of each step; empty where it has none."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A word of a scale in tokens `first` to `last` (half open)."""

    first: int
    last: int
    scale: Scale
    step: int


Views = tuple[View, View]


def check(pair: Pair) -> Report:
    """Find words that judge or stir on one side alone."""
    views = pair.words
    if views is None:
        return Report(abstained=("Loaded words: the two sides share no language padan reads.",))
    found = _hits(views[0]), _hits(views[1])
    if not any(h.step == _LAST for side in found for h in side):
        return Report()
    links = link(*views)
    drafts = [*_graded(views, found, links), *_lone(views, found, links)]
    return Report(place(pair, views, drafts))


@lru_cache(maxsize=1)
def _scales() -> dict[str, Scale]:
    return {
        entry["name"]: Scale(
            entry["name"],
            Severity(entry.get("severity", "minor")),
            entry.get("alone", False),
            tuple(_word(step.split()[0]) if step else "" for step in entry["en"]),
        )
        for entry in load("loaded")["scale"]
    }


def _word(entry: str) -> str:
    return entry.removeprefix("=").replace("_", " ")


@dataclass(frozen=True, slots=True)
class _Lexicon:
    """Words and phrases of a language, with scale and step."""

    roots: dict[str, tuple[tuple[Scale, int], ...]]
    exact: dict[str, tuple[tuple[Scale, int], ...]]
    phrases: dict[str, tuple[tuple[tuple[str, ...], Scale, int], ...]]


@lru_cache(maxsize=4)
def _lexicon(lang: str) -> _Lexicon:
    roots: dict[str, list[tuple[Scale, int]]] = {}
    exact: dict[str, list[tuple[Scale, int]]] = {}
    phrases: dict[str, list[tuple[tuple[str, ...], Scale, int]]] = {}
    for entry in load("loaded")["scale"]:
        scale = _scales()[entry["name"]]
        for step, listed in enumerate(entry[lang]):
            for word in listed.split():
                parts = tuple(t.norm for t in tokenize(_word(word)))
                if len(parts) > 1:
                    phrases.setdefault(parts[0], []).append((parts, scale, step))
                elif word.startswith("=") or (lang == "id" and len(word) < _ROOT):
                    exact.setdefault(parts[0], []).append((scale, step))
                else:
                    roots.setdefault(parts[0], []).append((scale, step))
    return _Lexicon(
        {w: tuple(v) for w, v in roots.items()},
        {w: tuple(v) for w, v in exact.items()},
        {w: tuple(sorted(v, key=lambda e: -len(e[0]))) for w, v in phrases.items()},
    )


@lru_cache(maxsize=256)
def _hits(view: View) -> tuple[Hit, ...]:
    """The words of scales in a text, in order; of one scale a word has its mildest step."""
    lexicon = _lexicon(view.lang)
    titled = 2 * sum(t.capital for t in view.tokens) > sum(t.is_word for t in view.tokens)
    found: list[Hit] = []
    i = 0
    while i < len(view.tokens) and len(found) < _MOST:
        phrase = _phrase(view, i, lexicon)
        if phrase:
            found.extend(phrase)
        elif view.tokens[i].is_word and (titled or not _is_name(view, i)):
            found.extend(_steps(view, i, lexicon))
        i = phrase[0].last if phrase else i + 1
    return tuple(found)


def _steps(view: View, i: int, lexicon: _Lexicon) -> Iterator[Hit]:
    steps: dict[Scale, int] = {}
    for scale, step in _meant(view, i, lexicon):
        steps[scale] = min(step, steps.get(scale, step))
    for scale, step in steps.items():
        yield Hit(i, i + 1, scale, step)


def _phrase(view: View, i: int, lexicon: _Lexicon) -> list[Hit]:
    for parts, _, _ in lexicon.phrases.get(view.tokens[i].norm, ()):
        end = i + len(parts)
        if tuple(t.norm for t in view.tokens[i:end]) == parts:
            return [
                Hit(i, end, scale, step)
                for other, scale, step in lexicon.phrases[parts[0]]
                if other == parts
            ]
    return []


def _meant(view: View, i: int, lexicon: _Lexicon) -> Iterator[tuple[Scale, int]]:
    word = view.tokens[i].norm
    yield from lexicon.exact.get(word, ())
    if view.lang == "id":
        forms = stems(word, "id")
    else:
        known = stems(word, "en") if is_irregular(word) else frozenset()
        forms = frozenset({word, *known, *(base for base, _ in lemmas(word))})
    for form in sorted(forms):
        yield from lexicon.roots.get(form, ())


def _is_name(view: View, i: int) -> bool:
    """A capital next to another one: Rally Dakar."""
    near = [k for k in (i - 1, i + 1) if 0 <= k < len(view.tokens)]
    return view.tokens[i].capital and any(view.tokens[k].capital for k in near)


def _graded(views: Views, found: tuple[tuple[Hit, ...], ...], links: Links) -> Iterator[Draft]:
    """Drafts for words of one scale that face each other in other steps."""
    for name in dict.fromkeys(h.scale.name for h in found[1]):
        left = [h for h in found[0] if h.scale.name == name]
        right = [h for h in found[1] if h.scale.name == name]
        for step in range(_LAST + 1):
            for _ in range(min(_count(left, step), _count(right, step))):
                left.remove(_nearest(left, right, step, links)[0])
                right.remove(next(h for h in right if h.step == step))
        for b in right:
            a = next((h for h in left if _faces(h, b, links)), None)
            if a is None or _LAST not in (a.step, b.step):
                continue
            left.remove(a)
            yield _draft(views, a, b)


def _count(hits: list[Hit], step: int) -> int:
    return sum(h.step == step for h in hits)


def _nearest(left: list[Hit], right: list[Hit], step: int, links: Links) -> tuple[Hit, Hit]:
    """Two words of one step, linked ones first."""
    pairs = [(a, b) for a in left for b in right if a.step == b.step == step]
    return next((p for p in pairs if _linked(*p, links)), pairs[0])


def _linked(a: Hit, b: Hit, links: Links) -> bool:
    return any(b.first <= links.forward.get(i, -1) < b.last for i in range(a.first, a.last))


def _faces(a: Hit, b: Hit, links: Links) -> bool:
    """The two stand in one place."""
    if _linked(a, b, links):
        return True
    if any(i in links.forward for i in range(a.first, a.last)):
        return False
    if any(i in links.back for i in range(b.first, b.last)):
        return False
    region = links.across(1, b.first, b.last, spare=int(load("loaded")["settings"]["spare"]))
    return region is not None and region[0] <= a.first < region[1]


def _draft(views: Views, a: Hit, b: Hit) -> Draft:
    left, right = _span(views[0], a), _span(views[1], b)
    severity = b.scale.severity if abs(a.step - b.step) == _LAST else Severity.TRIVIAL
    words = (
        ("left", quoted(views[0].text[slice(*left)])),
        ("right", quoted(views[1].text[slice(*right)])),
    )
    code = "loaded.stronger" if b.step > a.step else "loaded.weaker"
    gloss = _gloss(views[1], b)
    return Draft(Kind.LOADED, severity, left, right, why=Why(code, words), gloss=gloss)


def _gloss(view: View, hit: Hit) -> str:
    return hit.scale.gloss[hit.step] if view.lang == "id" else ""


def _lone(views: Views, found: tuple[tuple[Hit, ...], ...], links: Links) -> Iterator[Draft]:
    """Drafts for words that judge wherever they stand, where the reference has none near."""
    if min(links.share(0), links.share(1)) < load("loaded")["settings"]["linked"]:
        return
    judging = any(h.step == _LAST for h in found[0])
    for hit in found[1]:
        if not hit.scale.alone or judging or hit.first in links.back:
            continue
        own = _span(views[1], hit)
        why = Why("loaded.added", (("words", quoted(views[1].text[slice(*own)])),))
        yield Draft(
            Kind.LOADED, hit.scale.severity, None, own, why=why, gloss=_gloss(views[1], hit)
        )


def _span(view: View, hit: Hit) -> Range:
    return view.tokens[hit.first].start, view.tokens[hit.last - 1].end
