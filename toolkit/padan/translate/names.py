"""Names that the source has and the translation lacks, or the other way round.

Only capitalised words that are not translated count: neither common words that titles write with
a capital (`data/names.toml`) nor names with another form in the other language, which may stand in
any of their forms. Judged only where both languages have such data.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from padan.engines.languages import base_language
from padan.translate.change import Change
from padan.translate.exonyms import NameWords, folded, forms_of, longest, name_words

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_OPENERS = "\"'“”„‟«»‘’ "
_ENDS = frozenset(".!?:;…|/–—")
_POSSESSIVE = re.compile(r"'s?$")
_MOST_WORDS = 400
"""Words looked at; a sentence has no more."""
_SHORTEST = 3
"""Letters of a word that can be told from another."""


@dataclass(slots=True)
class _Word:
    text: str
    plain: str
    """Folded, without a possessive ending."""
    start: int
    end: int
    opens: bool
    """It begins a sentence or a quotation, where a capital says nothing."""

    capital: bool

    @property
    def parts(self) -> tuple[str, ...]:
        """The word, and what hyphens join."""
        return (self.plain, *self.plain.split("-")) if "-" in self.plain else (self.plain,)

    @property
    def name_like(self) -> bool:
        """A capital that says something; words all in capitals are mostly translatable initials,
        and of French-speaking a part is translated.
        """
        if not self.capital or self.opens or self.text.removesuffix("s").isupper():
            return False
        return all(part[:1].isupper() for part in self.text.split("-"))


class _Side:
    """A text with what is looked up in it."""

    def __init__(self, text: str, words: NameWords) -> None:
        self.text = text
        self.names = words
        self.words = tuple(_words(text))
        self.plains = tuple(word.plain for word in self.words)

    @cached_property
    def there(self) -> frozenset[str]:
        """All words, and the parts of hyphenated ones."""
        return frozenset(part for w in self.words for part in w.parts)

    @cached_property
    def capitals(self) -> frozenset[str]:
        """Spellings of the capitalised words; of all where none is."""
        unmarked = not any(w.name_like for w in self.words)
        found = {part for w in self.words if unmarked or w.capital for part in w.parts}
        return frozenset(found | {spelling(word) for word in found})

    @cached_property
    def is_title(self) -> bool:
        """Most words have a capital: it marks no names here."""
        long = [w for w in self.words if len(w.text) > _SHORTEST]
        return sum(w.capital for w in long) > self.names.title_share * len(long)

    def has(self, word: str) -> bool:
        """The word, or a name spelt much like it, is in the text."""
        if word in self.there:
            return True
        return any(
            _alike(wanted, other, self.names)
            for wanted in {word, spelling(word)}
            for other in self.capitals
        )

    def has_any(self, forms: frozenset[tuple[str, ...]]) -> bool:
        """One of these forms of a name is in the text."""
        for form in forms:
            size = len(form)
            if any(self.plains[at : at + size] == form for at in range(len(self.plains))):
                return True
            if any(self.has(w) for w in form if w not in self.names.common and len(w) > _SHORTEST):
                return True
        return False


def changed_names(
    source: str, text: str, *, source_lang: str, target_lang: str, settled: Sequence[str] = ()
) -> Change:
    """Names of one side that the other has in no form that is known, as they are written.

    `settled` are words whose rendering the glossary gives: they are not judged here.
    """
    sides = _sides(source, text, source_lang, target_lang)
    if sides is None:
        return Change()
    left, right = sides
    lost = [] if left.is_title else _lost(left, right)
    new = [] if right.is_title else _lost(right, left)
    if settled:
        skip = {part for phrase in settled for word in _words(phrase) for part in word.parts}
        lost, new = ([n for n in names if not skip & _plains(n)] for names in (lost, new))
    return Change(tuple(lost), tuple(new))


def _plains(text: str) -> set[str]:
    return {word.plain for word in _words(text)}


def _sides(
    source: str, text: str, source_lang: str, target_lang: str
) -> tuple[_Side, _Side] | None:
    left = name_words(base_language(source_lang))
    right = name_words(base_language(target_lang))
    if left is None or right is None or source_lang == target_lang:
        return None
    return _Side(source, left), _Side(text, right)


def _words(text: str) -> Iterator[_Word]:
    opens = True
    end = 0
    for count, match in enumerate(_WORD.finditer(text)):
        if count >= _MOST_WORDS:
            return
        between = text[end : match.start()]
        if between == " ":
            opens = False
        elif count and between.strip():
            # An opening quote begins a quotation, a full stop a sentence.
            bare = between.strip(_OPENERS)
            opens = bool(_ENDS & set(bare)) or between.rstrip() != between.rstrip(_OPENERS)
        elif count:
            opens = False
        written = match.group()
        plain = folded(written)
        if "'" in plain:
            plain = _POSSESSIVE.sub("", plain)
        end = match.end()
        yield _Word(written, plain, match.start(), end, opens, written[0].isupper())


def _lost(own: _Side, other: _Side) -> list[str]:
    """The names of `own` that `other` has in no form."""
    found: list[str] = []
    for chain in _chains(own):
        at = chain.start
        run: list[_Word] = []
        judged = _of_persons(own, chain)
        while at < chain.stop:
            word = own.words[at]
            known = longest(own.plains, at, chain.stop) if word.capital else 0
            is_name = judged and not known and word.name_like and not _is_common(word, own.names)
            if run and not is_name:
                found += _judged(run, own, other)
                run = []
            if known:
                if _reliable(own.words[at : at + known]):
                    found += _judged_known(own, at, known, other)
            elif is_name:
                run.append(word)
            at += known or 1
        found += _judged(run, own, other)
    return found


def _chains(side: _Side) -> Iterator[range]:
    """Capitalised words that stand together, with the small words between them."""
    start: int | None = None
    last = 0
    for at, word in enumerate(side.words):
        joined = start is not None and _adjoin(side.text, side.words[at - 1], word)
        if start is not None and not (joined and (word.capital or word.plain in side.names.links)):
            yield range(start, last + 1)
            start = None
        if word.capital:
            start = at if start is None else start
            last = at
    if start is not None:
        yield range(start, last + 1)


def _of_persons(side: _Side, chain: range) -> bool:
    """Whether its common words are titles only, which say nothing against the name beside them."""
    names = side.names
    return all(
        side.words[at].opens
        or not side.words[at].capital
        or side.words[at].plain in names.titles
        or not _is_common(side.words[at], names)
        for at in chain
    )


def _reliable(words: Sequence[_Word]) -> bool:
    """A known name written as one: not initials, not one word that merely begins a sentence."""
    return (
        all(w.name_like for w in words)
        if len(words) == 1
        else any(len(w.plain) >= _SHORTEST for w in words)
    )


def _judged_known(own: _Side, at: int, size: int, other: _Side) -> list[str]:
    if other.has_any(forms_of(own.plains[at : at + size])):
        return []
    return [own.text[own.words[at].start : own.words[at + size - 1].end]]


def _adjoin(text: str, one: _Word, two: _Word) -> bool:
    return text[one.end : two.start].strip() in ("", ".", "-", "&")


def _judged(run: Sequence[_Word], own: _Side, other: _Side) -> list[str]:
    """The words of a run that are a name and not in the other text, as they are written."""
    gone = [w for w in run if len(w.plain) >= _SHORTEST and not _carried(w, other)]
    if run and len(gone) == len(run):
        return [own.text[run[0].start : run[-1].end]]
    return [w.text for w in gone]


def _carried(word: _Word, other: _Side) -> bool:
    return any(other.has(part) for part in word.parts)


def _is_common(word: _Word, words: NameWords) -> bool:
    if any(p in words.common or words.affixed.match(p) for p in word.parts):
        return True
    return word.plain.partition("'")[0] in words.common


_SOUNDS = (
    ("tsch", "c"), ("sch", "s"), ("kh", "h"), ("gh", "g"), ("ph", "f"), ("th", "t"), ("sh", "s"),
    ("sy", "s"), ("sj", "s"), ("dh", "d"), ("ch", "c"), ("ck", "k"), ("qu", "k"), ("oe", "u"),
    ("oo", "u"), ("ou", "u"), ("dj", "j"), ("tj", "c"), ("x", "ks"), ("q", "k"), ("c", "k"),
    ("v", "f"), ("w", "f"), ("z", "s"), ("y", "i"), ("j", "i"), ("ee", "i"),
)  # fmt: skip
"""Letters that transliterations use for one another, longest first."""


def spelling(word: str) -> str:
    """A folded word with letters that stand for one another written alike, doubles single."""
    for letters, sound in _SOUNDS:
        if letters in word:
            word = word.replace(letters, sound)
    return "".join(c for at, c in enumerate(word) if at == 0 or c != word[at - 1])


def _alike(one: str, two: str, words: NameWords) -> bool:
    if len(one) >= words.stem and one[: words.stem] == two[: words.stem]:
        # The longer word is an inflection, or both are.
        return len(one) > words.stem or len(two) > words.stem
    from rapidfuzz import fuzz

    return fuzz.ratio(one, two) >= words.like
