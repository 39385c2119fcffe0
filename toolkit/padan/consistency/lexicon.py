"""The word lists and numbers behind the checks: TOML files in `data/`, read once.

A user's own words come from one more TOML file, named by the environment variable PADAN_LEXICON:
a table per data file, of the same form, holding what is to be added or set otherwise.

    [names.aliases]
    ...
    [[modality.grade]]
    name = "possible"
    id = ["kayaknya"]
"""

from __future__ import annotations

import hashlib
import os
import tomllib
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Generic, TypeVar

from padan.consistency.tokens import Token, tokenize
from padan.errors import InputError

USER_FILE = "PADAN_LEXICON"
"""The environment variable that names the user's own file; read once, before the first check."""

LANGUAGES = frozenset({"id", "en"})
"""Languages that the lexicons cover."""

T = TypeVar("T")


@lru_cache(maxsize=64)
def load(name: str) -> dict[str, Any]:
    """The contents of `data/<name>.toml`, with the user's own words. Raises InputError."""
    own = tomllib.loads((files(__package__) / "data" / f"{name}.toml").read_text("utf-8"))
    more = _user_words().get(name)
    if more is None:
        return own
    try:
        return dict(_merged(own, more, name))
    except TypeError as error:
        raise InputError(str(error), where=os.environ[USER_FILE]) from error


@lru_cache(maxsize=1)
def fingerprint() -> str:
    """Twelve hex digits that change when a word list or number of a check does."""
    digest = hashlib.sha256()
    for path in sorted((files(__package__) / "data").iterdir(), key=lambda p: p.name):
        if path.is_file():
            digest.update(path.read_bytes())
    digest.update(repr(_user_words()).encode())
    return digest.hexdigest()[:12]


@lru_cache(maxsize=1)
def _user_words() -> dict[str, Any]:
    path = os.environ.get(USER_FILE, "")
    if not path:
        return {}
    try:
        found = tomllib.loads(Path(path).read_text("utf-8-sig"))
        repr(found)  # no table is too deep to be told
        return found
    except OSError as error:
        raise InputError(f"cannot be read ({error.strerror})", where=path) from error
    except (ValueError, RecursionError) as error:
        raise InputError(f"is no TOML in UTF-8 ({error})", where=path) from error


def _merged(own: Any, more: Any, where: str) -> Any:
    """Tables join, lists grow, tables in lists join by `name`, other values are replaced."""
    if isinstance(own, dict) and isinstance(more, dict):
        found = {key: _merged(own[key], more[key], f"{where}.{key}") for key in own if key in more}
        return {**own, **more, **found}
    if isinstance(own, list) and isinstance(more, list):
        return _joined(own, more, where)
    if type(own) is not type(more) and not {type(own), type(more)} <= {int, float}:
        raise TypeError(f"{where} must be a {_FORMS.get(type(own), 'value')}")
    if isinstance(own, str) and " " in own.strip():
        return f"{own} {more}"  # a list of words kept as one text
    return more


def _joined(own: list[Any], more: list[Any], where: str) -> list[Any]:
    named = {e["name"]: e for e in more if isinstance(e, dict) and "name" in e}
    joined = [
        _merged(e, named.pop(e["name"]), f"{where}.{e['name']}")
        if isinstance(e, dict) and e.get("name") in named
        else e
        for e in own
    ]
    return joined + [e for e in more if not isinstance(e, dict) or e.get("name") in named]


_FORMS = {dict: "table", list: "list", str: "text", bool: "true or false", int: "number"}


class Phrases(Generic[T]):
    """Phrases of one or more words with what they stand for; the longest that fits wins."""

    def __init__(self) -> None:
        self._by_first: dict[str, list[tuple[tuple[str, ...], T]]] = {}

    def add(self, phrase: str, value: T) -> None:
        """File `phrase`, spelt as in running text; later filings of the same words win."""
        words = tuple(t.norm for t in tokenize(phrase))
        if not words:
            return
        known = [e for e in self._by_first.get(words[0], []) if e[0] != words]
        known.append((words, value))
        known.sort(key=lambda entry: -len(entry[0]))
        self._by_first[words[0]] = known

    def at(self, tokens: tuple[Token, ...], i: int) -> tuple[T, int] | None:
        """The longest phrase that begins at token `i`, and the index after its last token."""
        known = self._by_first.get(tokens[i].norm) if i < len(tokens) else None
        if known is None:
            return None
        for words, value in known:
            end = i + len(words)
            if end <= len(tokens) and all(
                tokens[i + k].norm == w for k, w in enumerate(words[1:], start=1)
            ):
                return value, end
        return None
