"""The gold of corpora/ as the eval programs read it."""

from __future__ import annotations

import importlib.util
import sys
from itertools import permutations
from pathlib import Path

import pytest

from padan.errors import InputError

_spec = importlib.util.spec_from_file_location("gold", Path(__file__).parents[2] / "eval/gold.py")
assert _spec is not None
assert _spec.loader is not None
gold = importlib.util.module_from_spec(_spec)
sys.modules["gold"] = gold
_spec.loader.exec_module(gold)


@pytest.fixture
def story(corpora: Path) -> gold.GoldStory:
    return gold.load_story(corpora / "kabel-timor")


def test_the_reference_stands_first_and_languages_are_known(story: gold.GoldStory) -> None:
    assert next(iter(story.articles)) == story.reference
    assert story.languages[story.reference] == "en"
    assert {story.languages[f] for f in story.articles if f != story.reference} == {"id"}


def test_sentences_and_findings_are_the_text_at_their_offsets(story: gold.GoldStory) -> None:
    for article in story.articles.values():
        assert article.sentences
        for sentence in article.sentences:
            assert article.text[sentence.start : sentence.end] == sentence.text
    assert all(f.severity and not f.change for f in story.findings)
    assert all(f.change and not f.severity for f in story.harmless)
    for finding in (*story.findings, *story.harmless):
        for file, span, quote in (
            (story.reference, finding.reference, finding.reference_quote),
            (finding.article, finding.retelling, finding.retelling_quote),
        ):
            assert (span is None) == (not quote)
            if span:
                assert story.articles[file].text[slice(*span)] == quote


def test_a_line_with_a_dateline_has_two_roles(story: gold.GoldStory) -> None:
    article = story.articles["kabarlima.txt"]
    prefix = next(
        p for p in article.lines if article.text[p.start : p.end].startswith("KABARLIMA.")
    )
    assert prefix.role == "dateline"
    rest = article.lines[article.lines.index(prefix) + 1]
    assert (rest.line, rest.start, rest.role) == (prefix.line, prefix.end, "body")
    assert article.text[rest.start :].startswith("Australia dan Timor Leste")


def test_beads_hold_every_sentence_of_both_articles_once(story: gold.GoldStory) -> None:
    for left, right in permutations(story.articles, 2):
        beads = gold.beads(story, left, right)
        assert all(a or b for a, b in beads)
        for side, file in ((0, left), (1, right)):
            found = sorted(i for bead in beads for i in bead[side])
            assert found == list(range(len(story.articles[file].sentences)))


def test_beads_turn_round_with_the_articles(story: gold.GoldStory) -> None:
    there = gold.beads(story, "kabarlima.txt", "samudra.txt")
    back = gold.beads(story, "samudra.txt", "kabarlima.txt")
    assert sorted(there) == sorted((a, b) for b, a in back)


def test_every_bead_lies_within_one_row(story: gold.GoldStory) -> None:
    rows = {
        (file, name): row.id
        for row in story.rows
        for file, cell in row.cells.items()
        for name in cell
    }
    left, right = story.reference, "kabarlima.txt"
    for bead in gold.beads(story, left, right):
        owners = {
            rows[file, story.articles[file].sentences[i].id]
            for file, side in ((left, bead[0]), (right, bead[1]))
            for i in side
        }
        assert len(owners) == 1


def test_what_a_third_article_merged_stays_apart_in_the_beads_of_a_pair(
    story: gold.GoldStory,
) -> None:
    row = next(
        r for r in story.rows if len(r.cells[story.reference]) == 2 and r.cells["samudra.txt"]
    )
    assert len(row.cells["samudra.txt"]) == 1

    def shapes(file: str) -> set[tuple[int, int]]:
        names = {s.id: i for i, s in enumerate(story.articles[story.reference].sentences)}
        wanted = {names[name] for name in row.cells[story.reference]}
        beads = gold.beads(story, story.reference, file)
        return {(len(a), len(b)) for a, b in beads if wanted & set(a)}

    assert shapes("samudra.txt") == {(2, 1)}
    assert shapes("warta-kilat.txt") == {(1, 1)}


def test_there_are_splits_merges_moves_and_empty_sides(story: gold.GoldStory) -> None:
    beads = gold.beads(story, story.reference, "kabarlima.txt")
    shapes = {(len(a), len(b)) for a, b in beads}
    assert {(1, 2), (2, 1), (1, 0), (0, 1)} <= shapes
    linked = [b for a, b in beads if a and b]
    assert linked != sorted(linked)


def test_a_folder_without_a_story_has_articles_with_gold(corpora: Path) -> None:
    articles = gold.load_articles(corpora / "lain")
    assert len(articles) == 2
    assert all(s.role in {"headline", "body"} for a in articles.values() for s in a.sentences)


def test_a_folder_without_gold_is_an_input_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"story\.toml"):
        gold.load_story(tmp_path)


@pytest.fixture
def pairs(corpora: Path) -> tuple[gold.GoldPair, ...]:
    return gold.read_pairs(corpora / "pairs")


HEADER = (
    "item\tlangs\tseverity\treference\tdeparture\tharmless\tdeparture_en\tharmless_en"
    "\tpublished\twhy\twhy_harmless\n"
)


def write_pair(folder: Path, reference: str, item: str = "time-004", published: str = "") -> None:
    fields = [item, "en-id", "major", reference, "Kini [[tiga]].", "Kini dua.", "Three.", "Two."]
    line = "\t".join([*fields, published, "Why.", "Why not."])
    (folder / "time.tsv").write_text(f"{HEADER}{line}\n", "utf-8")


def test_every_kind_of_pair_is_read_with_both_parts(pairs: tuple[gold.GoldPair, ...]) -> None:
    kinds = {pair.kind for pair in pairs}
    assert {"attribution", "modality", "addition", "term"} <= kinds
    for kind in kinds:
        parts = [pair.part for pair in pairs if pair.kind == kind]
        assert len(parts) >= 100
        assert abs(parts.count("tune") - parts.count("report")) <= 1


def test_marks_of_pairs_are_gone_and_spans_hold_words(pairs: tuple[gold.GoldPair, ...]) -> None:
    for pair in pairs:
        for side in (pair.reference, pair.departure, pair.harmless):
            assert "[[" not in side.text
            assert "]]" not in side.text
            assert all(side.text[start:end].strip() for start, end in side.spans)
        assert pair.reference.spans or pair.departure.spans
        assert pair.harmless.spans


def test_a_pair_is_read_field_by_field(tmp_path: Path) -> None:
    write_pair(tmp_path, "There [[were]] once [[two]].", published="2025-03-19")
    (pair,) = gold.read_pairs(tmp_path)
    assert (pair.item, pair.kind, pair.part) == ("time-004", "time", "report")
    assert (pair.reference_lang, pair.retelling_lang) == ("en", "id")
    assert pair.reference == gold.MarkedText("There were once two.", ((6, 10), (16, 19)))
    assert pair.departure == gold.MarkedText("Kini tiga.", ((5, 9),))
    assert pair.harmless == gold.MarkedText("Kini dua.", ())
    assert (pair.departure_en, pair.harmless_en) == ("Three.", "Two.")
    assert (pair.why, pair.why_harmless) == ("Why.", "Why not.")
    assert str(pair.published) == "2025-03-19"


@pytest.mark.parametrize(
    "marked", ["a [[b", "a b]] c", "a [[b [[c]] d]]", "a [[]] b", "]]a[["], ids=repr
)
def test_marks_that_do_not_match_are_an_input_error(tmp_path: Path, marked: str) -> None:
    write_pair(tmp_path, marked)
    with pytest.raises(InputError, match="mark"):
        gold.read_pairs(tmp_path)


@pytest.mark.parametrize(
    ("item", "published"), [("time", ""), ("time-x", ""), ("time-004", "2025-02-30")]
)
def test_a_strange_value_in_a_pair_is_an_input_error_that_names_the_file(
    tmp_path: Path, item: str, published: str
) -> None:
    write_pair(tmp_path, "A [[b]].", item=item, published=published)
    with pytest.raises(InputError, match=r"time\.tsv"):
        gold.read_pairs(tmp_path)


def test_a_pair_without_a_column_is_an_input_error(tmp_path: Path) -> None:
    (tmp_path / "time.tsv").write_text("item\tlangs\ntime-001\tid-id\n", "utf-8")
    with pytest.raises(InputError, match="severity"):
        gold.read_pairs(tmp_path)


def test_a_folder_without_pairs_is_an_input_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no minimal pairs"):
        gold.read_pairs(tmp_path)
