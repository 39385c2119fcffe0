import sys
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parents[1]))

from padan.model import Kind, Role, Severity
from padan.view.words import (
    day,
    kind_label,
    language,
    outlet_labels,
    percent,
    severity_label,
)
from view.factories import make_article


def article(number: int, outlet: str, lang: str = "id", source: str = "") -> object:
    return make_article(
        [(Role.BODY, [f"Kalimat {number}."])], outlet=outlet, lang=lang, source=source
    )


def test_every_kind_and_severity_has_its_own_words_and_every_kind_its_own_sign() -> None:
    kinds, severities = [kind_label(k) for k in Kind], [severity_label(s) for s in Severity]
    assert all(label.about for label in kinds + severities)
    assert len({label.sign for label in kinds}) == len({label.name for label in kinds}) == len(Kind)
    assert all(len(label.sign) == 1 for label in kinds)


@pytest.mark.parametrize(
    ("share", "words"),
    [(None, ""), (0, "0 %"), (0.001, "<1 %"), (0.824, "82 %"), (0.999, "99 %"), (1, "100 %")],
)
def test_a_percentage_reads_full_or_nothing_only_where_it_is(share: float, words: str) -> None:
    assert percent(share) == words


def test_languages_and_dates_are_written_out() -> None:
    assert language("id") == "Indonesian"
    assert language("und") == "language unknown"
    assert language("no such code") == "no such code"
    assert day(date(2025, 10, 3)) == "3 October 2025"
    assert day(None) == ""


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["", "Kabar", "Kabar (2)", "Warta"]),
            st.sampled_from(["id", "en", "und"]),
            st.sampled_from(["", "a.txt", "b.txt", "https://kabar.example/c?page=2"]),
        ),
        max_size=6,
    )
)
def test_labels_are_unique_and_never_empty(parts: list[tuple[str, str, str]]) -> None:
    articles = [article(n, *part) for n, part in enumerate(parts)]
    labels = outlet_labels(articles)
    assert set(labels) == {a.id for a in articles}
    assert len(set(labels.values())) == len(articles)
    assert all(labels.values())


def test_two_texts_of_an_outlet_are_told_apart_by_what_differs() -> None:
    by_language = [article(1, "Kabar", "id"), article(2, "Kabar", "en")]
    assert list(outlet_labels(by_language).values()) == ["Kabar (Indonesian)", "Kabar (English)"]
    by_file = [article(1, "Kabar", source="x/p1.txt"), article(2, "Kabar", source="x/p2.txt")]
    assert list(outlet_labels(by_file).values()) == ["Kabar (p1)", "Kabar (p2)"]
