"""An attribution on disk."""

from collections.abc import Mapping
from typing import Any

from ..result_folder import (
    MANIFEST,
    RUN_INFO,
    SUMMARY,
    StrPath,
    whole_folder,
    write_json,
    write_more,
)
from ..save import run_info
from .attribute import Request
from .result import Attribution
from .tables import contribution_table, interaction_table, replication_table, summary


def save(
    found: Attribution,
    request: Request,
    path: StrPath,
    *,
    seconds: float,
    jobs: int,
    more: Mapping[str, bytes] | None = None,
) -> None:
    """Write contributions.csv, interactions.csv, by_replication.csv and summary.json.

    The folder appears whole or not at all; see `whole_folder`.

    Raises
    ------
    ResultFolderError
        If it cannot be written.
    """
    with whole_folder(path) as folder:
        write_json(folder / MANIFEST, manifest(found, request))
        write_json(folder / RUN_INFO, run_info(seconds, jobs))
        write_json(folder / SUMMARY, summary(found))
        contribution_table(found).to_csv(folder / "contributions.csv", index=False)
        interaction_table(found).to_csv(folder / "interactions.csv", index=False)
        replication_table(found).to_csv(folder / "by_replication.csv", index=False)
        write_more(folder, more or {})


def manifest(found: Attribution, request: Request) -> dict[str, Any]:
    """Everything that decides the results, and nothing else."""
    from ... import __version__

    return {
        "qipan": __version__,
        "kind": "attribute",
        "scenarios": {
            role: {"name": scenario.name, "sha256": scenario.sha256}
            for role, scenario in (("before", found.before), ("after", found.after))
        },
        "metrics": list(request.metrics),
        "replications": request.replications,
        "seed": request.seed,
        "mechanisms": list(request.mechanisms) if request.mechanisms is not None else None,
        "permutations": request.permutations,
        "interactions": request.interactions,
    }
