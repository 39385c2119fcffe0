"""Lines inside and below the running text: subheads, lists, links, and where the article ends."""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise

from padan.articles.page import Page, Piece
from padan.articles.settings import layout, table
from padan.articles.wordings import addresses, ends_in_initials, name_like
from padan.model import Role


def mark_after_end(page: Page) -> None:
    """Running text below the marks of an article's end that is not about the story."""
    end = _end(page)
    if end is None:
        return
    overlap = layout("overlap")
    for _, piece in page.open_between(end + 1, len(page.pieces)):
        foreign = page.share(piece) < overlap["foreign"]
        cut_off = piece.text.endswith(("...", "…"))
        if foreign or cut_off or not piece.look.closed:
            piece.be(Role.FURNITURE, "stands below the end of the article, about something else")
    page.count_words()


def _end(page: Page) -> int | None:
    """Index of the mark that ends the article, None where the text may go on behind all marks."""
    numbers = layout("tail")
    total = sum(p.look.words for p in page.pieces if p.running)
    needed = max(numbers["after"], 1 - numbers["rest"]) * total
    seen = 0
    for i, piece in enumerate(page.pieces):
        seen += piece.look.words if piece.running else 0
        ends = piece.ends or ends_in_initials(piece.text)
        if ends and total and seen >= needed and (piece.final or not _goes_on(page, i)):
            return i
    return None


def _goes_on(page: Page, i: int) -> bool:
    """Two lines of running text in a row stand behind: more than the teaser of a link."""
    flags = [piece.running for piece in page.pieces[i + 1 :]]
    return any(a and b for a, b in pairwise(flags))


def mark_tail(page: Page) -> None:
    """Short lines below the last running line."""
    last = page.last_running()
    if last < 0:
        return
    closing = page.pieces[last]
    in_list = closing.look.colon
    furnished = False
    _mark_last_sentence(page, last)
    for _, piece in page.open_between(last + 1, len(page.pieces)):
        before = page.pieces[piece.paragraph - 1]
        furnished = furnished or before.role is Role.FURNITURE
        in_list = in_list and not furnished
        if piece.text[0] == "(" and piece.text[-1] == ")" and not furnished:
            piece.be(Role.BODY, "an aside in brackets below the text")
        elif in_list or (piece.look.listed and not furnished):
            piece.be(Role.BODY, "an item of the list that ends the text")
        elif piece.look.closed and _closes_story(page, piece, furnished):
            piece.be(Role.BODY, "a short sentence at the end of the text")
        elif piece.text.isupper() and name_like(piece.look, piece.text):
            piece.be(Role.BYLINE, "a name in capitals below the text")
        elif _biography().match(piece.text):
            piece.be(Role.NOTE, "says who the author is")
        else:
            piece.be(Role.FURNITURE, "stands below the text and is no sentence")
            furnished = True


def mark_biography(page: Page) -> None:
    """The last line of the text where it begins with the byline's name and says who that is."""
    last = page.last_running()
    bylines = " ".join(p.text.casefold() for p in page.pieces if p.role is Role.BYLINE)
    if last < 0 or not page.pieces[last].open:
        return
    found = _biography().match(page.pieces[last].text)
    if found is not None and (found["name"] is None or found["name"].casefold() in bylines):
        page.pieces[last].be(Role.NOTE, "says who the author is")


@cache
def _biography() -> re.Pattern[str]:
    says = table("marks")["byline"]["biography"]
    word = r"[^\W\d_a-z][\w.'’-]*"
    author = rf"(?:(?:The author|The writer|Penulis)|(?P<name>{word}(?:\s+{word}){{1,3}}),?)"
    return re.compile(rf"{author}\s+{says}")


def _mark_last_sentence(page: Page, last: int) -> None:
    """One line right below the text that says something, only its stop is missing."""
    tail = [piece for _, piece in page.open_between(last + 1, len(page.pieces))]
    loose = [piece for piece in tail if not piece.look.closed]
    if len(loose) != 1 or loose[0].paragraph != page.pieces[last].paragraph + 1:
        return
    look = loose[0].look
    if look.words >= layout("running")["words"] and look.title < 0.75 and not look.starts_low:
        loose[0].be(Role.BODY, "a last sentence without its stop")


def mark_middle(page: Page) -> None:
    """Short lines between the first and the last running line."""
    first, last = page.first_running(), page.last_running()
    for run in _runs(page, first, last):
        for piece in run:
            _one_of_run(page, run, piece)


def mark_rest(page: Page) -> None:
    """Everything that no rule spoke of is running text."""
    for piece in page.pieces:
        piece.be(Role.BODY, "running text" if piece.look.running else "no sign that it is not text")


def _runs(page: Page, first: int, last: int) -> list[list[Piece]]:
    """Neighbouring short lines without a role; other lines part the runs."""
    runs: list[list[Piece]] = []
    current: list[Piece] = []
    for piece in page.pieces[first + 1 : last]:
        if piece.open and not piece.running:
            current.append(piece)
        elif current:
            runs.append(current)
            current = []
    return [*runs, current] if current else runs


def _one_of_run(page: Page, run: list[Piece], piece: Piece) -> None:
    look = piece.look
    above = page.pieces[run[0].paragraph - 1]
    if _asks_above_text(page, run, piece):
        piece.be(Role.SUBHEAD, "a short question above a part of the text")
    elif _numbered_title(page, run, piece):
        piece.be(Role.SUBHEAD, "a numbered title above a part of the text")
    elif _beside_invitation(page, run, piece):
        piece.be(Role.FURNITURE, "a short line beside one in which the page speaks to its reader")
    elif (
        piece.text.isupper()
        and look.letters > 3
        and not look.stop
        and _is_subhead(page, run, piece)
    ):
        piece.be(Role.SUBHEAD, "capitals above a part of the text")
    elif look.closed or look.quote_start or piece.text.endswith((",", ";")):
        piece.be(Role.BODY, "a short sentence inside the text")
    elif look.listed or above.look.colon or _after_colon(run, piece):
        piece.be(Role.BODY, "an item of a list")
    elif _in_menu(run, piece):
        piece.be(Role.FURNITURE, "one of several short lines in a row: a menu or share bar")
    elif look.colon:
        piece.be(Role.BODY if look.words > 2 else Role.SUBHEAD, "leads to what follows")
    elif _is_link(page, piece):
        piece.be(Role.FURNITURE, "reads like the title of another article")
    elif _is_subhead(page, run, piece):
        piece.be(Role.SUBHEAD, "a short line without a stop above a part of the text")
    elif look.starts_low and look.words <= 2:
        piece.be(Role.FURNITURE, "a label inside the text, not a sentence")
    else:
        piece.be(Role.BODY, "inside the text, without a final stop")


def _asks_above_text(page: Page, run: list[Piece], piece: Piece) -> bool:
    """A lone question to nobody in particular, between paragraphs of a text that rarely asks."""
    numbers, look = layout("subhead"), piece.look
    if look.stop != "?" or look.quote_start or look.words > numbers["question_words"]:
        return False
    asking = sum(p.look.stop == "?" for p in page.pieces) / len(page.pieces)
    alone = len(run) == 1 and page.pieces[piece.paragraph + 1].running
    return alone and asking < numbers["questions"] and not addresses(piece.text)


def _numbered_title(page: Page, run: list[Piece], piece: Piece) -> bool:
    """A numbered line that is no sentence, followed by text and not by the next item."""
    numbers, look = layout("subhead"), piece.look
    below = page.pieces[piece.paragraph + 1]
    last = piece is run[-1] and not any(p.look.listed for p in run[:-1])
    alone = last and below.running and not below.look.listed
    return (
        alone
        and piece.text[0].isdigit()
        and look.listed
        and not look.closed
        and (look.words <= numbers["max_words"])
    )


def _beside_invitation(page: Page, run: list[Piece], piece: Piece) -> bool:
    """Stands in one block with a consent text or an invitation and says nothing of the story."""
    # Below an invitation the last line of a block may head the text that goes on.
    invited = page.pieces[run[0].paragraph - 1].invites
    above = piece is not run[-1] and invited
    below = page.pieces[run[-1].paragraph + 1].invites
    short = piece.look.words <= layout("tail")["short"]
    foreign = page.share(piece) < layout("overlap")["own"]
    if invited and below and not piece.look.closed:
        return True
    return short and foreign and (above or below)


def _after_colon(run: list[Piece], piece: Piece) -> bool:
    """A line of the same run above it announced a list."""
    return any(p.look.colon and p.look.words > 2 for p in run[: run.index(piece)])


def _in_menu(run: list[Piece], piece: Piece) -> bool:
    numbers = layout("menu")
    short = [p for p in run if p.look.words <= numbers["words"] and not p.look.closed]
    return len(short) >= numbers["run"] and piece in short


def _is_link(page: Page, piece: Piece) -> bool:
    look = piece.look
    long_title = look.words >= layout("subhead")["title_words"] and look.title >= 0.7
    return long_title and page.share(piece) < layout("overlap")["own"]


def _is_subhead(page: Page, run: list[Piece], piece: Piece) -> bool:
    numbers, look = layout("subhead"), piece.look
    fits = look.words <= numbers["max_words"] and look.chars <= numbers["max_chars"]
    # A line in sentence case that is longer is a sentence without its stop.
    fits = fits and (look.title >= 0.5 or look.words <= numbers["sentence_words"])
    last_of_run = piece is run[-1]
    below = page.pieces[piece.paragraph + 1] if piece.paragraph + 1 < len(page.pieces) else None
    text_below = below is not None and (below.running or below.role is not Role.BYLINE)
    return fits and last_of_run and not look.starts_low and text_below


def _closes_story(page: Page, piece: Piece, furnished: bool) -> bool:
    """A closed line at the end is the article's unless it stands behind furniture, unrelated."""
    if not furnished:
        return True
    known = page.share(piece) >= layout("overlap")["own"]
    return known or piece.look.words > layout("tail")["short"] or piece.look.quote_end
