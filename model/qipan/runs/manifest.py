"""manifest.json: everything that decides the results in a folder, and nothing else."""

import base64
import os
import platform
from collections.abc import Iterable
from dataclasses import is_dataclass, replace
from importlib.metadata import version
from typing import Any

from ..code_identity import identity
from ..scenario import Scenario
from ..scenario.inputs import inputs
from ..scenario.shipped import shown
from ..scenario.standing import standing
from .data import as_data
from .invocation import command_line

_CODE = identity()  # of what was imported: files may be changed while it runs
PACKAGES = ("numpy", "scipy", "numba", "mesa", "pandas", "pyarrow", "pulp", "highspy", "SALib")


def manifest(command: str, scenarios: Iterable[Scenario], **said: Any) -> dict[str, Any]:
    """Say what was run, of which scenarios, with which versions.

    Parameters
    ----------
    command : str
        Such as ``compare``.
    scenarios : iterable of Scenario
        Written out, defaults filled in, with the provenance of each number and with what its
        numbers stand on; each once.
    **said
        What was asked, and what else decides the results.

    Where the command line is carried out, its words and the files that were read are told as well,
    so that ``qipan reproduce`` can do it again.
    """
    from .. import __version__

    told = {scenario.sha256: scenario for scenario in scenarios}
    return {
        "qipan": __version__,
        "code": dict(_CODE),
        "command": command,
        **said,
        "scenarios": [
            {
                "name": scenario.name,
                "sha256": sha256,
                "standing": [stand.sentence for stand in standing(scenario)],
                **resolved(scenario),
            }
            for sha256, scenario in told.items()
        ],
        "versions": versions(),
        **_invocation(),
    }


def _invocation() -> dict[str, Any]:
    words, read = command_line(), inputs()
    if words is None or read is None:
        return {}
    said = {shown(file): _written(content) for file, content in read.items()}
    return {"arguments": words, "inputs": said}


def _written(content: bytes) -> str | dict[str, str]:
    """What stood in a file: its text, or in base64 what is none."""
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return {"base64": base64.b64encode(content).decode("ascii")}


def versions() -> dict[str, str]:
    """Versions of Python and of the packages that results may depend on."""
    packages = {package: version(package) for package in PACKAGES}
    return {"python": platform.python_version(), **packages}


def resolved(scenario: Scenario) -> dict[str, Any]:
    """Return all that a scenario says, with names of files and not where they lie."""
    content = scenario.resolved()
    for row in content["provenance"]:
        row["file"] = os.path.basename(row["file"]) if row["file"] else None
    return content


def as_said(request: Any) -> Any:
    """Return a request as JSON can hold it; see `as_data`."""
    own = {
        name: sorted(_named(each) for each in getattr(request, name))
        for name in ("institutions", "measures")
        if getattr(request, name, None)
    }
    if is_dataclass(request) and not isinstance(request, type) and hasattr(request, "measures"):
        said = as_data(replace(request, institutions=(), measures={}))
        return {k: v for k, v in said.items() if k not in ("institutions", "measures")} | own
    return as_data(request)


def _named(own: Any) -> str:
    """Return the name of an institution, of a measure, or of the scenario it acts in."""
    return own if isinstance(own, str) else f"{own.__module__}.{own.__qualname__}"
