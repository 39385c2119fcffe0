"""A folder that holds a model: what belongs into it, what it says of itself, and its content."""

from __future__ import annotations

import errno
import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

from padan.engines.cache import cache_folder, checksum
from padan.errors import EngineError

CONVERTED = "model.bin"
"""The weights of a model converted for CTranslate2."""
WEIGHTS = ("model*.safetensors", "pytorch_model*.bin", CONVERTED)
SMALL = ("*.json", "*.model", "*.spm", "*.txt")
"""Settings, vocabularies and tokenizers."""
VOCABULARY = ("tokenizer.json", "*.model", "*.spm", "vocab.json", "vocab.txt")
RECORD = "padan.json"
"""What a folder that padan converted says of its origin."""
_COMMIT = 40
_DISK = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EACCES, errno.EPERM)


@dataclass(frozen=True, slots=True)
class Model:
    """A model that was found. `folder` is None while it lies on the hub only."""

    name: str
    revision: str
    """Twelve hex digits, of the hub's commit or of a hash over the folder's files; or both."""
    folder: Path | None
    commit: str = ""
    files: tuple[str, ...] = ()
    """What to download, where `folder` is None."""

    @property
    def converted(self) -> bool:
        """It is in the form that CTranslate2 runs."""
        return is_converted(self.folder) if self.folder else CONVERTED in self.files


def is_converted(folder: Path) -> bool:
    """The folder holds a model converted for CTranslate2."""
    return (folder / CONVERTED).is_file()


def in_folder(folder: Path) -> Model:
    """A folder's model: known by its content, and by its origin where padan converted it."""
    origin, content = record(folder), content_hash(folder)
    if not origin:
        return Model(folder.resolve().name, content, folder)
    revision = f"{origin['revision'][:12]}+{content[:8]}"
    return Model(origin["model"], revision, folder, commit=origin["revision"])


def record(folder: Path) -> dict[str, str]:
    """What padan wrote when it converted the model in this folder; empty for any other folder."""
    try:
        found = json.loads((folder / RECORD).read_text("utf-8"))
        return {key: str(found[key]) for key in ("model", "revision", "dtype")}
    except (OSError, ValueError, KeyError, TypeError):
        return {}


def conversions() -> dict[Path, dict[str, str]]:
    """Folders in the cache that hold converted models, the latest first, and their records."""
    try:
        folders = sorted(conversion_home().iterdir(), key=lambda p: p.stat().st_mtime)
    except OSError:
        return {}
    found = {folder: record(folder) for folder in reversed(folders) if is_converted(folder)}
    return {folder: origin for folder, origin in found.items() if origin}


def is_commit(revision: str) -> bool:
    """A recorded revision is a commit of the hub's, not the content of some folder."""
    return len(revision) == _COMMIT


def conversion_home() -> Path:
    """Where models go that were converted without naming a folder."""
    return cache_folder() / "converted"


def require_model(folder: Path, engine: str) -> None:
    """Raise EngineError where a folder lacks settings or weights."""
    gone = missing(folder)
    if gone:
        raise EngineError(
            f"the folder holds no whole model ({gone} is missing)",
            where=engine,
            todo="name the folder that a model was saved or converted into",
        )


def missing(folder: Path) -> str:
    """What a folder lacks of settings and weights, empty where it lacks nothing."""
    if not (folder / "config.json").is_file():
        return "config.json"
    if not any(path.is_file() for pattern in WEIGHTS for path in folder.glob(pattern)):
        return " or ".join(WEIGHTS)
    return next((name for name in _shards(folder) if not (folder / name).is_file()), "")


def _shards(folder: Path) -> list[str]:
    """The files that the weights are spread over, where they are; one form is enough."""
    for pattern in ("model*.safetensors", "pytorch_model*.bin"):
        for index in sorted(folder.glob(f"{pattern}.index.json")):
            try:
                return sorted(set(json.loads(index.read_text("utf-8"))["weight_map"].values()))
            except (OSError, ValueError, KeyError, TypeError, AttributeError):
                return [index.name]
        if any(folder.glob(pattern)):
            break
    return []


def has_vocabulary(folder: Path) -> bool:
    """Some file that a tokenizer can be made from is there."""
    return any(path.is_file() for pattern in VOCABULARY for path in folder.glob(pattern))


def content_hash(folder: Path) -> str:
    """Of what decides the output: settings, vocabulary, tokenizer, weights. Names count too."""
    paths = {p for pattern in (*SMALL, *WEIGHTS) for p in folder.glob(pattern) if p.is_file()}
    content = "".join(f"{p.name} {checksum(p)}\n" for p in sorted(paths))
    return hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()[:12]


def disk_trouble(error: BaseException, folder: Path, engine: str) -> EngineError | None:
    """The error to raise where a folder cannot be written, None where it is something else."""
    seen: BaseException | None = error
    while seen is not None:
        if isinstance(seen, OSError) and seen.errno in _DISK:
            return EngineError(
                f"cannot write into {folder} ({seen.strerror})",
                where=engine,
                todo="make room there, or name another folder",
            )
        seen = seen.__cause__ or seen.__context__
    return None
