"""Plans of hours: the program's case as the planner sees it, and how a plan directs the helpers."""

from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ..programs.hours.planned import HoursPlan
from ..programs.hours.problem import Groups, HoursCase, HoursRules, Units, Work, no_groups, no_units
from ..scenario.planner import PlannedHours
from .desk_relief import DeskRelief
from .funds import rest_of_year
from .seen import HOURS_PER_DAY, Numbers, Seen

if TYPE_CHECKING:
    from .simulation import Simulation

DAYS_PER_MONTH = 30.0
ORDER, DESK = "order", "desk"


class HoursDesk:
    """The part of the planner's office that divides hours.

    Sources are groups of volunteers, by community and set of skills, and paired units. Work is
    orders, which only volunteers do, and what waits at the communities' desks, which only units
    take up; each by kind.

    Parameters
    ----------
    model : Simulation
    policy : PlannedHours
    """

    def __init__(self, model: "Simulation", policy: PlannedHours) -> None:
        self._model = model
        self.policy = policy
        document = model.document
        kinds = document.issues.kinds
        labour = [name for name, kind in kinds.items() if kind.needs.labour > 0.0]
        self._orders = labour if document.policy.orders.on else []
        helped: set[str] = set()
        if document.policy.pairing.on and document.units is not None:
            helped = {kind for group in document.units.groups.values() for kind in group.kinds}
        self._desk = [name for name in kinds if name in helped]
        self.relief = DeskRelief(model)

    @property
    def has_work(self) -> bool:
        """Whether there is any kind of work that helpers could do."""
        return bool(self._orders or self._desk)

    # -- the case ---------------------------------------------------------------------------------

    def case(self, seen: Seen) -> HoursCase:
        """What the program is made from today."""
        model = self._model
        work = self._work(seen)
        volunteers = self._groups(work, seen) if self._orders else no_groups(work)
        units = self._units() if self._desk else no_units(work)
        rules = HoursRules(return_share=self.policy.least_return_share)
        assert len(model.city.places.ids) == len(work.communities)
        return HoursCase(work, volunteers, units, rules)

    def _work(self, seen: Seen) -> Work:
        """Orders waiting and to come, and tickets waiting at desks, in helpers' hours."""
        model = self._model
        orders, desk = self._columns(self._orders), self._columns(self._desk)
        hours_of = np.array([self._mean_hours(name) for name in self._orders])
        at_desk = np.array([self._desk_hours(name) for name in self._desk])
        new = seen.orders_per_day()[:, orders] * self.policy.period_days * hours_of
        nothing = np.zeros((len(new), len(desk)))
        carried = np.concatenate(
            [seen.orders_waiting()[:, orders] * hours_of, seen.needs_at_desks()[:, desk] * at_desk],
            axis=1,
        )
        factor = self._work_factor
        weight = np.concatenate(
            [
                self.relief.per_hour(self._orders, hours_of / factor) / factor,
                self.relief.per_hour(self._desk, at_desk),
            ],
            axis=1,
        )
        names = [f"{name}.{ORDER}" for name in self._orders]
        names += [f"{name}.{DESK}" for name in self._desk]
        return Work(
            communities=tuple(model.city.places.ids),
            kinds=tuple(names),
            demand=np.concatenate([new, nothing], axis=1),
            carried=carried,
            weight=weight,
            residents=model.city.places.residents.astype(float),
        )

    def _groups(self, work: Work, seen: Seen) -> Groups:
        """Volunteers by home and set of skills; a group that nobody is in has no hours."""
        document = self._model.document
        assert document.volunteers is not None
        places, sets = len(work.communities), len(self.skill_sets)
        home = np.repeat(np.arange(places), sets)
        first, near = self._pairs
        reach = (
            np.concatenate([np.arange(places), near]),
            np.concatenate([np.arange(places), first]),
        )
        # Pairs of communities, home first, are pairs of each of the home's groups.
        groups = (reach[0][:, None] * sets + np.arange(sets)).ravel()
        offered, orders = self._offered(seen)
        hours_of = np.array([self._mean_hours(name) for name in self._orders])
        per_hour = np.zeros((places * sets, len(work.kinds)))
        per_hour[:, : len(self._orders)] = 1.0 / hours_of
        names = ["_and_".join(self._skills_of(bits)) or "no_skill" for bits in self.skill_sets]
        return Groups(
            home=home,
            skill=tuple(names * places),
            hours=offered * (1.0 - self.policy.unplanned_share),
            no_show=np.full(places * sets, document.volunteers.no_show),
            can=np.tile(self._can(work), (places, 1)),
            reach=(groups, np.repeat(reach[1], sets)),
            calls=orders,
            calls_per_hour=per_hour,
        )

    def _offered(self, seen: Seen) -> tuple[Numbers, Numbers]:
        """Hours that each group can be asked for in the period, and orders its calls can fill."""
        layer, document = self._model.layer, self._model.document
        assert document.volunteers is not None
        people, rules = layer.volunteers, layer.world.rules
        period = self.policy.period_days * HOURS_PER_DAY
        present = people["gone"] == 0
        earned = people["earned"].astype(float)
        since = layer.now - people["updated"]
        credit = np.minimum(earned * rules.fatigue_memory, people["credit"] + earned * since)
        hours = np.maximum(0.0, credit + earned * period)
        rests = document.volunteers.inactive_days.expected
        reached = (people["inactive_until"] <= layer.now).astype(float)
        reached += self.policy.period_days / rests if rests > 0.0 else np.inf
        groups = self._set_of[people["skills"]] + people["community"] * len(self.skill_sets)
        size = len(self._model.city.places.ids) * len(self.skill_sets)
        offered = np.bincount(groups[present], hours[present], minlength=size).astype(float)
        calls = np.bincount(groups[present], reached[present], minlength=size)
        # A group without volunteers has a row all the same, so that it can be joined later.
        return offered, np.nan_to_num(calls, posinf=1e9) / self._calls_per_order(seen)

    def _calls_per_order(self, seen: Seen) -> float:
        """Calls for an order that is done: as seen, else as the scenario leads one to expect."""
        found = seen.calls_per_order()
        if found is not None:
            return max(1.0, found)
        rules = self._model.layer.world.rules
        together = 1.0 - (1.0 - min(1.0, rules.volunteer_accepts)) ** rules.calls_at_once
        return rules.calls_at_once / max(together * (1.0 - rules.no_show), 1e-6)

    def _units(self) -> Units:
        """Paired units: hours left this year spread over what is left of it, as claims allow."""
        model = self._model
        document, policy = model.document, model.document.policy.pairing
        assert document.units is not None
        period = self.policy.period_days
        days_left = max(float(period), 365.0 * rest_of_year(model.today))
        hours, can, benefit, given = [], [], [], []
        for unit in model.units:
            kinds, mean = self._trades[unit.group]
            free = max(0.0, unit.hours_left - sum((unit.set_aside or {}).values()))
            claims = policy.claims_per_meeting * len(unit.communities) * period / DAYS_PER_MONTH
            able = min(free * period / days_left, claims * mean) if unit.active else 0.0
            hours.append(able * (1.0 - self.policy.unplanned_share))
            can.append(kinds)
            value = document.units.yuan_per_hour * able
            given.append(unit.given_in_a_year)
            benefit.append(policy.returned_share * (unit.given_in_a_year + value))
        pairs = [(unit.index, c) for unit in model.units for c in unit.communities]
        rows = np.array(pairs, np.int64).reshape(-1, 2)
        return Units(
            names=tuple(unit.name for unit in model.units),
            hours=np.array(hours),
            can=np.array(can, bool).reshape(len(hours), -1),
            pairs=(rows[:, 0], rows[:, 1]),
            yuan_per_hour=np.full(len(hours), document.units.yuan_per_hour),
            given_yuan=np.array(given),
            benefit_yuan=np.array(benefit),
        )

    # -- the plan in force ------------------------------------------------------------------------

    def direct(self, plan: HoursPlan) -> None:
        """Ration volunteers' hours, and set units' hours aside, as the plan says."""
        groups = len(plan.case.groups.home)
        of_groups = plan.source < groups
        if self._orders:
            self._ration(plan, of_groups)
        for at in np.flatnonzero(~of_groups & (plan.hours > 0.0)):
            unit = self._model.units[plan.source[at] - groups]
            unit.set_hours_aside(int(plan.community[at]), float(plan.hours[at]))
        for unit in self._model.units if self._desk else ():
            unit.keep_to_plan(self.policy.unplanned_share)

    def _ration(self, plan: HoursPlan, of_groups: NDArray[np.bool_]) -> None:
        groups = plan.case.groups
        sets, kinds = len(self.skill_sets), len(self._model.layer.layout.kinds)
        places = len(plan.case.work.communities)
        first, near = self._pairs
        planned = np.zeros((places + len(near), sets, kinds))
        source = plan.source[of_groups]
        served, kind = plan.community[of_groups], plan.kind[of_groups]
        # Of those who accept some do not come: as many more must be asked.
        hours = plan.hours[of_groups] / np.maximum(1e-9, 1.0 - groups.no_show[source])
        home = groups.home[source]
        pair_row = {
            (c, h): places + n
            for n, (c, h) in enumerate(zip(first.tolist(), near.tolist(), strict=True))
        }
        columns = self._columns(self._orders)
        for at in np.flatnonzero(hours > 0.0):
            c, h = int(served[at]), int(home[at])
            row = c if c == h else pair_row[c, h]
            planned[row, source[at] % sets, columns[kind[at]]] += hours[at]
        used = np.bincount(source, hours, minlength=len(groups.home))
        share = self.policy.unplanned_share
        offered = groups.hours / (1.0 - share) if share < 1.0 else groups.hours
        left = np.maximum(0.0, offered - used).reshape(places, sets)
        self._model.layer.ration_hours(self._set_of, planned, left)

    # -- what does not change from plan to plan ---------------------------------------------------

    @cached_property
    def _pairs(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Communities served and those near them, in the order of `World.near`."""
        world = self._model.layer.world
        count = world.communities["near_count"]
        return np.repeat(np.arange(len(count)), count), world.near.astype(np.int64)

    @cached_property
    def _trades(self) -> dict[str, tuple[list[bool], float]]:
        """By group of units: the work its units can do, and mean hours of what they take up."""
        assert self._model.document.units is not None
        found = {}
        for name, group in self._model.document.units.groups.items():
            can = [False] * len(self._orders) + [kind in group.kinds for kind in self._desk]
            hours = [self._desk_hours(kind) for kind in group.kinds]
            found[name] = can, sum(hours) / max(1, len(hours))
        return found

    @cached_property
    def skill_sets(self) -> list[int]:
        """Sets of skills that volunteers have, as bits; those who sign up later have none."""
        return sorted({0, *np.unique(self._model.city.roster.skills).tolist()})

    @cached_property
    def _set_of(self) -> NDArray[np.uint8]:
        table = np.zeros(256, np.uint8)
        for row, bits in enumerate(self.skill_sets):
            table[bits] = row
        return table

    def _skills_of(self, bits: int) -> list[str]:
        assert self._model.document.volunteers is not None
        skills = self._model.document.volunteers.skills
        return [name for bit, name in enumerate(skills) if bits >> bit & 1]

    def _can(self, work: Work) -> NDArray[np.bool_]:
        """Which orders each set of skills suffices for, shape (sets, kinds of work)."""
        needed = self._model.layer.world.kinds["skills"][self._columns(self._orders)]
        can = np.zeros((len(self.skill_sets), len(work.kinds)), bool)
        sets = np.array(self.skill_sets, np.uint8)[:, None]
        can[:, : len(self._orders)] = (needed == 0) | (sets & needed != 0)
        return can

    def _columns(self, names: list[str]) -> NDArray[np.intp]:
        kinds = self._model.layer.layout.kinds
        return np.array([kinds.index(name) for name in names], np.intp)

    @property
    def _work_factor(self) -> float:
        return self._model.document.policy.orders.work_factor

    def _mean_hours(self, kind: str) -> float:
        """Hours of a volunteer for an order."""
        return self._work_factor * self._desk_hours(kind)

    def _desk_hours(self, kind: str) -> float:
        return self._model.document.issues.kinds[kind].work_hours.expected
