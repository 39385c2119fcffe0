"""The encoders `st:MODEL`: any sentence-transformers model (LaBSE, bge-m3, …), folder or hub."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.util import find_spec
from threading import Lock
from typing import Any

import numpy as np

from padan.engines.base import EngineInfo, Vectors
from padan.engines.hub import fetched, find_model
from padan.engines.modelfiles import Model
from padan.errors import EngineError

_PACKAGE = "sentence_transformers"
_GET = "pip install 'padan[st]'"
_BATCH = 32
"""The library's own default; it sorts by length itself."""


class SentenceTransformerEncoder:
    """`st:sentence-transformers/LaBSE`, `st:BAAI/bge-m3@REVISION` or `st:FOLDER`."""

    def __init__(self, argument: str = "") -> None:
        if not argument:
            raise EngineError(
                "names no model",
                where="st",
                todo="write for example st:sentence-transformers/LaBSE, or st:FOLDER",
            )
        if find_spec(_PACKAGE) is None:
            raise EngineError("is not installed", where="st", todo=f"run: {_GET}")
        self._spec = f"st:{argument}"
        self._model: Model = find_model(argument, engine=self._spec)
        self.signature = f"st:{self._model.name}@{self._model.revision}"
        self._loaded: Any = None
        self._lock = Lock()

    @staticmethod
    def info() -> EngineInfo:
        """What `padan engines` shows."""
        installed = find_spec(_PACKAGE) is not None
        return EngineInfo(
            spec="st:MODEL",
            task="encode",
            about="any sentence-transformers model, such as sentence-transformers/LaBSE",
            licence="the model's own",
            size_mb=0,
            installed=installed,
            weights=False,
            get="named models are downloaded when used" if installed else _GET,
        )

    def encode(self, texts: Sequence[str]) -> Vectors:
        """One L2-normalised row per text, float32. Raises EngineError where it cannot load."""
        model = self._load()
        if not texts:
            return np.empty((0, model.get_embedding_dimension()), dtype=np.float32)
        rows = model.encode(
            list(texts),
            batch_size=_BATCH,
            convert_to_numpy=True,
            normalize_embeddings=True,
            show_progress_bar=False,
        )
        return np.asarray(rows, dtype=np.float32)

    def _load(self) -> Any:
        with self._lock:
            if self._loaded is None:
                folder = fetched(self._model, engine=self._spec)
                from safetensors import SafetensorError
                from sentence_transformers import SentenceTransformer

                try:
                    self._loaded = SentenceTransformer(str(folder), local_files_only=True)
                except (OSError, ValueError, RuntimeError, KeyError, SafetensorError) as error:
                    raise EngineError(
                        f"cannot be loaded ({str(error).partition(chr(10))[0][:160]})",
                        where=self._spec,
                        todo="name a folder or repository of a whole sentence-transformers model",
                    ) from error
            return self._loaded
