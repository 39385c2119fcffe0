"""`padan export`: what a store holds, for other programs and people."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from padan.cli.filtering import Chosen, StoredStories, by_id, filter_options
from padan.cli.options import open_known_store, output, store_option
from padan.errors import InputError

if TYPE_CHECKING:
    from typing import TextIO

    from padan.export.filters import ChosenStory, Filter
    from padan.export.hf import HfOptions, HfResult
    from padan.export.outlet_files import Written
    from padan.export.policy import Policy

_Command = Callable[..., Any]


@click.group()
def export() -> None:
    """Write what a store holds: for CAT tools, spreadsheets, programs, or as a dataset.

    Texts leave only as far as their outlets' licences allow; --text says otherwise.

    \b
    Example:
      padan export xlsx rows.xlsx --status second-look --store news.db
      padan export tmx memories/ --outlet "Kabar Pelabuhan" --store news.db
      padan export hf dataset/ --store news.db
    """


_force = click.option("--force", is_flag=True, help="Write over what is there already.")


def _file(command: _Command) -> _Command:
    path = click.argument("path", default="-", metavar="[FILE]")
    return path(store_option(filter_options(_force(command))))


def _folder(command: _Command) -> _Command:
    folder = click.argument("folder", type=click.Path(path_type=Path), metavar="DIR")
    return folder(store_option(filter_options(_force(command))))


def _to_stream(
    write: Callable[[Iterable[ChosenStory], TextIO, Policy], int],
    path: str,
    store_url: str,
    chosen: Filter,
    policy: Policy,
    force: bool,
) -> None:
    with open_known_store(store_url) as store:
        stories = Chosen(store, chosen, policy)
        with output(path, force=force) as stream:
            write(stories, stream, policy)
        stories.tell_withheld()


def _to_folder(
    write: Callable[..., Written],
    folder: Path,
    store_url: str,
    chosen: Filter,
    policy: Policy,
    force: bool,
    **more: object,
) -> None:
    from padan.export.folders import replacing_folder

    with open_known_store(store_url) as store:
        stories = Chosen(store, chosen, policy)
        with replacing_folder(folder, force=force) as fresh:
            done = write(stories, fresh, policy, **more)
    for name, count in sorted(done.files.items()):
        click.echo(f"{count:>7,}  {folder / name}")
    if done.empty:
        click.echo(f"Left out {done.empty:,} without text on one side.", err=True)
    if done.withheld:
        click.echo(f"Left out {done.withheld:,} whose text may not leave.", err=True)
    stories.tell_withheld()


@export.command()
@_file
def tsv(path: str, **given: Any) -> None:
    """A sheet: a line per row and retelling, tab-separated. FILE `-` is stdout.

    \b
    Example:
      padan export tsv - --kind number --store news.db | head
    """
    from padan.export.sheets import write_tsv

    _to_stream(write_tsv, path, **given)


@export.command()
@_file
def csv(path: str, **given: Any) -> None:
    """A sheet, comma-separated, with columns to judge and edit in. FILE `-` is stdout.

    `padan import` reads the edited sheet back.

    \b
    Example:
      padan export csv rows.csv --max-consistency 0.5 --store news.db
    """
    from padan.export.sheets import write_csv

    _to_stream(write_csv, path, **given)


@export.command()
@_file
def jsonl(path: str, **given: Any) -> None:
    """One JSON object a row, with everything padan knows of it. FILE `-` is stdout.

    \b
    Example:
      padan export jsonl rows.jsonl --status accepted --store news.db
    """
    from padan.export.tables import write_reviewed_jsonl

    _to_stream(write_reviewed_jsonl, path, **given)


@export.command()
@click.argument("path", type=click.Path(path_type=Path), metavar="FILE")
@store_option
@filter_options
@_force
def xlsx(path: Path, store_url: str, chosen: Filter, policy: Policy, force: bool) -> None:
    """A workbook with columns to judge and edit in; `padan import` reads it back.

    \b
    Example:
      padan export xlsx rows.xlsx --limit 200 --seed 1 --store news.db
    """
    from padan.export.files import replacing_path
    from padan.export.sheets import write_xlsx

    if path.exists() and not force:
        raise InputError("is there already", where=str(path), todo="name another or add --force")
    with open_known_store(store_url) as store:
        stories = Chosen(store, chosen, policy)
        with replacing_path(path) as fresh:
            write_xlsx(stories, fresh, policy)
        stories.tell_withheld()


@export.command()
@_folder
def tmx(folder: Path, **given: Any) -> None:
    """TMX 1.4 files: one per outlet (with its English) and one per pair of outlets.

    \b
    Example:
      padan export tmx memories/ --status accepted --store news.db
    """
    from padan.export.tmx_rows import write_tmx_folder

    _to_folder(write_tmx_folder, folder, **given)


@export.command()
@_folder
@click.option(
    "--version",
    "xliff",
    type=click.Choice(["2.1", "1.2"]),
    default="2.1",
    show_default=True,
    help="1.2 for older tools.",
)
def xliff(folder: Path, xliff: str, **given: Any) -> None:
    """XLIFF files with notes, status and findings, to be translated on.

    \b
    Example:
      padan export xliff jobs/ --version 1.2 --store news.db
    """
    from padan.export.xliff import write_xliff_folder

    _to_folder(write_xliff_folder, folder, xliff=xliff, **given)


@export.command()
@_folder
def ces(folder: Path, **given: Any) -> None:
    """OPUS cesAlign: links by sentence id, and sentence files beside them.

    \b
    Example:
      padan export ces links/ --store news.db
    """
    from padan.export.ces import write_ces_folder

    _to_folder(write_ces_folder, folder, **given)


@export.command()
@_folder
def intertext(folder: Path, **given: Any) -> None:
    """InterText: texts and alignments, to be corrected in its editor.

    \b
    Example:
      padan export intertext texts/ --story ferry --store news.db
    """
    from padan.export.intertext import write_intertext_folder

    _to_folder(write_intertext_folder, folder, **given)


@export.command()
@_folder
@click.option("--name", default="padan rows", show_default=True, help="What the card calls it.")
@click.option("--contact", default="", help="For questions and takedowns: a person or address.")
@click.option("--citation", default="", help="How to cite the dataset.")
@click.option(
    "--exclude",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="A benchmark (text, tsv or jsonl) that no row may overlap with.",
)
@click.option(
    "--on-overlap",
    type=click.Choice(["fail", "drop"]),
    default="fail",
    show_default=True,
    help="What becomes of rows whose text stands in another split or a benchmark.",
)
@click.option(
    "--keep-splits",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="An earlier export whose stories stay where they were.  [default: the one replaced]",
)
@click.option("--names", is_flag=True, help="Reviewers by name instead of a pseudonym.")
@click.option("--push", metavar="REPO", help="Upload it to the hub; without --really only tell.")
@click.option("--really", is_flag=True, help="With --push: do upload. The token: HF_TOKEN.")
@click.option("--public", is_flag=True, help="With --push: for all to see.  [default: private]")
def hf(
    folder: Path,
    store_url: str,
    chosen: Filter,
    policy: Policy,
    force: bool,
    push: str | None,
    really: bool,
    public: bool,
    **given: Any,
) -> None:
    """A Hugging Face dataset: parquet, card, licence, splits, checksums.

    `datasets.load_dataset(DIR, "stories")` reads it offline; see docs/dataset.md.

    \b
    Example:
      padan export hf dataset/ --exclude flores.dev --contact desk@news.example --store news.db
      padan export hf dataset/ --force --push name/dataset --really --store news.db
    """
    from padan.export.hf import export_hf

    with open_known_store(store_url) as store:
        chosen = by_id(chosen, store)
        stories = StoredStories(store, chosen.stories)
        options = _hf_options(chosen, policy, **given)
        done = export_hf(stories, folder, judgements=store.judgements, options=options, force=force)
    _tell(folder, done)
    if push:
        _push(folder, push, really=really, public=public)


def _hf_options(
    chosen: Filter,
    policy: Policy,
    *,
    name: str,
    contact: str,
    citation: str,
    exclude: tuple[Path, ...],
    on_overlap: str,
    keep_splits: Path | None,
    names: bool,
) -> HfOptions:
    from padan.export.hf import HfOptions
    from padan.export.hf_card import CardInfo

    return HfOptions(
        chosen=chosen,
        policy=policy,
        keep_splits=keep_splits,
        exclude=exclude,
        drop_overlap=on_overlap == "drop",
        names=names,
        card=CardInfo(name, contact, citation),
    )


def _tell(folder: Path, done: HfResult) -> None:
    for (config, split), count in sorted(done.counts.items()):
        click.echo(f"{count:>9,}  {config}/{split}")
    for story, why in sorted(done.held.items()):
        click.echo(f"Held out story {story}: {why}.", err=True)
    for leak in done.dropped:
        click.echo(f"Left out {leak}.", err=True)
    click.echo(f'Load it: datasets.load_dataset("{folder}", "stories")', err=True)


def _push(folder: Path, repository: str, *, really: bool, public: bool) -> None:
    from padan.export import hub

    if really:
        click.echo(f"Uploaded: {hub.push(folder, repository, public=public)}")
        return
    files = hub.plan(folder, public=public)
    size = sum(bytes_ for _, bytes_ in files)
    kind = "public" if public else "private"
    click.echo(f"Would upload {len(files)} files, {size:,} bytes, to the {kind} {repository}:")
    for name, bytes_ in files:
        click.echo(f"{bytes_:>12,}  {name}")
    click.echo("Nothing was sent; add --really to do it.")
