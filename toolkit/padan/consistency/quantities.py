"""Reads every quantity of a text: numbers with units, money, rates, dates, and their limits."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from padan.consistency.calendar_words import dates
from padan.consistency.lexicon import Phrases, load
from padan.consistency.number_words import number_words
from padan.consistency.numerals import Form, Numeral, numeral_at
from padan.consistency.quantity import CALENDAR, SECONDS_A_YEAR, Quantity
from padan.consistency.rates import rates
from padan.consistency.tokens import Token, tokenize
from padan.consistency.units import currency_before, unit_at
from padan.consistency.words import is_content

Tokens = tuple[Token, ...]


@lru_cache(maxsize=256)
def quantities(text: str, lang: str) -> tuple[Quantity, ...]:
    """The quantities of `text` in reading order; idioms such as `salah satu` hold none."""
    tokens = tokenize(text)
    taken = _idioms(tokens, lang)
    found = [q for q in dates(tokens, lang) if not taken & set(range(q.first, q.last))]
    for q in found:
        taken |= set(range(q.first, q.last))
    found += rates(tokens, lang, taken)
    found += _numbers(tokens, lang, taken)
    found.sort(key=lambda q: q.start)
    found = _share_units([_limited(q, tokens) for q in found], tokens)
    return tuple(_glossed(found, tokens))


@lru_cache(maxsize=4)
def _idiom_phrases(lang: str) -> Phrases[bool]:
    phrases: Phrases[bool] = Phrases()
    for phrase in load("numbers")["idioms"].get(lang, ()):
        phrases.add(phrase, True)
    return phrases


def _idioms(tokens: Tokens, lang: str) -> set[int]:
    taken: set[int] = set()
    phrases = _idiom_phrases(lang)
    for i in range(len(tokens)):
        found = phrases.at(tokens, i)
        if found is not None and not _counts_after(tokens, found[1], lang):
            taken |= set(range(i, found[1]))
    return taken


def _counts_after(tokens: Tokens, i: int, lang: str) -> bool:
    """A period follows, so that `sekali` is a rate: sekali sebulan, sekali dalam tiga bulan."""
    if i >= len(tokens) or tokens[i - 1].norm not in load("numbers")["rates"]["once"]:
        return False
    norm = tokens[i].norm
    return norm in load("numbers")["rates"]["closed"] or norm in {"dalam", "setiap", "tiap", "per"}


def _numbers(tokens: Tokens, lang: str, taken: set[int]) -> Iterator[Quantity]:
    words = number_words(lang)
    i = 0
    while i < len(tokens):
        if i in taken:
            i += 1
            continue
        numeral = numeral_at(tokens, i, words)
        if numeral is None or taken & set(range(numeral.first, numeral.last)):
            special = _special(tokens, i)
            if special is not None:
                yield special
            i += 1
            continue
        if not _serial(tokens, numeral):
            yield _quantity(tokens, numeral, lang)
        i = numeral.last


def _serial(tokens: Tokens, numeral: Numeral) -> bool:
    """Part of a name or code: G20, F-16, COVID-19, 737-800; the check of names sees to it."""
    i = numeral.first
    if not numeral.in_digits or i == 0 or numeral.form is Form.ORDINAL:
        return False
    before = tokens[i - 1]
    if before.end != tokens[i].start:
        return False
    if before.is_word:
        return currency_before(tokens, i) is None and before.norm not in {"ke"} and before.capital
    if before.norm == "-" and i >= 2 and tokens[i - 2].end == before.start:
        return tokens[i - 2].is_word and tokens[i - 2].capital
    return before.norm in {"#", "@"}


def _special(tokens: Tokens, i: int) -> Quantity | None:
    """Both, a couple, twice, double, monthly, sepekan, a week."""
    table = load("numbers")
    token = tokens[i]
    one = _one_period(tokens, i)
    if one is not None:
        return one
    soft = token.norm in table["soft"]["words"]
    for key, dim in (("counts", "count"), ("multiples", "times"), ("adverbs", "rate")):
        value = table[key].get(token.norm)
        if value is not None:
            value = SECONDS_A_YEAR / value if dim == "rate" else float(value)
            return Quantity(
                i, i + 1, token.start, token.end, dim, (value,), soft=soft or dim != "times"
            )
    return None


def _one_period(tokens: Tokens, i: int) -> Quantity | None:
    """One unit of time without a number word; texts may say it or not."""
    found = _one_phrases().at(tokens, i)
    unit = unit_at(tokenize(found[0]), 0) if found else None
    if found is None or unit is None:
        return None
    start, end, last = tokens[i].start, tokens[found[1] - 1].end, found[1]
    period = Quantity(i, last, start, end, "duration", (1.0,), soft=True)
    return replace(period, unit=unit[0].unit, factor=unit[0].factor)


@lru_cache(maxsize=1)
def _one_phrases() -> Phrases[str]:
    phrases: Phrases[str] = Phrases()
    for unit, words in load("numbers")["one_period"].items():
        for phrase in words:
            phrases.add(phrase, unit)
    return phrases


def _quantity(tokens: Tokens, n: Numeral, lang: str) -> Quantity:
    first, last = tokens[n.first], tokens[n.last - 1]
    after = unit_at(tokens, n.last)
    before = currency_before(tokens, n.first)
    dim = {Form.ORDINAL: "ordinal", Form.FRACTION: "fraction"}.get(n.form, "count")
    base = Quantity(
        n.first,
        n.last,
        first.start,
        last.end,
        dim,
        n.values,
        step=n.step,
        vague=n.form is Form.VAGUE,
        soft=_is_soft(tokens, n),
    )
    if _below_zero(tokens, n, after is not None):
        base = replace(
            base,
            first=n.first - 1,
            start=tokens[n.first - 1].start,
            values=tuple(-v for v in n.values),
        )
    if before is not None and n.form in {Form.CARDINAL, Form.VAGUE}:
        return _money(base, tokens, *before)
    if after is not None and n.form is not Form.ORDINAL:
        unit, end = after
        return replace(
            base,
            last=end,
            end=tokens[end - 1].end,
            dim=unit.dim,
            unit=unit.unit,
            factor=unit.factor,
            plus=unit.plus,
        )
    noun = n.last + (n.last < len(tokens) and tokens[n.last].norm == "-")
    if noun < len(tokens) and tokens[noun].is_word and is_content(tokens[noun], lang):
        return replace(base, noun=tokens[noun].norm)
    return base


def _below_zero(tokens: Tokens, n: Numeral, measured: bool) -> bool:
    """`Minus` before the number, or a minus sign that joins it to nothing: -15 °C."""
    if n.first == 0 or n.form is not Form.CARDINAL:
        return False
    before = tokens[n.first - 1]
    if before.norm in load("numbers")["below_zero"]:
        return True
    tight = before.norm == "-" and before.end == tokens[n.first].start
    loose = n.first == 1 or tokens[n.first - 2].end < before.start
    number_before = n.first > 1 and tokens[n.first - 2].is_number
    return measured and tight and loose and n.in_digits and not number_before


def _money(q: Quantity, tokens: Tokens, currency: str, first: int) -> Quantity:
    """An amount after its currency; a joined `m` or `b` is then million or billion: $5m."""
    end = q.last
    scale = _JOINED_SCALES.get(_norm(tokens, end)) if end < len(tokens) else None
    if scale is None or tokens[end].start != q.end:
        scale, end = 1.0, end - 1
    return replace(
        q,
        first=first,
        last=end + 1,
        start=tokens[first].start,
        end=tokens[end].end,
        dim="money",
        unit=currency,
        values=tuple(v * scale for v in q.values),
        step=q.step * scale,
        soft=False,
    )


_JOINED_SCALES = {"m": 1e6, "b": 1e9, "t": 1e12}


def _is_soft(tokens: Tokens, n: Numeral) -> bool:
    soft = load("numbers")["soft"]
    if n.in_digits:
        return False
    if n.form is Form.VAGUE or all(t.norm in soft["words"] for t in tokens[n.first : n.last]):
        return True
    values = soft["ordinals"] if n.form is Form.ORDINAL else soft["values"]
    return n.values[0] in values


def _norm(tokens: Tokens, i: int) -> str:
    return tokens[i].norm if 0 <= i < len(tokens) else ""


@lru_cache(maxsize=4)
def modifier_phrases(table: str) -> Phrases[str]:
    """Words that limit a number, filed for look-up: a `table` of the data file."""
    phrases: Phrases[str] = Phrases()
    for name, words in load("numbers")[table].items():
        for phrase in words:
            phrases.add(phrase, name)
    return phrases


def _limited(q: Quantity, tokens: Tokens) -> Quantity:
    """`q` with the words that limit it: at least, sekitar, more than, or more."""
    if q.dim in CALENDAR or q.soft:
        return q
    for back in range(1, 5):
        at = q.first - back
        found = modifier_phrases("modifiers").at(tokens, at) if at >= 0 else None
        if found is not None and found[1] == q.first:
            # the longest phrase that ends here begins furthest back
            for further in range(back + 1, 5):
                wider = (
                    modifier_phrases("modifiers").at(tokens, q.first - further)
                    if (q.first >= further)
                    else None
                )
                if wider is not None and wider[1] == q.first:
                    at, found = q.first - further, wider
            if _spans(q, tokens, at):
                return q
            return replace(
                q,
                modifier=found[0],
                modifier_start=tokens[at].start,
                modifier_end=tokens[q.first - 1].end,
            )
    found = modifier_phrases("modifiers_after").at(tokens, q.last)
    if found is None:
        return q
    return replace(
        q,
        modifier=found[0],
        modifier_start=tokens[q.last].start,
        modifier_end=tokens[found[1] - 1].end,
    )


def _spans(q: Quantity, tokens: Tokens, at: int) -> bool:
    """`over nine years` is during them, unless the words before `over` measure: lasted over."""
    table = load("numbers")["spanning"]
    if q.dim != "duration" or tokens[at].norm not in table["words"] or q.first - at > 1:
        return False
    return at == 0 or tokens[at - 1].norm not in table["measured_after"]


_JOINTS = frozenset({"-", "hingga", "sampai", "to", "and", "dan", "atau", "or"})


def _share_units(found: list[Quantity], tokens: Tokens) -> list[Quantity]:
    """Give the first number of a range the unit of the second: 10 to 15 km, Rp 10-15 juta."""
    for k in range(len(found) - 1):
        q, after = found[k], found[k + 1]
        between = [t.norm for t in tokens[q.last : after.first]]
        if len(between) != 1 or between[0] not in _JOINTS or q.dim not in {"count", after.dim}:
            continue
        if q.dim == "count" and (after.factor != 1.0 or after.unit or after.dim in _SHARED):
            q = replace(q, dim=after.dim, unit=after.unit, factor=after.factor, plus=after.plus)
        elif after.dim == "year" and len(q.values) == 1 and 1000 <= q.values[0] <= 2199:
            q = replace(q, dim="year")
        found[k], found[k + 1] = replace(q, ranged=True), replace(after, ranged=True)
    return found


_SHARED = frozenset({"percent", "times"})


def _glossed(found: list[Quantity], tokens: Tokens) -> Iterator[Quantity]:
    """Mark a figure in brackets that only converts the one before it: 5 miles (8 km)."""
    for k, q in enumerate(found):
        before = tokens[q.first - 1].norm if q.first else ""
        if k and before == "(" and found[k - 1].dim == q.dim and found[k - 1].last == q.first - 1:
            yield replace(q, soft=q.soft or q.unit != found[k - 1].unit)
        else:
            yield q
