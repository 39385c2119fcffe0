"""The tables of `data/`, read once."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def table(name: str) -> dict[str, Any]:
    """The table `data/<name>.toml`."""
    text = files("padan.articles").joinpath("data", f"{name}.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@cache
def layout(section: str) -> dict[str, float]:
    """The numbers of one section of `data/layout.toml`."""
    return {key: float(value) for key, value in table("layout")[section].items()}
