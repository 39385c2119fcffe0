"""`padan review`: the review page, served from this machine."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from padan.cli.options import lang_option, open_known_store, store_option

if TYPE_CHECKING:
    from padan.review.serving import Address

HOST = "127.0.0.1"
PORT = 8765


@click.command()
@store_option
@click.option("--host", default=HOST, show_default=True, help="Where to listen.")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    help=f"Where to listen.  [default: {PORT}, or a free one where that is taken]",
)
@click.option("--no-browser", is_flag=True, help="Only print the address.")
@click.option(
    "--token",
    metavar="TOKEN",
    envvar="PADAN_TOKEN",
    help="What browsers must know; made up where --host is not this machine. Or set PADAN_TOKEN.",
)
@lang_option
def review(
    store_url: str, host: str, port: int | None, no_browser: bool, token: str | None, lang: str
) -> None:
    """Serve the review page: work through the rows of a store in the browser, by keyboard.

    All that reviewers do is in the store before it is answered; end with Ctrl+C at any time.

    \b
    Example:
      padan review --store news.db
      padan review --store news.db --host 0.0.0.0 --no-browser    others may join, with the token
    """
    with open_known_store(store_url):
        pass  # a store that cannot be read is said now, and brought up to date
    from padan.review.serving import serve

    def ready(address: Address) -> None:
        if address.open_to_others:
            click.echo(
                "Warning: other machines can reach this server, unencrypted. Give the address with "
                "its token only to those who may read and change the store.",
                err=True,
            )
        click.echo(f"Review page: {address.url}\nEnd with Ctrl+C; all that was done is kept.")
        if not no_browser:
            click.launch(address.url)

    serve(
        store_url,
        host=host,
        port=PORT if port is None else port,
        other_port=port is None,
        token=token,
        lang=lang,
        ready=ready,
    )
