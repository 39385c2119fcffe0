"""Numbers, amounts, dates and times: the same in both texts, changed, missing or added?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache

from padan.consistency.draft import Draft, Range, Report, place, quoted
from padan.consistency.lexicon import LANGUAGES, load
from padan.consistency.pairing import Matches, Nearness, pair_up
from padan.consistency.quantities import modifier_phrases, quantities
from padan.consistency.quantity import CALENDAR, PLAIN, Quantity, describe
from padan.consistency.side import Pair, View
from padan.model import Kind, Severity

_MOST = 150
"""Quantities of a cell that are compared; a cell with more is a table or a list."""
_REACH = 5
"""Words on each side that count as a quantity's surroundings."""
_ENOUGH = 1.0
"""Nearness from which a leftover quantity became another one."""


def check(pair: Pair) -> Report:
    """Compare the quantities of both sides, in the outlets' own words where padan reads them."""
    views = _views(pair)
    if views is None:
        langs = sorted({v.lang for v in pair.own} - LANGUAGES)
        return Report(abstained=(f"Numbers: cannot read {', '.join(langs)} and have no English.",))
    left, right = (quantities(v.text, v.lang) for v in views)
    abstained: tuple[str, ...] = ()
    if max(len(left), len(right)) > _MOST:
        abstained = (f"Numbers: only the first {_MOST} of each side were compared.",)
        left, right = left[:_MOST], right[:_MOST]
    matches = pair_up(left, right, _nearness(views))
    matches = _resolve_weekdays(matches, left, right, _published(pair))
    matches = _drop_verbatim(matches, views)
    drafts = _drafts(matches, views, left, right)
    return Report(place(pair, views, drafts), abstained)


def _views(pair: Pair) -> tuple[View, View] | None:
    chosen = []
    for own, english in zip(pair.own, pair.english, strict=True):
        view = own if own.lang in LANGUAGES else english
        if view is None:
            return None
        chosen.append(view)
    return chosen[0], chosen[1]


def _published(pair: Pair) -> date | None:
    return pair.reference.published or pair.retelling.published


def _nearness(views: tuple[View, View]) -> Nearness:
    """How near two quantities are: same dimension, same surroundings, same place in the text."""
    one_language = views[0].lang == views[1].lang
    sizes = tuple(max(1, len(v.text)) for v in views)

    @lru_cache(maxsize=1024)
    def around(side: int, q: Quantity) -> frozenset[str]:
        tokens = views[side].tokens
        words = tokens[max(0, q.first - _REACH) : q.first] + tokens[q.last : q.last + _REACH]
        return frozenset(t.norm for t in words if t.is_word)

    def near(a: Quantity, b: Quantity) -> float:
        if not _comparable(a, b):
            return -1.0
        place_ = 1.0 - abs(a.start / sizes[0] - b.start / sizes[1])
        if not one_language:
            return 0.0 if a.soft or b.soft else place_ + 0.5 * (a.dim == b.dim)
        left, right = around(0, a), around(1, b)
        shared = len(left & right) / max(1, min(len(left), len(right)))
        return _surroundings(a, b, shared) + 0.3 * place_

    return near


def _surroundings(a: Quantity, b: Quantity, shared: float) -> float:
    """Nearness within one language, `shared` being the share of neighbouring words in common."""
    if a.dim not in PLAIN or b.dim not in PLAIN:
        kind = 0.7 if a.dim == b.dim else 0.0
    elif a.noun and b.noun:
        kind = 0.8 if a.noun == b.noun else 0.1
    else:
        kind = 0.4
    if a.soft or b.soft:
        return shared + kind - (0.5 if a.soft and b.soft else 0.3)
    return 1.2 * shared + kind


def _comparable(a: Quantity, b: Quantity) -> bool:
    """One could have become the other."""
    if a.dim == b.dim:
        return True
    if a.values and b.values and set(a.values) & set(b.values):
        return a.dim not in CALENDAR and b.dim not in CALENDAR  # same figure, another unit
    if {a.dim, b.dim} <= {"count", "ordinal", "fraction"}:
        return True
    return {a.dim, b.dim} in _KIN and not (a.noun or b.noun)


_KIN = ({"percent", "fraction"}, {"year", "count"}, {"ordinal", "day"})
"""Dimensions that a figure without a word after it may be taken for."""


def _drop_verbatim(matches: Matches, views: tuple[View, View]) -> Matches:
    """Forget leftovers whose very words the other side has too, in a title left as it is."""
    if views[0].lang == views[1].lang:
        return matches
    norms = [{t.norm for t in v.tokens} for v in views]

    def kept(q: Quantity, side: int) -> bool:
        words = {t.norm for t in views[side].tokens[q.first : q.last]}
        return not words <= norms[1 - side]

    return replace(
        matches,
        missing=[q for q in matches.missing if kept(q, 0)],
        added=[q for q in matches.added if kept(q, 1)],
    )


def _resolve_weekdays(
    matches: Matches, left: Sequence[Quantity], right: Sequence[Quantity], published: date | None
) -> Matches:
    """Drop a weekday on one side that the other side gives as the date it fell on."""
    missing, added = list(matches.missing), list(matches.added)
    for ours, theirs, others in ((missing, added, right), (added, missing, left)):
        for q in [q for q in ours if q.dim == "weekday"]:
            fits = _date_with_weekday(int(q.values[0]), others, published)
            if fits:
                ours.remove(q)
                theirs[:] = [o for o in theirs if o not in fits]
    return replace(matches, missing=missing, added=added)


def _date_with_weekday(
    weekday: int, others: Sequence[Quantity], published: date | None
) -> list[Quantity]:
    """The parts of the first date among `others` that fell on `weekday`."""
    for k, q in enumerate(others):
        if q.dim != "day":
            continue
        near = others[max(0, k - 1) : k + 3]
        month = next((o for o in near if o.dim == "month"), None)
        year = next((o for o in near if o.dim == "year"), None)
        when = int(year.values[0]) if year else published.year if published else 0
        if month is None or not when:
            continue
        try:
            falls = date(when, int(month.values[0]), int(q.values[0])).weekday()
        except ValueError:
            continue
        if falls == weekday:
            return [q, month]
    return []


def _severity(name: str) -> Severity:
    return Severity(load("numbers")["severity"][name])


def _drafts(
    matches: Matches,
    views: tuple[View, View],
    left: Sequence[Quantity],
    right: Sequence[Quantity],
) -> list[Draft]:
    found: list[Draft | None] = [_changed(a, b, views, left, right) for a, b in matches.changed]
    found += [_rounded(a, b, views) for a, b in matches.rounded]
    found += [_alone(run, views, 0) for run in _runs(matches.missing)]
    found += [_alone(run, views, 1) for run in _runs(matches.added)]
    found += [_limit(a, b, views) for a, b in matches.same]
    return [draft for draft in found if draft is not None]


def _kind(*found: Quantity) -> Kind:
    return Kind.DATE if any(q.dim in CALENDAR for q in found) else Kind.NUMBER


def _said(q: Quantity, view: View, others: Sequence[Quantity] = ()) -> str:
    """The words of `q` quoted, with the figure where the words do not show it."""
    start, end = _phrase(q, view)
    if q.dim in CALENDAR and others:
        run = next(r for r in _runs(others) if q in r)
        start, end = run[0].start, run[-1].end
    plain = describe(q)
    words = view.text[start:end]
    shown = not plain or plain.lower() in words.lower() or q.vague
    return quoted(words) if shown else f"{quoted(words)} ({plain})"


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


def _changed(
    a: Quantity,
    b: Quantity,
    views: tuple[View, View],
    left: Sequence[Quantity],
    right: Sequence[Quantity],
) -> Draft:
    said = (_said(a, views[0], left), _said(b, views[1], right))
    if a.dim != b.dim or (a.dim == "money" and a.unit != b.unit):
        severity = _severity("unit") if not (a.dim in PLAIN and b.dim in PLAIN) else _far(a, b)
    else:
        severity = _far(a, b)
    reason = f"The reference says {said[0]}; the retelling says {said[1]}."
    return Draft(_kind(a, b), severity, (a.start, a.end), (b.start, b.end), reason)


def _far(a: Quantity, b: Quantity) -> Severity:
    """The severity of a change, by how far the values lie apart."""
    if a.dim in CALENDAR or a.vague or b.vague:
        return _severity("weekday" if a.dim == "weekday" else "changed")
    low, high = sorted((abs(a.base[0]), abs(b.base[0])))
    far = low == 0 or high / low >= float(load("numbers")["critical_ratio"])
    severity = _severity("far" if far else "changed")
    return Severity.MAJOR if far and (a.soft or b.soft) else severity


def _rounded(a: Quantity, b: Quantity, views: tuple[View, View]) -> Draft:
    reason = (
        f"The reference says {_said(a, views[0])}; the retelling rounds it or gives more digits: "
        f"{_said(b, views[1])}."
    )
    severity = _severity("rounded")
    return Draft(Kind.NUMBER, severity, (a.start, a.end), (b.start, b.end), reason)


def _runs(found: Sequence[Quantity]) -> list[list[Quantity]]:
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


def _alone(run: list[Quantity], views: tuple[View, View], side: int) -> Draft | None:
    """Quantities that only one side gives; none where texts drop or add such words freely."""
    hard = [q for q in run if not q.soft]
    if not hard:
        return None
    start, end = hard[0].start, hard[-1].end
    shown = _phrase(hard[0], views[side]) if len(hard) == 1 else (start, end)
    words = quoted(views[side].text[slice(*shown)])
    plain = describe(hard[0]) if len(hard) == 1 else ""
    gloss = f" ({plain})" if plain and plain.lower() not in words.lower() else ""
    where: Range = (start, end)
    missing = "date" if all(q.dim in CALENDAR for q in hard) else "figure"
    if side == 0:
        reason = f"The reference says {words}{gloss}; the retelling gives no such {missing}."
        return Draft(_kind(*hard), _severity("missing"), where, None, reason)
    reason = f"The retelling says {words}{gloss}; the reference gives no such {missing}."
    return Draft(_kind(*hard), _severity("added"), None, where, reason)


def _limit(a: Quantity, b: Quantity, views: tuple[View, View]) -> Draft | None:
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
    said = [
        f"{quoted(v.text[q.modifier_start : q.modifier_end])} before the figure"
        if q.modifier
        else "no such word"
        for q, v in zip((a, b), views, strict=True)
    ]
    figure = quoted(views[0].text[a.start : a.end])
    reason = f"Of {figure} the reference says {said[0]}, the retelling {said[1]}."
    return Draft(Kind.NUMBER, severity, _limit_range(a), _limit_range(b), reason)


def _limit_range(q: Quantity) -> Range:
    """The limiting word, or the number that has none."""
    return (q.modifier_start, q.modifier_end) if q.modifier else (q.start, q.end)


def _limited_elsewhere(q: Quantity, view: View) -> bool:
    """The other side has a word of the same meaning, only not right before the number."""
    return bool(q.modifier) and any(
        found is not None and found[0] == q.modifier
        for found in (modifier_phrases(False).at(view.tokens, i) for i in range(len(view.tokens)))
    )
