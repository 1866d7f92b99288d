"""``qipan reproduce``."""

from pathlib import Path
from typing import Annotated

import typer

from .app import MISSED, app
from .options import Jobs


@app.command()
def reproduce(
    manifest: Annotated[
        Path,
        typer.Argument(metavar="MANIFEST", help="A result folder, or the manifest.json in it."),
    ],
    jobs: Jobs = 1,
) -> None:
    """Make a result folder again from its manifest and compare the two byte for byte.

    The files that were read then lie in the manifest, so it does not matter what has become of
    them. The folder itself is left as it is. Exit code 0 if every file is the same, 1 if one
    differs, 2 if it cannot be made again.

    Examples
    --------
    qipan reproduce results/fuding/manifest.json
    """
    from .reproducing import reproduce_and_tell

    same = reproduce_and_tell(manifest, jobs)
    if not same:
        raise typer.Exit(MISSED)
