"""Translation models of the encoder-decoder kind: NLLB, M2M-100, MADLAD-400, OPUS-MT."""

from __future__ import annotations

import logging
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from threading import Lock
from typing import Any

from padan.engines.base import RawTranslation, TranslatorOptions
from padan.engines.decoding import HOPELESS, LONGEST, Decoding, decodings, describe
from padan.engines.devices import check_options, chosen_device, chosen_format
from padan.engines.families import Direction, Family, direction, family_of
from padan.engines.hub import fetched, find_model
from padan.engines.languages import has_words
from padan.engines.licences import announce, stated_licence
from padan.engines.modelfiles import Model, is_converted
from padan.engines.runtimes import (
    Answer,
    ConvertedRuntime,
    Ids,
    Runtime,
    TorchRuntime,
    installed,
    require,
)
from padan.errors import EngineError
from padan.model import Term

_BATCH = {"cuda": (2000, 64), "cpu": (1000, 32)}
"""Most tokens (rows times the longest row's) and rows at once. On a GPU CTranslate2's and Meta's
usual size. On two cores 32 rows of 24 tokens gave 49 tokens a CPU second with NLLB-600M's widths in
int8, 16 rows 44, 8 rows 39, 4 rows 26: more than 32 would only delay what is shown and kept."""
_log = logging.getLogger(__name__)


class Seq2SeqTranslator:
    """Beam search, one sentence a row, sentences of like length together.

    Making one touches no file. The signature finds the model and its revision; the first
    `translate` loads it, and downloads it where it is on the hub only. Glossary terms cannot be
    told to these models.
    """

    def __init__(
        self,
        spec: str,
        named: str,
        options: TranslatorOptions | None = None,
        *,
        tokenizer_class: str = "AutoTokenizer",
    ) -> None:
        self._options = options or TranslatorOptions()
        check_options(self._options, engine=spec)
        if not installed():
            require("torch", engine=spec)
        self._ways = decodings(self._options.quality)
        self._spec = spec
        self._named = named
        self._tokenizer_class = tokenizer_class
        self._found: Model | None = None
        self._loaded: Loaded | None = None
        self._lock = Lock()

    @property
    def attempts(self) -> int:
        """See Translator."""
        return len(self._ways) - 1

    @property
    def signature(self) -> str:
        """Model, revision, runtime and settings. Raises EngineError where there is no model."""
        model = self._model()
        runtime = "ctranslate2" if model.converted else "torch"
        dtype = chosen_format(self._options, runtime, engine=self._spec)
        if dtype == "auto":
            dtype = "default" if model.converted else "float32"
        name = self._spec.partition(":")[0]
        how = describe(self._ways)
        return f"{name}:{model.name}@{model.revision}/{runtime}-{dtype}/{how}/max{LONGEST}"

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
        fails on all of several sentences.
        """
        wanted = [index for index, text in enumerate(texts) if has_words(text)]
        for index in sorted(set(range(len(texts))) - set(wanted)):
            yield RawTranslation(index, " ".join(texts[index].split()))
        if not wanted:
            return
        loaded = self._ready()
        way = direction(loaded.family, source, target, loaded.tokenizer, engine=self._spec)
        decoding = self._ways[min(attempt, self.attempts)]
        too_long: list[str] = []
        failures: list[str] = []
        done = 0
        rows = loaded.encode([texts[i] for i in wanted], way)
        for batch in _batches(rows, *_BATCH[loaded.device.kind], too_long):
            for raw in _generated(loaded, batch, way, decoding, failures):
                done += 1
                yield replace(raw, index=wanted[raw.index])
        for failure in (*too_long, *failures):
            _log.warning("a sentence is left out: %s", failure)
        if len(failures) >= HOPELESS and not done:
            raise EngineError(failures[0], where=self._spec)

    def _model(self) -> Model:
        with self._lock:
            if self._found is None:
                self._found = find_model(self._named, engine=self._spec)
        return self._found

    def _ready(self) -> Loaded:
        model = self._model()
        with self._lock:
            if self._loaded is None:
                folder = fetched(model, engine=self._spec)
                loaded = Loaded(folder, self._tokenizer_class, self._options, self._spec)
                announce(model.name, stated_licence(folder) or loaded.family.licence)
                self._loaded = loaded
        return self._loaded


class Loaded:
    """A model in memory with its tokenizer. Making one loads it. Raises EngineError."""

    def __init__(
        self, folder: Path, tokenizer_class: str, options: TranslatorOptions, engine: str
    ) -> None:
        runtime = "ctranslate2" if is_converted(folder) else "torch"
        require(runtime, engine=engine)
        dtype = chosen_format(options, runtime, engine=engine)
        self.device = device = chosen_device(options, runtime, engine=engine)
        self._lock = Lock()
        self.tokenizer = load_tokenizer(folder, tokenizer_class, engine=engine)
        self.family: Family = family_of(self.tokenizer, engine=engine)
        self.runtime: Runtime = (
            ConvertedRuntime(folder, self.tokenizer, device, dtype, engine=engine)
            if runtime == "ctranslate2"
            else TorchRuntime(folder, device, dtype, engine=engine)
        )

    def encode(self, texts: Sequence[str], way: Direction) -> list[Ids]:
        """Token ids of each sentence, as this model is asked for these languages."""
        lines = [way.prefix + " ".join(text.split()) for text in texts]
        # The tokenizer keeps the language as a state, and takes no two callers at once.
        with self._lock:
            if way.source:
                self.tokenizer.src_lang = way.source
            return [list(row) for row in self.tokenizer(lines, truncation=False)["input_ids"]]

    def generate(
        self, rows: Sequence[Ids], way: Direction, decoding: Decoding
    ) -> list[RawTranslation]:
        """The translation of each row, in order, with the finished others that differ from it."""
        forced = self.tokenizer.convert_tokens_to_ids(way.forced) if way.forced else None
        made = self.runtime.generate(rows, forced=forced, way=decoding)
        ids = [answer.ids for answers in made for answer in answers]
        # All at once: decoded one by one they take longer than the search on a GPU.
        texts = iter(self.tokenizer.batch_decode(ids, skip_special_tokens=True))
        return [
            self._raw(index, answers, [next(texts).strip() for _ in answers])
            for index, answers in enumerate(made)
        ]

    def _raw(self, index: int, answers: list[Answer], texts: list[str]) -> RawTranslation:
        others = dict.fromkeys(
            text
            for text, answer in zip(texts[1:], answers[1:], strict=True)
            if self._ended(answer) and text not in ("", texts[0])
        )
        best = answers[0]
        return RawTranslation(index, texts[0], self._ended(best), best.score, tuple(others))

    def _ended(self, answer: Answer) -> bool:
        return bool(answer.ids) and answer.ids[-1] == self.tokenizer.eos_token_id


def load_tokenizer(folder: Path, tokenizer_class: str = "AutoTokenizer", *, engine: str) -> Any:
    """The tokenizer in a folder. Raises EngineError where there is none that is whole."""
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


def _batches(
    rows: list[Ids], most_tokens: int, most_rows: int, too_long: list[str]
) -> Iterator[list[tuple[int, Ids]]]:
    """Rows of like length with their places; what is too long is told in `too_long`."""
    batch: list[tuple[int, Ids]] = []
    for place, row in sorted(enumerate(rows), key=lambda item: len(item[1])):
        if len(row) > LONGEST:
            too_long.append(f"it has {len(row)} tokens, the model takes {LONGEST}")
            continue
        if batch and (len(batch) >= most_rows or (len(batch) + 1) * len(row) > most_tokens):
            yield batch
            batch = []
        batch.append((place, row))
    if batch:
        yield batch


def _generated(
    loaded: Loaded,
    batch: list[tuple[int, Ids]],
    way: Direction,
    decoding: Decoding,
    failures: list[str],
) -> Iterator[RawTranslation]:
    """The translation of each row under its place; a batch that fails is tried row by row."""
    try:
        made = loaded.generate([row for _, row in batch], way, decoding)
    except (RuntimeError, ValueError, IndexError) as error:
        if len(batch) == 1:
            failures.append(str(error).partition("\n")[0])
            return
        for one in batch:
            yield from _generated(loaded, [one], way, decoding, failures)
        return
    for raw in made:
        yield replace(raw, index=batch[raw.index][0])
