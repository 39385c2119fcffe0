"""The public API: what `import padan` offers, with the engines named by spec."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import padan
from padan.errors import EngineError, InputError
from padan.model import Article, FaultKind, Term
from padan.translate import Glossary

sys.path.insert(0, str(Path(__file__).parent))
from plug_in import install

LEFT = [
    "Pelabuhan itu ditutup dua hari karena gelombang tinggi.",
    "Nelayan diminta tidak melaut sampai hari Kamis.",
    "Badan cuaca memperkirakan angin mereda pada akhir pekan.",
]
RIGHT = [LEFT[0], LEFT[2], "Klub sepak bola itu menang tiga gol tanpa balas di kandang."]


@pytest.fixture(autouse=True)
def _engines(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(install(tmp_path / "plug-in")))


def test_every_name_of_the_api_is_a_function_whatever_was_imported_before() -> None:
    code = (
        "import padan.align.pair, padan.translate.memory, padan.store, padan\n"
        "assert all(callable(getattr(padan, name)) for name in padan.__all__)\n"
        "from padan import align, translate\n"
        "assert align.__module__ == translate.__module__ == 'padan.api'\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_importing_padan_loads_nothing_heavy() -> None:
    heavy = ("numpy", "sqlalchemy", "transformers")
    code = f"import sys, padan; print([m for m in {heavy} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "[]"


def test_align_takes_lists_of_sentences_and_leaves_none_out() -> None:
    beads = padan.align(LEFT, RIGHT, encoder="grams")
    assert sorted(i for bead in beads for i in bead.left) == [0, 1, 2]
    assert sorted(i for bead in beads for i in bead.right) == [0, 1, 2]
    linked = {(bead.left, bead.right) for bead in beads if bead.left and bead.right}
    assert linked == {((0,), (0,)), ((2,), (1,))}
    assert all(0 <= bead.score <= 1 for bead in beads)


def test_align_takes_articles_and_speaks_of_their_sentences(
    make_article: Callable[..., Article],
) -> None:
    left, right = make_article("l", *LEFT), make_article("r", *RIGHT)
    assert padan.align(left, right, encoder="grams") == padan.align(LEFT, RIGHT, encoder="grams")


def test_align_of_nothing_gives_no_bead() -> None:
    assert padan.align([], [], encoder="grams") == []


def test_rows_of_a_story_put_the_reference_first(make_article: Callable[..., Article]) -> None:
    articles = [make_article("l", *LEFT), make_article("r", *RIGHT)]
    rows = padan.align_story(articles, reference=articles[1], encoder="grams")
    assert all(row.cells[0].article == "r" for row in rows)
    assert len(rows) == 4


def test_group_stories_puts_each_article_in_exactly_one_story(
    make_article: Callable[..., Article],
) -> None:
    articles = [make_article("l", *LEFT), make_article("r", *LEFT), make_article("x", RIGHT[2])]
    stories = padan.group_stories(articles, encoder="grams")
    assert sorted(a.id for story in stories for a in story.articles) == ["l", "r", "x"]
    assert sorted(len(story.articles) for story in stories) == [1, 2]


def test_translate_gives_one_answer_a_sentence_in_order() -> None:
    found = padan.translate(LEFT, translator="slow")
    assert [t.text for t in found if t is not None] == [s.upper() for s in LEFT]


def test_translate_takes_a_glossary_from_a_file_or_made_by_hand(tmp_path: Path) -> None:
    path = tmp_path / "terms.tsv"
    path.write_text("nelayan\tfisherman\n", encoding="utf-8")
    for glossary in (str(path), path, Glossary((Term("nelayan", "fisherman"),))):
        found = padan.translate(LEFT, translator="slow", glossary=glossary, encoder="grams")
        kinds = [{fault.kind for fault in t.faults} for t in found if t is not None]
        assert [FaultKind.TERM in each for each in kinds] == [False, True, False]


def test_a_quality_that_is_none_is_named_with_those_there_are() -> None:
    with pytest.raises(InputError, match=r"perfect.*fast, good, best"):
        padan.translate(LEFT, translator="slow", quality="perfect")


def test_compare_locates_the_change_in_the_strings_given() -> None:
    reference, retelling = "Kapal itu membawa 40 orang.", "Kapal itu membawa 60 orang."
    found = padan.compare(reference, retelling, reference_lang="id", retelling_lang="id")
    (finding,) = found.findings
    assert finding.reference is not None
    assert finding.retelling is not None
    assert "40" in reference[finding.reference.start : finding.reference.end]
    assert "60" in retelling[finding.retelling.start : finding.retelling.end]
    assert found.consistency is not None
    assert found.consistency < 1


def test_compare_across_languages_without_a_translator_says_what_it_cannot_tell() -> None:
    found = padan.compare(
        "The port did not open.", "Pelabuhan itu dibuka.", reference_lang="en", retelling_lang="id"
    )
    assert found.abstained


def test_an_unknown_engine_is_an_engine_error_that_names_the_known() -> None:
    with pytest.raises(EngineError, match="grams"):
        padan.align(LEFT, RIGHT, encoder="nosuch")


def test_run_and_open_store_share_one_database(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("\n\n".join(LEFT), encoding="utf-8")
    path = str(tmp_path / "a.db")
    result = padan.run([tmp_path / "a.txt"], store=path, encoder="grams", translator="slow")
    assert result.read == 1
    with padan.open_store(path) as store:
        (compared,) = store.compared_stories()
    assert compared == result.stories[0]
