"""The city as a Mesa model: what Mesa's tools need, around a simulation that goes without."""

from collections.abc import Sequence
from os import PathLike
from typing import Any

import mesa

from ..city import City
from ..scenario import Scenario, load
from .collector import default_collector
from .institution import Institution
from .mesa_agents import as_agent
from .seeds import Seed, Source, seed_of
from .simulation import Simulation


class CityModel(Simulation, mesa.Model):  # type: ignore[misc]
    """One replication of a scenario, a day a step.

    Parameters
    ----------
    scenario : Scenario, path or name of a scenario that comes with Qipan
        Mesa has a word of its own by this name: as an attribute it is `city_scenario`.
    seed : int, optional
        Seed of the replication. Two scenarios with the same city and the same seed share every
        draw they have in common. Without one, as `mesa.batch_run` makes iterations, a fresh one is
        drawn; the attribute `seed` and the default collector tell which.
    rng : int, Generator, BitGenerator, SeedSequence or list of int, optional
        The same in Mesa's newer words; see `seeds.seed_of`.
    city : City, optional
        The scenario's city, if it is built already.
    institutions : sequence of classes
        Subclasses of Grid, Community, Subdistrict, Department, Municipality, Unit or Planner to be
        used in their place. Of several of one kind, one must extend the others.
    datacollector : mesa.DataCollector, optional
        Collected after every `step`; by default the seed, open tickets and closures of the day.
    log : bool
        Keep the event log.

    Raises
    ------
    ScenarioError
        If the scenario is not sound.
    ValueError, TypeError
        If seed or institutions cannot be used, with the reason.

    Examples
    --------
    >>> model = CityModel("scenarios/tiny.yaml", seed=1)  # doctest: +SKIP
    >>> model.step()  # doctest: +SKIP
    """

    def __init__(
        self,
        scenario: Scenario | str | PathLike[str],
        seed: Seed | None = None,
        *,
        rng: Seed | Source | None = None,
        city: City | None = None,
        institutions: Sequence[type[Institution]] = (),
        datacollector: mesa.DataCollector | None = None,
        log: bool = False,
    ) -> None:
        number = seed_of(seed, rng)
        mesa.Model.__init__(self, rng=number)  # a whole number: Mesa of any version takes it
        self.datacollector = datacollector or default_collector()
        loaded = scenario if isinstance(scenario, Scenario) else load(scenario)
        Simulation.__init__(self, loaded, number, city=city, institutions=institutions, log=log)

    def _acting(self, institutions: Sequence[type[Institution]]) -> dict[Any, Any]:
        chosen = super()._acting(institutions)
        return {kind: as_agent(acting) for kind, acting in chosen.items()}

    def step(self) -> None:
        """Simulate one day and collect data."""
        if not self.running:
            name = self.city_scenario.name
            raise RuntimeError(f"the horizon of {name} ended on {self.horizon.end}")
        self.simulate_day()
        self.steps -= 1  # Mesa counts model rows from 0, agent rows from `steps`: keep them in step
        self.datacollector.collect(self)
        self.steps += 1
