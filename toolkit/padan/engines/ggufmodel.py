"""The translator `gguf:FILE[#FORM]`: TranslateGemma, or any other language model in a GGUF file."""

from __future__ import annotations

from functools import cached_property
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path

from padan.engines.base import EngineInfo, TranslatorOptions
from padan.engines.cache import checksum
from padan.engines.gguf import metadata
from padan.engines.llama import Llama
from padan.engines.prompts import Form, form_for, forms
from padan.engines.slots import LlamaTranslator
from padan.errors import EngineError

_RUNTIME = "xllamacpp"
_GET = "pip install xllamacpp"


class GgufTranslator(LlamaTranslator):
    """A model file on this machine, asked in the form that its metadata calls for."""

    def __init__(self, argument: str = "", options: TranslatorOptions | None = None) -> None:
        name, _, form = argument.partition("#")
        engine = f"gguf:{argument}"
        if not name:
            raise EngineError(
                "names no file", where=engine, todo="write gguf:FILE, say gguf:model.gguf"
            )
        self._path = Path(name).expanduser()
        if not self._path.is_file():
            raise EngineError(
                "there is no such file", where=engine, todo="name a model file that ends in .gguf"
            )
        if form and form not in forms():
            raise EngineError(
                f"there is no prompt form '{form}'",
                where=engine,
                todo=f"choose one of: {', '.join(forms())}",
            )
        try:
            self._runtime = version(_RUNTIME)
        except PackageNotFoundError as error:
            raise EngineError(
                f"{_RUNTIME} is not installed", where=engine, todo=f"run: {_GET}"
            ) from error
        self._named_form = form
        super().__init__(engine, options)

    @staticmethod
    def info() -> EngineInfo:
        """What `padan engines` shows."""
        installed = find_spec(_RUNTIME) is not None
        return EngineInfo(
            spec="gguf:FILE[#FORM]",
            task="translate",
            about="a language model in a GGUF file on this machine, TranslateGemma and others;"
            f" FORM of the prompt, where the file does not tell: {', '.join(forms())}",
            licence="the model's",
            size_mb=0,
            installed=installed,
            weights=False,
            get="download a .gguf file" if installed else f"{_GET}, and download a .gguf file",
        )

    @cached_property
    def signature(self) -> str:
        """File name and checksum, prompt and decode settings. Reads the file once."""
        self._form()
        try:
            digest = checksum(self._path)
        except OSError as error:
            raise EngineError(
                f"cannot be read ({error.strerror or error})",
                where=self._engine,
                todo="check the path",
            ) from error
        file = f"{self._path.name}@{digest[:16]}"
        return f"gguf:{file}/{_RUNTIME}-{self._runtime}/{self._settings()}"

    def _form(self) -> Form:
        return self._found_form

    @cached_property
    def _found_form(self) -> Form:
        content = metadata(self._path, engine=self._engine)
        if self._named_form:
            return forms()[self._named_form]
        name = f"{content.get('general.name', '')} {self._path.name}"
        found = form_for(name, str(content.get("tokenizer.chat_template", "")))
        if found is None:
            raise EngineError(
                "its chat template is of a kind that padan does not know",
                where=self._engine,
                todo=f"add the prompt's form after the file, as #chatml: {', '.join(forms())}",
            )
        return found

    def _load(self, slots: int) -> Llama:
        remedy = "check free memory, download the file again, or name another"
        return Llama(self._path, slots=slots, engine=self._engine, remedy=remedy)
