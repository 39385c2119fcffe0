"""Whoever holds the articles gets the texts back, each checked by its hash."""

from pathlib import Path

import pytest

from export.told_stories import reviewed, texts_of, told
from padan.articles import read_article
from padan.errors import InputError
from padan.export.folders import broken_files
from padan.export.hf import HfOptions, export_hf
from padan.export.hf_shards import present, read_shards
from padan.export.hub import beyond_licence
from padan.export.policy import Policy, TextPolicy
from padan.export.rehydrate import rehydrate
from padan.model import Cell, Comparison, Kind, Row, Severity, Span, Translation
from view.factories import make_finding, make_story

LINES = [
    "Kapal tunda Anggrek menarik tongkang itu ke dermaga barat pada Kamis malam.",
    "Tidak ada awak yang terluka, kata kepala pelabuhan Sasmita.",
    "Tongkang itu membawa semen untuk pembangunan jembatan baru di hulu.",
]


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    """A folder with two articles, read as anyone who has them would read them."""
    folder = tmp_path / "articles"
    folder.mkdir()
    for name, end in (("a", ""), ("b", " Begitu laporannya.")):
        text = "\n\n".join(line + end for line in LINES)
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    return folder


def story_of(folder: Path):
    one, two = (read_article(folder / name, lang="id") for name in ("a.txt", "b.txt"))
    bodies = [[s.index for s in article.aligned] for article in (one, two)]
    rows = []
    for number, first in enumerate(bodies[0]):
        second = tuple(bodies[1][number * 2 : number * 2 + 2])
        span = Span(two.sentences[second[0]].start, two.sentences[second[0]].end)
        finding = make_finding(Kind.ADDITION, Severity.MINOR, "More is said.", retelling=span)
        cells = (Cell(one.id, (first,)), Cell(two.id, second, Comparison(0.9, (finding,))))
        rows.append(Row(number, cells, 0.9))
    english = {
        a.id: {s.index: Translation(s.text, "It was so.", "id", "en", "x@1") for s in a.aligned}
        for a in (one, two)
    }
    return reviewed(make_story("Tongkang", (one, two), rows, english=english))


def records(folder: Path) -> dict[str, list[dict]]:
    return {config: [r for _, r in read_shards(folder, config)] for config in present(folder)}


def test_every_text_comes_back_as_the_full_export_has_it(tmp_path: Path, articles: Path) -> None:
    story = story_of(articles)
    export_hf([story], tmp_path / "bare")
    export_hf([story], tmp_path / "full", options=HfOptions(policy=Policy(TextPolicy.FULL)))
    assert not any(
        cell["text"] for r in records(tmp_path / "bare")["stories"] for cell in r["cells"]
    )
    done = rehydrate(tmp_path / "bare", articles)
    assert (done.articles, done.missing, done.broken) == (2, {}, 0)
    back, full = records(tmp_path / "bare"), records(tmp_path / "full")
    assert back.keys() == full.keys()
    for one, two in zip(back["stories"], full["stories"], strict=True):
        assert [c["text"] for c in one["cells"]] == [c["text"] for c in two["cells"]]
    for name in ("text_a", "text_b"):
        assert [r[name] for r in back["pairs-id-id"]] == [r[name] for r in full["pairs-id-id"]]
    assert [r["translation"]["id"] for r in back["mt-id-en"]] == [
        r["translation"]["id"] for r in full["mt-id-en"]
    ]
    words = [r["retelling_words"] for r in back["findings"]]
    assert words == [r["retelling_words"] for r in full["findings"]]
    assert all(words)
    assert broken_files(tmp_path / "bare") == []


def test_what_came_back_cannot_leave_as_if_it_had_not(tmp_path: Path, articles: Path) -> None:
    export_hf([story_of(articles)], tmp_path / "bare")
    assert beyond_licence(tmp_path / "bare") == []
    rehydrate(tmp_path / "bare", articles)
    assert beyond_licence(tmp_path / "bare") == ["unnamed"]


def test_an_article_with_another_text_is_missing_and_named(tmp_path: Path, articles: Path) -> None:
    export_hf([story_of(articles)], tmp_path / "bare")
    (articles / "b.txt").write_text(LINES[0].replace("barat", "timur"), encoding="utf-8")
    done = rehydrate(tmp_path / "bare", articles)
    assert done.articles == 1
    assert len(done.missing) == 1
    for record in records(tmp_path / "bare")["pairs-id-id"]:
        assert record["text_a"] in LINES
        assert record["text_b"] is None


def test_a_text_whose_hash_does_not_agree_is_not_put_back(tmp_path: Path, articles: Path) -> None:
    from padan.export.hf_shards import rewrite_shards

    out = tmp_path / "bare"
    export_hf([story_of(articles)], out)
    rewrite_shards(out, "mt-id-en", lambda record: record | {"start": record["start"] + 1})
    done = rehydrate(out, articles)
    mt = records(out)["mt-id-en"]
    assert done.broken == len(mt) > 0
    assert not any(record["translation"]["id"] for record in mt)


def test_articles_of_other_stories_change_nothing(tmp_path: Path, articles: Path) -> None:
    story = told(1, licence="")
    export_hf([story], tmp_path / "bare")
    done = rehydrate(tmp_path / "bare", articles)
    assert (done.articles, len(done.missing), done.texts) == (0, 3, 0)
    said = str(records(tmp_path / "bare"))
    assert not any(text in said for text in texts_of(story))


def test_a_folder_that_is_no_dataset_is_refused(tmp_path: Path, articles: Path) -> None:
    with pytest.raises(InputError, match="no dataset"):
        rehydrate(articles, articles)
