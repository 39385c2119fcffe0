"""Links for InterText: in the order of both texts, whole, and read back as they were."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from padan.export.filters import Filter
from padan.export.intertext import write_intertext_folder
from padan.export.links import Sides, in_sequence
from padan.export.policy import Policy, TextPolicy
from padan.export.standoff_reading import read_alignments
from padan.judgements.state import ReviewedStory, RowReview
from padan.model import Status
from view.factories import ferry_story


def reviewed() -> ReviewedStory:
    compared = ferry_story()
    reviews = [RowReview() for _ in compared.rows]
    reviews[1] = RowReview(Status.ACCEPTED, "Budi")
    return ReviewedStory(compared, tuple(reviews))


def test_every_sentence_of_both_texts_stands_in_one_link_in_its_order(tmp_path: Path) -> None:
    story = reviewed()
    write_intertext_folder(
        Filter(statuses=frozenset({Status.ACCEPTED})).cut([story]),
        tmp_path,
        Policy(TextPolicy.FULL),
    )
    en, idn, _ = story.compared.story.articles
    name = f"{story.compared.story.id}.{en.id}.{idn.id}.xml"
    (alignment,) = read_alignments(tmp_path / name)
    for side, document in (("left", alignment.left), ("right", alignment.right)):
        text = etree.parse(tmp_path / document)
        said = [i for link in alignment.links for i in getattr(link, side)]
        assert said == [s.get("id") for s in text.iter("s")]
    links = etree.parse(tmp_path / name).getroot()
    assert [link.get("status") for link in links].count("man") == 1
    for link in links:
        first, second = link.get("xtargets", "").split(";")
        assert link.get("type") == f"{len(first.split())}-{len(second.split())}"


def test_texts_that_may_not_leave_stay_away_with_their_links(tmp_path: Path) -> None:
    written = write_intertext_folder(Filter().cut([reviewed()]), tmp_path, Policy())
    assert written.files == {}
    assert [path.name.split(".")[1] for path in tmp_path.iterdir()] == [
        reviewed().compared.story.articles[0].id
    ]
    assert written.withheld > 0


@st.composite
def links(draw: st.DrawFn) -> list[Sides]:
    """Links in which each sentence of either side stands once, in any order."""
    rows = draw(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), max_size=8))
    left = draw(st.permutations(range(sum(row[0] for row in rows))))
    right = draw(st.permutations(range(sum(row[1] for row in rows))))
    made = []
    for a, b in rows:
        one, left = tuple(sorted(left[:a])), left[a:]
        two, right = tuple(sorted(right[:b])), right[b:]
        if one or two:
            made.append((one, two))
    return made


@settings(max_examples=300)
@given(links())
def test_a_sequence_holds_all_sentences_in_order_and_no_link_that_was_not_there(
    every: list[Sides],
) -> None:
    found = in_sequence(every)
    for side in (0, 1):
        said = [index for link in found for index in link[side]]
        assert said == sorted(index for link in every for index in link[side])
    assert {link for link in found if all(link)} <= {link for link in every if all(link)}


def test_of_links_that_cross_as_many_stand_as_can() -> None:
    crossing = [((0,), (2,)), ((1,), (0,)), ((2,), (1,))]
    assert [link for link in in_sequence(crossing) if all(link)] == crossing[1:]
