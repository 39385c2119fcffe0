"""The few-shot prompt of the translator `gemma`, from `data/gemma_prompt.toml`."""

from __future__ import annotations

import hashlib
import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

_CONTROL_TOKEN = re.compile(r"<(?=[\w|/\[])")
"""`<eos>` and its like: within a prompt they would act, not be read."""
_SPARE_TOKENS = 16
"""Room for names that fall into many tokens, in sentences of few characters."""


@dataclass(frozen=True, slots=True)
class Prompt:
    """Text before and after the sentence, and how long the answer may be."""

    before: str
    after: str
    tokens_per_character: float

    def around(self, text: str) -> str:
        """The prompt for one sentence, which ends where the translation has to begin."""
        return f"{self.before}{text}{self.after}"

    def most_tokens(self, text: str) -> int:
        """How many tokens the translation of this sentence may have."""
        return _SPARE_TOKENS + int(len(text) * self.tokens_per_character)


def harmless(text: str) -> str:
    """The sentence on one line and without control tokens, so that it stays a sentence."""
    one_line = " ".join(text.replace("\0", " ").split())
    return _CONTROL_TOKEN.sub("< ", one_line).encode("utf-8", "replace").decode("utf-8")


def answer(line: str) -> str:
    """What the model wrote, without the quote that closes the one the prompt opened."""
    return line.strip().removesuffix('"').rstrip()


@cache
def prompts() -> dict[tuple[str, str], Prompt]:
    """The prompt for each pair of languages, source first."""
    path = files("padan.engines") / "data" / "gemma_prompt.toml"
    content = tomllib.loads(path.read_text("utf-8"))
    return {
        (direction["source"], direction["target"]): _prompt(direction, content["example"])
        for direction in content["direction"]
    }


def _prompt(direction: dict[str, Any], examples: list[dict[str, str]]) -> Prompt:
    source, target = direction["source_label"], direction["target_label"]
    shown = "".join(
        f'{source}: "{example[direction["source"]]}"\n'
        f'{target}: "{example[direction["target"]]}"\n\n'
        for example in examples
    )
    return Prompt(
        before=f'{direction["head"]}\n\n{shown}{source}: "',
        after=f'"\n{target}: "',
        tokens_per_character=direction["tokens_per_character"],
    )


@cache
def fingerprint() -> str:
    """Eight hex digits that change when a prompt or a bound does."""
    return hashlib.sha256(repr(sorted(prompts().items())).encode()).hexdigest()[:8]
