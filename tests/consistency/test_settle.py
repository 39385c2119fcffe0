"""Of findings about one difference the most precise stays."""

from __future__ import annotations

from padan.consistency.settle import settle
from padan.model import Finding, Kind, Severity, Span


def finding(
    kind: Kind,
    reference: tuple[int, int] | None,
    retelling: tuple[int, int] | None,
    severity: Severity = Severity.MAJOR,
    *,
    basis: str = "id-id",
    english: tuple[int, int] | None = None,
) -> Finding:
    return Finding(
        kind,
        severity,
        Span(*reference) if reference else None,
        Span(*retelling) if retelling else None,
        "A reason.",
        basis,
        english=Span(*english) if english else None,
    )


def test_a_number_is_told_before_the_wording_around_it() -> None:
    number = finding(Kind.NUMBER, (10, 14), (12, 16))
    wording = finding(Kind.WORDING, (8, 20), (10, 22))
    assert settle([wording, number]) == (number,)


def test_two_differences_in_other_places_both_stay_in_their_order() -> None:
    term, name = finding(Kind.TERM, (30, 35), (31, 36)), finding(Kind.NAME, (0, 5), (0, 5))
    assert settle([term, name]) == (term, name)


def test_spans_must_meet_on_both_sides() -> None:
    modality = finding(Kind.MODALITY, (0, 5), (40, 45))
    relation = finding(Kind.RELATION, (0, 5), (0, 5))
    assert settle([relation, modality]) == (relation, modality)


def test_a_name_inside_a_passage_that_is_left_out_goes_with_the_passage() -> None:
    name = finding(Kind.NAME, (12, 18), None, Severity.MINOR)
    passage = finding(Kind.OMISSION, (5, 60), None)
    assert settle([name, passage]) == (passage,)


def test_a_name_that_is_the_whole_passage_is_told_as_a_name() -> None:
    name = finding(Kind.NAME, (5, 18), None)
    passage = finding(Kind.OMISSION, (5, 20), None, Severity.MINOR)
    assert settle([name, passage]) == (name,)


def test_a_negation_is_never_taken_in() -> None:
    negation = finding(Kind.NEGATION, (12, 15), None, Severity.MAJOR)
    passage = finding(Kind.OMISSION, (5, 60), None)
    assert settle([negation, passage]) == (negation, passage)


def test_on_a_translated_side_the_places_in_the_translation_count() -> None:
    # the side's own span is the whole sentence, whatever the words in the translation
    modality = finding(Kind.MODALITY, (0, 4), (0, 80), basis="en-mt", english=(0, 5))
    quantifier = finding(Kind.QUANTIFIER, (2, 6), (0, 80), basis="en-mt", english=(50, 55))
    assert settle([modality, quantifier]) == (modality, quantifier)


def test_nothing_settles_to_nothing() -> None:
    assert settle([]) == ()
