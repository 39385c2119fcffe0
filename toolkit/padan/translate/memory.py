"""The key under which a translation is remembered."""

from __future__ import annotations

import json
from hashlib import sha256

from padan.translate.cleaning import clean


def memory_key(text: str, source: str, target: str, signature: str) -> str:
    """sha256 in hex over the cleaned sentence, its language, the language wanted and the engine.

    Sentences that differ only in quote marks, blanks or mojibake share a key.
    """
    return cleaned_key(clean(text), source, target, signature)


def cleaned_key(cleaned: str, source: str, target: str, signature: str) -> str:
    """`memory_key` for a sentence that is cleaned already."""
    content = json.dumps([cleaned, source, target, signature])
    return sha256(content.encode("ascii")).hexdigest()
