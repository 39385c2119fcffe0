"""Who may talk to the server, and how: checked before anything else sees a request.

The server answers only to its own names (a foreign page that has its name resolve to this machine
gets nothing), only to its own pages (Origin, a header that foreign pages cannot set), with a
token only where it listens beyond this machine, and reads no more than a bounded body.
"""

from __future__ import annotations

import asyncio
import hmac
import ipaddress
import json
import socket
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode

MAX_BODY = 1_000_000
"""Bytes of a request's body; the largest act, 2,000 rows accepted at once, has a third of it."""
_PATIENCE = 30.0
"""Seconds in which a body must have come."""
HEADER = b"x-padan"
LOOPBACK = ("127.0.0.1", "localhost", "::1")
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; "
    "img-src 'self' data:; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; "
    "form-action 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
_READS = ("GET", "HEAD")

Scope = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Refusal(Exception):
    """Why a request is not answered."""

    status: int
    why: str
    headers: Mapping[str, str] = field(default_factory=dict)


class Guard:
    """ASGI middleware. Without a `token` whoever reaches the server may use it."""

    def __init__(
        self, app: Any, *, host: str, token: str | None, end_streams: Callable[[], None]
    ) -> None:
        self._app = app
        self.end_streams = end_streams
        self._token = token
        self._names = _names(host)
        self._anyhow_addressed = host not in LOOPBACK

    async def __call__(self, scope: Scope, receive: Any, send: Any) -> None:
        """Hand a request on, or refuse it."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":
            raise RuntimeError("only HTTP is spoken here")
        headers = Headers(scope)
        try:
            self._check(scope, headers)
            granted = self._grant(scope, headers)
            if granted is not None:
                await _answer(send, 200, granted[0], granted[1], "text/html")
                return
            if scope["method"] not in _READS:
                receive = await _read(headers, receive)
        except Refusal as refusal:
            body, kind = _said(scope, refusal)
            await _answer(send, refusal.status, body, refusal.headers, kind)
            return
        await self._app(scope, receive, _with_headers(send))

    def _check(self, scope: Scope, headers: Headers) -> None:
        host = headers.one(b"host")
        if host is None or not self._own(host):
            raise Refusal(400, "this server does not go by that name (Host)")
        origin = headers.one(b"origin")
        if origin is not None and origin not in (f"http://{host}", f"https://{host}"):
            raise Refusal(403, "asked for by a page of another origin")
        elsewhere = headers.one(b"sec-fetch-site") in ("cross-site", "same-site")
        if elsewhere and headers.one(b"sec-fetch-mode") != "navigate":
            raise Refusal(403, "asked for by a page of another site")
        if scope["method"] not in _READS and headers.one(HEADER) != "review":
            raise Refusal(403, "lacks the header 'X-Padan: review'")

    def _own(self, host: str) -> bool:
        name = _without_port(host).casefold()
        return name in self._names or (self._anyhow_addressed and _is_address(name))

    def _grant(self, scope: Scope, headers: Headers) -> tuple[str, Mapping[str, str]] | None:
        """The page that hands out the cookie, where the token came with the address."""
        if self._token is None:
            return None
        query = parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)
        given = next((value for name, value in query if name == "token"), None)
        cookie = f"padan-token-{(scope.get('server') or ('', 0))[1]}"
        if given is not None and scope["method"] == "GET" and _same(given, self._token):
            rest = urlencode([(name, value) for name, value in query if name != "token"])
            onward = quote(scope["path"]) + (f"?{rest}" if rest else "")
            grant = f"{cookie}={quote(self._token)}; Path=/; HttpOnly; SameSite=Strict"
            return _onward(onward), {"Set-Cookie": grant}
        if not _same(_cookie(headers, cookie), self._token):
            raise Refusal(401, "needs the token: open the address that `padan review` printed")
        return None


class Headers:
    """The headers of a request."""

    def __init__(self, scope: Scope) -> None:
        self._all: list[tuple[bytes, bytes]] = scope["headers"]

    def one(self, name: bytes) -> str | None:
        """The header of this name; refused where there are several, for which one counts?"""
        found = [value for key, value in self._all if key.lower() == name]
        if len(found) > 1:
            raise Refusal(400, f"holds the header {name.decode()!r} twice")
        return found[0].decode("latin-1") if found else None


def _names(host: str) -> frozenset[str]:
    if host in LOOPBACK:
        return frozenset(LOOPBACK)
    return frozenset({*LOOPBACK, host.casefold(), socket.gethostname().casefold()})


def _without_port(host: str) -> str:
    if host.startswith("["):
        return host[1:].partition("]")[0]
    return host.partition(":")[0]


def _is_address(name: str) -> bool:
    """An address in figures resolves to nothing else: no foreign name can stand behind it."""
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def _same(given: str, token: str) -> bool:
    return hmac.compare_digest(given.encode(), token.encode())


def _cookie(headers: Headers, name: str) -> str:
    try:
        found = SimpleCookie(headers.one(b"cookie") or "").get(name)
    except CookieError:
        return ""
    return found.value if found else ""


def _onward(path: str) -> str:
    # Not a redirect: a strict cookie is not sent on with one that a page elsewhere has begun.
    # A path of two slashes would lead to another server.
    local = "/" + path.lstrip("/\\")
    told = local.replace("&", "&amp;").replace('"', "%22").replace("<", "%3C").replace(">", "%3E")
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>padan</title>'
        f'<meta http-equiv="refresh" content="0; url={told}"></head>'
        f'<body><p><a href="{told}">padan</a></p></body></html>'
    )


async def _read(headers: Headers, receive: Any) -> Any:
    """Read the whole body, bounded, and hand it on as one message."""
    length = headers.one(b"content-length")
    if length is not None and (not length.isdigit() or int(length[:12]) > MAX_BODY):
        raise _too_much()
    body = bytearray()
    try:
        async with asyncio.timeout(_PATIENCE):
            while True:
                message = await receive()
                if message["type"] == "http.disconnect":
                    return receive
                body += message.get("body", b"")
                if len(body) > MAX_BODY:
                    raise _too_much()
                if not message.get("more_body"):
                    break
    except TimeoutError as error:
        raise Refusal(408, "the body came too slowly", {"Connection": "close"}) from error
    read = iter([{"type": "http.request", "body": bytes(body), "more_body": False}])

    async def again() -> Any:
        return next(read, None) or await receive()

    return again


def _too_much() -> Refusal:
    why = f"the body has more than {MAX_BODY // 1000} kB"
    return Refusal(413, why, {"Connection": "close"})


def _said(scope: Scope, refusal: Refusal) -> tuple[str, str]:
    """A refusal in words, as whoever asked reads it."""
    if scope["path"].startswith("/api/"):
        return json.dumps({"error": refusal.why}), "application/json"
    return f"padan: {refusal.why}\n", "text/plain"


async def _answer(send: Any, status: int, body: str, headers: Mapping[str, str], kind: str) -> None:
    told = body.encode()
    own = {
        "Content-Type": f"{kind}; charset=utf-8",
        "Content-Length": str(len(told)),
        "Cache-Control": "no-store",
    }
    named = (own | dict(headers)).items()
    raw = [(name.encode(), value.encode("latin-1", "replace")) for name, value in named]
    send = _with_headers(send)
    await send({"type": "http.response.start", "status": status, "headers": raw})
    await send({"type": "http.response.body", "body": told})


def _with_headers(send: Any) -> Any:
    """`send` that puts our headers on every answer, and keeps data out of caches."""

    async def sending(message: Any) -> None:
        if message["type"] == "http.response.start":
            have: list[tuple[bytes, bytes]] = list(message.get("headers", []))
            named = {name.lower() for name, _ in have}
            ours: Iterable[tuple[str, str]] = {**HEADERS, "Cache-Control": "no-store"}.items()
            have += [(n.encode(), v.encode()) for n, v in ours if n.lower().encode() not in named]
            message = {**message, "headers": have}
        await send(message)

    return sending
