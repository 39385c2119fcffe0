"""Decode settings: more work at better quality, other ways at further attempts, all in the text."""

from __future__ import annotations

import pytest

from padan.engines.base import Quality
from padan.engines.decoding import LONGEST, Decoding, decodings, describe


def test_better_quality_searches_wider() -> None:
    beams = [decodings(quality)[0].beam for quality in (Quality.FAST, Quality.GOOD, Quality.BEST)]
    assert beams == sorted(set(beams))
    assert decodings(Quality.GOOD)[0].answers == 1
    best = decodings(Quality.BEST)[0]
    assert 1 < best.answers <= best.beam


@pytest.mark.parametrize("quality", list(Quality))
def test_attempts_differ_from_each_other_and_never_search_less(quality: Quality) -> None:
    usual, *retries = decodings(quality)
    assert not usual.alters_scores
    assert len({usual, *retries}) == 1 + len(retries) > 1
    for retry in retries:
        assert retry.beam >= usual.beam
        assert retry.answers == usual.answers
        assert retry.repetition_penalty > 1
        assert retry.alters_scores


def test_the_signature_s_part_names_what_is_in_use_and_only_that() -> None:
    assert str(Decoding(beam=4)) == "beam4"
    assert str(Decoding(4, 2.0, 6, 1.2, 5, 0.6)) == (
        "beam4-patience2-answers6-penalty1.2-norepeat5-shortest0.6"
    )
    texts = {describe(decodings(quality)) for quality in Quality}
    assert len(texts) == len(list(Quality))


def test_no_answer_is_allowed_beyond_what_the_models_know() -> None:
    assert Decoding(4).longest(3) == 22
    assert Decoding(4).longest(500) == LONGEST
