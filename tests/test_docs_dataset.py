"""What docs/dataset.md tells people to type works, in the order it tells it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from lxml import etree

sys.path.insert(0, str(Path(__file__).parent))
from padan.export.hf_features import FIELDS
from plug_in import install

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs/dataset.md").read_text("utf-8")


def blocks(language: str) -> list[str]:
    """The code blocks of the page in this language."""
    return re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)


@pytest.mark.skipif(os.name == "nt", reason="the page's commands are for a POSIX shell")
def test_every_command_of_the_page_runs(tmp_path: Path) -> None:
    for name in ("corpora", "docs"):
        (tmp_path / name).symlink_to(ROOT / name)
    environment = {
        **{k: v for k, v in os.environ.items() if k != "PADAN_STORE"},
        "PYTHONPATH": os.pathsep.join([str(install(tmp_path / "plug-in")), *sys.path]),
        "HF_HUB_OFFLINE": "1",
        "HF_HOME": str(tmp_path / "cache"),
    }

    def run(command: str) -> str:
        done = subprocess.run(
            command,
            shell=True,
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            text=True,
            timeout=300,
        )
        assert done.returncode == 0, f"{command}\n{done.stderr}"
        return done.stdout

    # The default engines have tests of their own; here they would only take minutes.
    engines = " --translator slow --encoder grams --no-report"
    first, second = blocks("sh")
    for line in [*first.splitlines(), *second.splitlines()]:
        line = re.sub(r"^padan (run.*)", rf"padan \1{engines}", line)
        line = re.sub(r"^padan\b", f"{sys.executable} -m padan", line)
        run(re.sub(r"^python\b", sys.executable, line))
    plot = etree.parse(str(tmp_path / "consistency.svg"))
    assert len(plot.findall(".//{http://www.w3.org/2000/svg}rect")) >= 2
    (tmp_path / "read.py").write_text(blocks("python")[0], encoding="utf-8")
    assert len(run(f"{sys.executable} read.py").splitlines()) >= 2


def test_every_configuration_is_told() -> None:
    told = re.findall(r"^\| `([a-z-]+)` \|", PAGE, re.MULTILINE)
    assert told[: len(FIELDS)] == list(FIELDS)
