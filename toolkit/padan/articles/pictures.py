"""Pictures on a page: the credit of a photographer and the text beside it."""

from __future__ import annotations

import re
from functools import cache

from padan.articles.datelines import dateline_end
from padan.articles.page import Page, Piece
from padan.articles.patterns import mark
from padan.articles.settings import table
from padan.model import Role

_CAPTION_WORDS = 4
_CAPITALS = r"[^\W\d_a-z][\w.'’-]*"
_NAME = rf"{_CAPITALS}(?:\s+(?:{_CAPITALS}|de|van|von|al|bin|binti)){{0,3}}"
_HOLDER = rf"(?:[Tt]he\s+)?{_CAPITALS}(?:\s+(?:{_CAPITALS}|of|dan|and|&)){{0,4}}"


def picture_copyright(page: Page, piece: Piece) -> bool:
    """ "© Name/Outlet" above the end of the text names a picture's owner, not the page's."""
    return (
        _owner().match(piece.text) is not None
        and mark("credit", "companies").search(piece.text) is None
        and piece.paragraph < page.last_running()
    )


def mark_credits(page: Page, headline: int) -> None:
    """ "Name/Outlet" between headline and text, or set close to the text of a picture."""
    first, lead = page.first_running(headline + 1), _lead(page, headline)
    for i, piece in page.open_between(0, len(page.pieces)):
        if piece.look.closed or _pair().fullmatch(piece.text) is None:
            continue
        above = headline < i < first and (headline >= 0 or _set_together(page, i))
        below_lead = first < i <= lead + 1 and not piece.gap
        if above or below_lead or _between_gaps(page, i):
            piece.be(Role.CREDIT, "names a photographer and an outlet")


def mark_captions(page: Page, headline: int) -> None:
    """The text of a picture, told by the credit beside it or by what it says."""
    first, last, lead = page.first_running(), page.last_running(), _lead(page, headline)
    for i, piece in page.open_between(0, len(page.pieces)):
        if piece.look.words < _CAPTION_WORDS:
            continue
        pictured = mark("caption", "pictured").search(piece.text) is not None
        top = i <= max(first + 1, lead)
        if _beside_credit(page, i) and (top or pictured or _between_gaps(page, i)):
            piece.be(Role.CAPTION, "stands beside the credit of a picture")
        elif i <= first and i < last and _ends_in_credit().search(piece.text):
            piece.be(Role.CAPTION, "ends with the credit of a picture")
        elif pictured and i <= first and page.first_running(i + 1) < len(page.pieces):
            piece.be(Role.CAPTION, "says what a picture shows")
    page.count_words()


def _lead(page: Page, headline: int) -> int:
    """Index of the second running line below the headline: a closed standfirst may stand first.

    Only where blank lines part the lines, so that one without is known to belong to the one above.
    """
    first = page.first_running(headline + 1)
    second = page.first_running(first + 1)
    return second if page.blanks and headline >= 0 and second < len(page.pieces) else -1


def _beside_credit(page: Page, i: int) -> bool:
    """Directly below or above a credit, with no blank line between, and no text with a dateline."""
    piece = page.pieces[i]
    if dateline_end(piece.text, rank=0) is not None:
        return False
    if i and page.pieces[i - 1].role is Role.CREDIT:
        return not piece.gap
    below = page.pieces[i + 1] if i + 1 < len(page.pieces) else None
    return below is not None and below.role is Role.CREDIT and not below.gap


def _set_together(page: Page, i: int) -> bool:
    """No blank line parts it from a longer line above or below."""
    above = page.pieces[i - 1] if i and not page.pieces[i].gap else None
    below = page.pieces[i + 1] if i + 1 < len(page.pieces) else None
    if below is not None and below.gap:
        below = None
    return any(p is not None and p.look.words >= _CAPTION_WORDS for p in (above, below))


def _between_gaps(page: Page, i: int) -> bool:
    """Two lines without a blank line between, apart from all others on a page of spaced lines."""
    if not page.blanks:
        return False
    begin = i if page.pieces[i].gap else i - 1
    block = page.pieces[max(begin, 0) : begin + 2]
    behind = page.pieces[begin + 2] if begin + 2 < len(page.pieces) else None
    apart = len(block) == 2 and block[0].gap and not block[1].gap
    return apart and (behind is None or behind.gap)


@cache
def _owner() -> re.Pattern[str]:
    return re.compile(rf"(?:©|\([Cc]\))\s*(?:{_NAME}\s*[/|,]\s*)?{_HOLDER}\)?$")


@cache
def _pair() -> re.Pattern[str]:
    between = "|".join(table("marks")["credit"]["between"])
    return re.compile(rf"[(\[]?{_NAME}(?:\s*/\s*|\s+(?:{between})\s+){_HOLDER}[)\]]?")


@cache
def _ends_in_credit() -> re.Pattern[str]:
    """Behind the caption's stop: "(Outlet/Name Name)"."""
    return re.compile(rf"[.!?)”\"\w]\s*\((?:{_HOLDER}\s*/\s*{_HOLDER})\)\.?$")
