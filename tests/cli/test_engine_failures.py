"""An engine that cannot run gives one clear line and exit code 2; what was translated stays."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from padan.cli import main
from padan.engines import endpoint, runtimes

sys.path.insert(0, str(Path(__file__).parents[1] / "engines"))
from chat_server import ChatServer, Reply, Request, capitals, serving, trouble
from tiny_nllb import make

MISSING = [name for name in ("torch", "ctranslate2") if find_spec(name) is None]
needs_runtimes = pytest.mark.skipif(
    bool(MISSING), reason=f"not installed: {', '.join(MISSING)}; pip install 'padan[nllb]'"
)
TEXT = "\n".join(
    ["Hujan turun sejak pagi.", "Warga menunggu bantuan.", "Harga beras naik.", "Sekolah tutup.",
     "Jembatan baru dibuka.", "Nelayan pulang ke desa."]
)  # fmt: skip


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(tmp_path_factory.mktemp("nllb"), steps=0)


@pytest.fixture(autouse=True)
def _alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PADAN_CACHE", str(tmp_path / "cache"))
    # On models this small, waiting for a second thread is all that native code does.
    monkeypatch.setenv("OMP_NUM_THREADS", "1")
    for name in ("PADAN_OPENAI_KEY", "OPENAI_API_KEY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(endpoint.Endpoint, "_pause", lambda self, seconds: self._stopped.is_set())


@pytest.fixture
def server() -> Iterator[ChatServer]:
    with serving(ChatServer()) as running:
        yield running


def translate(*more: str) -> Result:
    command = ["translate", "-", "--lines", "--encoder", "none", "--format", "tsv", *more]
    return CliRunner().invoke(main, command, input=TEXT)


def one_line(result: Result) -> str:
    """The single line that it ended with; exit code 2 and nothing of a traceback."""
    assert result.exit_code == 2, result.output
    lines = result.stderr.splitlines()
    assert len(lines) == 1, result.stderr
    assert lines[0].startswith("padan: ")
    return lines[0]


def test_a_wrong_folder() -> None:
    assert "there is no such folder" in one_line(translate("--translator", "nllb:/no/such/folder"))


def test_a_folder_without_a_model(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    line = one_line(translate("--translator", f"hf:{tmp_path / 'empty'}"))
    assert "config.json is missing" in line


@needs_runtimes
@pytest.mark.parametrize("converted", [False, True])
def test_weights_that_are_cut_short(plain: Path, tmp_path: Path, converted: bool) -> None:
    folder = tmp_path / "model"
    if converted:
        from padan.engines.convert import convert

        convert(f"nllb:{plain}", folder, check=False)
    else:
        shutil.copytree(plain, folder)
    weights = folder / ("model.bin" if converted else "model.safetensors")
    weights.write_bytes(weights.read_bytes()[: weights.stat().st_size // 2])
    line = one_line(translate("--translator", f"nllb:{folder}"))
    assert "cannot be loaded" in line
    assert "cut short" in line


@pytest.mark.parametrize("gone", [("torch", "ctranslate2"), ("torch",)])
def test_a_missing_extra(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, gone: tuple[str, ...]
) -> None:
    """Neither runtime, or not the one that this model needs."""
    (tmp_path / "model").mkdir()
    for name in ("config.json", "model.safetensors", "tokenizer.json"):
        (tmp_path / "model" / name).write_text("{}")
    monkeypatch.setattr(runtimes, "find_spec", lambda name: None if name in gone else object())
    line = one_line(translate("--translator", f"nllb:{tmp_path / 'model'}"))
    assert "needs torch, which is not installed; run: pip install 'padan[nllb]'" in line


def test_a_hub_that_cannot_be_reached(tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    done = subprocess.run(
        [sys.executable, "-m", "padan", "translate", "-", "--translator", "nllb"],
        input=TEXT,
        env={**os.environ, "HF_ENDPOINT": f"http://127.0.0.1:{port}", "HF_HOME": str(tmp_path)},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1
    assert "the hub cannot be reached" in done.stderr
    assert "hf download facebook/nllb-200-distilled-600M --local-dir FOLDER" in done.stderr


@needs_runtimes
@pytest.mark.skipif(os.name != "posix", reason="limits of processes are POSIX's")
def test_a_full_disk(plain: Path, tmp_path: Path) -> None:
    import resource

    kept = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (40_000, kept[1]))
    try:
        result = CliRunner().invoke(main, ["engines", "convert", f"nllb:{plain}", "out"])
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, kept)
    assert result.exit_code == 2
    assert "cannot write into" in result.stderr.splitlines()[-1]
    assert not list(tmp_path.glob("*out*"))


def test_a_missing_key(server: ChatServer) -> None:
    server.reply = lambda _: trouble(401, "No API key provided")
    line = one_line(translate("--translator", server.spec))
    assert "the server wants a key (401): No API key provided; put it into PADAN_OPENAI_KEY" in line


def test_a_wrong_device_and_number_format() -> None:
    for option, value, right in (
        ("--device", "gpu", "choose one of: auto, cpu, cuda, cuda:NUMBER"),
        ("--dtype", "half", "choose one of: auto, float32, bfloat16, float16, int8,"),
    ):
        assert right in one_line(translate("--translator", "nllb:/x", option, value))


def failing_after(count: int) -> Callable[[ChatServer], Callable[[Request], Reply]]:
    """A server that loses its model after so many answers."""
    return lambda server: (
        lambda request: (
            capitals(request) if request in server.seen[:count] else trouble(404, "model unloaded")
        )
    )


def test_what_was_translated_before_it_failed_is_kept_and_not_asked_again(
    server: ChatServer,
) -> None:
    server.reply = failing_after(3)(server)
    line = one_line(translate("--translator", server.spec, "--store", "a.db"))
    assert "knows no such model" in line
    first = server.sentences()
    assert 3 < len(first) <= 7
    server.reply, server.seen = capitals, []
    result = translate("--translator", server.spec, "--store", "a.db")
    assert result.exit_code == 0, result.output
    sentences = TEXT.split("\n")
    usual = [r.sentence for r in server.seen if "earlier translation" not in r.system]
    assert len(usual) == len(sentences) - 3, "the three that were answered are in the store"
    assert set(usual) < set(sentences)
    for sentence in sentences:
        assert sentence.upper() in result.stdout
