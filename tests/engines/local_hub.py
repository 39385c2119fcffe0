"""A real HTTP server on this machine that speaks what a download needs of the hub's protocol."""

from __future__ import annotations

import hashlib
import json
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from urllib.parse import unquote, urlsplit

sys.path.insert(0, str(Path(__file__).parent))
from chat_server import Quiet

COMMIT = "89abcdef0123456789abcdef0123456789abcdef"


@dataclass
class Hub:
    """One repository with the files of a folder."""

    repository: str
    folder: Path
    seen: list[str] = field(default_factory=list)
    cut: str = ""
    """A file whose connection breaks off half-way."""
    port: int = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def about(self) -> dict[str, object]:
        names = sorted(path.name for path in self.folder.iterdir())
        return {
            "id": self.repository,
            "modelId": self.repository,
            "sha": COMMIT,
            "siblings": [{"rfilename": name} for name in names],
            "tags": [],
        }

    def tree(self) -> list[dict[str, object]]:
        return [
            {"type": "file", "path": path.name, "size": path.stat().st_size, "oid": "0" * 40}
            for path in sorted(self.folder.iterdir())
        ]


@contextmanager
def serving(hub: Hub) -> Iterator[Hub]:
    """Run it on a free port of the loopback until the block ends."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_HEAD(self) -> None:
            self._answer(body=False)

        def do_GET(self) -> None:
            self._answer(body=True)

        def _answer(self, *, body: bool) -> None:
            path = unquote(urlsplit(self.path).path)
            hub.seen.append(f"{self.command} {path}")
            model = f"/api/models/{hub.repository}"
            if path.startswith(f"{model}/tree/"):
                self._json(hub.tree())
            elif path == model or path.startswith(f"{model}/revision/"):
                self._json(hub.about())
            elif path.startswith(f"/{hub.repository}/resolve/{COMMIT}/"):
                self._file(hub.folder / path.rpartition("/")[2], body=body)
            else:
                self._json({"error": "Repository not found"}, 404, X_Error_Code="RepoNotFound")

        def _json(self, found: object, status: int = 200, **headers: str) -> None:
            self._send(status, json.dumps(found).encode(), headers)

        def _file(self, path: Path, *, body: bool) -> None:
            if not path.is_file():
                self._json({"error": "Entry not found"}, 404, X_Error_Code="EntryNotFound")
                return
            content = path.read_bytes()
            start = 0
            if self.headers.get("Range"):
                start = int(self.headers["Range"].removeprefix("bytes=").partition("-")[0])
            headers = {
                "ETag": f'"{hashlib.sha256(content).hexdigest()}"',
                "X_Repo_Commit": COMMIT,
                "Accept_Ranges": "bytes",
            }
            if start:
                headers["Content_Range"] = f"bytes {start}-{len(content) - 1}/{len(content)}"
            half = hub.cut == path.name and body
            self._send(206 if start else 200, content[start:], headers, body=body, half=half)

        def _send(
            self,
            status: int,
            content: bytes,
            headers: dict[str, str],
            *,
            body: bool = True,
            half: bool = False,
        ) -> None:
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name.replace("_", "-"), value)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            if body and self.command == "GET":
                self.wfile.write(content[: len(content) // 2] if half else content)
            self.close_connection = self.close_connection or half

        def log_message(self, *_: object) -> None:
            """Nothing on the terminal."""

    http = Quiet(("127.0.0.1", 0), Handler)
    hub.port = http.server_address[1]
    thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield hub
    finally:
        http.shutdown()
        http.server_close()
        thread.join()
