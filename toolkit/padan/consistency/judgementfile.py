"""Reads judgements, and keeps a user's own weights: written whole, earlier ones kept for undo."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from padan.consistency.recalibrate import Calibration, Judged
from padan.consistency.weights import as_json
from padan.errors import InputError
from padan.model import Kind, Severity
from padan.writable import is_writable

_ABOUT = "Written by `padan recalibrate`; `padan recalibrate --undo` takes it back."
_WORDS = ("reference", "retelling", "basis")
_FLAGS = ("perhaps_ours", "for_good")


def read_judgements(path: Path) -> list[Judged]:
    """One judgement a line: a JSON object with the fields of `Judged`. Blank lines are passed over.

    Raises InputError naming the line that is none.
    """
    try:
        lines = path.read_text("utf-8-sig").splitlines()
    except OSError as error:
        raise InputError(f"cannot be read ({error.strerror})", where=str(path)) from error
    except UnicodeDecodeError as error:
        raise InputError("is not UTF-8", where=str(path)) from error
    return [
        _judged(line, f"{path}:{number}")
        for number, line in enumerate(lines, start=1)
        if line.strip()
    ]


def _judged(line: str, where: str) -> Judged:
    try:
        found = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise InputError("is no JSON object", where=where) from error
    if not isinstance(found, dict):
        raise InputError("is no JSON object", where=where)
    if not is_writable(found):
        raise InputError("holds a NUL or half a character", where=where)
    kind, severity = _name(found, "kind", Kind, where), _name(found, "severity", Severity, where)
    accepted = found.get("accepted")
    if not isinstance(accepted, bool):
        raise InputError("'accepted' must be true or false", where=where)
    for names, form, told in ((_WORDS, str, "a text"), (_FLAGS, bool, "true or false")):
        for name in names:
            if not isinstance(found.get(name, form()), form):
                raise InputError(f"'{name}' must be {told}", where=where)
    return Judged(
        Kind(kind),
        Severity(severity),
        accepted,
        **{name: found[name] for name in (*_WORDS, *_FLAGS) if name in found},
    )


def _name(
    found: Mapping[str, Any], field: str, known: type[Kind] | type[Severity], where: str
) -> str:
    value = found.get(field)
    if value not in list(known):
        raise InputError(f"'{field}' must be one of: {', '.join(known)}", where=where)
    return str(value)


def save(calibration: Calibration, path: Path) -> None:
    """Put the user's weights at `path`, whole or not at all; what stood there is kept for undo."""
    text = as_json(
        calibration.weights,
        _ABOUT,
        judged=calibration.judged,
        dismissed=sorted(
            [d.kind.value, " ".join(d.reference), " ".join(d.retelling)]
            for d in calibration.dismissed
        ),
    )
    made: Path | None = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}")
        made = Path(name)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
        if path.is_file():
            path.replace(_kept(path, _last(path) + 1))
        made.replace(path)
    except OSError as error:
        raise InputError(f"cannot be written ({error.strerror})", where=str(path)) from error
    finally:
        if made is not None:
            made.unlink(missing_ok=True)


def undo(path: Path) -> bool:
    """Put back what stood at `path` before the last `save`, or nothing if there was nothing.

    False where there is nothing to take back.
    """
    if not path.is_file():
        return False
    last = _last(path)
    try:
        if last:
            _kept(path, last).replace(path)
        else:
            path.unlink()
    except OSError as error:
        raise InputError(f"cannot be written ({error.strerror})", where=str(path)) from error
    return True


def _kept(path: Path, number: int) -> Path:
    return path.with_name(f"{path.name}.{number}")


def _last(path: Path) -> int:
    """The number of the latest version that was kept; 0 for none."""
    numbers = (p.name.removeprefix(f"{path.name}.") for p in path.parent.glob(f"{path.name}.*"))
    return max((int(n) for n in numbers if n.isdigit()), default=0)
