"""The part of eval/translation.py that has an engine translate and keeps its candidates."""

from __future__ import annotations

import json
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from padan.engines import registry
from padan.engines.base import Encoder, Quality, RawTranslation, Translator, TranslatorOptions
from padan.model import Term, Translation
from padan.translate import clean, translate
from translation_scores import scores

Row = dict[str, Any]


def run_engine(
    rows: Sequence[Row],
    spec: str,
    direction: str,
    *,
    quality: str = "fast",
    encoder: str = "",
    pool: Path | None = None,
) -> dict[str, Any]:
    """Translate these rows and score what comes out, with time and memory.

    `encoder` re-ranks candidates and its time counts; `pool` gets what eval/fit_choice.py reads.
    Raises PadanError, and OSError where the pool cannot be written.
    """
    source, _, target = direction.partition("-")
    options = TranslatorOptions(quality=Quality(quality))
    translator = _Recorder(registry.translator(spec, options))
    judge = registry.encoder(encoder) if encoder else None
    # Loading is told apart from translating, so that the rate holds for long runs too.
    began = time.perf_counter()
    _translate(["Ya." if source == "id" else "Yes."], translator, judge, source, target)
    loaded, cpu = time.perf_counter(), time.process_time()
    translator.heard.clear()
    thorough = options.quality is not Quality.FAST
    done = _translate(
        [row["source"] for row in rows], translator, judge, source, target, thorough=thorough
    )
    wall, cpu = time.perf_counter() - loaded, time.process_time() - cpu
    if pool:
        _write(pool, rows, direction, translator.heard)
    return {
        "engine": translator.signature,
        "encoder": judge.signature if judge else None,
        "direction": direction,
        "rows": len(rows),
        "first_row": rows[0].get("row") if rows else None,
        **scores([t.text if t else "" for t in done], [row["reference"] for row in rows]),
        "load_s": round(loaded - began, 1),
        "sentences_per_s": round(len(rows) / wall, 2),
        "cpu_s_per_sentence": round(cpu / len(rows), 2),
        "peak_mb": peak_megabytes(),
        "not_translated": sum(t is None for t in done),
        "tried_again": translator.again,
        "faults": dict(Counter(fault.kind.value for t in done if t for fault in t.faults)),
    }


class _Recorder:
    """The translator, with a record of its usual way's answers by sentence."""

    def __init__(self, translator: Translator) -> None:
        self._translator = translator
        self.heard: dict[str, RawTranslation] = {}
        self.again = 0
        """Sentences that later attempts were asked for, each time counted."""

    @property
    def signature(self) -> str:
        return self._translator.signature

    @property
    def attempts(self) -> int:
        return self._translator.attempts

    def translate(
        self,
        texts: Sequence[str],
        *,
        source: str,
        target: str,
        attempt: int = 0,
        terms: Sequence[Sequence[Term]] = (),
    ) -> Iterator[RawTranslation]:
        self.again += len(texts) if attempt else 0
        for raw in self._translator.translate(
            texts, source=source, target=target, attempt=attempt, terms=terms
        ):
            if not attempt:
                self.heard[texts[raw.index]] = raw
            yield raw


def _translate(
    texts: Sequence[str],
    translator: Translator,
    encoder: Encoder | None,
    source: str,
    target: str,
    *,
    thorough: bool = True,
) -> list[Translation | None]:
    return translate(
        texts,
        translator=translator,
        source=source,
        target=target,
        memory={},
        encoder=encoder,
        thorough=thorough,
    )


def _write(
    path: Path, rows: Sequence[Row], direction: str, heard: dict[str, RawTranslation]
) -> None:
    with path.open("w", encoding="utf-8") as out:
        for row in rows:
            source = clean(row["source"])
            if raw := heard.get(source):
                line = {
                    "data": "flores",
                    "row": row["row"],
                    "direction": direction,
                    "source": source,
                    "reference": row["reference"],
                    "candidates": [raw.text, *raw.others],
                    "score": raw.score,
                }
                out.write(json.dumps(line, ensure_ascii=False) + "\n")


def peak_megabytes() -> int | None:
    """Peak resident memory of this process; None where the system does not tell."""
    try:
        import resource
    except ImportError:
        return None
    unit = 1_000_000 if sys.platform == "darwin" else 1_000
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // unit
