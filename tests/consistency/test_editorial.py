"""What an outlet puts in of its own, and what is no more than a gloss."""

from __future__ import annotations

import pytest

from padan.consistency import content
from padan.consistency.editorial import check
from padan.consistency.lexicon import load
from padan.consistency.reasons import say
from padan.consistency.side import Side, pair_of
from padan.model import Finding, Kind, Severity

MAJOR, MINOR, TRIVIAL = Severity.MAJOR, Severity.MINOR, Severity.TRIVIAL


def found(left: str, right: str, lang: str) -> tuple[Finding, ...]:
    return check(pair_of(Side(left, lang), Side(right, lang))).findings


COMMENTS = [
    (
        "Bandara itu ditutup selama dua jam.",
        "Ironisnya, bandara itu ditutup selama dua jam.",
        "id",
        MINOR,
        "Ironisnya",
        "ironically",
    ),
    (
        "Partai itu mencabut dukungan pada Rabu.",
        "Partai itu mencabut dukungan pada Rabu, tamparan keras bagi sang gubernur.",
        "id",
        MAJOR,
        "tamparan keras",
        "a slap in the face",
    ),
    (
        "Bupati membagikan beras di pasar lama.",
        "Bupati membagikan beras di pasar lama demi pencitraan.",
        "id",
        MAJOR,
        "demi pencitraan",
        "for image's sake",
    ),
    (
        "The ferry was late by an hour.",
        "Predictably, the ferry was late by an hour.",
        "en",
        MINOR,
        "Predictably",
        "",
    ),
    (
        "The minister opened a clinic in the valley.",
        "The minister opened a clinic in the valley, a publicity stunt.",
        "en",
        MAJOR,
        "a publicity stunt",
        "",
    ),
]


@pytest.mark.parametrize(("left", "right", "lang", "severity", "words", "gloss"), COMMENTS)
def test_a_comment_of_the_outlet_is_told(left, right, lang, severity, words, gloss):
    (finding,) = found(left, right, lang)
    assert (finding.kind, finding.severity) == (Kind.ADDITION, severity)
    assert right[finding.retelling.start : finding.retelling.end] == words
    assert finding.gloss == gloss
    assert words in say(finding.why, "id")
    assert not found(right, right, lang)
    assert not found(right, left, lang)


def test_a_question_to_the_reader_is_told():
    left = "Panitia membagikan enam ratus paket makanan."
    right = f"{left} Masihkah warga percaya?"
    (finding,) = found(left, right, "id")
    assert finding.severity is MAJOR
    assert right[finding.retelling.start : finding.retelling.end] == "Masihkah warga percaya?"
    assert not found(right, right, "id")


def test_a_question_within_a_quotation_is_the_sources():
    left = "Panitia bertanya siapa yang membawa kunci gudang."
    right = "Panitia bertanya: “Siapa yang membawa kunci gudang, dan kapan?”"
    assert not found(left, right, "id")


def test_an_unrelated_text_is_not_judged():
    assert not found("Hujan turun di Ende.", "Sayangnya kereta dari Solo terlambat lagi.", "id")


def added(left: str, right: str, lang: str) -> list[Severity]:
    report = content.check(pair_of(Side(left, lang), Side(right, lang)))
    return [f.severity for f in report.findings if f.retelling is not None]


@pytest.mark.parametrize(
    ("left", "right", "lang"),
    [
        (
            "Rombongan itu berangkat ke Wina dengan dua bus.",
            "Rombongan itu berangkat ke Wina, Austria, dengan dua bus.",
            "id",
        ),
        (
            "Dinas kesehatan membagikan kelambu di lima desa.",
            "Dinas kesehatan membagikan kelambu, yakni jaring penahan nyamuk, di lima desa.",
            "id",
        ),
        (
            "Petani memanen talas di lereng utara.",
            "Petani memanen talas (Colocasia esculenta) di lereng utara.",
            "id",
        ),
        (
            "Pengrajin itu menjual kendi di pasar minggu.",
            "Pengrajin itu menjual kendi atau gerabah di pasar minggu.",
            "id",
        ),
        (
            "The choir travelled to Graz by train.",
            "The choir travelled to Graz, a city in Austria, by train.",
            "en",
        ),
        (
            "The harbour trust bought three cranes in June.",
            "The harbour trust, which manages the docks, bought three cranes in June.",
            "en",
        ),
    ],
)
def test_a_gloss_is_trivial(left, right, lang):
    assert set(added(left, right, lang)) <= {TRIVIAL}


@pytest.mark.parametrize(
    ("left", "right", "lang"),
    [
        (
            "Kepala dinas menunjuk kontraktor baru pada Senin.",
            "Kepala dinas menunjuk kontraktor baru, sahabat dekat keluarga bupati, pada Senin.",
            "id",
        ),
        (
            "Kapal itu membawa beras dari Makassar.",
            "Kapal itu membawa beras dari Makassar, padahal izinnya sudah dicabut tahun lalu.",
            "id",
        ),
        (
            "The council hired a new architect in March.",
            "The council, a body that has never built anything more useful, hired a new architect "
            "in March.",
            "en",
        ),
    ],
)
def test_what_says_more_than_a_gloss_stays_a_departure(left, right, lang):
    severities = added(left, right, lang)
    assert severities
    assert severities[0] in {MAJOR, MINOR}


@pytest.mark.parametrize("entry", load("editorial")["comment"], ids=lambda e: e["name"])
def test_every_indonesian_cue_has_its_english(entry):
    assert all(" = " in text and text.partition(" = ")[2] for text in entry["id"])
    assert entry["en"]
