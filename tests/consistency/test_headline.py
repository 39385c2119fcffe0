"""A headline is held against its own body, and only what no sentence bears out is told."""

from padan.consistency import Side, compare_texts
from padan.consistency.dismissed import Dismissal
from padan.consistency.headline import against_body, own_claims
from padan.consistency.reasons import reason
from padan.consistency.rows import compare_rows
from padan.model import Article, Cell, ComparedStory, Kind, Role, Row, Sentence, Story
from padan.view.reading import Reading

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


def test_what_a_headline_merely_adds_to_one_sentence_is_no_claim():
    """It draws together what several sentences tell."""
    headline = "12 rumah di Desa Batu Lintah rusak akibat banjir, bantuan belum datang"
    assert claims(headline) == ()


def test_a_headline_without_its_prefixes_denies_as_its_body_does():
    body = ["Sebagian pedagang Pasar Lama menolak pindah ke gedung baru."]
    found = claims("Semua Pedagang Pasar Lama Tolak Pindah ke Gedung Baru", body)
    assert [c.finding.kind for c in found] == [Kind.QUANTIFIER]


TITLE = "Sebanyak 120 rumah di Desa Batu Lintah rusak akibat banjir"


def article(name: str, headline: str, *, lang: str = "id") -> Article:
    text = "\n".join([headline, *BODY])
    starts = [sum(len(line) + 1 for line in text.split("\n")[:n]) for n in range(len(BODY) + 1)]
    sentences = tuple(
        Sentence(n, start, start + len(line), line, n, Role.BODY if n else Role.HEADLINE)
        for n, (start, line) in enumerate(zip(starts, text.split("\n"), strict=True))
    )
    return Article(name, text, lang, (), sentences)


def headline_cell(theirs: str, ours: tuple[int, ...], versions: dict[str, str] | None = None):
    """The cell of the headline `theirs`; the reference's cell holds its sentences `ours`."""
    story = Story(
        "s", "s", (article("a", "Banjir di pesisir"), article("b", theirs)), "a", versions or {}
    )
    rows = [Row(0, (Cell("a", ours), Cell("b", (0,))), 1.0)]
    return compare_rows(story, rows, {}, lambda *_: None)[0].cell("b"), story


def test_a_headline_that_the_reference_lacks_is_compared_only_if_it_departs_from_its_own_body():
    assert (
        headline_cell("12 rumah di Desa Batu Lintah rusak akibat banjir", ())[0].comparison is None
    )
    cell, story = headline_cell(TITLE, ())
    assert cell.comparison is not None
    (finding,) = cell.comparison.findings
    assert cell.comparison.consistency is None
    assert finding.reference is None
    assert finding.retelling is not None
    marked = story.article("b").text[finding.retelling.start : finding.retelling.end]
    assert "120" in marked
    assert "12 " not in marked
    row = Row(0, (Cell("a"), cell), 1.0)
    reading = Reading(ComparedStory(story, (row,), {}, {}))
    assert not reading.whole(row, cell)  # it is no statement that the reference lacks


def test_the_reason_says_in_both_languages_that_it_is_the_article_s_own_text():
    cell, _ = headline_cell(TITLE, ())
    assert cell.comparison is not None
    (finding,) = cell.comparison.findings
    assert reason(finding).startswith("The article’s own text says")
    assert "the headline" in reason(finding)
    assert "retelling" not in reason(finding)
    assert reason(finding, "id").startswith("Isi artikel itu sendiri menulis")
    assert "acuan" not in reason(finding, "id").casefold()


def test_a_headline_s_own_departure_joins_what_the_reference_tells_but_not_the_consistency():
    alone = compare_texts(Side("Banjir di pesisir", "id"), Side(TITLE, "id"))
    cell, _ = headline_cell(TITLE, (0,))
    assert cell.comparison is not None
    assert cell.comparison.consistency == alone.consistency
    assert sum(f.kind is Kind.NUMBER for f in cell.comparison.findings) == 1


def test_a_difference_told_against_the_reference_is_not_told_twice():
    cell, _ = headline_cell(TITLE, (2,))
    assert cell.comparison is not None
    found = [f for f in cell.comparison.findings if f.kind is Kind.NUMBER]
    assert len(found) == 1
    assert found[0].reference is not None


def test_the_first_page_of_an_article_is_not_held_against_its_own_headline():
    cell, _ = headline_cell(TITLE, (), {"b": "a"})
    assert cell.comparison is None


def test_what_a_reviewer_dismissed_is_not_claimed_again():
    retelling = article("b", TITLE)
    (finding,) = own_claims(retelling, retelling.sentences[0], frozenset())
    span = finding.retelling
    assert span is not None
    known = frozenset({Dismissal.of(Kind.NUMBER, "", retelling.text[span.start : span.end])})
    assert own_claims(retelling, retelling.sentences[0], known) == ()
