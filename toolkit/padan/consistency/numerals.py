"""Numbers as written: digits in either convention, number words, ordinals, fractions."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from padan.consistency.number_words import NumberWords, digit_readings
from padan.consistency.tokens import Token

Tokens = tuple[Token, ...]
_MOST_DECIMALS = 18


class Form(Enum):
    """What kind of number it is."""

    CARDINAL = "cardinal"
    ORDINAL = "ordinal"
    FRACTION = "fraction"
    VAGUE = "vague"


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number in tokens `first` to `last` (half open)."""

    first: int
    last: int
    values: tuple[float, ...]
    """Every reading, the likeliest first; lowest and highest where the form is vague."""
    form: Form = Form.CARDINAL
    in_digits: bool = False
    step: float = 0.0
    """Worth of the last digit written: 0.1 for 2.5, 1e5 for 1.5 million; 0 for whole words."""


def numeral_at(tokens: Tokens, i: int, words: NumberWords) -> Numeral | None:
    """The longest number that begins at token `i`."""
    if not tokens[i].is_number and tokens[i].norm not in words.starts:
        return None
    for read in (_digits, _ordinal, _vague, _words):
        found = read(tokens, i, words)
        if found is not None:
            return found
    return None


def _joined(tokens: Tokens, i: int) -> bool:
    """Token `i` follows the one before it without a blank."""
    return 0 < i < len(tokens) and tokens[i - 1].end == tokens[i].start


def _skip_hyphen(tokens: Tokens, i: int) -> int:
    """The index after a hyphen that stands between two words, else `i`."""
    if i + 1 < len(tokens) and tokens[i].norm == "-" and _joined(tokens, i):
        return i + 1
    return i


def _class(tokens: Tokens, i: int, words: NumberWords) -> tuple[str, float]:
    return words.classes.get(tokens[i].norm, ("", 0.0)) if i < len(tokens) else ("", 0.0)


def _scales(tokens: Tokens, i: int, words: NumberWords) -> tuple[float, int]:
    """The product of the scale words from token `i` on, and the index after them."""
    factor = 1.0
    while True:
        j = _skip_hyphen(tokens, i)
        name, value = _class(tokens, j, words)
        if name != "scale" or (j != i and not tokens[j].is_word):
            return factor, i
        factor, i = factor * value, j + 1


def _digits(tokens: Tokens, i: int, words: NumberWords) -> Numeral | None:
    if not tokens[i].is_number:
        return None
    values, step = digit_readings(tokens[i].text, words)
    end = i + 1
    after = tokens[end].norm if end < len(tokens) else ""
    if after in {"st", "nd", "rd", "th"} and _joined(tokens, end):
        return Numeral(i, end + 1, values, Form.ORDINAL, in_digits=True, step=step)
    if (
        end + 1 < len(tokens)
        and after == "/"
        and tokens[end + 1].is_number
        and tokens[end + 1].norm in {"2", "3", "4"}
        and values in {(1.0,), (2.0,), (3.0,)}
    ):
        return Numeral(i, end + 2, (values[0] / float(tokens[end + 1].norm),), Form.FRACTION)
    factor, end = _scales(tokens, end, words)
    name, value = _class(tokens, end, words)
    if factor == 1.0 and name in {"times_ten", "hundred"} and tokens[i].norm in _ONE_DIGIT:
        factor, end = value, end + 1  # 4 puluh, 2 hundred
        more, end = _scales(tokens, end, words)
        factor *= more
    return Numeral(i, end, tuple(v * factor for v in values), in_digits=True, step=step * factor)


_ONE_DIGIT = frozenset("123456789")


def _ordinal(tokens: Tokens, i: int, words: NumberWords) -> Numeral | None:
    """Ordinals in words (twenty-first, kedua puluh lima) and with a prefix (ke-18)."""
    token = tokens[i]
    if token.norm == "ke":
        j = _skip_hyphen(tokens, i + 1)
        if j < len(tokens) and tokens[j].is_number and (j > i + 1 or _joined(tokens, j)):
            values, _ = digit_readings(tokens[j].text, words)
            return Numeral(i, j + 1, values, Form.ORDINAL, in_digits=True)
        return None
    if token.norm in words.ordinals:
        value, end = words.ordinals[token.norm], i + 1
        tail = _class(tokens, end, words)[0]
        if token.norm[:2] == "ke" and tail in {"add_ten", "times_ten", "hundred", "scale"}:
            total = _cardinal(tokens, end, words, opening=value)
            if total is not None:
                value, end = total
        return Numeral(i, end, (value,), Form.ORDINAL)
    if _class(tokens, i, words)[0] == "ten":
        j = _skip_hyphen(tokens, i + 1)
        last = words.ordinals.get(tokens[j].norm) if j < len(tokens) else None
        if last is not None and last < 10 and j > i + 1:
            return Numeral(i, j + 1, (_class(tokens, i, words)[1] + last,), Form.ORDINAL)
    return None


def _vague(tokens: Tokens, i: int, words: NumberWords) -> Numeral | None:
    span = words.vague.get(tokens[i].norm)
    if span is None:
        return None
    low, high = span
    factor, end = _scales(tokens, i + 1, words)
    if end == i + 1 and end < len(tokens) and tokens[end].norm == "of":
        lower = words.vague.get(tokens[end + 1].norm) if end + 1 < len(tokens) else None
        if lower is not None:  # tens of thousands
            factor, end = lower[0], end + 2
    return Numeral(i, end, (low * factor, high * factor), Form.VAGUE)


def _words(tokens: Tokens, i: int, words: NumberWords) -> Numeral | None:
    start = i
    name, value = _class(tokens, i, words)
    if name == "half":
        return _half(tokens, i, words)
    if name == "whole_fraction":
        return Numeral(i, i + 1, (1 / value,), Form.FRACTION)
    if tokens[i].norm in words.articles:
        return _after_article(tokens, i, words)
    found = _cardinal(tokens, i, words)
    if found is None:
        return None
    total, end = found
    part = _fraction_after(tokens, end, words, total)
    if part is not None:
        return Numeral(start, part[1], (part[0],), Form.FRACTION)
    tail, step, end = _decimals(tokens, end, words)
    half, end = _and_half(tokens, end, words)
    factor = 1.0
    if tail or half:
        factor, end = _scales(tokens, end, words)
    return Numeral(start, end, ((total + tail + half) * factor,), step=step * factor)


def _half(tokens: Tokens, i: int, words: NumberWords) -> Numeral:
    """Half, setengah juta, half a million."""
    j = i + 1
    if j < len(tokens) and tokens[j].norm in words.articles:
        j += 1
    factor, end = _scales(tokens, j, words)
    if end == j:
        return Numeral(i, i + 1, (0.5,), Form.FRACTION)
    return Numeral(i, end, (0.5 * factor,))


def _after_article(tokens: Tokens, i: int, words: NumberWords) -> Numeral | None:
    """A hundred, a million and a half; a third of, a quarter."""
    if i + 1 >= len(tokens):
        return None
    after = tokens[i + 1].norm
    if _class(tokens, i + 1, words)[0] in {"hundred", "scale"} and tokens[i + 1].is_word:
        found = _cardinal(tokens, i + 1, words, opening=1.0)
        if found is not None:
            half, end = _and_half(tokens, found[1], words)
            return Numeral(i, end, (found[0] * (1.0 + half),))
    of = i + 2 < len(tokens) and tokens[i + 2].norm == "of"
    if after in words.denominators and not after.endswith("s") and of:
        return Numeral(i, i + 2, (1 / words.denominators[after],), Form.FRACTION)
    return None


def _fraction_after(
    tokens: Tokens, i: int, words: NumberWords, numerator: float
) -> tuple[float, int] | None:
    """Two thirds, dua pertiga, tiga perempat: only after a small numerator."""
    j = _skip_hyphen(tokens, i)
    if j >= len(tokens) or not 1 <= numerator <= 99:
        return None
    if tokens[j].norm in words.overs:
        lower = _cardinal(tokens, j + 1, words)
        if lower is None or not numerator < lower[0] <= 100:
            return None
        return numerator / lower[0], lower[1]
    under = words.denominators.get(tokens[j].norm)
    if under is None or under <= numerator:
        return None
    return numerator / under, j + 1


def _decimals(tokens: Tokens, i: int, words: NumberWords) -> tuple[float, float, int]:
    """The digits spoken after `koma` or `point`, the worth of the last, and where they end."""
    if i >= len(tokens) or tokens[i].norm not in words.points:
        return 0.0, 0.0, i
    text, j = "", i + 1
    while _class(tokens, j, words)[0] == "unit" and len(text) < _MOST_DECIMALS:
        text += str(int(_class(tokens, j, words)[1]))
        j += 1
    return (float("0." + text), 10.0 ** -len(text), j) if text else (0.0, 0.0, i)


def _and_half(tokens: Tokens, i: int, words: NumberWords) -> tuple[float, int]:
    """Setengah after a number (satu setengah), or `and a half`."""
    if _class(tokens, i, words)[0] == "half" and not words.articles:
        return 0.5, i + 1
    run = [t.norm for t in tokens[i : i + 2]]
    joined = len(run) == 2 and run[0] in words.ands and run[1] in words.articles
    if joined and _class(tokens, i + 2, words)[0] == "half":
        return 0.5, i + 3
    return 0.0, i


def _cardinal(
    tokens: Tokens, i: int, words: NumberWords, opening: float | None = None
) -> tuple[float, int] | None:
    """A whole number in words from token `i`, `opening` having been read before it."""
    total, group, ceiling = 0.0, opening, float("inf")
    last = "" if opening is None else "unit"
    end = j = i
    while j < len(tokens):
        name, value = _class(tokens, j, words)
        if not name and _bridges(tokens, j, words, last):
            j += 1
            continue
        if name in {"unit", "teen", "ten", "lone_hundred"} and last in _MAY_FOLLOW[name]:
            group = (group or 0.0) + value
            last = "hundred" if name == "lone_hundred" else name
        elif name == "add_ten" and last == "unit" and group is not None:
            group, last = group + value, "teen"
        elif name == "times_ten" and last == "unit" and group is not None:
            group, last = group + group % 10 * 9, "ten"
        elif name == "hundred" and last in {"unit", "teen"} and group is not None and group < 100:
            group, last = group * value, "hundred"
        elif name == "scale" and group is not None and value < ceiling and last != "scale":
            total, group, last, ceiling = total + group * value, None, "scale", value
        elif name == "lone_scale" and group is None and value < ceiling:
            total, last, ceiling = total + value, "scale", value
        else:
            break
        j += 1
        end = j
    if end == i:
        return None
    return total + (group or 0.0), end


_MAY_FOLLOW = {
    "unit": {"", "hundred", "ten", "scale"},
    "teen": {"", "hundred", "scale"},
    "ten": {"", "hundred", "scale"},
    "lone_hundred": {"", "scale"},
}


def _bridges(tokens: Tokens, j: int, words: NumberWords, last: str) -> bool:
    """Token `j` is the hyphen of twenty-five or the `and` of a hundred and five."""
    after, _ = _class(tokens, j + 1, words)
    if tokens[j].norm == "-" and _joined(tokens, j):
        return (last == "ten" and after == "unit") or (after in {"hundred", "scale"} and last != "")
    return (
        tokens[j].norm in words.ands
        and last in {"hundred", "scale"}
        and after in {"unit", "teen", "ten"}
    )
