"""Which names a text mentions, and whether another text mentions them too."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from padan.consistency.gazetteer import Entity, entity_at
from padan.consistency.lexicon import LANGUAGES, load
from padan.consistency.number_words import number_words
from padan.consistency.tokens import Token, initials, plain, tokenize
from padan.consistency.words import abbreviations, function_words

Tokens = tuple[Token, ...]
_HEADLINE_WORDS = 5
_HEADLINE_SMALL = 0.1
"""Share of words without a capital up to which at least that many words are a title."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in tokens `first` to `last` (half open)."""

    first: int
    last: int
    start: int
    end: int
    entity: Entity | None
    core: tuple[str, ...]
    """Its words that name something, in plain form."""
    acronym: bool = False
    letters: str = ""
    """First letters of the whole run of capitalised words that it stands in."""
    mixed: bool = False
    """It holds words that are translated rather than kept (Taman, Council)."""


@lru_cache(maxsize=1)
def _generic() -> frozenset[str]:
    table = load("name_words")
    return frozenset(f"{table['id']} {table['en']}".split())


@lru_cache(maxsize=1)
def _connectors() -> frozenset[str]:
    return frozenset(load("name_words")["connectors"].split())


@lru_cache(maxsize=1)
def _no_names() -> frozenset[str]:
    """Words that are never names: function words, calendar and number words of every language."""
    words: set[str] = set()
    for lang in LANGUAGES:
        numbers = number_words(lang)
        words |= function_words(lang) | set(numbers.classes) | set(numbers.ordinals)
        words |= set(load("function_words")[f"openers_{lang}"].split())
    calendar = load("calendar")
    money = {t.norm for m in load("money").values() for p in m["before"] for t in tokenize(p)}
    words |= set(calendar["months"]) | set(calendar["weekdays"]) | set(calendar["zones"])
    return frozenset(words | {w for w in money if w not in {"us", "u", "s"}})


def mentions(text: str, sure: frozenset[str]) -> tuple[Mention, ...]:
    """The names in `text`. A capital at the start of a sentence is evidence only for words in
    `sure`: those with a capital inside a sentence somewhere."""
    tokens = tokenize(text)
    opening = initials(tokens, abbreviations())
    headline = _is_headline(tokens)
    found: list[Mention] = []
    i = 0
    while i < len(tokens):
        known = entity_at(tokens, i) if tokens[i].is_word else None
        if known is not None and tokens[min(known[1], len(tokens) - 1)].norm == "$":
            i = known[1]  # the US of US$
        elif known is not None:
            found.append(_known_mention(tokens, i, *known))
            i = found[-1].last
        elif _may_name(tokens[i]) and not headline:
            end = _run(tokens, i)
            mention = _mention(tokens, i, end, opening, sure)
            if mention is not None:
                found.append(mention)
            i = end
        else:
            i += 1
    return tuple(found)


def _known_mention(tokens: Tokens, i: int, entity: Entity, end: int) -> Mention:
    """A known name, or the newspaper or broadcaster called after it (The Moscow Times)."""
    outlet = end < len(tokens) and tokens[end].capital and tokens[end].norm in _outlet_words()
    if outlet:
        end += 1
    core = tuple(plain(t.text) for t in tokens[i:end] if t.is_word)
    start = tokens[i].start
    if outlet and i and tokens[i - 1].norm == "the":
        start = tokens[i - 1].start
    known = None if outlet else entity
    return Mention(i, end, start, tokens[end - 1].end, known, core, mixed=outlet)


@lru_cache(maxsize=1)
def _outlet_words() -> frozenset[str]:
    return frozenset(load("name_words")["outlets"].split())


def _is_headline(tokens: Tokens) -> bool:
    """Nearly every word with content has a capital, as in titles: capitals mark no names."""
    content = [t for t in tokens if t.is_word and t.norm not in _no_names() and len(t.norm) > 2]
    small = sum(not t.capital for t in content)
    return len(content) >= _HEADLINE_WORDS and small <= _HEADLINE_SMALL * len(content)


def _may_name(token: Token) -> bool:
    return token.is_word and token.capital and token.norm not in _no_names() and len(token.norm) > 1


def _run(tokens: Tokens, i: int) -> int:
    """The index after the capitalised words from token `i` on, joined by hyphens or particles."""
    end = i + 1
    while end < len(tokens):
        token = tokens[end]
        if _may_name(token) and entity_at(tokens, end) is None:
            end += 1
        elif _joins(tokens, end):
            end += 2
        else:
            break
    return end


def _joins(tokens: Tokens, i: int) -> bool:
    """Token `i` joins the words of a name: a hyphen, a particle, the stop of an initial."""
    if i + 1 >= len(tokens):
        return False
    if tokens[i].norm == "-":
        return _tight(tokens, i)
    initial = tokens[i].norm == "." and len(tokens[i - 1].text) <= 2
    return (initial or tokens[i].norm in _connectors()) and _may_name(tokens[i + 1])


def _tight(tokens: Tokens, i: int) -> bool:
    return (
        tokens[i - 1].end == tokens[i].start
        and tokens[i].end == tokens[i + 1].start
        and tokens[i + 1].is_word
    )


def _mention(
    tokens: Tokens, i: int, end: int, opening: frozenset[int], sure: frozenset[str]
) -> Mention | None:
    """The name in tokens `i` to `end`, without the translated words and doubtful openers in it."""
    core: list[str] = []
    kept: list[int] = []
    for k in range(i, end):
        word = plain(tokens[k].text)
        if not tokens[k].is_word or tokens[k].norm in _generic() or len(word) < 2:
            continue
        if tokens[k - 1].norm == "-" and not tokens[k].capital and kept[-1:] != [k - 2]:
            continue  # the second half of a doubled opener: Situs-situs
        doubtful = k in opening and word not in sure and not _stands_like_a_name(tokens, k)
        if tokens[k].norm in _connectors() or doubtful:
            continue
        core.append(word)
        kept.append(k)
    if not core:
        return None
    first, last = tokens[kept[0]], tokens[kept[-1]]
    acronym = len(core) == 1 and first.text.isupper() and len(core[0]) <= 6
    return Mention(
        kept[0],
        kept[-1] + 1,
        first.start,
        last.end,
        None,
        tuple(core),
        acronym,
        letters="".join(t.norm[0] for t in tokens[i:end] if t.is_word and t.capital),
        mixed=len(core) == 1 and any(t.norm in _generic() for t in tokens[i:end]),
    )


def _stands_like_a_name(tokens: Tokens, i: int) -> bool:
    """The sentence opener at `i` is joined to a name (Ana and Budi), has an age (Ana, 53,) or a
    year in brackets after it."""
    after = tokens[i + 1].norm if i + 1 < len(tokens) else ""
    if i + 2 >= len(tokens):
        return False
    if after in {"dan", "and"}:
        return _may_name(tokens[i + 2]) and tokens[i + 2].norm not in _generic()
    closed = i + 3 < len(tokens) and tokens[i + 3].norm in {",", ")"}
    return after in {",", "("} and tokens[i + 2].is_number and closed


def inner_capitals(texts: Iterable[str]) -> frozenset[str]:
    """Words that have a capital inside a sentence somewhere in `texts`, in plain form."""
    found: set[str] = set()
    for text in texts:
        tokens = tokenize(text)
        if _is_headline(tokens):
            continue
        opening = initials(tokens, abbreviations())
        found |= {plain(t.text) for i, t in enumerate(tokens) if i not in opening and _may_name(t)}
    return frozenset(found)


def capitalised(text: str) -> tuple[str, ...]:
    """The words of `text` that may be names, as written."""
    return tuple(t.text for t in tokenize(text) if _may_name(t))


def opening_words(text: str) -> frozenset[str]:
    """The capitalised words that begin the sentences of `text`, in plain form."""
    tokens = tokenize(text)
    return frozenset(
        plain(tokens[i].text) for i in initials(tokens, abbreviations()) if _may_name(tokens[i])
    )
