"""Marks that open must close, where they do in the source."""

from __future__ import annotations

import pytest

from padan.translate.marks import unbalanced

SOURCE = 'Ia berkata, "Kami setuju," lalu pergi.'


@pytest.mark.parametrize(
    "text",
    [
        'He said, "We agree," and left.',
        "He said, “We agree,” and left.",
        "He said, «We agree,» and left.",
        "He said, 'We agree,' and left.",
    ],
)
def test_any_marks_will_do(text: str) -> None:
    assert unbalanced(SOURCE, text) == ""


@pytest.mark.parametrize(
    ("source", "text", "says"),
    [
        (SOURCE, 'He said, "We agree, and left.', "without its counterpart"),
        (SOURCE, "He said, “We agree, and left.", "without its counterpart"),
        (SOURCE, "He said that they agree, and left.", "lacks the quotation marks"),
        ("Ia pergi.", 'He left."', "without its counterpart"),
        ("Ia (ketua) pergi.", "He (the chair left.", "brackets"),
        ("Ia [ketua] pergi.", "He the chair] left.", "brackets"),
    ],
)
def test_marks_without_counterpart_are_told(source: str, text: str, says: str) -> None:
    assert says in unbalanced(source, text)


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ('"Kami setuju. Nanti dibahas lagi.', '"We agree. It will be discussed again.'),
        ("Tingginya 180 cm.", "He is 5'11\" tall."),
        ("Ketua) pergi.", "The chair left."),
        ("Ia pergi.", "He's gone, isn't he?"),
    ],
)
def test_what_the_source_leaves_open_or_inches_mean_is_no_fault(source: str, text: str) -> None:
    assert unbalanced(source, text) == ""
