"""``qipan workbench``."""

from pathlib import Path
from typing import Annotated

import typer

from ..words import Phrase, in_language, spoken
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
    address: Annotated[
        str | None,
        typer.Option(
            "--serve", metavar="ADDRESS:PORT", help="Serve several users, who sign in (--users)."
        ),
    ] = None,
    users: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Who may sign in: names with hashes of passwords."),
    ] = None,
    names: Annotated[
        list[str] | None,
        typer.Option("--name", help="Under which name browsers reach the server; may be repeated."),
    ] = None,
    most: Annotated[
        int, typer.Option("--runs", min=1, max=1024, help="Runs at the same time, of all users.")
    ] = 1,
    add_user: Annotated[
        str | None,
        typer.Option(
            metavar="NAME", help="Add a user to --users, or change the password, and end."
        ),
    ] = None,
) -> None:
    """Open a page in the browser for questions about a city, without writing files.

    It answers to this machine alone, and to the browser that opens the printed address. What runs
    goes on when the page is closed, or this command ended. It needs the extra qipan[workbench].
    With --serve it serves an office: each user signs in and has a workspace that no other sees.

    Examples
    --------
    qipan workbench --folder my_questions --jobs 2

    qipan workbench --users users.txt --add-user wang

    qipan workbench --serve 127.0.0.1:8600 --users users.txt --name bench.example.gov.cn
    """
    try:
        from ..workbench.serve import serve, serve_office
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
    if (address is not None or add_user is not None) and users is None:
        tell(
            Phrase(
                "--serve and --add-user need --users FILE: who may sign in. Without --serve the "
                "workbench is for one planner on this machine"
            ),
            err=True,
        )
        raise typer.Exit(FAULTY)
    if add_user is not None and users is not None:
        _add(users, add_user)
    elif address is not None and users is not None:
        serve_office(folder, address, users, names or [], jobs, most, tell)
    elif users is not None or names:
        tell(Phrase("--users and --name say nothing without --serve ADDRESS:PORT"), err=True)
        raise typer.Exit(FAULTY)
    else:
        serve(folder, port, jobs, tell, show=show)


def _add(file: Path, name: str) -> None:
    from ..workbench.users import add_user

    asked, again = (
        in_language(said, spoken())
        for said in (Phrase("Password"), Phrase("Repeat for confirmation"))
    )
    password = typer.prompt(asked, hide_input=True, confirmation_prompt=again)
    add_user(file, name, password)
    tell(Phrase("Written: {file}, user {name}.", file=file, name=name))
