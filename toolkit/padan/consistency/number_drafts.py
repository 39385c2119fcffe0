"""What is said of figures and dates that differ: the drafts of `numbers`."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from padan.consistency.describing import describe, limit
from padan.consistency.draft import Draft, Range, quoted
from padan.consistency.lexicon import load
from padan.consistency.pairing import Matches
from padan.consistency.quantities import modifier_phrases
from padan.consistency.quantity import CALENDAR, PLAIN, Quantity
from padan.consistency.reasons import LANGUAGES
from padan.consistency.side import View
from padan.model import Kind, Severity, Why

Found = Sequence[Quantity]
Views = tuple[View, View]
Words = tuple[tuple[str, str], ...]


def drafts(matches: Matches, views: Views, left: Found, right: Found) -> list[Draft]:
    """A draft for each quantity that was changed, rounded, left out, added or limited otherwise."""
    found: list[Draft | None] = [_changed(a, b, views, left, right) for a, b in matches.changed]
    found += [_rounded(a, b, views) for a, b in matches.rounded]
    found += [_alone(run, views, 0) for run in _runs(matches.missing)]
    found += [_alone(run, views, 1) for run in _runs(matches.added)]
    found += [_limit(a, b, views) for a, b in matches.same]
    return [draft for draft in found if draft is not None]


def _severity(name: str) -> Severity:
    return Severity(load("numbers")["severity"][name])


def _kind(*found: Quantity) -> Kind:
    return Kind.DATE if any(q.dim in CALENDAR for q in found) else Kind.NUMBER


def _said(name: str, q: Quantity, view: View, others: Found = ()) -> Words:
    """The words of `q` quoted, with the figure in each language where they do not show it."""
    start, end = _phrase(q, view)
    if q.dim in CALENDAR and others:
        run = next(r for r in _runs(others) if q in r)
        start, end = run[0].start, run[-1].end
    return _glossed(name, view.text[start:end], q)


def _glossed(name: str, words: str, q: Quantity) -> Words:
    """`words` quoted under `name`, and what they come to in brackets, for each language."""

    def gloss(lang: str) -> str:
        plain = describe(q, lang)
        shown = not plain or plain.lower() in words.lower() or q.vague
        return "" if shown else f" ({plain})"

    return ((name, quoted(words)), *((f"{name}_{lang}", gloss(lang)) for lang in LANGUAGES))


def _phrase(q: Quantity, view: View) -> Range:
    """The quantity with the word it counts, or the word it numbers: 3 orang, jalur 2."""
    if q.dim not in PLAIN or q.first == 0:
        return q.start, q.end
    if q.noun:
        after = next(
            (t for t in view.tokens[q.last :] if t.norm == q.noun), view.tokens[q.last - 1]
        )
        return q.start, after.end
    before = view.tokens[q.first - 1]
    return (before.start if before.is_word else q.start), q.end


def _english(run: Found, view: View) -> str:
    """English for the words of `run`, where they are not English and not figures alone."""
    if view.lang == "en" or any(q.vague for q in run):
        return ""
    words = view.text[run[0].start : run[-1].end]
    english = " ".join(describe(q) for q in run)
    return "" if english.lower() == words.lower() or not any(map(str.isalpha, words)) else english


def _changed(a: Quantity, b: Quantity, views: Views, left: Found, right: Found) -> Draft:
    if a.dim != b.dim or (a.dim == "money" and a.unit != b.unit):
        severity = _severity("unit") if not (a.dim in PLAIN and b.dim in PLAIN) else _far(a, b)
    else:
        severity = _far(a, b)
    words = _said("left", a, views[0], left) + _said("right", b, views[1], right)
    why = Why("numbers.changed", words)
    spans = (a.start, a.end), (b.start, b.end)
    return Draft(_kind(a, b), severity, *spans, why=why, gloss=_english((b,), views[1]))


def _far(a: Quantity, b: Quantity) -> Severity:
    """The severity of a change, by how far the values lie apart."""
    if a.dim in CALENDAR or a.vague or b.vague:
        return _severity("weekday" if a.dim == "weekday" else "changed")
    low, high = sorted((abs(a.base[0]), abs(b.base[0])))
    far = low == 0 or high / low >= float(load("numbers")["critical_ratio"])
    severity = _severity("far" if far else "changed")
    return Severity.MAJOR if far and (a.soft or b.soft) else severity


def _rounded(a: Quantity, b: Quantity, views: Views) -> Draft:
    why = Why("numbers.rounded", _said("left", a, views[0]) + _said("right", b, views[1]))
    spans = (a.start, a.end), (b.start, b.end)
    gloss = _english((b,), views[1])
    return Draft(Kind.NUMBER, _severity("rounded"), *spans, why=why, gloss=gloss)


def _runs(found: Found) -> list[list[Quantity]]:
    """`found` with parts of one date together: neighbours with at most one token between."""
    runs: list[list[Quantity]] = []
    for q in found:
        last = runs[-1][-1] if runs else None
        dated = last is not None and last.dim in CALENDAR and q.dim in CALENDAR
        if last is not None and dated and 0 <= q.first - last.last <= 1:
            runs[-1].append(q)
        else:
            runs.append([q])
    return runs


def _alone(run: list[Quantity], views: Views, side: int) -> Draft | None:
    """Quantities that only one side gives; none where texts drop or add such words freely."""
    hard = [q for q in run if not q.soft]
    if not hard:
        return None
    where: Range = (hard[0].start, hard[-1].end)
    if len(hard) == 1:
        shown = _phrase(hard[0], views[side])
        words = _glossed("words", views[side].text[slice(*shown)], hard[0])
    else:
        words = (("words", quoted(views[side].text[slice(*where)])),)
        words += tuple((f"words_{lang}", "") for lang in LANGUAGES)
    what = "date" if all(q.dim in CALENDAR for q in hard) else "figure"
    if side == 0:
        why = Why(f"numbers.{what}_missing", words)
        return Draft(_kind(*hard), _severity("missing"), where, None, why=why)
    why, gloss = Why(f"numbers.{what}_added", words), _english(hard, views[1])
    return Draft(_kind(*hard), _severity("added"), None, where, why=why, gloss=gloss)


def _limit(a: Quantity, b: Quantity, views: Views) -> Draft | None:
    """A changed or dropped `at least`, `about`, `more than` before an equal number."""
    if a.modifier == b.modifier or a.soft or b.soft or a.dim in CALENDAR:
        return None
    if not set(a.values) & set(b.values) or (
        (a.ranged or b.ranged) and "about" in (a.modifier, b.modifier)
    ):
        return None
    if _limited_elsewhere(a, views[1]) or _limited_elsewhere(b, views[0]):
        return None
    reversed_ = {a.modifier, b.modifier} == {"up", "down"}
    severity = _severity("modifier_reversed" if reversed_ else "modifier")
    if "only" in {a.modifier, b.modifier}:
        severity = _severity("modifier_only")
    gloss = limit(b.modifier) if b.modifier and views[1].lang != "en" else ""
    spans = _limit_range(a), _limit_range(b)
    return Draft(Kind.NUMBER, severity, *spans, why=_limit_why(a, b, views), gloss=gloss)


def _limit_why(a: Quantity, b: Quantity, views: Views) -> Why:
    figure = (("figure", quoted(views[0].text[a.start : a.end])),)
    if a.modifier and b.modifier:
        words = _limit_words("left", a, views[0]) + _limit_words("right", b, views[1])
        return Why("numbers.limit_changed", figure + words)
    if a.modifier:
        return Why("numbers.limit_missing", figure + _limit_words("words", a, views[0]))
    return Why("numbers.limit_added", figure + _limit_words("words", b, views[1]))


def _limit_words(name: str, q: Quantity, view: View) -> Words:
    said = view.text[q.modifier_start : q.modifier_end]

    def gloss(lang: str) -> str:
        return "" if view.lang == lang else f" ({limit(q.modifier, lang)})"

    return ((name, quoted(said)), *((f"{name}_{lang}", gloss(lang)) for lang in LANGUAGES))


def _limit_range(q: Quantity) -> Range:
    """The limiting word, or the number that has none."""
    return (q.modifier_start, q.modifier_end) if q.modifier else (q.start, q.end)


def _limited_elsewhere(q: Quantity, view: View) -> bool:
    """The other side has a word of the same meaning, only not right before the number."""
    return bool(q.modifier) and q.modifier in _limits_of(view)


@lru_cache(maxsize=16)
def _limits_of(view: View) -> frozenset[str]:
    """What a text says with words that limit a number before it, after it, or from elsewhere."""
    tables = tuple(map(modifier_phrases, ("modifiers", "modifiers_after", "limits")))
    found = (words.at(view.tokens, i) for i in range(len(view.tokens)) for words in tables)
    return frozenset(hit[0] for hit in found if hit)
