"""Where a named model lies: a folder, the hub's local cache, or (only when asked) the hub."""

from __future__ import annotations

import hashlib
import os
import re
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from padan.engines.cache import checksum
from padan.errors import EngineError

_REPOSITORY = re.compile(r"(?:[\w.-]+/)?[\w.-]+")
_CONVERTED = "model.bin"
"""The weights of a model converted for CTranslate2."""
_WEIGHTS = ("model*.safetensors", "pytorch_model*.bin", _CONVERTED)
_SMALL = ("*.json", "*.model", "*.spm", "*.txt")
"""Settings, vocabularies and tokenizers."""


@dataclass(frozen=True, slots=True)
class Model:
    """A model that was found. `folder` is None while it lies on the hub only."""

    name: str
    revision: str
    """Twelve hex digits: of the hub's commit, or of a hash over the folder's files."""
    folder: Path | None
    commit: str = ""
    files: tuple[str, ...] = ()
    """What to download, where `folder` is None."""


def find_model(named: str, *, engine: str) -> Model:
    """The model of this name, `FOLDER` or `REPOSITORY` or `REPOSITORY@REVISION`.

    Downloads no weights; the hub is asked only for what no local copy tells.
    Raises EngineError where there is no such model, or no way to ask.
    """
    folder = Path(named).expanduser()
    if folder.is_dir():
        _require_model(folder, engine)
        return Model(folder.resolve().name, _content_hash(folder), folder)
    repository, _, revision = named.partition("@")
    if not _REPOSITORY.fullmatch(repository) or repository.startswith("."):
        raise EngineError(
            "there is no such folder", where=engine, todo="name a folder, or ORGANISATION/MODEL"
        )
    return _cached(repository, revision, engine) or _remote(repository, revision, engine)


def fetched(model: Model, *, engine: str) -> Path:
    """The folder of a model, downloaded where it has to be. Raises EngineError."""
    if model.folder is not None:
        return model.folder
    import huggingface_hub
    from huggingface_hub.utils.tqdm import disable_progress_bars

    if not sys.stderr.isatty():
        disable_progress_bars()
    try:
        found = huggingface_hub.snapshot_download(
            model.name, revision=model.commit, allow_patterns=list(model.files)
        )
    except Exception as error:
        raise _unreachable(model.name, error, engine) from error
    folder = Path(found)
    _require_model(folder, engine)
    return folder


def is_converted(folder: Path) -> bool:
    """The folder holds a model converted for CTranslate2."""
    return (folder / _CONVERTED).is_file()


def is_cached(repository: str) -> bool:
    """The weights of this repository lie in the hub's local cache; told from folders alone."""
    home = os.environ.get("HF_HOME") or Path(
        os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache", "huggingface"
    )
    cache = Path(os.environ.get("HF_HUB_CACHE") or Path(home, "hub"))
    snapshots = cache / f"models--{repository.replace('/', '--')}" / "snapshots"
    return snapshots.is_dir() and any(_has_weights(s) for s in snapshots.iterdir())


def _has_weights(folder: Path) -> bool:
    return any(path.is_file() for pattern in _WEIGHTS for path in folder.glob(pattern))


def _require_model(folder: Path, engine: str) -> None:
    missing = "" if (folder / "config.json").is_file() else "config.json"
    if not missing and not _has_weights(folder):
        missing = " or ".join(_WEIGHTS)
    if missing:
        raise EngineError(
            f"the folder holds no whole model ({missing} is missing)",
            where=engine,
            todo="name the folder that a model was saved or converted into",
        )


def _content_hash(folder: Path) -> str:
    """Of what decides the output: settings, vocabulary, tokenizer, weights. Names count too."""
    paths = {p for pattern in (*_SMALL, *_WEIGHTS) for p in folder.glob(pattern) if p.is_file()}
    content = "".join(f"{p.name} {checksum(p)}\n" for p in sorted(paths))
    return hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()[:12]


def _cached(repository: str, revision: str, engine: str) -> Model | None:
    import huggingface_hub
    from huggingface_hub.errors import HFValidationError

    try:
        found = huggingface_hub.snapshot_download(
            repository, revision=revision or None, local_files_only=True
        )
    except HFValidationError as error:
        raise EngineError(
            f"'{repository}' is no name of a model", where=engine, todo="write ORGANISATION/MODEL"
        ) from error
    except OSError:
        return None
    folder = Path(found)
    if not _has_weights(folder):
        return None
    return Model(repository, folder.name[:12], folder, commit=folder.name)


def _remote(repository: str, revision: str, engine: str) -> Model:
    import huggingface_hub

    try:
        about = huggingface_hub.HfApi().model_info(repository, revision=revision or None)
    except Exception as error:
        raise _unreachable(repository, error, engine) from error
    names = [file.rfilename for file in about.siblings or ()]
    files = (*_SMALL, *_wanted_weights(names, engine))
    commit = str(about.sha)
    return Model(repository, commit[:12], None, commit=commit, files=files)


def _wanted_weights(names: list[str], engine: str) -> list[str]:
    """One form of the weights: converted, else safetensors, else PyTorch's."""
    for pattern in (_CONVERTED, r"model.*\.safetensors", r"pytorch_model.*\.bin"):
        found = [name for name in names if re.fullmatch(pattern, name)]
        if found:
            return found
    raise EngineError("holds no weights that padan can use", where=engine, todo="name another")


def _unreachable(repository: str, error: Any, engine: str) -> EngineError:
    """One line for whatever the hub's client raised; its classes change between releases."""
    status = getattr(getattr(error, "response", None), "status_code", None)
    if status in (401, 403, 404):
        return EngineError(
            f"the hub has no model '{repository}' that is open to you",
            where=engine,
            todo="check the name; for a gated model accept its terms and run: hf auth login",
        )
    first = str(error).strip().partition("\n")[0][:160] or type(error).__name__
    return EngineError(
        f"the model is not on this machine and the hub cannot be reached ({first})",
        where=engine,
        todo=f"go online, or download it elsewhere with: hf download {repository}"
        " --local-dir FOLDER, and name the folder",
    )
