"""An attribution on disk."""

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
        asked = as_said(request)
        said = manifest("attribute", [found.before, found.after], asked=asked)
        write_json(folder / MANIFEST, said)
        write_json(folder / RUN_INFO, run_info(seconds, jobs))
        write_json(folder / SUMMARY, summary(found))
        write_csv(contribution_table(found), folder / "contributions.csv")
        write_csv(interaction_table(found), folder / "interactions.csv")
        write_csv(replication_table(found), folder / "by_replication.csv")
        write_more(folder, more or {})
