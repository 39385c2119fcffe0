"""Alignments that people corrected elsewhere become judgements that rearrange rows.

Only links that the file would not hold had nobody touched it change anything. Sentences of further
articles stay with the link that keeps most of their row.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from padan.errors import InputError
from padan.export.ces import sentence_id
from padan.export.importing import Find, Imported, Kept, Reviewed, judgement_id
from padan.export.intertext import sentence_ids, with_the_rest
from padan.export.links import Sides, in_sequence, sides_of
from padan.export.standoff_reading import CES, Alignment, article_named, read_alignments
from padan.judgements import Unfit
from padan.judgements.places import Node, Place, nodes, place_key, place_of
from padan.model import Act, Article


@dataclass(frozen=True, slots=True)
class _Pair:
    left: Article
    right: Article

    def place(self, link: Sides) -> Place:
        sides = zip((self.left.id, self.right.id), link, strict=True)
        return {article: indices for article, indices in sides if indices}


def import_alignments(path: str | Path, find: Find, by: str) -> Imported:
    """Take in an alignment file as judgements of the reviewer `by`.

    Raises InputError where it cannot be read to its end; nothing is taken in then.
    """
    done = Imported()
    for alignment in list(read_alignments(path)):
        done.units += len(alignment.links)
        names = article_named(alignment.left), article_named(alignment.right)
        desk = find("", names[0])
        known = desk.reviewed().compared.story.articles if desk else ()
        articles = {article.id: article for article in known}
        if desk is None or not articles.keys() >= {*names}:
            reason = f"no story of the store has both {alignment.left} and {alignment.right}"
            done.kept.append(Kept(0, 0, f"{alignment.left} {alignment.right}", reason))
            continue
        _take(desk, _Pair(articles[names[0]], articles[names[1]]), alignment, by, done)
    return done


def _take(desk: Reviewed, pair: _Pair, alignment: Alignment, by: str, done: Imported) -> None:
    rows = [place_of(row) for row in desk.reviewed().compared.rows]
    said = _links(pair, alignment, done)
    new = _new_links(pair, alignment.form, said, rows)
    where = {node: row for row in rows for node in nodes(row)}
    usable: list[Place] = []
    for link in new:
        place = pair.place(link)
        outside = sorted(node for node in nodes(place) if node not in where)
        if not outside:
            usable.append(place)
        elif len(nodes(place)) > 1:
            line = said.get(link, 0)
            told = ", ".join(f"{article} {index + 1}" for article, index in outside)
            reason = f"sentences that stand in no row cannot be linked: {told}"
            done.kept.append(Kept(line, 0, place_key(place), reason))
    for links in _together(usable, where):
        _rearrange(desk, links, rows, by, done)


def _links(pair: _Pair, alignment: Alignment, done: Imported) -> dict[Sides, int]:
    """The links of a file by sentence indices, with their lines; those that cannot be are kept."""
    known = [_ids(article, alignment.form) for article in (pair.left, pair.right)]
    seen: set[Node] = set()
    said: dict[Sides, int] = {}
    for number, link in enumerate(alignment.links, start=1):
        shown = " ".join(link.left), " ".join(link.right)
        unknown = [
            name
            for names, ids in zip((link.left, link.right), known, strict=True)
            for name in names
            if name not in ids
        ]
        if unknown:
            reason = f"no sentence has the id {unknown[0]}"
            done.kept.append(Kept(link.line, number, "", reason, shown))
            continue
        left = tuple(sorted({known[0][name] for name in link.left}))
        right = tuple(sorted({known[1][name] for name in link.right}))
        held = nodes(pair.place((left, right)))
        if held & seen:
            reason = "a sentence of it stands in an earlier link"
            done.kept.append(Kept(link.line, number, "", reason, shown))
        elif held:
            seen |= held
            said[left, right] = link.line
    return said


def _ids(article: Article, form: str) -> dict[str, int]:
    if form == CES:
        return {sentence_id(s.index): s.index for s in article.sentences}
    return {name: index for index, name in enumerate(sentence_ids(article))}


def _new_links(
    pair: _Pair, form: str, said: Iterable[Sides], rows: list[dict[str, tuple[int, ...]]]
) -> list[Sides]:
    """The links that a file of the rows as they stand would not have."""
    stands = sides_of(rows, pair.left.id, pair.right.id)
    if form != CES:
        stands = in_sequence(with_the_rest(pair.left, pair.right, stands))
    known = set(stands)
    return [link for link in said if link not in known]


def _together(links: list[Place], where: Mapping[Node, Place]) -> list[list[Place]]:
    """Links that share a row, directly or through others, so that they must change together."""
    groups: list[tuple[set[str], list[Place]]] = []
    for link in links:
        touched = {place_key(where[node]) for node in nodes(link)}
        joined = [group for group in groups if group[0] & touched]
        groups = [group for group in groups if not group[0] & touched]
        keys = touched.union(*(group[0] for group in joined))
        groups.append((keys, [*(each for group in joined for each in group[1]), link]))
    return [links for _, links in groups]


def _rearrange(
    desk: Reviewed, links: list[Place], rows: Sequence[Place], by: str, done: Imported
) -> None:
    linked = {node for link in links for node in nodes(link)}
    before = [row for row in rows if nodes(row) & linked]
    after = _after(before, links)
    if {place_key(p) for p in before} == {place_key(p) for _, p in after}:
        return
    body: dict[str, Any] = {
        "before": [_json(place) for place in before],
        "after": [{"at": at, "place": _json(place)} for at, place in after],
    }
    try:
        desk.act(judgement_id("link", by, body), by, Act.LINK, body)
    except (Unfit, InputError) as problem:
        names = " ".join(place_key(link) for link in links)
        done.kept.append(Kept(0, 0, names, str(problem)))
        return
    done.links += 1


def _after(before: list[Place], links: list[Place]) -> list[tuple[int, Place]]:
    """The rows that links make of rows, each with the number of the one whose place it takes."""
    new: list[set[Node]] = [nodes(link) for link in links]
    linked = set().union(*new)
    at = [_most(link, before) for link in new]
    left_over: list[tuple[int, set[Node]]] = []
    own = {article for link in links for article in link}
    for number, row in enumerate(before):
        rest = nodes(row) - linked
        others = {node for node in rest if node[0] not in own}
        heir = max(range(len(new)), key=lambda n: (len(new[n] & nodes(row) & linked), -n))
        if others and new[heir] & nodes(row):
            new[heir] |= others
            rest -= others
        if rest:
            left_over.append((number, rest))
    made = [*zip(at, new, strict=True), *left_over]
    return [
        (number, _place(held)) for number, held in sorted(made, key=lambda m: (m[0], min(m[1])))
    ]


def _most(link: set[Node], before: list[Place]) -> int:
    return max(range(len(before)), key=lambda n: (len(nodes(before[n]) & link), -n))


def _place(held: set[Node]) -> Place:
    place: dict[str, tuple[int, ...]] = {}
    for article, index in sorted(held):
        place[article] = (*place.get(article, ()), index)
    return place


def _json(place: Place) -> dict[str, list[int]]:
    return {article: list(indices) for article, indices in place.items()}
