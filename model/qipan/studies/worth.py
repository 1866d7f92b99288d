"""What money, hours, cadres and less paperwork are worth beside each other, by simulation.

All in the city's open ticket-days a year, paired by seed. City-wide, every community gets the
step, and the change is divided by their number: a step for one community among many is lost in
the noise. A tenth of a cadre is a tenth of what one cadre changes; where returns diminish, the
first tenth is worth a little more.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from os import PathLike
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ..runs.at_work import AtWork, nobody
from ..runs.errors import ResourceError
from ..runs.manifest import as_said, manifest
from ..runs.result import Study
from ..runs.runner import Runner, given_or_own
from ..runs.runs import replication_seed
from ..scenario import Scenario, load
from ..statistics.estimate import Estimate, interval
from ..statistics.interval import Interval
from ..words import Phrase
from .allocation.budgets import Budgets
from .allocation.paperwork import Paperwork, days_of_city, paperwork_in_cadres
from .allocation.placement import cadres_today, most_loaded, with_cadres
from .allocation.plans import PlanSimulator
from .allocation.resource_values import ResourceValue, value_of_fund, value_of_volunteer_hours
from .file.heading import Heading, headed
from .worth_asked import Asked, Steps, check_asked

if TYPE_CHECKING:
    import pandas as pd

    from ..report.document import Report
    from ..report.table import Table
    from ..words import Language
    from .uncertainty.decisions import DecisionInWorlds
    from .uncertainty.decisions_in_draws import DecisionInDraws
    from .uncertainty.ensemble import Draw

Cadres = NDArray[np.int64]

# A note: what cadres are valued against where none are sent.
FIRST_SENT = Phrase("policy.sent_down is off: cadres are valued as the first to be sent.")


@dataclass(frozen=True)
class Value:
    """What a step of a resource changes.

    Attributes
    ----------
    resource : str
    community : str or None
        None: on average, where every community gets the step.
    step : float
    unit : str
        Of the step.
    change : Estimate
        Of the city's open ticket-days a year; below 0 is better.
    """

    resource: str
    community: str | None
    step: float
    unit: str
    change: Estimate


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class Worth(Study):
    """Values of all resources that a scenario has.

    Attributes
    ----------
    scenario : Scenario
    asked : Asked
        With the communities that were chosen.
    values : tuple of Value
        City-wide ones first.
    paperwork : Paperwork or None
    left_out : tuple of str
        Resources the scenario has not got, and what would help.
    notes : tuple of str
    years : int
        Simulated years of cadres and paperwork, in worlds and in draws.
    worlds : DecisionInWorlds or None
    ensemble : DecisionInDraws or None
    heading : Heading or None
        Of the question file.
    """

    scenario: Scenario
    asked: Asked
    values: tuple[Value, ...]
    paperwork: Paperwork | None
    left_out: tuple[str, ...]
    notes: tuple[str, ...]
    years: int = 0
    worlds: "DecisionInWorlds | None" = None
    ensemble: "DecisionInDraws | None" = None
    heading: Heading | None = None

    def __repr__(self) -> str:
        """Show what was valued."""
        told = ", ".join(dict.fromkeys(value.resource for value in self.values))
        name = f"{self.scenario.name!r} ({self.scenario.sha256[:12]})"
        return f"<Worth of {told} in {name}: {self.asked.replications} years>"

    @property
    def scenarios(self) -> tuple[Scenario, ...]:
        """The scenario in which they are valued."""
        return (self.scenario,)

    @cached_property
    def tables(self) -> "dict[str, Table]":
        """Tables by name: worth, and those of worlds and draws."""
        from ..report.allocation.worth import worth_tables

        return worth_tables(self)

    def report(self, language: "Language" = "en", command: str = "") -> "Report":
        """Write the report; `command` is what reproduces it."""
        from ..report.allocation.worth import worth_report

        return headed(worth_report(self, language, command), self.heading, language)

    def manifest(self) -> dict[str, Any]:
        """Say what decides the results, and nothing else."""
        asked = self.asked
        said: dict[str, Any] = {"replications": asked.replications, "seed": asked.seed}
        said |= {"communities": list(asked.communities), "steps": as_said(asked.steps)}
        said |= {"worlds": asked.worlds} if asked.worlds else {}
        said |= {"draw_seeds": list(self.ensemble.seeds)} if self.ensemble is not None else {}
        return manifest("worth", [self.scenario], asked=said)

    def frame(self) -> "pd.DataFrame":
        """Tabulate the values, paperwork and the cadres it was held against."""
        import pandas as pd

        rows: list[tuple[Any, ...]] = [
            (v.resource, v.community or "all", v.step, v.unit, *_three(v.change))
            for v in self.values
        ]
        paperwork = self.paperwork
        if paperwork is not None:
            points = 100.0 * (paperwork.before - paperwork.after)
            rows.append(
                ("paperwork", "all", points, Phrase("points less"), *_three(paperwork.change))
            )
            rows += [
                (
                    Phrase("cadres in every community"),
                    "all",
                    step,
                    Phrase("cadres each"),
                    *_three(change),
                )
                for step, change in paperwork.saved_by_cadres
            ]
        columns = ["resource", "community", "step", "unit", "ticket_days", "low", "high"]
        return pd.DataFrame(rows, columns=columns)


def worth(
    scenario: Scenario | str | PathLike[str],
    communities: Sequence[str] = (),
    *,
    steps: Steps | None = None,
    replications: int = 20,
    seed: int = 1,
    worlds: int = 0,
    ensemble: "Sequence[Draw]" = (),
    jobs: int = 1,
    told: Callable[[str], None] = nobody,
    runner: Runner | None = None,
) -> Worth:
    """Value money, hours, cadres and paperwork in a scenario.

    Parameters
    ----------
    scenario : Scenario or path
    communities : sequence of str
        To value each by itself, besides the city.
    steps : Steps, optional
    replications, seed, jobs : int
        As for `replicate`; 2 replications at least.
    worlds : int
        In which each step is valued again; 0 for none.
    ensemble : sequence of Draw
        In each of which each step is valued once, on the draw's own seed; see `read_draws`.
    told : callable
        Receives a line for each step.
    runner : Runner, optional
        Makes the replications, in place of `jobs` threads: with a store, in processes.

    Raises
    ------
    ResourceError
        If there is no such community, or a step is not above 0.
    """
    if not isinstance(scenario, Scenario):
        scenario = load(scenario)
    asked = Asked(
        tuple(communities), 0, steps or Steps(), replications, seed, worlds, tuple(ensemble)
    )
    with given_or_own(runner, jobs) as own:
        return worth_of(scenario, asked, AtWork(own, told))


def worth_of(scenario: Scenario, asked: Asked, work: AtWork) -> Worth:
    """Carry out what is asked; as `worth`.

    Raises
    ------
    ResourceError
        If there is no such community, or a step is not above 0.
    Stopped
        If it was stopped meanwhile.
    """
    steps, told = asked.steps, work.told
    check_asked(scenario, asked)
    simulator = PlanSimulator(with_cadres(scenario), work.runner)
    if not asked.communities and asked.loaded:
        asked = replace(asked, communities=most_loaded(simulator, asked.loaded, asked.seed))
    seeds = [replication_seed(asked.seed, n) for n in range(asked.replications)]
    notes = []
    if not scenario.document.policy.sent_down.on:
        notes.append(FIRST_SENT)
    values = value_of_cadres(simulator, asked.communities, steps.cadres, seeds)
    told(Phrase("valued cadres"))
    paperwork = paperwork_in_cadres(simulator, steps.points, seeds)
    told(Phrase("valued paperwork"))
    left_out: list[str] = []
    options: dict[str, Any] = {"replications": asked.replications, "seed": asked.seed}
    options |= {"runner": work.runner}
    count = len(simulator.communities)
    for value in _others(scenario, asked.communities, steps, count, options):
        try:
            values += value()
        except ResourceError as error:
            left_out.append(str(error))
    told(Phrase("valued money and hours"))
    values.sort(key=lambda value: value.community is not None)
    found = Worth(
        scenario=scenario,
        asked=asked,
        values=tuple(values),
        paperwork=paperwork,
        left_out=tuple(left_out),
        notes=tuple(notes),
        years=simulator.runs,
    )
    found = _in_worlds(found, work) if asked.worlds else found
    return _in_draws(found, work) if asked.ensemble else found


def _in_draws(found: Worth, work: AtWork) -> Worth:
    from .uncertainty.decision_trials import worth_trial
    from .uncertainty.decisions_in_draws import try_in_draws

    asked = found.asked
    trial = worth_trial(found.scenario, asked.steps, asked.replications, asked.seed)
    tried = try_in_draws(trial, asked.ensemble, runner=work.runner, told=work.told)
    return replace(found, ensemble=tried, years=found.years + tried.years)


def _in_worlds(found: Worth, work: AtWork) -> Worth:
    from .uncertainty.decision_trials import worth_trial
    from .uncertainty.decisions import try_decision

    asked = found.asked
    trial = worth_trial(found.scenario, asked.steps, asked.replications, asked.seed)
    tried = try_decision(trial, asked.worlds, runner=work.runner, told=work.told)
    return replace(found, worlds=tried, years=found.years + tried.years)


def value_of_cadres(
    simulator: PlanSimulator, communities: Sequence[str], part: float, seeds: Sequence[int]
) -> list[Value]:
    """Value a part of a cadre more, from what one more changes in each community."""
    today = cadres_today(simulator.scenario)
    base = days_of_city(simulator, today, seeds)
    count = len(today)
    everywhere = (days_of_city(simulator, today + 1, seeds) - base) / count
    found = [Value("cadres", None, part, "cadres", interval(part * everywhere))]
    for name in communities:
        plan = today.copy()
        plan[simulator.communities.index(name)] += 1
        change = part * (days_of_city(simulator, plan, seeds) - base)
        found.append(Value("cadres", name, part, "cadres", interval(change)))
    return found


def _others(
    scenario: Scenario,
    communities: Sequence[str],
    steps: Steps,
    count: int,
    options: dict[str, Any],
) -> list[Callable[[], list[Value]]]:
    """Values of each earmark, and of volunteers' hours; each may have to be left out."""
    fund = scenario.document.policy.fund
    earmarks = tuple(fund.earmarks) if fund.on else ("",)

    def money(earmark: str) -> list[Value]:
        if not fund.on:
            Budgets(scenario)  # says what is missing
        everywhere = value_of_fund(scenario, earmark, yuan=count * steps.yuan, **options)
        alone: tuple[ResourceValue, ...] = ()
        if communities:
            alone = value_of_fund(scenario, earmark, communities, yuan=steps.yuan, **options)
        return _values(everywhere, alone, count)

    def hours() -> list[Value]:
        everywhere = value_of_volunteer_hours(scenario, hours=count * steps.hours, **options)
        alone: tuple[ResourceValue, ...] = ()
        if communities:
            alone = value_of_volunteer_hours(scenario, communities, hours=steps.hours, **options)
        return _values(everywhere, alone, count)

    return [*[lambda e=earmark: money(e) for earmark in earmarks], hours]


def _values(
    everywhere: tuple[ResourceValue, ...], alone: tuple[ResourceValue, ...], count: int
) -> list[Value]:
    """Values of steps more: the city's divided by the number of communities, then each one's."""
    city = [
        replace(_value(v), step=v.step / count, change=_value(v).change.times(1.0 / count))
        for v in everywhere
    ]
    return [*city, *map(_value, alone)]


def _value(found: ResourceValue) -> Value:
    return Value(found.resource, found.community, found.step, found.unit, _estimate(found.more))


def _estimate(found: Interval) -> Estimate:
    return Estimate(found.mean, found.low, found.high)


def _three(estimate: Estimate) -> tuple[float, float, float]:
    return estimate.mean, estimate.low, estimate.high
