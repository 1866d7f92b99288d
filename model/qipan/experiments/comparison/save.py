"""A comparison as the files of a result folder."""

import os
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ..csv_files import write_csv
from ..export import REPLICATIONS, write_replications
from ..file.experiment import Experiment
from ..manifest import manifest
from ..result_folder import (
    MANIFEST,
    RUN_INFO,
    StrPath,
    whole_folder,
    write_json,
    write_more,
    write_parquet,
)
from ..save import run_info
from ..targets import target_table
from ..uncertainty.tables import tables_of
from .comparison import Comparison
from .costs import costs_of

if TYPE_CHECKING:
    import pandas as pd

DIFFERENCES, RANKING, TARGETS = "differences.csv", "ranking.csv", "targets.csv"
COSTS = "costs.csv"


def save_comparisons(
    experiment: Experiment,
    parts: Sequence[Comparison],
    path: StrPath,
    *,
    seconds: float,
    jobs: int,
    more: Mapping[str, bytes] | None = None,
) -> None:
    """Write comparisons to a result folder.

    Parameters
    ----------
    experiment : Experiment
    parts : sequence of Comparison
    path : path
    seconds, jobs
        Wall time and parallel jobs, which may differ between identical runs.
    more : mapping of str to bytes, optional
        Further files: charts, reports.

    Raises
    ------
    ResultFolderError
        If the folder cannot be written.
    """
    tables = {
        DIFFERENCES: [_numbered(part.frame(), n, parts) for n, part in enumerate(parts)],
        RANKING: [_numbered(part.ranks(), n, parts) for n, part in enumerate(parts)],
        TARGETS: [targets(part) for part in parts if shows_targets(part)],
        COSTS: [costs.frame() for part in parts if (costs := costs_of(part)) is not None],
    }
    with whole_folder(path) as folder:
        said = manifest(
            "compare",
            [scenario for part in parts for scenario in part.scenarios],
            experiment=_named(experiment.document.model_dump(mode="json", exclude_none=True)),
            comparisons=[_of_part(part) for part in parts],
        )
        write_json(folder / MANIFEST, said)
        write_json(folder / RUN_INFO, run_info(seconds, jobs))
        write_replications(folder / REPLICATIONS, [r for part in parts for r in part.runs])
        for name, frames in tables.items():
            if frames:
                write_csv(_stacked(frames), folder / name)
        for name, frames in uncertainty_tables(parts).items():
            if name.endswith(".csv"):
                write_csv(_stacked(frames), folder / name)
            else:
                write_parquet(folder / name, _stacked(frames))
        write_more(folder, more or {})


def uncertainty_tables(parts: Sequence[Comparison]) -> "dict[str, list[pd.DataFrame]]":
    """What worlds and cities have shown, by file name; empty where none were tried."""
    made: dict[str, list[pd.DataFrame]] = {}
    for number, part in enumerate(parts):
        for name, frame in tables_of(
            part.metrics, part.confidence, part.worlds, part.cities
        ).items():
            made.setdefault(name, []).append(_numbered(frame, number, parts))
    return made


def shows_targets(part: Comparison) -> bool:
    """Whether a comparison is one of before and after, and the after has reported windows."""
    return len(part.runs) == 2 and bool(part.of(part.others[0]).scenario.document.targets)


def targets(part: Comparison) -> "pd.DataFrame":
    """Tabulate simulated against reported, with the scenario as first column."""
    after = part.of(part.others[0])
    table = target_table(after, part.of(part.reference))
    table.insert(0, "scenario", after.scenario.name)
    return table


def _named(said: Any) -> Any:
    """An experiment as it was given, with names of files and not where they lie on this machine."""
    if isinstance(said, dict):
        return {
            key: os.path.basename(below)
            if key == "file" and isinstance(below, str) and os.path.isabs(below)
            else _named(below)
            for key, below in said.items()
        }
    return [_named(below) for below in said] if isinstance(said, list) else said


def _of_part(part: Comparison) -> dict[str, Any]:
    return {
        "reference": part.reference,
        "scenarios": {s.name: s.sha256 for s in part.scenarios},
        "seeds": [replication.seed for replication in part.runs[0].replications],
        "stopping": vars(part.stopping),
        "failures": [vars(failure) for failure in part.failures],
    }


def _numbered(frame: "pd.DataFrame", number: int, parts: Sequence[Comparison]) -> "pd.DataFrame":
    """Say which comparison rows belong to, where there are several."""
    if len(parts) > 1:
        frame.insert(0, "comparison", number + 1)
    return frame


def _stacked(frames: "Sequence[pd.DataFrame]") -> "pd.DataFrame":
    import pandas as pd

    return pd.concat(frames, ignore_index=True)
