"""A result folder for tests, written at once."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from qipan.runs.file_formats import write_charts, write_json, write_more, write_parquet
from qipan.runs.result_folder import (
    CHARTS,
    DAILY,
    EVENTS,
    MANIFEST,
    METRICS,
    RUN_INFO,
    SUMMARY,
    StrPath,
    whole_folder,
)


def write_result_folder(
    path: StrPath,
    *,
    manifest: Mapping[str, Any],
    run_info: Mapping[str, Any],
    metrics: pd.DataFrame,
    daily: pd.DataFrame,
    summary: Mapping[str, Any],
    events: pd.DataFrame | None = None,
    charts: Mapping[str, bytes] | None = None,
    more: Mapping[str, bytes] | None = None,
) -> None:
    """Write a result folder by the parts that commands write theirs by."""
    with whole_folder(path) as folder:
        write_json(folder / MANIFEST, manifest)
        write_json(folder / RUN_INFO, run_info)
        write_json(folder / SUMMARY, summary)
        write_parquet(folder / METRICS, metrics)
        write_parquet(folder / DAILY, daily)
        if events is not None:
            write_parquet(folder / EVENTS, events)
        write_charts(folder / CHARTS, charts or {})
        write_more(folder, more or {})
