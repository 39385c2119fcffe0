"""What a judgement is about: the rows it names and the sentences it touches."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from padan.errors import InputError
from padan.judgements.acts import (
    Adding,
    Assigning,
    Changing,
    English,
    Marking,
    OnFindings,
    Rearranging,
    Remark,
    Settling,
    Turning,
    read_act,
)
from padan.judgements.places import Node, Place, nodes, place_key
from padan.model import Finding, Judgement, Story


@dataclass(frozen=True, slots=True)
class About:
    """The rows that a judgement names, by key, and the sentences it touches."""

    keys: frozenset[str] = frozenset()
    nodes: frozenset[Node] = frozenset()
    everything: bool = False
    """It may change how any row looks."""


def about(judgement: Judgement, story: Story, by_id: Mapping[str, Judgement]) -> About:
    """What a judgement is about; one that undoes another is about the same."""
    try:
        said = read_act(judgement.act, judgement.body)
    except InputError:
        return About()
    match said:
        case Marking(rows=rows) | Assigning(rows=rows) if rows:
            return _of(rows)
        case Remark(row=row):
            return _of([row])
        case Rearranging(before=before, after=after):
            return _of([*before, *(place for _, place in after)])
        case English(article=article, sentence=sentence):
            return About(nodes=frozenset({(article, sentence)}))
        case OnFindings(findings=findings, for_good=for_good):
            touched = {n for article, f in findings for n in _sentences(story, article, f)}
            return About(nodes=frozenset(touched), everything=for_good)
        case Changing(article=article, finding=finding) | Adding(article=article, finding=finding):
            return About(nodes=frozenset(_sentences(story, article, finding)))
        case Settling(comment=other) | Turning(of=other) if other in by_id:
            return about(by_id[other], story, {})
        case _:
            return About(everything=True)


def _of(places: list[Place] | tuple[Place, ...]) -> About:
    return About(
        frozenset(map(place_key, places)), frozenset(n for place in places for n in nodes(place))
    )


def _sentences(story: Story, article_id: str, finding: Finding) -> Iterator[Node]:
    """The sentences in which the words stand that a finding is about."""
    sides = [(article_id, finding.retelling), (story.reference or "", finding.reference)]
    for name, span in sides:
        article = next((a for a in story.articles if a.id == name), None)
        for sentence in article.sentences if article and span else ():
            if span and sentence.start < span.end and span.start < sentence.end:
                yield name, sentence.index
