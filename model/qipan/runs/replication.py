"""One replication, finished."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from os import PathLike
from typing import TYPE_CHECKING

from ..agents.cast import needs_mesa
from ..agents.institution import Institution
from ..agents.simulation import Simulation
from ..city import City, build_city
from ..engine.compiling import GivenUpError, StopSign
from ..engine.record import Record
from ..errors import StoppedError
from ..notebook import panel
from ..outcomes import frames
from ..outcomes.districts import Together
from ..outcomes.ledger import Language, ledger_frame
from ..outcomes.metrics import METRICS, MetricTable, compute_metrics, headline
from ..scenario import Scenario, load
from ..scenario.standing import warn_of_standing

if TYPE_CHECKING:
    import pandas as pd


class Stopped(StoppedError):
    """The replication was stopped before its horizon was over."""


@dataclass(frozen=True, eq=False)
class Run:
    """What a replication of a scenario came to.

    Attributes
    ----------
    scenario : Scenario
    seed : int
    record : Record
        Raw records, as the engine left them.
    """

    scenario: Scenario
    seed: int
    record: Record

    def __repr__(self) -> str:
        """Show what it holds, not the records themselves."""
        horizon, record = self.scenario.document.horizon, self.record
        held = f"{len(record.issues):,} issues, {len(record.tickets):,} tickets"
        name = f"{self.scenario.name!r} ({self.scenario.sha256[:12]})"
        return f"<Run of {name}, seed {self.seed}: {horizon.days} days, {held}>"

    def _repr_html_(self) -> str:
        """Show the headline metrics in a notebook."""
        rows = [(name, self.table[name], METRICS[name].unit) for name in headline()]
        note = "One replication: chance is not averaged out; see qipan.replicate."
        return panel(repr(self).strip("<>"), ("metric", "value", "unit"), rows, [note])

    @cached_property
    def table(self) -> MetricTable:
        """Metrics by name, level, community and kind; ``run.table["backlog_end"]``."""
        return compute_metrics(self.record)

    @cached_property
    def metrics(self) -> "pd.DataFrame":
        """Tidy metrics: metric, unit, level, community, kind, value."""
        return self.table.frame()

    @cached_property
    def daily(self) -> "pd.DataFrame":
        """Counts by day and community."""
        return frames.daily_frame(self.record)

    @cached_property
    def issues(self) -> "pd.DataFrame":
        """All issues, one a row."""
        return frames.issue_frame(self.record)

    @cached_property
    def tickets(self) -> "pd.DataFrame":
        """All tickets, one a row."""
        return frames.ticket_frame(self.record)

    @cached_property
    def events(self) -> "pd.DataFrame":
        """The event log; empty unless the run was asked to keep it."""
        return frames.event_frame(self.record)

    def ledger(self, language: Language = "en") -> "pd.DataFrame":
        """Return the ledger that offices would have kept: a row for each ticket of measured days.

        `runs.ledger_file.write_ledger` writes it as CSV.

        Parameters
        ----------
        language : 'en' or 'zh'
            Of the header, and of statuses, channels, levels and titles.
        """
        return ledger_frame(self.record, language)

    def summary(self) -> "pd.DataFrame":
        """Headline metrics with their units."""
        import pandas as pd

        rows = [(name, self.table[name], METRICS[name].unit) for name in headline()]
        return pd.DataFrame(rows, columns=["metric", "value", "unit"])


def model_of(
    scenario: Scenario,
    seed: int,
    city: City | None = None,
    institutions: Sequence[type[Institution]] = (),
    *,
    log: bool = False,
) -> Simulation:
    """Return a model on its first day: one of Mesa's where an institution of one's own needs it.

    Raises
    ------
    TypeError, ValueError
        If institutions cannot be used, with the reason.
    """
    if needs_mesa(institutions):
        from ..agents.city_model import CityModel

        return CityModel(scenario, seed, city=city, institutions=institutions, log=log)
    return Simulation(scenario, seed, city=city, institutions=institutions, log=log)


def run_to_end(model: Simulation, stop: StopSign | None = None) -> None:
    """Simulate all days of a model.

    Raises
    ------
    Stopped
        If `stop` was set meanwhile; it is looked at every simulated day, and while the engine is
        compiled.
    """
    try:
        model.layer.make_ready(stop)
    except GivenUpError:
        raise Stopped from None
    while model.running:
        if stop is not None and stop.is_set():
            raise Stopped
        model.simulate_day()


def simulate(
    scenario: Scenario | str | PathLike[str],
    seed: int = 1,
    *,
    city: City | None = None,
    events: bool = False,
    stop: StopSign | None = None,
    institutions: Sequence[type[Institution]] = (),
) -> Run:
    """Run one replication of a scenario.

    Parameters
    ----------
    scenario : Scenario or path
    seed : int
        Seed of the replication. Scenarios of the same city share their draws at the same seed.
    city : City, optional
        The scenario's city, if it is built already.
    events : bool
        Keep the event log.
    stop : event, optional
        Looked at every simulated day, and while the engine is compiled.
    institutions : sequence of type
        Institutions of one's own, as `CityModel` takes them.

    Raises
    ------
    ScenarioError
        If the scenario is not sound.
    Stopped
        If `stop` was set meanwhile.
    """
    if not isinstance(scenario, Scenario):
        scenario = load(scenario)
    warn_of_standing(scenario)
    return run_once(scenario, seed, city=city, events=events, stop=stop, institutions=institutions)


def run_once(
    scenario: Scenario,
    seed: int,
    *,
    city: City | None = None,
    events: bool = False,
    stop: StopSign | None = None,
    institutions: Sequence[type[Institution]] = (),
) -> Run:
    """Run one replication as `simulate` does, as one of many: nothing is warned of."""
    if scenario.districts:
        return Run(scenario, seed, _districts(scenario, seed, events, stop, institutions))
    return Run(scenario, seed, _one(scenario, seed, city, events, stop, institutions))


def _districts(
    scenario: Scenario,
    seed: int,
    events: bool,
    stop: StopSign | None,
    institutions: Sequence[type[Institution]],
) -> Record:
    """Simulate one district after another; the days' factors of births are the same in all."""
    together = Together(scenario.regimes[0].document, seed)
    for name, district in scenario.districts.items():
        together.add(name, _one(district, seed, None, events, stop, institutions))
    return together.record()


def _one(
    scenario: Scenario,
    seed: int,
    city: City | None,
    events: bool,
    stop: StopSign | None,
    institutions: Sequence[type[Institution]],
) -> Record:
    model = model_of(scenario, seed, city, institutions, log=events)
    run_to_end(model, stop)
    record = model.record()
    del model.layer  # its arrays need not wait until the collector finds the model and its agents
    return record


def city_of(scenario: Scenario) -> City | None:
    """Return the city that replications of a scenario share; none where each district has its own.

    All districts of a large city at once would take as much memory as the city itself.
    """
    return None if scenario.districts else build_city(scenario.regimes[0].document)
