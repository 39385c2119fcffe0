"""`padan translate`: any text, sentence by sentence."""

from __future__ import annotations

import sys
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from padan.cli import one_line
from padan.cli.options import (
    chosen_form,
    format_option,
    numbered_lines,
    settings_options,
    utf8_stdout,
)
from padan.errors import InputError

if TYPE_CHECKING:
    from padan.export.translations import Done
    from padan.model import Translation
    from padan.pipeline import Caches, Progress, Settings
    from padan.translate.suggestions import Entries, Suggestion

_KEPT = 10_000
"""Sentences remembered where there is no store: what repeats is mostly near."""
_MANY = frozenset({".jsonl", ".ndjson", ".json"})
"""Files that may hold several articles."""


@dataclass(frozen=True, slots=True)
class _Piece:
    """A sentence of the input and the number of its paragraph or line."""

    text: str
    paragraph: int


@click.command()
@click.argument("source", default="-", metavar="[FILE]")
@settings_options
@click.option(
    "--from", "source_lang", default="id", show_default=True, metavar="LANG", help="Its language."
)
@click.option(
    "--to",
    "target_lang",
    default="en",
    show_default=True,
    metavar="LANG",
    help="The language wanted.",
)
@click.option("--lines", is_flag=True, help="Each line is one sentence; do not split.")
@click.option(
    "--store",
    "store_url",
    envvar="PADAN_STORE",
    metavar="FILE",
    help="Remember translations here, and use what is there.  [default: none]",
)
@click.option("--suggest", is_flag=True, help="Show what the store has for sentences like these.")
@format_option("tsv", "jsonl", "tmx", "txt")
@click.pass_context
def translate(
    ctx: click.Context,
    source: str,
    settings: Settings,
    source_lang: str,
    target_lang: str,
    lines: bool,
    store_url: str | None,
    suggest: bool,
    form: str | None,
) -> None:
    """Translate FILE (or stdin, `-`) sentence by sentence, and mark what looks wrong.

    FILE is an article in any form padan reads, or a URL; furniture is left out. With --lines, and
    from stdin, the input may be of any length: results come as they are done.

    \b
    Example:
      padan translate article.txt
      padan translate article.html --translator nllb --quality good --format tmx > article.tmx
      padan translate report.txt --from en --to id --glossary terms.tsv --format txt
      echo "Perundingan berlangsung dua kali sebulan." | padan translate --store news.db

    Columns of tsv: sentence, translation, what may be wrong with it, confidence (0 to 1: how like
    a professional's it is expected to be), engine, suggestions. --encoder none does without the
    encoder: quicker to start, but a coarser choice and confidence.

    Exit code 0; 1 where a sentence came out without translation; 2 where something could not be
    read or an engine cannot run (what was done before stands).
    """
    from padan.engines.languages import base_language
    from padan.export.translations import FORMS

    if base_language(source_lang) == base_language(target_lang):
        raise InputError(
            f"'{source_lang}' and '{target_lang}' are one language", todo="name another with --to"
        )
    form = chosen_form(form)
    out = utf8_stdout() if form == "tmx" else sys.stdout
    skipped: list[InputError] = []
    pieces = _pieces(source, source_lang, lines=lines, skipped=skipped)
    job = _Job(settings, source_lang, target_lang, store_url, suggest)
    missing = 0
    try:
        with FORMS[form](out, source_lang) as write:
            for done in job.run(pieces):
                write(done)
                out.flush()
                missing += done.translation is None
    except KeyboardInterrupt:
        click.echo("Stopped.", err=True)
        ctx.exit(130)
    for error in skipped:
        click.echo(f"Skipped {one_line(str(error))}", err=True)
    ctx.exit(2 if skipped else 1 if missing else 0)


@dataclass(frozen=True, slots=True)
class _Job:
    """What is asked for."""

    settings: Settings
    source_lang: str
    target_lang: str
    store_url: str | None
    suggest: bool

    def run(self, pieces: Iterable[_Piece]) -> Iterator[Done]:
        """Each sentence translated, as soon as it is done."""
        from padan.engines import registry
        from padan.export.translations import Done
        from padan.pipeline import Translating

        encoder = self.settings.encoder
        translating = Translating.of(
            self.settings, None if encoder == "none" else registry.encoder(encoder)
        )
        paragraphs: deque[int] = deque()

        def texts() -> Iterator[str]:
            for piece in pieces:
                paragraphs.append(piece.paragraph)
                yield piece.text

        with self._memory() as (caches, entries), _bars() as bars:
            for text, made in translating.stream(
                texts(),
                source=self.source_lang,
                target=self.target_lang,
                caches=caches,
                on_done=lambda done: bars("Translating", done, 0),
            ):
                found = _others(entries, text, made) if entries else ()
                yield Done(text, made, paragraphs.popleft(), found)

    @contextmanager
    def _memory(self) -> Iterator[tuple[Caches, Entries | None]]:
        from padan.pipeline import Caches
        from padan.translate.streaming import Recent
        from padan.translate.suggestions import Entries

        if self.store_url is None:
            if self.suggest:
                raise InputError("suggestions come out of a store", todo="name one with --store")
            yield Caches(translations=Recent(_KEPT), vectors=Recent(_KEPT)), None
            return
        from padan.store import Store

        with Store(self.store_url) as store:
            known = (
                store.best_remembered(self.source_lang, self.target_lang) if self.suggest else ()
            )
            entries = Entries(one.translation for one in known)
            yield store.caches(), entries if self.suggest else None


def _bars() -> AbstractContextManager[Progress]:
    """Bars where results go elsewhere; on a terminal the results themselves show how far it is."""
    from padan.cli.progress import Bars
    from padan.pipeline import silent

    return nullcontext(silent) if sys.stdout.isatty() else Bars()


def _others(entries: Entries, text: str, made: Translation | None) -> tuple[Suggestion, ...]:
    """What the memory has for sentences like this one, other than what was just given."""
    from padan.translate.suggestions import suggest

    return tuple(s for s in suggest(text, entries) if made is None or s.text != made.text)


def _pieces(source: str, lang: str, *, lines: bool, skipped: list[InputError]) -> Iterator[_Piece]:
    if lines or source == "-":
        yield from _of_lines(source, lang, split=not lines)
        return
    from padan.articles import read_article, read_articles

    many = Path(source).suffix.lower() in _MANY
    articles = (
        read_articles([source], on_skip=skipped.append)
        if many
        else [read_article(source, lang=lang)]
    )
    count, last = -1, None
    for article in articles:
        for sentence in article.aligned:
            place = article.id, sentence.paragraph
            count += place != last
            last = place
            yield _Piece(sentence.text, count)


def _of_lines(source: str, lang: str, *, split: bool) -> Iterator[_Piece]:
    from padan.articles import split_sentences

    for number, line in numbered_lines(source):
        if split:
            for sentence in split_sentences(line, lang):
                yield _Piece(sentence.text, number)
        elif line.strip():
            yield _Piece(line.strip(), number)
