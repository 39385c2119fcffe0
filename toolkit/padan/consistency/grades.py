"""Finds graded cues in a text: data/modality.toml and data/quantifier.toml tell their form."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from padan.consistency.draft import rank
from padan.consistency.lexicon import load
from padan.consistency.number_words import number_words
from padan.consistency.side import View
from padan.consistency.tokens import Token, initials, tokenize
from padan.consistency.words import abbreviations, is_content
from padan.errors import InputError
from padan.model import Severity

Tokens = tuple[Token, ...]
_MOST = 40
"""Cues of a side that are compared."""
_HEADS = 3
"""Content words after a cue, or before it, that tell what it is about."""
_GAP = 10
"""Words that `…` stands for at most."""
_BEFORE = 3
"""Light words between a negation and what it denies at most."""
_TITLED = 0.6
"""Share of capitals from which a text is a headline."""
_ENDS = frozenset(".;!?")
_BESIDE_A_NUMBER = frozenset(
    ("$", "£", "€", "rp", "us", "usd", "idr", "a", "an", "the", "dari", "of", "angka", "sekitar")
)


@dataclass(frozen=True, slots=True)
class Grade:
    """A step of a scale."""

    name: str
    says: tuple[tuple[str, str], ...]
    """What the step says, by language of the reader."""
    alone: Severity | None
    """How much it matters where the other side has nothing of the kind; None: not at all."""
    negated: str
    """The grade that it is under a negation; empty: none."""
    turned: str
    """The grade that says the same of the opposite; empty: none."""

    def means(self, lang: str) -> str:
        """What the step says, in the reader's language."""
        return dict(self.says)[lang]


@dataclass(frozen=True, slots=True)
class Cue:
    """A cue in tokens `first` to `last` (half open)."""

    first: int
    last: int
    grades: tuple[Grade, ...]
    """What it may say; more than one where its words have two meanings."""
    heads: tuple[int, ...]
    """The content words that it is about, the nearest first."""
    inside: tuple[int, ...]
    """The tokens that make it up."""
    weak: bool
    """It says too little to be spoken of on its own."""

    @property
    def alone(self) -> Severity | None:
        """How much it matters that the other side has none: by the mildest of its meanings."""
        each = [g.alone for g in self.grades]
        return None if self.weak or None in each else max((s for s in each if s), key=rank)


@dataclass(frozen=True, slots=True)
class _Form:
    """How a cue is spelt."""

    parts: tuple[tuple[str, ...], ...]
    """Its words; what stands between two parts is not part of it."""
    initial: bool = False
    number_before: bool = False
    number_after: bool = False
    plural_after: bool = False
    weak: bool = field(default=False, compare=False)

    @property
    def size(self) -> tuple[int, int, int]:
        """Longer forms go first; of one length those in one piece, then those that ask for more."""
        asks = self.initial + self.number_before + self.number_after + self.plural_after
        return sum(map(len, self.parts)), -len(self.parts), asks


@dataclass(frozen=True, slots=True)
class Cues:
    """The cues of one language."""

    grades: Mapping[str, Grade]
    by_first: Mapping[str, tuple[tuple[_Form, tuple[Grade, ...]], ...]]
    negators: frozenset[str]
    light: frozenset[str]
    lang: str


@lru_cache(maxsize=16)
def cues(name: str, lang: str) -> Cues:
    """The cues of `data/<name>.toml` in `lang`."""
    table = load(name)
    grades = {entry["name"]: _grade(entry) for entry in table["grade"]}
    forms: dict[_Form, tuple[Grade, ...]] = {}
    for entry in table["grade"]:
        for text in entry[lang]:
            form = _form(text)
            forms[form] = (*forms.get(form, ()), grades[entry["name"]])
    for text in table["neutral"][lang]:
        forms[_form(text)] = ()
    by_first: dict[str, list[tuple[_Form, tuple[Grade, ...]]]] = {}
    for form, meant in forms.items():
        by_first.setdefault(form.parts[0][0], []).append((form, meant))
    return Cues(
        grades,
        {w: tuple(sorted(f, key=lambda e: e[0].size, reverse=True)) for w, f in by_first.items()},
        frozenset(table["negators"][lang]),
        frozenset(table["negators"][f"light_{lang}"]),
        lang,
    )


def _grade(entry: dict[str, Any]) -> Grade:
    return Grade(
        entry["name"],
        (("en", entry["says"]["en"]), ("id", entry["says"]["id"])),
        None if entry["alone"] == "none" else Severity(entry["alone"]),
        entry.get("negated", ""),
        entry.get("turned", ""),
    )


def _form(text: str) -> _Form:
    """A cue as the data files spell it. Raises InputError where it has no word."""
    weak = text.startswith("~")
    text = text.removeprefix("~")
    pieces = text.removeprefix("^").split()
    plural = "+s" in pieces
    marks = [n for n, piece in enumerate(pieces) if piece == "#"]
    plain = " ".join(p for p in pieces if p not in {"#", "+s"})
    parts = tuple(tuple(t.norm for t in tokenize(part)) for part in plain.split("…"))
    if not all(parts):
        raise InputError("a cue needs a word", where=text, todo="Look at data/modality.toml.")
    return _Form(
        parts,
        initial=text.startswith("^"),
        number_before=0 in marks,
        number_after=any(n > 0 for n in marks),
        plural_after=plural,
        weak=weak,
    )


@lru_cache(maxsize=256)
def find(view: View, name: str) -> tuple[Cue, ...]:
    """The cues of a view, at most as many as can be matched in good time."""
    words = cues(name, view.lang)
    starts = initials(view.tokens, abbreviations())
    titled = _is_titled(view.tokens)
    found: list[Cue] = []
    used: set[int] = set()
    i = 0
    while i < len(view.tokens) and len(found) < _MOST:
        skipped = i in used or (not titled and _is_name(view.tokens, i))
        hit = None if skipped else _at(view.tokens, i, words, starts)
        if hit is None:
            i += 1
            continue
        form, grades, places = hit
        used.update(places)
        grades, first = _denied(view.tokens, i, grades, words)
        if grades:
            found.append(_cue(view, first, places, grades, weak=form.weak))
        i += 1
    return tuple(found)


def _is_titled(tokens: Tokens) -> bool:
    """Most of its words have a capital: a headline, where a capital tells no name."""
    words = [t for t in tokens if t.is_word]
    return sum(t.capital for t in words) > _TITLED * len(words)


def _is_name(tokens: Tokens, i: int) -> bool:
    """A capital after a word in a text written small: Will, May, Pasti Jaya."""
    return i > 0 and tokens[i].capital and tokens[i - 1].is_word


def _at(
    tokens: Tokens, i: int, words: Cues, starts: frozenset[int]
) -> tuple[_Form, tuple[Grade, ...], tuple[int, ...]] | None:
    """The longest cue at token `i`, what it says, and the tokens that make it up."""
    for form, grades in words.by_first.get(tokens[i].norm, ()):
        if form.initial and i not in starts:
            continue
        places = _places(tokens, i, form)
        if places is None or not _beside(tokens, places, form, words.lang):
            continue
        return form, grades, places
    return None


def _places(tokens: Tokens, i: int, form: _Form) -> tuple[int, ...] | None:
    """The tokens of `form` where it begins at token `i`."""
    found: list[int] = []
    for n, part in enumerate(form.parts):
        start = i if n == 0 else _next(tokens, found[-1] + 1, part)
        if start is None or not _same(tokens, start, part):
            return None
        found.extend(range(start, start + len(part)))
    return tuple(found)


def _next(tokens: Tokens, start: int, part: tuple[str, ...]) -> int | None:
    """Where `part` begins within the gap's reach, in the same sentence."""
    for j in range(start, min(start + _GAP + 1, len(tokens))):
        if tokens[j].norm in _ENDS:
            return None
        if _same(tokens, j, part):
            return j
    return None


def _same(tokens: Tokens, start: int, part: tuple[str, ...]) -> bool:
    end = start + len(part)
    return end <= len(tokens) and all(
        t.norm == w for t, w in zip(tokens[start:end], part, strict=True)
    )


def _beside(tokens: Tokens, places: tuple[int, ...], form: _Form, lang: str) -> bool:
    """What must stand beside the cue stands there."""
    first, last = places[0], places[-1] + 1
    if form.number_before and not (first and _is_number(tokens[first - 1], lang)):
        return False
    if form.number_after and not _number_at(tokens, last, lang):
        return False
    return not form.plural_after or any(_is_plural(t) for t in tokens[last : last + 2])


def _number_at(tokens: Tokens, i: int, lang: str) -> bool:
    for token in tokens[i : i + 3]:
        if _is_number(token, lang):
            return True
        if token.norm not in _BESIDE_A_NUMBER:
            return False
    return False


@lru_cache(maxsize=4)
def _numerals(lang: str) -> frozenset[str]:
    words = number_words(lang)
    return frozenset((*words.classes, *words.denominators, *words.vague))


def _is_number(token: Token, lang: str) -> bool:
    return token.is_number or token.norm in _numerals(lang)


def _is_plural(token: Token) -> bool:
    norm = token.norm
    return len(norm) > 3 and norm.endswith("s") and not norm.endswith(("ss", "us", "is", "ous"))


def _denied(
    tokens: Tokens, first: int, grades: tuple[Grade, ...], words: Cues
) -> tuple[tuple[Grade, ...], int]:
    """What a cue says under the negations before it, and where it begins with them."""
    place = first
    while grades and (at := _negator(tokens, place, words)) is not None:
        grades = tuple(words.grades[g.negated] for g in grades if g.negated)
        place = at
    return grades, place


def _negator(tokens: Tokens, first: int, words: Cues) -> int | None:
    for i in range(first - 1, max(-1, first - _BEFORE - 1), -1):
        norm = tokens[i].norm
        if norm in words.negators or norm.endswith("n't"):
            return i
        if norm not in words.light:
            return None
    return None


def _cue(
    view: View, first: int, places: tuple[int, ...], grades: tuple[Grade, ...], *, weak: bool
) -> Cue:
    tokens, last = view.tokens, places[-1] + 1
    inside = {*range(first, places[0]), *places}
    between = [i for i in range(first, last) if i not in inside]
    ahead = range(last, min(last + 8, len(tokens)))
    back = range(first - 1, max(-1, first - 6), -1)
    heads = (
        *_content(view, between)[:_HEADS],
        *_content(view, ahead)[:_HEADS],
        *_content(view, back)[: _HEADS - 1],
    )
    return Cue(first, last, grades, heads, tuple(sorted(inside)), weak)


def _content(view: View, places: Iterable[int]) -> list[int]:
    return [i for i in places if is_content(view.tokens[i], view.lang)]


def phrases(view: View, texts: Iterable[str]) -> Iterator[tuple[str, int]]:
    """Where each of `texts` stands in a view: the phrase and its first token."""
    by_first: dict[str, list[tuple[str, ...]]] = {}
    for text in texts:
        words = tuple(t.norm for t in tokenize(text))
        by_first.setdefault(words[0], []).append(words)
    for i, token in enumerate(view.tokens):
        for words in by_first.get(token.norm, ()):
            if _same(view.tokens, i, words):
                yield " ".join(words), i
