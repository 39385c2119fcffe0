"""Sentences in, translations out, each sentence once.

For every sentence the first of these that gives a translation without faults: a person's in the
memory; the engine, remembered or asked; its further settings, one after the other; the fallback
engine the same way. Where none is without faults the best stands, with its faults. Every answer is
remembered under its own key, so that a run that was killed asks nothing twice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, MutableMapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from padan.errors import EngineError
from padan.model import Translation
from padan.translate.cleaning import clean
from padan.translate.faults import grave
from padan.translate.glossary import Glossary
from padan.translate.judging import Judge, Request, better
from padan.translate.memory import Findable, cleaned_key, human_key

if TYPE_CHECKING:
    from padan.engines.base import Encoder, Translator, Vectors

Memory = MutableMapping[str, Translation]


def translate(
    texts: Sequence[str],
    *,
    translator: Translator,
    source: str,
    target: str,
    memory: Memory,
    encoder: Encoder | None = None,
    vectors: MutableMapping[str, Vectors] | None = None,
    glossary: Glossary | None = None,
    fallback: Translator | None = None,
    thorough: bool = True,
    on_done: Callable[[int], None] | None = None,
) -> list[Translation | None]:
    """Translate each sentence, in order; None where no engine gave anything, or nothing was there.

    What `memory` knows is not translated again. Every answer is put there at once, so that a run
    that is killed goes on where it was. Sentences alike after cleaning are translated once.
    `encoder` serves the choice among candidates and the confidence; what it makes of sources and
    translations is kept in `vectors`. `fallback` is asked for what the translator leaves faulty or
    out. Not `thorough`, an engine's further settings are for grave faults only: they cost more
    than the first ones. `on_done` is told how many of the `texts` are done. Raises EngineError.
    """
    engines = [translator]
    if fallback is not None and fallback.signature != translator.signature:
        engines.append(fallback)
    rungs = [_Rung(engine, k, thorough) for engine in engines for k in range(engine.attempts + 1)]
    work = _Work(texts, source, target, glossary, on_done)
    work.settle_by_hand(memory)
    judge = Judge(source, target, encoder, vectors)
    for rung in rungs:
        work.climb(rung, memory, judge, last=rung is rungs[-1])
    return work.results()


@dataclass(frozen=True, slots=True)
class _Rung:
    """An engine with one of its settings."""

    translator: Translator
    attempt: int
    thorough: bool

    def serves(self, best: Translation | None) -> bool:
        """Whether it is worth its time for a sentence whose best translation so far is this."""
        return not self.attempt or self.thorough or best is None or grave(best.faults)

    @property
    def signature(self) -> str:
        """The engine's own, with the number of the attempt after the first."""
        own = self.translator.signature
        return f"{own}/attempt-{self.attempt}" if self.attempt else own


@dataclass(slots=True)
class _Sentence:
    """A distinct sentence of the request."""

    request: Request
    places: list[int] = field(default_factory=list)
    best: Translation | None = None
    settled: bool = False


class _Work:
    """One request: its distinct sentences, and how far each is."""

    def __init__(
        self,
        texts: Sequence[str],
        source: str,
        target: str,
        glossary: Glossary | None,
        on_done: Callable[[int], None] | None,
    ) -> None:
        self._texts = texts
        self._source, self._target = source, target
        self._on_done = on_done
        self._done = self._told = 0
        self._sentences: dict[str, _Sentence] = {}
        for place, text in enumerate(texts):
            line = clean(text)
            if not line:
                self._done += 1
                continue
            if line not in self._sentences:
                terms = glossary.found_in(line, source) if glossary else ()
                self._sentences[line] = _Sentence(Request(text, line, terms))
            self._sentences[line].places.append(place)

    def settle_by_hand(self, memory: Memory) -> None:
        """Take what a person wrote, whatever any engine makes of it."""
        keys = {line: human_key(line, self._source, self._target) for line in self._sentences}
        known = _find(memory, keys.values())
        for line, sentence in self._sentences.items():
            if (found := known.get(keys[line])) is not None:
                sentence.best = found
                self._settle(sentence)

    def climb(self, rung: _Rung, memory: Memory, judge: Judge, *, last: bool) -> None:
        """Bring every sentence that is not settled to this rung, from memory or by asking."""
        left = [s for s in self._sentences.values() if not s.settled]
        open_ = [s for s in left if rung.serves(s.best)]
        known = _find(memory, (key for s in open_ for key in self._keys(s.request, rung)))
        asked = []
        for sentence in open_:
            found = self._remembered(sentence.request, rung, known)
            if found is None:
                asked.append(sentence)
            else:
                self._weigh(sentence, found, last=last)
        self._report()
        for sentence, made in self._ask(asked, rung, judge):
            memory[self._keys(sentence.request, rung)[0]] = made
            self._weigh(sentence, made, last=last)
            self._report()
        if last:
            for sentence in left:
                self._settle(sentence)
            self._report()

    def results(self) -> list[Translation | None]:
        """A translation for each text, with that text as its source."""
        out: list[Translation | None] = [None] * len(self._texts)
        for sentence in self._sentences.values():
            if (best := sentence.best) is not None:
                for place in sentence.places:
                    out[place] = replace(best, source=self._texts[place])
        return out

    def _keys(self, request: Request, rung: _Rung) -> list[str]:
        """Where an answer is kept, and where else one may lie: made without a glossary."""
        wanted = (request.line, self._source, self._target, rung.signature)
        own = cleaned_key(*wanted, request.terms)
        return [own, cleaned_key(*wanted)] if request.terms else [own]

    def _remembered(
        self, request: Request, rung: _Rung, known: dict[str, Translation]
    ) -> Translation | None:
        own, *other = self._keys(request, rung)
        if own in known:
            return known[own]
        found = known.get(other[0]) if other else None
        if found and not Glossary.missing(request.terms, found.text, self._target):
            return found
        return None

    def _ask(
        self, sentences: Sequence[_Sentence], rung: _Rung, judge: Judge
    ) -> Iterator[tuple[_Sentence, Translation]]:
        """The engine's answers as they come."""
        if not sentences:
            return
        requests = [sentence.request for sentence in sentences]
        given: set[int] = set()
        for raw in rung.translator.translate(
            [request.line for request in requests],
            source=self._source,
            target=self._target,
            attempt=rung.attempt,
            terms=[request.terms for request in requests],
        ):
            if not 0 <= raw.index < len(requests) or raw.index in given:
                raise EngineError(
                    f"gave a translation for sentence {raw.index} of {len(requests)},"
                    " not asked for",
                    where=rung.translator.signature,
                    todo="choose another translator",
                )
            given.add(raw.index)
            yield sentences[raw.index], judge.translation(requests[raw.index], raw, rung.signature)

    def _weigh(self, sentence: _Sentence, made: Translation, *, last: bool) -> None:
        sentence.best = better(sentence.best, made)
        if last or not made.faults:
            self._settle(sentence)

    def _settle(self, sentence: _Sentence) -> None:
        if not sentence.settled:
            sentence.settled = True
            self._done += len(sentence.places)

    def _report(self) -> None:
        if self._on_done is not None and self._done != self._told:
            self._told = self._done
            self._on_done(self._done)


def _find(memory: Memory, keys: Iterable[str]) -> dict[str, Translation]:
    """Those of the keys that the memory knows, at once where it can."""
    if isinstance(memory, Findable):
        return memory.find(keys)
    return {key: found for key in keys if (found := memory.get(key)) is not None}
