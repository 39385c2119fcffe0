"""A headline is held against its own body, and only what no sentence bears out is told."""

from padan.consistency.headline import against_body
from padan.consistency.side import Side
from padan.model import Kind

BODY = [
    "Hujan turun sejak pagi di pesisir.",
    "Sebanyak 12 rumah di Desa Batu Lintah rusak akibat banjir, kata camat.",
    "Warga mengungsi ke balai desa.",
]


def claims(headline: str, body: list[str] = BODY, lang: str = "id"):
    return against_body(Side(headline, lang), [Side(s, lang) for s in body])


def test_a_figure_that_no_sentence_has_is_told_with_its_sentence():
    found = claims("Sebanyak 120 rumah di Desa Batu Lintah rusak akibat banjir")
    assert [(c.sentence, c.finding.kind) for c in found] == [(1, Kind.NUMBER)]
    span = found[0].finding.retelling
    assert span is not None


def test_a_headline_that_the_body_bears_out_is_no_claim():
    assert claims("12 rumah di Desa Batu Lintah rusak akibat banjir") == ()


def test_a_figure_that_another_sentence_has_is_no_claim():
    body = [*BODY, "Kemudian 120 rumah di Desa Batu Lintah rusak akibat banjir susulan."]
    assert claims("Sebanyak 120 rumah di Desa Batu Lintah rusak akibat banjir", body) == ()


def test_a_caution_that_the_body_has_and_the_headline_lacks_is_told():
    body = ["The council may close the old harbour market next year, officials said."]
    found = claims("Council will close the old harbour market next year", body, "en")
    assert Kind.MODALITY in {c.finding.kind for c in found}


def test_a_headline_about_something_else_is_not_judged():
    assert claims("Harga cabai di pasar kota naik tajam hari ini") == ()
    assert claims("Banjir", BODY) == ()
    assert claims("Rumah rusak", []) == ()
