"""Language codes as engines want them."""

from __future__ import annotations

from padan.errors import EngineError

_FORMER = {"in": "id", "iw": "he", "ji": "yi", "jw": "jv"}
"""Withdrawn codes that are still met, with what stands for them now (ISO 639-1)."""


def base_language(code: str) -> str:
    """The bare language of a code: `en` for `en-GB`, `id` for the former `in`."""
    bare = code.strip().lower().replace("_", "-").partition("-")[0]
    return _FORMER.get(bare, bare)


def no_language(engine: str, source: str, target: str, known: str) -> EngineError:
    """The error of an engine that cannot translate between these two."""
    return EngineError(
        f"cannot translate from '{source}' into '{target}' (it knows {known})",
        where=engine,
        todo="name another translator; `padan engines` lists them",
    )


def has_words(text: str) -> bool:
    """There is a letter in it; figures and marks alone are the same in every language."""
    return any(character.isalpha() for character in text)
