"""Runs the review server until it is told to end."""

from __future__ import annotations

import gc
import re
import secrets
import socket
from collections.abc import Callable
from dataclasses import dataclass

from padan.errors import InputError
from padan.review.guard import LOOPBACK

TOKEN = re.compile(r"[A-Za-z0-9_-]{16,200}")
"""What a token may be: fit for an address and a cookie, and too long to be guessed."""
_COLLECT_AFTER = (50_000, 20, 20)
"""Objects made before Python looks for those in circles. As it comes (700), it looks through the
hundreds of thousands of a long story again and again: half of the time that opening one takes."""
_ENDING = 3
"""Seconds that answers on their way are given when the server ends."""


@dataclass(frozen=True, slots=True)
class Address:
    """Where the server is to be found."""

    url: str
    open_to_others: bool
    """Other machines can reach it."""


def serve(
    store_url: str,
    *,
    host: str,
    port: int,
    other_port: bool,
    token: str | None,
    lang: str,
    ready: Callable[[Address], None],
) -> None:
    """Serve the review page of a store until SIGINT or SIGTERM; `ready` is told where.

    Where the port is taken another one is used if `other_port`. A host that is not this machine
    gets a token, made up where none is given. Raises InputError where it cannot listen.
    """
    import uvicorn

    from padan.review.app import make_app

    beyond = host not in LOOPBACK
    if token is not None and not TOKEN.fullmatch(token):
        raise InputError(
            "must be 16 to 200 letters, digits, '-' or '_'", where="--token", todo="or leave it out"
        )
    token = token or (secrets.token_urlsafe(32) if beyond else None)
    listening = _listen(host, port, other_port=other_port)
    gc.set_threshold(*_COLLECT_AFTER)
    guard = make_app(store_url, token=token, host=host, lang=lang)
    address = Address(_url(host, listening.getsockname()[1], token), beyond)

    class Server(uvicorn.Server):
        """Lets streams of changes end first, for otherwise they would be waited for."""

        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            if self.started:
                ready(address)

        async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
            guard.end_streams()
            await super().shutdown(sockets)

    config = uvicorn.Config(
        guard,
        log_level="warning",
        access_log=False,  # it would hold the token
        server_header=False,
        date_header=False,
        proxy_headers=False,
        ws="none",
        timeout_keep_alive=30,
        timeout_graceful_shutdown=_ENDING,
        limit_concurrency=1_000,
    )
    try:
        Server(config).run([listening])
    except KeyboardInterrupt:
        return
    finally:
        listening.close()


def _listen(host: str, port: int, *, other_port: bool) -> socket.socket:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    except OSError as error:
        raise InputError("is no address of this machine", where=host) from error
    family, _, _, _, address = found[0]
    # asyncio turns delays (Nagle) off only on sockets that are known to be TCP.
    made = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    for number in (port, 0) if other_port else (port,):
        try:
            made.bind((address[0], number))
        except OSError as error:
            last = error
        else:
            return made
    made.close()
    what = f"cannot listen on port {port} ({last.strerror})"
    raise InputError(what, where=host, todo="name another --port or --host")


def _url(host: str, port: int, token: str | None) -> str:
    if host in ("0.0.0.0", "::"):  # noqa: S104 - what is printed, for people on other machines
        host = socket.gethostname()
    name = f"[{host}]" if ":" in host else host
    return f"http://{name}:{port}/" + (f"?token={token}" if token else "")
