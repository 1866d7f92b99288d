"""What divisions of funds and of hours have in common: ways on fresh seeds, values, tables.

What the program makes of a resource meets rules of thumb that divide the same, and two references
that are no rivals: today as the scenario stands, and nothing. All are paired by seed, in open
ticket-days a year of the city.
"""

from abc import abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar

import numpy as np
from numpy.typing import NDArray

from ...city import City
from ...statistics.interval import Interval, mean_interval, paired_interval
from ..file.heading import headed
from .resource_values import ResourceValue
from .result import Allocation

if TYPE_CHECKING:
    import pandas as pd
    import pulp

    from ...report.document import Report
    from ...report.table import Table
    from ...words import Language

Values = NDArray[np.float64]

PROGRAM, TODAY, NONE = "program", "today", "none"
REFERENCES = (TODAY, NONE)  # with totals of their own: no rivals of the program


@dataclass(frozen=True)
class Way:
    """A way to divide a resource, on fresh seeds.

    Attributes
    ----------
    name : str
    given : array, shape (communities, ...)
        What each community gets: yuan of each earmark, or orders that volunteers did a year.
    ticket_days : array, shape (seeds,)
        Open ticket-days a year of the city.
    measured : dict of str to array, shape (seeds,)
        What else was measured, a year.
    """

    name: str
    given: Values
    ticket_days: Values
    measured: Mapping[str, Values] = field(default_factory=dict)

    @property
    def mean(self) -> Interval:
        """Mean and interval over the seeds."""
        return mean_interval(self.ticket_days)

    def minus(self, other: "Way") -> Interval:
        """Paired difference."""
        return paired_interval(self.ticket_days, other.ticket_days)


@dataclass(frozen=True)
class StepValue:
    """What a step of a resource changes in a community by the program; NaN where it cannot be.

    Attributes
    ----------
    community : str
    more, less : float
        Change of the objective a year, below 0 if better.
    earmark : str
        Of money.
    """

    community: str
    more: float
    less: float
    earmark: str = ""


Check = tuple[StepValue, ResourceValue]


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class Divided(Allocation):
    """A division of funds or of hours.

    Attributes
    ----------
    city : City
    ways : tuple of Way
        The program's, the rules' and the references, the fewest ticket-days first.
    valued : tuple of StepValue
        In terms of the objective.
    simulated : tuple of (StepValue, ResourceValue)
        Of the most and the least valued: by the program, and by the simulation.
    program : pulp.LpProblem or None
    """

    step_unit: ClassVar[str]  # column of a step: yuan, hours

    city: City
    ways: tuple[Way, ...]
    valued: tuple[StepValue, ...]
    simulated: tuple[Check, ...]
    program: "pulp.LpProblem | None"

    def named(self, name: str) -> Way:
        """One of the ways."""
        return next(way for way in self.ways if way.name == name)

    def against(self, name: str) -> Interval:
        """The program's plan minus another way, paired by seed; below 0 the plan is better."""
        return self.named(PROGRAM).minus(self.named(name))

    @property
    def best_rule(self) -> Way:
        """The best way to divide the same without the program."""
        return next(way for way in self.ways if way.name not in (PROGRAM, *REFERENCES))

    @property
    def all_alike(self) -> bool:
        """Whether the program and all rules come to the same in every simulated year."""
        rivals = [way.ticket_days for way in self.ways if way.name not in REFERENCES]
        return bool(np.ptp(rivals, axis=0).max() == 0.0)

    @property
    @abstractmethod
    def objective_unit(self) -> str:
        """Unit of the values by the program."""

    @property
    def rule(self) -> str:
        """Name of the best rule."""
        return self.best_rule.name

    def posed(self) -> "pulp.LpProblem | None":
        """The program, to be read or exported."""
        return self.program

    @cached_property
    def tables(self) -> "dict[str, Table]":
        """Tables by name: plan, comparison, marginal values, those simulated, and worlds."""
        from ...report.allocation.divided import divided_tables

        return divided_tables(self)

    def report(self, language: "Language" = "en", command: str = "") -> "Report":
        """Write the report; `command` is what reproduces it."""
        from ...report.allocation.divided import divided_report

        return headed(divided_report(self, language, command), self.heading, language)

    @abstractmethod
    def plan_frame(self) -> "pd.DataFrame":
        """Tabulate the plan."""

    @abstractmethod
    def amounts_of(self, way: Way) -> dict[str, float]:
        """What else is told of a way in the comparison, by column."""

    def values_frame(self) -> "pd.DataFrame":
        """Tabulate what a step more and less changes in the objective, by the program."""
        import pandas as pd

        columns: dict[str, object] = {"community": [value.community for value in self.valued]}
        if any(value.earmark for value in self.valued):
            columns["earmark"] = [value.earmark for value in self.valued]
        columns |= {
            self.step_unit: self.request.one_step,
            "more": [value.more for value in self.valued],
            "less": [value.less for value in self.valued],
            "unit": self.objective_unit,
        }
        return pd.DataFrame(columns)

    def checks_frame(self) -> "pd.DataFrame":
        """Tabulate values by the program beside those by simulation, in ticket-days a year."""
        import pandas as pd

        return pd.DataFrame([self._check_row(*check) for check in self.simulated])

    def _check_row(self, promised: StepValue, simulated: ResourceValue) -> dict[str, object]:
        place = {"community": promised.community}
        place |= {"earmark": promised.earmark} if promised.earmark else {}
        return {
            **place,
            self.step_unit: simulated.step,
            "more_program": promised.more,
            "more_simulated": simulated.more.mean,
            "more_low": simulated.more.low,
            "more_high": simulated.more.high,
            "less_program": promised.less,
            "less_simulated": simulated.less.mean,
            "less_low": simulated.less.low,
            "less_high": simulated.less.high,
        }

    def comparison_frame(self) -> "pd.DataFrame":
        """Tabulate the ways on fresh seeds, paired with today and nothing."""
        import pandas as pd

        references = [(name, self.named(name)) for name in REFERENCES]
        rows = []
        for way in self.ways:
            mean = way.mean
            row = {"way": way.name, "ticket_days_a_year": mean.mean}
            row |= {"low": mean.low, "high": mean.high}
            for name, other in references:
                difference = way.minus(other)
                row |= {
                    f"against_{name}": difference.mean,
                    f"against_{name}_low": difference.low,
                    f"against_{name}_high": difference.high,
                }
            rows.append({**row, **self.amounts_of(way), "seeds": mean.n})
        return pd.DataFrame(rows)


def fewest_first(ways: Sequence[Way]) -> tuple[Way, ...]:
    """Ways in the order of their mean ticket-days."""
    return tuple(sorted(ways, key=lambda way: way.ticket_days.mean()))


def checked(
    values: Sequence[StepValue],
    count: int,
    simulate: Callable[[list[StepValue]], Sequence[ResourceValue]],
) -> tuple[Check, ...]:
    """Simulate a step more and less where the program values it most and least.

    Parameters
    ----------
    values : sequence of StepValue
    count : int
        So many of the most, and as many of the least valued.
    simulate : callable
        From values to what the simulation finds of them, in their order.
    """
    known = sorted((v for v in values if np.isfinite(v.more)), key=lambda value: value.more)
    chosen = known[:count] + known[max(count, len(known) - count) :]
    return tuple(zip(chosen, simulate(chosen), strict=True)) if chosen else ()
