"""The translator `nllb`: NLLB-200, by default the distilled 600M model."""

from __future__ import annotations

from padan.engines.base import EngineInfo, TranslatorOptions
from padan.engines.models import nllb_named, nllb_sizes, ready
from padan.engines.runtimes import installed
from padan.engines.seq2seq import Seq2SeqTranslator


class NllbTranslator(Seq2SeqTranslator):
    """`nllb`, `nllb:1.3B`, `nllb:REPOSITORY[@REVISION]`, or `nllb:FOLDER`."""

    def __init__(self, argument: str = "", options: TranslatorOptions | None = None) -> None:
        spec = f"nllb:{argument}" if argument else "nllb"
        super().__init__(spec, nllb_named(argument), options, tokenizer_class="NllbTokenizer")

    @staticmethod
    def info() -> EngineInfo:
        """What `padan engines` shows: of the default model."""
        runtime, found = installed(), ready("nllb")
        default, *_ = nllb_sizes().values()
        weights = any(spec.startswith(f"nllb:{default.size} ") for spec in found)
        steps = [] if runtime else ["pip install 'padan[nllb]'"]
        steps += [] if weights else [f"hf download {default.repository}"]
        return EngineInfo(
            spec="nllb[:MODEL]",
            task="translate",
            about=f"NLLB-200, 200 languages, not for commercial use; MODEL: {default.size} (the"
            f" default), {', '.join(list(nllb_sizes())[1:])}, another name on the hub, or a folder."
            " `padan engines convert nllb` makes it several times faster",
            licence="CC-BY-NC-4.0",
            size_mb=default.megabytes,
            installed=runtime,
            weights=weights,
            get=" && ".join(steps),
            ready=found,
        )
