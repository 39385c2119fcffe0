"""Families of translation models: how each is told the languages (`data/families.toml`)."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from padan.engines.languages import base_language, no_language
from padan.errors import EngineError


@dataclass(frozen=True, slots=True)
class Family:
    """One family. Templates are filled with a language's codes; empty ones do not apply."""

    key: str
    name: str
    licence: str
    sign: str = ""
    tokenizer: str = ""
    source: str = ""
    forced: str = ""
    prefix: str = ""
    optional_prefix: str = ""


@dataclass(frozen=True, slots=True)
class Direction:
    """What one family has to be told for one pair of languages."""

    source: str
    """For the tokenizer's `src_lang`; empty where it has none."""
    forced: str
    """The first token of the answer; empty where none is forced."""
    prefix: str
    """Text before the sentence."""


def family_of(tokenizer: Any, *, engine: str) -> Family:
    """The family a tokenizer belongs to. Raises EngineError where padan knows none."""
    name = type(tokenizer).__name__
    for family in families():
        if name == family.tokenizer or (family.sign and _knows(tokenizer, family.sign)):
            return family
    raise EngineError(
        f"is of a family that padan does not know (its tokenizer is {name})",
        where=engine,
        todo=f"name a model of {', '.join(f.name for f in families())}",
    )


def direction(
    family: Family, source: str, target: str, tokenizer: Any, *, engine: str
) -> Direction:
    """How to ask this model for this pair. Raises EngineError where it does not know them."""
    left, right = _codes(source), _codes(target)
    found = Direction(
        source=_filled(family.source, left),
        forced=_filled(family.forced, right),
        prefix=_filled(family.prefix, right),
    )
    needed = [found.forced, found.prefix.strip()]
    # M2M-100 names a language "id", and its token is "__id__".
    needed.append(_filled(family.forced, left) if family.source else "")
    incomplete = (family.source and not found.source) or (
        (family.forced or family.prefix) and not (found.forced or found.prefix)
    )
    if incomplete or not all(_knows(tokenizer, token) for token in needed if token):
        raise no_language(engine, source, target, f"the languages of {family.name}")
    _right_way_round(tokenizer, source, target, engine)
    token = _filled(family.optional_prefix, right)
    if token and _knows(tokenizer, token.strip()):
        return Direction(found.source, found.forced, token)
    return found


def _right_way_round(tokenizer: Any, source: str, target: str, engine: str) -> None:
    """A model made for one pair of languages must not be asked for another."""
    for attribute, asked in (("source_lang", source), ("target_lang", target)):
        made_for = getattr(tokenizer, attribute, None)
        one_language = {v for codes in _languages().values() for v in codes.values()}
        if made_for in one_language and made_for not in _codes(asked).values():
            known = f"{tokenizer.source_lang} to {tokenizer.target_lang}"
            raise no_language(engine, source, target, known)


def _filled(template: str, codes: dict[str, str]) -> str:
    return template.format(**codes) if template and codes else ""


def _knows(tokenizer: Any, token: str) -> bool:
    number = tokenizer.convert_tokens_to_ids(token)
    return number is not None and number != tokenizer.unk_token_id


def _codes(language: str) -> dict[str, str]:
    return _languages().get(base_language(language), {})


@cache
def families() -> tuple[Family, ...]:
    """All families, in the order in which they are tried."""
    data = _data()
    return tuple(Family(key=key, **data[key]) for key in data if key != "languages")


@cache
def _languages() -> dict[str, dict[str, str]]:
    return {
        code: {"code": code, "flores": flores, "iso3": iso3}
        for code, (flores, iso3) in _data()["languages"].items()
    }


@cache
def _data() -> dict[str, Any]:
    path = files("padan.engines") / "data" / "families.toml"
    return tomllib.loads(path.read_text("utf-8"))
