"""Who says it, with what stance, in whose words; told in Indonesian and in English."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from padan.consistency.attribution import check
from padan.consistency.lexicon import load
from padan.consistency.reasons import say
from padan.consistency.side import Side, pair_of
from padan.consistency.stances import oppositions
from padan.model import Finding, Kind, Severity

MAJOR, MINOR, CRITICAL = Severity.MAJOR, Severity.MINOR, Severity.CRITICAL


def found(left: str, right: str, lang: str) -> tuple[Finding, ...]:
    return check(pair_of(Side(left, lang), Side(right, lang))).findings


DEPARTURES = [
    (  # another source behind a tag
        "Air sumur di tiga dusun berubah keruh sejak Maret, kata bidan desa.",
        "Air sumur di tiga dusun berubah keruh sejak Maret, kata camat.",
        "id",
        MAJOR,
    ),
    (  # a source on both sides, given what the other one said
        "Kepala pasar menyebut atap aman, tetapi mandor mengatakan dua tiang retak di utara.",
        "Kepala pasar menyebut atap aman, tetapi ia sendiri mengatakan dua tiang retak di utara.",
        "id",
        CRITICAL,
    ),
    (
        "The harbour master thanked the pilot, who said the buoy had drifted north in the night.",
        "The harbour master thanked the pilot and said the buoy had drifted north in the night.",
        "en",
        CRITICAL,
    ),
    (  # the stance
        "Pengurus koperasi mengatakan kas berkurang enam juta rupiah sejak Juli.",
        "Pengurus koperasi mengakui kas berkurang enam juta rupiah sejak Juli.",
        "id",
        MAJOR,
    ),
    (
        "Petinju itu mengklaim wasit menghentikan laga terlalu cepat.",
        "Petinju itu membuktikan wasit menghentikan laga terlalu cepat.",
        "id",
        MAJOR,
    ),
    (
        "The beekeeper denied that she had moved the hives in April.",
        "The beekeeper admitted that she had moved the hives in April.",
        "en",
        CRITICAL,
    ),
    (
        "The curator joked that the vase would outlive the museum.",
        "The curator said that the vase would outlive the museum.",
        "en",
        MAJOR,
    ),
    (
        "The airline declined to comment on the cracked window.",
        "The airline confirmed the cracked window.",
        "en",
        MAJOR,
    ),
    (  # left out; disputed matters weigh more
        "Gudang beras itu kosong sejak awal bulan, kata seorang buruh angkut.",
        "Gudang beras itu kosong sejak awal bulan.",
        "id",
        MINOR,
    ),
    (
        "Prosecutors allege that the clerk sold forty passports in two years.",
        "The clerk sold forty passports in two years.",
        "en",
        MAJOR,
    ),
    (  # one of a group, and the group
        "Salah seorang anggota panitia mengatakan lomba perahu diundur dua hari.",
        "Panitia mengatakan lomba perahu diundur dua hari.",
        "id",
        MAJOR,
    ),
    (  # what kind of source
        "Menurut dokumen yang dibocorkan peretas, harga kapal itu naik dua kali lipat.",
        "Menurut dokumen yang diumumkan kementerian, harga kapal itu naik dua kali lipat.",
        "id",
        MAJOR,
    ),
]


@pytest.mark.parametrize(("left", "right", "lang", "severity"), DEPARTURES)
def test_another_source_or_stance_is_told(left, right, lang, severity):
    findings = found(left, right, lang)
    assert [(f.kind, f.severity) for f in findings] == [(Kind.ATTRIBUTION, severity)], findings


HARMLESS = [
    (
        "Air sumur di tiga dusun berubah keruh sejak Maret, kata bidan desa.",
        "Menurut bidan desa, air sumur di tiga dusun berubah keruh sejak Maret.",
        "id",
    ),
    (
        "“Kami siap berlayar,” ujar nakhoda Rusli Tanjung.",
        "Nakhoda Rusli Tanjung menyatakan pihaknya siap berlayar.",
        "id",
    ),
    (
        "Wali kota memuji para penjaga pantai, lalu mengatakan pos baru dibuka pada Mei.",
        "Pos baru dibuka pada Mei, kata wali kota yang memuji para penjaga pantai.",
        "id",
    ),
    (
        "Lurah membantah warga diusir dari bantaran kali.",
        "Lurah mengatakan warga tidak diusir dari bantaran kali.",
        "id",
    ),
    (
        "The engine failed twice, according to the mechanic, Ottilie Brandt.",
        "Ottilie Brandt, the mechanic, said the engine had failed twice.",
        "en",
    ),
    (
        "The tower, called a minaret, is forty metres tall.",
        "The tower, known as a minaret, is forty metres tall.",
        "en",
    ),
]


@pytest.mark.parametrize(("left", "right", "lang"), HARMLESS)
def test_another_way_of_saying_is_no_departure(left, right, lang):
    for a, b in ((left, right), (right, left)):
        assert not [f.reason for f in found(a, b, lang)]


def test_indirect_speech_for_direct_is_none_and_the_other_way_is_minor():
    left, right = (
        "“The snow came early,” said the shepherd.",
        "The shepherd said the snow came early.",
    )
    assert not found(left, right, "en")
    assert [f.severity for f in found(right, left, "en")] == [MINOR]


def test_the_words_of_either_side_are_marked():
    left = "Kas koperasi berkurang enam juta rupiah sejak Juli, kata bendahara desa."
    right = "Kas koperasi berkurang enam juta rupiah sejak Juli, kata auditor provinsi."
    (finding,) = found(left, right, "id")
    assert left[finding.reference.start : finding.reference.end] == "bendahara desa"
    assert right[finding.retelling.start : finding.retelling.end] == "auditor provinsi"


def test_a_stance_has_a_gloss_and_a_reason_in_both_languages():
    (finding,) = found(
        "Kapten itu mengatakan mesin kiri mati lebih dahulu.",
        "Kapten itu mengakui mesin kiri mati lebih dahulu.",
        "id",
    )
    assert finding.gloss == "admits"
    assert "'mengatakan'" in say(finding.why, "en")
    assert "mengakui" in say(finding.why, "id")


def test_words_taken_into_a_quotation_are_told():
    left = "Sang pelatih menyebut kiper itu “terlalu gugup” dan gawang dua kali kosong."
    right = "Sang pelatih menyebut kiper itu “terlalu gugup dan gawang dua kali kosong”."
    (finding,) = found(left, right, "id")
    assert right[finding.retelling.start : finding.retelling.end] == "gawang dua kali kosong"


def test_quotation_marks_that_find_no_partner_are_no_departure():
    left = '"Gubernur berkata, "Jembatan itu selesai bulan depan tanpa utang baru"."'
    right = 'Gubernur berkata, "Jembatan itu selesai bulan depan tanpa utang baru".'
    assert not found(left, right, "id")


def test_without_a_common_language_nothing_is_said():
    report = check(pair_of(Side("Er sagte nichts.", "de"), Side("Ia diam.", "id")))
    assert not report.findings
    assert report.abstained


def test_every_opposition_names_stances_that_there_are():
    names = {entry["name"] for entry in load("attribution")["stance"]}
    assert {name for pair in oppositions() for name in pair} <= names
    assert all(len(pair) == 2 for pair in oppositions())


PIECES = (
    'kata mengatakan menurut “ ” " , . ; yang dan ia sendiri Budi camat said that who claimed by'
    " according to and he himself the tidak bukan \x00 ( ) naik rumah dilaporkan oleh -"
)
WORDS = st.sampled_from(PIECES.split(" "))


@settings(max_examples=60, deadline=None)
@given(st.lists(WORDS, max_size=25), st.lists(WORDS, max_size=25), st.sampled_from(["id", "en"]))
def test_odd_text_is_compared_too_and_spans_lie_within(left, right, lang):
    texts = " ".join(left), " ".join(right)
    for finding in found(*texts, lang):
        for span, text in zip((finding.reference, finding.retelling), texts, strict=True):
            assert span is None or 0 <= span.start < span.end <= len(text)
    assert not found(texts[0], texts[0], lang)


def test_what_a_view_is_of_is_not_who_holds_it() -> None:
    reference = (
        "Baik pusat dan daerah seharusnya menggunakan imajinasi anggaran yang lebih besar dalam "
        "beberapa dekade sejak runtuhnya tata lama, lanjut pejabat itu."
    )
    retelling = (
        'Lansiran Kabar Timur menulis, "baik pusat dan daerah sebaiknya memakai pandangan '
        "imajinasi anggaran yang lebih besar dalam beberapa dekade sejak runtuhnya tata lama, "
        "kata pejabat itu lebih lanjut."
    )
    told = found(reference, retelling, "id")
    assert not [f for f in told if f.severity in (Severity.CRITICAL, Severity.MAJOR)]


def test_the_subject_goes_on_behind_a_clause_and_a_comma() -> None:
    reference = "Bupati menolak tawaran itu, mengklaim sudah memiliki izin sejak tahun lalu."
    retelling = "Bupati menolak tawaran itu dan mengklaim sudah memiliki izin sejak tahun lalu."
    assert not found(reference, retelling, "id")


@pytest.mark.parametrize(
    ("reference", "retelling", "lang"),
    [
        (
            "Bupati menandatangani surat izin tambang itu pada Senin.",
            "Bupati mengklaim menandatangani surat izin tambang itu pada Senin.",
            "id",
        ),
        (
            "The mayor signed the mining permit on Monday.",
            "The mayor claimed to have signed the mining permit on Monday.",
            "en",
        ),
    ],
)
def test_who_did_it_and_now_only_claims_it_is_told(
    reference: str, retelling: str, lang: str
) -> None:
    (finding,) = found(reference, retelling, lang)
    assert (finding.kind, finding.severity) == (Kind.ATTRIBUTION, Severity.MAJOR)
    assert not found(retelling, retelling, lang)
