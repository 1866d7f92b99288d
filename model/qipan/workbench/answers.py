"""What a run has answered: its result folder, its report and its charts."""

import json
from pathlib import Path
from typing import Any

from .jobs import answer_folder

MOST_CHARTS = 6


def answers_of(run: Path, language: Any) -> Path:
    """Return the result folder of a run: whole, or as far as it came before it was stopped."""
    whole = answer_folder(run, language)
    stopped = whole.with_name(f"{whole.name}-stopped")
    return stopped if not whole.exists() and stopped.exists() else whole


def report_of(run: Path, language: Any) -> dict[str, Any] | None:
    """Return the report of a run as data; None if there is none as yet."""
    return read_report(answers_of(run, language))


def read_report(folder: Path) -> dict[str, Any] | None:
    """Return the report of a result folder as data; None if there is none as yet."""
    try:
        read = json.loads((folder / "report.json").read_text("utf-8"))
    except FileNotFoundError:
        return None
    return read if isinstance(read, dict) else None


def charts_of(report: dict[str, Any] | None) -> list[dict[str, str]]:
    """Return the first charts of a report."""
    if report is None:
        return []
    every = [chart for section in report["sections"] for chart in section["charts"]]
    return every[:MOST_CHARTS]


def cautions_of(report: dict[str, Any] | None) -> list[str]:
    """Return what a report warns of: backlogs that grow, numbers that do not exist."""
    if report is None:
        return []
    return [str(words) for section in report["sections"] for words in section["items"]]
