"""Translated sentences as they are done: for a terminal, for programs, for CAT tools, as text."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any, Final, TextIO

from padan.export.memory import unit_of
from padan.export.tmx import TmxWriter
from padan.model import Translation
from padan.translate.suggestions import Suggestion
from padan.view.plain import json_line, one_line, tsv_field

NO_TRANSLATION: Final = "no translation"


@dataclass(frozen=True, slots=True)
class Done:
    """A sentence with its translation, or without one."""

    source: str
    translation: Translation | None
    paragraph: int = 0
    """Sentences of one paragraph share a number; a gap between numbers stands for blank lines."""
    suggestions: tuple[Suggestion, ...] = ()

    @property
    def text(self) -> str:
        """The translation's text, empty where there is none."""
        return self.translation.text if self.translation else ""

    @property
    def doubts(self) -> list[str]:
        """What may be wrong, in plain words."""
        found = self.translation
        return [fault.reason for fault in found.faults] if found else [NO_TRANSLATION]

    @property
    def confidence(self) -> float | None:
        """Expected sentence chrF 0..1, where it was estimated."""
        return self.translation.confidence if self.translation else None


Write = Callable[[Done], object]
Form = Callable[[TextIO, str], AbstractContextManager[Write]]


@contextmanager
def as_table(out: TextIO, source_lang: str) -> Iterator[Write]:
    """To read: confidence and text, below it what is doubtful and what the memory suggests."""

    def write(done: Done) -> None:
        sure = "    " if done.confidence is None else f"{done.confidence:.2f}"
        out.write(f"{sure}  {one_line(done.text)}\n")
        for doubt in done.doubts:
            out.write(f"      doubtful: {one_line(doubt)}\n")
        for found in done.suggestions:
            out.write(f"      memory {_percent(found)}: {one_line(found.text)}\n")

    yield write


@contextmanager
def as_tsv(out: TextIO, source_lang: str) -> Iterator[Write]:
    """Source, text, faults, confidence, signature, suggestions."""

    def write(done: Done) -> None:
        suggestions = " | ".join(f"{_percent(s)} {s.text}" for s in done.suggestions)
        sure = "" if done.confidence is None else f"{done.confidence:.3f}"
        signature = done.translation.signature if done.translation else ""
        cells = (done.source, done.text, "; ".join(done.doubts), sure, signature, suggestions)
        out.write("\t".join(tsv_field(cell) for cell in cells) + "\n")

    yield write


@contextmanager
def as_jsonl(out: TextIO, source_lang: str) -> Iterator[Write]:
    """One object a sentence, with all that is known of its translation."""
    yield lambda done: out.write(json_line(_record(done)))


def _record(done: Done) -> dict[str, Any]:
    made = done.translation
    return {
        "source": done.source,
        "text": done.text,
        "faults": done.doubts,
        "fault_kinds": [fault.kind.value for fault in made.faults] if made else ["missing"],
        "confidence": None if done.confidence is None else round(done.confidence, 4),
        "signature": made.signature if made else "",
        "paragraph": done.paragraph,
        "suggestions": [asdict(s) | {"score": round(s.score, 4)} for s in done.suggestions],
    }


@contextmanager
def as_txt(out: TextIO, source_lang: str) -> Iterator[Write]:
    """The text alone, a paragraph a line; a sentence without translation stands in brackets."""
    last: int | None = None

    def write(done: Done) -> None:
        nonlocal last
        if last is not None:
            out.write(" " if done.paragraph == last else "\n" * (done.paragraph - last))
        last = done.paragraph
        text = done.text or f"[{NO_TRANSLATION}: {done.source}]"
        out.write(" ".join(one_line(text).split()))

    yield write
    if last is not None:
        out.write("\n")


@contextmanager
def as_tmx(out: TextIO, source_lang: str) -> Iterator[Write]:
    """For CAT tools; sentences without translation are left out."""
    with TmxWriter(out, source_lang) as writer:

        def write(done: Done) -> None:
            if done.translation is not None:
                writer.write(unit_of(done.translation, datetime.now(UTC)))

        yield write


FORMS: Final[dict[str, Form]] = {
    "table": as_table,
    "tsv": as_tsv,
    "jsonl": as_jsonl,
    "tmx": as_tmx,
    "txt": as_txt,
}
"""How translations can be written: a function of stream and source language."""


def _percent(suggestion: Suggestion) -> str:
    # Rounded down, so that only what is equal is called so.
    return f"{int(100 * suggestion.score)} %"
