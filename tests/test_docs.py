"""What docs/translation.md tells people to type works, in the order it tells it."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from padan.model import FaultKind

sys.path.insert(0, str(Path(__file__).parent))
from plug_in import install

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs/translation.md").read_text("utf-8")


def blocks(language: str) -> list[str]:
    """The code blocks of the page in this language."""
    return re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)


COMMANDS = [line for block in blocks("sh") for line in block.splitlines() if line]


@pytest.mark.skipif(os.name == "nt", reason="the page's commands are for a POSIX shell")
def test_every_command_of_the_page_runs(tmp_path: Path) -> None:
    (tmp_path / "corpora").symlink_to(ROOT / "corpora")
    (terms,) = blocks("tsv")
    (tmp_path / "terms.tsv").write_text(terms, encoding="utf-8")
    # The page's engines have tests of their own; here they would only take minutes.
    engines = " --translator slow --encoder grams"
    padan = f"{sys.executable} -m padan"
    assert len(COMMANDS) >= 9
    for command in COMMANDS:
        line = re.sub(r"padan (translate|run)\b([^|>]*)", rf"padan \1\2{engines} ", command)
        done = subprocess.run(
            re.sub(r"\bpadan (?=translate|run|memory)", f"{padan} ", line),
            shell=True,
            cwd=tmp_path,
            env={
                **{k: v for k, v in os.environ.items() if k != "PADAN_STORE"},
                "PYTHONPATH": os.pathsep.join([str(install(tmp_path / "plug-in")), *sys.path]),
            },
            capture_output=True,
            text=True,
            timeout=300,
        )
        assert done.returncode == 0, f"{command}\n{done.stderr}"
    records = [json.loads(line) for line in (tmp_path / "samudra.jsonl").read_text().splitlines()]
    assert len(records) > 5
    assert (tmp_path / "all.tmx").stat().st_size > 5_000


def test_the_python_of_the_page_runs() -> None:
    (code,) = blocks("python")
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=300, check=True
    )
    assert done.stdout == "no translation\n"


def test_every_fault_is_explained() -> None:
    first_column = re.findall(r"^\| ([a-z, ]+) \|", PAGE, re.MULTILINE)
    named = {name for cell in first_column for name in cell.split(", ")}
    assert {kind.value for kind in FaultKind} <= named
