"""Where a text denies something: cues, what they reach, and cues that cancel each other."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

from padan.consistency.denials import Denials, denials, phrases
from padan.consistency.lexicon import Phrases, load
from padan.consistency.tokens import Token
from padan.consistency.words import is_content, key

Tokens = tuple[Token, ...]
_FAR = 60
"""Tokens of a clause that a cue may deny at most."""
_LISTS = frozenset({"and", "dan", "serta"})
_ENDS = frozenset(";.!?")
_BREAKS = frozenset(',;:.!?()[]"')


@dataclass(frozen=True, slots=True)
class Cue:
    """A negation in tokens `first` to `last` (half open)."""

    first: int
    last: int
    strength: str
    """`full`, `lexical`, `affix`; `answer`: no denial, but says in other words what one says;
    `idle`: holds a negation and denies nothing."""
    gloss: str
    reach: tuple[int, ...]
    """Tokens with content that it may deny, the nearest first."""
    before: tuple[int, ...]
    """Tokens with content before it, the nearest first."""
    extent: int = 0
    """Where the clause that it may deny ends: the index after its last token."""
    denied: str = ""
    """Key of the word that an affix denies: `happy` for `unhappy`."""


@dataclass(frozen=True, slots=True)
class _Words:
    cues: Phrases[tuple[str, str]]
    light: frozenset[str]
    stop: frozenset[str]
    prefixes: tuple[str, ...]
    suffixes: tuple[str, ...]
    opposites: dict[str, tuple[str, ...]]
    until: frozenset[str]
    only: frozenset[str]


@lru_cache(maxsize=4)
def _words(lang: str) -> _Words:
    table = load("negation")[lang]
    cues: Phrases[tuple[str, str]] = Phrases()
    for phrase in table["answers"] + table["neutral"]:
        cues.add(phrase, ("answer", ""))
    for strength in ("lexical", "full"):
        for phrase, gloss in table[strength].items():
            cues.add(phrase, (strength, gloss))
    for phrase in phrases(load("denials")[lang]["doubles"]):
        cues.add(phrase, ("idle", ""))
    return _Words(
        cues,
        frozenset(table["light"]),
        frozenset(table["stop"]),
        tuple(table["prefixes"]),
        tuple(table["suffixes"]),
        {w: tuple(o) for w, o in table["opposites"].items()},
        frozenset(table["until"]),
        frozenset(table["only"]),
    )


def cues(tokens: Tokens, lang: str, others: frozenset[str]) -> tuple[Cue, ...]:
    """The negations of a text in order; `others` are the words of the other text.

    A word is taken for one with a negative affix only where the rest of it is among `others`:
    no list of such words is complete, and `united` denies nothing.
    """
    words = _words(lang)
    found: list[Cue] = []
    i = 0
    while i < len(tokens):
        cue = _cue_at(tokens, i, lang, words, others)
        if cue is None:
            i += 1
            continue
        i = cue.last
        found.append(cue)
    starts = frozenset(c.first for c in found if c.strength != "answer")
    return tuple(
        _with_reach(c, tokens, lang, starts, words)
        for c in _uncancelled(_unturned(found, tokens, lang), tokens, words)
    )


def _cue_at(tokens: Tokens, i: int, lang: str, words: _Words, others: frozenset[str]) -> Cue | None:
    token = tokens[i]
    if not token.is_word:
        return None
    if token.norm not in others and others.intersection(words.opposites.get(token.norm, ())):
        return None if _is_count(tokens, i, i + 1) else Cue(i, i + 1, "lexical", "", (), ())
    phrase = words.cues.at(tokens, i)
    if phrase is not None:
        (strength, gloss), end = phrase
        if _is_count(tokens, i, end):
            return None
        if strength == "full" and _not_until(tokens, end, words, others):
            strength = "answer"
        return Cue(i, end, strength, gloss, (), ())
    if lang == "en" and token.norm.endswith("n't"):
        return Cue(i, i + 1, "full", "", (), ())
    if (
        token.norm in words.prefixes
        and i + 2 < len(tokens)
        and tokens[i + 1].norm == "-"
        and tokens[i + 2].is_word
    ):
        return Cue(i, i + 3, "affix", "", (), (), denied=tokens[i + 2].norm)
    base = _denied_base(token.norm, lang, words, others)
    if base:
        return Cue(i, i + 1, "affix", "", (), (), denied=base)
    return None


def _is_count(tokens: Tokens, i: int, end: int) -> bool:
    """A comparison of amounts or a number sign, no denial: less than 5, kurang dari 5, No. 5."""
    after = tokens[end].norm if end < len(tokens) else ""
    if tokens[i].norm in {"less", "fewer", "kurang"}:
        return after in {"than", "dari", "lebih"} or (end < len(tokens) and tokens[end].is_number)
    if tokens[i].norm in {"few", "little"}:
        return i > 0 and tokens[i - 1].norm == "a"
    return (
        tokens[i].norm == "no"
        and after == "."
        and (end + 1 < len(tokens) and tokens[end + 1].is_number)
    )


def _not_until(tokens: Tokens, end: int, words: _Words, others: frozenset[str]) -> bool:
    """`Not ... until` where the other text says `only`."""
    ahead = {t.norm for t in tokens[end : end + 8]}
    return bool(ahead & words.until) and bool(others & words.only)


def _denied_base(norm: str, lang: str, words: _Words, others: frozenset[str]) -> str:
    """The word that a negative prefix or suffix of `norm` denies, if the other text has it."""
    if lang == "id" and norm.startswith("ketidak") and len(norm) > 11:
        base = norm.removeprefix("ketidak").removesuffix("an")
        return base if base in others else ""
    for prefix in words.prefixes:
        base = norm.removeprefix(prefix)
        if base != norm and len(base) >= 4 and base in others:
            return base
    for suffix in words.suffixes:
        base = norm.removesuffix(suffix)
        if base != norm and len(base) >= 3 and base in others:
            return base
    return ""


def _unturned(found: list[Cue], tokens: Tokens, lang: str) -> list[Cue]:
    """`found` without the pairs of which one governs the other: no one who did not come."""
    words = denials(lang)
    kept: list[Cue] = []
    for cue in found:
        last = kept[-1] if kept else None
        if cue.strength == "full" and last is not None and _governs(last, cue, tokens, words):
            kept.pop()
            continue
        kept.append(cue)
    return kept


def _governs(last: Cue, cue: Cue, tokens: Tokens, words: Denials) -> bool:
    """`cue` stands in a clause that `last` frames, soon after the word that opens the clause."""
    settings = load("denials")["settings"]
    opening = tokens[max(last.last, cue.first - int(settings["opened"])) : cue.first]
    return (
        cue.first - last.last <= int(settings["framed"])
        and words.framing.at(tokens, last.first) is not None
        and any(t.norm in words.governs for t in opening)
        and all(t.norm not in _BREAKS for t in tokens[last.last : cue.first])
    )


def _uncancelled(found: list[Cue], tokens: Tokens, words: _Words) -> list[Cue]:
    """`found` without the pairs that cancel: bukan tidak mungkin, not impossible."""
    kept: list[Cue] = []
    for cue in found:
        last = kept[-1] if kept else None
        denies = cue.strength not in {"answer", "idle"}
        if denies and last is not None and last.strength == "full" and cue.first - last.last <= 3:
            between = tokens[last.last : cue.first]
            if all(t.norm in words.light for t in between):
                kept.pop()
                continue
        kept.append(cue)
    return kept


def _with_reach(cue: Cue, tokens: Tokens, lang: str, starts: frozenset[int], words: _Words) -> Cue:
    settings = load("negation")["settings"]
    reach = _walk(tokens, range(cue.last, len(tokens)), lang, starts, words, settings["reach"])
    before = _walk(tokens, range(cue.first - 1, -1, -1), lang, starts, words, settings["before"])
    furthest = min(len(tokens), cue.last + _FAR)
    clause = range(cue.last, furthest)
    extent = next((i for i in clause if _ends(tokens, i, cue, words)), furthest)
    return replace(cue, reach=reach, before=before, extent=extent)


def _ends(tokens: Tokens, i: int, cue: Cue, words: _Words) -> bool:
    """The clause that `cue` may deny ends before token `i`; lists go on."""
    norm = tokens[i].norm
    if norm in _ENDS:
        return True
    return norm in words.stop and norm not in _LISTS and i > cue.last + 1


def _walk(
    tokens: Tokens, way: range, lang: str, starts: frozenset[int], words: _Words, most: int
) -> tuple[int, ...]:
    """Content tokens along `way` up to a clause's edge or another cue, at most `most`."""
    found: list[int] = []
    for i in way:
        norm = tokens[i].norm
        if norm in _BREAKS or i in starts or (norm in words.stop and found):
            break
        if is_content(tokens[i], lang):
            found.append(i)
            if len(found) == most:
                break
    return tuple(found)


def keys(tokens: Tokens, places: tuple[int, ...], lang: str) -> tuple[str, ...]:
    """The common forms of the tokens at `places`."""
    return tuple(key(tokens[i].norm, lang) for i in places)
