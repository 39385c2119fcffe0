"""Where a named model lies: a folder, the hub's local cache, or (only when asked) the hub."""

from __future__ import annotations

import logging
import os
import re
import sys
from pathlib import Path
from typing import Any

from padan.engines.licences import CARD
from padan.engines.modelfiles import (
    CONVERTED,
    SMALL,
    Model,
    conversions,
    disk_trouble,
    has_vocabulary,
    in_folder,
    is_commit,
    missing,
    require_model,
)
from padan.errors import EngineError

_REPOSITORY = re.compile(r"(?:[\w.-]+/)?[\w.-]+")


def find_model(named: str, *, engine: str, original: bool = False) -> Model:
    """The model of this name, `FOLDER` or `REPOSITORY` or `REPOSITORY@REVISION`.

    A repository that `padan engines convert` has put into the cache folder is taken from there,
    unless the `original` is wanted. Downloads no weights; the hub is asked only for what no local
    copy tells. Raises EngineError where there is no such model, or no way to ask.
    """
    folder = Path(named).expanduser()
    if not named:
        raise EngineError("names no model", where=engine, todo="name a folder or a repository")
    if folder.is_dir():
        require_model(folder, engine)
        return in_folder(folder)
    repository, _, revision = named.partition("@")
    if not _REPOSITORY.fullmatch(repository) or repository.startswith("."):
        raise EngineError(
            "there is no such folder", where=engine, todo="name a folder, or ORGANISATION/MODEL"
        )
    own = None if original else _own_conversion(repository, revision)
    return own or _cached(repository, revision) or _remote(repository, revision, engine)


def _own_conversion(repository: str, revision: str) -> Model | None:
    """The latest conversion of a repository in the cache folder, of this revision if named."""
    for folder, origin in conversions().items():
        commit = origin["revision"]
        if origin["model"] == repository and is_commit(commit) and commit.startswith(revision):
            return in_folder(folder)
    return None


def fetched(model: Model, *, engine: str) -> Path:
    """The folder of a model, downloaded where it has to be. Raises EngineError."""
    if model.folder is not None:
        return model.folder
    import huggingface_hub
    from huggingface_hub.utils.tqdm import disable_progress_bars

    _quiet()
    if not sys.stderr.isatty():
        disable_progress_bars()
    try:
        found = huggingface_hub.snapshot_download(
            model.name, revision=model.commit, allow_patterns=list(model.files)
        )
    except Exception as error:
        # Whatever the client raises; its classes change between releases.
        full = disk_trouble(error, hub_cache(), engine)
        raise full or _unreachable(model.name, error, engine, begun=True) from error
    folder = Path(found)
    require_model(folder, engine)
    return folder


def is_cached(repository: str) -> bool:
    """The weights of this repository lie in the hub's local cache; told from folders alone."""
    return any(_whole(snapshot) for snapshot in _snapshots(repository))


def cached_models() -> dict[str, Path]:
    """Repositories whose weights lie in the hub's local cache, each with a snapshot of it."""
    found = {}
    for folder in sorted(hub_cache().glob("models--*")):
        repository = folder.name.removeprefix("models--").replace("--", "/")
        whole = [snapshot for snapshot in _snapshots(repository) if _whole(snapshot)]
        if whole:
            found[repository] = whole[-1]
    return found


def hub_cache() -> Path:
    """The folder into which the hub's client downloads."""
    home = os.environ.get("HF_HOME") or Path(
        os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache", "huggingface"
    )
    return Path(os.environ.get("HF_HUB_CACHE") or Path(home, "hub"))


def _home(repository: str) -> Path:
    return hub_cache() / f"models--{repository.replace('/', '--')}"


def _snapshots(repository: str) -> list[Path]:
    try:
        return sorted((_home(repository) / "snapshots").iterdir())
    except OSError:
        return []


def _whole(folder: Path) -> bool:
    """Not a download that was broken off; that one goes on where it was when it is asked for."""
    return not missing(folder) and has_vocabulary(folder)


def _cached(repository: str, revision: str) -> Model | None:
    """The whole local copy of a revision: a branch, a tag, or a commit or the first digits of one.

    Without a revision the copy of `main`, else the latest: what was downloaded by its commit is
    under no name.
    """
    there = {folder.name: folder for folder in _snapshots(repository) if _whole(folder)}
    named = _reference(repository, revision or "main")
    if named in there:
        found = [there[named]]
    elif revision:
        digits = revision if re.fullmatch(r"[0-9a-f]{7,40}", revision) else None
        found = [folder for commit, folder in there.items() if digits and commit.startswith(digits)]
    else:
        found = sorted(there.values(), key=lambda folder: folder.stat().st_mtime)
    if not found:
        return None
    return Model(repository, found[-1].name[:12], found[-1], commit=found[-1].name)


def _reference(repository: str, name: str) -> str:
    """The commit that a branch or tag stood for when it was last asked of the hub."""
    try:
        return (_home(repository) / "refs" / name).read_text("utf-8").strip()
    except (OSError, ValueError):
        return ""


def _remote(repository: str, revision: str, engine: str) -> Model:
    from huggingface_hub import HfApi
    from huggingface_hub.errors import HFValidationError

    _quiet()
    try:
        about = HfApi().model_info(repository, revision=revision or None)
    except HFValidationError as error:
        raise EngineError(
            f"'{repository}' is no name of a model", where=engine, todo="write ORGANISATION/MODEL"
        ) from error
    except Exception as error:
        raise _unreachable(repository, error, engine) from error
    names = [file.rfilename for file in about.siblings or ()]
    files = (*SMALL, CARD, *_wanted_weights(names, engine))
    commit = str(about.sha)
    return Model(repository, commit[:12], None, commit=commit, files=files)


def _quiet() -> None:
    """The hub's client logs every retry; what went wrong in the end is said once, by us."""
    logging.getLogger("huggingface_hub").setLevel(logging.CRITICAL)


def _wanted_weights(names: list[str], engine: str) -> list[str]:
    """One form of the weights: converted, else safetensors, else PyTorch's."""
    for pattern in (CONVERTED, r"model.*\.safetensors", r"pytorch_model.*\.bin"):
        found = [name for name in names if re.fullmatch(pattern, name)]
        if found:
            return found
    raise EngineError("holds no weights that padan can use", where=engine, todo="name another")


def _unreachable(repository: str, error: Any, engine: str, *, begun: bool = False) -> EngineError:
    """One line for whatever the hub's client raised; its classes change between releases."""
    status = getattr(getattr(error, "response", None), "status_code", None)
    if status in (401, 403, 404):
        return EngineError(
            f"the hub has no model '{repository}' that is open to you",
            where=engine,
            todo="check the name; for a gated model accept its terms and run: hf auth login",
        )
    first = str(error).strip().partition("\n")[0][:160] or type(error).__name__
    elsewhere = f"download it elsewhere with: hf download {repository} --local-dir FOLDER"
    if begun:
        return EngineError(
            f"the download broke off ({first})",
            where=engine,
            todo=f"run again, it goes on where it was; or {elsewhere}, and name the folder",
        )
    return EngineError(
        f"the model is not on this machine and the hub cannot be reached ({first})",
        where=engine,
        todo=f"go online, or {elsewhere}, and name the folder",
    )
