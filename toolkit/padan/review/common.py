"""What every route needs of a request: its language, its story, its query."""

from __future__ import annotations

from typing import Annotated, cast

from fastapi import Depends, Request

from padan.errors import InputError
from padan.review.sheet import LANGUAGES, Sheet
from padan.review.sheets import Sheets

COOKIE = "padan-lang"
MAX_QUERY = 500
"""Characters of what is searched for."""


def language_of(request: Request) -> str:
    """The language of a page: as asked for, as remembered, as the browser prefers, our own."""
    wishes = [request.query_params.get("lang"), request.cookies.get(COOKIE)]
    accepted = request.headers.get("accept-language", "")[:500]
    wishes += [part.partition(";")[0].strip().split("-")[0].lower() for part in accepted.split(",")]
    own = cast(str, request.app.state.lang)
    return next((wish for wish in wishes if wish in LANGUAGES), own) or own


def sheets_of(request: Request) -> Sheets:
    """The stories of the server."""
    return cast(Sheets, request.app.state.sheets)


def sheet_of(request: Request) -> Sheet:
    """The story that the path names. Raises NotFound. Waits for the store: not for the loop."""
    return sheets_of(request).sheet(request.path_params["story"])


def query_of(request: Request) -> tuple[str, bool]:
    """What is searched for, and whether it is an expression. Raises InputError."""
    q = request.query_params.get("q", "")
    if not q.strip() or len(q) > MAX_QUERY:
        raise InputError(f"must be 1 to {MAX_QUERY} characters to search for", where="q")
    return q, request.query_params.get("regex") == "1"


def number_of(request: Request, name: str, default: int, most: int) -> int:
    """A number of the query, 0 to `most`. Raises InputError."""
    given = request.query_params.get(name, str(default))
    if not (given.isascii() and given.isdigit() and len(given) < 16):
        raise InputError("must be a number", where=name)
    return min(int(given), most)


Language = Annotated[str, Depends(language_of)]
Story = Annotated[Sheet, Depends(sheet_of)]
