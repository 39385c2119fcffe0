"""Which words of a text stand between quotation marks."""

from __future__ import annotations

from padan.consistency.tokens import Token

_OPEN = {"“": "”", "„": "”", "«": "»", "‘": "’"}
MARKS = frozenset({'"', *_OPEN, *_OPEN.values()}) - {"’"}
"""Marks at which a quotation begins or ends."""
_LONGEST = 200
"""Tokens of a quotation; a mark that finds no partner within is passed over."""


def quotations(tokens: tuple[Token, ...]) -> tuple[tuple[int, int], ...]:
    """Tokens `first` to `last` (half open, marks left out) of each quotation, in order."""
    found: list[tuple[int, int]] = []
    i = 0
    while i < len(tokens):
        closer = '"' if tokens[i].text == '"' else _OPEN.get(tokens[i].text)
        end = _closing(tokens, i, closer) if closer else None
        if end is None:
            i += 1
            continue
        if end > i + 1:
            found.append((i + 1, end))
        i = end + 1
    return tuple(found)


def _closing(tokens: tuple[Token, ...], opened: int, closer: str) -> int | None:
    """The mark that closes the quotation begun at `opened`; None where there is none near."""
    for i in range(opened + 1, min(len(tokens), opened + _LONGEST)):
        text = tokens[i].text
        if text == closer or (closer == "”" and text == '"'):
            return i
        if (
            text in _OPEN
            and closer == _OPEN.get(tokens[opened].text)
            and text == tokens[opened].text
        ):
            return None
    return None
