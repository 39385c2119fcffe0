"""Files that were edited elsewhere, of whatever kind, taken into a store."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final

from padan.errors import InputError, StoreError
from padan.export.files import replacing
from padan.export.importing import Find, Imported, Kept, Reviewed, import_units
from padan.export.importing_links import import_alignments
from padan.export.incoming import Incoming, from_cat
from padan.export.incoming_sheets import from_sheet, is_workbook
from padan.export.safexml import elements, local
from padan.export.standoff_reading import CES, INTERTEXT
from padan.store import Store
from padan.store.reviewing import Reviewing
from padan.view.plain import tsv_field

CONFLICTS: Final = ".conflicts.tsv"
"""What the name of the list of a file ends in."""
_COLUMNS: Final = ("line", "unit", "name", "reason", "source", "target", "comments")
_CAT: Final = ("tmx", "xliff")


def import_file(path: str | Path, find: Find, by: str) -> Imported:
    """Take in a TMX, XLIFF, cesAlign or InterText file or a sheet as judgements of `by`.

    A file is first read to its end. Raises InputError where that fails, or it is none of these;
    nothing is taken in then.
    """
    root = _root(path)
    if root in (CES, INTERTEXT):
        return import_alignments(path, find, by)
    if root and root not in _CAT:
        raise InputError(
            f"is no file that padan takes back (its outermost element is '{root}')",
            where=str(path),
            todo="give TMX, XLIFF, cesAlign or InterText links, TSV, CSV or XLSX",
        )
    for _ in _units(path, root):
        pass
    return import_units(_units(path, root), find, by)


def _units(path: str | Path, root: str) -> Iterator[Incoming]:
    return from_cat(path) if root else from_sheet(path)


def _root(path: str | Path) -> str:
    """The name of the outermost element; empty of what does not begin as XML."""
    if is_workbook(path):
        return ""
    with Path(path).open("rb") as stream:
        head = stream.read(64)
    for coding in ("utf-8-sig", "utf-16"):
        with suppress(UnicodeError):
            if head.decode(coding, "ignore").lstrip().startswith("<"):
                return local(next(elements(path, ()))[1])
    return ""


class StoreFinder:
    """Finds stories of a store that take judgements; that used last stays at hand."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._last: Reviewing | None = None
        self._story_of: dict[str, str] | None = None

    def __call__(self, story: str, article: str) -> Reviewed | None:
        """The story with this id or, where the article is not in it, the one that holds it."""
        if self._last is None or not _holds(self._last, article):
            self._last = self._by_id(story, article) or self._by_article(article)
        return self._last

    def _by_id(self, story: str, article: str) -> Reviewing | None:
        try:
            found = self._store.reviewing(story) if story else None
        except StoreError:
            return None
        return found if found and _holds(found, article) else None

    def _by_article(self, article: str) -> Reviewing | None:
        if self._story_of is None:
            stories = ((c.story.id, c.story.articles) for c in self._store.compared_stories())
            self._story_of = {a.id: story for story, articles in stories for a in articles}
        story = self._story_of.get(article)
        return self._store.reviewing(story) if story else None


def _holds(reviewing: Reviewing, article: str) -> bool:
    return any(known.id == article for known in reviewing.compared.story.articles)


def write_conflicts(path: str | Path, kept: list[Kept]) -> Path | None:
    """Write what could not be taken in beside the file, as `FILE.conflicts.tsv`; None where there
    is nothing, and a list of an earlier time goes."""
    listed = Path(f"{path}{CONFLICTS}")
    if not kept:
        if _is_list(listed):
            listed.unlink(missing_ok=True)
        return None
    with replacing(listed) as out:
        out.write("\t".join(_COLUMNS) + "\n")
        for one in kept:
            cells = (_count(one.line), _count(one.number), one.name, one.reason, *one.shown)
            out.write("\t".join(map(tsv_field, (*cells, one.more))) + "\n")
    return listed


def _count(number: int) -> str:
    return str(number) if number else ""


def _is_list(path: Path) -> bool:
    try:
        with path.open(encoding="utf-8") as stream:
            return stream.readline().rstrip("\n") == "\t".join(_COLUMNS)
    except (OSError, UnicodeError):
        return False
