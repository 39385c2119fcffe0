"""llama.cpp in this process, by way of xllamacpp: a model file that goes on with a text."""

from __future__ import annotations

import secrets
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from padan.engines.sampling import Draw
from padan.engines.threads import cores, sleeping_threads
from padan.errors import EngineError

_CONTEXT = 4096
"""Tokens for all that runs at once, in one pool: what candidates share is held once."""
_TOO_LONG = ("exceed_context_size", "context size", "too large")
"""In what llama.cpp says where a prompt or its answers do not fit."""


class TooLong(EngineError):
    """The prompt and its answers do not fit into the context."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One way in which the model went on."""

    text: str
    finished: bool
    score: float | None
    """Mean log-probability of its tokens."""


@dataclass(slots=True)
class _Heard:
    """What has come of one answer so far."""

    parts: list[str] = field(default_factory=list)
    scores: list[float] = field(default_factory=list)
    end: str = ""

    def answer(self) -> Answer:
        score = sum(self.scores) / len(self.scores) if self.scores else None
        return Answer("".join(self.parts).strip(), self.end == "stop", score)


class Llama:
    """A loaded model with some slots, each of which keeps the beginning that its prompts share."""

    def __init__(self, path: Path, *, slots: int, engine: str, remedy: str) -> None:
        """Load the model.

        Raises EngineError where xllamacpp or the model cannot be loaded; `remedy` is what to do
        then about the file.
        """
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
                "the model does not load: its file is damaged or cut short, of a kind that this"
                " llama.cpp does not know, or memory is short",
                where=engine,
                todo=remedy,
            ) from error

    def complete(
        self,
        prompt: str,
        *,
        draw: Draw,
        seed: int,
        most_tokens: int,
        stop: Sequence[str],
        cancelled: Callable[[], bool],
    ) -> list[Answer]:
        """The prompt's continuations up to a stop string, as many as `draw` has candidates.

        Ends early, not finished, once `cancelled()` holds. Raises TooLong, and EngineError where
        llama.cpp refuses otherwise.
        """
        heard: dict[int, _Heard] = defaultdict(_Heard)
        errors: list[str] = []

        def listen(chunk: dict[str, Any]) -> bool:
            if "error" in chunk:
                errors.append(_reason(chunk["error"]))
                return True
            for choice in chunk["choices"]:
                _take(heard[choice["index"]], choice)
            return cancelled()

        request = {
            "prompt": prompt,
            "max_tokens": most_tokens,
            "stop": list(stop),
            "cache_prompt": True,
            "stream": True,
            "n_probs": 1,
            "seed": seed,
            **_sampler(draw),
        }
        try:
            self._server.handle_completions(request, listen)
        except (RuntimeError, ValueError) as error:
            errors.append(str(error).partition("\n")[0])
        if errors:
            kind = TooLong if any(sign in errors[0] for sign in _TOO_LONG) else EngineError
            raise kind(errors[0], where=self._engine)
        return [heard[index].answer() for index in sorted(heard)]


def _take(heard: _Heard, choice: dict[str, Any]) -> None:
    heard.parts.append(choice.get("text") or "")
    for token in (choice.get("logprobs") or {}).get("content") or ():
        heard.scores.append(float(token["logprob"]))
    heard.end = choice.get("finish_reason") or heard.end


def _reason(error: Any) -> str:
    if isinstance(error, dict):
        return f"{error.get('message', error)} ({error.get('type', 'error')})"
    return str(error)


def _sampler(draw: Draw) -> dict[str, Any]:
    """The request's part about choosing tokens. What is not named costs no time."""
    chain = ["penalties"] if draw.penalty != 1.0 else []
    if draw.temperature == 0:
        return {
            "temperature": 0,
            "top_k": 1,
            "repeat_penalty": draw.penalty,
            "samplers": [*chain, "top_k"],
        }
    return {
        "n": draw.candidates,
        "temperature": draw.temperature,
        "top_k": draw.top_k,
        "min_p": draw.min_p,
        "repeat_penalty": draw.penalty,
        "samplers": [*chain, "top_k", "min_p", "temperature"],
    }


def _parameters(xllamacpp: Any, path: Path, slots: int) -> Any:
    """Settings of the server inside. Its listener on the loopback takes no one's requests."""
    settings = xllamacpp.CommonParams()
    settings.model.path = str(path)
    settings.n_ctx = _CONTEXT
    settings.n_parallel = slots
    settings.kv_unified = True
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
