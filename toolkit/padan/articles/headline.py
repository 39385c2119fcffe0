"""Which line is the headline: every candidate above the text is weighed by its evidence."""

from __future__ import annotations

import re

from rapidfuzz import fuzz

from padan.articles.bars import parts
from padan.articles.look import content
from padan.articles.page import Page, Piece
from padan.articles.patterns import bare_line, mark
from padan.articles.settings import layout
from padan.model import Role

# A sentence ends inside: behind four letters or digits, as few abbreviations have them.
_SENTENCE_END = re.compile(r"\w{4}\.\s+[A-Z]")
META = (Role.BYLINE, Role.DATELINE)
PICTURE = (Role.CREDIT, Role.CAPTION)


def mark_headline(page: Page) -> int:
    """Find the headline; its index, -1 where the page has none."""
    found = next((i for i, p in enumerate(page.pieces) if p.role is Role.HEADLINE), None)
    if found is None:
        found = _best_candidate(page)
        if found is None:
            return -1
        page.pieces[found].be(Role.HEADLINE, _why(page, page.pieces[found]))
        page.count_words()
    _mark_echoes(page, found)
    return found


def may_be_headline(piece: Piece) -> bool:
    """Long enough, short enough, and no sentence."""
    numbers, seen = layout("headline"), piece.look
    return (
        numbers["min_words"] <= seen.words <= numbers["max_words"]
        and seen.chars <= numbers["max_chars"]
        and not seen.colon
        and not seen.starts_low
        and seen.stop not in {".", "。"}
        and _SENTENCE_END.search(piece.text) is None
    )


def mark_second_title(page: Page, headline: int) -> None:
    """Another title between headline and text: newsrooms print a second one above the text."""
    if headline < 0:
        return
    for _, piece in page.open_between(headline + 1, page.first_running(headline + 1)):
        if _in_other_words(piece, page.pieces[headline]):
            piece.be(Role.HEADLINE, "the headline in other words")


def _best_candidate(page: Page) -> int | None:
    first = page.first_running()
    candidates = [i for i, p in page.open_between(0, first) if may_be_headline(p)]
    if first < len(page.pieces) and _asks(page, first):
        candidates.append(first)
    if not candidates:
        return None
    for i in candidates:
        if page.title and _says_again(page.pieces[i].text, page.title):
            return i
    own, longest = layout("overlap")["own"], layout("headline")["kicker_words"]
    pool = [
        i
        for i in candidates
        if page.share(page.pieces[i]) >= own or page.pieces[i].look.words > longest
    ]
    if not pool:
        return None
    # On a page of nothing but titles the nearest to the text will do.
    pool = pool[-int(layout("headline")["candidates"]) :]
    weights = {i: _weight(page, i, pool, first) for i in pool}
    best = max(pool, key=lambda i: weights[i])
    chosen = page.pieces[best]
    # Where the page says it twice, the first is the headline and the other its echo.
    for i in pool:
        piece = page.pieces[i]
        if _says_again(piece.text, chosen.text) or _in_other_words(piece, chosen):
            return i
    return best


def _weight(page: Page, i: int, pool: list[int], first: int) -> float:
    """Evidence that a candidate is the headline; layout.toml says what each part counts."""
    counts, piece = layout("headline_evidence"), page.pieces[i]
    known = min(page.known(piece), counts["known_enough"]) / counts["known_enough"]
    weight = counts["known"] * known + counts["share"] * page.share(piece)
    weight += counts["echo"] * _echoed(page, i)
    weight += counts["trail"] * _ends_trail(page, piece)
    weight += counts["near"] * _stands_near(page, i, first)
    weight -= counts["masthead"] * _is_masthead(page, piece)
    weight -= counts["bar"] * (len(parts(piece.text)) > 1)
    weight -= counts["label"] * _labels_next(page, i, pool)
    weight -= counts["below"] * _below_candidate(page, i, pool)
    weight -= counts["behind"] * _behind_byline(page, i, pool)
    return weight


def _asks(page: Page, first: int) -> bool:
    """The first running line is a question or an exclamation much shorter than the next line."""
    piece = page.pieces[first]
    following = page.first_running(first + 1)
    if following >= len(page.pieces) or not piece.open or piece.look.stop in {".", "…", "。"}:
        return False
    below = page.pieces[first + 1].role
    longer = (
        page.pieces[following].look.words >= 1.5 * piece.look.words
        or below in META
        or below in PICTURE
    )
    return (
        longer
        and piece.look.words <= layout("headline")["shout_words"]
        and not piece.look.quote_start
    )


def _stands_near(page: Page, i: int, first: int) -> bool:
    """Byline, date, picture or text begin a few lines below."""
    reach = int(layout("headline")["near"])
    below = page.pieces[i + 1 : i + 1 + reach]
    return first <= i + reach or any(p.role in META or p.role in PICTURE for p in below)


def _is_masthead(page: Page, piece: Piece) -> bool:
    """The outlet's name: it holds no other word, or says by a word of it that it is a paper."""
    seen = piece.look
    if seen.words > layout("headline")["kicker_words"]:
        return False
    own = content(page.outlet.replace(".", " ").split())
    named = bool(seen.content) and seen.content <= own
    # Among capitalised words only; "Berita baik dari Palu" is a headline.
    return named or (seen.title >= 1.0 and mark("page", "masthead").search(piece.text) is not None)


def _labels_next(page: Page, i: int, pool: list[int]) -> float:
    """How much a line looks like a topic above the next candidate: the shorter the more."""
    numbers = layout("headline")
    above = page.pieces[i].look
    following = next((j for j in pool if j > i), None)
    if following is None or above.words > numbers["kicker_words"]:
        return 0.0
    below = page.pieces[following].look
    if following - i > numbers["near"] or below.words < 1.6 * above.words:
        return 0.0
    # Below a title in capitals, a line in sentence case sums it up; so does a very long one.
    same_style = below.title >= above.title - 0.25 and below.words <= 3.5 * above.words + 2
    if not same_style and above.words > numbers["topic_words"]:
        return 0.0
    return 1.0 if same_style else 0.5


def _below_candidate(page: Page, i: int, pool: list[int]) -> bool:
    """A candidate that is more than a label stands right above: this one sums it up."""
    longest = layout("headline")["kicker_words"]
    return i - 1 in pool and page.pieces[i - 1].look.words > longest


def _behind_byline(page: Page, i: int, pool: list[int]) -> bool:
    """Byline or date stand between it and a candidate above that speaks of the text's matter."""
    own = layout("overlap")["own"]
    # A date above and a byline below: the first is the page's.
    if any(p.role in META for p in page.pieces[i + 1 : i + 3]):
        return False
    above = next((j for j in pool if j < i and page.share(page.pieces[j]) >= own), i)
    return any(p.role in META for p in page.pieces[above + 1 : i])


def _echoed(page: Page, i: int) -> bool:
    piece = page.pieces[i]
    if piece.look.words < 4:
        return False
    return any(
        _says_again(p.text, piece.text) or _in_other_words(p, piece)
        for j, p in enumerate(page.pieces)
        if j != i and not p.look.running
    )


def _ends_trail(page: Page, piece: Piece) -> bool:
    """The trail of sections above ends in this line, whole or cut off."""
    said, trail = bare_line(piece.text), bare_line(page.trail)
    return bool(trail) and (said.startswith(trail) or _says_again(said, trail))


def _says_again(text: str, headline: str) -> bool:
    if not 0.5 <= len(text) / max(len(headline), 1) <= 2:
        return False
    return fuzz.ratio(bare_line(text), bare_line(headline)) >= layout("headline")["echo"]


def _in_other_words(piece: Piece, headline: Piece) -> bool:
    """Another title made of nearly the same words."""
    numbers = layout("headline")
    mine, other = piece.look.content, headline.look.content
    fewer = min(len(mine), len(other))
    return (
        may_be_headline(piece)
        and not piece.look.closed
        and fewer >= numbers["reworded_stems"]
        and len(mine & other) >= numbers["reworded"] * max(len(mine), len(other))
    )


def _mark_echoes(page: Page, headline: int) -> None:
    """The headline again: word for word it is the page's doing, reworded it is the author's."""
    title = page.pieces[headline]
    said = bare_line(title.text)
    for piece in page.pieces:
        if piece.role is Role.HEADLINE or not (piece.open or piece.role is Role.CAPTION):
            continue
        if bare_line(piece.text) == said:
            piece.role, piece.why = Role.FURNITURE, "repeats the headline word for word"
        elif piece.open and _says_again(piece.text, title.text):
            piece.be(Role.HEADLINE, "the headline in other words")


def _why(page: Page, piece: Piece) -> str:
    if page.title and _says_again(piece.text, page.title):
        return "the title given with the article"
    return "a title above the text that speaks of the same things"
