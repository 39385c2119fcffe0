"""The translator `openai:URL#MODEL`: a chat model behind an OpenAI-compatible endpoint."""

from __future__ import annotations

import hashlib
import logging
import re
import tomllib
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from functools import cache
from importlib.resources import files
from typing import Any

from padan.engines.base import EngineInfo, RawTranslation, TranslatorOptions
from padan.engines.decoding import HOPELESS
from padan.engines.endpoint import OWN_KEY, Address, Endpoint, Refused, address
from padan.engines.languages import base_language, has_words, no_language
from padan.errors import EngineError
from padan.model import Term

_THOUGHTS = re.compile(r"\s*<(think|thinking|reasoning)>.*?</\1>", re.DOTALL)
_SPARE = ("logprobs", "max_tokens")
"""What some servers do not know, and the translation does without."""
_log = logging.getLogger(__name__)


class OpenAiTranslator:
    """One sentence a request, a few requests at once, temperature 0.

    The server alone knows which weights stand behind a model's name: the signature pins the
    address, the name and the prompt. Quality, device and number format have no meaning here.
    """

    def __init__(self, argument: str = "", options: TranslatorOptions | None = None) -> None:
        url, mark, model = argument.partition("#")
        self._model = model.strip()
        if not (mark and self._model):
            raise EngineError(
                "names no model",
                where="openai",
                todo="write openai:URL#MODEL, say openai:http://localhost:8080/v1#MODEL",
            )
        self._where: Address = address(url, engine="openai")
        self._spec = f"openai:{argument}"
        self._spare = frozenset(_SPARE)

    @staticmethod
    def info() -> EngineInfo:
        """What `padan engines` shows; whether a server answers is not asked."""
        return EngineInfo(
            spec="openai:URL#MODEL",
            task="translate",
            about="a chat model behind an OpenAI-compatible endpoint, on this machine or elsewhere;"
            " the sentences are sent there",
            licence="the model's",
            size_mb=0,
            installed=True,
            weights=False,
            get="start a server (say, llama.cpp's: openai:http://localhost:8080/v1#MODEL) or get"
            f" an account, and put its key into {OWN_KEY}",
        )

    @property
    def attempts(self) -> int:
        """See Translator."""
        return len(_data()["attempt"])

    @property
    def signature(self) -> str:
        """Address, model and prompt; nothing is asked of the server."""
        data = _data()
        told = repr((data["system"], data["terms"], data["attempt"], data["request"]))
        prompt = hashlib.sha256(told.encode()).hexdigest()[:8]
        return f"openai:{self._where.url}#{self._model}/temperature0/prompt:{prompt}"

    def translate(
        self,
        texts: Sequence[str],
        *,
        source: str,
        target: str,
        attempt: int = 0,
        terms: Sequence[Sequence[Term]] = (),
    ) -> Iterator[RawTranslation]:
        """Yield each translation as it comes.

        A sentence that the server refuses is left out. Raises EngineError where it cannot be
        reached, accepts no key or model, or refuses all of several sentences; what was answered
        until then has been yielded.
        """
        wanted = [index for index, text in enumerate(texts) if has_words(text)]
        for index in sorted(set(range(len(texts))) - set(wanted)):
            yield RawTranslation(index, " ".join(texts[index].split()))
        told = _Prompt(source, target, attempt, engine=self._spec)
        jobs = [(i, texts[i], terms[i] if i < len(terms) else ()) for i in wanted]
        if jobs:
            yield from self._answers(jobs, told)

    def _answers(
        self, jobs: list[tuple[int, str, Sequence[Term]]], told: _Prompt
    ) -> Iterator[RawTranslation]:
        """Ask for each job, a few at once; what fails for good is raised after what succeeded."""
        endpoint = Endpoint(self._where, _data()["patience"], engine=self._spec)
        threads = ThreadPoolExecutor(_data()["request"]["at_once"])
        tally = _Tally()
        try:
            left, running = deque(jobs), set[Future[RawTranslation]]()
            while running or (left and not tally.hopeless):
                while left and not tally.hopeless and len(running) < _data()["request"]["at_once"]:
                    running.add(threads.submit(self._one, endpoint, *left.popleft(), told))
                ended, running = wait(running, return_when=FIRST_COMPLETED)
                for future in ended:
                    answer = tally.taken(future)
                    if answer is not None:
                        yield answer
                if tally.failure is not None:
                    endpoint.stop()
        finally:
            endpoint.stop()
            threads.shutdown(cancel_futures=True)
        tally.close(self._spec)

    def _one(
        self, endpoint: Endpoint, index: int, text: str, terms: Sequence[Term], told: _Prompt
    ) -> RawTranslation:
        messages = [
            {"role": "system", "content": told.system(terms)},
            {"role": "user", "content": " ".join(text.split())},
        ]
        return _raw(index, self._ask(endpoint, messages))

    def _ask(self, endpoint: Endpoint, messages: list[dict[str, str]]) -> dict[str, Any]:
        """Ask; where the server does not know a setting that is not needed, ask without it."""
        settings = _data()["request"]
        more = {"logprobs": True, "max_tokens": settings["max_tokens"]}
        while True:
            spare = self._spare
            request = {
                "model": self._model,
                "messages": messages,
                "temperature": settings["temperature"],
                "stream": False,
                **{name: more[name] for name in sorted(spare)},
            }
            try:
                return endpoint.ask(request)
            except Refused as error:
                unknown = {name for name in spare if name in str(error)}
                if not unknown:
                    raise
                self._spare -= unknown


class _Tally:
    """What has come of a request's sentences so far."""

    def __init__(self) -> None:
        self.failure: EngineError | None = None
        self._refusals: list[str] = []
        self._done = 0

    @property
    def hopeless(self) -> bool:
        """No further sentence need be asked."""
        return self.failure is not None or (len(self._refusals) >= HOPELESS and not self._done)

    def taken(self, future: Future[RawTranslation]) -> RawTranslation | None:
        """The answer of one that has ended, None where it has none."""
        try:
            answer = future.result()
        except Refused as error:
            self._refusals.append(str(error))
            return None
        except EngineError as error:
            self.failure = self.failure or error
            return None
        self._done += 1
        return answer

    def close(self, engine: str) -> None:
        """Say what was left out; raise what ended it all."""
        for refusal in self._refusals:
            _log.warning("a sentence is left out: %s", refusal)
        if self.failure is not None:
            raise self.failure
        if self.hopeless:
            raise EngineError(self._refusals[0], where=engine)


class _Prompt:
    """What the model is told for a pair of languages."""

    def __init__(self, source: str, target: str, attempt: int, *, engine: str) -> None:
        names = [_language(code) for code in (source, target)]
        if not all(names):
            raise no_language(engine, source, target, "languages that have an English name")
        self._names = dict(zip(("source", "target"), names, strict=True))
        data = _data()
        self._said: str = data["system"].format(**self._names)
        if attempt > 0:
            more = data["attempt"][min(attempt, len(data["attempt"])) - 1]["more"]
            self._said += more.format(**self._names)

    def system(self, terms: Sequence[Term]) -> str:
        """The system message, with the renderings that the user wants in this sentence."""
        lines = "\n".join(f"{term.source} = {term.target}" for term in terms)
        more: str = _data()["terms"].format(terms=lines) if lines else ""
        return self._said + more


def _language(code: str) -> str:
    """The English name of a language, empty where it has none."""
    from babel import Locale

    name: str = Locale("en").languages.get(base_language(code), "")
    return name


def _raw(index: int, answer: dict[str, Any]) -> RawTranslation:
    """The translation in an answer. Raises Refused where there is none."""
    try:
        choice = answer["choices"][0]
        text = choice["message"]["content"]
        ended = choice.get("finish_reason")
    except (KeyError, IndexError, TypeError, AttributeError) as error:
        raise Refused("the server's answer holds no message") from error
    if not isinstance(text, str) or ended == "content_filter":
        raise Refused("the server answers without a translation (its filter, or another form)")
    said = _THOUGHTS.sub("", text, count=1)
    score = _score(choice) if said == text else None
    return RawTranslation(index, " ".join(said.split()), ended in ("stop", None), score)


def _score(choice: dict[str, Any]) -> float | None:
    """Mean log-probability of the answer's tokens, where the server gives them."""
    try:
        found = [float(token["logprob"]) for token in choice["logprobs"]["content"]]
    except (KeyError, TypeError, ValueError):
        return None
    mean = sum(found) / len(found) if found else None
    return mean if mean is not None and -1e4 < mean <= 0 else None


@cache
def _data() -> dict[str, Any]:
    path = files("padan.engines") / "data" / "openai.toml"
    return tomllib.loads(path.read_text("utf-8"))
