"""The user's glossary: words whose rendering is not left to the engine."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from padan.model import Term
from padan.translate.wordforms import Token, forms, related, same_word, tokens

_ARTICLES = frozenset({"the", "a", "an"})
"""A rendering's own article is no part of it: `the White House` holds in `White House staff`."""


@dataclass(frozen=True, slots=True)
class Found:
    """A term and the characters of the text (half open) in which it stands."""

    start: int
    end: int
    term: Term


@dataclass(frozen=True, slots=True)
class _Entry:
    """A term with the words of its source."""

    term: Term
    words: tuple[Token, ...]


@dataclass(frozen=True, slots=True)
class Glossary:
    """Terms in the order of the file; a longer one wins over a shorter one inside it.

    Case counts only for terms in capitals. An Indonesian word is found with its clitics, an English
    one in the plural; blanks and hyphens within a term are the same. Of terms with the same words
    the first stands.
    """

    terms: tuple[Term, ...] = ()
    _by_first: dict[str, list[_Entry]] = field(init=False, repr=False, compare=False, hash=False)

    def __post_init__(self) -> None:
        by_first: dict[str, list[_Entry]] = {}
        for term in self.terms:
            words = tuple(tokens(term.source))
            if words:
                entry = _Entry(term, words)
                by_first.setdefault(words[0].text.casefold(), []).append(entry)
        for entries in by_first.values():
            entries.sort(key=lambda entry: _length(entry.words), reverse=True)
        object.__setattr__(self, "_by_first", by_first)

    def found_in(self, text: str, lang: str | None = None) -> tuple[Term, ...]:
        """The terms whose source words stand in `text`, each once, in the order of the text.

        `lang` tells which forms of a word count; None stands for those of every known language.
        """
        return tuple(dict.fromkeys(found.term for found in self.spans(text, lang)))

    def spans(self, text: str, lang: str | None = None) -> Iterator[Found]:
        """Where terms stand in `text`, in its order, without overlap."""
        if not self._by_first:
            return
        words = tokens(text)
        at = 0
        while at < len(words):
            entry = self._at(words, at, lang)
            if entry is None:
                at += 1
                continue
            last = at + len(entry.words) - 1
            yield Found(words[at].start, words[last].end, entry.term)
            at = last + 1

    def _at(self, words: list[Token], at: int, lang: str | None) -> _Entry | None:
        """The longest term that begins with this word of a text."""
        best: _Entry | None = None
        for form in forms(words[at].text, lang):
            for entry in self._by_first.get(form.casefold(), ()):
                if best is not None and _length(entry.words) <= _length(best.words):
                    break
                if _stands(entry.words, words, at, lang):
                    best = entry
                    break
        return best

    @staticmethod
    def missing(
        terms: Iterable[Term], translation: str, lang: str | None = None
    ) -> tuple[Term, ...]:
        """Those of the terms of which no rendering is in the translation, in any form.

        `lang` is the translation's language; None stands for the forms of every known one.
        """
        words = tokens(translation)
        return tuple(
            term
            for term in terms
            if not any(
                _has(words, translation, rendering, lang)
                for rendering in (term.target or term.source, *term.others)
            )
        )


def _length(words: tuple[Token, ...]) -> tuple[int, int]:
    return len(words), sum(len(word.text) for word in words)


def _stands(
    wanted: tuple[Token, ...],
    words: list[Token],
    at: int,
    lang: str | None,
    *,
    same: Callable[[str, str, str | None], bool] = same_word,
) -> bool:
    """`wanted` stands at this place: the same words, each in some form, with the same between."""
    if at + len(wanted) > len(words):
        return False
    for place, want in enumerate(wanted):
        word = words[at + place]
        if place and word.gap != want.gap:
            return False
        if not same(want.text, word.text, lang):
            return False
    return True


def _has(words: list[Token], translation: str, rendering: str, lang: str | None) -> bool:
    wanted = tuple(tokens(rendering))
    if len(wanted) > 1 and wanted[0].text.casefold() in _ARTICLES:
        wanted = wanted[1:]
    if not wanted:
        return rendering.strip() in translation
    return any(_stands(wanted, words, at, lang, same=related) for at in range(len(words)))
