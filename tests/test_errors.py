"""One family of exceptions, and one place of the command line where they become words."""

import importlib
import inspect
import pkgutil

import pytest
from typer.testing import CliRunner

import qipan
from qipan.cli import app
from qipan.errors import DiskError, ImpossibleError, InputError, QipanError, StoppedError

# Slips, or caught where raised.
INNER = {"GivenUpError", "ConservationError", "NoSuchMarkError", "_CellError"}


def test_every_exception_of_the_package_is_of_one_kind() -> None:
    kinds = (InputError, ImpossibleError, StoppedError, DiskError)
    for found in pkgutil.walk_packages(qipan.__path__, "qipan."):
        if found.name.endswith("__main__"):
            continue
        module = importlib.import_module(found.name)
        for name, thing in vars(module).items():
            if not (inspect.isclass(thing) and issubclass(thing, Exception)):
                continue
            if (
                thing.__module__ != found.name
                or name in INNER
                or issubclass(thing, Warning)
                or thing is QipanError
            ):
                continue
            assert issubclass(thing, kinds), f"{found.name}.{name}"


@pytest.mark.parametrize(
    "words",
    [
        ["run", "no_such.yaml"],
        ["attribute", "tiny"],
        ["compare", "tiny"],
        ["targets", "tiny"],
        ["sweep", "tiny", "--metric", "laod"],
    ],
)
def test_what_is_wrong_is_said_in_a_sentence(words: list[str]) -> None:
    done = CliRunner().invoke(app, words)
    assert done.exit_code == 2
    assert done.output.strip()
    assert "Traceback" not in done.output
