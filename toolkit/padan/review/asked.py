"""What browsers send, read and bounded."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from padan.errors import InputError
from padan.model import Act
from padan.writable import is_writable


@dataclass(frozen=True, slots=True)
class Asked:
    """An act that a reviewer wants done."""

    id: str
    reviewer: str
    act: Act | None = None
    body: Mapping[str, Any] | None = None


def read_act_asked(raw: bytes) -> Asked:
    """An act with its body. Raises InputError."""
    told = read_json(raw)
    try:
        act = Act(str(told.get("act")))
    except ValueError as error:
        raise InputError("is no act", where=str(told.get("act"))[:40]) from error
    body = told.get("body")
    if not isinstance(body, Mapping):
        raise InputError("'body' must be an object", where=act.value)
    return Asked(_word(told, "id"), _word(told, "reviewer"), act, body)


def read_turn_asked(raw: bytes) -> Asked:
    """Undo, redo or realign: who wants it, under which id. Raises InputError."""
    told = read_json(raw)
    return Asked(_word(told, "id"), _word(told, "reviewer"))


def read_json(raw: bytes) -> dict[str, Any]:
    """An object in JSON, all text of which can be written. Raises InputError."""
    try:
        told = json.loads(raw, parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        raise InputError("the body is not JSON in UTF-8") from error
    if not isinstance(told, dict):
        raise InputError("the body must be an object")
    if not is_writable(told):
        raise InputError("holds a NUL or half a character")
    return told


def _no_number(name: str) -> float:
    raise ValueError(name)


def _word(told: Mapping[str, Any], name: str) -> str:
    found = told.get(name)
    if not isinstance(found, str):
        raise InputError(f"'{name}' must be a text")
    return found
