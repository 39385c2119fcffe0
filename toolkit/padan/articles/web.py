"""Fetching one page that the user named, and nothing else."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

from padan.articles.webpage import MAX_BYTES
from padan.errors import InputError

if TYPE_CHECKING:
    import urllib3

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]{1,30}://")
_CONNECT_S, _READ_S = 10.0, 20.0
_CHUNK = 65_536


def is_url(name: str) -> bool:
    """Whether a name the user gave is a URL of any scheme rather than a path."""
    return _SCHEME.match(name) is not None


def fetch(url: str) -> tuple[bytes, str]:
    """Body and media type of an http or https page.

    Raises InputError for other schemes, for errors of the network and the server, and for pages
    over the size limit.
    """
    scheme, host = _parts(url)
    if scheme not in {"http", "https"} or not host:
        raise InputError(
            "only http and https pages are fetched", where=url, todo="give a file instead"
        )
    import urllib3

    timeout = urllib3.Timeout(connect=_CONNECT_S, read=_READ_S)
    headers = {
        "User-Agent": "padan (news comparison; single page)",
        "Accept": "text/html,*/*;q=0.5",
    }
    try:
        with _manager(scheme, host) as manager:
            answer = manager.request(
                "GET",
                url,
                timeout=timeout,
                headers=headers,
                preload_content=False,
                retries=urllib3.Retry(total=4, connect=1, read=1, redirect=4),
            )
            try:
                return _body(answer, url), str(answer.headers.get("Content-Type", ""))
            finally:
                answer.close()
    except (urllib3.exceptions.HTTPError, OSError, ValueError) as err:
        reason = getattr(err, "reason", None) or err
        raise InputError(f"could not be fetched ({_short(reason)})", where=url) from err


def _parts(url: str) -> tuple[str, str]:
    """Scheme and host, empty where the URL is malformed."""
    try:
        parts = urlsplit(url)
        return parts.scheme.lower(), parts.hostname or ""
    except ValueError:
        return "", ""


def _manager(scheme: str, host: str) -> urllib3.PoolManager:
    """Honours the proxy settings of the environment."""
    import urllib3

    proxy = getproxies().get(scheme)
    if proxy and not proxy_bypass(host):
        return urllib3.ProxyManager(proxy)
    return urllib3.PoolManager()


def _body(answer: urllib3.BaseHTTPResponse, url: str) -> bytes:
    if answer.status >= 400:
        raise InputError(f"the server answered {answer.status}", where=url)
    body = bytearray()
    for chunk in answer.stream(_CHUNK):
        body += chunk
        if len(body) > MAX_BYTES:
            raise InputError(f"the page has more than {MAX_BYTES // 1_000_000} MB", where=url)
    return bytes(body)


def _short(reason: object) -> str:
    """The reason on one line, without addresses of objects."""
    text = re.sub(r"^\w+\([^)]*\):\s*|<[^>]*>:?\s*", "", str(reason))
    return " ".join(text.split())[:160] or type(reason).__name__
