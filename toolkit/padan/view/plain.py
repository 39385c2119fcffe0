"""Text of outlets made safe to look at: no control character gets to a page or a terminal raw."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any, Final

UNSHOWABLE: Final = "\N{REPLACEMENT CHARACTER}"

_CONTROLS: Final[dict[int, str]] = (
    {code: chr(0x2400 + code) for code in range(0x20) if chr(code) not in "\t\n"}
    | {0x7F: "\N{SYMBOL FOR DELETE}"}
    | dict.fromkeys(range(0x80, 0xA0), UNSHOWABLE)
    | dict.fromkeys(range(0xD800, 0xE000), UNSHOWABLE)  # lone surrogates cannot be written
)
# Embeddings, overrides and isolates can make a line read in another order than it was written.
_REORDERING: Final = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)], UNSHOWABLE)
_BREAKS: Final = dict.fromkeys([0x09, 0x0A, 0x0D, 0x85, 0x2028, 0x2029], " ")
# Characters JSON may hold raw, but terminals act on or line readers take for an end of line.
_UNSAFE_RAW: Final = re.compile("[\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
# What spreadsheets take for a formula, and table readers for the start of a quoted field.
_TAKEN_AMISS: Final = ("=", "+", "-", "@", '"')
_ONE_LINE: Final = _CONTROLS | _REORDERING | _BREAKS


def visible(text: str) -> str:
    """`text` with each control character shown as a picture of it; tab and newline stay.

    One character for one, so offsets hold. For pages, where the markup isolates writing directions.
    """
    return text.translate(_CONTROLS)


def one_line(text: str) -> str:
    """`text` fit for one line of a terminal or table: as `visible`, without tab, line break or
    characters that reorder the line. One character for one, so offsets hold.
    """
    return text.translate(_ONE_LINE)


def json_line(record: Mapping[str, Any]) -> str:
    """A record as one line of JSON, in plain letters wherever that is safe."""
    text = json.dumps(record, ensure_ascii=False, allow_nan=False)
    return _UNSAFE_RAW.sub(lambda found: f"\\u{ord(found[0]):04x}", text) + "\n"


def tsv_field(value: str) -> str:
    """`value` on one line, without outer spaces, and nothing special to a spreadsheet."""
    clean = " ".join(one_line(value).split())
    return f" {clean}" if clean.startswith(_TAKEN_AMISS) else clean


def snippet(text: str, start: int, end: int, *, width: int = 110) -> str:
    """About `width` characters of `text` around `start` to `end`, cut at words, on one line."""
    start, end = max(0, min(start, len(text))), max(0, min(end, len(text)))
    margin = max(0, width - (end - start)) // 2
    left = max(0, min(start - margin, len(text) - width))
    right = min(len(text), max(left + width, end + margin))
    if left > 0:
        left = _next_word(text, left, start)
    if right < len(text):
        right = max(text.rfind(" ", end, right), end) if end < right else right
    cut = " ".join(one_line(text[left:right]).split())
    return f"{'… ' if left > 0 else ''}{cut}{' …' if right < len(text) else ''}"


def _next_word(text: str, left: int, start: int) -> int:
    space = text.find(" ", left, start)
    return start if space < 0 else space + 1
