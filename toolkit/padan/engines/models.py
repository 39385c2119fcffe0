"""Models with short names (`data/models.toml`), and which models lie ready on this machine."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from padan.engines.hub import cached_models
from padan.engines.modelfiles import conversions, is_commit


@dataclass(frozen=True, slots=True)
class Named:
    """A model with a short name."""

    size: str
    repository: str
    megabytes: int


@cache
def nllb_sizes() -> dict[str, Named]:
    """NLLB by size, the default first."""
    return {
        size: Named(size, about["repository"], about["megabytes"])
        for size, about in _data()["nllb"].items()
    }


def nllb_named(argument: str) -> str:
    """The repository or folder behind what follows `nllb:`; an empty one is the default."""
    sizes = nllb_sizes()
    if not argument:
        return next(iter(sizes.values())).repository
    known = {size.lower(): named.repository for size, named in sizes.items()}
    return known.get(argument.lower(), argument)


def ready(engine: str) -> tuple[str, ...]:
    """Specs of an engine that run without a download, each with what runs it."""
    return tuple(dict.fromkeys(spec for name, spec in _present() if name == engine))


def _present() -> Iterator[tuple[str, str]]:
    """Engine, spec and runtime of each translation model in padan's cache and the hub's."""
    names = {named.repository: f"nllb:{size}" for size, named in nllb_sizes().items()}
    for folder, origin in conversions().items():
        named = names.get(origin["model"], f"hf:{origin['model']}")
        # One that was converted from a folder is known by its own place alone.
        spec = named if is_commit(origin["revision"]) else f"hf:{folder}"
        yield spec.partition(":")[0], f"{spec} (CTranslate2, {origin['dtype']})"
    for repository, snapshot in cached_models().items():
        engine = _data()["types"].get(_model_type(snapshot))
        if repository in names:
            yield "nllb", f"{names[repository]} (PyTorch)"
        elif engine:
            yield engine, f"{engine}:{repository} (PyTorch)"


def _model_type(folder: Path) -> str:
    try:
        return str(json.loads((folder / "config.json").read_text("utf-8"))["model_type"])
    except (OSError, ValueError, KeyError, TypeError):
        return ""


@cache
def _data() -> dict[str, Any]:
    path = files("padan.engines") / "data" / "models.toml"
    return tomllib.loads(path.read_text("utf-8"))
