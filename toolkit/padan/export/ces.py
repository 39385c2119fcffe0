"""OPUS cesAlign: which sentences go together, by id, without a word of text.

The side of `fromDoc` comes first in `xtargets`; a side may be empty. Sentence ids are `s` and the
sentence's number, from 1, as OPUS counts. The texts stand in files of their own, or stay away.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from hashlib import sha256
from itertools import groupby
from pathlib import Path
from typing import TextIO
from xml.sax.saxutils import quoteattr

from padan.export.files import replacing
from padan.export.filters import ChosenStory
from padan.export.links import beads_of, linked_pairs
from padan.export.outlet_files import Written
from padan.export.policy import Policy, TextPolicy
from padan.export.xmltext import attribute, escaped
from padan.model import Article, Bead
from padan.view.plain import one_line

_XML = '<?xml version="1.0" encoding="utf-8"?>\n'
_HEAD = (
    f'{_XML}<!DOCTYPE cesAlign PUBLIC "-//CES//DTD XML cesAlign//EN" "">\n'
    '<cesAlign version="1.0">\n'
)


def write_ces(beads: Iterable[Bead], left: str, right: str, out: TextIO) -> int:
    """Write the beads between two documents, whose names `left` and `right` are; the number of
    links is returned."""
    out.write(_HEAD)
    names = f"fromDoc={quoteattr(one_line(left))} toDoc={quoteattr(one_line(right))}"
    out.write(f'  <linkGrp targType="s" {names}>\n')
    number = 0
    for number, bead in enumerate(beads, start=1):
        targets = ";".join(" ".join(map(sentence_id, side)) for side in (bead.left, bead.right))
        out.write(
            f'    <link id="SL{number}" xtargets="{targets}" certainty="{bead.score:.4f}" />\n'
        )
    out.write("  </linkGrp>\n</cesAlign>\n")
    return number


def sentence_id(index: int) -> str:
    """The id of the sentence with this index: `s1` for the first."""
    return f"s{index + 1}"


def write_ces_folder(stories: Iterable[ChosenStory], folder: Path, policy: Policy) -> Written:
    """Write a folder per story into an empty folder: a link file per pair of articles, and a
    sentence file per article.

    Where the text of an article may not leave, its sentence file holds ids, offsets and checksums
    only.
    """
    done = Written()
    for chosen in stories:
        story = chosen.story.compared.story
        place = folder / story.id
        place.mkdir()
        for article in story.articles:
            whole = policy.of(article) is TextPolicy.FULL
            done.withheld += 0 if whole else len(article.sentences)
            with replacing(place / f"{article.id}.xml") as out:
                out.writelines(_sentence_file(article, whole=whole))
        for left, right in linked_pairs(chosen):
            name = f"{left.id}-{right.id}.xml"
            beads = (bead for bead, _ in beads_of(chosen, left, right))
            with replacing(place / name) as out:
                links = write_ces(beads, f"{left.id}.xml", f"{right.id}.xml", out)
            done.files[f"{story.id}/{name}"] = links
    return done


def _sentence_file(article: Article, *, whole: bool) -> Iterator[str]:
    about = {"id": article.id, "lang": article.lang, "outlet": article.outlet, "url": article.url}
    told = "".join(f' {name}="{attribute(value)}"' for name, value in about.items() if value)
    yield f"{_XML}<text{told}>\n"
    for paragraph, sentences in groupby(article.sentences, key=lambda s: s.paragraph):
        yield f'<p id="p{paragraph + 1}">\n'
        for sentence in sentences:
            mark = sha256(sentence.text.encode("utf-8", "surrogatepass")).hexdigest()
            yield (
                f'<s id="{sentence_id(sentence.index)}" role="{sentence.role.value}"'
                f' start="{sentence.start}" end="{sentence.end}" sha256="{mark}">'
                f"{escaped(sentence.text) if whole else ''}</s>\n"
            )
        yield "</p>\n"
    yield "</text>\n"
