"""How a language model is asked for a translation: the forms of `data/prompts.toml`."""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from padan.engines.examples import Example
from padan.engines.languages import base_language

_CONTROL_TOKEN = re.compile(r"<(?=[\w|/\[])|\[(?=/?INST\])")
"""`<eos>` and its like: within a prompt they would act, not be read."""
_SPARE_TOKENS = 16
"""Room for names that fall into many tokens, in sentences of few characters."""


@dataclass(frozen=True, slots=True)
class Form:
    """A way to ask; the data file says what each part does."""

    name: str
    question: str
    stop: tuple[str, ...]
    head: str = ""
    example: str = ""
    closing: str = ""
    chat: str = ""
    model: str = ""

    def prompt(self, text: str, source: str, target: str, shown: Sequence[Example] = ()) -> str:
        """The prompt for one sentence, which ends where the translation has to begin.

        `text` has gone through `harmless`. `shown` stand before it, the last one nearest to it.
        """
        names = {
            "source": language_name(source),
            "target": language_name(target),
            "source_code": source,
            "target_code": target,
        }
        parts = [self.head.format(**names)]
        for one in shown if self.example else ():
            parts.append(
                self.example.format(
                    **names, source_text=one.text(source), target_text=one.text(target)
                )
            )
        parts.append(self.question.format(**names, text=text))
        return "".join(parts)

    def answer(self, written: str) -> str:
        """What the model wrote, without the mark that closes the one the prompt opened."""
        line = written.strip()
        return line.removesuffix(self.closing).rstrip() if self.closing else line


@cache
def forms() -> dict[str, Form]:
    """All forms by name, in the order in which they are tried."""
    return {form["name"]: Form(**{**form, "stop": tuple(form["stop"])}) for form in _data()["form"]}


def form_for(model: str, chat_template: str) -> Form | None:
    """The form for a model of this name with this chat template (empty: a base model).

    None where it has a chat template that no form fits.
    """
    for form in forms().values():
        if form.model and form.model in model.lower().replace("-", "").replace(" ", ""):
            return form
        if form.chat and form.chat in chat_template:
            return form
    return None if chat_template else forms()["few-shot"]


def harmless(text: str) -> str:
    """The sentence on one line and without control tokens, so that it stays a sentence."""
    one_line = " ".join(text.replace("\0", " ").split())
    spaced = _CONTROL_TOKEN.sub(lambda match: f"{match.group()} ", one_line)
    return spaced.encode("utf-8", "replace").decode("utf-8")


def most_tokens(text: str, target: str) -> int:
    """How many tokens the translation of this sentence may have."""
    bounds = _data()["tokens_per_character"]
    return _SPARE_TOKENS + int(len(text) * bounds.get(target, bounds["other"]))


@cache
def language_name(code: str) -> str:
    """The English name of a language; the code itself where it has none."""
    from babel import Locale

    return str(Locale("en").languages.get(base_language(code), code))


def fingerprint(form: Form, shown: Sequence[Example]) -> str:
    """Eight hex digits that change when the form, the examples or a bound does."""
    used = [asdict(form), [asdict(one) for one in shown], _data()["tokens_per_character"]]
    return hashlib.sha256(repr(used).encode()).hexdigest()[:8]


@cache
def _data() -> dict[str, Any]:
    path = files("padan.engines") / "data" / "prompts.toml"
    return tomllib.loads(path.read_text("utf-8"))
