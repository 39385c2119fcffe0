"""What tests share: folders of outside data, and articles of the project's own making."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from padan.model import Article, Line, Role, Sentence


def _outside(variable: str) -> Path:
    folder = os.environ.get(variable)
    if not folder or not Path(folder).is_dir():
        pytest.skip(f"{variable} does not name a folder")
    return Path(folder)


@pytest.fixture
def seeds() -> Path:
    """The folder of five real articles, where there is one."""
    return _outside("PADAN_SEEDS")


@pytest.fixture
def data() -> Path:
    """The folder of development data, where there is one."""
    return _outside("PADAN_DATA")


@pytest.fixture
def corpora() -> Path:
    """The stories written for this project."""
    return Path(__file__).parent.parent / "corpora"


@pytest.fixture(autouse=True)
def _own_cache(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test writes a store or setting of the user's."""
    monkeypatch.delenv("PADAN_STORE", raising=False)
    monkeypatch.setenv("PADAN_WEIGHTS", "")


@pytest.fixture
def make_article() -> Callable[..., Article]:
    """Builds an article from sentences, one a line, without reading rules in between."""

    def make(
        article_id: str, *sentences: str, roles: dict[int, Role] | None = None, **more: object
    ) -> Article:
        spans: list[tuple[int, int]] = []
        start = 0
        for sentence in sentences:
            spans.append((start, start + len(sentence)))
            start += len(sentence) + 1
        roles = roles or {}
        return Article(
            id=article_id,
            text="\n".join(sentences),
            lang=str(more.pop("lang", "id")),
            lines=tuple(
                Line(a, b, roles.get(i, Role.BODY), "made", i) for i, (a, b) in enumerate(spans)
            ),
            sentences=tuple(
                Sentence(i, a, b, sentences[i], i, roles.get(i, Role.BODY))
                for i, (a, b) in enumerate(spans)
            ),
            source=str(more.pop("source", f"{article_id}.txt")),
            **more,  # type: ignore[arg-type]
        )

    return make
