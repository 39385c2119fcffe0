"""Text that every file and database takes: no NUL, no half of a surrogate pair.

JSON can spell both (`"\\u0000"`, `"\\ud800"`), and names of files may hold what is no UTF-8.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

_UNWRITABLE: Final = re.compile("[\0\ud800-\udfff]")
_REPLACEMENT: Final = "\ufffd"


def writable(text: str) -> str:
    """The text with the replacement character for halves of pairs, and without NULs."""
    return _UNWRITABLE.sub(lambda found: _REPLACEMENT if found[0] != "\0" else "", text)


def is_writable(found: object) -> bool:
    """Whether that holds of every text in a JSON value. Its depth is that of what was parsed."""
    if isinstance(found, str):
        return _UNWRITABLE.search(found) is None
    if isinstance(found, Mapping):
        return all(is_writable(key) and is_writable(value) for key, value in found.items())
    if isinstance(found, Sequence):
        return all(map(is_writable, found))
    return True
