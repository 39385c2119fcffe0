import csv
import io
import json
import sys
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parents[1]))

from padan.export.tables import TSV_COLUMNS, row_records, write_jsonl, write_tsv
from view.factories import ferry_story, long_story, make_story, story_saying

NASTY = st.text(st.characters(exclude_categories=[]), min_size=1, max_size=30)
TERMINAL_ACTS_ON = {*map(chr, range(0x20)), *map(chr, range(0x7F, 0xA0))} - {"\n", "\t"}


def jsonl(*stories) -> str:
    out = io.StringIO()
    write_jsonl(stories, out)
    return out.getvalue()


def tsv(*stories) -> str:
    out = io.StringIO()
    write_tsv(stories, out)
    return out.getvalue()


def test_a_record_holds_the_row_and_quotes_the_words_of_its_findings() -> None:
    story = ferry_story()
    record = json.loads(jsonl(story).splitlines()[1])
    assert record["story"] == {"id": story.story.id, "title": story.story.title}
    assert (record["row"], record["confidence"]) == (1, 0.95)
    assert record["signatures"] == dict(story.signatures)
    cell = record["cells"][1]
    assert (cell["outlet"], cell["lang"], cell["sentences"]) == ("Kabar Pelabuhan", "id", [2, 3])
    assert cell["consistency"] == 0.31
    assert cell["english"].endswith("So said the coast guard.")
    number = cell["findings"][0]
    assert number["kind"] == "number"
    assert number["reference"]["quote"] == "214 people"
    assert number["retelling"]["quote"] == "241 orang"


def test_spans_and_offsets_of_records_count_in_the_stored_texts() -> None:
    story = ferry_story()
    texts = {a.id: a.text for a in story.story.articles}
    reference = story.story.reference
    seen = 0
    for record in row_records(story):
        for cell in record["cells"]:
            text = texts[cell["article"]]
            assert " ".join(text[a:b] for a, b in cell["offsets"]) == cell["text"]
            for finding in cell["findings"]:
                for side, whose in (("reference", reference), ("retelling", cell["article"])):
                    if finding[side]:
                        span = finding[side]
                        assert texts[whose][span["start"] : span["end"]] == span["quote"]
                        seen += 1
    assert seen == 14


@given(NASTY)
def test_json_lines_survive_any_text_and_stay_one_a_line(text: str) -> None:
    story = story_saying(text)
    written = jsonl(story)
    assert not set(written) & (TERMINAL_ACTS_ON | {"\t"})
    lines = written.splitlines()
    assert len(lines) == 1
    assert json.loads(lines[0])["cells"][1]["text"] == text
    assert list(row_records(story)) == [json.loads(lines[0])]
    written.encode()


@given(NASTY)
def test_the_flat_table_stays_a_table_whatever_the_text(text: str) -> None:
    written = tsv(story_saying(text, title=text, outlet=text))
    assert not set(written) & TERMINAL_ACTS_ON
    written.encode()
    lines = written.splitlines()
    assert len(lines) == 2
    fields = lines[1].split("\t")
    assert len(fields) == len(TSV_COLUMNS)
    assert not [field for field in fields if field[:1] in ("=", "+", "-", "@", '"')]
    assert next(csv.reader([lines[1]], "excel-tab")) == fields


def test_the_flat_table_has_a_line_per_retelling_that_says_something_or_was_compared() -> None:
    rows = list(csv.DictReader(io.StringIO(tsv(ferry_story())), dialect="excel-tab"))
    assert list(rows[0]) == list(TSV_COLUMNS)
    assert len(rows) == 18
    turned = next(row for row in rows if row["row"] == "4" and row["outlet"] == "Kabar Pelabuhan")
    assert turned["worst_severity"] == "critical"
    assert turned["kinds"] == "negation,name"
    assert turned["consistency"] == "0.06"
    assert "turned round" in turned["reasons"]
    assert "did not believe" in turned["reference_text"]
    assert "yakin" in turned["retelling_text"]
    ours = [row["row"] for row in rows if row["perhaps_ours"]]
    assert ours == ["5"]
    assert [row["row"] for row in rows if row["moved"]] == ["5"]
    gone = next(row for row in rows if row["row"] == "3" and row["outlet"] == "Kabar Pelabuhan")
    assert (gone["retelling_text"], gone["kinds"]) == ("", "omission")


def test_without_reference_every_article_is_a_line() -> None:
    story = ferry_story()
    alone = make_story("", story.story.articles, story.rows, reference=False)
    rows = list(csv.DictReader(io.StringIO(tsv(alone)), dialect="excel-tab"))
    assert [r["outlet"] for r in rows if r["row"] == "1"] == [
        "The Harbour Post",
        "Kabar Pelabuhan",
        "kuestenblatt",
    ]
    assert {r["reference_text"] for r in rows} == {""}


def test_stories_are_written_as_they_come() -> None:
    out = io.StringIO()
    seen: list[int] = []

    def stories():
        for number in range(3):
            seen.append(len(out.getvalue()))
            yield long_story(2 + number, 2)

    assert write_jsonl(stories(), out) == 9
    assert seen[0] == 0 < seen[1] < seen[2]
