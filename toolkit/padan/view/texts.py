"""What is said around the outlets' texts, in English or Indonesian: `data/texts.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

Template = str | Mapping[str, str]


@cache
def _texts() -> dict[str, dict[str, Template]]:
    return tomllib.loads(files("padan.view").joinpath("data/texts.toml").read_text("utf-8"))


def template(key: str, lang: str, n: object = None) -> str:
    """The text under `key`, words still to be put in; of two forms the one that fits `n`."""
    found = _texts()[key][lang]
    if isinstance(found, str):
        return found
    return found["one" if n == 1 else "many"]


def say(key: str, lang: str = "en", **words: object) -> str:
    """The text under `key` with the words put in. KeyError where it, or a word, is not known."""
    return template(key, lang, words.get("n")).format(**words)


def beginning(prefix: str, lang: str) -> dict[str, Template]:
    """The texts whose names begin so, without that beginning; for scripts, which put words in."""
    return {
        key.removeprefix(prefix): found[lang]
        for key, found in _texts().items()
        if key.startswith(prefix)
    }
