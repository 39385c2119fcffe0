"""The store's mappings keep what they are given, over reopening, and lose nothing."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from padan.align.outlines import Outline
from padan.model import Bead, Fault, FaultKind, Translation
from padan.store import Store


def test_a_vector_comes_back_equal_after_reopening(url: str) -> None:
    vector = np.arange(384, dtype=np.float32) / 7
    with Store(url) as store:
        store.caches().vectors["k"] = vector
    with Store(url) as store:
        np.testing.assert_array_equal(store.caches().vectors["k"], vector)


def test_many_vectors_are_found_in_one_call_and_unknown_keys_are_not(url: str) -> None:
    with Store(url) as store:
        vectors = store.caches().vectors
        vectors.update({f"k{i}": np.full(4, i, np.float32) for i in range(1200)})
        found = vectors.find([*(f"k{i}" for i in range(1200)), "none"])  # type: ignore[attr-defined]
    assert len(found) == 1200
    assert found["k1199"][0] == 1199


def test_groupings_that_no_longer_hold_are_forgotten(url: str) -> None:
    first = [Outline("s1", "Kapal", ("a2", "a1"), "a2", {"a1": "a2"})]
    second = [Outline("s2", "Pasar", ("a3",), None, {})]
    with Store(url) as store:
        groupings = store.caches().groupings
        groupings["one"] = first
        assert groupings["one"] == first
        groupings["two"] = second
        store.groupings.keep_only(["two", "three"])
    with Store(url) as store:
        assert dict(store.caches().groupings) == {"two": second}


def test_an_unknown_key_is_a_key_error(url: str) -> None:
    with Store(url) as store:
        caches = store.caches()
        for mapping in (caches.vectors, caches.beads, caches.translations, caches.stories):
            with pytest.raises(KeyError):
                mapping["none"]
            with pytest.raises(KeyError):
                del mapping["none"]
            assert len(mapping) == 0


def test_writing_a_key_again_puts_the_new_value_there(url: str) -> None:
    with Store(url) as store:
        beads = store.caches().beads
        beads["k"] = [Bead((0,), (0,), 0.5)]
        beads["k"] = [Bead((0, 1), (), 0.25, moved=True)]
        assert beads["k"] == [Bead((0, 1), (), 0.25, moved=True)]
        assert list(beads) == ["k"]


# NUL is no text to PostgreSQL; readers refuse it.
text = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=60)
faults = st.lists(st.builds(Fault, st.sampled_from(FaultKind), text), max_size=3).map(tuple)
translations = st.builds(Translation, text, text, st.just("id"), st.just("en"), text, faults)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.dictionaries(st.text("0123456789abcdef", min_size=1, max_size=64), translations, max_size=5)
)
def test_any_translation_comes_back_equal(url: str, kept: dict[str, Translation]) -> None:
    with Store(url) as store:
        store.caches().translations.clear()
        store.caches().translations.update(kept)
    with Store(url) as store:
        assert dict(store.caches().translations) == kept
