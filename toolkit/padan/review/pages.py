"""The review pages and their parts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from functools import cache
from importlib.resources import files
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response
from markupsafe import Markup
from starlette.exceptions import HTTPException

from padan.judgements.places import Node
from padan.model import Article, Sentence
from padan.review.common import Language, Story, number_of, sheets_of
from padan.review.sheet import FIRST_ROWS, LANGUAGES, Sheet
from padan.review.wording import page_values
from padan.view.pages import environment, spoken
from padan.view.plain import visible
from padan.view.strip import LABEL_WIDTH, strip

router = APIRouter()
MOST_ROWS = 500
"""Rows sent at once."""
_KINDS = {"js": "text/javascript", "css": "text/css", "svg": "image/svg+xml", "png": "image/png"}
GLANCE = 160
"""Rows up to which a page comes with its heat strip; it is fetched where there are more."""


@router.get("/", response_class=HTMLResponse)
def index(request: Request, lang: Language) -> str:
    """The list of all stories."""
    stories = [asdict(line) for line in sheets_of(request).lines()]
    return rendered("index.html", lang, stories=stories, **page_values(lang))


@router.get("/story/{story}", response_class=HTMLResponse)
def story(sheet: Story, lang: Language) -> str:
    """A story, with its first rows."""
    return rendered("story.html", lang, **_story_values(sheet, lang), **page_values(lang))


@router.get("/story/{story}/rows", response_class=HTMLResponse)
def rows(request: Request, sheet: Story, lang: Language) -> str:
    """Rows from number `start` (from 0) on."""
    start = number_of(request, "start", 0, 10**9)
    return sheet.fragments(lang, start, number_of(request, "count", FIRST_ROWS, MOST_ROWS))


@router.get("/story/{story}/minimap", response_class=HTMLResponse)
def glance(sheet: Story, lang: Language) -> str:
    """The heat strip."""
    return minimap(sheet, lang)


@router.get("/story/{story}/aside", response_class=HTMLResponse)
def furniture(sheet: Story, lang: Language) -> str:
    """The sentences that stand in no row."""
    return rendered("_aside.html", lang, aside=list(_aside(sheet, lang)))


@router.get("/static/{name}")
def static(name: str) -> Response:
    """A script or style sheet. Names are looked up, never joined to a path."""
    found = _static().get(name)
    if found is None:
        raise HTTPException(404, "there is no such file")
    body, kind = found
    return Response(body, media_type=kind, headers={"Cache-Control": "no-cache"})


@cache
def _static() -> dict[str, tuple[bytes, str]]:
    """Name -> what is sent, and its type."""
    own = [f for f in files("padan.review").joinpath("static").iterdir() if f.is_file()]
    shared = files("padan.view").joinpath("templates", "style.css")
    known = ((f, _KINDS.get(f.name.rpartition(".")[2])) for f in (*own, shared))
    return {f.name: (f.read_bytes(), kind) for f, kind in known if kind}


def warm() -> None:
    """Make ready what the first page needs, so that nobody waits for it."""
    made = environment("padan.review")
    for name in made.list_templates(extensions=["html"]):
        made.get_template(name)
    for lang in LANGUAGES:
        page_values(lang)
    _static()


def rendered(template: str, lang: str, **values: Any) -> str:
    """A page or a part of one."""
    filled = environment("padan.review").get_template(template)
    return filled.render(spoken(lang) | values)


def _story_values(sheet: Sheet, lang: str) -> dict[str, Any]:
    with sheet.lock:  # rows, order and the place in the log are of one moment
        sheet.refresh()
        far = sheet.progress()
        return {
            "title": visible(sheet.title) or sheet.reading(lang).say("untitled"),
            "story_id": sheet.story_id,
            "seq": sheet.reviewing.seq,
            "total": far["total"],
            "columns": sheet.columns(lang),
            "first_rows": sheet.fragments(lang, 0, FIRST_ROWS),
            "minimap": minimap(sheet, lang) if far["total"] <= GLANCE else Markup(),
            "progress": far,
            "conflicts": len(sheet.conflicts()),
            "reviewers": sheet.reviewers(),
            "aside": list(_aside(sheet, lang)),
        }


def minimap(sheet: Sheet, lang: str) -> Markup:
    """The heat strip of the whole story."""
    with sheet.lock:
        bands = strip(sheet.reading(lang), sheet.columns(lang))
    if not bands:
        return Markup()
    return Markup(rendered("_glance.html", lang, bands=bands, label_width=LABEL_WIDTH))  # noqa: S704


def _aside(sheet: Sheet, lang: str) -> Iterator[dict[str, Any]]:
    """Each text with its sentences that stand in no row: what the page put there, and what
    reviewers put aside."""
    with sheet.lock:
        placed = sheet.placed()
        by = sheet.put_aside_by()
        for column in sheet.columns(lang):
            article = column.article
            lines = [
                _line(sheet, article, sentence, by, lang)
                for sentence in article.sentences
                if (article.id, sentence.index) not in placed
            ]
            yield {
                "article": article.id,
                "label": column.label,
                "lang": column.lang,
                "lines": lines,
            }


def _line(
    sheet: Sheet, article: Article, sentence: Sentence, by: dict[Node, str], lang: str
) -> dict[str, Any]:
    why = next((x.why for x in article.lines if x.start <= sentence.start < x.end), "")
    return {
        "i": sentence.index,
        "text": sentence.text,
        "role": sheet.reading(lang).say(f"role_{sentence.role.value}"),
        "why": why,
        "by": visible(by.get((article.id, sentence.index), "")),
    }
