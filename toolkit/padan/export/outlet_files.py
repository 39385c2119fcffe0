"""A folder with a file for each pair of outlets, written as stories come, in bounded memory."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Final

from padan.export.units import Bundle

_BUFFER: Final = 1 << 16
"""Characters kept of each file before they are written: no file stays open, however many."""
_LONGEST: Final = 60
"""Characters of a file name from each outlet's name."""


@dataclass(slots=True)
class Written:
    """What an export wrote."""

    files: dict[str, int] = field(default_factory=dict)
    """Name of each file and the number of its units or links."""
    withheld: int = 0
    """Units left out because an outlet's text may not leave."""
    empty: int = 0
    """Units left out because a side has no text, which the format demands."""


class Appending:
    """A text file that is open only while its buffer is emptied."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._waiting: list[str] = []
        self._length = 0
        path.touch(exist_ok=False)

    def write(self, text: str) -> int:
        """Write text, as a stream does."""
        self._waiting.append(text)
        self._length += len(text)
        if self._length >= _BUFFER:
            self.flush()
        return len(text)

    def flush(self) -> None:
        """Empty the buffer into the file."""
        if self._waiting:
            with self._path.open("a", encoding="utf-8", newline="\n") as out:
                out.write("".join(self._waiting))
            self._waiting, self._length = [], 0


class OutletFiles:
    """The files of a folder by what goes into them."""

    def __init__(self, folder: Path, ending: str) -> None:
        self._folder = folder
        self._ending = ending
        self._names: dict[str, Bundle] = {}
        self._open: list[Appending] = []

    def new(self, bundle: Bundle) -> tuple[str, Appending]:
        """A new file for a bundle, and its name."""
        name = file_name(bundle) + self._ending
        if self._names.setdefault(name.casefold(), bundle) != bundle:
            mark = sha256(repr(bundle).encode("utf-8", "replace")).hexdigest()[:8]
            name = f"{file_name(bundle)}-{mark}{self._ending}"
        opened = Appending(self._folder / name)
        self._open.append(opened)
        return name, opened

    def flush(self) -> None:
        """Empty all buffers."""
        for opened in self._open:
            opened.flush()


@contextmanager
def outlet_files(folder: Path, ending: str) -> Iterator[OutletFiles]:
    """The files of a folder; all that was written is in them when the block ends."""
    files = OutletFiles(folder, ending)
    yield files
    files.flush()


def file_name(bundle: Bundle) -> str:
    """Outlets and languages as a file name without ending: `kabar-pelabuhan.id-en`."""
    outlets = "--".join(map(slug, bundle.outlets))
    return f"{outlets}.{slug(bundle.source_lang)}-{slug(bundle.target_lang)}"


def slug(name: str) -> str:
    """A name in plain small letters, digits and hyphens; a digest where none are left."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    short = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:_LONGEST].strip("-")
    return short or f"outlet-{sha256(name.encode('utf-8', 'replace')).hexdigest()[:8]}"
