"""Pages written for the tests, with the role of each line in front of it.

A line reads `role| text`; `dateline+body` is a line of two parts, `a/b` allows either role,
where the page alone cannot tell.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from padan.model import Article

FOLDER = Path(__file__).parent / "pages"
PAGES = (
    "kompas",
    "cnnindonesia",
    "lokal",
    "harbor",
    "blogcopy",
    "liputan6",
    "detik",
    "antara",
    "countyherald",
    "tempo",
    "melayu",
    "bbc",
    "wawancara",
    "dump",
    "mimbar",
    "sindo",
    "wire",
    "tribundaerah",
    "wordpress",
    "russkaya",
    "okezone",
    "morning",
    "kumparan",
    "priangan",
    "donor",
    "agensi",
    "feature",
    "alihbahasa",
    "siar",
    "koran",
    "padat",
    "siaranpers",
    "kolom",
    "amp",
    "broadsheet",
    "reuterslike",
    "buletin",
    "tabloid",
    "obor",
    "sport",
    "komunitas",
    "pickup",
)


@dataclass(frozen=True)
class Page:
    """A page's text, and for each line that is not blank the roles of its parts."""

    text: str
    gold: tuple[tuple[frozenset[str], ...], ...]


def load(name: str) -> Page:
    lines: list[str] = []
    gold: list[tuple[frozenset[str], ...]] = []
    for raw in (FOLDER / f"{name}.page").read_text(encoding="utf-8").splitlines():
        if not raw.strip():
            lines.append("")
            continue
        roles, _, text = raw.partition("|")
        lines.append(text.strip())
        gold.append(tuple(frozenset(part.split("/")) for part in roles.split("+")))
    return Page("\n".join(lines), tuple(gold))


def roles_by_line(article: Article) -> list[tuple[str, ...]]:
    """The roles of the parts of each line that is not blank."""
    found: dict[int, list[str]] = {}
    for line in article.lines:
        found.setdefault(line.paragraph, []).append(line.role.value)
    return [tuple(found[paragraph]) for paragraph in sorted(found)]


def agrees(found: tuple[str, ...], gold: tuple[frozenset[str], ...]) -> bool:
    return len(found) == len(gold) and all(f in g for f, g in zip(found, gold, strict=True))
