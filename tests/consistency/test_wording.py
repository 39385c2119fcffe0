"""Differences that mislead nobody are kept as trivial, and only where nothing else differs."""

import pytest

from padan.consistency import Side, compare_texts
from padan.model import Kind, Severity

TRIVIAL = [
    ("Warga meminta ijin usaha.", "Warga meminta izin usaha.", "id", "izin"),
    ("“Kami siap,” ujar Lurah Maruli.", "“Kami siap,” kata Lurah Maruli.", "id", "kata"),
    ("Kemarin warga berkumpul.", "Warga berkumpul kemarin.", "id", "Warga berkumpul kemarin"),
    ("The harbour was quiet.", "The harbor was quiet.", "en", "harbor"),
]


@pytest.mark.parametrize(("left", "right", "lang", "words"), TRIVIAL)
def test_spelling_saying_and_order_are_trivial(left, right, lang, words):
    findings = compare_texts(Side(left, lang), Side(right, lang)).findings
    assert [(f.kind, f.severity) for f in findings] == [(Kind.WORDING, Severity.TRIVIAL)]
    span = findings[0].retelling
    assert span is not None
    assert right[span.start : span.end] == words


@pytest.mark.parametrize(
    ("left", "right"),
    [("Warga meminta izin.", "Warga meminta izin!"), ("Warga pulang.", "Penduduk desa pulang.")],
)
def test_marks_and_other_words_are_no_matter_of_wording(left, right):
    findings = compare_texts(Side(left, "id"), Side(right, "id")).findings
    assert all(f.kind is not Kind.WORDING for f in findings)
