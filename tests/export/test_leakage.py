"""An export fails, and names the rows, where its texts stand in two splits or in a benchmark."""

import json
import random
from pathlib import Path

import pytest

from export.told_stories import sentence, texts_of, told
from padan.errors import InputError
from padan.export.filters import Filter
from padan.export.hf import HfOptions, export_hf
from padan.export.hf_shards import read_shards
from padan.export.leakage import Benchmark, across_splits, in_benchmarks
from padan.export.splits import assign

COPIED = sentence(random.Random("leak"), 18)


def put_apart(tmp_path: Path) -> tuple[list, Path]:
    """Two stories with a like sentence, and an earlier export that had them in two splits."""
    stories = [told(1, shared={0: COPIED}), told(2, shared={2: COPIED})]
    earlier = tmp_path / "earlier"
    earlier.mkdir()
    lines = ["article_id\tstory_id\tsplit"]
    for story, split in zip(stories, ("train", "test"), strict=True):
        lines += [f"{article.id}\tx\t{split}" for article in story.compared.story.articles]
    (earlier / "splits.tsv").write_text("\n".join(lines) + "\n")
    return stories, earlier


def test_an_overlap_between_splits_fails_and_names_both_rows(tmp_path: Path) -> None:
    stories, earlier = put_apart(tmp_path)
    out = tmp_path / "out"
    with pytest.raises(InputError) as caught:
        export_hf(stories, out, options=HfOptions(keep_splits=earlier))
    ids = [story.compared.story.id for story in stories]
    told_of = str(caught.value)
    assert all(name in told_of for name in ids)
    assert "row 3" in told_of and "row 1" in told_of
    assert "--on-overlap drop" in told_of
    assert not out.exists()


def test_dropped_rows_are_told_and_written_nowhere(tmp_path: Path) -> None:
    stories, earlier = put_apart(tmp_path)
    out = tmp_path / "out"
    done = export_hf(stories, out, options=HfOptions(keep_splits=earlier, drop_overlap=True))
    assert len(done.dropped) == 1
    rows = [record for _, record in read_shards(out, "stories")]
    assert len(rows) == 5
    held = [r for r in rows if any(cell["text"] == COPIED for cell in r["cells"])]
    assert len(held) == 1
    assert not across_splits(assign(list(Filter().cut(stories))))


def test_what_is_split_together_does_not_leak() -> None:
    stories = [told(n, shared={0: COPIED} if n % 3 == 0 else None) for n in range(12)]
    assert across_splits(assign(list(Filter().cut(stories)))) == []


@pytest.mark.parametrize("form", ["txt", "tsv", "jsonl", "json in brackets"])
def test_a_benchmark_is_read_in_each_form(tmp_path: Path, form: str) -> None:
    lines = {
        "txt": COPIED,
        "tsv": f"12\t{COPIED}\tnews",
        "jsonl": json.dumps({"id": 3, "pair": {"id": COPIED}}),
        "json in brackets": json.dumps([1, COPIED]),
    }
    path = tmp_path / "benchmark"
    path.write_text(f"Other words.\n{lines[form]}\n", encoding="utf-8")
    assert Benchmark.read(path).holds(COPIED)


@pytest.mark.parametrize(
    "say",
    [
        lambda text: text.upper(),
        lambda text: text.replace(" ", "  ").rstrip("."),
        lambda text: "Katanya, " + " ".join(text.split()[2:11]) + " dan seterusnya begitu saja.",
        lambda text: text.replace(text.split()[5], "lain").replace(text.split()[14], "pula"),
    ],
    ids=["other case", "other spaces", "eight words in a row", "two words in eighteen"],
)
def test_a_sentence_of_a_benchmark_is_found_in_other_dress(say) -> None:
    assert Benchmark("b", [COPIED]).holds(say(COPIED))


@pytest.mark.parametrize(
    "text", ["", "...", "Ya.", "Other words stand here.", " ".join(COPIED.split()[:5])]
)
def test_other_sentences_are_not(text: str) -> None:
    assert not Benchmark("b", [COPIED, "", "Ya."]).holds(text)


def test_a_row_whose_english_stands_in_a_benchmark_is_named(tmp_path: Path) -> None:
    story = told(4)
    article = story.compared.story.articles[2]
    english = story.compared.english[article.id][1].text
    (leak,) = in_benchmarks(Filter().cut([story]), [Benchmark("flores.dev", [english])])
    assert (leak.row, leak.where) == (1, "stands in flores.dev")
    path = tmp_path / "flores.dev"
    path.write_text(english + "\n")
    with pytest.raises(InputError, match=r"row 2: stands in flores\.dev"):
        export_hf([story], tmp_path / "out", options=HfOptions(exclude=(path,)))


def test_nothing_of_a_corpus_is_found_in_another() -> None:
    benchmark = Benchmark("b", [text for n in range(10) for text in texts_of(told(n))])
    stories = [told(n) for n in range(100, 110)]
    assert not list(in_benchmarks(Filter().cut(stories), [benchmark]))


def test_a_benchmark_that_cannot_be_read_is_one_clear_error(tmp_path: Path) -> None:
    (tmp_path / "b").write_bytes(b"\xff\xfe\x00 no text")
    for name in ("b", "nowhere"):
        with pytest.raises(InputError, match=name):
            Benchmark.read(tmp_path / name)
