"""A city simulated: institutions act by the day, the fast layer runs in between."""

import datetime
from collections.abc import Iterable, Sequence
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from ..city import City, build_city
from ..city.draws import seed_key
from ..city.pairing import pair
from ..engine.codes import N_CLOSED, N_OPENED, N_REOPENED, N_WITHDRAWN
from ..engine.estimate import check_room
from ..engine.fast_layer import FastLayer
from ..engine.record import Record
from ..engine.regime import meetings_of
from ..scenario import Scenario
from ..scenario.districts import refuse_districts
from ..scenario.document import ScenarioDocument
from .calendars import weekly_hours
from .careers import Careers
from .cast import cast
from .centres import Centres
from .community import Community
from .costs import Costs
from .department import Department
from .dispatcher import Dispatcher
from .funds import earmarks_of
from .grid import Grid, coverage_draws, grid_names
from .inspections import CityInspections
from .institution import Institution
from .month_end import MonthEnds
from .municipality import Municipality
from .observation import Observation
from .own_staff import OwnStaff
from .planner import Planner
from .residents import Residents
from .shocks import Shocks
from .sittings import Sittings
from .subdistrict import Subdistrict
from .unit import Unit
from .volunteers import Volunteers


class Simulation:
    """One replication of a scenario, day by day.

    It does not need Mesa, whose import takes as long as some replications; `CityModel` is the same
    as a Mesa model.

    Parameters
    ----------
    scenario : Scenario
        As an attribute it is `city_scenario`, since Mesa has a word of its own by the other name.
    seed : int
        Seed of the replication. Two scenarios with the same city and the same seed share every
        draw they have in common.
    city : City, optional
        The scenario's city, if it is built already.
    institutions : sequence of classes
        Subclasses of Grid, Community, Subdistrict, Department, Municipality, Unit or Planner to be
        used in their place. Of several of one kind, one must extend the others.
    log : bool
        Keep the event log.

    Attributes
    ----------
    running : bool
        Whether there are days left.

    Raises
    ------
    ScenarioError
        If the scenario is not sound.
    ValueError, TypeError
        If institutions cannot be used, with the reason.
    """

    def __init__(
        self,
        scenario: Scenario,
        seed: int,
        *,
        city: City | None = None,
        institutions: Sequence[type[Institution]] = (),
        log: bool = False,
    ) -> None:
        self.running = True
        self.seed = seed
        self.city_scenario = scenario
        refuse_districts(self.city_scenario, "a model is made of")
        self.regimes = self.city_scenario.regimes
        self.document: ScenarioDocument = self.regimes[0].document
        self.horizon = self.document.horizon
        first = self.horizon.first_day
        days = range(self.horizon.total_days + 1)
        self._dates = [first + datetime.timedelta(days=day) for day in days]
        check_room(self.document)
        self.city = city or build_city(self.document)
        self.layer = FastLayer(self.document, self.city, self.seed, log, earmarks_of(self.regimes))
        self.city_key = seed_key(self.document.city.seed, "institutions")
        self.day = 0
        self.shocks = Shocks(self.document, self.seed)
        self._weekly_hours = weekly_hours(self.document, self.city.calendars)
        self.own_staff = OwnStaff(self.city.places, self._weekly_hours)
        self.residents = Residents(self)
        self.volunteers = Volunteers(self)
        self.costs = Costs(self)
        self.month_end = MonthEnds(self)
        self.centres = Centres(self)
        self._observation = Observation(self)
        self.careers = Careers(self)
        self._create(institutions)
        self._inspections = CityInspections(self.seed, self.city.places, self.horizon)
        self.sittings = Sittings(self)
        self._check_staffing()
        self._adopt(self.document)

    def __repr__(self) -> str:
        done = f"day {self.day} of {self.horizon.total_days}"
        name = f"{type(self).__name__} of {self.city_scenario.name!r}, seed {self.seed}"
        return f"<{name}: {done}, {self.open_tickets:,} open tickets>"

    # -- building -----------------------------------------------------------------------------

    def _acting(self, institutions: Sequence[type[Institution]]) -> dict[Any, Any]:
        """Class that acts for each kind of institution."""
        return {**cast(institutions), Dispatcher: Dispatcher}

    def _create(self, institutions: Sequence[type[Institution]]) -> None:
        chosen = self._acting(institutions)
        places, layout = self.city.places, self.layer.layout
        names = grid_names(self.city)
        self.grid_coverage = coverage_draws(self.city_key, names)
        self.grids: list[Grid] = [chosen[Grid](self, name, n) for n, name in enumerate(names)]
        self.communities: list[Community] = [
            chosen[Community](self, name, n) for n, name in enumerate(places.ids)
        ]
        self.subdistricts: list[Subdistrict] = [
            chosen[Subdistrict](self, name, n) for n, name in enumerate(places.subdistrict_ids)
        ]
        self.departments: list[Department] = [
            chosen[Department](self, name, n) for n, name in enumerate(layout.departments)
        ]
        self.municipality: Municipality = chosen[Municipality](self, "city", 0)
        self.units: list[Unit] = [
            chosen[Unit](self, f"u{n:04d}", n - 1) for n in range(1, len(self.city.units.key) + 1)
        ]
        self.planner: Planner = chosen[Planner](self, "planner", 0)
        # In the order in which they act; communities count on the units they are paired with, and
        # all on what is planned.
        self.institutions: list[Institution] = [
            self.planner,
            *self.units,
            *self.grids,
            *self.communities,
            *self.subdistricts,
            *self.departments,
            self.municipality,
        ]
        self.dispatcher: Dispatcher | None = None
        if any(regime.document.policy.dispatch.on for regime in self.regimes):
            self.dispatcher = chosen[Dispatcher](self, "dispatch")
            self.institutions.append(self.dispatcher)
            self.costs.begin_lendings()
        if any(regime.document.policy.planner.moves_cadres for regime in self.regimes):
            self.costs.begin_moves()
        self._daily = [i for i in self.institutions if type(i).on_day is not Institution.on_day]
        self._monthly = [
            i for i in self.institutions if type(i).on_month is not Institution.on_month
        ]

    def _check_staffing(self) -> None:
        """Find desks that some regime leaves without staff before anything is run."""
        for regime in self.regimes:
            for community in self.communities:
                community.own_heads(regime.document)

    # -- time ---------------------------------------------------------------------------------

    @property
    def today(self) -> datetime.date:
        """Date of the day that the next step simulates."""
        return self._dates[self.day]

    def run(self) -> Self:
        """Simulate to the end of the horizon."""
        while self.running:
            self.simulate_day()
        return self

    def simulate_day(self) -> None:
        """Institutions act at midnight; then the day's events."""
        if self.day == self.horizon.warm_up_days:
            self._observation.begin()
            self.costs.begin()
        if self.day > 0:
            self._act()
        self.month_end.prepare(self.today)
        self._inspect()
        self.layer.advance((self.day + 1) * 24)
        self._observation.end_day()
        self.day += 1
        if self.day == self.horizon.total_days:
            self.costs.settle()
            self.layer.check_conservation()
            self.running = False

    def _act(self) -> None:
        for regime in self.regimes:
            if regime.day == self.day:
                self._adopt(regime.document)
        date = self.today
        self.careers.on_day()
        if self.shocks.change_on(self.day):
            self._bear_shocks()
        if date.day == 1:
            self._observation.begin_month()
            self.careers.on_month()
            for institution in self._monthly:
                institution.on_month(date)
        self.sittings.hold(date)
        for institution in self._daily:
            institution.on_day(date)

    def _take_up_stalled(self, communities: Iterable[int]) -> None:
        """An inspection comes upon cases on which nobody acts."""
        share = self.document.handling.several_departments.inspection_share
        for community in communities:
            self.layer.take_up_stalled(community, 2 * self.day + 1, share)

    def _bear_shocks(self) -> None:
        """A shock begins or is over: volunteers answer, and units lend staff, otherwise."""
        self.layer.set_rules(self.document, self.sittings.first_talks())
        self.layer.answer_by(self.shocks.acceptance(self.day))
        self.layer.slow_down(*self.shocks.slowness(self.day))
        for community in self.communities:
            community.restaff()

    def _adopt(self, document: ScenarioDocument) -> None:
        """The scenario as in force from today on."""
        self.costs.settle()
        self.document = document
        self.layer.set_rules(document, self.sittings.first_talks())
        self.layer.answer_by(self.shocks.acceptance(self.day))
        self.layer.slow_down(*self.shocks.slowness(self.day))
        self.sittings.meetings.adopt(meetings_of(document))
        self._pair(document)
        self.centres.adopt(document)
        self.careers.adopt(document)
        for institution in self.institutions:
            institution.adopt(document)
        burden = document.policy.burden
        ratio = burden.inspections_ratio if burden.on else 1.0
        for level, inspections in (
            (document.desks.community, self._inspections.communities),
            (document.desks.subdistrict, self._inspections.subdistricts),
        ):
            usual = level.paperwork.inspections_per_year if level.paperwork else 0.0
            inspections.adopt(usual * ratio)
        if self.day > 0:
            self.layer.find_again()

    def _pair(self, document: ScenarioDocument) -> None:
        """Pair units with communities (共建)."""
        policy = document.policy.pairing
        for unit in self.units:
            unit.communities = []
        for community in self.communities:
            community.units = []
        if policy.on:
            units, communities = pair(self.city.units, policy, self.city.places)
            for u, c in zip(units.tolist(), communities.tolist(), strict=True):
                self.units[u].communities.append(c)
                self.communities[c].units.append(self.units[u])

    def _inspect(self) -> None:
        desks = self.document.desks
        if desks.community.paperwork:
            for n in self._inspections.communities.on(self.day):
                self.communities[n].receive_inspection(desks.community.paperwork.inspection_hours)
                self.costs.inspected(desks.community.paperwork.inspection_hours)
                self._take_up_stalled([n])
        if desks.subdistrict.paperwork:
            for n in self._inspections.subdistricts.on(self.day):
                self.subdistricts[n].receive_inspection(
                    desks.subdistrict.paperwork.inspection_hours
                )
                self.costs.inspected(desks.subdistrict.paperwork.inspection_hours)
                self._take_up_stalled(self._inspections.within[n])

    # -- what institutions ask ----------------------------------------------------------------

    def calendar_row(self, name: str) -> int:
        """Row of a calendar in the city's tables."""
        return self.city.calendars.index[name]

    def weekly_hours(self, name: str) -> float:
        """Open hours of a calendar in an average week of the horizon, holidays included."""
        return self._weekly_hours[name]

    def shift_hours(self, name: str) -> float:
        """Hours of the longer of a calendar's two shifts in an average week of the horizon."""
        tables, days = self.city.calendars, self.horizon.total_days
        hours = tables.opened[list(tables.shifts[name]), days * 24] * 7.0 / days
        return float(hours.max()) or self.weekly_hours(name) / 2.0

    def give_time(self, desk: int, hours: float) -> None:
        """Take hours of work of a desk for a meeting."""
        if hours > 0.0:
            self.layer.add_chores(desk, hours)
            self.costs.met(hours)

    def open_by_community(self) -> NDArray[np.int64]:
        """Open tickets of each community's residents now."""
        totals = self.layer.world.counters.sum(axis=0, dtype=np.int64)
        ended = totals[:, N_CLOSED] + totals[:, N_WITHDRAWN]
        still_open: NDArray[np.int64] = totals[:, N_OPENED] + totals[:, N_REOPENED] - ended
        return still_open

    @property
    def open_tickets(self) -> int:
        """Open tickets now."""
        return int(self.open_by_community().sum())

    # -- records ------------------------------------------------------------------------------

    def record(self) -> Record:
        """Records of a finished replication.

        Raises
        ------
        RuntimeError
            If the horizon is not over.
        """
        if self.running:
            raise RuntimeError(f"day {self.day} of {self.horizon.total_days}: not finished yet")
        return self._observation.record()
