"""Sentences in, translations out, each sentence once."""

from __future__ import annotations

from collections.abc import Callable, MutableMapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from padan.errors import EngineError
from padan.model import Translation
from padan.translate.cleaning import clean
from padan.translate.faults import find_faults
from padan.translate.memory import cleaned_key

if TYPE_CHECKING:
    from padan.engines.base import RawTranslation, Translator


def translate(
    texts: Sequence[str],
    *,
    translator: Translator,
    source: str,
    target: str,
    memory: MutableMapping[str, Translation],
    on_done: Callable[[int], None] | None = None,
) -> list[Translation | None]:
    """Translate each sentence, in order; None where the engine gave nothing, or nothing was there.

    What `memory` knows is not translated again. Every finished sentence is put there at once, so
    that a run that is killed goes on where it was. Sentences alike after cleaning are translated
    once. `on_done` is told how many of the `texts` are done. Raises EngineError.
    """
    work = _Work(texts, translator, source, target, memory, on_done)
    if work.missing:
        work.run()
    return work.results()


class _Work:
    """One request: which texts share a key, what is known, what is missing."""

    def __init__(
        self,
        texts: Sequence[str],
        translator: Translator,
        source: str,
        target: str,
        memory: MutableMapping[str, Translation],
        on_done: Callable[[int], None] | None,
    ) -> None:
        self._texts = texts
        self._translator = translator
        self._source, self._target = source, target
        self._memory = memory
        self._on_done = on_done
        self._done = 0
        self._known: dict[str, Translation] = {}
        self._places: dict[str, list[int]] = {}
        self._signature = translator.signature
        cleaned: dict[str, str] = {}
        for place, text in enumerate(texts):
            line = clean(text)
            key = cleaned_key(line, source, target, self._signature) if line else ""
            self._places.setdefault(key, []).append(place)
            cleaned[key] = line
        self.missing: dict[str, str] = {}
        for key, line in cleaned.items():
            found = memory.get(key) if key else None
            if found is None and key:
                self.missing[key] = line
            else:
                self._finish(key, found)
        self._report()

    def run(self) -> None:
        """Have the engine translate what is missing."""
        keys, lines = list(self.missing), list(self.missing.values())
        given: set[int] = set()
        for raw in self._translator.translate(lines, source=self._source, target=self._target):
            if not 0 <= raw.index < len(lines) or raw.index in given:
                raise EngineError(
                    f"gave a translation for sentence {raw.index} of {len(lines)}, not asked for",
                    where=self._signature,
                    todo="choose another translator",
                )
            given.add(raw.index)
            key = keys[raw.index]
            made = self._translation(key, lines[raw.index], raw)
            self._memory[key] = made
            self._finish(key, made)
            self._report()

    def results(self) -> list[Translation | None]:
        """A translation for each text, with that text as its source."""
        out: list[Translation | None] = [None] * len(self._texts)
        for key, found in self._known.items():
            for place in self._places[key]:
                out[place] = replace(found, source=self._texts[place])
        return out

    def _translation(self, key: str, line: str, raw: RawTranslation) -> Translation:
        text = " ".join(raw.text.split())
        return Translation(
            source=self._texts[self._places[key][0]],
            text=text,
            source_lang=self._source,
            target_lang=self._target,
            signature=self._signature,
            faults=find_faults(
                line,
                text,
                source_lang=self._source,
                target_lang=self._target,
                finished=raw.finished,
            ),
        )

    def _finish(self, key: str, found: Translation | None) -> None:
        if found is not None:
            self._known[key] = found
        self._done += len(self._places[key])

    def _report(self) -> None:
        if self._on_done is not None:
            self._on_done(self._done)
