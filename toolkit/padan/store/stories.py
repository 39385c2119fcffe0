"""Compared stories in the corpus database, found again by the hash of what they were made from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, MutableMapping, Sequence
from datetime import UTC, datetime
from typing import Any, overload

import sqlalchemy as sa

from padan.errors import StoreError
from padan.model import (
    Cell,
    ComparedStory,
    Comparison,
    Finding,
    Kind,
    Row,
    Severity,
    Span,
    Story,
    Translation,
    Why,
)
from padan.pipeline import TARGET
from padan.store import schema
from padan.store.articles import articles_among, portions
from padan.store.caches import fault_list, faults_of
from padan.store.database import ByteOrder, reading


class StoryCache(MutableMapping[str, ComparedStory]):
    """Compared stories by key. Keeping one takes the place of the story with the same id."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def __getitem__(self, key: str) -> ComparedStory:
        with reading(self._engine) as connection:
            found = connection.execute(sa.select(schema.stories).filter_by(key=key)).first()
            if found is None:
                raise KeyError(key)
            return _load(connection, found)

    def __setitem__(self, key: str, compared: ComparedStory) -> None:
        story = compared.story
        with self._engine.begin() as connection:
            connection.execute(
                sa.delete(schema.stories).where(
                    (schema.stories.c.id == story.id) | (schema.stories.c.key == key)
                )
            )
            connection.execute(
                sa.insert(schema.stories).values(
                    id=story.id,
                    key=key,
                    title=story.title,
                    reference=story.reference,
                    signatures=dict(compared.signatures),
                    made=datetime.now(UTC),
                )
            )
            _insert(connection, schema.story_articles, _article_lines(story))
            _insert(connection, schema.rows, _row_lines(compared))
            _insert(connection, schema.cells, _cell_lines(compared))
            _insert(connection, schema.findings, _finding_lines(compared))
            _insert(connection, schema.english, _english_lines(compared))

    def __delitem__(self, key: str) -> None:
        with self._engine.begin() as connection:
            gone = connection.execute(sa.delete(schema.stories).filter_by(key=key))
        if not gone.rowcount:
            raise KeyError(key)

    def __iter__(self) -> Iterator[str]:
        with self._engine.connect() as connection:
            yield from connection.scalars(
                sa.select(schema.stories.c.key).order_by(schema.stories.c.id)
            )

    def __len__(self) -> int:
        with self._engine.connect() as connection:
            return int(
                connection.scalar(sa.select(sa.func.count()).select_from(schema.stories)) or 0
            )

    def __contains__(self, key: object) -> bool:
        with self._engine.connect() as connection:
            found = connection.scalar(sa.select(schema.stories.c.id).filter_by(key=key))
        return found is not None

    def keys_by_story(self) -> dict[str, str]:
        """The key of every story, by its id."""
        query = sa.select(schema.stories.c.id, schema.stories.c.key)
        with self._engine.connect() as connection:
            return {found.id: found.key for found in connection.execute(query)}

    def keep_only(self, keys: Iterable[str]) -> None:
        """Drop every story whose key is not among these: what a new grouping has dissolved."""
        stale = sorted(set(self) - set(keys))
        with self._engine.begin() as connection:
            for some in portions(stale):
                connection.execute(sa.delete(schema.stories).where(schema.stories.c.key.in_(some)))


class KeptStories(Sequence[ComparedStory]):
    """The stories of a store, those with most articles first; fetched when they are asked for."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine
        self._ids = [story_id for story_id, _title in story_titles(engine)]

    @overload
    def __getitem__(self, place: int) -> ComparedStory: ...

    @overload
    def __getitem__(self, place: slice) -> list[ComparedStory]: ...

    def __getitem__(self, place: int | slice) -> ComparedStory | list[ComparedStory]:
        if isinstance(place, slice):
            return [self._story(story) for story in self._ids[place]]
        return self._story(self._ids[place])

    def __len__(self) -> int:
        return len(self._ids)

    def _story(self, story_id: str) -> ComparedStory:
        found = load_story(self._engine, story_id)
        if found is None:
            raise StoreError(f"story {story_id} has gone since", todo="ask the store again")
        return found


def _insert(connection: sa.Connection, table: sa.Table, lines: Iterable[dict[str, Any]]) -> None:
    values = list(lines)
    if values:
        connection.execute(sa.insert(table), values)


def _article_lines(story: Story) -> Iterator[dict[str, Any]]:
    for position, article in enumerate(story.articles):
        yield {
            "story": story.id,
            "article": article.id,
            "position": position,
            "version_of": story.versions.get(article.id),
        }


def _row_lines(compared: ComparedStory) -> Iterator[dict[str, Any]]:
    for row in compared.rows:
        yield {"story": compared.story.id, "position": row.index, "confidence": row.confidence}


def _cell_lines(compared: ComparedStory) -> Iterator[dict[str, Any]]:
    for row in compared.rows:
        for cell in row.cells:
            comparison = cell.comparison
            yield {
                "story": compared.story.id,
                "row": row.index,
                "article": cell.article,
                "sentences": list(cell.sentences),
                "moved": cell.moved,
                "confidence": cell.confidence,
                "compared": comparison is not None,
                "consistency": comparison.consistency if comparison else None,
                "abstained": list(comparison.abstained) if comparison else [],
                "weighed": [list(pair) for pair in comparison.weighed] if comparison else [],
            }


def _finding_lines(compared: ComparedStory) -> Iterator[dict[str, Any]]:
    for row in compared.rows:
        for cell in row.cells:
            for position, finding in enumerate(cell.comparison.findings if cell.comparison else ()):
                yield {
                    "story": compared.story.id,
                    "row": row.index,
                    "article": cell.article,
                    "position": position,
                    "kind": finding.kind.value,
                    "severity": finding.severity.value,
                    **_ends("reference", finding.reference),
                    **_ends("retelling", finding.retelling),
                    **_ends("english", finding.english),
                    "reason": finding.reason,
                    "basis": finding.basis,
                    "perhaps_ours": finding.perhaps_ours,
                    "gloss": finding.gloss,
                    "why": [finding.why.code, finding.why.words] if finding.why else None,
                }


def _english_lines(compared: ComparedStory) -> Iterator[dict[str, Any]]:
    for article, translations in compared.english.items():
        for sentence, translation in translations.items():
            yield {
                "story": compared.story.id,
                "article": article,
                "sentence": sentence,
                "text": translation.text,
                "target_lang": translation.target_lang,
                "signature": translation.signature,
                "faults": fault_list(translation.faults),
                "confidence": translation.confidence,
            }


def _ends(name: str, span: Span | None) -> dict[str, int | None]:
    return {
        f"{name}_start": span.start if span else None,
        f"{name}_end": span.end if span else None,
    }


def load_story(engine: sa.Engine, story_id: str) -> ComparedStory | None:
    """The compared story with this id, or None."""
    with reading(engine) as connection:
        found = connection.execute(sa.select(schema.stories).filter_by(id=story_id)).first()
        return _load(connection, found) if found is not None else None


def story_titles(engine: sa.Engine) -> list[tuple[str, str]]:
    """Id and title of every story; those with most articles first, then by title."""
    members = (
        sa.select(sa.func.count())
        .where(schema.story_articles.c.story == schema.stories.c.id)
        .scalar_subquery()
    )
    query = sa.select(schema.stories.c.id, schema.stories.c.title).order_by(
        members.desc(), ByteOrder(schema.stories.c.title), schema.stories.c.id
    )
    with engine.connect() as connection:
        return [(found.id, found.title) for found in connection.execute(query)]


def _load(connection: sa.Connection, found: sa.Row[Any]) -> ComparedStory:
    story = _load_story(connection, found)
    return ComparedStory(
        story=story,
        rows=_load_rows(connection, story),
        english=_load_english(connection, story),
        signatures=found.signatures,
    )


def _load_story(connection: sa.Connection, found: sa.Row[Any]) -> Story:
    table = schema.story_articles
    members = connection.execute(
        sa.select(table).filter_by(story=found.id).order_by(table.c.position)
    ).all()
    articles = articles_among(connection, [member.article for member in members])
    return Story(
        id=found.id,
        title=found.title,
        articles=tuple(articles[member.article] for member in members),
        reference=found.reference,
        versions={m.article: m.version_of for m in members if m.version_of},
    )


def _load_rows(connection: sa.Connection, story: Story) -> tuple[Row, ...]:
    order = {article.id: position for position, article in enumerate(story.articles)}
    findings = _load_findings(connection, story)
    cells: dict[int, list[Cell]] = defaultdict(list)
    for found in connection.execute(sa.select(schema.cells).filter_by(story=story.id)):
        comparison = Comparison(
            found.consistency,
            tuple(findings[found.row, found.article]),
            tuple(found.abstained),
            tuple((name, amount) for name, amount in found.weighed),
        )
        cells[found.row].append(
            Cell(
                found.article,
                tuple(found.sentences),
                comparison if found.compared else None,
                found.moved,
                found.confidence,
            )
        )
    rows = connection.execute(
        sa.select(schema.rows).filter_by(story=story.id).order_by(schema.rows.c.position)
    ).all()
    return tuple(
        Row(
            row.position,
            tuple(sorted(cells[row.position], key=lambda cell: order[cell.article])),
            row.confidence,
        )
        for row in rows
    )


def _load_findings(connection: sa.Connection, story: Story) -> dict[tuple[int, str], list[Finding]]:
    table = schema.findings
    query = sa.select(table).filter_by(story=story.id).order_by(table.c.position)
    found_by_cell: dict[tuple[int, str], list[Finding]] = defaultdict(list)
    for found in connection.execute(query):
        found_by_cell[found.row, found.article].append(
            Finding(
                kind=Kind(found.kind),
                severity=Severity(found.severity),
                reference=_span(found.reference_start, found.reference_end),
                retelling=_span(found.retelling_start, found.retelling_end),
                reason=found.reason,
                basis=found.basis,
                english=_span(found.english_start, found.english_end),
                perhaps_ours=found.perhaps_ours,
                gloss=found.gloss,
                why=_why(found.why),
            )
        )
    return found_by_cell


def _why(kept: Sequence[Any] | None) -> Why | None:
    if kept is None:
        return None
    code, words = kept
    return Why(code, tuple((name, said) for name, said in words))


def _span(start: int | None, end: int | None) -> Span | None:
    return Span(start, end) if start is not None and end is not None else None


def _load_english(connection: sa.Connection, story: Story) -> dict[str, dict[int, Translation]]:
    table = schema.english
    query = sa.select(table).filter_by(story=story.id).order_by(table.c.article, table.c.sentence)
    english: dict[str, dict[int, Translation]] = {
        article.id: {} for article in story.articles if article.lang != TARGET
    }
    for found in connection.execute(query):
        article = story.article(found.article)
        english.setdefault(article.id, {})[found.sentence] = Translation(
            source=article.sentences[found.sentence].text,
            text=found.text,
            source_lang=article.lang,
            target_lang=found.target_lang,
            signature=found.signature,
            faults=faults_of(found.faults),
            confidence=found.confidence,
        )
    return english
