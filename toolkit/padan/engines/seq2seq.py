"""Translation models of the encoder-decoder kind: NLLB, M2M-100, MADLAD-400, OPUS-MT."""

from __future__ import annotations

import logging
import warnings
from collections.abc import Iterator, Sequence
from pathlib import Path
from threading import Lock
from typing import Any

from padan.engines.base import RawTranslation, TranslatorOptions
from padan.engines.families import Direction, Family, direction, family_of
from padan.engines.hub import Model, fetched, find_model, is_converted
from padan.engines.languages import has_words
from padan.engines.runtimes import (
    BEAM,
    ConvertedRuntime,
    Ids,
    Runtime,
    TorchRuntime,
    installed,
    require,
)
from padan.errors import EngineError
from padan.model import Term

_LONGEST = 512
"""Tokens a sentence may have: what these models were trained on (NLLB's card)."""
_BATCH_TOKENS = 2000
"""Rows times the longest row's tokens: CTranslate2's and Meta's usual size for this beam."""
_BATCH_ROWS = 64
_log = logging.getLogger(__name__)


class Seq2SeqTranslator:
    """Beam search with four beams, one sentence a row, sentences of like length together.

    Making one touches no file. The signature finds the model and its revision; the first
    `translate` loads it, and downloads it where it is on the hub only.
    """

    attempts = 0

    def __init__(
        self,
        spec: str,
        named: str,
        options: TranslatorOptions | None = None,
        *,
        tokenizer_class: str = "AutoTokenizer",
    ) -> None:
        self._options = options or TranslatorOptions()
        if not installed():
            require("torch", engine=spec)
        self._spec = spec
        self._named = named
        self._tokenizer_class = tokenizer_class
        self._found: Model | None = None
        self._loaded: _Loaded | None = None
        self._lock = Lock()

    @property
    def signature(self) -> str:
        """Model, revision, runtime and settings. Raises EngineError where there is no model."""
        model = self._model()
        converted = model.folder is not None and is_converted(model.folder)
        remote = model.folder is None and "model.bin" in model.files
        runtime = "ctranslate2" if converted or remote else "torch"
        name = self._spec.partition(":")[0]
        return f"{name}:{model.name}@{model.revision}/{runtime}/beam{BEAM}/max{_LONGEST}"

    def translate(
        self,
        texts: Sequence[str],
        *,
        source: str,
        target: str,
        attempt: int = 0,
        terms: Sequence[Sequence[Term]] = (),
    ) -> Iterator[RawTranslation]:
        """Yield each batch's translations as it is done, short sentences first.

        A sentence of more than 512 tokens, or one on which the model fails, is left out.
        Raises EngineError where the model cannot be loaded, does not know the languages, or
        fails on every sentence.
        """
        wanted = [index for index, text in enumerate(texts) if has_words(text)]
        for index in sorted(set(range(len(texts))) - set(wanted)):
            yield RawTranslation(index, " ".join(texts[index].split()))
        if not wanted:
            return
        loaded = self._ready()
        way = direction(loaded.family, source, target, loaded.tokenizer, engine=self._spec)
        failures: list[str] = []
        done = 0
        for batch in _batches(loaded.encode([texts[i] for i in wanted], way), failures):
            for place, text, finished in _generated(loaded, batch, way, failures):
                done += 1
                yield RawTranslation(wanted[place], text, finished)
        for failure in failures:
            _log.warning("a sentence is left out: %s", failure)
        if failures and not done:
            raise EngineError(failures[0], where=self._spec)

    def _model(self) -> Model:
        with self._lock:
            if self._found is None:
                self._found = find_model(self._named, engine=self._spec)
        return self._found

    def _ready(self) -> _Loaded:
        model = self._model()
        with self._lock:
            if self._loaded is None:
                folder = fetched(model, engine=self._spec)
                self._loaded = _Loaded(folder, self._tokenizer_class, self._spec)
        return self._loaded


class _Loaded:
    """A model in memory with its tokenizer."""

    def __init__(self, folder: Path, tokenizer_class: str, engine: str) -> None:
        converted = is_converted(folder)
        require("ctranslate2" if converted else "torch", engine=engine)
        self.tokenizer = _tokenizer(folder, tokenizer_class, engine)
        self.family: Family = family_of(self.tokenizer, engine=engine)
        self.runtime: Runtime = (
            ConvertedRuntime(folder, self.tokenizer, engine=engine)
            if converted
            else TorchRuntime(folder, engine=engine)
        )

    def encode(self, texts: Sequence[str], way: Direction) -> list[Ids]:
        if way.source:
            self.tokenizer.src_lang = way.source
        lines = [way.prefix + " ".join(text.split()) for text in texts]
        return [list(row) for row in self.tokenizer(lines, truncation=False)["input_ids"]]

    def generate(self, rows: Sequence[Ids], way: Direction) -> list[tuple[str, bool]]:
        """Text and whether it came to its end, for each row."""
        forced = self.tokenizer.convert_tokens_to_ids(way.forced) if way.forced else None
        longest = min(_LONGEST, 16 + 2 * max(map(len, rows)))
        made = self.runtime.generate(rows, forced=forced, longest=longest)
        end = self.tokenizer.eos_token_id
        texts = self.tokenizer.batch_decode(made, skip_special_tokens=True)
        return [(t.strip(), bool(r) and r[-1] == end) for t, r in zip(texts, made, strict=True)]


def _tokenizer(folder: Path, tokenizer_class: str, engine: str) -> Any:
    import transformers

    transformers.logging.set_verbosity_error()
    transformers.logging.disable_progress_bar()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tokenizer = getattr(transformers, tokenizer_class).from_pretrained(
                folder, local_files_only=True
            )
    except Exception as error:
        # Damaged files fail in as many classes as there are formats.
        reason = str(error).strip().partition("\n")[0][:160]
        raise _no_tokenizer(folder, reason, engine) from error
    names = [n for key, n in tokenizer.vocab_files_names.items() if "config" not in key]
    if not any((folder / name).is_file() for name in names):
        # transformers makes one with an empty vocabulary then, and all words are unknown.
        raise _no_tokenizer(folder, f"there is no {' or '.join(names)}", engine)
    return tokenizer


def _no_tokenizer(folder: Path, reason: str, engine: str) -> EngineError:
    return EngineError(
        f"the tokenizer in {folder} cannot be loaded ({reason})",
        where=engine,
        todo="copy the tokenizer's files of the original model into this folder",
    )


def _batches(rows: list[Ids], failures: list[str]) -> Iterator[list[tuple[int, Ids]]]:
    """Rows of like length with their places; what is too long goes to `failures`."""
    batch: list[tuple[int, Ids]] = []
    for place, row in sorted(enumerate(rows), key=lambda item: len(item[1])):
        if len(row) > _LONGEST:
            failures.append(f"it has {len(row)} tokens, the model takes {_LONGEST}")
            continue
        if batch and (len(batch) >= _BATCH_ROWS or (len(batch) + 1) * len(row) > _BATCH_TOKENS):
            yield batch
            batch = []
        batch.append((place, row))
    if batch:
        yield batch


def _generated(
    loaded: _Loaded, batch: list[tuple[int, Ids]], way: Direction, failures: list[str]
) -> Iterator[tuple[int, str, bool]]:
    """Place, text and end of each row; a batch that fails is tried row by row."""
    try:
        made = loaded.generate([row for _, row in batch], way)
    except (RuntimeError, ValueError, IndexError) as error:
        if len(batch) == 1:
            failures.append(str(error).partition("\n")[0])
            return
        for one in batch:
            yield from _generated(loaded, [one], way, failures)
        return
    for (place, _), (text, finished) in zip(batch, made, strict=True):
        yield place, text, finished
