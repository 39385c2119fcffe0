"""A chat-completions endpoint: one request, asked patiently, its answer bounded and checked.

The key comes from the environment alone. It is sent over https, or to this machine; never in the
clear to another, and never after a redirect.
"""

from __future__ import annotations

import json
import math
import os
import time
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from ipaddress import ip_address
from threading import Event
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

from padan.errors import EngineError

if TYPE_CHECKING:
    import urllib3

OWN_KEY, COMMON_KEY = "PADAN_OPENAI_KEY", "OPENAI_API_KEY"
_COMMON_HOST = "api.openai.com"
"""OPENAI_API_KEY is sent here only, so that no other server learns it by a slip."""
_CHUNK = 65_536
_TRY_AGAIN = frozenset({408, 409, 425, 429, 500, 502, 503, 504, 529})
_SPENT = "insufficient_quota"


class Refused(Exception):
    """The server will not answer this one request; another may be answered."""


@dataclass(frozen=True, slots=True)
class Address:
    """Where requests go: what stands before the `#` of the spec."""

    url: str
    host: str
    secure: bool

    @property
    def local(self) -> bool:
        """It is this machine."""
        if self.host == "localhost":
            return True
        try:
            return ip_address(self.host).is_loopback
        except ValueError:
            return False

    def key(self) -> str:
        """The key to send, empty where there is none or it would travel in the clear.

        Raises EngineError where it cannot be a key.
        """
        if not (self.secure or self.local):
            return ""
        for name in (OWN_KEY, COMMON_KEY) if self.host == _COMMON_HOST else (OWN_KEY,):
            found = os.environ.get(name, "").strip()
            if not (found.isascii() and found.isprintable()):
                raise EngineError("holds no key (there are odd characters in it)", where=name)
            if found:
                return found
        return ""


def address(url: str, *, engine: str) -> Address:
    """The endpoint behind a URL as users write it, with or without `/chat/completions`.

    Raises EngineError where it is no http or https URL, or carries a name and password.
    """
    todo = "write openai:URL#MODEL, say openai:http://localhost:8080/v1#MODEL"
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").lower()
        known = parts.scheme.lower() in ("http", "https") and host and parts.port != 0
    except ValueError:
        known = False
    if not known or any(c.isspace() or not c.isprintable() for c in url):
        raise EngineError("names no http or https address", where=engine, todo=todo)
    if parts.username is not None or parts.query:
        raise EngineError(
            "the address must hold no key, password or query (it is written into signatures)",
            where="openai",
            todo=f"put the key into {OWN_KEY}",
        )
    whole = url.rstrip("/")
    whole += "" if whole.endswith("/chat/completions") else "/chat/completions"
    return Address(whole, host, parts.scheme.lower() == "https")


class Endpoint:
    """Asks an address. Usable from several threads."""

    def __init__(self, where: Address, patience: Mapping[str, Any], *, engine: str) -> None:
        import urllib3

        self._where = where
        self._patience = patience
        self._engine = engine
        self._key = where.key()
        self._answered = False
        self._stopped = Event()
        proxy = getproxies().get("https" if where.secure else "http")
        through = bool(proxy) and not where.local and not proxy_bypass(where.host)
        self._pool: urllib3.PoolManager = (
            urllib3.ProxyManager(str(proxy)) if through else urllib3.PoolManager(maxsize=16)
        )

    def ask(self, request: Mapping[str, Any]) -> dict[str, Any]:
        """The server's answer to a request.

        Raises Refused where this request cannot be answered, EngineError where none can be.
        """
        waits = list(self._patience["waits"])
        body = json.dumps(request).encode()
        while True:
            problem, asked_wait = self._try(body)
            if isinstance(problem, dict):
                return problem
            if not waits:
                raise problem
            wait = asked_wait if asked_wait is not None else float(waits[0])
            waits.pop(0)
            if self._pause(min(wait, float(self._patience["longest_wait"]))):
                raise problem

    def stop(self) -> None:
        """No request is tried again from now on."""
        self._stopped.set()

    def _pause(self, seconds: float) -> bool:
        """Wait; True where that was cut short."""
        return self._stopped.wait(seconds)

    def _try(self, body: bytes) -> tuple[dict[str, Any] | EngineError, float | None]:
        """The answer; or what to raise if no further try helps, with the wait the server asks for.

        What no further try can mend is raised at once, and so is an address that never answered.
        """
        import urllib3

        headers = {"Content-Type": "application/json", "Accept": "application/json"}
        if self._key:
            headers["Authorization"] = f"Bearer {self._key}"
        timeout = urllib3.Timeout(connect=self._patience["connect"], read=self._patience["read"])
        try:
            answer = self._pool.request(
                "POST",
                self._where.url,
                body=body,
                headers=headers,
                timeout=timeout,
                retries=False,
                redirect=False,
                preload_content=False,
            )
            try:
                content = self._read(answer)
            finally:
                answer.close()
                answer.release_conn()
        except urllib3.exceptions.ReadTimeoutError as error:
            raise Refused(f"there was no answer in {self._patience['read']} seconds") from error
        except (urllib3.exceptions.HTTPError, OSError, ValueError) as error:
            if not self._answered:
                raise self._unreachable(error) from error
            return self._unreachable(error), None
        if answer.status == 200:
            found = _object(content)
            if found is None and not self._answered:
                raise self._garbled(content)
            self._answered = True
            return found if found is not None else self._garbled(content), None
        self._answered = True
        return self._problem(answer.status, content), _asked_wait(answer.headers)

    def _read(self, answer: urllib3.BaseHTTPResponse) -> bytes:
        """The body, no longer than allowed and within the time allowed."""
        content, end = bytearray(), time.monotonic() + self._patience["whole"]
        # read1 gives what has come; stream and read wait for a whole chunk.
        while chunk := answer.read1(_CHUNK):
            content += chunk
            if len(content) > self._patience["most_bytes"]:
                raise EngineError(
                    f"answers with more than {self._patience['most_bytes'] // 1_000_000} MB",
                    where=self._engine,
                    todo="check that the address is one of chat completions",
                )
            if time.monotonic() > end:
                raise Refused(f"there was no whole answer in {self._patience['whole']} seconds")
        return bytes(content)

    def _problem(self, status: int, content: bytes) -> EngineError:
        """What to raise if another try does not help; what cannot be mended is raised here."""
        said = _error_text(content)
        if self._key:
            said = said.replace(self._key, "…")
        if status in _TRY_AGAIN and _SPENT not in said:
            return self._error(f"the server answers {status}{said}", "try again later")
        if status in (400, 413, 422):
            raise Refused(f"the server refuses it ({status}){said}")
        raise self._error(*self._final(status, said))

    def _final(self, status: int, said: str) -> tuple[str, str]:
        """What is wrong and what helps, where no further try does."""
        if status in (401, 403):
            if self._key:
                return f"the server does not accept the key ({status}){said}", "check the key"
            if not (self._where.secure or self._where.local):
                return (
                    f"the server wants a key ({status}), and none is sent over plain http",
                    "use https",
                )
            names = f"{OWN_KEY} or {COMMON_KEY}" if self._where.host == _COMMON_HOST else OWN_KEY
            return f"the server wants a key ({status}){said}", f"put it into {names}"
        if status == 404:
            return (
                f"the server knows no such model or address (404){said}",
                "check both; the address usually ends in /v1",
            )
        if 300 <= status < 400:
            return f"the server sends us elsewhere ({status})", "name the address it moved to"
        return f"the server answers {status}{said}", "check the address and the account"

    def _unreachable(self, error: BaseException) -> EngineError:
        text = str(getattr(error, "reason", None) or error)
        # urllib3 begins with the object in question: "<…>: Failed to …".
        reason = " ".join(text.rpartition(">: ")[2].split())[:160] or type(error).__name__
        return self._error(f"cannot be reached ({reason})", "check the address and the server")

    def _garbled(self, content: bytes) -> EngineError:
        start = " ".join(content[:60].decode("utf-8", "replace").split())
        return self._error(
            f"answers with something that is no JSON object ({start or 'nothing'})",
            "check that the address is one of chat completions",
        )

    def _error(self, what: str, todo: str) -> EngineError:
        return EngineError(what, where=self._engine, todo=todo)


def _object(content: bytes) -> dict[str, Any] | None:
    try:
        found = json.loads(content)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _error_text(content: bytes) -> str:
    """`: ` and the server's own words on what is wrong, in one bounded line; or nothing."""
    found = (_object(content) or {}).get("error")
    if isinstance(found, dict):
        words = [found.get("message"), found.get("code")]
        found = " ".join(str(word) for word in words if word)
    text = "".join(c if c.isprintable() else " " for c in found) if isinstance(found, str) else ""
    return f": {' '.join(text.split())[:200]}" if text else ""


def _asked_wait(headers: Mapping[str, str]) -> float | None:
    """Seconds that a Retry-After header names, as a number or a date."""
    asked = headers.get("Retry-After", "").strip()
    try:
        wait = float(asked)
    except ValueError:
        try:
            wait = parsedate_to_datetime(asked).timestamp() - time.time()
        except (ValueError, TypeError):
            return None
    return None if math.isnan(wait) else max(0.0, wait)
