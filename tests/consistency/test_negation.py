"""Negation is compared within one language, by the words it denies."""

import time

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
    ("Parkir di trotoar dilarang.", "Parkir di trotoar tidak dilarang.", "id", "dilarang"),
    ("Panitia urung menggelar lomba.", "Panitia tetap menggelar lomba.", "id", "urung"),
    ("The union declined the new offer.", "The union accepted the new offer.", "en", "declined"),
    ("The school has yet to hire a cook.", "The school has hired a cook.", "en", "has yet to"),
    (
        "Wali kota tidak mengunjungi pasar itu.",
        "Wali kota mengunjungi pasar itu, lalu menolak berkomentar.",
        "id",
        "tidak",
    ),
    (
        "The judge did not visit the prison.",
        "The judge visited the prison after the kitchen had been closed.",
        "en",
        "not",
    ),
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
    ("Izin tambak itu belum diterima warga.", "Warga masih menunggu izin tambak itu.", "id"),
    ("Pungutan desa itu tidak sah.", "Pungutan desa itu melanggar hukum.", "id"),
    ("Nelayan tidak setuju dermaga dibongkar.", "Nelayan keberatan dermaga dibongkar.", "id"),
    ("Pabrik itu tidak lagi membuang limbah.", "Pembuangan limbah pabrik itu dihentikan.", "id"),
    ("Camat membantah tuduhan pemilik kebun.", "Tuduhan pemilik kebun ditepis camat.", "id"),
    ("Bukannya tidak mungkin kapal itu kandas.", "Kapal itu mungkin kandas.", "id"),
    ("Tidak benar bahwa sumur itu tidak diuji.", "Sumur itu diuji.", "id"),
    ("Tak satu pun guru absen di upacara itu.", "Semua guru hadir di upacara itu.", "id"),
    ("Tidak ada bengkel lain selain milik Tono.", "Hanya ada satu bengkel, milik Tono.", "id"),
    ("The nurses were not told of the leak.", "The nurses were left unaware of the leak.", "en"),
    ("A strike cannot be ruled out.", "A strike remains possible.", "en"),
    ("Pupils need not pay the fare.", "Pupils are exempt from the fare.", "en"),
    ("Neither school accepted the grant.", "Both schools turned the grant down.", "en"),
    ("No one who applied was not heard.", "Everyone who applied was heard.", "en"),
    ("There is nothing but rice in the store.", "There is only rice in the store.", "en"),
]


@pytest.mark.parametrize(("left", "right", "lang"), SAME)
def test_the_same_said_otherwise_is_no_difference(left, right, lang):
    assert [f.reason for f in found(left, right, lang)] == []
    assert [f.reason for f in found(right, left, lang)] == []


def test_a_denial_that_only_one_of_two_long_cells_goes_on_to_is_no_flip():
    left = "Gubernur membuka pasar itu pada pagi hari."
    right = left + " Para pedagang lama mengaku belum pernah menerima undangan apa pun darinya."
    assert found(left, right, "id") == []


def test_a_denial_of_what_the_other_side_does_not_speak_of_is_minor():
    left = "The museum lent the mask to a gallery in the capital for a spring show."
    right = "The museum lent the mask, no replica, to a gallery in the capital for a spring show."
    assert {f.severity for f in found(left, right, "en")} <= {Severity.MINOR}


def test_a_long_text_of_denials_is_checked_in_good_time():
    start = time.perf_counter()
    found("the guard did not see the open gate and " * 1000, "the gate was closed " * 2500, "en")
    assert time.perf_counter() - start < 20


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
