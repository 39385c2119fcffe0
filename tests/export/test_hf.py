"""The dataset loads offline with its types, keeps to the text policy, and is the same each time."""

import hashlib
import json
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from export.told_stories import reviewed, texts_of, told
from padan.errors import InputError
from padan.export.filters import Filter
from padan.export.folders import broken_files
from padan.export.hf import HfOptions, export_hf
from padan.export.hf_card import CardInfo
from padan.export.hf_features import FIELDS, features
from padan.export.hf_shards import SHARD_ROWS, Shards, present, read_shards
from padan.export.policy import Policy, TextPolicy
from padan.judgements.state import Decision, JudgedFinding, Mark, RowReview
from padan.model import Act, Judgement, Kind, Severity, Status
from view.factories import ferry_story

NOW = datetime(2025, 6, 1, 12, tzinfo=UTC)
STORIES = [told(n) for n in range(12)]
FULL = HfOptions(policy=Policy(TextPolicy.FULL))


def judged(story):
    """The story with a review, and the log behind it."""
    compared = story.compared
    finding = compared.rows[0].cells[1].comparison.findings[0]
    changed = replace(finding, severity=Severity.MAJOR)
    review = RowReview(
        Status.ACCEPTED,
        by="Ibu Rahayu",
        marks=(Mark("Ibu Rahayu", Status.ACCEPTED, NOW), Mark("Tom", Status.REJECTED, NOW)),
        findings=(
            JudgedFinding(
                compared.rows[0].cells[1].article, changed, Decision.ACCEPTED, "Tom", finding
            ),
        ),
        by_hand="Tom",
    )
    return reviewed(compared, review)


def log_of(story) -> list[Judgement]:
    articles = tuple(article.id for article in story.compared.story.articles)
    place = {article: [0] for article in articles}
    english = {"article": articles[1], "sentence": 0, "before": "Was.", "after": "It was so."}
    english["memory"] = ["Was.", "human: Ibu Rahayu", NOW.isoformat()]

    def act(seq: int, who: str, what: Act, body) -> Judgement:
        return Judgement(f"{articles[0]}-{seq}", who, NOW, what, body, articles, seq)

    return [
        act(1, "Ibu Rahayu", Act.ACCEPT, {"rows": [place]}),
        act(2, "Tom", Act.EDIT_ENGLISH, english),
        act(3, "Tom", Act.UNDO, {"of": f"{articles[0]}-2"}),
    ]


def records(folder: Path, config: str) -> list[dict]:
    return [record for _, record in read_shards(folder, config)]


def all_bytes(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


@pytest.fixture
def offline(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """`datasets.load_dataset` on a folder, with a cache of its own."""
    import datasets

    monkeypatch.setattr("datasets.config.HF_DATASETS_OFFLINE", True)
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)
    datasets.disable_progress_bars()

    def load(folder: Path, config: str | None = None):
        return datasets.load_dataset(str(folder), config, cache_dir=str(tmp_path / "cache"))

    return load


def test_every_configuration_loads_offline_with_its_types(tmp_path: Path, offline) -> None:
    story = judged(told(3))
    out = tmp_path / "out"
    done = export_hf([story, *STORIES[4:]], out, judgements=lambda _a: log_of(story), options=FULL)
    assert present(out) == list(FIELDS)
    for config in FIELDS:
        found = offline(out, config)
        counted = {split: len(rows) for split, rows in found.items()}
        assert counted == {s: n for (c, s), n in done.counts.items() if c == config and n}
        for rows in found.values():
            assert rows.features == features(config)
    default = offline(out)
    assert default["train"].features == features("stories")


def test_the_records_say_what_the_story_says(tmp_path: Path) -> None:
    story = judged(told(3))
    out = tmp_path / "out"
    export_hf([story], out, judgements=lambda _a: log_of(story), options=FULL)
    compared = story.compared
    source, first, second = compared.story.articles
    row = records(out, "stories")[1]
    assert [cell["text"] for cell in row["cells"]] == [
        article.sentences[1].text for article in compared.story.articles
    ]
    cell = row["cells"][1]
    assert cell["english"] == compared.english[first.id][1].text
    assert cell["sha256"] == hashlib.sha256(cell["text"].encode()).hexdigest()
    assert first.text[cell["starts"][0] : cell["ends"][0]] == cell["text"]
    assert (cell["consistency"], cell["roles"]) == (pytest.approx(0.8), ["body"])
    assert row["signature"].startswith("align=e5@")
    id_id, en_id, mt = (records(out, c)[0] for c in ("pairs-id-id", "pairs-id-en", "mt-id-en"))
    assert (id_id["text_a"], id_id["text_b"]) == (first.sentences[0].text, second.sentences[0].text)
    assert id_id["consistency"] is None, "nobody compared the two with each other"
    assert (en_id["text_en"], en_id["text_id"]) == (
        source.sentences[0].text,
        first.sentences[0].text,
    )
    assert en_id["en_is_reference"] and en_id["consistency"] == pytest.approx(0.8)
    assert mt["translation"] == {
        "id": first.sentences[0].text,
        "en": compared.english[first.id][0].text,
    }
    about = {record["article_id"]: record for record in records(out, "articles")}
    assert about[first.id]["sha256"] == hashlib.sha256(first.text.encode()).hexdigest()
    assert about[first.id]["open_licence"] == "CC-BY-4.0"


def test_reviews_are_told_under_pseudonyms_unless_names_are_asked_for(tmp_path: Path) -> None:
    story = judged(told(3))

    def exported(name: str, **options) -> tuple[Path, dict, list[dict], list[dict]]:
        out = tmp_path / name
        chosen = replace(FULL, **options)
        export_hf([story], out, judgements=lambda _a: log_of(story), options=chosen)
        row = records(out, "stories")[0]
        return out, row, records(out, "findings"), records(out, "judgements")

    out, row, findings, log = exported("hidden")
    assert (row["status"], row["disputed"], row["by_hand"]) == ("accepted", True, True)
    assert row["reviewers"] == ["reviewer-1", "reviewer-2"]
    first = findings[0]
    assert (first["decision"], first["decided_by"]) == ("accepted", "reviewer-2")
    assert (first["severity"], first["original_severity"]) == ("major", "minor")
    assert [(j["reviewer"], j["act"], j["stands"]) for j in log] == [
        ("reviewer-1", "accept", True),
        ("reviewer-2", "edit-english", False),
        ("reviewer-2", "undo", False),
    ]
    assert json.loads(log[1]["body"])["after"] == "It was so."
    everything = b"".join(all_bytes(out).values())
    assert b"Rahayu" not in everything
    _, row, _, log = exported("named", names=True)
    assert row["reviewers"] == ["Ibu Rahayu", "Tom"]
    assert log[0]["reviewer"] == "Ibu Rahayu"


def uncompressed(folder: Path) -> bytes:
    """All that a folder says: every value of every shard, and the other files as they are."""
    said = [
        json.dumps(r, default=str, ensure_ascii=False) for c in FIELDS for r in records(folder, c)
    ]
    others = [p.read_bytes() for p in folder.rglob("*") if p.is_file() and p.suffix != ".parquet"]
    return "\n".join(said).encode() + b"".join(others)


def test_without_a_licence_no_text_leaves_but_offsets_and_hashes_do(tmp_path: Path) -> None:
    bound = judged(told(5, licence="all rights reserved"))
    free = told(6)
    out = tmp_path / "out"
    export_hf([bound, free], out, judgements=lambda _a: log_of(bound))
    said = uncompressed(out).decode()
    for text in texts_of(bound):
        assert text not in said
        assert text.split()[0] not in said, "not even the first word, as a finding quotes it"
    assert "It was so." not in said, "nor what a reviewer wrote in its place"
    assert all(text in said for text in texts_of(free))
    (row,) = [r for r in records(out, "stories") if r["row"] == 0 and r["cells"][0]["text"] is None]
    cell, article = row["cells"][1], bound.compared.story.articles[1]
    words = article.text[cell["starts"][0] : cell["ends"][0]]
    assert cell["sha256"] == hashlib.sha256(words.encode()).hexdigest()
    assert (cell["text_policy"], row["title"]) == ("none", None)


def test_a_snippet_is_a_few_words_and_says_so(tmp_path: Path) -> None:
    out = tmp_path / "out"
    export_hf([told(5)], out, options=HfOptions(policy=Policy(TextPolicy.SNIPPET)))
    text = told(5).compared.story.articles[1].sentences[0].text
    (cell,) = [r["cells"][1] for r in records(out, "stories") if r["row"] == 0]
    assert cell["text"] == f"{' '.join(text.split()[:3])} …"
    assert cell["text_policy"] == "snippet"
    assert "6 words, 48 characters" in (out / "README.md").read_text()


def test_the_same_stories_and_options_give_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one", "two"):
        export_hf(STORIES, tmp_path / name, options=FULL)
    assert all_bytes(tmp_path / "one") == all_bytes(tmp_path / "two")


def test_the_checksums_tell_what_was_changed(tmp_path: Path) -> None:
    out = tmp_path / "out"
    export_hf(STORIES[:2], out)
    assert broken_files(out) == []
    (out / "LICENSE").write_text("anything goes")
    (out / "more.txt").write_text("")
    assert broken_files(out) == ["LICENSE", "more.txt"]


@pytest.mark.filterwarnings("ignore")
def test_croissant_describes_every_record(tmp_path: Path) -> None:
    mlcroissant = pytest.importorskip("mlcroissant")
    story, out = judged(told(3)), tmp_path / "out"
    export_hf([story], out, judgements=lambda _a: log_of(story), options=FULL)
    described = mlcroissant.Dataset(jsonld=str(out / "croissant.json"))
    assert not described.metadata.issues.errors
    for config in FIELDS:
        found = list(described.records(f"records/{config}"))
        kept = records(out, config)
        assert len(found) == len(kept) > 0
        assert len(found[0]) == len(FIELDS[config])
    cells = next(iter(described.records("records/stories")))["records/stories/cells"]
    text = cells[1]["records/stories/cells/text"].decode()
    assert text == records(out, "stories")[0]["cells"][1]["text"]


def test_the_card_has_what_the_hub_asks_for_and_names_the_model(tmp_path: Path) -> None:
    from huggingface_hub import DatasetCard

    out = tmp_path / "out"
    card = CardInfo(name="Harbour rows", contact="desk@news.example", citation="Desk 2025")
    export_hf([*STORIES, reviewed(ferry_story())], out, options=HfOptions(card=card))
    found = DatasetCard.load(out / "README.md")
    assert found.data.pretty_name == "Harbour rows"
    assert found.data.language == ["de", "en", "id"]
    assert (found.data.license, found.data.license_link) == ("other", "LICENSE")
    assert [c["config_name"] for c in found.data.configs if c.get("default")] == ["stories"]
    assert {c["config_name"] for c in found.data.configs} == set(present(out))
    sizes = {
        (info["config_name"], split["name"]): split["num_examples"]
        for info in found.data.dataset_info
        for split in info["splits"]
    }
    counted = Counter(
        (c, p.name.partition("-")[0]) for c in present(out) for p, _ in read_shards(out, c)
    )
    assert sizes == dict(counted)
    for said in ("desk@news.example", "Desk 2025", "gemma@1/greedy", "Gemma Terms of Use"):
        assert said in found.text
    assert "| Kabar Pelabuhan | none stated | 1 | none |" in found.text
    assert "Suara Teluk" in (out / "LICENSE").read_text()


def test_text_beyond_a_licence_is_said_on_the_card(tmp_path: Path) -> None:
    story = told(5, licence="")
    export_hf([story], tmp_path / "free", options=HfOptions())
    export_hf([story], tmp_path / "full", options=FULL)
    said = "at the exporter's own word"
    assert said not in (tmp_path / "free/README.md").read_text()
    assert said in (tmp_path / "full/README.md").read_text()


def test_many_records_go_into_shards_of_a_size(tmp_path: Path) -> None:
    assert SHARD_ROWS > 1000
    blank = dict.fromkeys(FIELDS["articles"])
    with Shards(tmp_path, shard_rows=10) as shards:
        for start in range(0, 24, 8):
            shards.write("articles", "train", [blank | {"characters": start + n} for n in range(8)])
    names = [path.name for path in sorted((tmp_path / "articles").iterdir())]
    assert names == [f"train-0000{n}-of-00003.parquet" for n in range(3)]
    assert [r["characters"] for r in records(tmp_path, "articles")] == list(range(24))


def test_the_filter_cuts_every_configuration(tmp_path: Path) -> None:
    out = tmp_path / "out"
    export_hf(STORIES, out, options=HfOptions(chosen=Filter(outlets=("Suara Teluk",))))
    assert present(out) == ["stories", "articles", "pairs-id-en", "mt-id-en", "findings"]
    assert {r["outlet"] for r in records(out, "articles")} == {"The Quay", "Suara Teluk"}
    assert {r["outlet"] for r in records(out, "mt-id-en")} == {"Suara Teluk"}


def test_a_folder_with_other_things_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out/letter.txt").write_text("dear")
    for force in (False, True):
        with pytest.raises(InputError, match="holds other things"):
            export_hf(STORIES, tmp_path / "out", force=force)
    assert [p.name for p in tmp_path.iterdir()] == ["out"]


def test_an_earlier_export_is_replaced_only_when_asked_and_keeps_its_splits(tmp_path: Path) -> None:
    out = tmp_path / "out"
    export_hf(STORIES[:6], out)
    with pytest.raises(InputError, match="--force"):
        export_hf(STORIES, out)
    before = dict(line.split("\t")[::2] for line in (out / "splits.tsv").read_text().splitlines())
    export_hf(STORIES, out, force=True)
    after = dict(line.split("\t")[::2] for line in (out / "splits.tsv").read_text().splitlines())
    assert before.items() < after.items()
    assert [p.name for p in tmp_path.iterdir()] == ["out"]


def test_nothing_to_export_is_one_clear_error(tmp_path: Path) -> None:
    chosen = Filter(kinds=frozenset({Kind.NUMBER}))
    with pytest.raises(InputError, match="nothing is left"):
        export_hf(STORIES, tmp_path / "out", options=HfOptions(chosen=chosen))
    assert not list(tmp_path.iterdir())


def test_an_export_that_breaks_off_leaves_nothing(tmp_path: Path) -> None:
    def failing(_articles):
        raise RuntimeError("the log is gone")

    with pytest.raises(RuntimeError):
        export_hf(STORIES, tmp_path / "out", judgements=failing)
    assert not list(tmp_path.iterdir())
