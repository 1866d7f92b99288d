"""``qipan store``."""

from pathlib import Path
from typing import Annotated

import typer

from .app import app
from .options import STORE


@app.command()
def store(
    folder: Annotated[Path, typer.Argument(metavar="[DIR]", help="The store.")] = STORE,
    prune: Annotated[
        bool, typer.Option("--prune", help="Remove what other versions of the code have left.")
    ] = False,
    clear: Annotated[bool, typer.Option("--clear", help="Remove all replications.")] = False,
) -> None:
    """Show what the store of finished replications holds, or remove some of it.

    Comparisons, attributions, sweeps and searches keep finished replications there and use them
    again, as long as scenario, seed and code are the same. All of it can be made again.

    Example: qipan store --prune
    """
    from .store_shown import show_store

    show_store(folder, prune=prune, clear=clear)
