"""The corpus database as the rest of padan sees it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from types import TracebackType

import sqlalchemy as sa

from padan.consistency.recalibrate import Judged
from padan.errors import InputError, StoreError
from padan.judgements import ReviewedStory
from padan.model import Article, ComparedStory, Judgement
from padan.pipeline import Caches
from padan.store import articles as article_table
from padan.store import log, memory, schema
from padan.store.caches import BeadCache, GroupingCache, TranslationMemory, VectorCache
from padan.store.database import connect, upsert
from padan.store.dismissals import judged
from padan.store.memory import Brought, Remembered
from padan.store.reviewing import Reviewing, reviewed
from padan.store.stories import StoryCache, load_story, story_titles


@dataclass(frozen=True, slots=True)
class Counts:
    """What a store holds."""

    articles: int
    replaced: int
    stories: int
    shared_stories: int
    """Stories told by more than one article."""
    rows: int
    findings: int
    vectors: int
    translations: int
    human_translations: int
    """Of these, made by people."""
    skipped: int
    judgements: int


class Store:
    """A corpus database. Use as a context manager, or `close` it."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._engine = connect(url)
        self.stories = StoryCache(self._engine)

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Give the connections back."""
        self._engine.dispose()

    def caches(self) -> Caches:
        """The mappings that the pipeline's stages look into, kept in this store."""
        return Caches(
            vectors=VectorCache(self._engine),
            beads=BeadCache(self._engine),
            groupings=GroupingCache(self._engine),
            translations=TranslationMemory(self._engine),
            stories=self.stories,
        )

    def add_articles(self, articles: Sequence[Article]) -> None:
        """Keep articles; one whose source is known with another text takes its place."""
        article_table.add_articles(self._engine, articles)
        sources = [article.source for article in articles]
        with self._engine.begin() as connection:
            table = schema.skipped
            connection.execute(sa.delete(table).where(table.c.source.in_(sources)))

    def articles(self) -> Iterator[Article]:
        """The articles that stand, ordered by source."""
        return article_table.current_articles(self._engine)

    def note_skipped(self, error: InputError) -> None:
        """Remember what could not be read, and why; `padan status` lists it."""
        with self._engine.begin() as connection:
            value = {"source": error.where, "reason": str(error), "at": datetime.now(UTC)}
            upsert(connection, schema.skipped, [value])

    def skipped(self) -> list[str]:
        """One line for each input that could not be read when it was last tried."""
        query = sa.select(schema.skipped.c.reason).order_by(schema.skipped.c.source)
        with self._engine.connect() as connection:
            return list(connection.scalars(query))

    def remember(self, made_by_people: Iterable[Remembered]) -> Brought:
        """Bring in translations by people: all, or none where the iterable fails.

        The later made of two of one sentence stands. Stories show them after the next run.
        """
        return memory.remember(self._engine, made_by_people)

    def remembered(
        self, source: str | None = None, target: str | None = None, *, human_only: bool = False
    ) -> Iterator[Remembered]:
        """Every translation between these languages (None: whichever), by sentence."""
        return memory.remembered(self._engine, source, target, human_only=human_only)

    def best_remembered(
        self, source: str, target: str, *, human_only: bool = False
    ) -> Iterator[Remembered]:
        """One translation of each sentence: a person's, else the engines' best."""
        return memory.best_remembered(self._engine, source, target, human_only=human_only)

    def titles(self) -> list[tuple[str, str]]:
        """Id and title of every story; those with most articles first."""
        return story_titles(self._engine)

    def story(self, name: str) -> ComparedStory:
        """The story with this id, the start of an id, or words of its title.

        Raises StoreError where none or several answer to the name.
        """
        titles = self.titles()
        wanted = name.casefold()
        found = [t for t in titles if t[0].startswith(wanted)] or [
            t for t in titles if wanted in t[1].casefold()
        ]
        if not found:
            raise StoreError(
                f"no story answers to {name!r}", where=self.url, todo="see `padan stories`"
            )
        if len(found) > 1 and found[0][0] != wanted:
            some = ", ".join(f"{story_id} ({title[:40]})" for story_id, title in found[:5])
            raise StoreError(f"{name!r} may be any of {some}", where=self.url, todo="give the id")
        story = load_story(self._engine, found[0][0])
        if story is None:
            raise StoreError(f"story {found[0][0]} has just gone", where=self.url, todo="try again")
        return story

    def compared_stories(self) -> Iterator[ComparedStory]:
        """Every story, those with most articles first, one at a time."""
        for story_id, _title in self.titles():
            story = load_story(self._engine, story_id)
            if story is not None:
                yield story

    def reviewing(self, name: str) -> Reviewing:
        """The story that answers to `name`, ready to take judgements. Raises StoreError."""
        return Reviewing(self._engine, self.story(name))

    def reviewed(self, name: str) -> ReviewedStory:
        """The story that answers to `name` as reviewers left it. Raises StoreError."""
        return reviewed(self._engine, self.story(name))

    def reviewed_stories(self) -> Iterator[ReviewedStory]:
        """Every story as reviewers left it, those with most articles first, one at a time."""
        for compared in self.compared_stories():
            yield reviewed(self._engine, compared)

    def judged_findings(self) -> Iterator[Judged]:
        """Every finding that a reviewer accepted or dismissed."""
        return judged(self.reviewed_stories())

    def judgements(self, articles: Iterable[str]) -> list[Judgement]:
        """What reviewers did about any of these articles, in order."""
        with self._engine.connect() as connection:
            return log.about(connection, articles)

    def counts(self) -> Counts:
        """How much of everything there is."""
        current = schema.articles.c.current
        shared = (
            sa.select(schema.story_articles.c.story)
            .group_by(schema.story_articles.c.story)
            .having(sa.func.count() > 1)
        )
        with self._engine.connect() as connection:

            def count(query: sa.Select[tuple[object]] | sa.Table) -> int:
                found = query.subquery() if isinstance(query, sa.Select) else query
                return int(connection.scalar(sa.select(sa.func.count()).select_from(found)) or 0)

            return Counts(
                articles=count(sa.select(schema.articles.c.id).where(current)),
                replaced=count(sa.select(schema.articles.c.id).where(~current)),
                stories=count(schema.stories),
                shared_stories=count(shared),
                rows=count(schema.rows),
                findings=count(schema.findings),
                vectors=count(schema.vectors),
                translations=count(schema.translations),
                human_translations=count(
                    sa.select(schema.translations.c.key).where(schema.translations.c.human)
                ),
                skipped=count(schema.skipped),
                judgements=count(schema.judgements),
            )
