"""The role of every line of an article, each with the rule that gave it.

Rules run in a fixed order and the first that knows a line decides: what the source marked, then
wordings (`wordings`), then place and look (`head`, `flow`). What no rule knows is running text,
because a sentence lost costs more than a label kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache

from padan.articles import bars, flow, head, pictures, wordings
from padan.articles.datelines import dateline_end
from padan.articles.headline import mark_headline, mark_second_title
from padan.articles.page import Page, Piece, make_page
from padan.articles.patterns import furniture
from padan.articles.settings import table
from padan.model import Line, Role


def assign_roles(
    text: str,
    *,
    outlet: str = "",
    title: str = "",
    lang: str = "und",
    hints: Mapping[int, Role] | None = None,
) -> tuple[Line, ...]:
    """Lines of `text` with their roles, in order; together they hold all that is not blank.

    `hints`: roles known from the source's markup, by line number from 0. A dateline in front of a
    text, initials and links behind it become lines of their own with the same paragraph number.
    """
    page = make_page(text, outlet=outlet, title=title, lang=lang, hints=hints)
    wordings.mark_wordings(page)
    bars.mark_bars(page)
    bars.mark_contents(page)
    wordings.mark_followers(page)
    wordings.mark_spam(page)
    wordings.mark_site_speaking(page)
    head.mark_foreign_top(page)
    headline = mark_headline(page)
    pictures.mark_credits(page, headline)
    pictures.mark_captions(page, headline)
    mark_second_title(page, headline)
    head.mark_dates(page, headline)
    head.mark_standfirst(page, headline)
    head.mark_head_rest(page, headline)
    flow.mark_after_end(page)
    flow.mark_biography(page)
    flow.mark_tail(page)
    flow.mark_middle(page)
    flow.mark_rest(page)
    return tuple(_lines(page))


def _lines(page: Page) -> Iterator[Line]:
    rank = 0
    last_body = max((i for i, p in enumerate(page.pieces) if p.role is Role.BODY), default=-1)
    for i, piece in enumerate(page.pieces):
        role, why = piece.role or Role.BODY, piece.why
        if role is not Role.BODY:
            yield Line(piece.start, piece.end, role, why, piece.paragraph)
            continue
        yield from _parts(page, piece, rank, at_end=i == last_body)
        rank += piece.look.running


def _parts(page: Page, piece: Piece, rank: int, *, at_end: bool) -> Iterator[Line]:
    """A line of running text, parted from the dateline in front and the marks behind it."""
    start, end = piece.start, piece.end
    prefix = dateline_end(piece.text, rank=rank)
    if prefix is not None:
        cut, why = prefix
        yield Line(start, start + cut, Role.DATELINE, why, piece.paragraph)
        start = _skip_blanks(piece, cut)
    tail = _tail(page, piece, at_end=at_end)
    if tail is not None:
        cut, role, why = tail
        middle = piece.text[start - piece.start : cut].rstrip()
        yield Line(start, start + len(middle), Role.BODY, piece.why, piece.paragraph)
        yield Line(piece.start + cut, end, role, why, piece.paragraph)
    else:
        yield Line(start, end, Role.BODY, piece.why, piece.paragraph)


def _skip_blanks(piece: Piece, cut: int) -> int:
    rest = piece.text[cut:]
    return piece.start + cut + len(rest) - len(rest.lstrip())


def _tail(page: Page, piece: Piece, *, at_end: bool) -> tuple[int, Role, str] | None:
    """What stands behind the last sentence of a line and is no part of it."""
    text = piece.text
    if text.endswith((")", "]")):
        initials, short = _initials()
        found = initials.search(text) or (short.search(text) if at_end else None)
        if found is not None:
            return found.start(1), Role.BYLINE, "the editors' initials"
    for stop in list(_AFTER_STOP.finditer(text))[-3:]:
        rest = text[stop.end() :]
        words = len(rest.split())
        if (
            words <= 30
            and not rest.rstrip().endswith((".", "”", '"'))
            and _points_elsewhere(page, rest)
        ):
            return stop.end(), Role.FURNITURE, "points to another article behind the text"
    return None


_AFTER_STOP = re.compile(r"[.!?][\"”’)]*\s+(?=[A-Z(\[])")


def _points_elsewhere(page: Page, rest: str) -> bool:
    wording = furniture(rest, len(rest.split()), page.outlet)
    return wording is not None and wording.why == "points to another article"


@cache
def _initials() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Initials behind a closed sentence; a short single group only where the text ends."""
    marks = table("marks")["byline"]
    behind = r"(?<=[.!?\"”’…])\s+"
    return (
        re.compile(rf"{behind}({marks['initials']})$"),
        re.compile(rf"{behind}({marks['initials_end']}|{marks['names_end']})$"),
    )
