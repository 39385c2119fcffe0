"""The architecture holds: imports point downwards only, and modules stay small."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "toolkit" / "padan"
LAYERS = [
    {"model", "errors", "writable"},
    {"articles", "engines"},
    {"align", "translate", "consistency", "judgements"},
    {"pipeline"},
    {"store"},
    {"view", "distributed"},
    {"review", "export"},
    {"api"},
    {"cli"},
    {"__main__"},
]
LEVEL = {name: level for level, names in enumerate(LAYERS) for name in names}


def _part(module: str) -> str:
    return module.split(".")[1] if module.startswith("padan.") else ""


def _imports(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            if node.module == "padan":
                found.update(f"padan.{alias.name}" for alias in node.names)
            found.add(node.module)
    return {name for name in found if name.startswith("padan.")}


MODULES = sorted(p for p in PACKAGE.rglob("*.py") if p != PACKAGE / "__init__.py")


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_imports_point_downwards_only(path: Path) -> None:
    own = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
    assert own in LEVEL, f"{own} has no place in the order of layers"
    for module in _imports(path):
        other = _part(module)
        if other == own:
            continue
        if (own, other) == ("cli", "api"):
            continue
        assert LEVEL[other] < LEVEL[own], f"{path.name} imports {module}"


def test_the_order_test_sees_imports_of_every_form(tmp_path: Path) -> None:
    source = tmp_path / "x.py"
    source.write_text(
        "import padan.store.run\nfrom padan import pipeline\n"
        "def f():\n    from padan.cli import run\n"
    )
    assert {_part(name) for name in _imports(source)} == {"store", "pipeline", "cli"}
