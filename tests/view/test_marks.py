import sys
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parents[1]))

from padan.model import Sentence, Span
from padan.view.marks import Mark, mark_sentences, pieces

SPANS = st.lists(st.tuples(st.integers(-5, 70), st.integers(0, 30)), max_size=6)


def marks_of(spans: list[tuple[int, int]]) -> list[Mark]:
    return [Mark(n, Span(start, start + size)) for n, (start, size) in enumerate(spans, start=1)]


@given(st.text(max_size=60), st.integers(0, 8), SPANS)
def test_pieces_join_to_the_text_and_each_character_knows_its_findings(
    text: str, start: int, spans: list[tuple[int, int]]
) -> None:
    marks = marks_of(spans)
    cut = pieces(text, start, marks)
    assert "".join(piece.text for piece in cut) == text
    seen = [piece.numbers for piece in cut for _ in piece.text]
    wanted = [
        tuple(m.number for m in marks if m.span.start <= start + n < m.span.end)
        for n in range(len(text))
    ]
    assert seen == wanted


@given(st.lists(st.integers(1, 20), min_size=1, max_size=4), SPANS)
def test_every_finding_that_touches_a_cell_ends_in_it_once(
    lengths: list[int], spans: list[tuple[int, int]]
) -> None:
    sentences, start = [], 0
    for index, length in enumerate(lengths):
        sentences.append(Sentence(index, start, start + length, "x" * length))
        start += length + 2  # what stands between the sentences belongs to none
    marks = marks_of(spans)
    cut = mark_sentences(sentences, marks)
    assert ["".join(p.text for p in sentence) for sentence in cut] == [s.text for s in sentences]
    touched = {
        m.number
        for m in marks
        for s in sentences
        if max(m.span.start, s.start) < min(m.span.end, s.end)
    }
    assert sorted(n for sentence in cut for p in sentence for n in p.ends) == sorted(touched)


def test_overlapping_findings_share_their_words() -> None:
    cut = pieces(
        "on Tuesday with 214 people", 100, [Mark(1, Span(116, 126)), Mark(2, Span(100, 119))]
    )
    assert [(p.text, p.numbers, p.ends) for p in cut] == [
        ("on Tuesday with ", (2,), ()),
        ("214", (1, 2), (2,)),
        (" people", (1,), (1,)),
    ]
