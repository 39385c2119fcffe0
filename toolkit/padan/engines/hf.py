"""The translator `hf:MODEL`: OPUS-MT, M2M-100 or MADLAD-400 from the hub or a folder."""

from __future__ import annotations

from padan.engines.base import EngineInfo, TranslatorOptions
from padan.engines.models import ready
from padan.engines.runtimes import installed
from padan.engines.seq2seq import Seq2SeqTranslator
from padan.errors import EngineError


class HfTranslator(Seq2SeqTranslator):
    """`hf:REPOSITORY[@REVISION]` or `hf:FOLDER`, converted for CTranslate2 or not."""

    def __init__(self, argument: str = "", options: TranslatorOptions | None = None) -> None:
        if not argument:
            raise EngineError(
                "names no model", where="hf", todo="write, say, hf:Helsinki-NLP/opus-mt-id-en"
            )
        super().__init__(f"hf:{argument}", argument, options)

    @staticmethod
    def info() -> EngineInfo:
        """What `padan engines` shows; weights depend on the model named."""
        runtime = installed()
        return EngineInfo(
            spec="hf:MODEL",
            task="translate",
            about="OPUS-MT, M2M-100 or MADLAD-400; MODEL: a name on the hub or a folder, converted"
            " with `padan engines convert` or not",
            licence="the model's",
            size_mb=0,
            installed=runtime,
            weights=False,
            get="hf download MODEL" if runtime else "pip install 'padan[nllb]'",
            ready=ready("hf"),
        )
