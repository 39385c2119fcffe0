"""Translation by a language model that runs in this process: what `gemma` and `gguf` share."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import replace
from itertools import islice
from threading import Event, Lock

from padan.engines import examples
from padan.engines.base import RawTranslation, TranslatorOptions
from padan.engines.languages import base_language, has_words, no_language
from padan.engines.llama import Answer, Llama, TooLong
from padan.engines.outerquotes import unquote
from padan.engines.pieces import halves, pieces
from padan.engines.prompts import Form, fingerprint, harmless, most_tokens
from padan.engines.sampling import Draw, Way, candidates, describe, ways
from padan.errors import EngineError
from padan.model import Term

_SLOTS = 4
"""Answers at once: one alone leaves two cores waiting for memory, eight gain little more."""
_log = logging.getLogger(__name__)


class LlamaTranslator:
    """Translates some sentences at a time, with some candidates each.

    Subclasses say which model (`_load`), in which form it is asked, and what they are called.
    """

    def __init__(self, engine: str, options: TranslatorOptions | None) -> None:
        self._engine = engine
        self._options = options or TranslatorOptions()
        if self._options.device not in ("auto", "cpu"):
            raise EngineError(
                f"cannot run on '{self._options.device}'",
                where=engine,
                todo="leave --device out: it runs on the CPU",
            )
        self._ways = ways(self._options.quality)
        self._slots = max(_SLOTS, *(candidates(way) for way in self._ways))
        self._llama: Llama | None = None
        self._lock = Lock()

    @property
    def attempts(self) -> int:
        """See Translator."""
        return len(self._ways) - 1

    def _form(self) -> Form:
        """How the model is asked."""
        raise NotImplementedError

    def _load(self, slots: int) -> Llama:
        """Load the model. Raises EngineError."""
        raise NotImplementedError

    def _settings(self) -> str:
        """Prompt and decode settings for the signature; each sentence's seed is its own hash."""
        form = self._form()
        shown = examples.bank() if form.example else ()
        asked = f"{form.name}-{fingerprint(form, shown)}"
        return f"{asked}/{self._options.quality.value}:{describe(self._ways)}"

    def translate(
        self,
        texts: Sequence[str],
        *,
        source: str,
        target: str,
        attempt: int = 0,
        terms: Sequence[Sequence[Term]] = (),
    ) -> Iterator[RawTranslation]:
        """Yield each translation as soon as it is done; its candidates likeliest first.

        Very long sentences are translated in pieces. Raises EngineError for languages that the
        form does not serve, where the model cannot be loaded, and where it fails on every sentence.
        """
        languages = base_language(source), base_language(target)
        form = self._form()
        if form.example and set(languages) != set(examples.LANGUAGES):
            raise no_language(self._engine, source, target, "id-en and en-id")
        return self._each(list(texts), _Task(form, *languages, self._ways[attempt]))

    def _each(self, texts: Sequence[str], task: _Task) -> Iterator[RawTranslation]:
        if any(has_words(text) for text in texts):
            self._loaded()
        stop = Event()
        failures: list[EngineError] = []
        done = 0
        workers = max(1, self._slots // candidates(task.way))
        pool = ThreadPoolExecutor(workers, thread_name_prefix="llama")

        def work(text: str) -> list[Answer]:
            return task.answers(text, self._loaded, stop)

        try:
            for index, result in _completed(pool, texts, work, waiting=2 * workers):
                if isinstance(result, EngineError):
                    failures.append(result)
                    _log.warning("sentence %d is left out: %s", index, result.what)
                else:
                    done += 1
                    yield _raw(index, result)
        finally:
            # Also when the caller stops taking: what runs ends at its next token.
            stop.set()
            pool.shutdown(wait=True, cancel_futures=True)
        if failures and not done:
            raise failures[0]

    def _loaded(self) -> Llama:
        with self._lock:
            if self._llama is None:
                self._llama = self._load(self._slots)
        return self._llama


class _Task:
    """One pair of languages with one way to answer."""

    def __init__(self, form: Form, source: str, target: str, way: Way) -> None:
        self._form, self._source, self._target = form, source, target
        self.way = way

    def answers(self, text: str, model: Callable[[], Llama], stop: Event) -> list[Answer]:
        """The candidates for one sentence, the likeliest finished ones first."""
        sentence = harmless(text)
        if not has_words(sentence):
            return [Answer(sentence, True, 0.0)]
        quoted = unquote(sentence)
        parts = [self._of_piece(piece, model, stop) for piece in pieces(quoted.inner)]
        found = parts[0] if len(parts) == 1 else _joined(parts)
        return [replace(one, text=quoted.around(one.text)) for one in found]

    def _of_piece(self, text: str, model: Callable[[], Llama], stop: Event) -> list[Answer]:
        def drawn(draw: Draw) -> list[Answer]:
            return model().complete(
                self._form.prompt(text, self._source, self._target, self._shown(text, draw)),
                draw=draw,
                seed=_seed(text, draw),
                most_tokens=most_tokens(text, self._target),
                stop=self._form.stop,
                cancelled=stop.is_set,
            )

        try:
            # At once, so that the model's slots are filled.
            with ThreadPoolExecutor(len(self.way), thread_name_prefix="draw") as pool:
                found = [one for answers in pool.map(drawn, self.way) for one in answers]
        except TooLong:
            if len(text) < 2:
                raise
            return _joined([self._of_piece(half, model, stop) for half in halves(text) if half])
        made = [Answer(self._form.answer(one.text), one.finished, one.score) for one in found]
        return sorted(made, key=_likelihood)

    def _shown(self, text: str, draw: Draw) -> tuple[examples.Example, ...]:
        if not self._form.example:
            return ()
        if draw.examples == "usual":
            return examples.usual(draw.shown, skip=draw.skip)
        return examples.nearest(text, self._source, draw.shown, skip=draw.skip)


def _likelihood(one: Answer) -> tuple[bool, float]:
    return not one.finished, -one.score if one.score is not None else 0.0


def _joined(parts: Sequence[list[Answer]]) -> list[Answer]:
    """The likeliest candidates of all pieces together, then the next ones."""
    return [
        Answer(
            " ".join(one.text for one in row),
            all(one.finished for one in row),
            _mean([one.score for one in row if one.score is not None]),
        )
        for row in zip(*parts, strict=False)
    ]


def _mean(scores: Sequence[float]) -> float | None:
    return sum(scores) / len(scores) if scores else None


def _seed(text: str, draw: Draw) -> int:
    """The same for the same sentence drawn the same way, below 2^31."""
    content = f"{draw} {text}".encode("utf-8", "replace")
    return int.from_bytes(hashlib.sha256(content).digest()[:4]) >> 1


def _raw(index: int, answers: Sequence[Answer]) -> RawTranslation:
    first, *others = answers
    more = tuple(one.text for one in others if one.finished)
    return RawTranslation(index, first.text, first.finished, first.score, more)


def _completed(
    pool: ThreadPoolExecutor,
    texts: Sequence[str],
    work: Callable[[str], list[Answer]],
    *,
    waiting: int,
) -> Iterator[tuple[int, list[Answer] | EngineError]]:
    """Index and result of each text as it is done; few wait in the pool, so that it ends soon."""
    queue = iter(enumerate(texts))
    running: dict[Future[list[Answer]], int] = {}

    def take(count: int) -> None:
        for index, text in islice(queue, count):
            running[pool.submit(work, text)] = index

    take(waiting)
    while running:
        ready, _ = wait(running, return_when=FIRST_COMPLETED)
        take(len(ready))
        for future in ready:
            index = running.pop(future)
            try:
                yield index, future.result()
            except EngineError as error:
                yield index, error
