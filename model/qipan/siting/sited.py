"""What a siting file leads to: the sites, who goes where, and files that the simulation can try."""

import json
import os
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import ImpossibleError
from ..programs.sites.choice import Choice, choose
from ..runs.manifest import manifest
from ..runs.result import Study
from ..scenario import Scenario
from ..words import Phrase
from .site_file import SiteFile
from .ways import Way, ways

if TYPE_CHECKING:
    from ..report.document import Report
    from ..report.table import Table
    from ..words import Language

TRIAL = "trial.yaml"
REPLICATIONS = 8


class NoSuchSitesError(ImpossibleError, ValueError):
    """No choice of sites keeps all that is asked for."""


@dataclass(frozen=True)
class Sited(Study):
    """Sites of service centres.

    Attributes
    ----------
    file : SiteFile
    found : Choice
    ways : tuple of Way
        Other choices of as many sites, and this one.
    """

    file: SiteFile
    found: Choice
    ways: tuple[Way, ...]

    def __repr__(self) -> str:
        """Show what was sited."""
        return f"<Sited: {self.file.name}, {len(self.found.opened)} centres>"

    @property
    def scenarios(self) -> tuple[Scenario, ...]:
        """The scenario whose city it is."""
        return (self.file.scenario,)

    @property
    def simulated(self) -> bool:
        """Whether the simulation has centres that residents go to: only then sites matter there."""
        circle = self.file.scenario.document.policy.service_circle
        return circle.on and circle.absorbed_share > 0.0

    @cached_property
    def tables(self) -> "dict[str, Table]":
        """Tables by name: sites, places, ways."""
        from ..report.siting.tables import site_tables

        return site_tables(self)

    def manifest(self) -> dict[str, Any]:
        """Say what decides the results, and nothing else."""
        asked = self.file.document.model_dump(mode="json")
        return manifest("site", [self.file.scenario], asked=asked)

    def write_data(self, folder: Path) -> None:
        """Write a question for `qipan compare`: the scenario's own centres against these sites."""
        try:  # this folder stands beside the one it will become
            scenario = os.path.relpath(self.file.scenario_file, folder)
        except ValueError:  # on another drive of Windows
            scenario = os.path.abspath(self.file.scenario_file)
        (folder / TRIAL).write_text(self.trial(scenario), encoding="utf-8", newline="\n")

    def trial(self, scenario: str) -> str:
        """Return the text of a question file that tries the sites by simulation."""
        given, opened = self.file.given, self.found.opened.tolist()
        kept = [n for n in opened if given.kept[n]]
        circle = self.file.scenario.document.policy.service_circle
        # JSON is YAML, and quotes whatever a path or a title holds
        file, title = json.dumps(scenario, ensure_ascii=False), self.file.document.site
        lines = [
            "# The scenario's own centres against chosen sites: qipan compare with this file.",
            f"name: {json.dumps(f'{self.file.name}_trial', ensure_ascii=False)}",
            f"title: {json.dumps({'en': title.en, 'zh': title.zh}, ensure_ascii=False)}",
            f"replications: {REPLICATIONS}",
            "compare:",
            "  scenarios:",
            f"    - {file}",
        ]
        for name, rows in (("existing_sites", kept), ("chosen_sites", opened)):
            if rows:
                sites = [self.file.sites[n] for n in rows]
                points = [[round(site.x_km, 6), round(site.y_km, 6)] for site in sites]
                lines += [f"    - name: {name}", f"      file: {file}", "      set:"]
                if circle.facilities:
                    lines.append("        policy.service_circle.facilities: 0")
                lines.append(f"        policy.service_circle.points_km: {points}")
        return "\n".join([*lines, ""])

    def report(self, language: "Language" = "en", command: str = "") -> "Report":
        """Write the report; `command` is what reproduces it."""
        from ..report.siting.report import site_report

        return site_report(self, language, command)


def site_centres(file: SiteFile) -> Sited:
    """Choose the sites of a file.

    Raises
    ------
    NoSuchSitesError
        If distances and capacities together leave no choice.
    SolverError
        If the time was not enough for any choice.
    """
    found = choose(file.given, file.document.time_limit_seconds)
    if found is None:
        raise NoSuchSitesError(
            Phrase(
                "no choice of sites keeps what is asked: each rule can be kept alone, but not "
                "capacities, distances and the number of centres together; allow more centres, "
                "larger ones or longer ways"
            )
        )
    return Sited(file, found, ways(file.given, found))
