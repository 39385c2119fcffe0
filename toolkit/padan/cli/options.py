"""Options that commands share."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

import click

from padan.errors import InputError, StoreError

if TYPE_CHECKING:
    from padan.store import Store

_Command = Callable[..., Any]

store_option = click.option(
    "--store",
    "store_url",
    default="padan.db",
    envvar="PADAN_STORE",
    show_default=True,
    metavar="FILE",
    help="The corpus database: a file, made where there is none. Or set PADAN_STORE.",
)
encoder_option = click.option(
    "--encoder", default="e5", show_default=True, metavar="SPEC", help="See `padan engines`."
)
translator_option = click.option(
    "--translator", default="gemma", show_default=True, metavar="SPEC", help="See `padan engines`."
)


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
        yield sys.stdout
        return
    target = Path(path)
    if target.exists() and not force:
        raise InputError("is there already", where=path, todo="name another file or add --force")
    from padan.export.files import replacing

    with replacing(target) as stream:
        yield stream


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


def lines_of(path: str) -> list[str]:
    """The lines of a file that are not blank; the line feed alone ends a line."""
    return [line.strip() for line in read_utf8(path).split("\n") if line.strip()]
