"""Shards hold stories whole, count only once they are whole, and come into any store."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from padan.distributed.shards import Shard, Shards, import_shards, read_shard
from padan.errors import InputError, StoreError
from padan.model import (
    Article,
    Bead,
    Cell,
    ComparedStory,
    Comparison,
    Fault,
    FaultKind,
    Finding,
    Kind,
    Row,
    Severity,
    Span,
    Story,
    Translation,
    Why,
)
from padan.store import Store

MADE = Translation(
    "Kilang tutup.", "The mill closed.", "id", "en", "t@1", (Fault(FaultKind.SHORT, "kurang"),), 0.5
)


@pytest.fixture
def compared(make_article: Callable[..., Article]) -> ComparedStory:
    a = make_article("a" * 16, "The mill shut.", lang="en", published=date(2024, 3, 5), outlet="A")
    b = make_article("b" * 16, "Kilang tutup.", "Sepi “sekali”.", outlet="Ž", repairs=("x",))
    why = Why("numbers.changed", (("left", "'three'"),))
    finding = Finding(
        Kind.NUMBER, Severity.MAJOR, Span(0, 3), None, "r", "en-id", Span(1, 2), True, "g", why
    )
    comparison = Comparison(0.25, (finding,), ("length",), (("apart", -1.5),))
    cells = (Cell(a.id, (0,)), Cell(b.id, (0, 1), comparison, True, 0.75))
    rows = (Row(0, cells, 0.5), Row(1, (Cell(a.id), Cell(b.id, (), Comparison(None))), 0.25))
    story = Story("f" * 16, "Mill", (a, b), a.id, {b.id: a.id})
    return ComparedStory(
        story, rows, {b.id: {0: MADE}}, {"align": "x", "translate": "y", "compare": "z"}
    )


@pytest.fixture
def shard(compared: ComparedStory) -> Shard:
    memory = {
        "translations": {"t" * 64: MADE},
        "beads": {"b" * 64: [Bead((0,), (0, 1), 0.5, True)]},
    }
    return Shard({"k" * 64: compared}, memory)


def refuse(error: InputError) -> None:
    raise error


def test_a_shard_comes_back_equal(shard: Shard, tmp_path: Path) -> None:
    mark = Shards(tmp_path / "s").write(shard)
    assert read_shard(mark) == shard
    assert Shards(tmp_path / "s").finished() == {"k" * 64: mark}


def test_the_same_work_is_one_shard_however_often_it_is_written(
    shard: Shard, tmp_path: Path
) -> None:
    shards = Shards(tmp_path)
    assert shards.write(shard) == shards.write(shard)
    assert len(list(tmp_path.iterdir())) == 3


def test_what_has_no_mark_does_not_count(shard: Shard, tmp_path: Path) -> None:
    shards = Shards(tmp_path)
    shards.write(shard).unlink()
    assert shards.finished() == {}


@pytest.mark.parametrize("ending", [".stories.parquet", ".memory.parquet"])
def test_a_file_cut_short_is_told_and_not_read(shard: Shard, tmp_path: Path, ending: str) -> None:
    mark = Shards(tmp_path).write(shard)
    (path,) = tmp_path.glob(f"*{ending}")
    path.write_bytes(path.read_bytes()[:-20])
    with pytest.raises(InputError, match="is not the file its mark speaks of"):
        read_shard(mark)
    path.unlink()
    with pytest.raises(InputError, match="cannot be read"):
        read_shard(mark)


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"stories": 1}', '{"stories": [1], "sha256": {}}']
)
def test_a_broken_mark_is_told_and_counts_for_nothing(text: str, tmp_path: Path) -> None:
    (tmp_path / "x.json").write_text(text)
    assert Shards(tmp_path).finished() == {}
    with pytest.raises(InputError, match="is no mark of a shard"):
        read_shard(tmp_path / "x.json")


def test_a_shard_of_another_form_is_told(shard: Shard, tmp_path: Path) -> None:
    from hashlib import sha256

    import pyarrow as pa
    import pyarrow.parquet as pq

    mark = Shards(tmp_path).write(shard)
    (path,) = tmp_path.glob("*.stories.parquet")
    table = pq.read_table(path)
    told = json.loads(mark.read_text())
    for column, what in (("story", "another form"), ("other", "no shard")):
        columns = [column if name == "story" else name for name in table.column_names]
        broken = table.set_column(
            columns.index(column), column, pa.array(["{}"], pa.large_string())
        )
        pq.write_table(broken, path)
        told["sha256"][".stories.parquet"] = sha256(path.read_bytes()).hexdigest()
        mark.write_text(json.dumps(told))
        with pytest.raises(InputError, match=what):
            read_shard(mark)


def test_shards_come_into_a_store_with_their_articles_once(shard: Shard, tmp_path: Path) -> None:
    shards = Shards(tmp_path / "s")
    mark = shards.write(shard)
    with Store(str(tmp_path / "a.db")) as store:
        assert import_shards([mark], store, on_skip=refuse) == 1
        assert import_shards([mark], store, on_skip=refuse) == 0
        assert list(store.compared_stories()) == list(shard.stories.values())
        assert dict(store.caches().translations) == shard.memory["translations"]
        assert dict(store.caches().beads) == shard.memory["beads"]


def test_only_the_wanted_stories_come(shard: Shard, tmp_path: Path) -> None:
    (compared,) = shard.stories.values()
    other = replace(compared, story=replace(compared.story, id="e" * 16, title="Bridge"))
    mark = Shards(tmp_path / "s").write(Shard({**shard.stories, "j" * 64: other}))
    with Store(str(tmp_path / "a.db")) as store:
        came = import_shards(
            [mark], store, wanted=lambda c: c.story.title == "Bridge", on_skip=refuse
        )
        assert came == 1
        assert [title for _, title in store.titles()] == ["Bridge"]


def test_a_broken_shard_is_skipped_and_the_others_come(shard: Shard, tmp_path: Path) -> None:
    mark = Shards(tmp_path / "s").write(shard)
    broken = tmp_path / "s" / "x.json"
    broken.write_text("{}")
    told: list[InputError] = []
    with Store(str(tmp_path / "a.db")) as store:
        assert import_shards([broken, mark], store, on_skip=told.append) == 1
    assert [error.where for error in told] == [str(broken)]


def test_nothing_is_imported_while_a_run_is_at_work(shard: Shard, tmp_path: Path) -> None:
    mark = Shards(tmp_path / "s").write(shard)
    with (
        Store(str(tmp_path / "a.db")) as one,
        Store(str(tmp_path / "a.db")) as two,
        one.running(),
        pytest.raises(StoreError, match="another run"),
    ):
        import_shards([mark], two, on_skip=refuse)
