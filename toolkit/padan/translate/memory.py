"""Under which key a translation is remembered, and whose it is.

The memory is one mapping with two kinds of entry: what an engine made, under a key that names the
engine and the terms asked of it, and what a person wrote, under a key of the sentence alone. So a
person's translation is found whatever the engine, and no engine can write over it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from typing import Protocol, runtime_checkable

from padan.engines.languages import base_language
from padan.model import Term, Translation
from padan.translate.cleaning import clean

HUMAN = "human: "
"""How the signature of a person's translation begins; a name or a file follows."""


def memory_key(
    text: str, source: str, target: str, signature: str, terms: Sequence[Term] = ()
) -> str:
    """sha256 in hex over the cleaned sentence, its language, the language wanted, the engine and
    the glossary's terms that stand in the sentence.

    Sentences that differ only in quote marks, blanks or mojibake share a key. A changed glossary
    changes the keys of the sentences it speaks of, and no other.
    """
    return cleaned_key(clean(text), source, target, signature, terms)


def cleaned_key(
    cleaned: str, source: str, target: str, signature: str, terms: Sequence[Term] = ()
) -> str:
    """`memory_key` for a sentence that is cleaned already."""
    content: list[object] = [cleaned, source, target, signature]
    if terms:
        content.append(sorted([term.source, term.target, *term.others] for term in terms))
    return _digest(content)


def human_key(line: str, source: str, target: str) -> str:
    """The key of a person's translation of a cleaned sentence, in hex; regions of languages do
    not count."""
    return _digest([line, base_language(source), base_language(target)])


def _digest(content: list[object]) -> str:
    return sha256(json.dumps(content).encode("ascii")).hexdigest()


def is_human(signature: str) -> bool:
    """A person made the translation that bears this signature."""
    return signature.startswith(HUMAN)


def human_signature(who: str) -> str:
    """The signature of translations by a person, or out of a file of theirs; on one line."""
    return HUMAN + (" ".join(who.split()) or "unknown")


@runtime_checkable
class Findable(Protocol):
    """A mapping that answers many keys at once."""

    def find(self, keys: Iterable[str]) -> dict[str, Translation]:
        """Those of the keys that are known, with their values."""
        ...


def human_translations(
    lines: Iterable[str], source: str, target: str, memory: Mapping[str, Translation]
) -> dict[str, Translation]:
    """What people have made of these cleaned sentences, by key."""
    keys = dict.fromkeys(human_key(line, source, target) for line in lines)
    if isinstance(memory, Findable):
        return memory.find(keys)
    return {key: found for key in keys if (found := memory.get(key)) is not None}
