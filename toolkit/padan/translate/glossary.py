"""The user's glossary: words whose rendering is not left to the engine."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from padan.model import Term


@dataclass(frozen=True, slots=True)
class Glossary:
    """Terms in the order of the file; a longer one wins over a shorter one inside it."""

    terms: tuple[Term, ...] = ()

    def found_in(self, text: str) -> tuple[Term, ...]:
        """The terms whose source words stand in `text`, in the order of the text."""
        raise NotImplementedError

    @staticmethod
    def missing(terms: Iterable[Term], translation: str) -> tuple[Term, ...]:
        """Those of the terms whose rendering is not in the translation."""
        raise NotImplementedError
