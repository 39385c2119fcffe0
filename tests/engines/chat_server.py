"""A real HTTP server on this machine that speaks like a chat-completions endpoint."""

from __future__ import annotations

import json
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Reply = tuple[int, dict[str, str], bytes]
"""Status, headers, body."""


def said(text: str, *, ended: str = "stop", **more: object) -> Reply:
    """An answer with this text."""
    choice = {"message": {"role": "assistant", "content": text}, "finish_reason": ended, **more}
    return 200, {}, json.dumps({"object": "chat.completion", "choices": [choice]}).encode()


def trouble(status: int, message: str = "", code: str = "", **headers: str) -> Reply:
    """An error as such servers put it."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return status, named, json.dumps({"error": {"message": message, "code": code}}).encode()


def capitals(request: Request) -> Reply:
    """The sentence in capitals stands for its translation."""
    return said(request.sentence.upper())


@dataclass(frozen=True)
class Request:
    """What the server was sent."""

    path: str
    headers: dict[str, str]
    body: dict[str, Any]

    @property
    def sentence(self) -> str:
        return str(self.body["messages"][-1]["content"])

    @property
    def system(self) -> str:
        return str(self.body["messages"][0]["content"])


@dataclass
class ChatServer:
    """Answers by `reply` (by default in capitals) and keeps what it was sent."""

    reply: Callable[[Request], Reply] = capitals
    seen: list[Request] = field(default_factory=list)
    port: int = 0
    at_once: int = 0
    """The most requests that were open at one time."""
    drip: float = 0.0
    """Seconds between two bytes of an answer."""
    _open: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def spec(self) -> str:
        return f"openai:http://127.0.0.1:{self.port}/v1#tiny"

    def sentences(self) -> list[str]:
        return [request.sentence for request in self.seen]

    def answer(self, request: Request) -> Reply:
        with self._lock:
            self.seen.append(request)
            self._open += 1
            self.at_once = max(self.at_once, self._open)
        try:
            return self.reply(request)
        finally:
            with self._lock:
                self._open -= 1


class Quiet(ThreadingHTTPServer):
    """A client that hangs up is no error."""

    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        if not isinstance(sys.exc_info()[1], OSError):
            super().handle_error(request, client_address)


@contextmanager
def serving(server: ChatServer) -> Iterator[ChatServer]:
    """Run it on a free port of the loopback until the block ends."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            length = int(self.headers["Content-Length"])
            body = json.loads(self.rfile.read(length))
            status, headers, content = server.answer(
                Request(self.path, dict(self.headers.items()), body)
            )
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            try:
                for start in range(0, len(content), 1 if server.drip else len(content) or 1):
                    self.wfile.write(content[start : start + (1 if server.drip else len(content))])
                    if server.drip:
                        self.wfile.flush()
                        time.sleep(server.drip)
            except OSError:
                # The client had enough.
                self.close_connection = True

        def log_message(self, *_: object) -> None:
            """Nothing on the terminal."""

    http = Quiet(("127.0.0.1", 0), Handler)
    server.port = http.server_address[1]
    thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield server
    finally:
        http.shutdown()
        http.server_close()
        thread.join()
