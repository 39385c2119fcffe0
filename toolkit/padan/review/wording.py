"""What a review page says and which keys it listens to, in the language of its reader."""

from __future__ import annotations

import json
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from padan.model import Kind
from padan.view.ranking import SEVERITIES
from padan.view.texts import beginning
from padan.view.words import kind_label, severity_label

GROUPS = ("rows", "structure", "findings", "going", "page")
"""Of the commands, in the order of the key help."""


@cache
def commands() -> tuple[dict[str, Any], ...]:
    """What can be done on the page: name, group, default keys, label in each language."""
    found = tomllib.loads(files("padan.review").joinpath("data/keys.toml").read_text("utf-8"))
    return tuple(found["command"])


def page_values(lang: str) -> dict[str, Any]:
    """What the templates of the review pages need beside the story, `script_words` among it."""
    shown = [
        {"name": c["name"], "group": c["group"], "keys": c["keys"], "label": c[lang]}
        for c in commands()
    ]
    kinds = {kind.value: kind_label(kind, lang) for kind in Kind}
    grades = {grade.value: severity_label(grade, lang) for grade in SEVERITIES}
    words = {
        "words": beginning("review_", lang)
        | {f"status_{name}": text for name, text in beginning("status_", lang).items()},
        "commands": shown,
        "groups": GROUPS,
        "kinds": {name: label.name for name, label in kinds.items()},
        "severities": {name: label.name for name, label in grades.items()},
    }
    return {
        "commands": shown,
        "groups": GROUPS,
        "labels": {c["name"]: c["label"] for c in shown},
        "all_kinds": kinds,
        "all_grades": grades,
        "script_words": _script_json(words),
    }


def _script_json(words: dict[str, Any]) -> str:
    """JSON that can stand in a script element: nothing in it ends or opens an element."""
    text = json.dumps(words, ensure_ascii=False)
    return text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")
