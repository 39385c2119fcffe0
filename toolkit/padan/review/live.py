"""Changes as they happen, as server-sent events: to each browser in its language, none missed."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from threading import Lock

from padan.errors import PadanError
from padan.review.sheet import Change, Sheet
from padan.review.sheets import Sheets

HEARTBEAT = 15.0
"""Seconds after which a silent stream says that it lives; proxies close it after a minute."""
LOOK_AGAIN = 1.0
"""Seconds between two looks at what other servers on the same store have written."""
MOST_WAITING = 256
"""Changes that may wait for one slow browser; beyond, it has to come back and catch up."""


class Post:
    """Brings what threads have to say to the loop: once for all listeners of an act, for waking it
    up costs more than the rest."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._lock = Lock()
        self._waiting: list[tuple[Listener, str]] = []

    def send(self, listener: Listener, said: str) -> None:
        """Have this said to a listener, soon. From any thread."""
        with self._lock:
            self._waiting.append((listener, said))
            if len(self._waiting) > 1:
                return
        with suppress(RuntimeError):  # the loop has ended, and the listener with it
            self._loop.call_soon_threadsafe(self._deliver)

    def _deliver(self) -> None:
        with self._lock:
            waiting, self._waiting = self._waiting, []
        for listener, said in waiting:
            listener.put(said)


class Listener:
    """One browser that listens to one story."""

    def __init__(self, sheet: Sheet, lang: str, post: Post) -> None:
        self._sheet = sheet
        self._lang = lang
        self._post = post
        self._queue: asyncio.Queue[str | None] = asyncio.Queue()
        self._ended = False

    def hear(self, change: Change) -> None:
        """Called in the thread of whoever acts, with the sheet's lock held."""
        self._post.send(self, event(self._sheet, change, self._lang))

    def end(self) -> None:
        """Let the stream end."""
        self.put(None)

    def put(self, said: str | None) -> None:
        """Let the stream say this, or end for None or where too much waits. In the loop."""
        if self._ended:
            return
        if said is None or self._queue.qsize() >= MOST_WAITING:
            self._ended, said = True, None
        self._queue.put_nowait(said)

    async def stream(self) -> AsyncIterator[str]:
        """What there is to say, until `end`."""
        while True:
            try:
                async with asyncio.timeout(HEARTBEAT):
                    said = await self._queue.get()
            except TimeoutError:
                yield ": here\n\n"
                continue
            if said is None:
                return
            yield said


def event(sheet: Sheet, change: Change, lang: str, *, act: str = "") -> str:
    """A change as an event; resumed from by its id."""
    head = json.dumps({"seq": change.seq, "by": change.by, "act": act or change.act})[:-1]
    return f'id: {change.seq}\ndata: {head},"patch":{sheet.patch(change, lang)}}}\n\n'


class Hub:
    """All who listen to this server."""

    def __init__(self, sheets: Sheets) -> None:
        self._sheets = sheets
        self._listeners: set[Listener] = set()
        self._ended = False
        self._post: Post | None = None

    async def changes(self, sheet: Sheet, since: int, lang: str) -> AsyncIterator[str]:
        """All that happens to a story after `since`, as events."""
        self._post = self._post or Post()
        listener = Listener(sheet, lang, self._post)
        missed, leave = await asyncio.to_thread(_join, sheet, listener, since, lang)
        self._listeners.add(listener)
        try:
            yield "retry: 2000\n\n"
            if missed:
                yield missed
            if not self._ended:
                async for said in listener.stream():
                    yield said
        finally:
            self._listeners.discard(listener)
            leave()

    async def look_around(self) -> None:
        """Take in, for ever, what other servers write about stories that someone listens to."""
        while True:
            await asyncio.sleep(LOOK_AGAIN)
            for sheet in self._sheets.opened():
                if sheet.listened_to:
                    with suppress(PadanError):  # a locked or full store: looked at again
                        await asyncio.to_thread(sheet.refresh)

    def end(self) -> None:
        """Let all streams end, so that the server can."""
        self._ended = True
        for listener in list(self._listeners):
            listener.end()


def _join(
    sheet: Sheet, listener: Listener, since: int, lang: str
) -> tuple[str, Callable[[], None]]:
    """From now on the listener hears; what it missed as an event, and what makes it leave."""
    with sheet.lock:
        sheet.refresh()
        leave = sheet.listen(listener.hear)
        missed = sheet.since(since)
        said = event(sheet, missed, lang, act="catch-up") if missed else ""
        return said, leave
