"""How sure, how obliged, how real: told in both directions, within one language."""

from __future__ import annotations

import pytest

from padan.consistency.modality import check
from padan.consistency.reasons import reason
from padan.consistency.side import Side, pair_of
from padan.model import Fault, FaultKind, Finding, Severity

MAJOR, MINOR, CRITICAL = Severity.MAJOR, Severity.MINOR, Severity.CRITICAL


def found(left: str, right: str, lang: str) -> tuple[Finding, ...]:
    return check(pair_of(Side(left, lang), Side(right, lang))).findings


DEPARTURES = [
    ("Jembatan itu mungkin ambruk malam ini.", "Jembatan itu akan ambruk malam ini.", "id", MAJOR),
    ("Polisi menduga gudang itu dibakar.", "Polisi memastikan gudang itu dibakar.", "id", MAJOR),
    ("Nelayan itu konon menemukan peti emas.", "Nelayan itu menemukan peti emas.", "id", MAJOR),
    ("Setiap murid wajib memakai topi.", "Setiap murid dianjurkan memakai topi.", "id", MAJOR),
    ("Setiap murid harus memakai topi.", "Setiap murid boleh memakai topi.", "id", MAJOR),
    ("Desa mengkaji penutupan kolam.", "Desa memutuskan penutupan kolam.", "id", MAJOR),
    ("Peluang hujan besok kecil.", "Peluang hujan besok besar.", "id", CRITICAL),
    ("Pabrik itu tutup jika pajak naik.", "Pabrik itu tutup karena pajak naik.", "id", MAJOR),
    ("Kades diminta menutup kolam.", "Kades diperintahkan menutup kolam.", "id", MINOR),
    ("The quarry could flood the road.", "The quarry will flood the road.", "en", MAJOR),
    ("The drought may end in March.", "The drought will end in March.", "en", MAJOR),
    ("Allegedly the guard sold the keys.", "The guard sold the keys.", "en", MAJOR),
    ("Drivers must carry chains.", "Drivers are advised to carry chains.", "en", MAJOR),
    ("A strike is unlikely this week.", "A strike is likely this week.", "en", CRITICAL),
    ("The board is weighing a merger.", "The board agreed a merger.", "en", MAJOR),
    ("A swap is almost certain to work.", "A swap is certain to work.", "en", MINOR),
]


@pytest.mark.parametrize(("left", "right", "lang", "severity"), DEPARTURES)
def test_another_degree_is_told_in_both_directions(left, right, lang, severity):
    for a, b in ((left, right), (right, left)):
        findings = found(a, b, lang)
        assert [f.severity for f in findings] == [severity], [f.reason for f in findings]


HARMLESS = [
    ("Jembatan itu mungkin ambruk.", "Boleh jadi jembatan itu ambruk.", "id"),
    ("Jembatan itu mungkin ambruk.", "Bukan tidak mungkin jembatan itu ambruk.", "id"),
    ("Gudang itu diduga dibakar.", "Gudang itu disinyalir dibakar.", "id"),
    ("Anggota tidak wajib hadir.", "Kehadiran anggota bukan keharusan.", "id"),
    ("Murid dilarang berenang di sungai.", "Murid tidak boleh berenang di sungai.", "id"),
    ("Desa mempertimbangkan menutup kolam.", "Penutupan kolam masih dikaji desa.", "id"),
    ("Peluang hujan besok kecil.", "Kecil kemungkinan besok hujan.", "id"),
    ("Tidak terbukti ia mencuri.", "Tak ada bukti bahwa ia mencuri.", "id"),
    ("Warga mau tidak mau harus pindah.", "Warga terpaksa pindah.", "id"),
    ("Drivers must carry chains.", "Chains are mandatory for drivers.", "en"),
    ("The road may flood.", "There is a chance that the road floods.", "en"),
    ("They cannot rule out a leak.", "A leak remains a possibility.", "en"),
    ("Nobody is obliged to stand.", "Standing is optional.", "en"),
    ("The heir may sell the mill.", "The heir, who is in Rome, might sell the mill.", "en"),
    ("If it rains the fair is off.", "The fair is off provided that it rains.", "en"),
]


@pytest.mark.parametrize(("left", "right", "lang"), HARMLESS)
def test_the_same_degree_in_other_words_is_not_told(left, right, lang):
    for a, b in ((left, right), (right, left)):
        assert found(a, b, lang) == (), [f.reason for f in found(a, b, lang)]


def test_the_span_is_the_cue_and_the_gloss_what_it_says():
    left, right = "Polisi menduga gudang itu dibakar.", "Polisi memastikan gudang itu dibakar."
    (finding,) = found(left, right, "id")
    assert finding.reference and finding.retelling
    assert left[finding.reference.start : finding.reference.end] == "menduga"
    assert right[finding.retelling.start : finding.retelling.end] == "memastikan"
    assert finding.gloss == "it is certain or confirmed"
    assert "menduga" in reason(finding, "id") and "memastikan" in reason(finding, "en")


def test_a_cue_that_is_only_missing_is_marked_on_its_own_side():
    left, right = "Nelayan itu konon menemukan peti emas.", "Nelayan itu menemukan peti emas."
    (dropped,) = found(left, right, "id")
    assert dropped.reference and dropped.retelling is None
    (added,) = found(right, left, "id")
    assert added.reference is None and added.retelling


def test_a_translation_with_faults_makes_it_milder_and_perhaps_ours():
    left = Side("The drought may end in March.", "en")
    fault = Fault(FaultKind.REPETITION, "again and again")
    right = Side(
        "Kemarau berakhir pada Maret.",
        "id",
        english="The drought will end in March.",
        english_faults=(fault,),
    )
    (finding,) = check(pair_of(left, right)).findings
    assert finding.perhaps_ours and finding.severity is MINOR
