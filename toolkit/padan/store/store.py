"""The corpus database as the rest of padan sees it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, datetime
from types import TracebackType

import sqlalchemy as sa

from padan.consistency.recalibrate import Judged
from padan.errors import InputError, StoreError
from padan.judgements import ReviewedStory
from padan.model import Article, ComparedStory, Judgement, Story
from padan.pipeline import Caches
from padan.store import articles as article_table
from padan.store import log, memory, schema, takedown
from padan.store.caches import BeadCache, GroupingCache, TranslationMemory, VectorCache
from padan.store.database import ByteOrder, connect, shown, upsert
from padan.store.dismissals import judged
from padan.store.lock import run_lock, run_under_way
from padan.store.memory import Brought, Remembered
from padan.store.outstanding import Outstanding, outstanding
from padan.store.repeats import label_outlets
from padan.store.reviewing import Reviewing, reviewed
from padan.store.stories import KeptStories, StoryCache, load_story, story_titles
from padan.store.takedown import Found


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
        self.url = shown(url)
        """Its file or address, without a password."""
        self._engine = connect(url)
        self.groupings = GroupingCache(self._engine)
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

    @property
    def engine(self) -> sa.Engine:
        """The connections, for those who work on tables of their own."""
        return self._engine

    def caches(self) -> Caches:
        """The mappings that the pipeline's stages look into, kept in this store."""
        return Caches(
            vectors=VectorCache(self._engine),
            beads=BeadCache(self._engine),
            groupings=self.groupings,
            translations=TranslationMemory(self._engine),
            stories=self.stories,
        )

    def running(self) -> AbstractContextManager[None]:
        """Held by a run as long as it lasts. Raises StoreError while another run is at work."""
        return run_lock(self._engine, self.url)

    def run_under_way(self) -> str | None:
        """The process that is running on this store, or None."""
        return run_under_way(self._engine, self.url)

    def add_articles(self, articles: Sequence[Article]) -> None:
        """Keep articles; one whose source is known with another text takes its place.

        What was taken down is noted as skipped and stays out.
        """
        refused = takedown.taken_down(self._engine, articles)
        kept = [article for article in articles if article.id not in refused]
        article_table.add_articles(self._engine, kept)
        sources = [article.source for article in articles]
        with self._engine.begin() as connection:
            table = schema.skipped
            connection.execute(sa.delete(table).where(table.c.source.in_(sources)))
        for article in articles:
            if article.id in refused:
                self.note_skipped(InputError(refused[article.id], where=article.source))

    def find_takedown(self, name: str) -> Found:
        """What a takedown of an address, outlet or story is about. Raises StoreError."""
        return takedown.find(self._engine, name)

    def take_down(self, found: Found) -> None:
        """Delete it for good and keep it out; see `padan.store.takedown`. Raises StoreError."""
        takedown.take_down(self._engine, found)

    def tombstones(self) -> Mapping[str, frozenset[str]]:
        """What was ever taken down: kind (article, text, url, outlet) -> values."""
        return takedown.tombstones(self._engine)

    def articles(self) -> Iterator[Article]:
        """The articles that stand, ordered by source; few are held at a time."""
        return article_table.current_articles(self._engine)

    def count_articles(self) -> int:
        """How many articles stand."""
        return article_table.count_current(self._engine)

    def articles_by_id(self, ids: Sequence[str]) -> dict[str, Article]:
        """The articles with these ids, also those that another has replaced."""
        return article_table.articles_by_id(self._engine, ids)

    def label_outlets(self, outlets: Iterable[str]) -> None:
        """Label as furniture what these outlets print under many articles."""
        label_outlets(self._engine, outlets)

    def note_failed(self, story: Story, reason: str) -> None:
        """Remember that a story could not be compared; `padan status` lists it."""
        line = {"story": story.id, "title": story.title, "reason": reason, "at": datetime.now(UTC)}
        with self._engine.begin() as connection:
            upsert(connection, schema.failures, [line])

    def forget_failures(self, standing: Mapping[str, str]) -> None:
        """Forget the failures of stories that have gone, or whose key here is that in the store."""
        known = self.stories.keys_by_story()
        table = schema.failures
        with self._engine.begin() as connection:
            for story in list(connection.scalars(sa.select(table.c.story))):
                if story not in standing or (
                    standing[story] and standing[story] == known.get(story)
                ):
                    connection.execute(sa.delete(table).where(table.c.story == story))

    def failures(self) -> list[str]:
        """One line for each story that could not be compared when it was last tried."""
        table = schema.failures
        query = sa.select(table).order_by(table.c.story)
        with self._engine.connect() as connection:
            found = connection.execute(query).all()
        return [f"{line.story} ({line.title[:60]}): {line.reason}" for line in found]

    def outstanding(self) -> Outstanding:
        """What is still to do, and how long it would take."""
        return outstanding(self._engine)

    def kept_stories(self) -> Sequence[ComparedStory]:
        """Every story, those with most articles first; fetched when it is asked for."""
        return KeptStories(self._engine)

    def note_skipped(self, error: InputError) -> None:
        """Remember what could not be read, and why; `padan status` lists it."""
        with self._engine.begin() as connection:
            value = {"source": error.where, "reason": str(error), "at": datetime.now(UTC)}
            upsert(connection, schema.skipped, [value])

    def skipped(self) -> list[str]:
        """One line for each input that could not be read when it was last tried."""
        query = sa.select(schema.skipped.c.reason).order_by(ByteOrder(schema.skipped.c.source))
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
