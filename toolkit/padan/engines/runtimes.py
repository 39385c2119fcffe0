"""What runs an encoder-decoder model: CTranslate2 for a converted one, else PyTorch.

Both take token ids of the sentences and give token ids of the translations, the forced first token
left out, with the end token where the model came to its end.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Protocol

from padan.engines.threads import cores, sleeping_threads
from padan.errors import EngineError

BEAM = 4
_GET = "pip install 'padan[nllb]'"

Ids = list[int]


class Runtime(Protocol):
    """A loaded model."""

    def generate(self, batch: Sequence[Ids], *, forced: int | None, longest: int) -> list[Ids]:
        """Beam search over each row; at most `longest` tokens each."""
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


def _broken(folder: Path, error: BaseException | str, engine: str) -> EngineError:
    first = str(error).strip().partition("\n")[0][:160]
    return EngineError(
        f"the weights in {folder} cannot be loaded ({first})",
        where=engine,
        todo="download or convert the model again; the files may be cut short",
    )


class TorchRuntime:
    """transformers and PyTorch in 32 bit, on a GPU where there is one."""

    def __init__(self, folder: Path, *, engine: str) -> None:
        require("torch", engine=engine)
        with sleeping_threads():
            import torch
        from transformers import AutoModelForSeq2SeqLM

        torch.set_num_threads(min(cores(), torch.get_num_threads()))
        self._torch = torch
        try:
            model, report = AutoModelForSeq2SeqLM.from_pretrained(
                folder, dtype=torch.float32, output_loading_info=True, local_files_only=True
            )
        except Exception as error:
            # Weight files fail in as many classes as there are formats.
            raise _broken(folder, error, engine) from error
        if report["missing_keys"]:
            # transformers fills what is missing with random numbers.
            raise _broken(folder, f"{len(report['missing_keys'])} of its parts are missing", engine)
        self._device = "cuda" if torch.cuda.is_available() else "cpu"
        self._model = model.to(self._device).eval()

    def generate(self, batch: Sequence[Ids], *, forced: int | None, longest: int) -> list[Ids]:
        """See Runtime."""
        torch = self._torch
        pad = self._model.config.pad_token_id
        width = max(map(len, batch))
        ids = torch.tensor([[*row, *[pad] * (width - len(row))] for row in batch])
        mask = torch.tensor([[1] * len(row) + [0] * (width - len(row)) for row in batch])
        with torch.inference_mode():
            rows = self._model.generate(
                input_ids=ids.to(self._device),
                attention_mask=mask.to(self._device),
                forced_bos_token_id=forced,
                num_beams=BEAM,
                do_sample=False,
                # As CTranslate2 ends: when there are as many finished candidates as beams.
                early_stopping=True,
                length_penalty=1.0,
                max_new_tokens=longest + (forced is not None),
            ).tolist()
        # In front stand the decoder's start token and the forced one.
        skip = 1 + (forced is not None)
        return [_without(row[skip:], pad) for row in rows]


def _without(row: Ids, pad: int) -> Ids:
    while row and row[-1] == pad:
        row.pop()
    return row


class ConvertedRuntime:
    """CTranslate2, in the number format that the model was converted to."""

    def __init__(self, folder: Path, tokenizer: Any, *, engine: str) -> None:
        require("ctranslate2", engine=engine)
        with sleeping_threads():
            import ctranslate2
        device = "cuda" if ctranslate2.get_cuda_device_count() else "cpu"
        try:
            self._model = ctranslate2.Translator(
                os.fspath(folder),
                device=device,
                compute_type="default",
                inter_threads=1,
                intra_threads=cores(),
            )
        except (RuntimeError, ValueError, OSError) as error:
            raise _broken(folder, error, engine) from error
        self._tokenizer = tokenizer

    def generate(self, batch: Sequence[Ids], *, forced: int | None, longest: int) -> list[Ids]:
        """See Runtime."""
        names = self._tokenizer.convert_ids_to_tokens
        prefix = None if forced is None else [names([forced])] * len(batch)
        results = self._model.translate_batch(
            [names(row) for row in batch],
            target_prefix=prefix,
            beam_size=BEAM,
            length_penalty=1.0,
            max_decoding_length=longest + (forced is not None),
            max_input_length=0,
            return_end_token=True,
        )
        rows = [self._tokenizer.convert_tokens_to_ids(r.hypotheses[0]) for r in results]
        return [row[1:] if forced is not None else row for row in rows]
