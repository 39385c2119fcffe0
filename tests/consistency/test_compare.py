"""What holds for every comparison."""

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from padan.consistency import Side, compare_texts, score
from padan.model import Comparison, Fault, FaultKind, Finding, Kind, Severity, Span

SENTENCES = [
    "Menteri Dedi Kurnia tidak hadir dalam rapat pada Senin (6/5/2024) pukul 09.30 WIB.",
    "Setidaknya 1.500 orang dari Jepang, Vietnam, dan AS tinggal di sana selama 3,5 bulan.",
    "Ia membantah membayar Rp 1,5 miliar kepada salah satu dari kedua belah pihak.",
    "The mayor did not say that $2.5 million was missing; U.S. officials deny it.",
    "About two-thirds of the 10-15 boats, 62 miles (100 km) off Java, never came back.",
    "Kedua negara bertemu dua kali sebulan sejak abad ke-18, tidak hanya di Wina.",
]
ANY_TEXT = st.one_of(
    st.text(max_size=60),
    st.lists(st.sampled_from(re.findall(r"\S+", " ".join(SENTENCES))), max_size=25).map(" ".join),
)
LANGS = st.sampled_from(["id", "en", "de", "en-GB", "und", ""])


def sides() -> st.SearchStrategy[Side]:
    faults = st.sampled_from([(), (Fault(FaultKind.SHORT, "short"),)])
    return st.builds(Side, ANY_TEXT, LANGS, st.none() | ANY_TEXT, faults)


@settings(max_examples=150, deadline=None)
@given(sides(), sides(), st.none() | st.floats(-1, 1))
def test_any_two_sides_give_a_well_formed_comparison(reference, retelling, similarity):
    result = compare_texts(reference, retelling, similarity=similarity)
    if reference.blank and retelling.blank:
        assert result == Comparison(None)
        return
    assert result.consistency is not None
    assert 0.0 <= result.consistency <= 1.0
    order = [list(Severity).index(f.severity) for f in result.findings]
    assert order == sorted(order)
    for finding in result.findings:
        assert finding.reference or finding.retelling
        for span, side in ((finding.reference, reference), (finding.retelling, retelling)):
            assert span is None or 0 <= span.start < span.end <= len(side.text)
        assert finding.reason.endswith(".")
        assert "\n" not in finding.reason
        assert finding.reason.isprintable()


@settings(max_examples=60, deadline=None)
@given(ANY_TEXT, LANGS)
def test_a_text_against_itself_is_wholly_consistent(text, lang):
    result = compare_texts(Side(text, lang), Side(text, lang))
    assert result.findings == ()
    assert result.consistency in {None, 1.0}


@settings(max_examples=80, deadline=None)
@given(st.sampled_from(SENTENCES), st.data())
def test_quotes_spacing_case_and_punctuation_are_no_difference(text, data):
    words = text.split()
    marks = data.draw(
        st.lists(
            st.sampled_from(["", ",", "“", '"', "’", "!"]), min_size=len(words), max_size=len(words)
        )
    )
    case = data.draw(st.sampled_from([str, str.upper, str.lower, str.title]))
    blank = data.draw(st.sampled_from([" ", "  ", "\n", "\u00a0"]))
    other = blank.join(mark + case(word) for mark, word in zip(marks, words, strict=True))
    result = compare_texts(Side(text, "id"), Side(other, "id"))
    assert result.findings == ()
    assert result.consistency == 1.0


@pytest.mark.parametrize("text", SENTENCES)
def test_a_full_stop_less_and_a_small_letter_change_nothing_beside_another_wording(text):
    other = Side("Sementara itu, " + text, "id")
    whole = compare_texts(other, Side(text, "id"))
    for variant in (text.rstrip("."), text[0].lower() + text[1:]):
        assert {f.reason for f in compare_texts(other, Side(variant, "id")).findings} <= {
            f.reason for f in whole.findings
        }


def test_nothing_said_is_an_omission_or_an_addition_over_the_whole_text():
    text = "  Menteri Dedi Kurnia membayar 5 juta rupiah. "
    (gone,) = compare_texts(Side(text, "id"), Side("", "id")).findings
    (new,) = compare_texts(Side(" ", "id"), Side(text, "id")).findings
    assert (gone.kind, gone.reference, gone.retelling) == (Kind.OMISSION, Span(2, 45), None)
    assert (new.kind, new.reference, new.retelling) == (Kind.ADDITION, None, Span(2, 45))
    assert gone.severity is new.severity is Severity.MAJOR


def test_an_omission_weighs_by_what_it_holds():
    def weight(text: str) -> int:
        (finding,) = compare_texts(Side(text, "id"), Side("", "id")).findings
        return list(Severity).index(finding.severity)

    assert weight("Begitu katanya.") > weight("Mereka lalu pergi ke pasar bersama-sama.")
    assert weight("Mereka lalu pergi ke pasar.") > weight(
        "“Dedi membayar 5 juta,” kata Rina di pasar."
    )


def test_nothing_on_both_sides_is_no_comparison():
    assert compare_texts(Side("", "id"), Side("  \n", "en")) == Comparison(None)


def test_a_finding_that_rests_on_the_outlets_own_words_is_never_perhaps_ours():
    fault = Fault(FaultKind.SHORT, "short")
    reference = Side("Ada 12 orang di sana.", "id", "There are 12 people.", (fault,))
    (finding,) = compare_texts(reference, Side("There are 13 people there.", "en")).findings
    assert finding.kind is Kind.NUMBER
    assert finding.basis == "id-en"
    assert not finding.perhaps_ours


FINDINGS = st.builds(
    Finding,
    st.just(Kind.NUMBER),
    st.sampled_from(Severity),
    st.none(),
    st.none(),
    st.just("x."),
    st.just("id-id"),
    st.none(),
    st.booleans(),
)


@settings(max_examples=100)
@given(st.lists(FINDINGS, max_size=6), FINDINGS, st.none() | st.floats(-1, 1))
def test_another_finding_never_raises_the_score(findings, extra, similarity):
    signals = {} if similarity is None else {"apart": 1.0 - similarity}
    assert score([*findings, extra], signals) <= score(findings, signals)


@settings(max_examples=100)
@given(st.lists(FINDINGS, max_size=4), st.floats(0, 2), st.floats(0, 2))
def test_a_likelier_pair_never_scores_lower(findings, one, other):
    near, far = sorted((one, other))
    assert score(findings, {"apart": far}) <= score(findings, {"apart": near})


def test_worse_findings_cost_more_and_none_cost_nothing():
    def cost(severity: Severity, ours: bool = False) -> float:
        return score([Finding(Kind.NAME, severity, None, None, "x.", "id-id", None, ours)])

    costs = [cost(s) for s in Severity]
    assert costs == sorted(costs)
    assert len(set(costs)) == len(costs)
    assert score([]) > 0.7
    assert cost(Severity.MAJOR) < cost(Severity.MAJOR, ours=True) < 1.0


WORDS = "tidak bukan satu dua ribu Rusia Moskow 12 3.500 persen km kali yang dan Dedi tanpa gagal"


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ((WORDS + " ") * 600, (WORDS[::-1] + " ") * 600),
        ("tidak makan nasi " * 3000, "makan nasi itu " * 3000),
        (" ".join(map(str, range(8000))), " ".join(map(str, range(1, 8001)))),
        (
            " ".join(f"Ab{chr(97 + i % 26)}{chr(97 + i // 26 % 26)} pergi" for i in range(5000)),
            "Xyz lari " * 5000,
        ),
        ("9" * 50_000, "8" * 50_000),
        ("1." * 30_000, "1," * 30_000),
        ("<b>\x00\x07" * 10_000 + "a", "</b>\u202e" * 10_000 + "b"),
        ("a-" * 20_000, "B." * 20_000),
    ],
)
def test_hostile_text_is_compared_in_bounded_time(left, right):
    started = time.perf_counter()
    compare_texts(Side(left, "id"), Side(right, "id"))
    assert time.perf_counter() - started < 15  # about one second; slow machines are shared


def test_different_serial_numbers_are_told_apart():
    result = compare_texts(
        Side("Kode 12345678901234567890.", "id"), Side("Kode 92345678901234567890.", "id")
    )
    assert result.consistency != 1.0
