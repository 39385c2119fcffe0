"""Names that have several forms, and capitalised words that are no names."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from padan.translate.settings import table, words

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")

Phrase = tuple[str, ...]
"""The folded words of a name."""


@dataclass(frozen=True, slots=True)
class NameWords:
    """What tells names from other capitalised words in one language."""

    common: frozenset[str]
    """Words that stand with a capital and are translated."""
    titles: frozenset[str]
    """Of these, what stands before a person's name."""
    links: frozenset[str]
    """Small words inside a name."""
    affixed: re.Pattern[str]
    """Matches words built as common nouns and verbs are."""
    like: float
    stem: int
    title_share: float


@cache
def name_words(lang: str) -> NameWords | None:
    """The name words of a language; None where they are not known."""
    data = table("names.toml")
    if lang not in data["common"]:
        return None
    titles = frozenset(data["titles"][lang].split())
    return NameWords(
        common=frozenset(data["common"][lang].split()) | titles | _counted(lang),
        titles=titles,
        links=frozenset(data["links"][lang].split()),
        affixed=re.compile(data["affixes"][lang]),
        like=data["like"],
        stem=data["stem"],
        title_share=data["title_share"],
    )


def _counted(lang: str) -> frozenset[str]:
    """Number words, months and weekdays: other checks look after them."""
    known = words(lang)
    if known is None:
        return frozenset()
    phrases = (*known.values, *known.months, *known.weekdays)
    return frozenset(word for phrase in phrases for word in phrase.split())


def folded(word: str) -> str:
    """Lower case, without accents, apostrophes straight."""
    if word.isascii():
        return word.lower()
    letters = unicodedata.normalize("NFD", word.casefold())
    return "".join(c for c in letters if not unicodedata.combining(c)).replace("’", "'")


def longest(words: Phrase, at: int, stop: int) -> int:
    """Words of the longest known name that begins at `at` and ends before `stop`; 0 for none."""
    forms, most = _known()
    for size in range(min(most.get(words[at], 0), stop - at), 0, -1):
        if words[at : at + size] in forms:
            return size
    return 0


def forms_of(phrase: Phrase) -> frozenset[Phrase]:
    """All forms of a known name, itself included."""
    return _known()[0][phrase]


@cache
def _known() -> tuple[dict[Phrase, frozenset[Phrase]], dict[str, int]]:
    """Known name -> its forms, and first word -> words of the longest name that it begins."""
    together: dict[Phrase, set[Phrase]] = defaultdict(set)
    for group in (*table("names.toml")["exonyms"]["same"], *_cldr()):
        phrases = {tuple(folded(w) for w in _WORD.findall(form)) for form in group} - {()}
        for phrase in phrases:
            together[phrase] |= phrases
    most: dict[str, int] = defaultdict(int)
    for phrase in together:
        most[phrase[0]] = max(most[phrase[0]], len(phrase))
    return {p: frozenset(forms) for p, forms in together.items()}, dict(most)


def _cldr() -> Iterator[tuple[str, str]]:
    """Countries, languages and cities in two languages each, for every pair with name words."""
    from babel.localedata import load

    codes = sorted(table("names.toml")["common"])
    found = [load(code) for code in codes]
    for number, one in enumerate(found):
        for two in found[number + 1 :]:
            for section in ("territories", "languages"):
                for key in one[section].keys() & two[section].keys():
                    yield str(one[section][key]), str(two[section][key])
            for zone in one["time_zones"].keys() | two["time_zones"].keys():
                yield _city(one, zone), _city(two, zone)


def _city(data: dict[str, dict[str, dict[str, str]]], zone: str) -> str:
    """The city of a time zone; English has only those that its name does not tell."""
    named = data["time_zones"].get(zone, {}).get("city")
    return named or zone.rpartition("/")[2].replace("_", " ")
