"""Things that have changed places while the words between them stand as they were."""

from __future__ import annotations

from collections.abc import Iterator

from padan.consistency.clauses import ends
from padan.consistency.draft import Draft, quoted
from padan.consistency.lexicon import load
from padan.consistency.links import Links
from padan.consistency.phrases import is_verb, words
from padan.consistency.side import View
from padan.consistency.stems import stems
from padan.consistency.words import is_content
from padan.model import Kind, Severity, Why

_LONGEST = 8
"""Content words of a block that is exchanged."""

Block = tuple[int, int]
"""Content words of the first side by their order, half open."""


def exchanged(views: tuple[View, View], links: Links) -> Iterator[Draft]:
    """A and B around the same words, B and A on the other side."""
    dense = float(load("roles")["settings"]["dense"])
    if min(links.share(0), links.share(1)) < dense:
        return
    found = _blocks(links)
    if found is None:
        return
    (a, b), middle = found
    own = links.content[0]
    left = (own[a[0]], own[a[1] - 1])
    right = (own[b[0]], own[b[1] - 1])
    if not _same_between(views, links, left, right) or _coordinated(views[0], left, right):
        return
    there = links.forward[own[b[0]]], links.forward[own[b[1] - 1]]
    where = views[0].tokens[left[0]].start, views[0].tokens[left[1]].end
    to = views[1].tokens[min(there)].start, views[1].tokens[max(there)].end
    said = quoted(views[0].text[slice(*where)]), quoted(views[1].text[slice(*to)])
    why = Why("relation.exchanged", (("left", said[0]), ("right", said[1])))
    severity = Severity.CRITICAL if middle else Severity.MAJOR
    yield Draft(Kind.RELATION, severity, where, to, why=why)


def _blocks(links: Links) -> tuple[tuple[Block, Block], int] | None:
    """The only two blocks that have changed places, and how many words stand between them."""
    rank = {token: n for n, token in enumerate(sorted(links.back))}
    order = [rank[links.forward[i]] for i in links.content[0] if i in links.forward]
    places = [n for n, i in enumerate(links.content[0]) if i in links.forward]
    moved = [n for n, r in enumerate(order) if n != r]
    if not moved or len(set(order)) != len(order):
        return None
    first, last = moved[0], moved[-1] + 1
    part = order[first:last]
    for size in range(1, min(_LONGEST, len(part) - 1) + 1):
        for tail in range(1, min(_LONGEST, len(part) - size) + 1):
            wanted = [
                *range(last - size, last),
                *range(first + tail, last - size),
                *range(first, first + tail),
            ]
            if part == wanted:
                a = places[first], places[first + size - 1] + 1
                b = places[last - tail], places[last - 1] + 1
                return (a, b), len(part) - size - tail
    return None


def _same_between(views: tuple[View, View], links: Links, left: Block, right: Block) -> bool:
    """The words between the two stand on both sides in the same forms."""
    there = sorted((links.forward[right[1]], links.forward[right[0]]))
    back = sorted((links.forward[left[0]], links.forward[left[1]]))
    ours = _between(views[0], left[1] + 1, right[0])
    return ours == _between(views[1], there[1] + 1, back[0])


def _between(view: View, first: int, last: int) -> list[str]:
    """The words between two blocks, without the articles of the second."""
    norms = [t.norm for t in view.tokens[first:last]]
    while norms and norms[-1] in words("openers", view.lang):
        norms.pop()
    return norms


def _relates(view: View, first: int, last: int) -> bool:
    """Something among the tokens says how what stands before goes with what stands behind."""
    saying = words("preps", view.lang) | (
        words("joints", view.lang) - words("coordinators", view.lang)
    )
    return any(
        view.tokens[i].norm in saying
        or is_verb(view, i)
        or (view.lang == "en" and is_content(view.tokens[i], "en"))
        for i in range(first, last)
    )


def _coordinated(view: View, left: Block, right: Block) -> bool:
    """The two are parts of one list, or sides of what may be told from either."""
    between = view.tokens[left[1] + 1 : right[0]]
    norms = {t.norm for t in between if not ends(t)}
    next_word = next((t.norm for t in between if not ends(t)), "")
    if next_word in words("coordinators", view.lang):
        return True
    if not _relates(view, left[1] + 1, right[0]):
        return True
    symmetric = words("symmetric", view.lang)
    return any(not (stems(n, view.lang) | {n}).isdisjoint(symmetric) for n in norms)
