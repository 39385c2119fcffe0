"""Where the source of a statement stands: before a verb, behind a preposition, or further back."""

from __future__ import annotations

from collections.abc import Sequence

from padan.consistency.phrases import is_verb
from padan.consistency.side import View
from padan.consistency.stances import listed
from padan.consistency.tokens import Token
from padan.consistency.wordclass import word_class
from padan.consistency.words import is_content

Spoken = Sequence[tuple[int, tuple[int, ...]]]
"""The cues so far, each by its first token, with its source."""
REACH = 16
"""Tokens between a cue and the far end of its source."""
_WORDS = 8
"""Content words of a source that are kept, those next to the cue first."""
STOPS = frozenset(',;:.!?()[]"“”„«»–—')
"""Marks beyond which a source does not reach."""
BREAKS = frozenset(".!?;…")
"""Marks at which a sentence ends or parts."""


def source_after(view: View, last: int, *, by: bool) -> tuple[tuple[int, ...], str]:
    """The source behind token `last`, and how it is told; of a passive (`by`) only one that stands
    right behind it or after a preposition."""
    tokens = view.tokens
    start = last
    if start < len(tokens) and tokens[start].norm in {"oleh", "by"}:
        start += 1
    elif by and not _agent_follows(view, start):
        return (), "untold"
    if start < len(tokens) and tokens[start].norm in listed("pronouns", view.lang):
        return (), "pronoun"
    source = _content(view, range(start, min(len(tokens), start + REACH)), after=True)
    return source, "named" if source else "untold"


def _agent_follows(view: View, start: int) -> bool:
    """A passive has its agent right behind it: `dinilai gubernur`, not `dinilai mulai pulih`."""
    if start >= len(view.tokens) or not view.tokens[start].is_word:
        return False
    token = view.tokens[start]
    other = listed("skipped", view.lang) | listed("no_source", view.lang)
    return not is_verb(view, start) and token.norm not in other


def source_before(
    view: View, first: int, least: int, spoken: Spoken
) -> tuple[tuple[int, ...], str]:
    """The source before token `first`, back to token `least`, and how it is told."""
    tokens, lang = view.tokens, view.lang
    i = first - 1
    emphatic = False
    while i >= least and tokens[i].norm in listed("skipped", lang) - listed("relative", lang):
        emphatic = emphatic or tokens[i].norm in listed("pronouns", f"emphatic_{lang}")
        i -= 1
    if i < least and not (spoken and i == least - 1):
        return (), "untold"
    norm = tokens[i].norm
    if norm in listed("pronouns", f"emphatic_{lang}"):
        emphatic = True
    if norm in listed("relative", lang):
        if i and tokens[i - 1].norm in listed("pronouns", f"emphatic_{lang}"):
            return _subject(view, i - 1, spoken), "elided"
        return _antecedent(view, i), "relative"
    if norm == "," and tokens[first].norm.endswith("ing"):
        return _subject(view, i, spoken), "elided"
    if norm == "," and lang == "id" and _clause_before(view, i):
        return _subject(view, i, spoken), "elided"
    if norm in listed("pronouns", lang):
        return (_subject(view, i, spoken), "elided") if emphatic else ((), "pronoun")
    if norm in listed("elided", lang) or i < least:
        return _subject(view, i, spoken), "elided"
    source = _phrase_before(view, i, least)
    return source, "named" if source else "untold"


def _clause_before(view: View, i: int) -> bool:
    """What stands before the first comma of the sentence is a clause of its own, whose subject
    goes on: `Bupati menolak usul itu, mengatakan`."""
    start = i
    while start > 0 and view.tokens[start - 1].norm not in BREAKS:
        start -= 1
    for k in range(start, i + 1):
        if view.tokens[k].norm == ",":
            break
        if is_verb(view, k):
            relative = view.tokens[k - 1].norm in listed("relative", view.lang) if k else False
            return k > start and not relative
    return False


def _phrase_before(view: View, i: int, least: int) -> tuple[int, ...]:
    """The words before a cue; `Budi, kepala desa, mengatakan`: with what stands in apposition."""
    reach = max(least, i - REACH)
    if view.tokens[i].norm != ",":
        found = _content(view, range(i, reach - 1, -1), after=False)
        return _behind_relative(view, found[0] if found else i + 1, reach) or found
    opening = next((k for k in range(i - 1, reach - 1, -1) if view.tokens[k].norm == ","), None)
    if opening is None:
        return _content(view, range(i - 1, reach - 1, -1), after=False)
    main = _content(view, range(opening - 1, max(least, opening - REACH) - 1, -1), after=False)
    if view.tokens[opening + 1].norm in listed("relative", view.lang):
        return main
    return (*main, *_content(view, range(i - 1, opening, -1), after=False))


def _behind_relative(view: View, i: int, reach: int) -> tuple[int, ...]:
    """`a diplomat who may not speak in public said`: what stands before the relative."""
    for k in range(i - 1, max(reach, i - REACH // 2) - 1, -1):
        norm = view.tokens[k].norm
        if norm in listed("relative", view.lang) and norm != "that":
            return _antecedent(view, k)
        if norm in STOPS:
            break
    return ()


def _antecedent(view: View, i: int) -> tuple[int, ...]:
    """The words right before a relative: `her rival, who said`."""
    i -= 1
    if i >= 0 and view.tokens[i].norm == ",":
        i -= 1
    found: list[int] = []
    while i >= 0 and len(found) < 3 and is_content(view.tokens[i], view.lang):
        if is_verb(view, i) or _only_verb(view, i):
            break
        found.append(i)
        i -= 1
    return tuple(sorted(found))


def _subject(view: View, i: int, spoken: Spoken) -> tuple[int, ...]:
    """The subject that goes on: of the frame before in this sentence, or the sentence's first."""
    start = i
    while start > 0 and view.tokens[start - 1].norm not in BREAKS:
        start -= 1
    last = next((source for cue, source in reversed(spoken) if cue >= start), None)
    if last is not None:
        return last
    words: list[int] = []
    for k in range(start, i):
        token = view.tokens[k]
        if is_verb(view, k) or _only_verb(view, k) or token.norm in STOPS or len(words) == _WORDS:
            break
        if is_content(token, view.lang):
            words.append(k)
    return tuple(words)


def _only_verb(view: View, i: int) -> bool:
    """English: the word can be nothing but a verb, or is a form of to be or to have."""
    if view.lang != "en" or view.tokens[i].capital:
        return False
    if view.tokens[i].norm in {"is", "was", "are", "were", "has", "had", "have", "will"}:
        return True
    return word_class(view.tokens[i].norm) in {"VD", "VZ", "V", "VD/V"}


def _content(view: View, places: range, *, after: bool) -> tuple[int, ...]:
    """Content words from a cue outwards, up to a mark, a word that ends the source, or enough."""
    ends = listed("ends" if after else "bounds", view.lang)
    found: list[int] = []
    for i in places:
        token = view.tokens[i]
        if token.norm in ends or (token.norm in STOPS and not within_name(view.tokens, i)):
            break
        if is_verb(view, i) or (_only_verb(view, i) and (after or not found)):
            break
        if is_content(token, view.lang) and token.norm not in listed("no_source", view.lang):
            found.append(i)
            if len(found) == _WORDS:
                break
    return tuple(sorted(found))


def within_name(tokens: tuple[Token, ...], i: int) -> bool:
    """The stop of an initial: `S. Parman`."""
    return tokens[i].norm == "." and 0 < i < len(tokens) - 1 and len(tokens[i - 1].norm) <= 2
