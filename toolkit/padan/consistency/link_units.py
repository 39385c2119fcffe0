"""What is linked as one: a word, a number of several words, a known name, a phrase, anak-anak."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from padan.consistency.gazetteer import entity_at
from padan.consistency.lexicon import LANGUAGES, Phrases, load
from padan.consistency.number_words import number_words
from padan.consistency.numerals import Form, numeral_at
from padan.consistency.side import View
from padan.consistency.stems import stems
from padan.consistency.tokens import Token
from padan.consistency.words import is_content

_MOST = 400
"""Units of a text that are linked; a cell longer than that is no sentence."""


@dataclass(frozen=True, slots=True)
class Unit:
    """Tokens `first` to `last` (half open) that are linked as one."""

    first: int
    last: int
    content: tuple[int, ...]
    """The content words among them, at least one."""
    forms: frozenset[str]
    """What it is: stems of a word, the value of a number, a known name. Units that share one are
    the same word."""
    groups: frozenset[str]
    """The groups of synonyms it is in."""


@lru_cache(maxsize=512)
def link_units(view: View) -> tuple[Unit, ...]:
    """The units of a text that hold content words, in order."""
    found: list[Unit] = []
    i = 0
    while i < len(view.tokens) and len(found) < _MOST:
        unit = next(_readings(view, i), None)
        if unit is None:
            i += 1
            continue
        if unit.content:
            found.append(unit)
        i = unit.last
    return tuple(found)


def _readings(view: View, i: int) -> Iterator[Unit]:
    """What may begin at token `i`, the best first."""
    token = view.tokens[i]
    if not (token.is_word or token.is_number):
        return
    if view.lang in LANGUAGES:
        yield from _number(view, i)
        yield from _name(view, i)
        yield from _phrase(view, i)
        yield from _doubled(view, i)
    if is_content(token, view.lang):
        yield _unit(view, i, i + 1, *_word(token, view.lang))


def _unit(view: View, first: int, last: int, forms: frozenset[str], groups: frozenset[str]) -> Unit:
    content = tuple(i for i in range(first, last) if is_content(view.tokens[i], view.lang))
    return Unit(first, last, content, forms, groups)


def _word(token: Token, lang: str) -> tuple[frozenset[str], frozenset[str]]:
    return stems(token.norm, lang), groups_of(token.norm, lang)


def _number(view: View, i: int) -> Iterator[Unit]:
    numeral = numeral_at(view.tokens, i, number_words(view.lang))
    if numeral is None or numeral.form not in {Form.CARDINAL, Form.FRACTION}:
        return
    values = frozenset(f"#{value:g}" for value in numeral.values)
    words = stems(view.tokens[i].norm, view.lang) if numeral.last == i + 1 else frozenset()
    yield _unit(view, i, numeral.last, values | words, frozenset())


def _name(view: View, i: int) -> Iterator[Unit]:
    known = entity_at(view.tokens, i)
    if known is None:
        return
    entity, last = known
    forms = {f"@{entity.id}"} if not entity.near else set[str]()
    if last == i + 1:
        forms |= stems(view.tokens[i].norm, view.lang)
    if forms:
        yield _unit(view, i, last, frozenset(forms), groups_of(view.tokens[i].norm, view.lang))


def _phrase(view: View, i: int) -> Iterator[Unit]:
    found = _phrases(view.lang).at(view.tokens, i)
    if found is None:
        return
    group, last = found
    own = frozenset({" ".join(t.norm for t in view.tokens[i:last])})
    yield _unit(view, i, last, own, group)


def _doubled(view: View, i: int) -> Iterator[Unit]:
    """A word said twice with a hyphen: anak-anak, bermacam-macam."""
    tokens = view.tokens
    if view.lang != "id" or i + 2 >= len(tokens) or tokens[i + 1].norm != "-":
        return
    first, second = (stems(tokens[k].norm, "id") for k in (i, i + 2))
    if tokens[i + 2].start == tokens[i].end + 1 and first & second:
        yield _unit(view, i, i + 3, first | second, groups_of(tokens[i].norm, "id"))


@lru_cache(maxsize=16384)
def groups_of(word: str, lang: str) -> frozenset[str]:
    """The groups of synonyms that `word` (lower case) is in, in whatever form."""
    table = _groups(lang)[0]
    exact = table.get(word)
    if exact is not None:
        return exact
    return frozenset(group for form in stems(word, lang) for group in table.get(form, ()))


def _phrases(lang: str) -> Phrases[frozenset[str]]:
    return _groups(lang)[1]


@lru_cache(maxsize=4)
def _groups(lang: str) -> tuple[dict[str, frozenset[str]], Phrases[frozenset[str]]]:
    """The groups of a word's forms, and of phrases."""
    words: dict[str, set[str]] = {}
    whole: dict[str, set[str]] = {}
    phrases: dict[str, set[str]] = {}
    for number, line in enumerate(load("synonyms").get(lang, {}).get("groups", ())):
        for entry in line.split():
            if "_" in entry:
                phrases.setdefault(entry.replace("_", " "), set()).add(str(number))
                continue
            whole.setdefault(entry, set()).add(str(number))
            for form in stems(entry, lang):
                if len(form) > 3 or form == entry:
                    words.setdefault(form, set()).add(str(number))
    words.update(whole)
    filed: Phrases[frozenset[str]] = Phrases()
    for phrase, found in phrases.items():
        filed.add(phrase, frozenset(found))
    return {form: frozenset(found) for form, found in words.items()}, filed
