"""How often: twice a month, dua kali sebulan, every three months."""

from __future__ import annotations

from collections.abc import Iterator

from padan.consistency.lexicon import load
from padan.consistency.number_words import number_words
from padan.consistency.numerals import Form, numeral_at
from padan.consistency.quantity import SECONDS_A_YEAR, Quantity
from padan.consistency.tokens import Token
from padan.consistency.units import unit_at

Tokens = tuple[Token, ...]


def rates(tokens: Tokens, lang: str, taken: set[int]) -> Iterator[Quantity]:
    """Dua kali sebulan, twice a week, every three months, sekali setahun."""
    i = 0
    while i < len(tokens):
        found = None if i in taken else _rate_at(tokens, i, lang)
        if found is None:
            i += 1
            continue
        value, end = found
        taken.update(range(i, end))
        yield Quantity(
            i,
            end,
            tokens[i].start,
            tokens[end - 1].end,
            "rate",
            (value,),
        )
        i = end


def _rate_at(tokens: Tokens, i: int, lang: str) -> tuple[float, int] | None:
    rates = load("numbers")["rates"]
    norm = tokens[i].norm
    if norm in rates["every"]:
        return _every(tokens, i + 1, lang)
    times, j = 0.0, i
    if norm in rates["once"] or norm in {"twice", "thrice"}:
        times, j = float({"twice": 2, "thrice": 3}.get(norm, 1)), i + 1
    else:
        numeral = numeral_at(tokens, i, number_words(lang))
        if numeral is None or numeral.form is not Form.CARDINAL or not numeral.values:
            return None
        times, j = numeral.values[0], numeral.last
        unit = unit_at(tokens, j)
        if unit and unit[0].dim == "duration" and _norm(tokens, unit[1]) == "sekali":
            return _per_year(1.0, times * unit[0].factor, unit[1] + 1)
        if _norm(tokens, j) not in rates["times"]:
            return None
        j += 1
    period = _period(tokens, j, lang)
    return None if period is None else _per_year(times, period[0], period[1])


def _per_year(times: float, seconds: float, end: int) -> tuple[float, int] | None:
    return (times * SECONDS_A_YEAR / seconds, end) if seconds > 0 and times > 0 else None


def _every(tokens: Tokens, i: int, lang: str) -> tuple[float, int] | None:
    """The rate of `every` + number + period, with an optional `sekali` after it."""
    if i >= len(tokens):
        return None
    numeral = numeral_at(tokens, i, number_words(lang))
    if numeral is None or numeral.form is not Form.CARDINAL or not numeral.values:
        return None
    unit = unit_at(tokens, numeral.last)
    if unit is None or unit[0].dim != "duration":
        return None
    end = unit[1] + (_norm(tokens, unit[1]) == "sekali")
    return _per_year(1.0, numeral.values[0] * unit[0].factor, end)


def _period(tokens: Tokens, i: int, lang: str) -> tuple[float, int] | None:
    """`Sebulan`, `a month`, `per week`, `dalam tiga bulan`: seconds, and where it ends."""
    table = load("numbers")
    rates, periods = table["rates"], table["periods"]
    norm = _norm(tokens, i)
    if norm in rates["closed"]:
        return float(periods[norm]), i + 1
    if norm not in rates["per"] or i + 1 >= len(tokens):
        return None
    if _norm(tokens, i + 1) in periods:
        return float(periods[_norm(tokens, i + 1)]), i + 2
    numeral = numeral_at(tokens, i + 1, number_words(lang))
    if numeral is None or not numeral.values or numeral.form is not Form.CARDINAL:
        return None
    unit = unit_at(tokens, numeral.last)
    if unit is None or unit[0].dim != "duration":
        return None
    return numeral.values[0] * unit[0].factor, unit[1]


def _norm(tokens: Tokens, i: int) -> str:
    return tokens[i].norm if 0 <= i < len(tokens) else ""
