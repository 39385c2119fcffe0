"""Options that commands share."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from functools import wraps
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

import click

from padan.errors import InputError, StoreError

if TYPE_CHECKING:
    from padan.store import Store

_Command = Callable[..., Any]
MAX_LINE = 500_000
"""Bytes of a line; the longest articles without paragraphs have a tenth of it."""

store_option = click.option(
    "--store",
    "store_url",
    default="padan.db",
    envvar="PADAN_STORE",
    show_default=True,
    metavar="FILE|URL",
    help="The corpus database: a file, made where there is none, or a PostgreSQL database as "
    "postgresql://USER@HOST/NAME. Or set PADAN_STORE.",
)
encoder_option = click.option(
    "--encoder", default="e5", show_default=True, metavar="SPEC", help="See `padan engines`."
)
min_confidence_option = click.option(
    "--min-confidence",
    type=click.FloatRange(0, 1),
    default=0.5,
    show_default=True,
    help="Matches below are shown as unsure; none is dropped.",
)
lang_option = click.option(
    "--lang",
    type=click.Choice(["en", "id"]),
    default="en",
    show_default=True,
    help="Language of reasons and labels: English or Indonesian.",
)
reference_option = click.option(
    "--reference",
    metavar="OUTLET",
    help="Take this text as the reference: its outlet, or the beginning of its id.",
)
_translation_options = (
    click.option(
        "--translator",
        default="gemma",
        show_default=True,
        metavar="SPEC",
        help="See `padan engines`.",
    ),
    click.option(
        "--quality",
        type=click.Choice(["fast", "good", "best"]),
        default="fast",
        show_default=True,
        help="How much work the translator puts into a sentence.",
    ),
    click.option(
        "--device",
        default="auto",
        show_default=True,
        help="auto (a GPU where there is one), cpu, cuda or cuda:1.",
    ),
    click.option(
        "--dtype", default="auto", show_default=True, help="Number format: int8, float16, …"
    ),
    click.option(
        "--fallback",
        metavar="SPEC",
        help="Translator for the sentences that come out faulty.  [default: none; they are marked]",
    ),
    click.option(
        "--glossary",
        "glossary_file",
        metavar="FILE",
        help="Terms to keep to: source, tab, English; a name without English is kept.",
    ),
)


def settings_options(command: _Command) -> _Command:
    """The options of whatever translates; the command gets them as `settings`."""

    @wraps(command)
    def call(
        *arguments: object,
        encoder: str,
        translator: str,
        quality: str,
        device: str,
        dtype: str,
        fallback: str | None,
        glossary_file: str | None,
        **more: object,
    ) -> object:
        from padan.engines.base import Quality, TranslatorOptions
        from padan.pipeline import Settings
        from padan.translate.glossaryfile import read_glossary

        settings = Settings(
            encoder=encoder,
            translator=translator,
            options=TranslatorOptions(Quality(quality), device, dtype),
            fallback=fallback,
            glossary=read_glossary(glossary_file) if glossary_file else None,
        )
        return command(*arguments, settings=settings, **more)

    described: _Command = call
    for option in reversed((encoder_option, *_translation_options)):
        described = option(described)
    return described


def format_option(*formats: str) -> Callable[[_Command], _Command]:
    """`--format`, by default a table on a terminal and tsv in a pipe."""
    return click.option(
        "--format",
        "form",
        type=click.Choice(["table", *formats]),
        help="Default: table on a terminal, otherwise tsv.",
    )


def chosen_form(form: str | None) -> str:
    """The form asked for, or the one that fits where the output goes."""
    return form or ("table" if sys.stdout.isatty() else "tsv")


def open_known_store(url: str) -> Store:
    """The store at this address, which must be there already."""
    if "://" not in url and not Path(url).is_file():
        raise StoreError(
            "there is no such store", where=url, todo="make one with `padan run`, or name another"
        )
    from padan.store import Store

    return Store(url)


@contextmanager
def output(path: str, *, force: bool) -> Iterator[TextIO]:
    """A stream for results: `-` is stdout, a file appears only once it is whole."""
    if path == "-":
        yield utf8_stdout()
        return
    target = Path(path)
    if target.exists() and not force:
        raise InputError("is there already", where=path, todo="name another file or add --force")
    from padan.export.files import replacing

    with replacing(target) as stream:
        yield stream


def utf8_stdout() -> TextIO:
    """stdout, in UTF-8 and with line feeds whatever the system prefers, as files are written."""
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", newline="\n")
    return sys.stdout


def read_utf8(path: str) -> str:
    """The text of a file, or of stdin for `-`. Raises InputError where there is none in UTF-8."""
    try:
        raw = sys.stdin.buffer.read() if path == "-" else Path(path).read_bytes()
        return raw.decode("utf-8-sig")
    except OSError as error:
        raise InputError(f"cannot be read ({error.strerror})", where=path) from error
    except UnicodeDecodeError as error:
        raise InputError(
            f"is not UTF-8 (byte {error.start})", where=path, todo="convert it first"
        ) from error


def numbered_lines(path: str) -> Iterator[tuple[int, str]]:
    """The lines of a file, or of stdin for `-`, one at a time, with their numbers from 1.

    The line feed alone ends a line. Raises InputError with the line that is no text in UTF-8.
    """
    try:
        with nullcontext(sys.stdin.buffer) if path == "-" else Path(path).open("rb") as stream:
            for number, raw in enumerate(iter(lambda: stream.readline(MAX_LINE + 1), b""), 1):
                yield number, _line(raw, f"{path}: line {number}", first=number == 1)
    except OSError as error:
        raise InputError(f"cannot be read ({error.strerror})", where=path) from error


def _line(raw: bytes, where: str, *, first: bool) -> str:
    if len(raw) > MAX_LINE:
        raise InputError(
            f"is longer than {MAX_LINE // 1000} kB", where=where, todo="is it text, in lines?"
        )
    if b"\0" in raw:
        raise InputError("holds a NUL, so this is no text", where=where)
    try:
        return raw.decode("utf-8-sig" if first else "utf-8").rstrip("\n")
    except UnicodeDecodeError as error:
        raise InputError("is not UTF-8", where=where, todo="convert it first") from error


def lines_of(path: str) -> list[str]:
    """The lines of a file that are not blank; the line feed alone ends a line."""
    return [line.strip() for line in read_utf8(path).split("\n") if line.strip()]
