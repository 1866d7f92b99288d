"""Replications as a result folder."""

import os
import platform
import sys
from pathlib import Path
from typing import Any

from ..outcomes.metrics import METRICS
from ..outcomes.table import ALL
from .file_formats import write_json, write_parquet
from .manifest import manifest
from .result_folder import DAILY, EVENTS, SUMMARY
from .result_folder import METRICS as METRICS_FILE
from .runs import Runs


def manifest_of(runs: Runs) -> dict[str, Any]:
    """Say what decides the results of replications."""
    return manifest(
        "run",
        [runs.scenario],
        seed=runs.seed,
        replications={"wanted": runs.wanted, "finished": len(runs)},
        seeds=[replication.seed for replication in runs.replications],
        **runs.heading.added(),
    )


def write_data(runs: Runs, folder: Path) -> None:
    """Write summary, metrics, daily counts, and events where they were kept."""
    write_json(folder / SUMMARY, summary(runs))
    write_parquet(folder / METRICS_FILE, runs.metrics)
    write_parquet(folder / DAILY, runs.daily)
    if runs.events is not None:
        write_parquet(folder / EVENTS, runs.events)


def run_info(seconds: float, jobs: int) -> dict[str, Any]:
    """What may differ between two identical runs."""
    return {
        "wall_seconds": round(seconds, 3),
        "jobs": jobs,
        "python": sys.version.split()[0],
        "machine": platform.platform(),
        "processors": os.cpu_count(),
    }


def of_the_city(runs: Runs) -> list[str]:
    """Metrics that replications have of the whole city."""
    columns = runs.replications[0].table if runs.replications else ()
    return [column.metric for column in columns if column.by == ALL]


def summary(runs: Runs) -> dict[str, Any]:
    """Mean, 95 % interval, number of replications and unit of each city-wide metric."""
    content = {}
    for name in of_the_city(runs):
        interval = runs.interval(name)
        content[name] = {
            "mean": interval.mean,
            "low": interval.low,
            "high": interval.high,
            "n": interval.n,
            "unit": METRICS[name].unit,
        }
    return content
