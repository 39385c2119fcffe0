"""What runs an encoder-decoder model: CTranslate2 for a converted one, else PyTorch.

Both take token ids of the sentences and give token ids of the translations, the forced first token
left out, with the end token where the model came to its end.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Protocol

from padan.engines.decoding import Decoding
from padan.engines.devices import Device, refuse_format
from padan.engines.threads import cores, sleeping_threads
from padan.errors import EngineError

_GET = "pip install 'padan[nllb]'"

_SCORED = 1 << 26
"""Logits computed at once for scores: 256 MB in 32 bit."""

Ids = list[int]


@dataclass(frozen=True, slots=True)
class Answer:
    """Token ids of a translation and the mean log-probability of a token of it."""

    ids: Ids
    score: float


class Runtime(Protocol):
    """A loaded model."""

    def generate(
        self, batch: Sequence[Ids], *, forced: int | None, way: Decoding
    ) -> list[list[Answer]]:
        """For each row up to `way.answers` answers, the best first."""
        ...


def installed() -> bool:
    """One of the runtimes is there."""
    return any(find_spec(module) is not None for module in ("ctranslate2", "torch"))


def require(module: str, *, engine: str) -> None:
    """Raise EngineError where this runtime is not installed."""
    if find_spec(module) is None:
        raise EngineError(
            f"needs {module}, which is not installed", where=engine, todo=f"run: {_GET}"
        )


def broken(folder: Path, error: BaseException | str, engine: str) -> EngineError:
    """The error for weights that are there and cannot be used."""
    first = " ".join(str(error).strip().partition("\n")[0].split())[:160]
    return EngineError(
        f"the weights in {folder} cannot be loaded ({first or type(error).__name__})",
        where=engine,
        todo="download or convert the model again; the files may be cut short",
    )


class TorchRuntime:
    """transformers and PyTorch, by default in 32 bit."""

    def __init__(self, folder: Path, device: Device, dtype: str, *, engine: str) -> None:
        require("torch", engine=engine)
        with sleeping_threads():
            import torch
        from transformers import AutoModelForSeq2SeqLM

        torch.set_num_threads(min(cores(), torch.get_num_threads()))
        self._torch = torch
        self._device = str(device)
        kind = getattr(torch, "float32" if dtype == "auto" else dtype)
        try:
            model, report = AutoModelForSeq2SeqLM.from_pretrained(
                folder, dtype=kind, output_loading_info=True, local_files_only=True
            )
            missing = report["missing_keys"]
            self._model = model.to(self._device).eval()
            self._pad: int = model.config.pad_token_id
        except Exception as error:
            # Weight files fail in as many classes as there are formats.
            raise broken(folder, error, engine) from error
        if missing:
            # transformers fills what is missing with random numbers.
            raise broken(folder, f"{len(missing)} of its parts are missing", engine)

    def generate(
        self, batch: Sequence[Ids], *, forced: int | None, way: Decoding
    ) -> list[list[Answer]]:
        """See Runtime."""
        inputs = self._inputs(batch)
        with self._torch.inference_mode():
            made = self._model.generate(
                **inputs,
                forced_bos_token_id=forced,
                num_beams=way.beam,
                num_return_sequences=way.answers,
                do_sample=False,
                # True ends as CTranslate2 does at patience 1.
                early_stopping=way.patience <= 1,
                length_penalty=1.0,
                repetition_penalty=way.repetition_penalty,
                no_repeat_ngram_size=way.no_repeat,
                min_new_tokens=_shortest(batch, forced, way),
                max_new_tokens=_longest(batch, forced, way),
            ).tolist()
        # In front stand the decoder's start token and the forced one.
        skip = 1 + (forced is not None)
        rows = [_without(row, self._pad) for row in made]
        answers = [
            Answer(row[skip:], score)
            for row, score in zip(rows, self._scores(batch, rows, way.answers, skip), strict=True)
        ]
        return [answers[i : i + way.answers] for i in range(0, len(answers), way.answers)]

    def _inputs(self, batch: Sequence[Ids]) -> dict[str, Any]:
        """Rows padded on the right, with their mask."""
        ids = self._tensor(batch, self._pad)
        lengths = self._tensor([[len(row)] for row in batch], 0)
        mask = self._torch.arange(ids.shape[1], device=self._device) < lengths
        return {"input_ids": ids, "attention_mask": mask.long()}

    def _tensor(self, rows: Sequence[Ids], fill: int) -> Any:
        width = max(map(len, rows))
        padded = [[*row, *[fill] * (width - len(row))] for row in rows]
        return self._torch.tensor(padded, device=self._device)

    def _scores(self, batch: Sequence[Ids], rows: list[Ids], copies: int, skip: int) -> list[float]:
        """Mean log-probability of each row's tokens after the first `skip`.

        Taken in a pass of its own: `generate` gives scores only together with those of the whole
        vocabulary at every step, gigabytes for a usual batch.
        """
        sources = [source for source in batch for _ in range(copies)]
        width = max(map(len, rows))
        at_once = max(1, _SCORED // (width * self._model.config.vocab_size))
        found: list[float] = []
        for start in range(0, len(rows), at_once):
            part = rows[start : start + at_once]
            said = self._said(sources[start : start + at_once], part)
            found += [
                sum(line[skip - 1 : len(row) - 1]) / max(1, len(row) - skip)
                for line, row in zip(said, part, strict=True)
            ]
        return found

    def _said(self, sources: list[Ids], rows: list[Ids]) -> list[list[float]]:
        """Log-probability of each token of the rows, from the second on."""
        told = self._tensor(rows, self._pad)
        with self._torch.inference_mode():
            logits = self._model(
                **self._inputs(sources), decoder_input_ids=told[:, :-1]
            ).logits.float()
            chosen = logits.gather(2, told[:, 1:, None])[:, :, 0] - logits.logsumexp(-1)
        lines: list[list[float]] = chosen.tolist()
        return lines


class ConvertedRuntime:
    """CTranslate2, by default in the number format that the model was converted to."""

    def __init__(
        self, folder: Path, tokenizer: Any, device: Device, dtype: str, *, engine: str
    ) -> None:
        require("ctranslate2", engine=engine)
        with sleeping_threads():
            import ctranslate2
        if dtype != "auto":
            known = ctranslate2.get_supported_compute_types(device.kind, device.index)
            refuse_format(dtype, device, set(known), engine=engine)
        try:
            self._model = ctranslate2.Translator(
                os.fspath(folder),
                device=device.kind,
                device_index=device.index,
                compute_type="default" if dtype == "auto" else dtype,
                inter_threads=1,
                intra_threads=cores(),
            )
        except (RuntimeError, ValueError, OSError) as error:
            raise broken(folder, error, engine) from error
        self._tokenizer = tokenizer

    def generate(
        self, batch: Sequence[Ids], *, forced: int | None, way: Decoding
    ) -> list[list[Answer]]:
        """See Runtime."""
        names = self._tokenizer.convert_ids_to_tokens
        prefix = [] if forced is None else names([forced])
        sources = [names(row) for row in batch]
        results = self._model.translate_batch(
            sources,
            target_prefix=[prefix] * len(batch) if prefix else None,
            beam_size=way.beam,
            patience=way.patience,
            num_hypotheses=way.answers,
            length_penalty=1.0,
            repetition_penalty=way.repetition_penalty,
            no_repeat_ngram_size=way.no_repeat,
            min_decoding_length=_shortest(batch, forced, way),
            max_decoding_length=_longest(batch, forced, way),
            max_input_length=0,
            return_end_token=True,
            return_scores=True,
        )
        said = [[line[len(prefix) :] for line in result.hypotheses] for result in results]
        if way.alters_scores:
            scores = self._scores(sources, prefix, said)
        else:
            scores = [
                [_per_token(*pair, len(prefix)) for pair in zip(result.scores, lines, strict=True)]
                for result, lines in zip(results, said, strict=True)
            ]
        ids = self._tokenizer.convert_tokens_to_ids
        return [
            [Answer(ids(line), score) for line, score in zip(lines, row, strict=True)]
            for lines, row in zip(said, scores, strict=True)
        ]

    def _scores(
        self, sources: list[list[str]], prefix: list[str], said: list[list[list[str]]]
    ) -> list[list[float]]:
        """Mean log-probability of each answer's tokens, as the model alone has them."""
        end = self._tokenizer.eos_token
        # The end token is scored too; score_batch adds it itself.
        whole = [
            (source, [*prefix, *_before_end(line, end)])
            for source, lines in zip(sources, said, strict=True)
            for line in lines
        ]
        found = iter(self._model.score_batch([s for s, _ in whole], [t for _, t in whole]))
        skip = len(prefix)
        return [
            [
                sum(next(found).log_probs[skip : skip + len(line)]) / max(1, len(line))
                for line in lines
            ]
            for lines in said
        ]


def _before_end(line: list[str], end: str) -> list[str]:
    return line[:-1] if line and line[-1] == end else line


def _longest(batch: Sequence[Ids], forced: int | None, way: Decoding) -> int:
    return way.longest(max(map(len, batch))) + (forced is not None)


def _shortest(batch: Sequence[Ids], forced: int | None, way: Decoding) -> int:
    """For the shortest row, so that no row is made to say more than its share."""
    return max(1, int(way.shortest * min(map(len, batch))) + (forced is not None))


def _per_token(score: float, row: Sequence[object], forced: int) -> float:
    """A beam's score without the forced token, which counts in its length and adds nothing."""
    return score * (len(row) + forced) / max(1, len(row))


def _without(row: Ids, pad: int) -> Ids:
    while row and row[-1] == pad:
        row.pop()
    return row
