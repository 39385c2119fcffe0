"""Negation is compared within one language, by the words it denies."""

import pytest

from padan.consistency import Side, compare_texts
from padan.model import Fault, FaultKind, Finding, Kind, Severity


def found(left: str, right: str, lang: str) -> list[Finding]:
    result = compare_texts(Side(left, lang), Side(right, lang))
    return [f for f in result.findings if f.kind is Kind.NEGATION]


FLIPS = [
    ("Pemerintah menyetujui usulan itu.", "Pemerintah tidak menyetujui usulan itu.", "id", "tidak"),
    ("Ia datang ke rapat itu.", "Ia belum datang ke rapat itu.", "id", "belum"),
    (
        "Hasilnya tidak sebaik yang kami harapkan.",
        "Hasilnya tidak sebaik yang tidak kami harapkan.",
        "id",
        "tidak",
    ),
    ("Mereka masuk dengan izin petugas.", "Mereka masuk tanpa izin petugas.", "id", "tanpa"),
    ("Ia mengatakan laporan itu benar.", "Ia membantah laporan itu benar.", "id", "membantah"),
    ("Usulan itu tidak mungkin diterima.", "Usulan itu bukan tidak mungkin diterima.", "id", None),
    ("The minister approved the plan.", "The minister did not approve the plan.", "en", "not"),
    ("They don't trust the new court.", "They trust the new court.", "en", "don't"),
    ("The deal is likely this year.", "The deal is unlikely this year.", "en", "unlikely"),
    ("Farmers were happy with the price.", "Farmers were unhappy with the price.", "en", "unhappy"),
    ("No farmer accepted the price.", "Every farmer accepted the price.", "en", "No"),
    ("The river is more dangerous in May.", "The river is less dangerous in May.", "en", "less"),
]


@pytest.mark.parametrize(("left", "right", "lang", "cue"), FLIPS)
def test_a_turned_statement_is_found(left, right, lang, cue):
    for a, b in ((left, right), (right, left)):
        findings = found(a, b, lang)
        assert len(findings) == 1, [f.reason for f in findings]
        spans = [(a, findings[0].reference), (b, findings[0].retelling)]
        marked = [text[s.start : s.end] for text, s in spans if s is not None]
        assert cue is None or cue in marked


SAME = [
    ("Ia tidak hadir di rapat itu.", "Ia absen di rapat itu dan tidak memberi kabar.", "id"),
    ("Hal itu bukan tidak mungkin terjadi.", "Hal itu mungkin terjadi.", "id"),
    ("Itu bukan hal yang mustahil bagi mereka.", "Itu mungkin saja bagi mereka.", "id"),
    ("Tidak lama setelah rapat, ia pergi.", "Segera setelah rapat, ia pergi.", "id"),
    ("Ia tidak hanya menyanyi tetapi juga menari.", "Ia menyanyi dan juga menari.", "id"),
    ("Mau tidak mau kami menunggu di sana.", "Kami terpaksa menunggu di sana.", "id"),
    ("Ia gagal memenuhi janji itu.", "Ia tidak memenuhi janji itu.", "id"),
    ("Usaha itu tidak sukses di pasar.", "Usaha itu gagal di pasar.", "id"),
    ("Not only did she sing, she danced.", "She sang and danced.", "en"),
    ("It is not impossible to cross the river.", "It is possible to cross the river.", "en"),
    ("They cannot cross the river.", "They are unable to cross the river.", "en"),
    ("The vote was not held until 1990.", "Only in 1990 was the vote held.", "en"),
    ("Less than 5 farmers came.", "Fewer than 5 farmers came.", "en"),
    ("The united front held in the inner city.", "The front held in the inner city.", "en"),
]


@pytest.mark.parametrize(("left", "right", "lang"), SAME)
def test_the_same_said_otherwise_is_no_difference(left, right, lang):
    assert [f.reason for f in found(left, right, lang)] == []
    assert [f.reason for f in found(right, left, lang)] == []


def test_a_denial_that_only_one_of_two_long_cells_goes_on_to_is_no_flip():
    left = "Gubernur membuka pasar itu pada pagi hari."
    right = left + " Para pedagang lama mengaku belum pernah menerima undangan apa pun darinya."
    assert found(left, right, "id") == []


def test_indonesian_cues_are_explained_in_english():
    (finding,) = found(*FLIPS[0][:2], "id")
    assert "'tidak' (not)" in finding.reason


def test_two_languages_are_compared_in_english_only():
    reference = Side(
        "Menteri menyetujui rencana itu.", "id", english="The minister approved the plan."
    )
    retelling = Side("The minister did not approve the plan.", "en")
    (finding,) = [
        f for f in compare_texts(reference, retelling).findings if f.kind is Kind.NEGATION
    ]
    assert finding.basis == "mt-en"
    assert not finding.perhaps_ours
    assert finding.reference is not None
    assert finding.english is not None
    without = Side("Menteri menyetujui rencana itu.", "id")
    result = compare_texts(without, retelling)
    assert [f for f in result.findings if f.kind is Kind.NEGATION] == []
    assert any(line.startswith("Negation") for line in result.abstained)


def test_a_faulty_translation_makes_a_finding_milder_and_perhaps_ours():
    fault = Fault(FaultKind.SHORT, "much shorter than its source")
    english = "The minister approved the plan."
    text = "Menteri menyetujui rencana itu."
    retelling = Side("The minister did not approve the plan.", "en")
    (sound,) = compare_texts(Side(text, "id", english), retelling).findings
    (faulty,) = compare_texts(Side(text, "id", english, (fault,)), retelling).findings
    assert faulty.perhaps_ours
    order = list(Severity)
    assert order.index(faulty.severity) == order.index(sound.severity) + 1
