"""What a run did, as structured lines: one JSON object each, for machines to read."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TextIO

from padan.errors import InputError


class Journal:
    """Writes events to a stream as they happen; nowhere without one."""

    def __init__(self, stream: TextIO | None = None) -> None:
        self._stream = stream

    def log(self, event: str, **values: object) -> None:
        """Write one line: the time in UTC, the event, and what there is to say of it."""
        if self._stream is None:
            return
        at = datetime.now(UTC).isoformat(timespec="milliseconds")
        line = {"at": at, "event": event, **values}
        self._stream.write(json.dumps(line, ensure_ascii=False, default=str) + "\n")
        self._stream.flush()


@contextmanager
def journal_in(path: Path | None) -> Iterator[Journal]:
    """A journal at the end of this file; one that writes nowhere for None. Raises InputError."""
    if path is None:
        yield Journal()
        return
    try:
        stream = path.open("a", encoding="utf-8")
    except OSError as error:
        raise InputError(f"cannot be written ({error.strerror})", where=str(path)) from error
    with stream:
        yield Journal(stream)
