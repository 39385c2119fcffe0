"""Confidence is a number that falls with what speaks against a translation, whatever is missing."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from padan.model import Fault, FaultKind
from padan.translate import find_faults
from padan.translate.calibration import OTHERS, centre, engine_of, evidence, fitted, weights
from padan.translate.confidence import confidence, deeper, estimate, surface

SOURCE = "Warga desa di lereng gunung itu membeli 12 ekor sapi di pasar hewan minggu lalu."
RIGHT = "Last week the people of the village on the mountain slope bought 12 cows at the market."


def sure(text: str, source: str = SOURCE, pair: str = "id-en", **more: object) -> float:
    source_lang, target_lang = pair.split("-")
    langs = {"source_lang": source_lang, "target_lang": target_lang}
    faults = find_faults(source, text, **langs)  # type: ignore[arg-type]
    return confidence(source, text, faults=faults, **langs, **more)  # type: ignore[arg-type]


def test_nothing_deserves_no_confidence() -> None:
    assert sure("") == sure("  ") == sure("...") == 0.0


@pytest.mark.parametrize("likeness", [None, 0.6])
@pytest.mark.parametrize(
    "text",
    [
        SOURCE,
        " ".join(RIGHT.split()[:6]),
        RIGHT + " at the market" * 6,
        RIGHT.replace("bought 12 cows at the market", "membeli ekor sapi di pasar hewan"),
        RIGHT.replace("12", "35"),
    ],
)
def test_damage_lowers_it(text: str, likeness: float | None) -> None:
    assert sure(text, likeness=likeness) < sure(RIGHT, likeness=likeness)


def test_it_rises_with_likeness_all_the_way() -> None:
    values = [sure(RIGHT, likeness=x) for x in np.linspace(-0.5, 1.0, 31)]
    assert values == sorted(values)
    assert values[0] < values[-1]


@pytest.mark.parametrize("pair", ["id-en", "en-id", "de-fr", "id-EN"])
def test_every_pair_of_languages_has_a_number(pair: str) -> None:
    assert 0.0 < sure("Un texte quelconque.", "Irgendein Satz.", pair) < 1.0


def test_an_engine_that_was_not_measured_shares_the_fit_of_all_others() -> None:
    assert engine_of("somebodys@2/beam-4") == engine_of("") == OTHERS
    with_score = sure(RIGHT, signature="somebodys@2", score=-3.0, agreement=0.1)
    assert with_score == sure(RIGHT), "what was not measured for an engine is done without"


def test_the_packaged_file_has_weights_for_whatever_is_known() -> None:
    for engine in fitted()["engines"]:
        names = sorted(evidence(engine))
        for size in range(len(names) + 1):
            for known in combinations(names, size):
                for pair in ("id-en", "xx-yy"):
                    assert "1" in weights(engine, pair, "+".join(known))
    known_features = {
        *surface("a", "b", source_lang="id", target_lang="en", kinds=set(FaultKind)),
        *deeper(score=-1.0, agreement=0.5, likeness=0.5),
        "1",
    }
    for engine in fitted()["engines"].values():
        for by_evidence in engine["weights"].values():
            for fit in by_evidence.values():
                assert set(fit) <= known_features, "a weight for what is never measured"


def test_centres_are_known_for_the_packaged_encoder_only() -> None:
    (encoder,) = fitted()["centres"]
    found = centre(encoder, "id")
    assert found is not None
    assert found.shape == (384,)
    assert centre(encoder, "xx") is None
    assert centre("other@1", "id") is None


@pytest.mark.parametrize("others", [{}, {"likeness": 0.6}])
def test_it_rises_with_a_measured_engines_score_and_agreement(others: dict[str, float]) -> None:
    for name, values in (("score", [-9.0, -4, -2, -1, -0.3, 0]), ("agreement", [0, 0.3, 0.6, 1])):
        found = [sure(RIGHT, signature="gemma@1", **{name: x}, **others) for x in values]
        assert found == sorted(found)
        assert found[0] < found[-1]


def test_an_estimate_is_a_sum_of_what_has_a_weight() -> None:
    assert estimate({"a": 2.0, "b": 5.0}, {"1": 0.1, "a": 0.2}) == pytest.approx(0.5)
    assert estimate({"a": 2.0}, {"1": 9.0}) == 1.0
    assert estimate({"a": -2.0}, {"1": 0.0, "a": 1.0}) == 0.0


@settings(max_examples=60)
@given(
    st.text(),
    st.text(),
    st.sets(st.sampled_from(list(FaultKind))),
    st.none() | st.floats(-1e6, 0),
    st.none() | st.floats(0, 1),
    st.none() | st.floats(-1, 1),
)
def test_it_is_always_a_share(
    source: str,
    text: str,
    kinds: set[FaultKind],
    score: float | None,
    agreement: float | None,
    likeness: float | None,
) -> None:
    for signature in ("gemma@1", "other@1"):
        found = confidence(
            source,
            text,
            source_lang="id",
            target_lang="en",
            faults=[Fault(kind, "x") for kind in kinds],
            signature=signature,
            score=score,
            agreement=agreement,
            likeness=likeness,
        )
        assert 0.0 <= found <= 1.0
