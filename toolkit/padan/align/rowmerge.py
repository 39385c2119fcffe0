"""Sentences of many articles put into rows, from the beads between pairs of articles.

Greedy, the surest bead first. A merge must pay: every sentence speaks for it where its own bead
with the other article stays in the row, and against it where that bead leads elsewhere or the
sentence has no counterpart there (additive contraction on a signed graph, as in correlation
clustering: Bansal, Blum and Chawla 2004).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise

from padan.align.thresholds import RowRules
from padan.model import FLOW, Article, Bead, Role

Node = tuple[str, int]
"""Article id and sentence index."""
Pair = tuple[str, str]
PairBeads = Mapping[Pair, Sequence[Bead]]
"""(left article id, right article id) -> the beads between them."""

_ROUNDS = 4
"""Beads that were turned down are tried again as rows grow; it settles in two or three rounds."""
_EPSILON = 1e-9


@dataclass(frozen=True, slots=True)
class Tie:
    """What the beads with one other article say of a sentence: its partners there, or none."""

    partners: frozenset[Node]
    score: float


Ties = Mapping[Node, Mapping[str, Tie]]


def strand(role: Role) -> str:
    """Sentences of one strand may share a row: running text with running text, and so on."""
    return "flow" if role in FLOW else role.value


def find_ties(articles: Iterable[Article], beads: PairBeads) -> dict[Node, dict[str, Tie]]:
    """Every aligned sentence with its ties, by the id of the other article.

    Beads that name sentences that take no part in alignment count without these.
    """
    ties: dict[Node, dict[str, Tie]] = {(a.id, s.index): {} for a in articles for s in a.aligned}
    for (left_id, right_id), found in beads.items():
        for bead in found:
            left = frozenset((left_id, i) for i in bead.left) & ties.keys()
            right = frozenset((right_id, i) for i in bead.right) & ties.keys()
            for node in left:
                ties[node][right_id] = Tie(right, bead.score)
            for node in right:
                ties[node][left_id] = Tie(left, bead.score)
    return ties


def merge_rows(
    articles: Sequence[Article], beads: PairBeads, ties: Ties, rules: RowRules
) -> list[frozenset[Node]]:
    """The rows, as sets of sentences; each aligned sentence is in exactly one, none is empty.

    The order of `articles` and `beads` changes nothing.
    """
    rows = _Rows(articles, ties, rules)
    waiting = _surest_first(beads, ties, rules.bead)
    for _ in range(_ROUNDS):
        turned_down = [sides for sides in waiting if not rows.join(*sides)]
        singles = [
            (frozenset({one}), frozenset({other}))
            for left, right in turned_down
            if len(left) + len(right) > 2
            for one in sorted(left)
            for other in sorted(right)
        ]
        joined = [rows.join(*sides) for sides in singles]
        if len(turned_down) == len(waiting) and not any(joined):
            break
        waiting = turned_down
    return rows.all()


def _surest_first(
    beads: PairBeads, ties: Ties, least: float
) -> list[tuple[frozenset[Node], frozenset[Node]]]:
    found = []
    for (left_id, right_id), some in beads.items():
        for bead in some:
            left = frozenset((left_id, i) for i in bead.left) & ties.keys()
            right = frozenset((right_id, i) for i in bead.right) & ties.keys()
            if left and right and bead.score >= least:
                found.append((-bead.score, sorted(left | right), left, right))
    return [(left, right) for _, _, left, right in sorted(found, key=lambda f: f[:2])]


class _Rows:
    """The rows as they grow."""

    def __init__(self, articles: Sequence[Article], ties: Ties, rules: RowRules) -> None:
        self._ties = ties
        self._rules = rules
        self._row = {node: frozenset({node}) for node in ties}
        self._worth: dict[frozenset[Node], float] = dict.fromkeys(self._row.values(), 0.0)
        self._strand: dict[Node, str] = {}
        self._place: dict[Node, int] = {}
        for article in articles:
            # A subhead parts what stands before and after it; captions and furniture do not.
            running = [s for s in article.aligned if s.role in FLOW or s.role is Role.SUBHEAD]
            places = {s.index: place for place, s in enumerate(running)}
            for sentence in article.aligned:
                node = article.id, sentence.index
                self._strand[node] = strand(sentence.role)
                self._place[node] = places.get(sentence.index, sentence.index)

    def all(self) -> list[frozenset[Node]]:
        return sorted(set(self._row.values()), key=sorted)

    def join(self, left: frozenset[Node], right: frozenset[Node]) -> bool:
        """Put both sides into one row if that is allowed and pays; True where they are in one."""
        parts = {self._row[node] for node in chain(left, right)}
        if len(parts) == 1:
            return True
        union = frozenset().union(*parts)
        if not self._allowed(union, [*parts, left, right]):
            return False
        worth = self._agreement(union)
        if worth < sum(self._worth[part] for part in parts) - _EPSILON:
            return False
        for part in parts:
            del self._worth[part]
        self._worth[union] = worth
        self._row.update(dict.fromkeys(union, union))
        return True

    def _allowed(self, union: frozenset[Node], parts: Sequence[frozenset[Node]]) -> bool:
        """One strand; in each article neighbours only, and not too many of them."""
        if len({self._strand[node] for node in union}) > 1:
            return False
        kept = [self._by_article(part) for part in parts]
        for article, places in self._by_article(union).items():
            most = max(len(part.get(article, ())) for part in kept)
            if len(places) > max(most, self._rules.cell):
                return False
            known = set(chain.from_iterable(pairwise(part.get(article, ())) for part in kept))
            if any(b - a > 1 and (a, b) not in known for a, b in pairwise(places)):
                return False
        return True

    def _by_article(self, nodes: frozenset[Node]) -> dict[str, list[int]]:
        places: dict[str, list[int]] = {}
        for node in nodes:
            places.setdefault(node[0], []).append(self._place[node])
        return {article: sorted(found) for article, found in places.items()}

    def _agreement(self, row: frozenset[Node]) -> float:
        """How far the sentences of a row agree to be one; grows with their number."""
        articles = {node[0] for node in row}
        total = 0.0
        for node in sorted(row):
            for article, tie in sorted(self._ties[node].items()):
                if article in articles:
                    total += self._opinion(tie, row)
        return total

    def _opinion(self, tie: Tie, row: frozenset[Node]) -> float:
        sure = max(0.0, 2 * tie.score - 1)
        if not tie.partners:
            return -self._rules.absence * sure
        if tie.score < self._rules.bead:
            return 0.0
        return sure * (2 * len(tie.partners & row) / len(tie.partners) - 1)
