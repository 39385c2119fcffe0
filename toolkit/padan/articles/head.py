"""Lines above the running text beside the headline: standfirst, names, dates, furniture."""

from __future__ import annotations

import re

from padan.articles.bars import parts
from padan.articles.datelines import dateline_end
from padan.articles.dates import labelled_date
from padan.articles.headline import META, PICTURE, may_be_headline
from padan.articles.look import look
from padan.articles.page import Page, Piece
from padan.articles.patterns import bare_line, mark
from padan.articles.settings import layout
from padan.articles.wordings import name_like
from padan.model import Role

# "Name (Outlet)" is a byline as "Name" is.
_OUTLET_BEHIND = re.compile(r"\s*\([A-Z][\w. ]{2,40}\)$")


def mark_foreign_top(page: Page) -> None:
    """Sentences above the article that speak of something else: banners, teasers, taglines."""
    foreign = layout("overlap")["foreign"]
    while (first := page.first_running()) < len(page.pieces):
        piece = page.pieces[first]
        following = page.first_running(first + 1)
        above = any(_titles(p) for _, p in page.open_between(0, first))
        below = any(_titles(p) for _, p in page.open_between(first + 1, following))
        twice = any(bare_line(p.text) == bare_line(piece.text) for p in page.pieces[first + 1 :])
        apart = (below and not above) or twice
        if not (apart and piece.open and following < len(page.pieces)):
            return
        if len(piece.look.content) < 3 or page.share(piece) >= foreign:
            return
        for other in page.pieces[first:]:
            if bare_line(other.text) == bare_line(piece.text):
                other.be(Role.FURNITURE, "stands above the article and is about something else")
        page.count_words()


def mark_standfirst(page: Page, headline: int) -> None:
    """The lines between headline and text that sum it up."""
    if headline < 0:
        return
    numbers = layout("standfirst")
    first = page.first_running(headline + 1)
    if _sums_up(page, headline, first):
        page.pieces[first].be(
            Role.STANDFIRST, "sums up between the headline and what precedes the text"
        )
        page.count_words()
        first = page.first_running(headline + 1)
    given = 0
    for i, piece in page.open_between(headline + 1, first):
        seen = piece.look
        adjacent = i == headline + 1 and seen.words > numbers["label_words"]
        related = adjacent or page.share(piece) >= layout("overlap")["own"]
        point = seen.listed and seen.words >= 3 and _among_points(page, i)
        long_enough = numbers["label_words"] <= seen.words <= numbers["max_words"] and related
        if (long_enough or point) and given < numbers["repeat_max"] and len(parts(piece.text)) == 1:
            piece.be(Role.STANDFIRST, "stands between the headline and the text")
            given += 1


def mark_dates(page: Page, headline: int) -> None:
    """Dates not the article's: today's above the headline, other articles' below the end."""
    dates = [i for i, p in enumerate(page.pieces) if p.role is Role.DATELINE]
    last = page.last_running()
    if not dates or last < 0:
        return
    below_headline = any(headline < i < last for i in dates)
    for i in dates:
        piece = page.pieces[i]
        if i < headline and below_headline:
            piece.role, piece.why = Role.FURNITURE, "the day of the page: the article has its own"
        elif i > last and dates[0] < last and not labelled_date(piece.text):
            piece.role, piece.why = Role.FURNITURE, "a date below the article, which has its own"


def _among_points(page: Page, i: int) -> bool:
    """A line with a bullet beside another one that is a standfirst or has a bullet too."""
    beside = (page.pieces[j] for j in (i - 1, i + 1) if 0 <= j < len(page.pieces))
    return any(p.look.listed and p.role in (None, Role.STANDFIRST) for p in beside)


def mark_head_rest(page: Page, headline: int) -> None:
    """What is left above the running text: names beside a date, then labels and menus."""
    first = page.first_running(headline + 1)
    if first == len(page.pieces):
        return
    for i, piece in page.open_between(0, first):
        if i > headline >= 0 and _is_name(page, i):
            piece.be(Role.BYLINE, "a name beside date or byline")
        elif i > headline >= 0 and _is_office(page, i):
            piece.be(Role.BYLINE, "the office of the author above it")
        elif piece.look.closed and i > headline:
            piece.be(Role.BODY, "a short sentence before the text")
        elif i < headline:
            piece.be(Role.FURNITURE, "stands above the headline: a section, topic or menu")
        elif headline >= 0 or piece.look.words <= layout("menu")["words"]:
            piece.be(Role.FURNITURE, "a label above the text, not a sentence")


def _is_name(page: Page, i: int) -> bool:
    """Looks like a name, stands beside a date or a byline and is not in the text."""
    piece = page.pieces[i]
    beside = {page.pieces[j].role for j in (i - 1, i + 1) if 0 <= j < len(page.pieces)}
    foreign = page.share(piece) < layout("overlap")["own"]
    if i + 1 < len(page.pieces) and name_like(piece.look, piece.text) and _office(page, i + 1):
        return True
    name = _OUTLET_BEHIND.sub("", piece.text)
    placed = bool(beside & set(META)) or name != piece.text
    return foreign and placed and name_like(look(name), name)


def _is_office(page: Page, i: int) -> bool:
    """ "Science correspondent" below a byline."""
    return page.pieces[i - 1].role is Role.BYLINE and _office(page, i)


def _office(page: Page, i: int) -> bool:
    piece = page.pieces[i]
    short = piece.look.words <= layout("byline")["office_words"] and not piece.look.closed
    return piece.open and short and mark("byline", "offices").search(piece.text) is not None


def _titles(piece: Piece) -> bool:
    """Could be a headline, and is no sentence of a conversation."""
    return may_be_headline(piece) and not piece.look.closed and piece.look.words >= 4


def _sums_up(page: Page, headline: int, first: int) -> bool:
    """The first running line below the headline stands apart from the text below it."""
    following = page.first_running(first + 1)
    if following >= len(page.pieces):
        return False
    piece = page.pieces[first]
    longest = layout("standfirst")["max_words"]
    if not piece.open or piece.look.words > longest or dateline_end(piece.text, rank=0) is not None:
        return False
    if dateline_end(page.pieces[following].text, rank=0) is not None:
        return True
    before = {p.role for p in page.pieces[headline + 1 : first]}
    between = {p.role for p in page.pieces[first + 1 : following]}
    if between & set(META):
        return not before & set(META)
    return bool(between & set(PICTURE)) and not piece.look.closed
