# ruff: noqa: E501 -- sentences stay on one line
from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar

import pytest

from padan.articles import read_article, web
from padan.errors import InputError

TEXT = "Wali kota menutup jembatan di tepi sungai setelah retak ditemukan pada tiga tiangnya, kata juru bicara."


class Site(BaseHTTPRequestHandler):
    asked: ClassVar[list[str]] = []

    def do_GET(self) -> None:
        self.asked.append(self.path)
        if self.path == "/gone":
            self.send_error(404)
            return
        if self.path == "/file":
            self.send_response(302)
            self.send_header("Location", "file:///etc/hostname")
            self.end_headers()
            return
        plain = self.path == "/plain"
        self.send_response(200)
        self.send_header("Content-Type", "text/plain; charset=utf-8" if plain else "text/html")
        self.end_headers()
        image = '<img src="/image.jpg"><link rel="stylesheet" href="/style.css">'
        page = (
            TEXT
            if plain
            else f"<html><body><article>{image}<p>{TEXT}</p><p>{TEXT}</p></article></body></html>"
        )
        self.wfile.write(page.encode() * (1 if self.path != "/big" else 200))

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture(autouse=True)
def _direct(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("no_proxy", "*")


def test_a_page_is_fetched_and_nothing_it_names(site: str) -> None:
    Site.asked.clear()
    article = read_article(f"{site}/page", outlet="Kabar")
    assert TEXT in article.text
    assert (article.url, article.source) == (f"{site}/page", f"{site}/page")
    assert Site.asked == ["/page"]


def test_plain_text_is_taken_as_it_is(site: str) -> None:
    assert read_article(f"{site}/plain").text == TEXT


@pytest.mark.parametrize("path", ["/gone", "/file"])
def test_errors_and_redirects_elsewhere_are_one_line(site: str, path: str) -> None:
    with pytest.raises(InputError) as caught:
        read_article(site + path)
    assert str(caught.value).startswith(site + path)
    assert "\n" not in str(caught.value)


def test_a_page_over_the_limit_is_broken_off(site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(web, "MAX_BYTES", 10_000)
    with pytest.raises(InputError, match="more than"):
        read_article(f"{site}/big")


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/hostname",
        "ftp://a.example/x",
        "https://",
        "data://x",
        "gopher://a",
        "http://[::1",
    ],
)
def test_other_schemes_are_refused_without_a_connection(url: str) -> None:
    with pytest.raises(InputError):
        read_article(url)


def test_a_server_that_is_not_there_is_one_line() -> None:
    with pytest.raises(InputError, match="could not be fetched"):
        read_article("http://127.0.0.1:9/x")
