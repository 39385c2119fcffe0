"""A page under way: its lines with what they look like, before and while they get roles."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from padan.articles.look import Look, look
from padan.model import Role


@dataclass(slots=True)
class Piece:
    """One line that is not blank. Roles are given once; the first rule that does so wins."""

    start: int
    end: int
    text: str
    paragraph: int
    gap: bool
    """A blank line, or the beginning of the page, stands before it."""
    look: Look
    role: Role | None = None
    why: str = ""
    ends: bool = False
    """Furniture of a kind that usually stands behind the article."""
    final: bool = False
    """Furniture behind which nothing of the article stands."""
    opens: bool = False
    """A label whose links, or whose name, follow on the next line."""
    invites: bool = False
    """The page speaks to its reader: consent, newsletters, subscriptions."""
    loose: bool = False
    """On a page without longer lines every closed line counts as running text."""

    @property
    def open(self) -> bool:
        """No rule has given it a role yet."""
        return self.role is None

    @property
    def running(self) -> bool:
        """Running text as far as one knows: looks like it, and no rule says otherwise."""
        if self.role is not None:
            return self.role is Role.BODY
        return self.look.running or (self.loose and self.look.closed)

    def be(self, role: Role, why: str) -> None:
        """Give the line its role, unless it has one."""
        if self.role is None:
            self.role, self.why = role, why


@dataclass(slots=True)
class Page:
    """The lines of one article and what is known of it beforehand."""

    pieces: list[Piece]
    outlet: str = ""
    title: str = ""
    lang: str = "und"
    blanks: bool = True
    """Most lines have a blank line before them: then two without one belong together."""
    trail: str = ""
    """Where a trail of sections ("Home > World > …") ends in a title: that title."""
    own: Counter[str] = field(default_factory=Counter)
    """In how many running lines each content word stands."""

    def count_words(self) -> None:
        """Bring `own` up to date with the roles given so far."""
        # A line that stands twice says nothing more about what the article is about.
        running = {p.text: p.look.content for p in self.pieces if p.running}
        self.own = Counter(stem for content in running.values() for stem in content)

    def known(self, piece: Piece) -> int:
        """How many of a line's content words stand in other lines of the running text."""
        itself = 1 if piece.running else 0
        return sum(self.own[stem] > itself for stem in piece.look.content)

    def share(self, piece: Piece) -> float:
        """Share of a line's content words that stand in other lines of the running text."""
        if not piece.look.content:
            return 0.0
        return self.known(piece) / len(piece.look.content)

    def first_running(self, start: int = 0) -> int:
        """Index of the first line of running text from `start`; the end where there is none."""
        count = len(self.pieces)
        return next((i for i in range(start, count) if self.pieces[i].running), count)

    def last_running(self) -> int:
        """Index of the last line of running text, -1 where there is none."""
        last = len(self.pieces) - 1
        return next((i for i in range(last, -1, -1) if self.pieces[i].running), -1)

    def open_between(self, first: int, last: int) -> Iterator[tuple[int, Piece]]:
        """The lines without a role from `first` up to, but not including, `last`."""
        for i in range(max(first, 0), min(last, len(self.pieces))):
            if self.pieces[i].open:
                yield i, self.pieces[i]


def make_page(
    text: str,
    *,
    outlet: str = "",
    title: str = "",
    lang: str = "und",
    hints: Mapping[int, Role] | None = None,
) -> Page:
    """The page of a text; `hints` gives roles by line (counted from 0, blank ones included)."""
    pieces: list[Piece] = []
    gap, gaps, position = True, 0, 0
    for number, raw in enumerate(text.split("\n")):
        stripped = raw.strip()
        if stripped:
            start = position + raw.index(stripped)
            end = start + len(stripped)
            piece = Piece(start, end, stripped, len(pieces), gap, look(stripped))
            if hints and number in hints:
                piece.be(hints[number], "marked so in the source")
            pieces.append(piece)
            gaps += gap
        gap = not stripped
        position += len(raw) + 1
    if not any(piece.look.running for piece in pieces):
        for piece in pieces:
            piece.loose = True
    page = Page(pieces, outlet, title, lang, blanks=len(pieces) > 2 and gaps > 0.4 * len(pieces))
    page.count_words()
    return page
