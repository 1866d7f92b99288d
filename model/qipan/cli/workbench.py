"""``qipan workbench``."""

from pathlib import Path
from typing import Annotated

import typer

from ..words import Phrase
from .app import FAULTY, app, tell
from .options import Jobs


@app.command()
def workbench(
    folder: Annotated[
        Path, typer.Option(metavar="DIR", help="Where cities, questions and results are kept.")
    ] = Path("workbench"),
    port: Annotated[
        int, typer.Option(min=0, max=65535, help="Of this machine; 0 takes one that is free.")
    ] = 0,
    jobs: Jobs = 1,
    show: Annotated[
        bool, typer.Option("--open/--no-open", help="Open the page in the browser.")
    ] = True,
) -> None:
    """Open a page in the browser for questions about a city, without writing files.

    It answers to this machine alone, and to the browser that opens the printed address. What runs
    goes on when the page is closed, or this command ended. It needs the extra qipan[workbench].

    Example: qipan workbench --folder my_questions --jobs 2
    """
    try:
        from ..workbench.serve import serve
    except ModuleNotFoundError as error:
        if error.name not in ("starlette", "uvicorn", "anyio"):
            raise
        tell(
            Phrase(
                "the workbench needs {name}, which is not installed: pip install "
                "'qipan[workbench]'",
                name=error.name,
            ),
            err=True,
        )
        raise typer.Exit(FAULTY) from None
    serve(folder, port, jobs, typer.echo, show=show)
