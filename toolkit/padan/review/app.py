"""The review server, put together: store, routes, guard, and what is said when things go wrong."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from functools import partial

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, PlainTextResponse, Response
from starlette.exceptions import HTTPException

from padan.consistency import Side, compare_texts
from padan.errors import PadanError
from padan.review import changing, pages, showing
from padan.review.concordance import Concordance
from padan.review.guard import Guard
from padan.review.live import Hub
from padan.review.sheets import Sheets
from padan.store import Store

ENOUGH = 200
"""Characters of an error that a browser is told."""


def make_app(
    store_url: str, *, token: str | None = None, host: str = "127.0.0.1", lang: str = "en"
) -> Guard:
    """The review server of a store, as an ASGI application.

    It answers only to the names of `host`, and where there is a `token` only to those who have it.
    `lang`, en or id, is the language of those who ask for neither. Raises StoreError.
    """
    sheets = Sheets(Store(store_url))
    hub = Hub(sheets)
    app = FastAPI(
        lifespan=partial(_living, hub, sheets), openapi_url=None, docs_url=None, redoc_url=None
    )
    app.state.sheets, app.state.hub, app.state.lang = sheets, hub, lang
    app.state.concordance = Concordance(sheets)
    for router in (pages.router, showing.router, changing.router):
        app.include_router(router)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(PadanError, _trouble)
    return Guard(app, host=host, token=token, end_streams=hub.end)


@asynccontextmanager
async def _living(hub: Hub, sheets: Sheets, _app: FastAPI) -> AsyncIterator[None]:
    pages.warm()
    warming = asyncio.create_task(asyncio.to_thread(_warm, sheets))
    looking = asyncio.create_task(hub.look_around())
    try:
        yield
    finally:
        for task in (warming, looking):
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
        sheets.store.close()


def _warm(sheets: Sheets) -> None:
    """Have ready what the first page and the first act need: the story that most tell, which is
    opened first as a rule, and the word lists of the checks."""
    with suppress(PadanError):  # said when someone asks for it
        for name, _ in sheets.store.titles()[:1]:
            sheets.sheet(name).fragments("en")
    for lang, said in (("id", "Dua kapal tidak tiba."), ("en", "Two ships did not arrive.")):
        compare_texts(Side(said, lang), Side(said, lang))


async def _http(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    why = str(error.detail) if isinstance(error, HTTPException) else str(error)
    return _said(request, status, why)


async def _trouble(request: Request, error: Exception) -> Response:
    status = changing.status_of(error)
    return _said(request, status, str(error))


def _said(request: Request, status: int, why: str) -> Response:
    why = why[:ENOUGH]
    if request.url.path.startswith("/api/"):
        return JSONResponse({"error": why}, status)
    return PlainTextResponse(f"padan: {why}\n", status)
