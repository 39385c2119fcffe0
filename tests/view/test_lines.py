"""What stages tell in English is known again and told in Indonesian."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import padan
from padan.consistency import Side, compare_texts
from padan.model import Term
from padan.translate.faults import find_faults
from padan.view.lines import in_language

TOOLKIT = Path(padan.__file__).parent
SIDES = [
    Side("Der Rat tagt am 3. Mai.", "de"),
    Side("Hari ini warga desa menanam 40 pohon bakau di pantai, kata lurah.", "id"),
    Side("harga beras naik", "id"),
    Side("The ferry to Carrow Island sank off the cape, its owner said.", "en"),
    Side(" ".join(f"{n} ekor sapi," for n in range(200, 380)), "id"),
]
"""Languages without word lists, no capitals, too many figures, nothing in common."""


def abstained() -> set[str]:
    pairs = [(a, b) for a in SIDES for b in SIDES if a is not b]
    return {line for a, b in pairs for line in compare_texts(a, b).abstained}


FAULTY = [
    ("Warga desa itu menanam 40 pohon.", "", True),
    ("Warga desa itu menanam 40 pohon bakau.", "The villagers planted 50 mangrove trees.", True),
    ("Warga desa menanam 40 pohon di pantai.", "Villagers planted trees on the beach.", True),
    ("Warga desa menanam pohon di pantai.", "Villagers planted 40 trees on the beach.", True),
    ("Warga desa menanam pohon.", "Villagers planted trees on the", False),
    ("Warga desa menanam pohon di pantai.", "Warga desa menanam pohon di pantai.", True),
    ("Warga desa menanam pohon di pantai.", "The the the the the the the the the the", True),
    ("Warga desa menanam pohon di pantai.", "Жители деревни посадили деревья на берегу.", True),
    (
        "“Kami menanam pohon,” kata lurah desa itu.",
        "“We planted trees, said the village head.",
        True,
    ),
    ("“Kami menanam pohon,” kata lurah desa itu.", "We planted trees, said the head.", True),
    ("Warga menanam pohon. Lurah desa menonton dari jauh. Hujan turun.", "Trees.", True),
    (
        "Warga menanam pohon.",
        "The villagers of the place have " + "planted many trees and " * 9,
        True,
    ),
]


def faults() -> set[str]:
    terms = (Term("lurah", "village head"),)
    return {
        fault.reason
        for source, text, finished in FAULTY
        for fault in find_faults(
            source, text, source_lang="id", target_lang="en", finished=finished, terms=terms
        )
    }


@pytest.mark.parametrize("line", sorted(abstained() | faults()))
def test_a_line_is_told_in_indonesian_with_its_words(line: str) -> None:
    told = in_language(line, "id")
    assert told != line
    assert "{" not in told
    assert set(re.findall(r"\d+", told)) == set(re.findall(r"\d+", line))
    assert set(re.findall(r"'([^']*)'", told)) == set(re.findall(r"'([^']*)'", line))


def test_every_line_of_a_check_that_abstains_is_known() -> None:
    """Lines that are written out in the checks, with what is put in left as it stands there."""
    written = [
        line
        for path in sorted((TOOLKIT / "consistency").glob("*.py"))
        for line in re.findall(
            r'(?<!")f?"([A-Z][a-z]+(?: words)?: [^"\n]+)"(?!")', path.read_text("utf-8")
        )
    ]
    assert len(written) >= 10
    for line in written:
        assert in_language(re.sub(r"\{[^}]*\}", "xx", line), "id") not in {line, ""}, line


def test_english_and_unknown_lines_stay_as_they_are() -> None:
    assert in_language("the translation is empty", "en") == "the translation is empty"
    assert in_language("an older version told this", "id") == "an older version told this"


def test_words_of_the_texts_are_taken_over_whatever_they_are() -> None:
    odd = "the translation repeats '{0} {x} \\1'"
    assert in_language(odd, "id") == "terjemahannya mengulang '{0} {x} \\1'"
