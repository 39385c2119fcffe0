"""The static report: a self-contained page per story, and an index. No network, no server.

Pages depend on nothing but the stories and the version of padan: equal input gives equal bytes.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from markupsafe import Markup

from padan.errors import InputError
from padan.export.files import replacing
from padan.judgements.state import ReviewedStory, RowReview
from padan.model import ComparedStory, Kind, Status
from padan.view.crossing import crossing
from padan.view.judged import LEVELS, level, progress, unreviewed
from padan.view.pages import content_hash, environment, inline, spoken
from padan.view.plain import visible
from padan.view.ranking import SEVERITIES
from padan.view.reading import MIN_CONFIDENCE, Reading
from padan.view.rows import Column, RowView, columns, row_views
from padan.view.strip import LABEL_WIDTH, strip
from padan.view.summary import StorySummary, summarise
from padan.view.texts import say
from padan.view.words import kind_label, severity_label

WORST_ROWS = 10
_INDEX = "index.html"
_MARKER = re.compile(r'<meta name="padan-story" content="([^"]*)">')
_MARKER_WITHIN = 4_000
"""Characters from a page's start within which its marker stands."""


@dataclass(frozen=True, slots=True)
class _Page:
    """A story, its figures and the name of its page."""

    reviewed: ReviewedStory
    reading: Reading
    summary: StorySummary
    name: str

    @property
    def compared(self) -> ComparedStory:
        """The story itself."""
        return self.reading.compared

    @property
    def reviews(self) -> dict[int, RowReview]:
        """What was said of the row with an index."""
        rows = zip(self.compared.rows, self.reviewed.reviews, strict=True)
        return {row.index: review for row, review in rows}


def write_report(
    stories: Sequence[ComparedStory | ReviewedStory],
    folder: Path,
    *,
    min_confidence: float = MIN_CONFIDENCE,
    lang: str = "en",
) -> list[Path]:
    """Write a page per story and `index.html` into `folder`, which is made if need be.

    The pages of stories that were reviewed show what reviewers said of each row.
    Matches with a confidence (0..1) below `min_confidence` are shown as unsure. `lang`, en or id,
    is the language of all that is not an outlet's.
    Returns the paths, the index last. A page that an earlier run wrote for one of these stories
    under another name is removed. InputError where the folder cannot be written to, or holds a
    file of that name that is not a padan report.
    """
    pages = [_page(story, min_confidence, lang) for story in stories]
    _make(folder)
    for name in (_INDEX, *(page.name for page in pages)):
        _refuse_foreign(folder / name)
    for page in pages:
        _write(folder / page.name, "story.html", lang, _story_values(page))
    index = _style(0) | {"pages": pages, "title": say("stories", lang)}
    _write(folder / _INDEX, "index.html", lang, index)
    _remove_stale(folder, pages)
    return [*(folder / page.name for page in pages), folder / _INDEX]


def _page(story: ComparedStory | ReviewedStory, min_confidence: float, lang: str) -> _Page:
    if isinstance(story, ComparedStory):
        story = ReviewedStory(story, tuple(map(unreviewed, story.rows)))
    compared = story.compared
    return _Page(
        story,
        Reading(compared, min_confidence, lang),
        summarise(compared, min_confidence, lang),
        page_name(compared),
    )


def page_name(compared: ComparedStory) -> str:
    """The file name of a story's page: a slug of its title and its id, the same in every run."""
    title = unicodedata.normalize("NFKD", compared.story.title).encode("ascii", "ignore").decode()
    slug = re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")[:60].rstrip("-") or "story"
    return f"{slug}-{_file_id(compared.story.id)}.html"


def _file_id(story: str) -> str:
    """A story's id as part of a file name; other than plain letters and digits it is hashed."""
    if re.fullmatch(r"[A-Za-z0-9]{1,64}", story):
        return story
    return hashlib.sha256(story.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        what = f"is no folder to write a report to ({problem.strerror})"
        raise InputError(what, where=str(folder), todo="name another folder") from problem


def _marker(path: Path) -> str | None:
    """The story id in a page that padan wrote (`index` for the index); None for other files."""
    try:
        with path.open(encoding="utf-8", errors="replace") as page:
            found = _MARKER.search(page.read(_MARKER_WITHIN))
    except OSError:
        return None
    return found[1] if found else None


def _refuse_foreign(path: Path) -> None:
    if path.exists() and _marker(path) is None:
        raise InputError(
            "is not a page of a padan report and stays as it is",
            where=str(path),
            todo="name another folder",
        )


def _remove_stale(folder: Path, pages: Sequence[_Page]) -> None:
    """Pages of these stories under names of earlier titles. Only what carries our marker."""
    current = {page.name for page in pages}
    for page in pages:
        ending = f"-{_file_id(page.compared.story.id)}.html"
        for path in folder.glob(f"*{ending}"):
            if path.name not in current and _marker(path) == _file_id(page.compared.story.id):
                path.unlink(missing_ok=True)


def _write(path: Path, template: str, lang: str, values: dict[str, Any]) -> None:
    with replacing(path) as out:
        filled = environment("padan.export").get_template(template)
        out.writelines(filled.generate(_script() | spoken(lang) | values))


@cache
def _script() -> dict[str, Any]:
    script = inline("padan.export", "page.js")
    return {"script": script, "script_hash": content_hash(script)}


def _style(texts: int) -> dict[str, Markup | str]:
    """The style sheet with the number of columns in it, and its hash."""
    columns = Markup(f":root {{ --texts: {int(texts)}; }}\n")  # noqa: S704
    style = inline("padan.view", "style.css") + columns
    return {"style": style, "style_hash": content_hash(style)}


def _story_values(page: _Page) -> dict[str, Any]:
    reading = page.reading
    shown = columns(reading)
    ranks = page.summary.ranks
    crosses = crossing(reading, shown)
    against = crosses.against if crosses else None
    return (
        _style(len(shown))
        | {
            "title": visible(page.compared.story.title) or reading.say("untitled"),
            "story_id": _file_id(page.compared.story.id),
            "summary": page.summary,
            "columns": shown,
            "crossing": crosses,
            "bands": strip(reading, shown),
            "label_width": LABEL_WIDTH,
            "worst": list(_worst(page, shown)),
            "rows": row_views(reading, shown, ranks, page.compared.rows, against, page.reviews),
            "progress": progress(page.reviewed.reviews),
            "reviewers": [visible(name) for name in page.reviewed.reviewers],
            "never_told": _never_told(reading),
            "divergent_count": len(ranks),
            "signatures": page.compared.signatures,
        }
        | _legend(page)
    )


def _legend(page: _Page) -> dict[str, Any]:
    """The kinds and the severities that there are, each with its label and how many."""
    lang = page.reading.lang
    articles = page.summary.articles
    kinds = Counter(k for a in articles for k, n in a.by_kind.items() for _ in range(n))
    grades = Counter(s for a in articles for s, n in a.by_severity.items() for _ in range(n))
    return {
        "kinds": [(k, kind_label(k, lang), kinds[k]) for k in Kind if kinds[k]],
        "grades": [(s, severity_label(s, lang), grades[s]) for s in SEVERITIES if grades[s]],
        "statuses": [(s, n) for s in Status if (n := progress(page.reviewed.reviews)[s])],
        "levels": _levels(page),
    }


def _levels(page: _Page) -> list[tuple[str, int]]:
    """How many rows are how sure, of those levels that there are."""
    counts = Counter(level(row.confidence) for row in page.compared.rows)
    return [(name, counts[name]) for name in LEVELS if counts[name]]


def _never_told(reading: Reading) -> list[tuple[str, list[str]]]:
    """What could not be told in any row, each with the outlets it is about; what is about the same
    outlets together."""
    found: dict[str, list[str]] = {}
    for article, lines in reading.never_told.items():
        for line in lines:
            found.setdefault(visible(line), []).append(visible(reading.labels[article]))
    by_outlets: dict[tuple[str, ...], list[str]] = {}
    for line, outlets in found.items():
        by_outlets.setdefault(tuple(outlets), []).append(line)
    return [(" ".join(lines), list(outlets)) for outlets, lines in by_outlets.items()]


def _worst(page: _Page, shown: Sequence[Column]) -> Iterator[RowView]:
    """The rows to look at first, each with the reference and the outlets that depart from it."""
    rows = {row.index: row for row in page.compared.rows}
    ranks, reviews = page.summary.ranks, page.reviews
    for index in list(ranks)[:WORST_ROWS]:
        departing = {found.article for found in page.summary.divergent if found.row == index}
        beside = [c for c in shown if c.is_reference or c.id in departing]
        yield from row_views(page.reading, beside, ranks, [rows[index]], reviews=reviews)
