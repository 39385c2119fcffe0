"""Lines made of several parts: menus, trails of sections, page heads, links to the neighbours."""

from __future__ import annotations

import re

from padan.articles.look import look
from padan.articles.page import Page, Piece
from padan.articles.patterns import bare_line, mark
from padan.articles.settings import layout
from padan.model import Role

# Between the parts of a menu. A slash or a dot needs blanks around it, or it belongs to a word.
_MENU = re.compile(r"\s*[|¦]\s*|\s+[/•·●]\s+|(?<=\S)(?:\s{2,}|\t+)(?=\S)")
# Between the parts of a trail of sections, in the order from wide to narrow.
_TRAIL = re.compile(r"\s*(?:›|»|→|::)\s*|\s+[>/]\s+")
# A line without any of these has one part: nearly all lines.
_SIGN = re.compile(r"[|¦›»→←«‹<>❮❯⟵⟶/•·●\t]|\s\s|::")
_PAGE_HEAD = "the head of a printed page"
_ARROWS = "←→«»‹›<>⟵⟶❮❯"
_NEIGHBOURS = re.compile(
    rf"^[{_ARROWS}]+\s*\S.*(?:[|¦]|\s{{2,}}|\s[{_ARROWS}]).*$|^.*(?:[|¦]|\s{{2,}}).*\S\s*[{_ARROWS}]+$"
    r"|^[←⟵❮]\s*\S.*$|^.*\S\s*[→⟶❯]$"
)


def parts(text: str) -> list[str]:
    """The parts of a line that is set like a menu or a trail; the line itself where it is not."""
    if not _may_be_bar(text):
        return [text]
    found = [part for part in _MENU.split(text) if part]
    return found if len(found) > 1 else [part for part in _TRAIL.split(text) if part]


def mark_bars(page: Page) -> None:
    """Give a role to the lines that are made of links side by side."""
    first, last = page.first_running(), page.last_running()
    for i, piece in enumerate(page.pieces):
        inside = first < i < last
        if not _may_be_bar(piece.text) or _is_sentence(piece):
            continue
        if piece.role is Role.DATELINE and _is_page_head(piece):
            piece.role, piece.why = Role.FURNITURE, _PAGE_HEAD
        if not piece.open:
            continue
        if not inside and _is_trail(page, piece):
            piece.be(Role.FURNITURE, "a trail of sections above the article")
        elif _NEIGHBOURS.match(piece.text) and piece.look.words <= layout("running")["long"]:
            piece.be(Role.FURNITURE, "links to the articles before and after")
        elif _is_page_head(piece):
            piece.be(Role.FURNITURE, _PAGE_HEAD)
        elif not _in_table(page, i) and _is_menu(piece, inside=inside):
            piece.be(Role.FURNITURE, "several short links in one line: a menu")
    page.count_words()


def _is_sentence(piece: Piece) -> bool:
    """Ends as a sentence does; three dots may also show where a trail was cut off."""
    if piece.text.endswith(("...", "…")):
        return False
    return bool(piece.look.stop) or (piece.look.quote_end and piece.text[-1] not in _ARROWS)


def _may_be_bar(text: str) -> bool:
    """Short enough, and any sign of a bar in it."""
    return len(text) <= layout("bar")["max_chars"] and _SIGN.search(text) is not None


def _is_trail(page: Page, piece: Piece) -> bool:
    """Sections from wide to narrow; the last part may be the beginning of the headline."""
    steps = [step.strip() for step in _TRAIL.split(piece.text) if step.strip()]
    if len(steps) < 2:
        return False
    longest = layout("bar")["step_words"]
    short = all(look(step).words <= longest for step in steps[:-1])
    home = mark("page", "home").fullmatch(steps[0]) is not None
    arrows = len(steps) >= 3 or home or any(sign in piece.text for sign in "›»→>")
    if not (short and arrows):
        return False
    if look(steps[-1]).words > longest:
        page.trail = steps[-1].rstrip(" .…")
    return True


def _is_page_head(piece: Piece) -> bool:
    """ "HARIAN KOTA      5 MEI 2024      HALAMAN 3": parts far apart, one of them a number."""
    return len(parts(piece.text)) >= 2 and any(
        mark("page", "numbered").fullmatch(part.strip()) for part in parts(piece.text)
    )


def _in_table(page: Page, i: int) -> bool:
    """The line above or below has as many parts between strokes: rows of a table."""
    strokes = page.pieces[i].text.count("|")
    beside = (page.pieces[j].text for j in (i - 1, i + 1) if 0 <= j < len(page.pieces))
    return strokes > 0 and any(text.count("|") == strokes for text in beside)


def _is_menu(piece: Piece, *, inside: bool) -> bool:
    numbers = layout("bar")
    found = [look(part.strip()) for part in _MENU.split(piece.text) if part.strip()]
    # Inside the text a line of short parts may be the row of a table.
    if inside and ("|" not in piece.text or any(char.isdigit() for char in piece.text)):
        return False
    few = numbers["parts_inside" if inside else "parts"]
    return len(found) >= few and all(part.words <= numbers["words"] for part in found)


def mark_contents(page: Page) -> None:
    """A table of contents: lines in a row that stand again, as subheads, further down."""
    later: dict[str, int] = {}
    for i, piece in page.open_between(0, len(page.pieces) - 1):
        if not piece.running and page.pieces[i + 1].running:
            later[bare_line(piece.text)] = i
    run: list[Piece] = []
    for i, piece in enumerate(page.pieces):
        if piece.open and not piece.running and later.get(bare_line(piece.text), -1) > i:
            run.append(piece)
            continue
        _close_contents(page, run, i)
        run = []


def _close_contents(page: Page, run: list[Piece], end: int) -> None:
    begin = end - len(run)
    labelled = begin > 0 and page.pieces[begin - 1].role is Role.FURNITURE
    if len(run) >= 2 or (run and labelled):
        for piece in run:
            piece.be(Role.FURNITURE, "a table of contents: it stands again above its part")
