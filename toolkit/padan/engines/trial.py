"""Whether a converted model still says what its original says."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from padan.engines.base import TranslatorOptions
from padan.engines.decoding import Decoding
from padan.engines.families import Direction, direction
from padan.engines.runtimes import broken
from padan.engines.seq2seq import Loaded
from padan.errors import EngineError

_WAY = Decoding(beam=2)


def answers(folder: Path, tokenizer_class: str, *, engine: str) -> list[str]:
    """What the model in a folder makes of the trial's sentences; none for other languages.

    Raises EngineError where it cannot be loaded or does not run.
    """
    loaded = Loaded(folder, tokenizer_class, TranslatorOptions(device="cpu"), engine)
    language, way = _way(loaded)
    rows = loaded.encode(_data()[language] if language else ["2 + 2"], way)
    try:
        made = [raw.text for raw in loaded.generate(rows, way, _WAY)]
    except (RuntimeError, ValueError, IndexError) as error:
        raise broken(folder, error, engine) from error
    return made if language else []


def check_agreement(original: list[str], converted: list[str], *, engine: str) -> float | None:
    """chrF (0 to 100) of the converted model's answers against the original's.

    None where there is nothing to compare. Raises EngineError where they are not alike.
    """
    if not any(original) or len(original) != len(converted):
        return None
    from sacrebleu.metrics.chrf import CHRF

    agreement = float(CHRF().corpus_score(converted, [original]).score)
    if agreement < _data()["least"]:
        raise EngineError(
            f"the converted model's answers are not the original's (chrF {agreement:.0f} of 100)",
            where=engine,
            todo="convert it with --dtype float16 or float32, or use it as it is",
        )
    return agreement


def _way(loaded: Loaded) -> tuple[str, Direction]:
    """The language that the trial is made in and how the model is asked; empty for none."""
    for source, target in (("id", "en"), ("en", "id")):
        try:
            way = direction(loaded.family, source, target, loaded.tokenizer, engine="")
        except EngineError:
            continue
        return source, way
    return "", Direction("", "", "")


@cache
def _data() -> dict[str, Any]:
    path = files("padan.engines") / "data" / "trial.toml"
    return tomllib.loads(path.read_text("utf-8"))
