"""Lines above the running text: headline, standfirst, captions, names, and what is furniture."""

from __future__ import annotations

import re

from rapidfuzz import fuzz

from padan.articles.datelines import dateline_end
from padan.articles.look import look
from padan.articles.page import Page, Piece
from padan.articles.patterns import bare_line, mark
from padan.articles.settings import layout
from padan.articles.wordings import name_like
from padan.model import Role

_META = (Role.BYLINE, Role.DATELINE)
_PICTURE = (Role.CREDIT, Role.CAPTION)
_CAPTION_WORDS = 4
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


def mark_headline(page: Page) -> int:
    """Find the headline; its index, -1 where the page has none."""
    found = next((i for i, p in enumerate(page.pieces) if p.role is Role.HEADLINE), None)
    if found is None:
        found = _best_candidate(page)
        if found is None:
            return -1
        page.pieces[found].be(Role.HEADLINE, _why_headline(page, page.pieces[found]))
        page.count_words()
    _mark_echoes(page, found)
    return found


def mark_captions(page: Page) -> None:
    """The text of a picture, told by the credit beside it or by what it says."""
    first = page.first_running()
    for i, piece in page.open_between(0, len(page.pieces)):
        if piece.look.words < _CAPTION_WORDS:
            continue
        pictured = mark("caption", "pictured").search(piece.text) is not None
        if _beside_credit(page, i) and (i <= first + 1 or pictured):
            piece.be(Role.CAPTION, "stands beside the credit of a picture")
        elif pictured and i <= first and page.first_running(i + 1) < len(page.pieces):
            piece.be(Role.CAPTION, "says what a picture shows")
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
        if (
            numbers["label_words"] <= seen.words <= numbers["max_words"]
            and related
            and given < numbers["repeat_max"]
        ):
            piece.be(Role.STANDFIRST, "stands between the headline and the text")
            given += 1


def mark_head_rest(page: Page, headline: int) -> None:
    """What is left above the running text: names beside a date, then labels and menus."""
    first = page.first_running(headline + 1)
    if first == len(page.pieces):
        return
    for i, piece in page.open_between(0, first):
        if i > headline >= 0 and _is_name(page, i):
            piece.be(Role.BYLINE, "a name beside date or byline")
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
    name = _OUTLET_BEHIND.sub("", piece.text)
    placed = bool(beside & set(_META)) or name != piece.text
    return foreign and placed and name_like(look(name), name)


def _best_candidate(page: Page) -> int | None:
    first = page.first_running()
    candidates = [i for i, p in page.open_between(0, first) if _may_be_headline(p)]
    if first < len(page.pieces) and _asks(page, first):
        candidates.append(first)
    if not candidates:
        return None
    for i in candidates:
        if page.title and _says_again(page.pieces[i].text, page.title):
            return i
    echoed = next((i for i in candidates if _echoed(page, i)), None)
    if echoed is not None:
        return echoed
    own = [i for i in candidates if page.share(page.pieces[i]) >= layout("overlap")["own"]]
    longest = layout("headline")["kicker_words"]
    others = [i for i in candidates if page.pieces[i].look.words > longest]
    pool = own or others
    return _past_kickers(page, pool) if pool else None


def _may_be_headline(piece: Piece) -> bool:
    numbers, seen = layout("headline"), piece.look
    return (
        numbers["min_words"] <= seen.words <= numbers["max_words"]
        and seen.chars <= numbers["max_chars"]
        and not seen.colon
        and not seen.starts_low
        and seen.stop not in {".", "。"}
    )


def _titles(piece: Piece) -> bool:
    """Could be a headline, and is no sentence of a conversation."""
    return _may_be_headline(piece) and not piece.look.closed and piece.look.words >= 4


def _asks(page: Page, first: int) -> bool:
    """The first running line is a question or an exclamation much shorter than the next line."""
    piece = page.pieces[first]
    following = page.first_running(first + 1)
    if following >= len(page.pieces) or not piece.open or piece.look.stop in {".", "…", "。"}:
        return False
    below = page.pieces[first + 1].role
    longer = (
        page.pieces[following].look.words >= 1.5 * piece.look.words
        or below in _META
        or below in _PICTURE
    )
    return (
        longer
        and piece.look.words <= layout("headline")["shout_words"]
        and not piece.look.quote_start
    )


def _past_kickers(page: Page, pool: list[int]) -> int:
    """The first candidate that is not merely the label above the next one."""
    numbers = layout("headline")
    best = pool[0]
    for i in pool[1:]:
        above, below = page.pieces[best].look, page.pieces[i].look
        label = above.words <= numbers["kicker_words"] and i - best <= numbers["near"]
        # Below a title in capitals, a line in sentence case sums it up; so does a very long one.
        same_style = below.title >= above.title - 0.25 and below.words <= 3.5 * above.words + 2
        if label and below.words >= 1.6 * above.words and same_style:
            best = i
    return best


def _echoed(page: Page, i: int) -> bool:
    text = page.pieces[i].text
    if page.pieces[i].look.words < 4:
        return False
    return any(
        _says_again(p.text, text)
        for j, p in enumerate(page.pieces)
        if j != i and not p.look.running
    )


def _says_again(text: str, headline: str) -> bool:
    if not 0.5 <= len(text) / max(len(headline), 1) <= 2:
        return False
    return fuzz.ratio(bare_line(text), bare_line(headline)) >= layout("headline")["echo"]


def _mark_echoes(page: Page, headline: int) -> None:
    """The headline again: word for word it is the page's doing, reworded it is the author's."""
    said = bare_line(page.pieces[headline].text)
    for piece in page.pieces:
        if piece.role is Role.HEADLINE or not (piece.open or piece.role is Role.CAPTION):
            continue
        if bare_line(piece.text) == said:
            piece.role, piece.why = Role.FURNITURE, "repeats the headline word for word"
        elif piece.open and _says_again(piece.text, page.pieces[headline].text):
            piece.be(Role.HEADLINE, "the headline in other words")


def _why_headline(page: Page, piece: Piece) -> str:
    if page.title and _says_again(piece.text, page.title):
        return "the title given with the article"
    return "a title above the text that speaks of the same things"


def _beside_credit(page: Page, i: int) -> bool:
    """Directly below or above a credit, with no blank line between, and no text with a dateline."""
    piece = page.pieces[i]
    if dateline_end(piece.text, rank=0) is not None:
        return False
    if i and page.pieces[i - 1].role is Role.CREDIT:
        return not piece.gap
    below = page.pieces[i + 1] if i + 1 < len(page.pieces) else None
    return below is not None and below.role is Role.CREDIT and not below.gap


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
    if between & set(_META):
        return not before & set(_META)
    return bool(between & set(_PICTURE)) and not piece.look.closed
