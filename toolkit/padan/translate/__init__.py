"""Sentences into another language: memory, cleaning, and what may have gone wrong.

Names load on first use: whoever imports `padan` imports this package.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from padan.translate.cleaning import clean
    from padan.translate.faults import find_faults
    from padan.translate.glossary import Glossary
    from padan.translate.memory import memory_key
    from padan.translate.stage import translate

__all__ = ["Glossary", "clean", "find_faults", "memory_key", "translate"]

_HOME = {
    "Glossary": "glossary",
    "clean": "cleaning",
    "find_faults": "faults",
    "memory_key": "memory",
    "translate": "stage",
}


def __getattr__(name: str) -> Any:
    if name in _HOME:
        return getattr(import_module(f"padan.translate.{_HOME[name]}"), name)
    raise AttributeError(f"module 'padan.translate' has no attribute {name!r}")
