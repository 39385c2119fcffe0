"""First rules: lines that say what they are. Bylines, dates, credits, notes, furniture, spam."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from padan.articles.datelines import place_alone
from padan.articles.dates import date_line
from padan.articles.look import Look
from padan.articles.page import Page, Piece
from padan.articles.patterns import bare_line, furniture, is_label, mark, may_hold_spam, spam_words
from padan.articles.pictures import picture_copyright
from padan.articles.settings import layout, table
from padan.model import Role

# The longest bylines name three reporters, their cities and an editor.
_BYLINE_WORDS = 30
# Credits stand in so many last characters of a caption.
_END = 160
# Four quoted words are someone's speech; fewer may be a name.
_SPEECH = re.compile(r"[\"“«](?:[^\s\"”»]+\s+){3,}[^\"”»]*")
# A name may end in an initial: "Sumarni K."
_ABBREVIATED = re.compile(r"\s[A-Z]\.$")
_OPENING_QUOTE = '"“‘«„'


def mark_wordings(page: Page) -> None:
    """Give roles to the lines that a wording identifies by itself."""
    rules: tuple[Callable[[Page, Piece], None], ...] = (
        _note,
        _picture_copyright,
        _furniture,
        _byline,
        _date,
        _without_words,
        _credit,
        _caption,
    )
    for piece in page.pieces:
        if piece.text[0] in _OPENING_QUOTE and piece.look.closed:
            continue
        for rule in rules:
            if not piece.open:
                break
            rule(page, piece)
    page.count_words()


def mark_followers(page: Page) -> None:
    """Lines that a label announces: the name below "Editor", the links below "Baca juga"."""
    for i, piece in enumerate(page.pieces):
        if not piece.opens:
            continue
        if piece.role is Role.BYLINE:
            _name_below(page, i)
        else:
            _links_below(page, i)


def mark_spam(page: Page) -> None:
    """Link spam: its words are foreign to the rest of the running text."""
    if not any(may_hold_spam(p.text) for p in page.pieces):
        return
    counts: dict[int, frozenset[str]] = {
        i: words
        for i, p in page.open_between(0, len(page.pieces))
        if may_hold_spam(p.text) and (words := spam_words(p.text))
    }
    byline_spam = [p for p in page.pieces if p.role is Role.BYLINE and spam_words(p.text)]
    for piece in byline_spam:
        piece.role, piece.why = Role.FURNITURE, "spam where an author's name should stand"
    # A report about betting has such words in many of its sentences; spam has them in its own.
    speaking = [i for i in counts if page.pieces[i].running]
    running = sum(p.running for p in page.pieces)
    if len(speaking) > 0.3 * running:
        return
    for i, words in counts.items():
        piece = page.pieces[i]
        label = not piece.running and (not piece.look.closed or len(words) > 1)
        if label and page.share(piece) < 0.5:
            piece.be(Role.FURNITURE, "words of link spam that the article does not speak of")
        elif piece.running and _is_spam_sentence(piece, words):
            piece.be(Role.FURNITURE, "a sentence made of link spam")
    page.count_words()


def mark_site_speaking(page: Page) -> None:
    """Sentences in which the page speaks to its reader about itself, outside of quotes."""
    numbers = layout("site")
    hits = [i for i, _ in page.open_between(0, len(page.pieces)) if _speaks_of_site(page, i)]
    running = sum(piece.running for piece in page.pieces)
    # A guide to an app or a site speaks like this throughout; a page does so here and there.
    if len(hits) > numbers["few"] and len(hits) > numbers["share"] * running:
        return
    for i in hits:
        page.pieces[i].be(Role.FURNITURE, "the page speaks to its reader about itself")
        page.pieces[i].invites = True
    page.count_words()


def _speaks_of_site(page: Page, i: int) -> bool:
    numbers, piece = layout("site"), page.pieces[i]
    if piece.look.words > numbers["max_words"] or _SPEECH.search(piece.text):
        return False
    if not addresses(piece.text):
        return False
    said = {found.group().lower() for found in _words("site").finditer(piece.text)}
    own = page.share(piece) >= layout("overlap")["own"]
    neighbours = [page.pieces[j] for j in (i - 1, i + 1) if 0 <= j < len(page.pieces)]
    inside = len(neighbours) == 2 and all(n.running for n in neighbours)
    return len(said) >= numbers["own_words" if own or inside else "words"]


def addresses(text: str) -> bool:
    """The line speaks to someone: "Anda", "you"."""
    return _address().search(text) is not None


def ends_in_initials(text: str) -> bool:
    """The editors' initials stand at the end of the line: "(abc/def)", "(Z-4)"."""
    return text.endswith((")", "]")) and _initials_behind().search(text) is not None


def name_like(look: Look, text: str) -> bool:
    """Two to five capitalised words without a stop: a person's or a team's name."""
    return (
        2 <= look.words <= 5
        and look.title == 1.0
        and not look.starts_low
        and (not look.closed or _ABBREVIATED.search(text) is not None)
        and not look.colon
        and look.letters >= 2 * look.words
        and not any(c.isdigit() for c in text)
    )


def _without_words(page: Page, piece: Piece) -> None:
    if piece.look.letters == 0 or (piece.look.letters == 1 and piece.look.chars == 1):
        piece.be(Role.FURNITURE, "holds no words")


def _note(page: Page, piece: Piece) -> None:
    if mark("note", "starts").match(piece.text):
        piece.be(Role.NOTE, "an editorial note about the article")


def _furniture(page: Page, piece: Piece) -> None:
    wording = furniture(piece.text, piece.look.words, page.outlet)
    if wording is None:
        return
    about_story = piece.look.running and page.share(piece) >= 0.5
    told = piece.look.closed and mark("page", "reporting").search(piece.text) is not None
    if (about_story or told) and not wording.firm:
        return
    piece.be(Role.FURNITURE, wording.why)
    piece.ends, piece.final = wording.ends, wording.final
    piece.invites, piece.opens = wording.invites, is_label(wording, piece.text)


def _picture_copyright(page: Page, piece: Piece) -> None:
    if picture_copyright(page, piece):
        piece.be(Role.CREDIT, "names the owner of a picture")


def _byline(page: Page, piece: Piece) -> None:
    text, look = piece.text, piece.look
    if bare_line(text) in table("marks")["byline"]["alone"]:
        piece.be(Role.BYLINE, "labels the author or editor")
        piece.opens = True
    elif look.words <= _BYLINE_WORDS and mark("byline", "labelled").match(text):
        piece.be(Role.BYLINE, "names author, editor or reporter")
    elif not look.closed and (
        mark("byline", "with_outlet").match(text) or _with_domain().fullmatch(text)
    ):
        piece.be(Role.BYLINE, "a name and the outlet it writes for")
    elif _initials_line().fullmatch(text):
        piece.be(Role.BYLINE, "the editors' initials")
    elif _names_line().fullmatch(text) and piece.paragraph > page.first_running():
        piece.be(Role.BYLINE, "the authors' names or initials below the text")


def _date(page: Page, piece: Piece) -> None:
    if place_alone(piece.text):
        piece.be(Role.DATELINE, "a place on a line of its own")
    elif date_line(piece.text, page.lang) is not None:
        piece.be(Role.DATELINE, "a date")


def _credit(page: Page, piece: Piece) -> None:
    text, look = piece.text, piece.look
    if look.words > 14 or (look.stop and not text.startswith(("(", "["))):
        return
    if _agency_credit().match(text):
        piece.be(Role.CREDIT, "names a photographer and an agency")
    elif mark("credit", "starts").match(text) and (
        look.words <= 6 or look.title >= 0.8 or ("/" in text and not look.inner_stop)
    ):
        piece.be(Role.CREDIT, "names the source of a picture")


def _caption(page: Page, piece: Piece) -> None:
    text = piece.text
    if piece.look.words > 120:
        return
    if mark("caption", "starts").match(text) and piece.look.words >= 3:
        piece.be(Role.CAPTION, "labelled as the text of a picture")
    elif mark("caption", "holds").search(text[-_END:]) or _agency_end().search(text[-_END:]):
        piece.be(Role.CAPTION, "ends with the credit of a picture")


def _is_spam_sentence(piece: Piece, words: frozenset[str]) -> bool:
    numbers = table("spam")
    dense = 12 * len(words) >= piece.look.words
    return len(words) >= 2 and dense and piece.look.words <= int(numbers["max_words"])


def _name_below(page: Page, i: int) -> None:
    for _, piece in page.open_between(i + 1, i + 2):
        if name_like(piece.look, piece.text) or (piece.look.words == 1 and piece.look.title == 1.0):
            piece.be(Role.BYLINE, "the name below its label")


def _links_below(page: Page, i: int) -> None:
    run: list[Piece] = []
    # Above the text a line that speaks of what the text speaks of is rather the headline.
    top = page.first_running()
    for piece in page.pieces[i + 1 : i + 13]:
        if piece.look.letters == 0:
            continue
        if not piece.open or piece.running or piece.look.stop in {".", "…"}:
            break
        if piece.paragraph < top and page.known(piece) >= layout("headline")["links_end"]:
            break
        run.append(piece)
    behind = run[-1].paragraph + 1 if run else i + 1
    continues = behind < len(page.pieces) and page.pieces[behind].running
    # The last line of the list may be a subhead of the text that goes on behind it.
    if len(run) > 1 and continues and run[-1].gap and run[-1].look.words <= 7:
        run.pop()
    for piece in run:
        if piece.look.words >= 3 or not page.pieces[i].ends:
            piece.be(Role.FURNITURE, "a link below its label")


@cache
def _address() -> re.Pattern[str]:
    """Words of address; in capitals only where a sentence begins: "US" and titles are none."""
    words = table("marks")["page"]["address"]
    first = "|".join(word.capitalize() for word in words)
    return re.compile(rf"\b(?:{'|'.join(words)}|Anda)\b|(?:^|[.!?:]\s+)[\"“]?(?:{first})\b")


@cache
def _words(key: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{mark('page', key).pattern})\b", re.IGNORECASE)


@cache
def _agency_credit() -> re.Pattern[str]:
    agency = table("marks")["credit"]["agency"]
    name = r"[A-Z][\w.'’-]*(?:\s+[\w.'’-]+){0,5}"
    return re.compile(
        rf"[(\[]?(?:(?:Foto|Photo|Dok)\s*[:.]\s*)?{name}\s*(?:/|\||\s[-–—]\s|,\s|via\s)\s*{agency}\b.{{0,40}}$"
    )


@cache
def _agency_end() -> re.Pattern[str]:
    agency = table("marks")["credit"]["agency"]
    name = r"[A-Z][\w.'’-]*(?:\s+[A-Z][\w.'’-]*){0,3}"
    return re.compile(rf"(?:{name}\s*/\s*{agency}|{agency}\s*/\s*{name})\)?\.?$")


@cache
def _with_domain() -> re.Pattern[str]:
    return re.compile(table("marks")["byline"]["with_domain"])


@cache
def _initials_behind() -> re.Pattern[str]:
    return re.compile(rf"(?:^|[.!?\"”’]\s*){table('marks')['byline']['initials']}$")


@cache
def _names_line() -> re.Pattern[str]:
    return re.compile(table("marks")["byline"]["names_end"])


@cache
def _initials_line() -> re.Pattern[str]:
    marks = table("marks")["byline"]
    return re.compile(rf"(?:{marks['initials']}|{marks['initials_end']})")
