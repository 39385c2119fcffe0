"""What a reader of some format hands on: a text and what the format said about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from padan.articles.build import build_article
from padan.articles.language import canonical
from padan.errors import InputError
from padan.model import Article, Role
from padan.writable import writable

MAX_BYTES = 5_000_000
"""Longest plain text, Markdown or JSON record; a thick novel has one to three million."""
MAX_LINE = 200_000
"""Longest line in characters; a long article without paragraphs has 60,000."""


@dataclass(frozen=True, slots=True)
class Draft:
    """An article before it is built; empty where the source said nothing."""

    text: str
    source: str
    outlet: str = ""
    url: str = ""
    title: str = ""
    author: str = ""
    published: date | None = None
    retrieved: date | None = None
    lang: str = ""
    licence: str = ""
    is_reference: bool = False
    story: str = ""
    hints: Mapping[int, Role] = field(default_factory=dict)
    repairs: tuple[str, ...] = ()


def finish(draft: Draft) -> Article:
    """The article of a draft. Raises InputError where a line is longer than any article's."""
    for number, line in enumerate(draft.text.splitlines(), start=1):
        if len(line) > MAX_LINE:
            raise InputError(
                f"line {number} has {len(line):,} characters, longer than any article",
                where=draft.source,
                todo="is it text?",
            )
    return build_article(
        draft.text,
        source=writable(draft.source),
        outlet=writable(draft.outlet),
        url=writable(draft.url),
        title=writable(draft.title),
        author=writable(draft.author),
        published=draft.published,
        retrieved=draft.retrieved,
        lang=canonical(draft.lang) if draft.lang else None,
        licence=writable(draft.licence),
        is_reference=draft.is_reference,
        story=writable(draft.story),
        hints=draft.hints,
        repairs=draft.repairs,
    )
