"""Replications as a result folder."""

import os
import platform
import sys
from collections.abc import Mapping
from typing import Any

from ..outcomes.metrics import METRICS
from ..outcomes.table import ALL
from .manifest import manifest
from .replications import Runs
from .result_folder import StrPath, write_result_folder


def save(
    runs: Runs,
    path: StrPath,
    *,
    seconds: float,
    jobs: int,
    charts: Mapping[str, bytes] | None = None,
    more: Mapping[str, bytes] | None = None,
) -> None:
    """Write replications to a result folder; see `result_folder`.

    Parameters
    ----------
    runs : Runs
    path : path
    seconds, jobs
        Wall time and parallel jobs, which may differ between identical runs.
    charts : mapping of str to bytes, optional
        Contents by file name.
    more : mapping of str to bytes, optional
        Further files by their paths in the folder, such as a report.
    """
    write_result_folder(
        path,
        manifest=manifest(
            "run",
            [runs.scenario],
            seed=runs.seed,
            replications={"wanted": runs.wanted, "finished": len(runs)},
            seeds=[replication.seed for replication in runs.replications],
        ),
        run_info=run_info(seconds, jobs),
        metrics=runs.metrics,
        daily=runs.daily,
        summary=summary(runs),
        events=runs.events,
        charts=charts,
        more=more,
    )


def run_info(seconds: float, jobs: int) -> dict[str, Any]:
    """What may differ between two identical runs."""
    return {
        "wall_seconds": round(seconds, 3),
        "jobs": jobs,
        "python": sys.version.split()[0],
        "machine": platform.platform(),
        "processors": os.cpu_count(),
    }


def summary(runs: Runs) -> dict[str, Any]:
    """Mean, 95 % interval, number of replications and unit of each city-wide metric."""
    columns = runs.replications[0].table if runs.replications else ()
    names = [column.metric for column in columns if column.by == ALL]
    content = {}
    for name in names:
        interval = runs.interval(name)
        content[name] = {
            "mean": interval.mean,
            "ci_low": interval.low,
            "ci_high": interval.high,
            "n": interval.n,
            "unit": METRICS[name].unit,
        }
    return content
