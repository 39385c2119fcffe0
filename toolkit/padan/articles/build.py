"""From a text and what is known of it to an Article."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from padan.articles.language import canonical, identify
from padan.articles.look import look
from padan.articles.metadata import author_of, find_outlet, outlet_of_lines, published_of
from padan.articles.normalise import normalise, unwrap
from padan.articles.patterns import outlet_entry
from padan.articles.roles import assign_roles
from padan.articles.sentences import split_spans
from padan.errors import InputError
from padan.model import Article, Line, Role, Sentence


def build_article(
    text: str,
    *,
    source: str = "",
    outlet: str = "",
    url: str = "",
    title: str = "",
    author: str = "",
    published: date | None = None,
    retrieved: date | None = None,
    lang: str | None = None,
    licence: str = "",
    is_reference: bool = False,
    story: str = "",
    hints: Mapping[int, Role] | None = None,
    repairs: Iterable[str] = (),
) -> Article:
    """An article from its text: repaired, with language, roles, sentences and metadata.

    What is given wins over what the text says. `hints` are roles known from markup, by line of
    `text` from 0; `repairs` is what reading had to change before. Raises InputError for a text
    without words.
    """
    stored, changed = normalise(text)
    if not hints:
        stored, joined = unwrap(stored)
        changed += joined
    if not any(c.isalpha() for c in stored):
        raise InputError("holds no words", where=source)
    known = outlet or find_outlet(stored, url)
    code = canonical(lang) if lang else language_of(stored)
    lines = assign_roles(stored, outlet=known, title=title, lang=code, hints=hints)
    name = _listed(outlet) if outlet else known if url else outlet_of_lines(stored, lines)
    return Article(
        id=article_id(stored, name, url),
        text=stored,
        lang=code,
        lines=lines,
        sentences=sentences_of(stored, lines, code),
        source=source,
        outlet=name,
        url=url,
        title=title or _headline(stored, lines),
        author=author or author_of(stored, lines),
        published=published or published_of(stored, lines, code, url),
        retrieved=retrieved,
        licence=licence,
        is_reference=is_reference,
        story=story,
        repairs=(*repairs, *changed),
    )


def article_id(text: str, outlet: str, url: str) -> str:
    """Sixteen hex digits from text, outlet and URL."""
    joined = "\0".join((text, outlet, url))
    return hashlib.sha256(joined.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def sentences_of(text: str, lines: Sequence[Line], lang: str) -> tuple[Sentence, ...]:
    """The sentences of all lines in reading order, each with its line's role."""
    found: list[Sentence] = []
    for line in lines:
        for start, end in split_spans(text[line.start : line.end], lang):
            first, last = line.start + start, line.start + end
            found.append(
                Sentence(len(found), first, last, text[first:last], line.paragraph, line.role)
            )
    return tuple(found)


def language_of(text: str) -> str:
    """Language of the lines that look like running text; of all lines where none does."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    running = [line for line in lines if look(line).running]
    return identify(running or lines)


def _listed(outlet: str) -> str:
    entry = outlet_entry(outlet)
    return str(entry["name"]) if entry else outlet


def _headline(text: str, lines: Sequence[Line]) -> str:
    return next((text[ln.start : ln.end] for ln in lines if ln.role is Role.HEADLINE), "")
