import io
import json
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from export.told_stories import reviewed, texts_of, told
from padan.export.filters import Filter
from padan.export.policy import Policy, TextPolicy
from padan.export.tables import row_records, write_jsonl, write_reviewed_jsonl
from padan.judgements.state import Comment, RowReview
from padan.model import Status
from view.factories import ferry_story, long_story, story_saying

NASTY = st.text(st.characters(exclude_categories=[]), min_size=1, max_size=30)
TERMINAL_ACTS_ON = {*map(chr, range(0x20)), *map(chr, range(0x7F, 0xA0))} - {"\n", "\t"}


def jsonl(*stories) -> str:
    out = io.StringIO()
    write_jsonl(stories, out)
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


def test_stories_are_written_as_they_come() -> None:
    out = io.StringIO()
    seen: list[int] = []

    def stories():
        for number in range(3):
            seen.append(len(out.getvalue()))
            yield long_story(2 + number, 2)

    assert write_jsonl(stories(), out) == 9
    assert seen[0] == 0 < seen[1] < seen[2]


def reviewed_jsonl(story, policy: Policy) -> list[dict]:
    out = io.StringIO()
    assert write_reviewed_jsonl(Filter().cut([story]), out, policy) == len(story.compared.rows)
    return [json.loads(line) for line in out.getvalue().splitlines()]


def test_a_reviewed_record_has_what_reviewers_said_and_the_rows_place() -> None:
    now = datetime(2025, 6, 1, tzinfo=UTC)
    compared = told(1).compared
    article = compared.story.articles[1].id
    review = RowReview(
        Status.ACCEPTED, by="Rahayu", comments=(Comment("c1", "Tom", now, article, "Sure?"),)
    )
    first, second, _ = reviewed_jsonl(reviewed(compared, review), Policy(TextPolicy.FULL))
    assert (first["status"], first["by"], second["status"]) == ("accepted", "Rahayu", "unreviewed")
    assert first["comments"][0]["text"] == "Sure?"
    assert first["place"] == {each.id: [0] for each in compared.story.articles}
    assert first["cells"][1]["translations"] == [
        {
            "sentence": 0,
            "text": compared.english[article][0].text,
            "signature": "gemma@1/greedy",
        }
    ]


def test_no_word_leaves_without_a_licence() -> None:
    now = datetime(2025, 6, 1, tzinfo=UTC)
    story = told(1, licence="all rights reserved")
    words = next(texts_of(story)).split()[0]
    review = RowReview(comments=(Comment("c1", "Tom", now, "", f"Was {words} said?"),))
    story = reviewed(story.compared, review)
    said = json.dumps(reviewed_jsonl(story, Policy()))
    for text in texts_of(story):
        assert text not in said
        assert text.split()[0] not in said
    told_fully = json.dumps(reviewed_jsonl(story, Policy(TextPolicy.FULL)))
    assert all(text in told_fully for text in texts_of(story) if text not in titles(story))


def titles(story) -> set[str]:
    return {article.title for article in story.compared.story.articles}
