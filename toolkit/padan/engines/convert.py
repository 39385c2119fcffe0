"""A model converted for CTranslate2, once: a fraction of its size, and several times as fast."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
import time
import warnings
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import Any

from padan.engines.devices import FORMATS
from padan.engines.hub import fetched, find_model
from padan.engines.licences import CARD
from padan.engines.modelfiles import (
    RECORD,
    SMALL,
    WEIGHTS,
    Model,
    conversion_home,
    disk_trouble,
    is_commit,
    record,
)
from padan.engines.models import nllb_named
from padan.engines.runtimes import broken, require
from padan.engines.seq2seq import load_tokenizer
from padan.engines.threads import sleeping_threads
from padan.engines.trial import answers, check_agreement
from padan.errors import EngineError

_STALE_S = 86_400
"""A part folder this old was left by a process that was killed."""
_SHARE = {"int8": 0.3, "int16": 0.55, "float16": 0.55, "bfloat16": 0.55, "float32": 1.05}
"""Size of the converted weights as a share of 32-bit ones, with room for vocabularies."""


def convert(
    named: str,
    folder: Path | None = None,
    *,
    dtype: str = "int8",
    check: bool = True,
    tell: Callable[[str], None] = lambda step: None,
) -> Path:
    """Convert the model behind a spec, repository or folder; return the folder it is in.

    Without `folder` it goes where `nllb` and `hf` find it by the model's name. One that is there
    already is not made again. The folder appears only when it is whole and has been tried; unless
    `check` is false its answers must also be like the original's. `tell` hears what is being done.
    Raises EngineError.
    """
    spec, model = _original(named, dtype)
    target = folder or conversion_home() / _name(model, dtype)
    if _is_there(target, model, dtype, spec):
        tell(f"{target} holds it already")
        return target
    tell(f"Fetching {model.name}" if model.folder is None else f"Reading {model.name}")
    source = fetched(model, engine=spec)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        _sweep(target)
        _require_room(source, target.parent, dtype, spec)
        with tempfile.TemporaryDirectory(dir=target.parent, prefix=_part(target)) as part:
            tell(f"Converting to {dtype}")
            made = _converted(source, Path(part) / "model", dtype, spec)
            _add_files(source, made, spec)
            _seal(made, model, dtype)
            tell("Trying it")
            _try(source, made, spec, tell, check=check)
            _put(made, target)
    except OSError as error:
        raise (disk_trouble(error, target.parent, spec) or broken(source, error, spec)) from error
    return target


def _try(source: Path, made: Path, spec: str, tell: Callable[[str], None], *, check: bool) -> None:
    said = answers(made, _tokenizer_class(spec), engine=spec)
    if not check:
        return
    meant = answers(source, _tokenizer_class(spec), engine=spec)
    agreement = check_agreement(meant, said, engine=spec)
    if agreement is not None:
        tell(f"Its answers are like the original's: chrF {agreement:.0f} of 100")


def spec_of(named: str, made: Path) -> str:
    """The spec under which a translator finds a model that was converted into `made`."""
    engine = "nllb" if named.partition(":")[0] == "nllb" else "hf"
    if made.parent != conversion_home() or not is_commit(record(made).get("revision", "")):
        return f"{engine}:{made}"
    return named if named.partition(":")[0] in ("nllb", "hf") else f"hf:{named}"


def _original(named: str, dtype: str) -> tuple[str, Model]:
    """The spec for messages and the model to convert, which must not be converted yet."""
    engine, _, argument = named.partition(":")
    name = argument if engine in ("nllb", "hf") else named
    name = nllb_named(argument) if engine == "nllb" else name
    if dtype not in FORMATS["ctranslate2"]:
        raise EngineError(
            f"there is no number format '{dtype}'",
            where=named,
            todo=f"choose one of: {', '.join(FORMATS['ctranslate2'])}",
        )
    for module in ("ctranslate2", "torch"):
        require(module, engine=named)
    model = find_model(name, engine=named, original=True)
    if model.converted:
        raise EngineError(
            "is converted already", where=named, todo=f"use it as it is: --translator {named}"
        )
    return named, model


def _tokenizer_class(named: str) -> str:
    return "NllbTokenizer" if named.partition(":")[0] == "nllb" else "AutoTokenizer"


def _name(model: Model, dtype: str) -> str:
    return f"{model.name.replace('/', '--')}@{model.revision}-{dtype}"


def _is_there(target: Path, model: Model, dtype: str, spec: str) -> bool:
    """The target holds this very conversion. Raises EngineError where it holds something else."""
    try:
        taken = target.exists() and (not target.is_dir() or any(target.iterdir()))
    except OSError as error:
        raise EngineError(f"cannot be read ({error.strerror})", where=str(target)) from error
    if not taken:
        return False
    origin = record(target)
    wanted = {"model": model.name, "revision": model.commit or model.revision, "dtype": dtype}
    if origin == wanted:
        return True
    raise EngineError(
        f"the folder {target} is not empty", where=spec, todo="name a new folder or remove it"
    )


def _require_room(source: Path, parent: Path, dtype: str, spec: str) -> None:
    weights = {p for pattern in WEIGHTS for p in source.glob(pattern) if p.is_file()}
    need = int(sum(p.stat().st_size for p in weights) * _SHARE[dtype.partition("_")[0]])
    free = shutil.disk_usage(parent).free
    if free < need:
        raise EngineError(
            f"about {need // 1_000_000} MB are needed in {parent}, {free // 1_000_000} are free",
            where=spec,
            todo="make room there, or name a folder on another disk",
        )


def _converted(source: Path, made: Path, dtype: str, spec: str) -> Path:
    import transformers

    transformers.logging.set_verbosity_error()
    transformers.logging.disable_progress_bar()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            _converter(source).convert(str(made), quantization=dtype)
    except Exception as error:
        # Weight files fail in as many classes as there are formats.
        full = disk_trouble(error, made.parent.parent, spec)
        raise full or broken(source, error, spec) from error
    return made


def _converter(source: Path) -> Any:
    """CTranslate2's converter, told all tokens of M2M-100's tokenizer.

    Its loader looks for the language tokens where transformers before version 5 kept them.
    """
    with sleeping_threads():
        from ctranslate2.converters import TransformersConverter

    class Converter(TransformersConverter):  # type: ignore[misc]
        def load_tokenizer(self, kind: Any, name: str, **more: Any) -> Any:
            tokenizer = super().load_tokenizer(kind, name, **more)
            languages = getattr(tokenizer, "lang_token_to_id", None)
            if languages:
                whole = tokenizer.get_vocab() | languages
                tokenizer.get_vocab = lambda: whole
            return tokenizer

    return Converter(str(source), low_cpu_mem_usage=True)


def _add_files(source: Path, made: Path, spec: str) -> None:
    """The tokenizer's files and the model card.

    Which tokenizer it is, some models say only in their config.json, whose place CTranslate2's own
    takes; so it is written into the tokenizer's settings.
    """
    for pattern in (*SMALL, CARD):
        for path in source.glob(pattern):
            if not (made / path.name).exists() and not path.name.endswith(".index.json"):
                shutil.copyfile(path, made / path.name)
    kind = type(load_tokenizer(source, _tokenizer_class(spec), engine=spec)).__name__
    settings = made / "tokenizer_config.json"
    known = json.loads(settings.read_text("utf-8")) if settings.is_file() else {}
    settings.write_text(json.dumps(known | {"tokenizer_class": kind}, indent=2) + "\n", "utf-8")


def _seal(made: Path, model: Model, dtype: str) -> None:
    """Record the origin, and have every file on disk before it is renamed."""
    origin = {
        "model": model.name,
        "revision": model.commit or model.revision,
        "dtype": dtype,
        "converter": f"ctranslate2 {version('ctranslate2')}",
    }
    (made / RECORD).write_text(json.dumps(origin, indent=2) + "\n", "utf-8")
    for path in made.iterdir():
        with path.open("rb") as stream:
            os.fsync(stream.fileno())


def _put(made: Path, target: Path) -> None:
    """Rename into place; where another process was quicker, its copy stands."""
    try:
        made.replace(target)
    except OSError:
        if record(target) != record(made):
            raise


def _part(target: Path) -> str:
    return f".{target.name[:100]}.part-"


def _sweep(target: Path) -> None:
    """Remove what killed processes left half-written."""
    for left in target.parent.glob(f"{_part(target)}*"):
        if time.time() - left.stat().st_mtime > _STALE_S:
            shutil.rmtree(left, ignore_errors=True)
