"""JSON and JSONL: one object per article, under the names that crawlers use."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from typing import IO, Any
from urllib.parse import urlsplit

from padan.articles.dates import parse_date
from padan.articles.draft import MAX_BYTES, Draft
from padan.articles.webpage import read_html
from padan.errors import InputError

MAX_JSON = 100_000_000
"""Largest .json file, which is read whole; longer collections belong into JSONL."""
_TEXT = ("text", "body", "content", "maintext", "article_text", "raw_text")
_TITLE = ("title", "headline")
_URL = ("url", "link", "source_url")
_OUTLET = (
    "outlet",
    "site",
    "sitename",
    "site_name",
    "publisher",
    "source_domain",
    "hostname",
    "domain",
    "newspaper",
    "source",
)
_DATE = (
    "published",
    "date",
    "date_publish",
    "publish_date",
    "published_at",
    "pub_date",
    "datePublished",
)
_RETRIEVED = ("retrieved", "date_download", "crawled", "crawled_at", "downloaded")
_AUTHOR = ("author", "authors", "byline")
_LANG = ("lang", "language")
_LICENCE = ("licence", "license")
_STORY = ("story", "story_id")
FIELDS = frozenset(
    {*_TEXT, *_TITLE, *_URL, *_OUTLET, *_DATE, *_RETRIEVED, *_AUTHOR, *_LANG, *_LICENCE, *_STORY}
    | {"role", "is_reference"}
)
"""Every name of a field that is read."""
_MARKUP = re.compile(r"</p\s*>|<br\s*/?>|</div\s*>", re.IGNORECASE)
Skip = Callable[[InputError], None]


def read_json(data: str, source: str, on_skip: Skip) -> Iterator[Draft]:
    """Drafts of a JSON file: an object, a list of objects, or an object with such a list."""
    try:
        found = json.loads(data)
    except (ValueError, RecursionError) as err:
        raise InputError(f"invalid JSON ({_reason(err)})", where=source) from err
    if isinstance(found, dict) and not _has_text(found):
        lists = [value for value in found.values() if isinstance(value, list)]
        found = lists[0] if len(lists) == 1 else found
    items = found if isinstance(found, list) else [found]
    for number, item in enumerate(items, start=1):
        where = f"{source}: item {number}" if len(items) > 1 else source
        try:
            yield record(item, where)
        except InputError as err:
            on_skip(err)


def read_lines(file: IO[bytes], source: str, on_skip: Skip) -> Iterator[Draft]:
    """Drafts of JSONL, a line at a time; a line that is none is skipped with its number."""
    for number, raw in enumerate(_bounded_lines(file), start=1):
        where = f"{source}:{number}"
        if raw is not None and not raw.strip():
            continue
        try:
            yield record(_object(raw, where), where)
        except InputError as err:
            on_skip(err)


def record(item: object, where: str) -> Draft:
    """The draft of one object. Raises InputError where it is no article."""
    if not isinstance(item, Mapping):
        raise InputError("not an article: no JSON object", where=where)
    text = _string(item, _TEXT)
    if not text.strip():
        names = ", ".join(_TEXT[:4])
        raise InputError(f"not an article: no text (looked for {names})", where=where)
    title, url = _string(item, _TITLE), _string(item, _URL)
    if _MARKUP.search(text):
        draft = read_html(f"<html><body><article>{text}</article></body></html>".encode(), where)
        text, hints, repairs = draft.text, dict(draft.hints), draft.repairs
    else:
        hints, repairs = {}, ()
    if title and title not in text[: 2 * len(title) + 400]:
        text = f"{title}\n\n{text}"
        hints = {line + 2: role for line, role in hints.items()}
    return Draft(
        text=text,
        source=where,
        outlet=_outlet(item),
        url=url if url.startswith(("http://", "https://")) else "",
        title=title,
        author=_string(item, _AUTHOR),
        published=parse_date(_string(item, _DATE)),
        retrieved=parse_date(_string(item, _RETRIEVED)),
        lang=_language(item),
        licence=_string(item, _LICENCE),
        is_reference=item.get("role") == "reference" or item.get("is_reference") is True,
        story=_string(item, _STORY),
        hints=hints,
        repairs=repairs,
    )


def _outlet(item: Mapping[str, Any]) -> str:
    """The outlet; its site where an address stands for it."""
    said = _string(item, _OUTLET)
    if not said.startswith(("http://", "https://")):
        return said
    try:
        return (urlsplit(said).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def _bounded_lines(file: IO[bytes]) -> Iterator[bytes | None]:
    """Lines of a binary file; None for one that is longer than any article."""
    while line := file.readline(MAX_BYTES + 1):
        if len(line) <= MAX_BYTES:
            yield line
            continue
        while line and not line.endswith(b"\n"):
            line = file.readline(MAX_BYTES)
        yield None


def _object(raw: bytes | None, where: str) -> object:
    if raw is None:
        raise InputError(f"line longer than {MAX_BYTES // 1_000_000} MB", where=where)
    try:
        return json.loads(raw.decode("utf-8-sig").strip())
    except UnicodeDecodeError as err:
        raise InputError(f"invalid UTF-8 at byte {err.start} of the line", where=where) from err
    except (ValueError, RecursionError) as err:
        raise InputError(f"not an article: invalid JSON ({_reason(err)})", where=where) from err


def _reason(err: Exception) -> str:
    if isinstance(err, json.JSONDecodeError):
        line = f"line {err.lineno}, " if "\n" in err.doc else ""
        return f"{err.msg} at {line}column {err.colno}"
    return "nested too deeply" if isinstance(err, RecursionError) else str(err)[:80]


def _has_text(item: Mapping[str, Any]) -> bool:
    return any(isinstance(item.get(name), str) for name in _TEXT)


def _string(item: Mapping[str, Any], names: tuple[str, ...]) -> str:
    """The first of these fields that says something, lists and names joined."""
    for name in names:
        value = _said(item.get(name))
        if value:
            return value
    return ""


def _said(value: object) -> str:
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, Mapping):
        return _said(value.get("name"))
    if isinstance(value, list):
        return "; ".join(filter(None, map(_said, value)))
    return ""


def _language(item: Mapping[str, Any]) -> str:
    code = _string(item, _LANG)
    return code if re.fullmatch(r"[A-Za-z]{2,3}(?:[-_]\w{2,8})*|[A-Z]?[a-z]{4,12}", code) else ""
