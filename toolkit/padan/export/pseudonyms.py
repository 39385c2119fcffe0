"""Names of reviewers and their acts, made fit to leave: no name of a person, no text of an outlet
beyond its policy."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from padan.translate.memory import HUMAN

_NO_TEXT = frozenset({"article", "kind", "severity", "basis", "comment", "of"})
"""Keys of a judgement's body whose words are ids or words of padan's own."""
_PEOPLE = frozenset({"reviewers"})
_INTERNAL = frozenset({"memory"})
"""What only the store needs: what stood in the translation memory, and whose it was."""


class Pseudonyms:
    """Gives people numbers, in the order in which they come; or keeps their names."""

    def __init__(self, *, keep: bool = False) -> None:
        self._keep = keep
        self._known: dict[str, str] = {}

    def of(self, name: str) -> str:
        """What a person is called in the export."""
        if self._keep:
            return name
        return self._known.setdefault(name, f"reviewer-{len(self._known) + 1}")

    def signature(self, signature: str) -> str:
        """The signature of a person's translation."""
        return HUMAN + self.of(signature.removeprefix(HUMAN))

    def body(self, body: Mapping[str, Any], *, text: bool) -> dict[str, Any]:
        """The body of a judgement; its texts only where `text` is true."""
        kept = {key: value for key, value in body.items() if key not in _INTERNAL}
        return {key: self._part(key, value, text) for key, value in kept.items()}

    def _part(self, key: str, value: Any, text: bool) -> Any:
        if isinstance(value, Mapping):
            return {name: self._part(name, part, text) for name, part in value.items()}
        if isinstance(value, list | tuple):
            return [self._part(key, part, text) for part in value]
        if isinstance(value, str):
            if key in _PEOPLE:
                return self.of(value)
            return value if text or key in _NO_TEXT else None
        return value
