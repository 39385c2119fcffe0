"""Quotation marks around a whole sentence, which small models lose.

Of the faults in greedy drafts of rows 200-279 of FLORES-200 dev a third were such marks: the
sentence is translated without them, and they are put back.
"""

from __future__ import annotations

from dataclasses import dataclass

_MARK = '"'


@dataclass(frozen=True, slots=True)
class Quoted:
    """A sentence and the marks before and after it, each one mark or nothing."""

    before: str
    inner: str
    after: str

    def around(self, translation: str) -> str:
        """The translation in the marks of its source; an empty one stays empty."""
        if not (self.before or self.after):
            return translation
        bare = translation.strip().strip(_MARK).strip()
        return f"{self.before}{bare}{self.after}" if bare else ""


def unquote(sentence: str) -> Quoted:
    """Take off marks that stand at the ends only; a sentence with others inside stays as it is."""
    line = sentence.strip()
    before = _MARK if line.startswith(_MARK) else ""
    after = _MARK if len(line) > 1 and line.endswith(_MARK) else ""
    inner = line[len(before) : len(line) - len(after)].strip()
    inches = after and not before and inner[-1:].isdigit()
    if not inner or _MARK in inner or inches:
        return Quoted("", sentence, "")
    return Quoted(before, inner, after)
