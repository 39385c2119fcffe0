"""Quantities in plain figures, in English or Indonesian: `data/describing.toml`."""

from __future__ import annotations

from padan.consistency.lexicon import load
from padan.consistency.quantity import SECONDS_A_YEAR, Quantity

_PERIODS = (
    ("hour", 3600.0),
    ("day", 86400.0),
    ("week", 604800.0),
    ("month", 2629746.0),
    ("year", SECONDS_A_YEAR),
)
_EXACT = 0.02
"""How far a number of times may lie from a whole one; months and years are means."""
_MOST_GAP, _MOST_YEARS = 4, 12
"""Longest gap that is told in a period; a longer one is a rate of the next longer period."""


def describe(q: Quantity, lang: str = "en") -> str:
    """The quantity in figures: `2 per month`, `30 km`, `17`, `Thursday`; nothing if it has none."""
    if not q.values:
        return ""
    value = q.values[0]
    match q.dim:
        case "month" | "weekday":
            names: list[str] = load("describing")[q.dim][lang]
            return names[int(value) - (q.dim == "month")]
        case "time":
            return f"{int(value) // 60:02d}:{int(value) % 60:02d}"
        case "rate":
            return _rate(value, lang)
        case "year" | "day":
            return str(int(value))
        case "money":
            return f"{q.unit} {figure(value, lang)}"
        case "times" | "ordinal":
            return _form(q.dim, lang, figure(value, lang))
    if q.vague:
        return _form("or_more", lang, figure(value, lang))
    return f"{figure(value, lang)} {_unit(q.unit, value, lang)}".strip()


def limit(modifier: str, lang: str = "en") -> str:
    """What a word that limits a figure means: `about`, `at least or more`."""
    return str(load("describing")["limit"][modifier][lang])


def figure(value: float, lang: str = "en") -> str:
    """A number with the language's separators and no needless digits."""
    english = f"{value:,.0f}" if value == int(value) else f"{value:,.4g}"
    thousands, decimals = load("describing")["marks"][lang]
    return english.translate({ord(","): thousands, ord("."): decimals})


def _form(name: str, lang: str, number: str, unit: str = "") -> str:
    template: str = load("describing")["form"][name][lang]
    return template.format(n=number, unit=unit)


def _unit(unit: str, value: float, lang: str) -> str:
    """`days` for more than one day; symbols and plural names stay as they are."""
    known = load("describing")["many"][lang]
    if lang != "en":
        return str(known.get(unit, unit))
    if value == 1 or len(unit) <= 3 or not unit.isalpha() or unit.endswith(("s", "percent")):
        return unit
    return str(known.get(unit, f"{unit}s"))


def _rate(per_year: float, lang: str) -> str:
    """How often in a period, or once in how many: the shortest period that gives a small number."""
    for name, seconds in _PERIODS:
        times = per_year * seconds / SECONDS_A_YEAR
        if round(times) >= 1 and abs(times - round(times)) < _EXACT:
            return _form("rate", lang, figure(round(times), lang), _unit(name, 1, lang))
        gap = 1.0 / times if times else 0.0
        most = _MOST_YEARS if name == "year" else _MOST_GAP
        if 2 <= round(gap) <= most and abs(gap - round(gap)) < _EXACT:
            return _form("every", lang, figure(round(gap), lang), _unit(name, round(gap), lang))
    return _form("rate", lang, f"{per_year:.3g}", _unit("year", 1, lang))
