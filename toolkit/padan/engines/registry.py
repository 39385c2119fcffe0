"""Engines by name. A plug-in is a class named by an entry point.

Groups: `padan.encoders` and `padan.translators`. The class takes what follows the colon of the
spec ("" where nothing does), a translator also a `TranslatorOptions`; it has a static method
`info() -> EngineInfo`, and satisfies `Encoder` or `Translator`. Importing its module and making
one must be quick: what is heavy is imported, and weights are loaded, on first use.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib.metadata import EntryPoint, entry_points
from typing import Protocol, TypeVar, cast

from padan.engines.base import Encoder, EngineInfo, Translator, TranslatorOptions
from padan.errors import EngineError

T = TypeVar("T")

_GROUPS = {"encode": "padan.encoders", "translate": "padan.translators"}
_WORDS = {"encode": "encoder", "translate": "translator"}


class _EngineClass(Protocol):
    def __call__(self, *arguments: object) -> object: ...

    @staticmethod
    def info() -> EngineInfo: ...


def encoder(spec: str) -> Encoder:
    """The encoder behind a spec, `name` or `name:argument`. Raises EngineError."""
    return cast(Encoder, _make("encode", spec))


def translator(spec: str, options: TranslatorOptions | None = None) -> Translator:
    """The translator behind a spec, `name` or `name:argument`. Raises EngineError."""
    return cast(Translator, _make("translate", spec, options or TranslatorOptions()))


def list_engines() -> list[EngineInfo]:
    """Every engine, encoders first, without loading any weights.

    A plug-in that cannot be loaded is listed as not installed, with the reason.
    """
    return [
        _info(task, entry)
        for task in _GROUPS
        for entry in sorted(_known(task).values(), key=_order)
    ]


def _known(task: str) -> dict[str, EntryPoint]:
    """Entry points by name. Of two with one name padan's own wins, else the first by package."""
    found: dict[str, EntryPoint] = {}
    for entry in sorted(entry_points(group=_GROUPS[task]), key=_order, reverse=True):
        found[entry.name] = entry
    return found


def _order(entry: EntryPoint) -> tuple[bool, str, str]:
    package = _package(entry)
    return package != "padan", package, entry.name


def _package(entry: EntryPoint) -> str:
    return entry.dist.name if entry.dist else ""


def _make(task: str, spec: str, *more: object) -> object:
    name, _, argument = spec.strip().partition(":")
    known = _known(task)
    if name not in known:
        raise EngineError(
            f"there is no {_WORDS[task]} of this name",
            where=spec or "''",
            todo=f"choose one of: {', '.join(sorted(known))}",
        )
    make = _guarded(known[name], spec, lambda: cast(_EngineClass, known[name].load()))
    return _guarded(known[name], spec, lambda: make(argument, *more))


def _guarded(entry: EntryPoint, spec: str, step: Callable[[], T]) -> T:
    """Run a step of a plug-in; what it raises that is not ours becomes one line."""
    try:
        return step()
    except EngineError:
        raise
    except (Exception, SystemExit) as error:
        raise EngineError(
            f"the plug-in cannot be loaded ({_reason(error)})",
            where=spec,
            todo=f"update or remove the package {_package(entry) or entry.value}",
        ) from error


def _info(task: str, entry: EntryPoint) -> EngineInfo:
    try:
        info = _guarded(entry, entry.name, lambda: cast(_EngineClass, entry.load()).info())
        if isinstance(info, EngineInfo):
            return info
        reason = "its info() gives no EngineInfo"
    except EngineError as error:
        reason = error.what
    return EngineInfo(
        spec=entry.name,
        task=task,
        about=reason,
        licence="",
        size_mb=0,
        installed=False,
        weights=False,
        get=f"update or remove the package {_package(entry) or entry.value}",
    )


def _reason(error: BaseException) -> str:
    """The kind of an error and the first line of its text."""
    first = str(error).strip().partition("\n")[0]
    return f"{type(error).__name__}: {first}" if first else type(error).__name__
