"""A sweep on disk."""

from collections.abc import Mapping

from ..csv_files import write_csv
from ..manifest import as_said, manifest
from ..result_folder import (
    MANIFEST,
    RUN_INFO,
    SUMMARY,
    StrPath,
    whole_folder,
    write_json,
    write_more,
    write_parquet,
)
from ..save import run_info
from .result import Sweep
from .sweep import Request
from .tables import factor_table, point_table, summary, tables, value_table


def save(
    found: Sweep,
    request: Request,
    path: StrPath,
    *,
    seconds: float,
    jobs: int,
    more: Mapping[str, bytes] | None = None,
) -> None:
    """Write factors.csv, points.parquet, values.parquet, a CSV for each table, and summary.json.

    The folder appears whole or not at all; see `whole_folder`.

    Raises
    ------
    ResultFolderError
        If it cannot be written.
    """
    with whole_folder(path) as folder:
        asked = {**as_said(request), "keys": as_said(request.keys) or "assumed"}
        write_json(folder / MANIFEST, manifest("sweep", found.scenarios, asked=asked))
        write_json(folder / RUN_INFO, run_info(seconds, jobs))
        write_json(folder / SUMMARY, summary(found))
        write_csv(factor_table(found), folder / "factors.csv")
        for name, frame in tables(found).items():
            write_csv(frame, folder / f"{name}.csv")
        if found.trial is not None:
            write_parquet(folder / "points.parquet", point_table(found))
            write_parquet(folder / "values.parquet", value_table(found))
        write_more(folder, more or {})
