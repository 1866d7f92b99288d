"""The page of a ledger: columns, fit, proof, prediction, and a question about it."""

import csv
import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import Route

from ..words import Language, Phrase, Words
from .answers import read_report
from .jobs import Told
from .language import language_of
from .ledgers import (
    DATES,
    FIT,
    IMPORT,
    PREDICT,
    PREDICTED,
    PREVIEW,
    STEPS,
    Ledger,
    NotTakenError,
    forget_uploads,
    ledger_named,
    ledgers_of,
    take_in,
)
from .options import EditError, number_typed
from .watching import told_on
from .words import TEXTS
from .workspace import NoSuchError

if TYPE_CHECKING:
    from .app import Workbench

ROLES = {
    "id": Words("number of the request"),
    "opened_at": Words("time opened"),
    "closed_at": Words("time closed"),
    "status": Words("status", "of a request"),
    "kind": Words("kind, level 1"),
    "kind_2": Words("kind, level 2"),
    "kind_3": Words("kind, level 3"),
    "kind_4": Words("kind, level 4"),
    "area": Words("area, level 1"),
    "area_2": Words("area, level 2"),
    "area_3": Words("area, level 3"),
    "area_4": Words("area, level 4"),
    "department": Words("department"),
    "source": Words("channel"),
    "dispatched_at": Words("time sent out"),
    "accepted_at": Words("time accepted"),
    "returned_at": Words("time sent back"),
    "due_at": Words("time due"),
    "ended_at": Words("time ended otherwise"),
    "lead": Words("leading or assisting"),
    "parent": Words("number of the main request"),
    "repeats": Words("reminders"),
    "solved": Words("said to be solved"),
    "satisfied": Words("satisfied"),
}
STATUS_NAMES = {  # of `imports.ledgers.ledger.STATUSES`
    "open": Words("still open"),
    "closed": Words("closed"),
    "cancelled": Words("cancelled or rejected"),
    "duplicate": Words("recorded twice"),
    "transferred": Words("sent back or elsewhere"),
    "administrative": Words("ended by an administrative act"),
    "closed_in_time": Words("closed in time"),
    "closed_late": Words("closed late"),
}
BOUNDS = {"draws": (2, 1000), "hold_out": (5, 80), "weeks": (1, 104)}
FILES = ("report.docx", "tables.xlsx", "report.html", "scenario.yaml")


def routes(bench: "Workbench") -> list[Route]:
    """Return the routes of these pages."""
    pages = _Pages(bench)
    at = "/ledgers/{ledger}"
    return [
        Route("/ledgers", pages.take_in, methods=["POST"]),
        Route(at, pages.ledger),
        Route(at, pages.ask, methods=["POST"]),
        Route(f"{at}/events/{{step}}", pages.events),
        Route(f"{at}/stop/{{step}}", pages.stop, methods=["POST"]),
        Route(f"{at}/files/{{language}}/{{name}}", pages.file),
    ]


class _Pages:
    def __init__(self, bench: "Workbench") -> None:
        self._bench, self._workspace, self._jobs = bench, bench.workspace, bench.jobs
        bench.jobs.besides = lambda: forget_uploads(self._workspace, self._jobs)

    def _ledger(self, request: Request) -> Ledger:
        return ledger_named(self._workspace, self._jobs, request.path_params["ledger"])

    def _step(self, request: Request) -> Path:
        step = request.path_params["step"]
        if step not in STEPS:
            raise NoSuchError(step)
        return self._ledger(request).step(step, language_of(request))

    async def take_in(self, request: Request) -> Response:
        """Take in what was dropped, and have its columns looked at."""
        name = request.query_params.get("name", "")
        ledger = take_in(self._workspace, self._jobs, name, await request.body())
        ledger.look(language_of(request))
        return JSONResponse({"go": f"/ledgers/{ledger.name}"})

    async def ledger(self, request: Request) -> Response:
        ledger, language = self._ledger(request), language_of(request)
        told = {step: self._jobs.told(ledger.step(step, language)) for step in STEPS}
        fitted = ledger.fitted(language)
        return self._bench.page(
            request,
            "ledger",
            ledger=ledger,
            told=told,
            columns=ledger.columns,
            roles=ROLES,
            statuses=ledger.statuses,
            status_names=STATUS_NAMES,
            dates=ledger.map.get("dates", ""),
            is_read=ledger.is_read(),
            fitted=fitted,
            fitted_otherwise=ledger.fitted() if fitted is None else None,
            report=read_report(fitted) if fitted is not None else None,
            validated=fitted is not None and _is_validated(fitted),
            files=FILES,
            weeks=_weeks(ledger.step(PREDICT, language) / PREDICTED),
        )

    async def ask(self, request: Request) -> Response:
        """Do what a planner asks of a ledger."""
        ledger, language, asked = self._ledger(request), language_of(request), await request.json()
        match asked.get("do"):
            case "look":
                ledger.look(language, _columns_said(asked))
            case "read":
                title, zone = (str(asked.get(key, "")).strip() for key in ("title", "zone"))
                ledger.read_in(language, title, zone, bool(asked.get("arrivals_only")))
            case "fit":
                draws, share = _whole("draws", asked), _whole("hold_out", asked)
                ledger.fit(language, draws, share / 100, "CN" if asked.get("holidays") else "")
            case "predict":
                ledger.predict(language, _whole("weeks", asked))
            case "question":
                question = ledger.ask(self._workspace)
                return JSONResponse({"go": f"/questions/{question.name}/options"})
            case "forget":
                ledger.forget()
                return JSONResponse({"go": "/"})
            case _:
                raise EditError("do")
        return JSONResponse({"go": f"/ledgers/{ledger.name}"})

    async def events(self, request: Request) -> Response:
        step = self._step(request)
        return told_on(request, lambda: asdict(self._jobs.told(step)))

    async def stop(self, request: Request) -> Response:
        self._jobs.stop(self._step(request))
        return JSONResponse({"ok": True})

    async def file(self, request: Request) -> Response:
        """Hand out a file of a fit; its names are looked up, never put together."""
        ledger, name = self._ledger(request), request.path_params["name"]
        chosen: Language = "zh" if request.path_params["language"] == "zh" else "en"
        fitted = ledger.fitted(chosen)
        if fitted is None or name not in FILES:
            raise NoSuchError(name)
        return FileResponse(fitted / name, filename=f"{ledger.name}-{chosen}-{name}")


def shown(bench: "Workbench") -> list[dict[str, Any]]:
    """Return what the first page says of each ledger."""
    return [
        {"name": each.name, "title": each.title, "state": _state(each, bench)}
        for each in ledgers_of(bench.workspace, bench.jobs)
    ]


def _state(ledger: Ledger, bench: "Workbench") -> str:
    if ledger.fitted() is not None:
        return "fitted"
    for step in (FIT, IMPORT, PREVIEW):
        told: Told = bench.jobs.told(ledger.step(step))
        if told.state in ("waiting", "running", "stopping"):
            return told.state
    return "read" if ledger.is_read() else "columns"


def _columns_said(asked: dict[str, Any]) -> dict[str, Any]:
    """Return what a page says of columns: names of headers alone."""
    roles = asked.get("roles")
    if not isinstance(roles, dict) or asked.get("dates", "") not in DATES:
        raise EditError("roles")
    for role, headers in roles.items():
        is_list = isinstance(headers, list) and all(isinstance(each, str) for each in headers)
        if role not in ROLES or not is_list:
            raise EditError("roles")
    statuses = asked.get("statuses", {})
    if not isinstance(statuses, dict) or set(map(str, statuses.values())) - set(STATUS_NAMES):
        raise EditError("statuses")
    return asked


def _whole(name: str, asked: dict[str, Any]) -> int:
    low, high = BOUNDS[name]
    number = number_typed(asked.get(name))
    if number != int(number) or not low <= number <= high:
        raise NotTakenError(Phrase(TEXTS["outside_range"], low=low, high=high))
    return int(number)


def _is_validated(fitted: Path) -> bool:
    return bool(json.loads((fitted / "fit.json").read_text("utf-8"))["fit"] == "validated")


def _weeks(folder: Path) -> list[dict[str, str]]:
    """Return the weeks that were predicted: requests, and what will be open at their ends."""
    file = max(folder.glob("from_*.csv"), default=None)
    if file is None:
        return []
    with open(file, encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    still = {row["first_day"]: row for row in rows if row["grain"] == "open"}
    made = []
    for row in rows:
        if row["grain"] == "week":
            left = still.get(row["first_day"], {})
            made.append({**row, **{f"open_{key}": left.get(key, "") for key in _NUMBERS}})
    return made


_NUMBERS = ("median", "low", "high")
