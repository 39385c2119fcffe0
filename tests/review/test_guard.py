"""Whoever is not meant to use the review server is refused, with a clear answer."""

from __future__ import annotations

import json
import socket
import sys
import time
import uuid
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import httpx
import pytest
from lxml import html

sys.path.insert(0, str(Path(__file__).parents[1]))
sys.path.insert(0, str(Path(__file__).parent))

from conftest import Server, end, fill, start
from padan.judgements.places import place_of
from padan.review.guard import MAX_BODY
from view.factories import ferry_story, story_saying

HARM = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>{{ 7*7 }}</style>\u202e\x1b[2J"
TOKEN = "a-token-of-the-test-0123456789"
STORY = ferry_story()
API = f"/api/story/{STORY.story.id}"


def accepting() -> dict[str, object]:
    body = {"rows": [place_of(STORY.rows[0])]}
    return {"id": uuid.uuid4().hex, "reviewer": "Rina", "act": "accept", "body": body}


def refused(answer: httpx.Response, status: int) -> None:
    assert answer.status_code == status
    said = answer.json()["error"] if "/api/" in str(answer.url) else answer.text
    assert said.strip()
    assert len(said.strip().splitlines()) == 1
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:8765", "127.0.0.1.evil.example", "", "10.0.0.7", "[::2]"]
)
def test_a_server_that_is_called_by_another_name_does_not_answer(
    client: httpx.Client, host: str
) -> None:
    for path in ("/", f"/story/{STORY.story.id}", f"{API}/conflicts", "/static/main.js"):
        refused(client.get(path, headers={"Host": host}), 400)
    refused(client.post(f"{API}/acts", json=accepting(), headers={"Host": host}), 400)


def test_a_request_without_a_name_of_the_server_gets_nothing(server: Server) -> None:
    port = int(server.url.rpartition(":")[2])
    with socket.create_connection(("127.0.0.1", port), 10) as made:
        made.sendall(b"GET / HTTP/1.0\r\n\r\n")
        assert b" 400 " in made.recv(200)


@pytest.mark.parametrize("name", ["localhost", "127.0.0.1", "LOCALHOST"])
def test_the_servers_own_names_are_answered(client: httpx.Client, name: str) -> None:
    port = client.base_url.port
    assert client.get("/", headers={"Host": f"{name}:{port}"}).status_code == 200


@pytest.mark.parametrize(
    "origin",
    ["http://evil.example", "null", "https://127.0.0.1", "http://127.0.0.1:1", "file://", ""],
)
def test_a_page_of_another_origin_changes_and_reads_nothing(
    client: httpx.Client, origin: str
) -> None:
    refused(client.post(f"{API}/acts", json=accepting(), headers={"Origin": origin}), 403)
    refused(client.get(f"{API}/conflicts", headers={"Origin": origin}), 403)


def test_our_own_origin_may_change_things(client: httpx.Client, server: Server) -> None:
    answer = client.post(f"{API}/acts", json=accepting(), headers={"Origin": server.url})
    assert answer.status_code == 200


def test_what_changes_things_needs_a_header_that_foreign_forms_cannot_send(server: Server) -> None:
    with httpx.Client(base_url=server.url) as bare:
        for way in ("acts", "undo", "redo", "realign"):
            refused(bare.post(f"{API}/{way}", json=accepting()), 403)
        refused(bare.post(f"{API}/acts", data={"act": "accept"}), 403)
        refused(bare.put(f"{API}/acts", json=accepting()), 403)


def test_a_script_of_another_site_is_told_apart_from_a_visitor(client: httpx.Client) -> None:
    script = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors"}
    refused(client.get(f"{API}/conflicts", headers=script), 403)
    visit = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}
    assert client.get("/", headers=visit).status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "/static/../app.py",
        "/static/..%2fapp.py",
        "/static/%2e%2e/%2e%2e/app.py",
        "/static/..%5c..%5capp.py",
        "/static//etc/passwd",
        "/static/%00main.js",
        "/static/main.js/..",
        "/static/.",
        "/static/__init__.py",
        "/story/..%2f..%2fetc%2fpasswd",
        "/story/%2e%2e/rows",
    ],
)
def test_no_path_leads_out_of_what_is_served(server: Server, path: str) -> None:
    host, port = "127.0.0.1", int(server.url.rpartition(":")[2])
    with socket.create_connection((host, port), 10) as made:  # a client would tidy the path up
        made.sendall(
            f"GET {path} HTTP/1.1\r\nHost: {host}:{port}\r\nConnection: close\r\n\r\n".encode()
        )
        said = b""
        while chunk := made.recv(65536):
            said += chunk
    assert b" 404 " in said.split(b"\r\n", 1)[0]
    assert b"import" not in said
    assert b"root:" not in said


def test_a_body_too_large_is_not_read(client: httpx.Client, server: Server) -> None:
    refused(client.post(f"{API}/acts", content=b" " * (MAX_BODY + 1)), 413)

    def endless() -> Iterator[bytes]:
        for _ in range(3 * MAX_BODY // 50_000):
            yield b" " * 50_000

    with suppress(httpx.WriteError):  # refused while we were still sending
        refused(client.post(f"{API}/acts", content=endless()), 413)  # no Content-Length
    assert client.get("/").status_code == 200
    port = int(server.url.rpartition(":")[2])
    with socket.create_connection(("127.0.0.1", port), 10) as made:
        head = f"POST {API}/acts HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nX-Padan: review\r\n"
        made.sendall(f"{head}Content-Length: {10**12}\r\n\r\n".encode())
        assert b" 413 " in made.recv(200)


def test_a_body_of_the_greatest_size_is_read(client: httpx.Client) -> None:
    answer = client.post(f"{API}/acts", content=json.dumps(accepting()).encode().ljust(MAX_BODY))
    assert answer.status_code == 200


def test_every_answer_bears_the_policy(client: httpx.Client) -> None:
    for path in ("/", f"/story/{STORY.story.id}", "/static/main.js", f"{API}/conflicts", "/nope"):
        headers = client.get(path).headers
        policy = dict(part.strip().split(" ", 1) for part in
                      headers["content-security-policy"].split(";"))  # fmt: skip
        assert policy["default-src"] == policy["frame-ancestors"] == "'none'"
        assert policy["script-src"] == policy["connect-src"] == "'self'"
        assert "unsafe" not in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"
        assert "server" not in headers
    assert client.get(f"/story/{STORY.story.id}").headers["cache-control"] == "no-store"


def test_the_pages_hold_no_inline_script_or_style_and_name_no_other_server(
    client: httpx.Client,
) -> None:
    for path in ("/", f"/story/{STORY.story.id}"):
        found = html.document_fromstring(client.get(path).text)
        assert not found.xpath(
            "//style | //@style | //script[not(@src) and @type!='application/json']"
        )
        assert not [a for e in found.iter() for a in e.attrib if a.startswith("on")]
        sources = found.xpath("//@src | //link/@href")
        assert all(link.startswith(("/static/", "data:")) for link in sources)


def test_script_in_texts_comments_and_names_is_only_text(tmp_path: Path) -> None:
    text = HARM
    story = story_saying(text, title=text, outlet=text)
    plain = story_saying("plain", title="plain", outlet="plain")
    running = start(fill(tmp_path / "harm.db", story, plain))
    try:
        with running.client() as client:
            api = f"/api/story/{story.story.id}"
            row = place_of(story.rows[0])
            for body in (
                {"act": "comment", "body": {"row": row, "article": "", "text": HARM}},
                {"act": "assign", "body": {"rows": [row], "reviewers": [HARM[:60]]}},
                {"act": "accept", "body": {"rows": [row]}},
            ):
                told = body | {"id": uuid.uuid4().hex, "reviewer": text[:60]}
                assert client.post(f"{api}/acts", json=told).status_code == 200
            harmless = html.document_fromstring(client.get(f"/story/{plain.story.id}").text)
            tags = {element.tag for element in harmless.iter()} | {"time"}
            for path in (f"/story/{story.story.id}", "/", f"/story/{story.story.id}/aside"):
                found = html.document_fromstring(client.get(path).text)
                assert {element.tag for element in found.iter()} <= tags | {"section", "h3", "html"}
                assert not [a for e in found.iter() for a in e.attrib if a.startswith("on")]
                assert "49" not in found.text_content().replace("{{ 7*7 }}", "")
            shown = html.document_fromstring(client.get(f"/story/{story.story.id}").text)
            (comment,) = shown.xpath("//div[@data-comment]/p[@class='text']")
            assert comment.text_content() == HARM.replace("\x1b", "\u241b")
            assert client.get(f"{api}/history", params={
                "row": shown.xpath("//div[@id='rows']/div/@data-key")[0]
            }).headers["content-type"] == "application/json"  # fmt: skip
    finally:
        end(running)


@pytest.fixture(scope="module")
def locked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    running = start(
        fill(tmp_path_factory.mktemp("token") / "s.db", STORY), "--host", "0.0.0.0",
        "--token", TOKEN,
    )  # fmt: skip
    yield running
    end(running)


def test_without_the_token_nothing_is_answered(locked: Server) -> None:
    for cookie in ("", "padan-token-1=x", f"padan-token={TOKEN}"):
        with locked.client(Cookie=cookie) as client:
            for path in ("/", f"/story/{STORY.story.id}", f"{API}/conflicts", "/static/main.js"):
                refused(client.get(path), 401)
            refused(client.post(f"{API}/acts", json=accepting()), 401)
            refused(client.get("/", params={"token": TOKEN[:-1]}), 401)
            refused(client.get("/", params={"token": "ä"}), 401)
            assert "set-cookie" not in client.get("/", params={"token": ""}).headers


def test_the_token_is_turned_into_a_cookie_that_scripts_cannot_read(locked: Server) -> None:
    with locked.client() as client:
        asked = {"token": TOKEN, "lang": "id"}
        answer = client.get(f"/story/{STORY.story.id}", params=asked)
        grant = answer.headers["set-cookie"]
        assert {"HttpOnly", "SameSite=Strict", "Path=/"} <= set(grant.split("; "))
        onward = html.document_fromstring(answer.text).xpath("//a/@href")
        assert onward == [f"/story/{STORY.story.id}?lang=id"]
        assert client.get(onward[0]).status_code == 200
        assert client.post(f"{API}/acts", json=accepting()).status_code == 200
        refused(client.get("/", headers={"Host": "evil.example"}), 400)


def test_the_way_on_from_the_token_never_leads_to_another_server(locked: Server) -> None:
    port = int(locked.url.rpartition(":")[2])
    for path in ("//evil.example/", "/\\evil.example", '/"><script>'):
        with socket.create_connection(("127.0.0.1", port), 10) as made:
            ask = f"GET {path}?token={TOKEN} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n"
            made.sendall(f"{ask}Connection: close\r\n\r\n".encode())
            said = b""
            while chunk := made.recv(65536):
                said += chunk
        body = said.partition(b"\r\n\r\n")[2].decode()
        if "href" in body:
            link = html.document_fromstring(body).xpath("//a/@href")[0]
            assert link.startswith("/")
            assert not link.startswith(("//", "/\\"))
            assert "<script" not in body


def test_a_body_that_never_comes_keeps_nobody_waiting(client: httpx.Client, server: Server) -> None:
    port = int(server.url.rpartition(":")[2])
    with socket.create_connection(("127.0.0.1", port), 10) as made:
        head = f"POST {API}/acts HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nX-Padan: review\r\n"
        made.sendall(f"{head}Content-Length: 100\r\n\r\n".encode())
        begun = time.perf_counter()
        assert client.get("/").status_code == 200
        assert time.perf_counter() - begun < 5
