"""manifest.json: everything that decides the results in a folder, and nothing else."""

import json
import os
from collections.abc import Iterable
from importlib.metadata import version
from typing import Any

from ..scenario import Scenario
from ..scenario.standing import standing

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
    """
    from .. import __version__

    told = {scenario.sha256: scenario for scenario in scenarios}
    return {
        "qipan": __version__,
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
    }


def versions() -> dict[str, str]:
    """Versions of the packages that results may depend on."""
    return {package: version(package) for package in PACKAGES}


def resolved(scenario: Scenario) -> dict[str, Any]:
    """Return all that a scenario says, with names of files and not where they lie."""
    content = scenario.resolved()
    for row in content["provenance"]:
        row["file"] = os.path.basename(row["file"]) if row["file"] else None
    return content


def as_said(request: Any) -> Any:
    """Return a request as JSON can hold it: tuples as lists, objects by their words."""
    return json.loads(json.dumps(request, default=str))
