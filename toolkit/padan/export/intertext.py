"""InterText: two texts and the links between them, for correcting alignments by hand.

Its order is not that of cesAlign: in `xtargets` and `type` the side of `toDoc` comes first. Ids are
`paragraph:sentence`, both from 1. Links stand in the order of the texts and cannot cross, so of
passages that stand elsewhere in one text the sentences stand alone (see `links.in_sequence`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path

from padan.export.files import replacing
from padan.export.filters import ChosenRow, ChosenStory
from padan.export.links import Sides, beads_of, by_a_person, in_sequence, linked_pairs
from padan.export.outlet_files import Written
from padan.export.policy import Policy, TextPolicy
from padan.export.xmltext import attribute, escaped
from padan.model import Article

_XML = '<?xml version="1.0" encoding="utf-8"?>\n'


def write_intertext_folder(stories: Iterable[ChosenStory], folder: Path, policy: Policy) -> Written:
    """Write InterText files into an empty folder: `STORY.ARTICLE.xml` a text, and
    `STORY.ARTICLE.ARTICLE.xml` an alignment.

    InterText shows texts, so articles whose text may not leave are left out with their links.
    """
    done = Written()
    for chosen in stories:
        story = chosen.story.compared.story
        leaves = {a.id for a in story.articles if policy.of(a) is TextPolicy.FULL}
        for article in story.articles:
            if article.id not in leaves:
                done.withheld += len(article.sentences)
                continue
            with replacing(folder / text_name(story.id, article)) as out:
                out.writelines(_text_file(article))
        for left, right in linked_pairs(chosen):
            if {left.id, right.id} <= leaves:
                name = f"{story.id}.{left.id}.{right.id}.xml"
                with replacing(folder / name) as out:
                    lines = list(_alignment(chosen, left, right))
                    out.writelines(lines)
                done.files[name] = len(lines) - 2
    return done


def text_name(story: str, article: Article) -> str:
    """The name of an article's text file."""
    return f"{story}.{article.id}.xml"


def sentence_ids(article: Article) -> list[str]:
    """The ids of an article's sentences, in their order."""
    ids: list[str] = []
    for paragraph, sentences in groupby(article.sentences, key=lambda s: s.paragraph):
        ids += (f"{paragraph + 1}:{number}" for number, _ in enumerate(sentences, start=1))
    return ids


def _text_file(article: Article) -> Iterator[str]:
    ids = sentence_ids(article)
    yield f'{_XML}<text id="{attribute(article.id)}" lang="{attribute(article.lang)}">\n'
    for paragraph, sentences in groupby(article.sentences, key=lambda s: s.paragraph):
        yield f'<p id="{paragraph + 1}">\n'
        for sentence in sentences:
            yield f'<s id="{ids[sentence.index]}">{escaped(sentence.text)}</s>\n'
        yield "</p>\n"
    yield "</text>\n"


def _alignment(chosen: ChosenStory, left: Article, right: Article) -> Iterator[str]:
    # Of all rows, whatever the filter: a sentence without its link would look like one cut loose.
    rows = zip(chosen.story.compared.rows, chosen.story.reviews, strict=True)
    every = tuple(ChosenRow(row, review, row.cells) for row, review in rows)
    beads = beads_of(ChosenStory(chosen.story, every), left, right)
    sure = {(bead.left, bead.right) for bead, row in beads if by_a_person(row)}
    ids = sentence_ids(left), sentence_ids(right)
    story = chosen.story.compared.story.id
    names = attribute(text_name(story, right)), attribute(text_name(story, left))
    yield f'{_XML}<alignment toDoc="{names[0]}" fromDoc="{names[1]}">\n'
    for link in in_sequence(with_the_rest(left, right, [(b.left, b.right) for b, _ in beads])):
        texts, counts = _side(ids, link), f"{len(link[1])}-{len(link[0])}"
        status = "man" if link in sure else "auto"
        yield f'<link type="{counts}" xtargets="{texts}" status="{status}"/>\n'
    yield "</alignment>\n"


def with_the_rest(left: Article, right: Article, links: Iterable[Sides]) -> list[Sides]:
    """The links, and every sentence that has none: InterText wants all of both texts."""
    every = list(links)
    for side, article in enumerate((left, right)):
        linked = {index for link in every for index in link[side]}
        for sentence in article.sentences:
            if sentence.index not in linked:
                alone = (sentence.index,)
                every.append((alone, ()) if side == 0 else ((), alone))
    return every


def _side(ids: tuple[list[str], list[str]], link: Sides) -> str:
    """`toDoc` first: the right side, then the left."""
    return ";".join(" ".join(ids[side][index] for index in link[side]) for side in (1, 0))
