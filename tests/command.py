"""The command line within the process of the tests.

A program of its own takes seconds to start, and starting is what few tests are about: those of
signals, of encodings, of a console that is gone, of `qipan reproduce`. All others meet the same
application here, with the same words, exit codes and files.
"""

from contextlib import chdir
from pathlib import Path

from typer.testing import CliRunner, Result


def qipan(*words: object, cwd: Path | None = None) -> Result:
    """Carry out a command in a folder; what was no exit of the command line is raised.

    Parameters
    ----------
    *words : object
        The command line without the program's name.
    cwd : path, optional
        Where it is called; here if it is not given.

    Returns
    -------
    Result
        ``exit_code``, ``stdout``, ``stderr``, and ``output``, which is both.
    """
    from qipan.cli import app

    with chdir(cwd or Path.cwd()):
        return CliRunner().invoke(app, [str(word) for word in words], catch_exceptions=False)
