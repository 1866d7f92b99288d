"""Plans of funds: the program's case as the planner sees it, and the shares that come of it."""

import datetime
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammainc

from ..programs.funds.plan import FundsProgram
from ..programs.funds.problem import Benefit, Earmark, FundsCase
from ..scenario.fields import Distribution
from ..scenario.funds import Fund
from ..scenario.others import days_without_fund
from ..scenario.planner import PlannedFunds
from .funds import rest_of_year, spendable_share
from .seen import Numbers, Seen

if TYPE_CHECKING:
    from .simulation import Simulation

DAYS_PER_YEAR = 365.0
# Points of a benefit's curve, as parts of what is expected to be asked for.
POINTS = np.array([0.25, 0.5, 0.75, 1.0, 1.25, 1.5, 2.0, 3.0])


class FundsOffice:
    """The part of the planner's office that divides the earmarks' money.

    Only communities take part that have money without a planner: who may have some is not the
    planner's to decide.

    Parameters
    ----------
    model : Simulation
    policy : PlannedFunds
    """

    def __init__(self, model: "Simulation", policy: PlannedFunds) -> None:
        self._model = model
        self.policy = policy

    def case(self, seen: Seen, date: datetime.date) -> FundsCase:
        """What the program is made from: the money and the projects of the rest of the year."""
        model, fund = self._model, self._model.document.policy.fund
        rows = self.eligible
        ids, kinds = tuple(model.city.places.ids[n] for n in rows), model.layer.layout.kinds
        payable = [
            name for name in kinds if any(name in mark.kinds for mark in fund.earmarks.values())
        ]
        rest = rest_of_year(date)
        county = fund.match_ratio * fund.match_paid_share
        # What buys places is not for projects; shares of an earmark are what a plan gives.
        on_places = [sum(mark.places.values()) for mark in fund.earmarks.values()]
        from_city = self.today()[rows] * rest / (1.0 + county) * (1.0 - np.array(on_places))
        projects = self.projects(seen, rest)[rows]
        saved = self.days_saved()
        benefits = {}
        for name in payable:
            column = kinds.index(name)
            cost = model.document.issues.kinds[name].money_yuan
            assert cost is not None
            for c, place in enumerate(ids):
                agreed = float(projects[c, column]) * agreed_share(fund)
                curve = benefit(agreed, cost, saved[name], 1.0 - fund.own_share)
                if curve is not None:
                    benefits[place, name] = curve
        return FundsCase(
            communities=ids,
            purposes=tuple(payable),
            earmarks=tuple(
                Earmark(
                    name,
                    (float(from_city[:, e].sum()),),
                    mark.kinds,
                    fund.match_ratio,
                    fund.match_paid_share,
                )
                for e, (name, mark) in enumerate(fund.earmarks.items())
            ),
            benefits=benefits,
            residents=model.city.places.residents[rows].astype(float),
            absorption=np.full(len(ids), spendable_share(fund)),
            floors=self.policy.floor_share * from_city,
        )

    def today(self) -> Numbers:
        """Yuan a year without a planner, shape (communities, earmarks)."""
        document = self._model.document
        rows = [list(c.unplanned_budget(document).values()) for c in self._model.communities]
        return np.array(rows)

    @property
    def eligible(self) -> NDArray[np.intp]:
        """Rows of the communities that have any money without a planner."""
        return np.flatnonzero(self.today().sum(axis=1) > 0.0)

    def projects(self, seen: Seen, rest_of_a_year: float) -> Numbers:
        """Projects waiting, and expected in the rest of the year, shape (communities, kinds)."""
        return seen.projects_waiting() + seen.projects_per_day() * DAYS_PER_YEAR * rest_of_a_year

    def days_saved(self) -> dict[str, float]:
        """Days by which a project of each kind is done sooner if it is paid for.

        What others would pay in time is done a little sooner, what they would not, much.
        """
        document = self._model.document
        fund = document.policy.fund
        return {
            name: max(
                0.0,
                days_without_fund(document, name) - fund.project_days(kind.money_yuan.expected),
            )
            for name, kind in document.issues.kinds.items()
            if kind.money_yuan is not None
        }

    def divide(self, case: FundsCase) -> Numbers:
        """Divide by the program: of plans nearly as good, that which takes least money away.

        Returns
        -------
        array, shape (communities, earmarks)
            Yuan of the city.
        """
        today = self.today()[self.eligible]
        usual: Numbers = today / np.maximum(today.sum(axis=0), 1.0)
        usual *= np.array([earmark.yuan[0] for earmark in case.earmarks])
        plan = FundsProgram(case).nearest(usual, self.policy.indifference_share)
        found: Numbers = plan.city[:, :, 0]
        # What is as usual but for rounding is as usual.
        return np.where(np.isclose(found, usual, rtol=1e-5), usual, found)

    def shares(self, case: FundsCase, city_yuan: Numbers) -> dict[str, Numbers]:
        """Share of each earmark by community; what the plan leaves over goes as without one.

        Parameters
        ----------
        case : FundsCase
        city_yuan : array, shape (communities, earmarks)
            The city's money in the plan.
        """
        today, rows = self.today(), self.eligible
        found = {}
        for e, earmark in enumerate(case.earmarks):
            total = earmark.yuan[0]
            if total == 0.0:
                continue  # no community is of the kind that it is for
            usual = today[:, e] / today[:, e].sum()
            planned = np.zeros(len(today))
            planned[rows] = np.minimum(city_yuan[:, e], total) / total
            found[earmark.name] = planned + max(0.0, 1.0 - planned.sum()) * usual
        return found


def agreed_share(fund: Fund) -> float:
    """Share of the projects that the fund may pay for: of which residents bear their share."""
    return fund.own_agree_share if fund.own_share > 0.0 else 1.0


def benefit(projects: float, cost: Distribution, days: float, part: float = 1.0) -> Benefit | None:
    """Ticket-days that money saves where so many projects are expected; None if it saves nothing.

    Projects come as a Poisson number and have random costs; what they cost in all is taken to be
    gamma distributed with that mean and variance. Money is spent until the projects or the money
    run out: E[min(projects' cost, money)] is concave in the money. The fund pays `part` of a cost.
    """
    mean = projects * cost.expected
    if mean <= 0.0 or days <= 0.0:
        return None
    scale = second_moment(cost) / cost.expected
    shape = mean / scale
    yuan = mean * POINTS
    spent = mean * gammainc(shape + 1.0, yuan / scale) + yuan * (
        1.0 - gammainc(shape, yuan / scale)
    )
    saved = np.maximum.accumulate(spent) * days / cost.expected  # where it is flat, to rounding
    return Benefit(np.concatenate([[0.0], yuan * part]), np.concatenate([[0.0], saved]))


def second_moment(cost: Distribution) -> float:
    """Mean of the square of a random amount."""
    mean = cost.expected
    if cost.distribution == "lognormal":
        return float(mean**2 * np.exp(cost.log_sd**2))
    if cost.distribution == "exponential":
        return 2.0 * mean**2
    if cost.distribution == "gamma":
        assert cost.cv is not None
        return float(mean**2 * (1.0 + cost.cv**2))
    if cost.distribution == "uniform":
        assert cost.low is not None and cost.high is not None
        return float(mean**2 + (cost.high - cost.low) ** 2 / 12.0)
    if cost.distribution == "quantiles":
        return sum(
            (q - p) * (a * a + a * b + b * b) / 3.0 for (p, a), (q, b) in pairwise(cost.points)
        )
    return float(mean**2)
