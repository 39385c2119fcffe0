"""A dataset goes to the hub whole, with a token from the environment, and only where it may."""

from pathlib import Path

import pytest

from export.hub_server import TOKEN, Hub, serving
from export.told_stories import told
from padan.errors import InputError
from padan.export import hub
from padan.export.hf import HfOptions, export_hf
from padan.export.policy import Policy, TextPolicy


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch):
    with serving(Hub()) as running:
        monkeypatch.setenv("HF_ENDPOINT", running.url)
        monkeypatch.setenv("HF_TOKEN", TOKEN)
        monkeypatch.setenv("HF_HUB_DISABLE_PROGRESS_BARS", "1")
        monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", False)
        monkeypatch.setattr("huggingface_hub.constants.HF_HUB_DISABLE_XET", True)
        yield running


@pytest.fixture
def dataset(tmp_path: Path) -> Path:
    export_hf([told(1)], tmp_path / "out")
    return tmp_path / "out"


def test_every_file_arrives_byte_for_byte(server: Hub, dataset: Path) -> None:
    address = hub.push(dataset, "desk/rows")
    assert address == f"{server.url}/datasets/desk/rows"
    here = {
        p.relative_to(dataset).as_posix(): p.read_bytes() for p in dataset.rglob("*") if p.is_file()
    }
    assert server.files == here
    assert [(c["type"], c["visibility"]) for c in server.created] == [("dataset", "private")]


def test_planning_sends_nothing(server: Hub, dataset: Path) -> None:
    planned = dict(hub.plan(dataset, public=True))
    assert "README.md" in planned and all(planned.values())
    assert server.requests == []


def test_text_without_an_open_licence_never_goes_public(server: Hub, tmp_path: Path) -> None:
    full = HfOptions(policy=Policy(TextPolicy.FULL))
    export_hf([told(1, licence="")], tmp_path / "out", options=full)
    with pytest.raises(InputError, match="without an open licence"):
        hub.push(tmp_path / "out", "desk/rows", public=True)
    assert server.requests == []
    hub.push(tmp_path / "out", "desk/rows")
    assert server.created[0]["visibility"] == "private"


def test_a_changed_export_does_not_go(server: Hub, dataset: Path) -> None:
    (dataset / "LICENSE").write_text("anything")
    with pytest.raises(InputError, match="LICENSE"):
        hub.push(dataset, "desk/rows")
    assert server.requests == []


def test_a_wrong_token_and_none_are_one_clear_error(
    server: Hub, dataset: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_TOKEN", "hf_wrong")
    with pytest.raises(InputError, match="did not take it"):
        hub.push(dataset, "desk/rows")
    monkeypatch.delenv("HF_TOKEN")
    with pytest.raises(InputError, match="set HF_TOKEN"):
        hub.push(dataset, "desk/rows")
    assert not server.files


def test_what_is_no_dataset_does_not_go(server: Hub, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no dataset"):
        hub.push(tmp_path, "desk/rows")
