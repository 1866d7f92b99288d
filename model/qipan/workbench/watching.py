"""How far something is, told to a page for as long as it listens."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from .jobs import OVER

LOOK = 0.3  # seconds between looks at what a run tells
BEAT = 40  # looks after which a silent stream says that it is alive


def told_on(request: Request, look: Callable[[], dict[str, Any]]) -> Response:
    """Return a stream of events: what `look` returns, each time that it is another.

    Parameters
    ----------
    request : Request
    look : callable
        Returns what is told, its `state` among it; the stream ends when that is over.
    """

    async def lines() -> AsyncIterator[str]:
        last, silent = "", 0
        while not await request.is_disconnected():
            told = look()
            now = json.dumps(told, ensure_ascii=False)
            silent = 0 if now != last else silent + 1
            if now != last:
                yield f"data: {now}\n\n"
                last = now
            elif silent % BEAT == 0:
                yield ": here\n\n"
            if told["state"] in (*OVER, "none"):
                yield "event: over\ndata: {}\n\n"
                return
            await asyncio.sleep(LOOK)

    return StreamingResponse(lines(), media_type="text/event-stream")
