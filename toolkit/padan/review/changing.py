"""What reviewers do, over HTTP: each act is in the log before it is answered."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from fastapi import APIRouter, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import JSONResponse, Response

from padan.errors import EngineError, InputError, StoreError
from padan.judgements import Unfit
from padan.model import Judgement
from padan.review.about import About, about
from padan.review.asked import Asked, read_act_asked, read_turn_asked
from padan.review.common import language_of, sheet_of
from padan.review.history import plainly
from padan.review.sheet import Sheet
from padan.review.sheets import NotFound
from padan.store.reviewing import Done, Reviewing

router = APIRouter(prefix="/api/story/{story}")


@router.post("/acts")
async def acts(request: Request) -> Response:
    """Something a reviewer does to a story."""
    asked = read_act_asked(await request.body())

    def act(reviewing: Reviewing) -> Done:
        if asked.act is None or asked.body is None:
            raise InputError("lacks an act", where="act")
        return reviewing.act(asked.id, asked.reviewer, asked.act, asked.body)

    return await _answer(request, asked, act)


@router.post("/undo")
async def undo(request: Request) -> Response:
    """Undo the reviewer's last act."""
    asked = read_turn_asked(await request.body())
    return await _answer(request, asked, lambda r: r.undo(asked.id, asked.reviewer))


@router.post("/redo")
async def redo(request: Request) -> Response:
    """Do again what the reviewer last undid."""
    asked = read_turn_asked(await request.body())
    return await _answer(request, asked, lambda r: r.redo(asked.id, asked.reviewer))


@router.post("/realign")
async def realign(request: Request) -> Response:
    """Align anew what is neither accepted nor put together by hand."""
    asked = read_turn_asked(await request.body())
    return await _answer(request, asked, lambda r: r.realign(asked.id, asked.reviewer))


async def _answer(request: Request, asked: Asked, act: Callable[[Reviewing], Done]) -> Response:
    lang = language_of(request)

    def work() -> Response:
        sheet = sheet_of(request)
        try:
            seq, patch = sheet.take(act, lang)
        except Unfit as unfit:
            now = sheet.now(_named(sheet, asked), lang)
            return JSONResponse({"error": plainly(str(unfit), lang), "patch": now}, 409)
        return Response(f'{{"seq":{seq},"patch":{patch}}}', media_type="application/json")

    return await run_in_threadpool(work)


def _named(sheet: Sheet, asked: Asked) -> About:
    """The rows that something refused was about."""
    if asked.act is None:
        return About()
    never = datetime.fromtimestamp(0, UTC)
    judgement = Judgement(asked.id, asked.reviewer, never, asked.act, asked.body or {}, ())
    return about(judgement, sheet.reviewing.compared.story, {})


def status_of(error: Exception) -> int:
    """The HTTP status that says what went wrong."""
    if isinstance(error, NotFound):
        return 404
    if isinstance(error, InputError):
        return 400
    return 503 if isinstance(error, StoreError | EngineError) else 500
