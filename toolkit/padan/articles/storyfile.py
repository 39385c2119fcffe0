"""story.toml: a folder's articles with what the user knows of them."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from padan.articles.dates import parse_date
from padan.errors import InputError

NAME = "story.toml"
_TEXTS = ("outlet", "url", "lang", "licence", "author", "title")
_DATES = ("published", "retrieved")
_ARTICLE = frozenset({"file", "role", *_TEXTS, *_DATES})
_STORY = frozenset({"title", "id", "article"})
_ROLES = ("reference", "retelling")


@dataclass(frozen=True, slots=True)
class Entry:
    """One `[[article]]` of a story file."""

    path: Path
    story: str
    is_reference: bool
    texts: Mapping[str, str]
    """outlet, url, lang, licence, author, title; empty where not given."""
    published: date | None
    retrieved: date | None


def read_story(folder: Path, source: str) -> list[Entry]:
    """The entries of a folder's story.toml, checked.

    Raises InputError naming the file and the line or key, and what to do.
    """
    where = f"{source}/{NAME}"
    try:
        found = tomllib.loads((folder / NAME).read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError as err:
        raise InputError(f"invalid UTF-8 at byte {err.start}", where=where) from err
    except (ValueError, RecursionError) as err:  # ValueError: also a number of 5,000 digits
        raise InputError(f"broken TOML: {err}", where=where, todo="see docs/story-toml.md") from err
    except OSError as err:
        raise InputError(f"cannot be read ({err.strerror})", where=where) from err
    _known_keys(found, _STORY, where)
    story = _text(found, "id", where) or folder.resolve().name
    _text(found, "title", where)
    articles = found.get("article")
    if not isinstance(articles, list) or not articles:
        raise InputError("no articles", where=where, todo="add an [[article]] table per file")
    entries = [e for i, a in enumerate(articles, 1) for e in _entry(a, i, folder, story, where)]
    if sum(entry.is_reference for entry in entries) > 1:
        raise InputError(
            'more than one article with role = "reference"', where=where, todo="keep one"
        )
    return entries


def _entry(article: object, number: int, folder: Path, story: str, where: str) -> Iterator[Entry]:
    where = f"{where}: article {number}"
    if not isinstance(article, dict):
        raise InputError("not a table", where=where, todo="write [[article]] above its keys")
    _known_keys(article, _ARTICLE, where)
    role = _text(article, "role", where) or "retelling"
    if role not in _ROLES:
        raise InputError(f'role is "{role}"', where=where, todo='write "reference" or "retelling"')
    path = _inside(folder, _text(article, "file", where), where)
    texts = {key: _text(article, key, where) for key in _TEXTS}
    yield Entry(
        path=path,
        story=story,
        is_reference=role == "reference",
        texts=texts,
        published=_date(article, "published", where),
        retrieved=_date(article, "retrieved", where),
    )


def _known_keys(found: Mapping[str, Any], known: frozenset[str], where: str) -> None:
    for key in found:
        if key not in known:
            names = ", ".join(sorted(known))
            raise InputError(f'unknown key "{key}"', where=where, todo=f"known are {names}")


def _text(found: Mapping[str, Any], key: str, where: str) -> str:
    value = found.get(key, "")
    if not isinstance(value, str):
        raise InputError(f'"{key}" is not a text', where=where, todo="put it in quotes")
    return value.strip()


def _date(found: Mapping[str, Any], key: str, where: str) -> date | None:
    value = found.get(key)
    if value is None:
        return None
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    parsed = parse_date(value) if isinstance(value, str) else None
    if parsed is None:
        raise InputError(f'"{key}" is no date', where=where, todo="write it as 2024-03-05")
    return parsed


def _inside(folder: Path, name: str, where: str) -> Path:
    """The named file, which must lie in the folder, also where a link leads."""
    if not name:
        raise InputError('"file" is missing', where=where, todo="name a file of this folder")
    path = folder / name
    outside = InputError(
        f'"{name}" lies outside the folder', where=where, todo="copy it into the folder"
    )
    if Path(name).is_absolute() or ".." in Path(name).parts:
        raise outside
    try:
        if not path.resolve().is_relative_to(folder.resolve()):
            raise outside
        if not path.is_file():
            raise InputError(f'no file "{name}"', where=where)
    except (OSError, ValueError) as err:
        raise InputError(f'"{name!r}" is no file name', where=where) from err
    return path
