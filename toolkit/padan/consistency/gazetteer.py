"""Names known in several forms: countries and their peoples, bodies, regions."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

from padan.consistency.lexicon import Phrases, load
from padan.consistency.tokens import Token, tokenize

_KINDS = ("country", "body", "place", "group", "person")
_LONGEST = 8
"""Words of a known name."""


@dataclass(frozen=True, slots=True)
class Entity:
    """What a known name stands for."""

    id: str
    kind: str
    near: bool = False
    """The name stands for it without being it: a capital for its country."""
    upper: bool = False
    """The name counts in capitals only."""


@lru_cache(maxsize=1)
def known_names() -> Phrases[Entity]:
    """Every known name, filed for look-up by its words."""
    from babel import Locale

    phrases: Phrases[Entity] = Phrases()
    for lang in ("en", "id"):
        for code, name in Locale(lang).territories.items():
            if len(code) == 2 and code not in {"ZZ", "XA", "XB", "EZ", "QO", "UN", "EU"}:
                for part in name.replace(")", "").split("("):
                    phrases.add(part.strip(), Entity(code, "country"))
    table = load("names")
    for kind in _KINDS:
        for name_id, forms in table[kind].items():
            for form in forms.get("near", ()):
                phrases.add(form, Entity(name_id, kind, near=True))
            for form in forms.get("upper", ()):
                phrases.add(form, Entity(name_id, kind, upper=True))
            for form in forms.get("names", ()):
                phrases.add(form, Entity(name_id, kind))
    return phrases


def entity_at(
    tokens: tuple[Token, ...], i: int, *, any_case: bool = False, no_capitals: bool = False
) -> tuple[Entity, int] | None:
    """The known name that begins at token `i`, and the index after it.

    It must begin with a capital unless `any_case`; short forms in capitals must be in capitals
    unless the whole text has none (`no_capitals`).
    """
    found = known_names().at(tokens, i) or _of_possessive(tokens, i)
    if found is None or no_capitals:
        return found
    if found[0].upper:
        return found if tokens[i].text.isupper() else None
    return found if any_case or tokens[i].capital else None


def _of_possessive(tokens: tuple[Token, ...], i: int) -> tuple[Entity, int] | None:
    """The known name that begins at token `i` and ends in a possessive: Norway's."""
    near = tokens[i : i + _LONGEST]
    if not any(t.norm.endswith("'s") for t in near):
        return None
    bare = tuple(replace(t, norm=t.norm.removesuffix("'s")) for t in near)
    found = known_names().at(bare, 0)
    return (found[0], i + found[1]) if found else None


@lru_cache(maxsize=4096)
def is_known(word: str) -> bool:
    """`word` alone is a known name, in any case: Austria is no misspelt Australia."""
    tokens = tokenize(word)
    return bool(tokens) and entity_at(tokens, 0, any_case=True) is not None


def english_name(entity: Entity) -> str:
    """The English name of a country; empty for what is no country."""
    from babel import Locale

    return str(Locale("en").territories.get(entity.id, "")) if entity.kind == "country" else ""
