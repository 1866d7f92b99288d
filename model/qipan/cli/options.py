"""Options that several commands share, so that they are called and explained alike."""

from pathlib import Path
from typing import Annotated

import typer

Seed = Annotated[int, typer.Option(min=0, help="Replication r has the seed SEED * 1,000,000 + r.")]
Jobs = Annotated[
    int, typer.Option(min=1, help="Replications at the same time; results do not depend on it.")
]
Lang = Annotated[str, typer.Option(help="Language of charts and report: en or zh.")]
Out = Annotated[Path | None, typer.Option(help="Result folder.  [default: results/NAME]")]
