"""The score: falls with every finding, can be explained, and user's weights are sound."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from padan.consistency import Side, compare_texts, explain
from padan.consistency import weights as weights_file
from padan.consistency.score import losses, score, weigh
from padan.consistency.side import pair_of
from padan.consistency.weights import packaged, read
from padan.errors import InputError
from padan.model import Comparison, Finding, Kind, Severity, Span

GROUNDS = sorted(packaged())
FINDINGS = st.builds(
    Finding,
    kind=st.sampled_from(Kind),
    severity=st.sampled_from(Severity),
    reference=st.just(Span(0, 1)),
    retelling=st.none(),
    reason=st.just("Differs."),
    basis=st.just("id-id"),
    perhaps_ours=st.booleans(),
)
SIGNALS = st.dictionaries(
    st.sampled_from(["lost words", "gained words", "odd place", "apart", "strange words"]),
    st.floats(0, 3),
)


@settings(max_examples=80, deadline=None)
@given(st.lists(FINDINGS, max_size=6), FINDINGS, SIGNALS, st.sampled_from(GROUNDS))
def test_another_finding_never_raises_the_score(findings, another, signals, on):
    before = weigh(findings, signals, on).consistency
    after = weigh([*findings, another], signals, on).consistency
    assert 0.0 <= after <= before <= 1.0


@settings(max_examples=80, deadline=None)
@given(st.lists(FINDINGS, max_size=4), SIGNALS, st.sampled_from(GROUNDS))
def test_a_signal_that_grows_never_raises_the_score(findings, signals, on):
    grown = {name: value + 1.0 for name, value in signals.items()}
    assert weigh(findings, grown, on).consistency <= weigh(findings, signals, on).consistency


def test_a_critical_finding_weighs_more_than_a_minor_one_and_a_doubtful_one_less():
    def one(severity: Severity, *, ours: bool = False) -> float:
        found = Finding(Kind.NUMBER, severity, Span(0, 1), None, "Differs.", "id-id", None, ours)
        return score([found])

    assert one(Severity.CRITICAL) < one(Severity.MAJOR) < one(Severity.MINOR)
    assert one(Severity.CRITICAL) < one(Severity.CRITICAL, ours=True) < score([])


def test_what_moved_the_score_is_told_in_both_languages_and_adds_up():
    result = compare_texts(
        Side("Wali kota menjual 30 perahu pada Senin.", "id"),
        Side("Wali kota tidak menjual 45 perahu pada Senin.", "id"),
    )
    english, indonesian = explain(result), explain(result, "id")
    assert any("figures" in line for line in english)
    assert any("angka" in line for line in indonesian)
    assert len(english) == len(indonesian)
    clean = weigh([], {}, "id").consistency
    assert result.consistency is not None
    assert sum(lost for _, lost in losses(result)) == pytest.approx(
        clean - result.consistency, abs=0.001
    )


def test_cells_that_say_the_same_have_nothing_to_explain():
    assert explain(Comparison(1.0)) == ()
    assert explain(Comparison(None)) == ()


def test_a_statement_turned_into_a_question_does_not_say_the_same():
    stated, asked = Side("Perahu itu tenggelam.", "id"), Side("Perahu itu tenggelam?", "id")
    assert compare_texts(stated, stated).consistency == 1.0
    turned = compare_texts(stated, asked).consistency
    assert turned is not None
    assert turned < 0.5


def test_every_weight_is_told_by_a_name_and_none_is_negative():
    from padan.consistency.lexicon import load

    known = load("score")["names"]
    for fit in packaged().values():
        for name, weight in fit.weights.items():
            assert weight >= 0
            assert set(known[name]) == {"en", "id"}


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{}", '{"fits": 3}', '{"fits": {"id": {"intercept": 1, "weights": {"a": -1}}}}'],
)
def test_a_file_that_holds_no_weights_is_refused_in_one_line(tmp_path, text):
    path = tmp_path / "weights.json"
    path.write_text(text)
    with pytest.raises(InputError, match="weights"):
        read(path)


def test_the_users_weights_stand_in_the_place_of_the_packaged(tmp_path, monkeypatch):
    path = tmp_path / "weights.json"
    path.write_text(weights_file.as_json(packaged(), "test"))
    monkeypatch.setenv(weights_file.USER_FILE, str(path))
    assert weights_file.user_path() == path
    assert weights_file.fingerprint()
    monkeypatch.setenv(weights_file.USER_FILE, "")
    assert weights_file.user_path() is None
    assert weights_file.fingerprint() == ""


def test_what_two_sides_are_compared_on_is_their_common_language():
    from padan.consistency.score import ground

    def on(left: Side, right: Side) -> str:
        return ground(pair_of(left, right))

    assert on(Side("Satu.", "id"), Side("Dua.", "id-ID")) == "id"
    assert on(Side("One.", "en"), Side("Two.", "en-GB")) == "en"
    assert on(Side("One.", "en"), Side("Dua.", "id", english="Two.")) == "mt"
    assert on(Side("One.", "en"), Side("Dua.", "id")) == "across"
