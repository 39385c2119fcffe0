"""A real HTTP server on this machine that takes uploads as the hub does: repository, commit, large
files by their own address."""

from __future__ import annotations

import base64
import hashlib
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import unquote, urlsplit

TOKEN = "hf_test"
COMMIT = "89abcdef0123456789abcdef0123456789abcdef"


@dataclass
class Hub:
    """What was sent to it."""

    files: dict[str, bytes] = field(default_factory=dict)
    created: list[dict[str, object]] = field(default_factory=list)
    large: dict[str, bytes] = field(default_factory=dict)
    requests: list[str] = field(default_factory=list)
    port: int = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"


@contextmanager
def serving(hub: Hub) -> Iterator[Hub]:
    """Run it on a free port of the loopback until the block ends."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self._route(b"")

        def do_POST(self) -> None:
            self._route(self._body())

        def do_PUT(self) -> None:
            self._route(self._body())

        def _body(self) -> bytes:
            if self.headers.get("Transfer-Encoding") == "chunked":
                body = b""
                while size := int(self.rfile.readline().strip() or b"0", 16):
                    body += self.rfile.read(size)
                    self.rfile.readline()
                self.rfile.readline()
                return body
            return self.rfile.read(int(self.headers.get("Content-Length") or 0))

        def _route(self, body: bytes) -> None:
            path = unquote(urlsplit(self.path).path)
            hub.requests.append(f"{self.command} {path}")
            if path.startswith("/large/"):
                hub.large[path.rpartition("/")[2]] = body
                self._answer({})
            elif self.headers.get("Authorization") != f"Bearer {TOKEN}":
                self._answer({"error": "Invalid credentials"}, 401)
            elif path.endswith("/repos/create"):
                hub.created.append(json.loads(body))
                self._answer({"url": f"{hub.url}/datasets/desk/rows", "name": "desk/rows"})
            elif "/preupload/" in path:
                files = json.loads(body)["files"]
                modes = [
                    {
                        "path": f["path"],
                        "uploadMode": "lfs" if f["path"].endswith(".parquet") else "regular",
                        "shouldIgnore": False,
                    }
                    for f in files
                ]
                self._answer({"files": modes})
            elif path.endswith("/info/lfs/objects/batch"):
                self._batch(json.loads(body))
            elif "/commit/" in path:
                self._commit(body)
            elif "/tree/" in path:
                self._answer([])
            else:
                self._answer({"id": "desk/rows", "sha": COMMIT, "siblings": [], "tags": []})

        def _batch(self, asked: dict) -> None:
            objects = [
                {
                    **each,
                    "actions": {"upload": {"href": f"{hub.url}/large/{each['oid']}", "header": {}}},
                }
                for each in asked["objects"]
            ]
            self._answer({"transfer": "basic", "objects": objects})

        def _commit(self, body: bytes) -> None:
            for line in map(json.loads, body.splitlines()):
                value = line["value"]
                if line["key"] == "file":
                    hub.files[value["path"]] = base64.b64decode(value["content"])
                elif line["key"] == "lfsFile":
                    sent = hub.large[value["oid"]]
                    assert hashlib.sha256(sent).hexdigest() == value["oid"]
                    hub.files[value["path"]] = sent
            about = {"commitUrl": f"{hub.url}/desk/rows/commit/{COMMIT}", "commitOid": COMMIT}
            self._answer(about | {"success": True})

        def _answer(self, found: object, status: int = 200) -> None:
            content = json.dumps(found).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            """Nothing on the terminal."""

    http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    http.daemon_threads = True
    hub.port = http.server_address[1]
    thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield hub
    finally:
        http.shutdown()
        http.server_close()
        thread.join()
