"""``qipan new``."""

from pathlib import Path
from typing import Annotated

import typer

from ..words import Phrase
from .app import app, tell


@app.command()
def new(
    file: Annotated[
        Path | None, typer.Argument(metavar="FILE", help="Scenario file to write, such as a.yaml.")
    ] = None,
    base: Annotated[
        str | None,
        typer.Option(
            "--from",
            metavar="SCENARIO",
            help="What it sets out from: a scenario that comes with Qipan, or a file.",
        ),
    ] = None,
    show_list: Annotated[
        bool, typer.Option("--list", help="List the scenarios that come with Qipan.")
    ] = False,
) -> None:
    """Write a scenario file of one's own that sets out from another, ready to be changed.

    It says nothing but its name; common keys stand in it as comments, with the values they have
    now. No file is ever overwritten.

    Examples
    --------
    qipan new --list

    qipan new my_city.yaml --from fuding
    """
    from ..scenario.begin import BeginError, begin, overview

    if show_list:
        for line in overview():
            tell(line)
        return
    if file is None or base is None:
        raise BeginError(
            Phrase(
                "say which file to write and what it sets out from, for example: "
                "qipan new my_city.yaml --from fuding; qipan new --list names what there is"
            )
        )
    begun = begin(file, base)
    tell(
        Phrase(
            "Written: {file}, scenario {name}, which extends {base}.",
            file=file,
            name=begun.name,
            base=base,
        )
    )
    tell(Phrase("Next: qipan check {file}; then qipan run {file}", file=file))
