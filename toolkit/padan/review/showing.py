"""What is asked about a story without changing it: changes as they happen, history, conflicts,
agreement, search."""

from __future__ import annotations

from typing import Any, cast

from fastapi import APIRouter, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import StreamingResponse

from padan.review.agreement import agreement
from padan.review.common import Language, Story, language_of, number_of, query_of, sheet_of
from padan.review.concordance import Concordance
from padan.review.history import conflict_lines, history_of
from padan.review.live import Hub

router = APIRouter(prefix="/api")
_FAR = 10**15


@router.get("/story/{story}/changes")
async def changes(request: Request) -> StreamingResponse:
    """All that happens to a story after `since` (or the event last heard), as it happens."""
    sheet = await run_in_threadpool(sheet_of, request)
    last = request.headers.get("last-event-id", "")
    heard = int(last) if last.isascii() and last.isdigit() and len(last) < 16 else None
    asked = number_of(request, "since", sheet.reviewing.seq if heard is None else 0, _FAR)
    since = max(heard or 0, asked)
    hub = cast(Hub, request.app.state.hub)
    return StreamingResponse(
        hub.changes(sheet, since, language_of(request)), media_type="text/event-stream"
    )


@router.get("/story/{story}/history")
def history(request: Request, sheet: Story, lang: Language) -> list[dict[str, Any]]:
    """What was done to the row with the key `row`, the first first."""
    return history_of(sheet, request.query_params.get("row", ""), lang)


@router.get("/story/{story}/conflicts")
def conflicts(sheet: Story, lang: Language) -> list[dict[str, Any]]:
    """Judgements that no longer fit, each with the reason."""
    return conflict_lines(sheet, lang)


@router.get("/story/{story}/agreement")
def agreeing(sheet: Story, lang: Language) -> dict[str, Any]:
    """How far reviewers agree on rows and on findings."""
    return agreement(sheet.reviewing.reviewed(), lang)


@router.get("/story/{story}/find")
def find(request: Request, sheet: Story) -> list[str]:
    """Keys of the rows that hold what is searched for in any column or in our English."""
    return concordance_of(request).rows(sheet, *query_of(request))


@router.get("/search")
def search(request: Request) -> dict[str, Any]:
    """Where the corpus, or the story `story`, holds what is searched for."""
    found = concordance_of(request).look_up(*query_of(request), request.query_params.get("story"))
    return {"hits": found.hits, "complete": found.complete}


def concordance_of(request: Request) -> Concordance:
    """The server's concordance."""
    return cast(Concordance, request.app.state.concordance)
