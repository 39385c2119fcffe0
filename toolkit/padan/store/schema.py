"""The tables of the corpus database. A change here needs a migration in `migrations/versions`."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    DateTime,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    false,
)

metadata = MetaData()

articles = Table(
    "articles",
    metadata,
    Column("id", String(16), primary_key=True),
    Column("source", Text, nullable=False, index=True),
    Column("current", Boolean, nullable=False),  # False once its source was read anew and differed
    Column("text", Text, nullable=False),
    Column("lang", String(16), nullable=False),
    Column("lines", JSON, nullable=False),  # [start, end, role, why, paragraph]
    Column("sentences", JSON, nullable=False),  # [start, end, paragraph, role]
    Column("outlet", Text, nullable=False),
    Column("url", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("author", Text, nullable=False),
    Column("published", Date),
    Column("retrieved", Date),
    Column("licence", Text, nullable=False),
    Column("is_reference", Boolean, nullable=False),
    Column("story", Text, nullable=False),
    Column("repairs", JSON, nullable=False),
    Column("added", DateTime(timezone=True), nullable=False),
    Column("read", String(64)),  # hash of the article as it was read
    Column("digest", String(64)),  # hash of the article as it stands: lines may be relabelled
    Index("ix_articles_outlet", "outlet"),
)

skipped = Table(
    "skipped",
    metadata,
    Column("source", Text, primary_key=True),
    Column("reason", Text, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
)

vectors = Table(
    "vectors",
    metadata,
    Column("key", String(64), primary_key=True),
    Column("vector", LargeBinary, nullable=False),  # float32, little endian
)

beads = Table(
    "beads",
    metadata,
    Column("key", String(64), primary_key=True),
    Column("beads", JSON, nullable=False),  # [left, right, score, moved]
)

groupings = Table(
    "groupings",
    metadata,
    Column("key", String(64), primary_key=True),  # hash of the articles and all else it depends on
    Column("stories", JSON, nullable=False),  # [id, title, [article], reference, {version: fuller}]
)

# What the search for stories knows of an article: see `padan.align.sketch`.
sketches = Table(
    "sketches",
    metadata,
    Column("article", ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True),
    Column("encoder", Text, nullable=False),
    Column("digest", String(64), nullable=False),  # that of the article it was made of
    Column("searched", Boolean, nullable=False),  # False until its kin were looked for
    Column("lang", String(16), nullable=False),
    Column("day", Integer),
    Column("filed", Text, nullable=False),
    Column("lengths", LargeBinary, nullable=False),  # int32
    Column("minhash", LargeBinary, nullable=False),  # uint32
    Column("means", LargeBinary, nullable=False),  # float16, two rows
    Column("sentences", LargeBinary, nullable=False),  # as `padan.align.sketch.packed`
)

# Pairs of articles that may be of one story, by their sketches; the smaller id first.
kin = Table(
    "kin",
    metadata,
    Column("one", String(16), primary_key=True),
    Column("other", String(16), primary_key=True, index=True),
    Column("logit", Float, nullable=False),
)

# How chance sentences look to an encoder: see `padan.align.background`.
backgrounds = Table(
    "backgrounds",
    metadata,
    Column("encoder", Text, primary_key=True),
    Column("articles", Integer, nullable=False),  # how many there were when it was measured
    Column("numbers", JSON, nullable=False),
)

# Stories that could not be compared when it was last tried.
failures = Table(
    "failures",
    metadata,
    Column("story", String(32), primary_key=True),
    Column("title", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
)

translations = Table(
    "translations",
    metadata,
    Column("key", String(64), primary_key=True),
    Column("source", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("source_lang", String(16), nullable=False),
    Column("target_lang", String(16), nullable=False),
    Column("signature", Text, nullable=False),
    Column("faults", JSON, nullable=False),  # [kind, reason]
    Column("confidence", Float),
    Column("human", Boolean, nullable=False, server_default=false()),
    Column("made", DateTime(timezone=True), nullable=False),
)

stories = Table(
    "stories",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("key", String(64), nullable=False, unique=True),  # hash of all that it was made from
    Column("title", Text, nullable=False),
    Column("reference", String(16)),
    Column("signatures", JSON, nullable=False),
    Column("made", DateTime(timezone=True), nullable=False),
)

story_articles = Table(
    "story_articles",
    metadata,
    Column("story", ForeignKey("stories.id", ondelete="CASCADE"), primary_key=True),
    Column("article", ForeignKey("articles.id"), primary_key=True),
    Column("position", Integer, nullable=False),
    Column("version_of", String(16)),
)

rows = Table(
    "rows",
    metadata,
    Column("story", ForeignKey("stories.id", ondelete="CASCADE"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("confidence", Float, nullable=False),
)

cells = Table(
    "cells",
    metadata,
    Column("story", ForeignKey("stories.id", ondelete="CASCADE"), primary_key=True),
    Column("row", Integer, primary_key=True),
    Column("article", ForeignKey("articles.id"), primary_key=True),
    Column("sentences", JSON, nullable=False),
    Column("moved", Boolean, nullable=False),
    Column("confidence", Float),
    Column("compared", Boolean, nullable=False),
    Column("consistency", Float),
    Column("abstained", JSON, nullable=False),
    Column("weighed", JSON, nullable=False, server_default="[]"),  # [what, log-odds]
)

findings = Table(
    "findings",
    metadata,
    Column("story", ForeignKey("stories.id", ondelete="CASCADE"), primary_key=True),
    Column("row", Integer, primary_key=True),
    Column("article", ForeignKey("articles.id"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("kind", String(32), nullable=False),
    Column("severity", String(16), nullable=False),
    Column("reference_start", Integer),
    Column("reference_end", Integer),
    Column("retelling_start", Integer),
    Column("retelling_end", Integer),
    Column("english_start", Integer),
    Column("english_end", Integer),
    Column("reason", Text, nullable=False),
    Column("basis", String(16), nullable=False),
    Column("perhaps_ours", Boolean, nullable=False),
    Column("gloss", Text, nullable=False, server_default=""),
    Column("why", JSON(none_as_null=True)),  # [code, [[name, words]]]
    Index("findings_by_kind", "kind", "severity"),
)

# The English that a story was compared with: what findings point into, whatever the memory has now.
english = Table(
    "english",
    metadata,
    Column("story", ForeignKey("stories.id", ondelete="CASCADE"), primary_key=True),
    Column("article", ForeignKey("articles.id"), primary_key=True),
    Column("sentence", Integer, primary_key=True),
    Column("text", Text, nullable=False),
    Column("target_lang", String(16), nullable=False),
    Column("signature", Text, nullable=False),
    Column("faults", JSON, nullable=False),  # [kind, reason]
    Column("confidence", Float),
)

# Append-only: no line is ever changed or deleted (but by a takedown).
judgements = Table(
    "judgements",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=True),
    Column("id", String(64), nullable=False, unique=True),
    Column("reviewer", Text, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("act", String(24), nullable=False),
    Column("body", JSON, nullable=False),
    sqlite_autoincrement=True,  # a number is never given twice
)

# What each judgement is about: stories come and go with every grouping, articles stay.
judgement_articles = Table(
    "judgement_articles",
    metadata,
    Column("article", String(16), primary_key=True),
    Column("seq", ForeignKey("judgements.seq"), primary_key=True),
)

# What was taken down, so that it does not come back: tombstones without a word of any text.
takedowns = Table(
    "takedowns",
    metadata,
    Column("kind", String(8), primary_key=True),  # article, text (a hash), url, outlet, story
    Column("value", Text, primary_key=True),
    Column("at", DateTime(timezone=True), nullable=False),
)
