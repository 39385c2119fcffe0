"""A store of an earlier version opens with everything in it, and is never left half changed."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from hashlib import sha256
from importlib import import_module
from pathlib import Path
from typing import Any

import alembic.command
import alembic.config
import pytest
import sqlalchemy as sa

import padan.store.database
from padan.errors import StoreError
from padan.model import Article, Fault, FaultKind, Kind, Role, Severity, Span, Translation, Why
from padan.store import Store, schema

NOW = datetime(2024, 3, 5, tzinfo=UTC)
LEFT = ("The port was closed.", "Three ships wait.")
RIGHT = ("Pelabuhan ditutup.", "Menu", "“Empat”  kapal menunggu.")


def make_old(path: Path, articles: list[Article], version: str = "0001") -> None:
    """A store as a version left it: two articles, a story of one row, two translations."""
    engine = sa.create_engine(f"sqlite:///{path}")
    config = alembic.config.Config()
    folder = Path(padan.store.database.__file__).parent / "migrations"
    config.set_main_option("script_location", str(folder))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        alembic.command.upgrade(config, version)
    add_articles_of_before(engine, articles)
    with engine.begin() as connection:
        for table, line in _lines(*articles):
            names = ", ".join(line)
            places = ", ".join(f":{name}" for name in line)
            connection.execute(
                sa.text(f"INSERT INTO {table} ({names}) VALUES ({places})"),
                {n: json.dumps(v) if isinstance(v, list | dict) else v for n, v in line.items()},
            )
    engine.dispose()


def add_articles_of_before(engine: sa.Engine, articles: list[Article]) -> None:
    """Articles in a store that has no column for their hashes yet."""
    later = {"read", "digest"}
    columns = [column for column in schema.articles.c if column.name not in later]
    table = sa.table("articles", *(sa.column(c.name, c.type) for c in columns))
    plain = {c.name for c in columns} - {"current", "lines", "sentences", "repairs", "added"}
    with engine.begin() as connection:
        for article in articles:
            values = {name: getattr(article, name) for name in plain}
            values |= {"current": True, "repairs": list(article.repairs), "added": NOW}
            values["lines"] = [
                [x.start, x.end, x.role.value, x.why, x.paragraph] for x in article.lines
            ]
            values["sentences"] = [
                [s.start, s.end, s.paragraph, s.role.value] for s in article.sentences
            ]
            connection.execute(sa.insert(table).values(values))


def _lines(left: Article, right: Article) -> list[tuple[str, dict[str, Any]]]:
    def remembered(source: str, text: str, faults: list[list[str]]) -> dict[str, Any]:
        key = sha256(json.dumps([source, "id", "en", "old@1"]).encode()).hexdigest()
        return {
            **{"key": key, "source": source, "text": text, "faults": faults, "made": str(NOW)},
            **{"source_lang": "id", "target_lang": "en", "signature": "old@1"},
        }

    def cell(article: str, sentences: list[int], *, compared: bool) -> dict[str, Any]:
        return {
            **{"story": "s1", "row": 0, "article": article, "sentences": sentences},
            **{"moved": False, "compared": compared, "abstained": []},
            "consistency": 0.25 if compared else None,
        }

    return [
        ("translations", remembered(RIGHT[0], "The harbour was closed.", [["short", "short"]])),
        # Written with other quote marks and blanks, as the sentence stood in another article.
        ("translations", remembered('"Empat" kapal menunggu.', '"Four" ships wait.', [])),
        ("translations", {**remembered(RIGHT[0], "x", []), "key": "k", "signature": "other@1"}),
        (
            "stories",
            {
                **{"id": "s1", "key": "k1", "title": "Port", "reference": left.id},
                **{"signatures": {"translate": "old@1"}, "made": str(NOW)},
            },
        ),
        ("story_articles", {"story": "s1", "article": left.id, "position": 0}),
        ("story_articles", {"story": "s1", "article": right.id, "position": 1}),
        ("rows", {"story": "s1", "position": 0, "confidence": 0.5}),
        ("cells", cell(left.id, [1], compared=False)),
        ("cells", cell(right.id, [2], compared=True)),
        (
            "findings",
            {
                **{"story": "s1", "row": 0, "article": right.id, "position": 0, "kind": "number"},
                **{"severity": "major", "reference_start": 21, "reference_end": 26},
                **{"reason": "three, four", "basis": "en-mt", "perhaps_ours": False},
                **{"english_start": 1, "english_end": 5},
            },
        ),
    ]


@pytest.fixture
def old(tmp_path: Path, make_article: Callable[..., Article]) -> Path:
    path = tmp_path / "old.db"
    left = make_article("a" * 16, *LEFT, lang="en", published=date(2024, 3, 4))
    right = make_article("b" * 16, *RIGHT, roles={1: Role.FURNITURE})
    make_old(path, [left, right])
    return path


def test_a_store_of_the_first_version_shows_its_stories_with_their_english(old: Path) -> None:
    with Store(str(old)) as store:
        (story,) = store.compared_stories()
        counts = store.counts()
    assert [article.id for article in story.story.articles] == ["a" * 16, "b" * 16]
    assert story.english == {
        "b" * 16: {
            0: Translation(
                RIGHT[0],
                "The harbour was closed.",
                "id",
                "en",
                "old@1",
                (Fault(FaultKind.SHORT, "short"),),
            ),
            2: Translation(RIGHT[2], '"Four" ships wait.', "id", "en", "old@1"),
        }
    }
    comparison = story.rows[0].cells[1].comparison
    assert comparison is not None
    (finding,) = comparison.findings
    assert (finding.kind, finding.severity, finding.english) == (
        Kind.NUMBER,
        Severity.MAJOR,
        Span(1, 5),
    )
    assert (counts.translations, counts.human_translations) == (3, 0)


def test_a_second_opening_changes_nothing(old: Path) -> None:
    with Store(str(old)) as store:
        (first,) = store.compared_stories()
    with Store(str(old)) as store:
        assert list(store.compared_stories()) == [first]


def test_a_store_of_the_fourth_version_reads_with_nothing_new_and_keeps_what_is_new(
    tmp_path: Path, make_article: Callable[..., Article]
) -> None:
    path = tmp_path / "fourth.db"
    left = make_article("a" * 16, *LEFT, lang="en", published=date(2024, 3, 4))
    right = make_article("b" * 16, *RIGHT, roles={1: Role.FURNITURE})
    make_old(path, [left, right], version="0004")
    with Store(str(path)) as store:
        (story,) = store.compared_stories()
        comparison = story.rows[0].cells[1].comparison
        assert comparison is not None
        assert comparison.weighed == ()
        (finding,) = comparison.findings
        assert (finding.reason, finding.gloss, finding.why) == ("three, four", "", None)
        why = Why("numbers.changed", (("left", "'three'"), ("right", "'Empat'")))
        new = replace(
            comparison,
            findings=(replace(finding, gloss="four", why=why),),
            weighed=(("finding number", 1.5), ("apart", 0.25)),
        )
        cells = (story.rows[0].cells[0], replace(story.rows[0].cells[1], comparison=new))
        store.stories["k1"] = replace(story, rows=(replace(story.rows[0], cells=cells),))
    with Store(str(path)) as store:
        (kept,) = store.compared_stories()
        assert kept.rows[0].cells[1].comparison == new


def test_a_migration_that_breaks_off_leaves_the_store_as_it_was(
    old: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def tables() -> list[tuple[str]]:
        with sqlite3.connect(old) as connection:
            found = connection.execute("SELECT sql FROM sqlite_master ORDER BY name").fetchall()
        connection.close()
        return found

    before = tables()
    # Breaks the filling of the new table, after the columns and the table were made.
    with monkeypatch.context() as broken:
        broken.setattr(import_module("padan.translate.cleaning"), "clean", lambda text: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            Store(str(old))
    assert tables() == before
    with Store(str(old)) as store:
        assert len(list(store.compared_stories())) == 1


def test_a_store_whose_content_was_damaged_is_one_clear_error(old: Path) -> None:
    with sqlite3.connect(old) as connection:
        connection.execute("DROP TABLE translations")
    connection.close()
    with pytest.raises(StoreError, match=r"old\.db"):
        Store(str(old))
