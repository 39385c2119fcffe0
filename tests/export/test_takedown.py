"""After a takedown no text of the articles is in any export, and the rest of it is as it was."""

import zipfile
from pathlib import Path

import pytest

from export.told_stories import reviewed, told
from padan.errors import InputError
from padan.export.ces import write_ces_folder
from padan.export.filters import Filter
from padan.export.folders import broken_files, replacing_folder
from padan.export.hf import HfOptions, export_hf
from padan.export.hf_shards import counted, present, read_shards
from padan.export.intertext import write_intertext_folder
from padan.export.policy import Policy, TextPolicy
from padan.export.sheets import write_csv, write_tsv, write_xlsx
from padan.export.tables import write_reviewed_jsonl
from padan.export.takedown import Traces, remaining, take_out
from padan.export.tmx_rows import write_tmx_folder
from padan.export.xliff import write_xliff_folder
from padan.judgements.state import Comment, RowReview

FULL = Policy(TextPolicy.FULL)
STORIES = [told(number) for number in range(5)]
FOLDERS = {
    "tmx": write_tmx_folder,
    "xliff": write_xliff_folder,
    "xliff12": lambda *given: write_xliff_folder(*given, xliff="1.2"),
    "ces": write_ces_folder,
    "intertext": write_intertext_folder,
}
SHEETS = {"tsv": write_tsv, "csv": write_csv, "jsonl": write_reviewed_jsonl}


def of_outlet(stories, outlet: str) -> Traces:
    """Ids, sentences, titles and translations of an outlet's articles."""
    articles = [
        (story.compared, article)
        for story in stories
        for article in story.compared.story.articles
        if article.outlet == outlet
    ]
    texts = [
        text
        for compared, article in articles
        for text in (
            article.title,
            *(sentence.text for sentence in article.sentences),
            *(made.text for made in compared.english.get(article.id, {}).values()),
        )
    ]
    return Traces(frozenset(article.id for _, article in articles), tuple(texts))


GONE, STAYS = of_outlet(STORIES, "Kabar Dermaga"), of_outlet(STORIES, "Suara Teluk")


def exported(tmp_path: Path, form: str) -> Path:
    target = tmp_path / (form if form in FOLDERS else f"rows.{form}")
    chosen = list(Filter().cut(STORIES))
    if form in FOLDERS:
        with replacing_folder(target) as fresh:
            FOLDERS[form](chosen, fresh, FULL)
    elif form == "xlsx":
        write_xlsx(chosen, target, FULL)
    else:
        with target.open("w", encoding="utf-8", newline="") as out:
            SHEETS[form](chosen, out, FULL)
    return target


def all_bytes(path: Path) -> bytes:
    files = [path] if path.is_file() else [p for p in path.rglob("*") if p.is_file()]
    raw = b"".join(p.read_bytes() for p in files)
    for each in (p for p in files if p.suffix == ".xlsx"):
        with zipfile.ZipFile(each) as book:
            raw += b"".join(book.read(name) for name in book.namelist())
    return raw


@pytest.mark.parametrize("form", [*FOLDERS, *SHEETS, "xlsx"])
def test_no_byte_of_the_text_remains_in_any_form(tmp_path: Path, form: str) -> None:
    path = exported(tmp_path, form)
    assert any(text.encode() in all_bytes(path) for text in GONE.texts)
    assert take_out(path, GONE) > 0
    left = all_bytes(path)
    assert not [text for text in GONE.texts if text.encode() in left]
    assert not list(remaining(path, GONE))
    if form != "jsonl":  # where a record holds a whole row, the row goes
        kept = [text for text in STAYS.texts if text.encode() in left]
        assert len(kept) >= 15, "every sentence of the other outlet is there"
    if (path / "SHA256SUMS").is_file():
        assert broken_files(path) == []


def test_what_is_rewritten_is_still_valid(tmp_path: Path) -> None:
    from lxml import etree

    for form in FOLDERS:
        take_out(exported(tmp_path, form), GONE)
    for path in tmp_path.rglob("*"):
        if path.suffix in (".tmx", ".xlf", ".xml"):
            etree.parse(str(path))
    dtd = etree.DTD(str(Path(__file__).parent / "tmx14.dtd"))
    memories = list((tmp_path / "tmx").glob("*.tmx"))
    assert memories
    assert all(dtd.validate(etree.parse(str(path))) for path in memories)


def test_a_dataset_loses_the_cells_and_keeps_the_rest(tmp_path: Path) -> None:
    out = tmp_path / "out"
    export_hf(STORIES, out, options=HfOptions(policy=FULL))
    before = counted(out)
    assert take_out(out, GONE) > 0
    said = [str(r) for config in present(out) for _, r in read_shards(out, config)]
    assert not [t for t in GONE.texts if any(t in line for line in said)]
    assert not [t for t in GONE.texts if t.encode() in all_bytes(out)]
    after = counted(out)
    rows = [record for _, record in read_shards(out, "stories")]
    assert len(rows) == 15 == sum(n for (c, _), n in before.items() if c == "stories")
    assert all(len(row["cells"]) == 2 for row in rows)
    assert sum(n for (c, _), n in after.items() if c == "articles") == 10
    assert "pairs-id-id" not in present(out)
    assert broken_files(out) == []
    assert (out / "takedowns.tsv").read_text().split() == sorted(GONE.ids)
    assert not [name for name in GONE.ids if name in (out / "splits.tsv").read_text()]
    assert "Kabar Dermaga" not in (out / "README.md").read_text()


def test_a_rewritten_dataset_loads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import datasets

    monkeypatch.setattr("datasets.config.HF_DATASETS_OFFLINE", True)
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)
    out = tmp_path / "out"
    export_hf(STORIES, out, options=HfOptions(policy=FULL))
    take_out(out, GONE)
    loaded = datasets.load_dataset(str(out), "stories", cache_dir=str(tmp_path / "cache"))
    assert sum(len(split) for split in loaded.values()) == 15


def test_a_taken_reference_takes_the_findings_that_quote_it(tmp_path: Path) -> None:
    out = tmp_path / "out"
    export_hf(STORIES, out, options=HfOptions(policy=FULL))
    take_out(out, of_outlet(STORIES, "The Quay"))
    assert "findings" not in present(out)
    assert "pairs-id-id" in present(out)


def test_a_comment_that_quotes_goes_with_its_line(tmp_path: Path) -> None:
    from datetime import UTC, datetime

    quoted = GONE.texts[1]
    now = datetime(2025, 6, 1, tzinfo=UTC)
    review = RowReview(comments=(Comment("1", "Tom", now, "", f"They wrote: {quoted}"),))
    path = tmp_path / "rows.tsv"
    with path.open("w", encoding="utf-8") as out:
        write_tsv(Filter().cut([reviewed(STORIES[1].compared, review)]), out, FULL)
    take_out(path, GONE)
    assert quoted.encode() not in path.read_bytes()


def test_an_export_without_the_articles_is_left_alone(tmp_path: Path) -> None:
    other = of_outlet([told(50)], "Suara Teluk")
    out = tmp_path / "out"
    export_hf(STORIES, out)
    before = all_bytes(out)
    assert take_out(out, other) == 0
    assert all_bytes(out) == before


def test_a_file_of_another_kind_is_named(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text(f"<p>{GONE.texts[1]}</p>", encoding="utf-8")
    with pytest.raises(InputError, match="delete it"):
        take_out(tmp_path, GONE)
    (tmp_path / "page.html").write_text("<p>Anything else that is said.</p>", encoding="utf-8")
    assert take_out(tmp_path, GONE) == 0
    with pytest.raises(InputError, match="not there"):
        take_out(tmp_path / "nowhere", GONE)
