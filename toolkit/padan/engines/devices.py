"""Which device and number format a translator runs in: what the user asked, made definite."""

from __future__ import annotations

import ctypes
import re
import sys
from dataclasses import dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, version

from padan.engines.base import TranslatorOptions
from padan.errors import EngineError

FORMATS = {
    "torch": ("float32", "bfloat16", "float16"),
    "ctranslate2": (
        "int8",
        "int8_float32",
        "int8_float16",
        "int8_bfloat16",
        "int16",
        "float16",
        "bfloat16",
        "float32",
    ),
}
"""Number formats by runtime; CTranslate2's depend on the device as well."""
_DEVICE = re.compile(r"auto|cpu|cuda(?::(\d{1,3}))?")


@dataclass(frozen=True, slots=True)
class Device:
    """`cpu`, or the GPU of this number."""

    kind: str
    index: int = 0

    def __str__(self) -> str:
        return self.kind if self.kind == "cpu" else f"{self.kind}:{self.index}"


def check_options(options: TranslatorOptions, *, engine: str) -> None:
    """Raise EngineError on a device or format that no runtime knows, before anything is loaded."""
    if not _DEVICE.fullmatch(options.device):
        raise EngineError(
            f"there is no device '{options.device}'",
            where=engine,
            todo="choose one of: auto, cpu, cuda, cuda:NUMBER",
        )
    known = dict.fromkeys(("auto", *FORMATS["torch"], *FORMATS["ctranslate2"]))
    if options.dtype not in known:
        raise _no_format(options.dtype, "", tuple(known), engine)


def chosen_device(options: TranslatorOptions, runtime: str, *, engine: str) -> Device:
    """Where a runtime, `torch` or `ctranslate2`, is to run. Loads neither.

    Raises EngineError where a GPU is asked for that is not there.
    """
    asked = _DEVICE.fullmatch(options.device)
    there = gpus() if options.device != "cpu" and _built_for_gpus(runtime) else 0
    if options.device == "auto":
        return Device("cuda") if there else Device("cpu")
    if options.device == "cpu" or asked is None:
        return Device("cpu")
    index = int(asked[1] or 0)
    if index < there:
        return Device("cuda", index)
    found = f"{there} that it could use" if there else "none that it could use"
    raise EngineError(
        f"there is no GPU '{options.device}' ({found})",
        where=engine,
        todo="name --device cpu, or install a GPU driver and a build of its runtime for GPUs",
    )


def chosen_format(options: TranslatorOptions, runtime: str, *, engine: str) -> str:
    """The number format asked of a runtime, or `auto`. Raises EngineError on another's."""
    if options.dtype != "auto" and options.dtype not in FORMATS[runtime]:
        raise _no_format(options.dtype, f" with {runtime}", ("auto", *FORMATS[runtime]), engine)
    return options.dtype


def refuse_format(dtype: str, device: Device, known: set[str], *, engine: str) -> None:
    """Raise EngineError where this device cannot compute in this format."""
    if dtype not in known:
        raise _no_format(dtype, f" on {device}", tuple(sorted(known)), engine)


def _no_format(dtype: str, place: str, known: tuple[str, ...], engine: str) -> EngineError:
    return EngineError(
        f"there is no number format '{dtype}'{place}",
        where=engine,
        todo=f"choose one of: {', '.join(known)}",
    )


@cache
def gpus() -> int:
    """NVIDIA GPUs that the driver shows this process; asked of the driver, in milliseconds."""
    try:
        driver = ctypes.CDLL("nvcuda.dll" if sys.platform == "win32" else "libcuda.so.1")
        count = ctypes.c_int(0)
        found = driver.cuInit(0) == 0 and driver.cuDeviceGetCount(ctypes.byref(count)) == 0
    except (OSError, AttributeError):
        return 0
    return count.value if found else 0


def _built_for_gpus(runtime: str) -> bool:
    """PyTorch's builds for the CPU alone say so in their version: `2.13.0+cpu`."""
    try:
        return not version(runtime).endswith("+cpu")
    except PackageNotFoundError:
        return False
