"""What stages tell in English (where a check could not tell, what may be wrong with our English)
in the reader's language: `data/lines.toml`.

The lines are stored as they were told; here they are known again by their form.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

_WORDS = re.compile(r"\{(\w+)\}")


@lru_cache(maxsize=1024)
def in_language(line: str, lang: str) -> str:
    """The line in `lang` (en or id); in English where it is known in English alone."""
    if lang == "en":
        return line
    for form, other in _forms(lang):
        found = form.fullmatch(line)
        if found:
            return other.format(**{n: _taken(w) for n, w in found.groupdict().items()})
    return line


@cache
def _forms(lang: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    """Lines with words to be put in come last, for they fit more; else in the file's order."""
    lines = sorted(_data()["line"], key=lambda line: _WORDS.search(line["en"]) is not None)
    return tuple((_form(line["en"]), line[lang]) for line in lines)


def _form(template: str) -> re.Pattern[str]:
    parts = _WORDS.split(template)
    spelt = (f"(?P<{p}>.+?)" if n % 2 else re.escape(p) for n, p in enumerate(parts))
    return re.compile("".join(spelt), re.DOTALL)


def _taken(words: str) -> str:
    own: str = _data()["words"].get(words, words)
    for form, other in _data()["parts"].items():
        own = re.sub(form, other, own)
    return own


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(files("padan.view").joinpath("data/lines.toml").read_text("utf-8"))
