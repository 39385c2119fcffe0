"""llama.cpp in this process, by way of xllamacpp: a model file that goes on with a text."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from pathlib import Path
from typing import Any

from padan.engines.threads import cores, sleeping_threads
from padan.errors import EngineError

_CONTEXT = 1024
"""Tokens a slot: a prompt of about 260, a long sentence and its translation."""


class Llama:
    """A loaded model with some slots, each of which keeps the beginning that its prompts share."""

    def __init__(self, path: Path, *, slots: int, engine: str) -> None:
        """Load the model. Raises EngineError where xllamacpp or the model cannot be loaded."""
        self._engine = engine
        try:
            with sleeping_threads():
                import xllamacpp
        except ImportError as error:
            raise EngineError(
                f"xllamacpp cannot be loaded ({str(error).partition(chr(10))[0]})",
                where=engine,
                todo="run: pip install 'padan[offline]'; on Linux it needs libgomp1",
            ) from error
        try:
            self._server = xllamacpp.Server(_parameters(xllamacpp, path, slots))
        except (RuntimeError, ValueError, OSError) as error:
            raise EngineError(
                f"the model does not load ({str(error).partition(chr(10))[0]})",
                where=engine,
                todo=f"check free memory, or remove {path} to have it made anew",
            ) from error

    def complete(
        self, prompt: str, *, most_tokens: int, cancelled: Callable[[], bool]
    ) -> tuple[str, bool]:
        """The rest of the line that the prompt begins, and whether it came to its end.

        Greedy. Ends early, not finished, once `cancelled()` holds.
        Raises EngineError where llama.cpp refuses, as for a prompt over 1,024 tokens.
        """
        heard: list[str] = []
        ends: list[str] = []
        errors: list[str] = []

        def listen(chunk: dict[str, Any]) -> bool:
            if "error" in chunk:
                errors.append(str(chunk["error"].get("message", chunk["error"])))
                return True
            choice = chunk["choices"][0]
            heard.append(choice.get("text") or "")
            if choice.get("finish_reason"):
                ends.append(choice["finish_reason"])
            return cancelled()

        request = {
            "prompt": prompt,
            "max_tokens": most_tokens,
            "temperature": 0,
            "top_k": 1,
            "stop": ["\n"],
            "cache_prompt": True,
            "stream": True,
        }
        try:
            self._server.handle_completions(request, listen)
        except (RuntimeError, ValueError) as error:
            errors.append(str(error).partition("\n")[0])
        if errors:
            raise EngineError(errors[0], where=self._engine)
        return "".join(heard).strip(), ends == ["stop"]


def _parameters(xllamacpp: Any, path: Path, slots: int) -> Any:
    """Settings of the server inside. Its listener on the loopback takes no one's requests."""
    settings = xllamacpp.CommonParams()
    settings.model.path = str(path)
    settings.n_ctx = _CONTEXT * slots
    settings.n_parallel = slots
    settings.n_gpu_layers = 0
    settings.fit_params = False
    # Without the full window the shared beginning of the prompts is read anew for each sentence.
    settings.swa_full = True
    settings.cache_ram_mib = 0
    for threads in (settings.cpuparams, settings.cpuparams_batch):
        threads.n_threads = cores()
        threads.poll = 0
    settings.warmup = False
    settings.use_jinja = False
    settings.ui = False
    settings.endpoint_slots = False
    settings.api_keys = [secrets.token_hex(32)]
    settings.verbosity = 0
    return settings
