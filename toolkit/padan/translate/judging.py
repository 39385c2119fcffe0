"""From an engine's answer to a translation: which candidate, with what faults, how trustworthy."""

from __future__ import annotations

from collections.abc import MutableMapping, Sequence
from dataclasses import dataclass

from padan.engines.base import Encoder, RawTranslation, Vectors
from padan.model import Term, Translation
from padan.translate.choice import choose
from padan.translate.choice import signature as chooser
from padan.translate.confidence import confidence
from padan.translate.faults import badness, find_faults
from padan.translate.likeness import Encoded


@dataclass(frozen=True, slots=True)
class Request:
    """A sentence to be translated."""

    text: str
    """As the outlet wrote it."""
    line: str
    """Cleaned: what the engine reads."""
    terms: tuple[Term, ...] = ()
    """Of the user's glossary, those that stand in it."""


class Judge:
    """Weighs answers for one pair of languages."""

    def __init__(
        self,
        source: str,
        target: str,
        encoder: Encoder | None = None,
        vectors: MutableMapping[str, Vectors] | None = None,
    ) -> None:
        self._source, self._target = source, target
        self._encoded = Encoded(encoder, vectors) if encoder else None

    def translation(self, request: Request, raw: RawTranslation, signature: str) -> Translation:
        """The best of an answer's candidates as a translation signed by its engine."""
        candidates = [" ".join(text.split()) for text in (raw.text, *raw.others)]
        place, agreement = 0, None
        if len(candidates) > 1:
            choice = choose(
                request.line,
                candidates,
                source_lang=self._source,
                target_lang=self._target,
                similarities=self._cosines(request, candidates),
                terms=request.terms,
            )
            place, agreement = choice.index, choice.agreement
            signature = f"{signature}/{chooser()}"
        text = candidates[place]
        faults = find_faults(
            request.line,
            text,
            source_lang=self._source,
            target_lang=self._target,
            finished=raw.finished or place > 0,
            terms=request.terms,
        )
        likeness = None
        if self._encoded and text:
            likeness = self._encoded.likeness(
                request.text, text, source_lang=self._source, target_lang=self._target
            )
        return Translation(
            source=request.text,
            text=text,
            source_lang=self._source,
            target_lang=self._target,
            signature=signature,
            faults=faults,
            confidence=confidence(
                request.line,
                text,
                source_lang=self._source,
                target_lang=self._target,
                faults=faults,
                signature=signature,
                # The score is that of the engine's own first candidate.
                score=raw.score if place == 0 else None,
                agreement=agreement,
                likeness=likeness,
            ),
        )

    def _cosines(self, request: Request, candidates: Sequence[str]) -> list[float] | None:
        return self._encoded.cosines(request.text, candidates) if self._encoded else None


def better(one: Translation | None, two: Translation | None) -> Translation | None:
    """The one with fewer or milder faults; of equals the one with more confidence, then `one`."""
    if one is None or two is None:
        return one or two
    return two if _rank(two) < _rank(one) else one


def _rank(translation: Translation) -> tuple[int, float]:
    return badness(translation.faults), -(translation.confidence or 0.0)
