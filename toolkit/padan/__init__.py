"""padan: retellings of one news story side by side, sentence by sentence, in English, compared.

The public API. Names load on first use, so that `import padan` costs next to nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from padan.api import (
        align,
        align_story,
        compare,
        group_stories,
        open_store,
        read_article,
        run,
        split_sentences,
        translate,
    )

__all__ = [
    "align",
    "align_story",
    "compare",
    "group_stories",
    "open_store",
    "read_article",
    "run",
    "split_sentences",
    "translate",
]

# Two functions are called like subpackages. A subpackage takes its name here when it is first
# imported, so that happens now, and the names are freed for the functions.
for _name in ("align", "translate"):
    import_module(f"padan.{_name}")
    del globals()[_name]


def __getattr__(name: str) -> Any:
    if name in __all__:
        return getattr(import_module("padan.api"), name)
    raise AttributeError(f"module 'padan' has no attribute {name!r}")


def __dir__() -> list[str]:
    return __all__
