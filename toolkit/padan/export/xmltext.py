"""Text as XML 1.0 can hold it, and language codes in their canonical form."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from hashlib import sha256
from typing import Final

from padan.engines.languages import base_language
from padan.errors import InputError

# Control characters, halves of characters and non-characters, which no escape lets into XML 1.0.
FORBIDDEN: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# Most texts hold nothing that needs work, and one look at them tells so.
_PLAIN: Final = re.compile("[ !#-%'-;=?-~]*")
_LANGUAGE: Final = re.compile(r"[a-z]{2,8}(?:-[a-z0-9]{1,8})*", re.IGNORECASE)
_SCRIPT: Final = 4
"""Letters of a script's code, which is written `Latn`; a region's, `GB`, has two."""
_REGION: Final = 2


def text_of(text: str) -> str:
    """The text as a segment may hold it: NFC, without outer blanks and forbidden characters."""
    if _PLAIN.fullmatch(text):
        return text.strip()
    text = FORBIDDEN.sub("", text)
    return (text if text.isascii() else unicodedata.normalize("NFC", text)).strip()


def content(text: str) -> str:
    """Text without forbidden characters, as the content of an element."""
    # Several times as fast as one `translate`.
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text.replace("\r", "&#13;")


def escaped(text: str) -> str:
    """`text_of`, as the content of an element."""
    return text.strip() if _PLAIN.fullmatch(text) else content(text_of(text))


def attribute(text: str) -> str:
    """`text_of`, as the value of an attribute in double quotes."""
    if _PLAIN.fullmatch(text):
        return text.strip()
    text = content(text_of(text)).replace('"', "&quot;")
    return text.replace("\n", "&#10;").replace("\t", "&#9;")


def digest(text: str) -> str:
    """What tells whether words were changed: white space and forbidden characters do not count."""
    words = " ".join((text if text.isascii() and text.isprintable() else text_of(text)).split())
    return sha256(words.encode()).hexdigest()[:16]


@lru_cache(maxsize=256)
def language_tag(code: str) -> str:
    """A language code in its canonical form: `id` for the former `in`, `en-GB` for `en_gb`.

    Raises InputError where it is none.
    """
    tag = code.strip().replace("_", "-")
    if not _LANGUAGE.fullmatch(tag):
        raise InputError(f"'{code}' is no language code", todo="write one such as id or en-GB")
    first, *rest = tag.split("-")
    return "-".join([base_language(first), *map(_subtag, rest)])


def _subtag(part: str) -> str:
    if len(part) == _SCRIPT and part.isalpha():
        return part.title()
    return part.upper() if len(part) == _REGION else part.lower()
