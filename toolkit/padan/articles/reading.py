"""Reading articles from files, folders and URLs, in every form that padan takes."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from padan.articles import draft as drafts
from padan.articles.decode import decode
from padan.articles.draft import Draft, finish
from padan.articles.dumps import dump_kind, read_dump
from padan.articles.markdown import read_markdown
from padan.articles.records import MAX_JSON, read_json
from padan.articles.storyfile import NAME, Entry, read_story
from padan.articles.web import fetch, is_url
from padan.articles.webpage import MAX_BYTES as MAX_PAGE
from padan.articles.webpage import looks_like_html, read_html
from padan.errors import InputError
from padan.model import Article

_HTML = frozenset({".html", ".htm", ".xhtml"})
_MARKDOWN = frozenset({".md", ".markdown"})
_READ_IN_FOLDERS = _HTML | _MARKDOWN | {".txt", ".text", ".json", ""}
_NO_ARTICLES = {"gold", "readme", "license", "licence"}
"""Names, without their ending, of what lies beside articles: annotations, and about the folder."""
Skip = Callable[[InputError], None]


def read_article(
    path_or_url: str | Path, *, outlet: str | None = None, lang: str | None = None
) -> Article:
    """The one article of a file or URL; `outlet` and `lang` win over what it says.

    Plain text, saved HTML, Markdown, JSON and dumps are read; a URL is fetched. Raises InputError,
    one line that names the file, for whatever cannot be used and for files with several articles.
    """
    name = str(path_or_url)
    if not is_url(name) and Path(path_or_url).is_dir():
        raise _several(name, "a folder")

    def refuse(err: InputError) -> None:
        raise err

    found: Draft | None = None
    for one in _drafts(path_or_url, refuse):
        if found is not None:
            raise _several(name, "a file with several articles")
        found = one
    if found is None:
        raise InputError("holds no article", where=name)
    return finish(replace(found, outlet=outlet or found.outlet, lang=lang or found.lang))


def read_articles(paths: Iterable[str | Path], *, on_skip: Skip) -> Iterator[Article]:
    """Articles of files, folders and URLs, one at a time.

    Folders are read with all below them, sorted by name; hidden files, kinds of file that hold no
    text, READMEs, licences and folders of annotations (`gold`) are passed over. A folder with
    story.toml is a story and gives the files named there; naming that file means its folder. What
    cannot be used is handed to `on_skip`, one InputError each, and reading goes on.
    """
    for path in paths:
        try:
            yield from _articles(path, on_skip)
        except InputError as err:
            on_skip(err)


def _articles(path: str | Path, on_skip: Skip) -> Iterator[Article]:
    if Path(path).name == NAME and not is_url(str(path)):
        path = Path(path).parent
    if is_url(str(path)) or not Path(path).is_dir():
        yield from _finished(_drafts(path, on_skip), on_skip)
        return
    seen = False
    for found in _in_folder(Path(path), str(path), on_skip):
        seen = True
        yield from _finished(found, on_skip)
    if not seen:
        raise InputError(
            "no article in this folder",
            where=str(path),
            todo="padan reads .txt, .html, .md, .json, and dumps: .jsonl, .parquet, .warc",
        )


def _finished(found: Iterator[Draft], on_skip: Skip) -> Iterator[Article]:
    """Build what was read; a draft that cannot be built, or a file that breaks off, is skipped."""
    while True:
        try:
            one = next(found)
        except StopIteration:
            return
        except InputError as err:
            on_skip(err)
            return
        try:
            article = finish(one)
        except InputError as err:
            on_skip(err)
            continue
        yield article


def _in_folder(folder: Path, source: str, on_skip: Skip) -> Iterator[Iterator[Draft]]:
    """The drafts of each file below a folder, a story's files where story.toml names them."""
    if (folder / NAME).exists():
        yield _story_drafts(folder, source, on_skip)
        return
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as err:
        on_skip(InputError(f"cannot be read ({err.strerror})", where=source))
        return
    for entry in entries:
        if entry.name.startswith(".") or Path(entry.name).stem.lower() in _NO_ARTICLES:
            continue
        below = f"{source.rstrip('/')}/{entry.name}"
        # Links to folders are not followed: they may lead in circles.
        if entry.is_dir(follow_symlinks=False):
            yield from _in_folder(Path(entry.path), below, on_skip)
        elif entry.is_file() and _may_hold_articles(entry.name):
            yield _drafts(below, on_skip)


def _may_hold_articles(name: str) -> bool:
    return Path(name).suffix.lower() in _READ_IN_FOLDERS or dump_kind(name) is not None


def _story_drafts(folder: Path, source: str, on_skip: Skip) -> Iterator[Draft]:
    for entry in read_story(folder, source):
        try:
            yield _story_draft(entry, source)
        except InputError as err:
            on_skip(err)


def _story_draft(entry: Entry, source: str) -> Draft:
    name = f"{source.rstrip('/')}/{entry.path.name}"

    def refuse(err: InputError) -> None:
        raise err

    found = list(_drafts(entry.path, refuse))
    if len(found) != 1:
        raise InputError("a story's file holds one article", where=name, todo="split it")
    one, told = found[0], entry.texts
    return replace(
        one,
        story=entry.story,
        is_reference=entry.is_reference,
        outlet=told["outlet"] or one.outlet,
        url=told["url"] or one.url,
        title=told["title"] or one.title,
        author=told["author"] or one.author,
        lang=told["lang"] or one.lang,
        licence=told["licence"] or one.licence,
        published=entry.published or one.published,
        retrieved=entry.retrieved or one.retrieved,
    )


def _drafts(path_or_url: str | Path, on_skip: Skip) -> Iterator[Draft]:
    name = str(path_or_url)
    if is_url(name):
        data, media = fetch(name)
        yield _web_draft(data, media, name)
        return
    path = Path(path_or_url)
    size = _size(path, name)
    suffix = path.suffix.lower()
    if path.name == NAME:
        raise _several(name, "a story of several articles")
    kind = dump_kind(path.name)
    if kind is not None:
        yield from read_dump(path, name, kind, on_skip)
        return
    limit = MAX_JSON if suffix == ".json" else MAX_PAGE if suffix in _HTML else drafts.MAX_BYTES
    if size > limit:
        raise InputError(
            f"{size / 1e6:.1f} MB is too long for an article (at most {limit / 1e6:.0f} MB)",
            where=name,
        )
    data = _bytes(path, name)
    if suffix == ".json":
        yield from read_json(decode(data, name)[0], name, on_skip)
    elif suffix in _HTML or looks_like_html(data):
        yield read_html(data, name)
    else:
        text, repairs = decode(data, name)
        found = read_markdown(text, name) if suffix in _MARKDOWN else Draft(text, name)
        yield replace(found, repairs=(*repairs, *found.repairs))


def _web_draft(data: bytes, media: str, url: str) -> Draft:
    if "html" in media.lower() or looks_like_html(data):
        return read_html(data, url, url=url)
    text, repairs = decode(data, url)
    return Draft(text, url, url=url, repairs=tuple(repairs))


def _size(path: Path, name: str) -> int:
    """Size of a regular file; pipes and devices, which may never end, are refused."""
    try:
        if not path.exists():
            raise InputError("no such file or folder", where=name)
        if not path.is_file():
            raise InputError("not a regular file", where=name)
        return path.stat().st_size
    except (OSError, ValueError) as err:
        raise InputError(
            f"cannot be read ({getattr(err, 'strerror', None) or err})", where=name
        ) from err


def _bytes(path: Path, name: str) -> bytes:
    try:
        return path.read_bytes()
    except OSError as err:
        raise InputError(f"cannot be read ({err.strerror})", where=name) from err


def _several(name: str, what: str) -> InputError:
    return InputError(
        f"this is {what}", where=name, todo="use `padan run`, or padan.read_articles in Python"
    )
