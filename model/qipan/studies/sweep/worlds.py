"""Worlds of a sweep: scenarios with the values of a point, as far as they are sound."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ...agents.staffing import StaffingError
from ...errors import message_of
from ...runs.staffed import check_staffed
from ...scenario import Scenario, ScenarioError
from ...words import clauses
from ..file.scenario_checks import settable
from .factors import Factor, is_whole, numbers_of
from .families import TOGETHER, numbers, spread
from .ties import Bounded, tie, wholes

Point = Mapping[str, float]  # share of the way through its range, by the name of each factor or
# family; see `families.spread`


@dataclass(frozen=True)
class Unsound:
    """Points that are no sound scenarios for the same reason.

    Attributes
    ----------
    key : str
        What the scenario finds fault with.
    reason : str
        What it says of the first of them.
    points : int
    """

    key: str
    reason: str
    points: int


class Worlds:
    """Makes the scenarios of points.

    Parameters
    ----------
    scenarios : sequence of Scenario
    factors : sequence of Factor
        Numbers, or families of them.
    together : float
        How closely numbers of a family hang together; see `families`.

    Attributes
    ----------
    refused : Counter of str
        Points that were no sound scenarios, by the key that is at fault.
    """

    def __init__(
        self,
        scenarios: Sequence[Scenario],
        factors: Sequence[Factor],
        together: float = TOGETHER,
    ) -> None:
        self.scenarios, self.factors = tuple(scenarios), tuple(factors)
        self._together = together
        self.refused: Counter[str] = Counter()
        self._reasons: dict[str, str] = {}
        self._by_name = {factor.name: factor for factor in factors}
        self._numbers = {factor.name: factor for factor in numbers(factors)}
        self._known = [_known(scenario) for scenario in scenarios]
        self._wholes = [wholes(known) for known in self._known]
        self._settable: list[dict[str, str]] = [{} for _ in scenarios]

    def at(self, point: Point) -> tuple[Scenario, ...] | None:
        """Return every scenario at a point; None, and counted, if one of them is not sound.

        Factors that the point does not name stay as they are.
        """
        shares = self.shares(point)
        try:
            made = tuple(
                scenario.revise(self.values(place, shares))
                for place, scenario in enumerate(self.scenarios)
            )
            for scenario in made:
                check_staffed(scenario)
        except (ScenarioError, StaffingError) as error:
            self.refuse(error)
        else:
            return made
        return None

    def refuse(self, error: ScenarioError | StaffingError) -> None:
        """Count a point that is no sound scenario."""
        reason: str
        if isinstance(error, ScenarioError):
            fault = error.faults[0]
            key, reason = fault.key, clauses(fault.found, fault.allowed)
        else:
            key, reason = "staff", message_of(error)
        self.refused[key] += 1
        self._reasons.setdefault(key, reason)

    def values(self, place: int, shares: Mapping[str, float]) -> dict[str, Any]:
        """Values that a scenario gets where its numbers lie so, by the key that sets them."""
        scenario, known = self.scenarios[place], self._known[place]
        drawn: dict[str, Any] = {}
        for name, share in shares.items():
            factor = self._numbers[name]
            if place in factor.scenarios:
                drawn[factor.key] = factor.value(share)
        plain = {key: value for key, value in drawn.items() if _is_number(value)}
        tied = tie(plain, known, self._wholes[place])
        moved = {key: int(value) if is_whole(key) else value for key, value in tied.items()}
        setters = self._settable[place]
        for key in {**drawn, **moved}.keys() - setters.keys():
            setters[key] = settable(scenario, key)
        return {setters[key]: value for key, value in {**drawn, **moved}.items()}

    def shares(self, point: Point) -> dict[str, float]:
        """Where each number that moves lies in its range at a point."""
        return spread(point, self._by_name, self._together)

    @property
    def unsound(self) -> tuple[Unsound, ...]:
        """Reasons for which points were refused, the commonest first."""
        return tuple(Unsound(k, self._reasons[k], n) for k, n in self.refused.most_common())


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _known(scenario: Scenario) -> dict[str, Bounded]:
    """All numbers of a scenario; shares without a range may be anything from 0 to 1."""
    return {
        key: Bounded(float(value), *(row.range or (0.0, 1.0)))
        for row in scenario.provenance
        for key, value in numbers_of(row)
    }
