"""The translator that translates nothing: checks that need English abstain."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from padan.engines.base import EngineInfo, RawTranslation, TranslatorOptions
from padan.errors import EngineError
from padan.model import Term


class NoTranslator:
    """Gives nothing back for any sentence."""

    signature = "none"
    attempts = 0

    def __init__(self, argument: str = "", options: TranslatorOptions | None = None) -> None:
        if argument:
            raise EngineError(
                "takes nothing after the colon", where=f"none:{argument}", todo="write `none`"
            )

    @staticmethod
    def info() -> EngineInfo:
        """What `padan engines` shows."""
        return EngineInfo(
            spec="none",
            task="translate",
            about="translates nothing; checks that need English abstain",
            licence="Apache-2.0",
            size_mb=0,
            installed=True,
            weights=True,
            get="",
        )

    def translate(
        self,
        texts: Sequence[str],
        *,
        source: str,
        target: str,
        attempt: int = 0,
        terms: Sequence[Sequence[Term]] = (),
    ) -> Iterator[RawTranslation]:
        """Yield nothing."""
        return iter(())
