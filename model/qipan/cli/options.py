"""Options that several commands share, so that they are called and explained alike."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from ..experiments.opening import Workers

Seed = Annotated[int, typer.Option(min=0, help="Replication r has the seed SEED * 1,000,000 + r.")]
Jobs = Annotated[
    int, typer.Option(min=1, help="Replications at the same time; results do not depend on it.")
]
Lang = Annotated[str, typer.Option(help="Language of charts and report: en or zh.")]
Out = Annotated[Path | None, typer.Option(help="Result folder.  [default: results/NAME]")]
Processes = Annotated[
    bool, typer.Option("--processes", help="Use processes rather than threads of one.")
]
Dask = Annotated[
    str | None,
    typer.Option(metavar="ADDRESS", help="Use a Dask cluster: tcp://HOST:PORT of its scheduler."),
]
StoreFolder = Annotated[
    Path,
    typer.Option("--store", metavar="DIR", help="Where finished replications are kept and found."),
]
NoStore = Annotated[
    bool, typer.Option("--no-store", help="Neither look for finished replications nor keep any.")
]
RetryFailed = Annotated[bool, typer.Option("--retry-failed", help="Try again what failed before.")]

STORE = Path("results") / ".store"


def workers(
    jobs: int, processes: bool, dask: str | None, store: Path, no_store: bool, retry_failed: bool
) -> "Workers":
    """Return what these options say of who makes replications, and where they are kept."""
    from ..experiments.opening import Workers

    return Workers(jobs, processes, dask, None if no_store else store, retry_failed)
