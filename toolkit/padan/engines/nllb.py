"""The translator `nllb`: NLLB-200, by default the distilled 600M model from the hub."""

from __future__ import annotations

from padan.engines.base import EngineInfo, TranslatorOptions
from padan.engines.hub import is_cached
from padan.engines.runtimes import installed
from padan.engines.seq2seq import Seq2SeqTranslator

_DEFAULT = "facebook/nllb-200-distilled-600M"


class NllbTranslator(Seq2SeqTranslator):
    """`nllb`, `nllb:REPOSITORY[@REVISION]`, or `nllb:FOLDER`, converted for CTranslate2 or not."""

    def __init__(self, argument: str = "", options: TranslatorOptions | None = None) -> None:
        spec = f"nllb:{argument}" if argument else "nllb"
        super().__init__(spec, argument or _DEFAULT, options, tokenizer_class="NllbTokenizer")

    @staticmethod
    def info() -> EngineInfo:
        """What `padan engines` shows: of the default model."""
        runtime, weights = installed(), is_cached(_DEFAULT)
        steps = [] if runtime else ["pip install 'padan[nllb]'"]
        steps += [] if weights else [f"hf download {_DEFAULT}"]
        return EngineInfo(
            spec="nllb[:MODEL]",
            task="translate",
            about="NLLB-200 distilled 600M, 200 languages, not for commercial use; MODEL: another"
            " name on the hub or a folder, converted for CTranslate2 or not",
            licence="CC-BY-NC-4.0",
            size_mb=2460,
            installed=runtime,
            weights=weights,
            get=" && ".join(steps),
        )
