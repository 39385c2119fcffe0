"""Takes articles out of a corpus database for good, and keeps them out.

What is left of an article is a tombstone: its id, its address and the hash of its text. Gone are
its text, what was derived from it (the stories it was in are compared anew by the next run), its
vectors and translations, and what reviewers wrote about it; their bare acts on rows (accepted,
merged, …) hold ids and numbers only, and stay.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any
from urllib.parse import urlsplit

import sqlalchemy as sa

from padan.engines.vectors import vector_key
from padan.errors import StoreError
from padan.judgements.acts import MARKING, REARRANGING
from padan.judgements.standing import TURNING
from padan.model import Act, Article
from padan.store import schema
from padan.store.articles import articles_by_id
from padan.store.database import upsert, writing
from padan.store.stories import story_titles
from padan.translate import clean

_AT_ONCE = 500
_WORDLESS = frozenset({*MARKING, *REARRANGING, *TURNING, Act.ASSIGN, Act.SAMPLE})
"""Acts whose bodies hold ids and numbers only."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a takedown is about: the articles, those that others have replaced too."""

    name: str
    kind: str
    """url, outlet or story; `again` where it was taken down before, and nothing is left."""
    articles: tuple[Article, ...]
    stories: tuple[str, ...]
    """Ids of the stories they are in."""
    texts: tuple[str, ...]
    """Their sentences and titles, and all translations of these: what must not remain."""


def find(engine: sa.Engine, name: str) -> Found:
    """The articles with this address, of this outlet, or of this story (its id, or words of its
    title). Raises StoreError where there are none, or several stories answer."""
    table = schema.articles.c
    with engine.connect() as connection:
        lines = connection.execute(sa.select(table.id, table.url, table.source, table.outlet)).all()
        wanted, outlet = address(name), name.strip().casefold()
        kind, ids = "url", [x.id for x in lines if wanted in (address(x.url), address(x.source))]
        if not ids:
            kind, ids = "outlet", [x.id for x in lines if x.outlet.strip().casefold() == outlet]
        if not ids and _was_taken_down(connection, name):
            return Found(name, "again", (), (), ())
        if not ids:
            kind, ids = "story", _of_story(engine, connection, name)
        articles = _with_replaced(engine, ids, {line.source for line in lines if line.id in ids})
        stories = _stories_of(connection, [article.id for article in articles])
        texts = _texts(connection, articles, stories)
    return Found(name, kind, articles, stories, texts)


def _was_taken_down(connection: sa.Connection, name: str) -> bool:
    table = schema.takedowns.c
    marks = {address(name), name.strip().casefold()}
    query = sa.select(table.value).where(table.value.in_(marks), table.kind != "text")
    return connection.execute(query).first() is not None


def _of_story(engine: sa.Engine, connection: sa.Connection, name: str) -> list[str]:
    wanted = name.strip().casefold()
    titles = story_titles(engine)
    found = [t for t in titles if t[0] == wanted] or [
        t for t in titles if wanted and wanted in t[1].casefold()
    ]
    if len(found) != 1:
        some = f"may be any of {', '.join(story for story, _ in found[:5])}"
        raise StoreError(
            some if found else "no address, outlet or story answers to it",
            where=name,
            todo="give the id of a story" if found else "see `padan stories`",
        )
    table = schema.story_articles.c
    return list(connection.scalars(sa.select(table.article).where(table.story == found[0][0])))


def _with_replaced(engine: sa.Engine, ids: Iterable[str], sources: set[str]) -> tuple[Article, ...]:
    """The articles, and the earlier texts of the same files and addresses."""
    table = schema.articles.c
    with engine.connect() as connection:
        every = set(ids)
        for some in _portions(sorted(source for source in sources if source)):
            every |= set(connection.scalars(sa.select(table.id).where(table.source.in_(some))))
    found: dict[str, Article] = {}
    for some in _portions(sorted(every)):
        found |= articles_by_id(engine, some)
    return tuple(found[name] for name in sorted(found))


def _stories_of(connection: sa.Connection, ids: Sequence[str]) -> tuple[str, ...]:
    table, found = schema.story_articles.c, set[str]()
    for some in _portions(ids):
        found |= set(connection.scalars(sa.select(table.story).where(table.article.in_(some))))
    return tuple(sorted(found))


def _texts(
    connection: sa.Connection, articles: Sequence[Article], stories: Sequence[str]
) -> tuple[str, ...]:
    texts = {article.title for article in articles}
    texts |= {sentence.text for article in articles for sentence in article.sentences}
    texts |= {made.text for made in _translations(connection, articles)}
    known = schema.english.c
    for some in _portions([article.id for article in articles]):
        texts |= set(connection.scalars(sa.select(known.text).where(known.article.in_(some))))
    titles = schema.stories.c
    for some in _portions(stories):
        named = connection.scalars(sa.select(titles.title).where(titles.id.in_(some)))
        texts |= {title for title in named if _is_theirs(title, articles)}
    return tuple(sorted(text.strip() for text in texts if text.strip()))


def _is_theirs(title: str, articles: Sequence[Article]) -> bool:
    """A story is called after one of its articles, whole or cut short: perhaps one that stays."""
    words = title.rstrip(" …")
    return any(words in article.title or words in article.text for article in articles)


def _translations(connection: sa.Connection, articles: Sequence[Article]) -> list[Any]:
    """Lines of the memory with a sentence of these articles, in the outlet's words or cleaned."""
    table, found = schema.translations, list[Any]()
    wanted = {sentence.text for article in articles for sentence in article.sentences}
    wanted |= {clean(text) for text in wanted}
    for some in _portions(sorted(wanted)):
        found += connection.execute(sa.select(table).where(table.c.source.in_(some))).all()
    return found


def take_down(engine: sa.Engine, found: Found) -> None:
    """Delete what `find` found, leave tombstones, and clear the file of the database of its bytes.

    All is deleted, or nothing. Raises StoreError where another process keeps old pages in use: the
    deletion stands, but bytes may remain until this is done again.
    """
    ids = [article.id for article in found.articles]
    with writing(engine) as connection:
        _forget_derived(connection, found)
        _forget_judgements(connection, set(ids))
        for some in _portions(ids):
            table = schema.articles
            connection.execute(sa.delete(table).where(table.c.id.in_(some)))
        if found.articles:
            upsert(connection, schema.takedowns, list(_tombstones(found)))
    _clear(engine)


def _forget_derived(connection: sa.Connection, found: Found) -> None:
    keys = [made.key for made in _translations(connection, found.articles)]
    _delete(connection, schema.translations.c.key, keys)
    encoders = _encoders(connection)
    sentences = {s.text for article in found.articles for s in article.sentences}
    vectors = [vector_key(encoder, text) for encoder in encoders for text in sorted(sentences)]
    _delete(connection, schema.vectors.c.key, vectors)
    _delete(connection, schema.stories.c.id, found.stories)
    _delete(connection, schema.failures.c.story, found.stories)
    _delete(connection, schema.skipped.c.source, [a.source for a in found.articles])
    connection.execute(sa.delete(schema.groupings))
    ids = [article.id for article in found.articles]
    _delete(connection, schema.sketches.c.article, ids)
    _delete(connection, schema.kin.c.one, ids)
    _delete(connection, schema.kin.c.other, ids)


def _encoders(connection: sa.Connection) -> set[str]:
    """Signatures of the encoders whose vectors are in the store, as stories and sketches tell."""
    told = connection.scalars(sa.select(schema.stories.c.signatures))
    known = {signatures.get("align", "").partition(", ")[2] for signatures in told}
    known |= set(connection.scalars(sa.select(schema.sketches.c.encoder).distinct()))
    return {encoder for encoder in known if encoder}


def _forget_judgements(connection: sa.Connection, ids: set[str]) -> None:
    """Delete the judgements that hold words and are about these articles, or quote them."""
    table, about = schema.judgements, schema.judgement_articles
    worded = sa.select(table).where(table.c.act.not_in([act.value for act in _WORDLESS]))
    rows = connection.execute(worded).all()
    on: dict[int, set[str]] = {}
    for line in connection.execute(sa.select(about)):
        on.setdefault(line.seq, set()).add(line.article)
    gone = [
        row.seq
        for row in rows
        if ids & (on.get(row.seq, set()) | {str(row.body.get("reference") or "")})
    ]
    _delete(connection, about.c.seq, gone)
    _delete(connection, table.c.seq, gone)


def _tombstones(found: Found) -> Iterator[dict[str, Any]]:
    marks = {("article", article.id) for article in found.articles}
    marks |= {("text", _digest(article.text)) for article in found.articles}
    marks |= {("url", address(a.url)) for a in found.articles if a.url and found.kind == "url"}
    marks |= {("story", story) for story in found.stories if found.kind == "story"}
    if found.kind == "outlet":
        marks.add(("outlet", found.name.strip().casefold()))
    now = datetime.now(UTC)
    for kind, value in sorted(marks):
        yield {"kind": kind, "value": value, "at": now}


def _clear(engine: sa.Engine) -> None:
    """Write the database anew, so that no page of the old one holds what was deleted."""
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if connection.dialect.name != "sqlite":
            connection.exec_driver_sql("VACUUM FULL")
            return
        connection.exec_driver_sql("VACUUM")
        busy = connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").one()[0]
    if busy:
        raise StoreError(
            "is in use, so bytes of what was taken down may remain in its files",
            where=str(engine.url.database),
            todo="close what has it open and run this takedown again",
        )


def taken_down(engine: sa.Engine, articles: Sequence[Article]) -> dict[str, str]:
    """Article id -> why it stays out, for those that were taken down."""
    with engine.connect() as connection:
        lines = connection.execute(sa.select(schema.takedowns))
        marks = {(line.kind, line.value) for line in lines}
    if not marks:
        return {}
    found: dict[str, str] = {}
    for article in articles:
        own = {
            "article": article.id,
            "text": _digest(article.text),
            "url": address(article.url),
            "outlet": article.outlet.strip().casefold(),
        }
        kind = next((k for k, value in own.items() if (k, value) in marks), None)
        if kind:
            found[article.id] = f"was taken down ({kind})"
    return found


def tombstones(engine: sa.Engine) -> Mapping[str, frozenset[str]]:
    """What was ever taken down: kind (article, text, url, outlet) -> values."""
    found: dict[str, set[str]] = {}
    with engine.connect() as connection:
        for line in connection.execute(sa.select(schema.takedowns)):
            found.setdefault(line.kind, set()).add(line.value)
    return {kind: frozenset(values) for kind, values in found.items()}


def address(url: str) -> str:
    """An address without what changes from link to link: scheme, case of the host, fragment."""
    parts = urlsplit(url.strip())
    if not parts.netloc:
        return url.strip()
    host = parts.netloc.casefold().removeprefix("www.")
    query = f"?{parts.query}" if parts.query else ""
    return f"{host}{parts.path.rstrip('/')}{query}"


def _digest(text: str) -> str:
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _delete(connection: sa.Connection, column: Any, values: Iterable[str | int]) -> None:
    for some in _portions(list(values)):
        connection.execute(sa.delete(column.table).where(column.in_(some)))


def _portions(values: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for start in range(0, len(values), _AT_ONCE):
        yield values[start : start + _AT_ONCE]
