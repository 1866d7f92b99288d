"""Variants of a scenario on the same seeds: open ticket-days by community."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
from numpy.typing import NDArray

from ..agents.simulation import Simulation
from ..city import City, build_city
from ..city.more_volunteers import Newcomers
from ..engine.compiling import StopSign
from ..scenario import Scenario
from .additions import Addition, classes_of
from .replication import model_of, run_to_end

if TYPE_CHECKING:
    from .runner import Runner

Values = NDArray[np.float64]


@dataclass(frozen=True)
class Variant:
    """A scenario, and what no scenario says; all of it can be hashed, and sent to other processes.

    Attributes
    ----------
    scenario : Scenario
    newcomers : Newcomers, optional
        Volunteers more, or fewer, than the scenario's.
    institutions : tuple
        Institutions of one's own, or what makes them; see `additions`.
    """

    scenario: Scenario
    newcomers: Newcomers | None = None
    institutions: tuple[Addition, ...] = ()

    @property
    def key(self) -> tuple[str, Newcomers | None, tuple[Addition, ...]]:
        """What is the same of variants that are."""
        return self.scenario.sha256, self.newcomers, self.institutions

    def in_city(self, city: City) -> City:
        """Return its city, from that of the scenario."""
        spec = self.scenario.document.volunteers
        if self.newcomers is None or spec is None:
            return city
        return self.newcomers.join(city, spec)

    def simulated(
        self, seed: int, stop: StopSign | None = None, city: City | None = None
    ) -> Simulation:
        """Return a model at the end of its horizon, for what arrays do not hold.

        Raises
        ------
        Stopped
            If `stop` was set meanwhile.
        """
        city = self.in_city(city or build_city(self.scenario.document))
        institutions = classes_of(self.institutions)
        model = model_of(self.scenario, seed, city, institutions)
        run_to_end(model, stop)
        return model


def ticket_days(
    variants: Sequence[Variant],
    seeds: Sequence[int],
    runner: "Runner | None" = None,
    counted: Literal["tickets", "issues"] = "tickets",
) -> Values:
    """Open ticket-days a year, shape (variants, seeds, communities).

    Parameters
    ----------
    variants : sequence of Variant
    seeds : sequence of int
    runner : Runner, optional
    counted : 'tickets' or 'issues'
        Days of what: of open tickets, or of unsolved issues, reported or not.

    Raises
    ------
    Stopped, RunnerError, Interrupted
        As `Runner.kept`.
    """
    from . import kept
    from .runner import given_or_own

    with given_or_own(runner) as own:
        keep = kept.ticket_days if counted == "tickets" else kept.issue_days
        rows = own.kept(variants, seeds, keep)
    return np.array([[days for (days,) in row] for row in rows])
