"""What no desk's record shows: hours of patrols, cadres and inspections, empty posts, careers."""

from typing import TYPE_CHECKING

import numpy as np

DAYS_PER_YEAR = 365.0

if TYPE_CHECKING:
    from .simulation import Simulation


class Costs:
    """Sums since measuring began, settled whenever a policy changes."""

    def __init__(self, model: "Simulation") -> None:
        self._model = model
        self._measuring = False
        self._since = 0
        self._stewards_gave = 0.0
        self._norm: object = None
        self._posts = 0.0
        self._sums = dict.fromkeys(
            (
                "patrol_hours",
                "dispatched_hours",
                "lost_at_sender_hours",
                "inspection_hours",
                "meeting_hours",
                "training_hours",
                "career_yuan",
                "vacant_post_days",
                "leavers",
                "counter_hours",
                "steward_hours",
            ),
            0.0,
        )
        self._paid = dict.fromkeys(
            (
                "own_patrol_hours",
                "own_counter_hours",
                "facilitator_hours",
                "own_post_days",
                "clerk_days",
                "officer_days",
                "fitted_m2_days",
            ),
            0.0,
        )

    def begin(self) -> None:
        """Begin to measure."""
        self._measuring = True
        self._since = self._model.day
        self._stewards_gave = float(self._model.layer.world.stewards["given"].sum())

    def settle(self) -> None:
        """Add up to today what the policy that ends here has cost."""
        if not self._measuring:
            return
        policy = self._model.document.policy
        if policy.patrol.on:
            # Institutions walk their own grids.
            walked = sum(not grid.institution for grid in self._model.grids)
            usual = policy.patrol.patrollers_per_grid * walked
            patrollers = usual + sum(policy.patrol.extra.values())
            hours = self._open_hours(policy.patrol.calendar)
            self._sums["patrol_hours"] += patrollers * hours
            self._paid["own_patrol_hours"] += policy.patrol.own_staff_share * usual * hours
        circle = policy.service_circle
        if circle.on:
            usual = circle.clerks(self._model.city.residents)
            hours = self._open_hours(circle.calendar)
            self._sums["counter_hours"] += (usual + circle.added_clerks) * hours
            self._paid["own_counter_hours"] += circle.own_staff_share * usual * hours
            days = self._model.day - self._since
            self._paid["fitted_m2_days"] += sum(one.m2 for one in circle.added.values()) * days
        if policy.fund.on:
            self._allot()
        if policy.sent_down.on:
            heads = sum(community.cadres.heads for community in self._model.communities)
            office = self._model.document.desks.community.calendar
            hours = heads * self._open_hours(office)
            self._sums["dispatched_hours"] += hours
            self._sums["lost_at_sender_hours"] += hours * policy.sent_down.lost_at_sender_share
        self._settle_careers()
        self._settle_posts()
        given = float(self._model.layer.world.stewards["given"].sum())
        self._sums["steward_hours"] += given - self._stewards_gave
        self._stewards_gave = given
        self._since = self._model.day

    def note(self, name: str, amount: float) -> None:
        """Add to one of the sums; lendings and moves have sums only where somebody makes them."""
        if self._measuring:
            self._sums[name] += amount

    def begin_lendings(self) -> None:
        """Sum lendings, the days of lent cadres and those of hired clerks as well."""
        self._sums |= {"lendings": 0.0, "lent_cadre_days": 0.0, "hired_clerk_days": 0.0}

    def begin_moves(self) -> None:
        """Sum cadres whom a planner moves, and what that costs, as well."""
        self._sums |= {"cadres_moved": 0.0, "moving_yuan": 0.0}

    def open_hours_of_day(self, calendar: str) -> float:
        """Hours that a calendar is open on the day that begins."""
        tables, hour = self._model.city.calendars, self._model.day * 24
        opened = tables.opened[tables.index[calendar]]
        return float(opened[hour + 24] - opened[hour])

    def _settle_careers(self) -> None:
        careers, days = self._model.careers, self._model.day - self._since
        if careers.is_on:
            held = int(careers.held.sum())
            self._sums["vacant_post_days"] += (len(careers.held) - held) * days
            if careers.career is not None:
                yuan = careers.career.ladder_yuan_per_head_year
                self._sums["career_yuan"] += held * yuan * days / DAYS_PER_YEAR

    def _settle_posts(self) -> None:
        """Add the days of posts, and the hours in which facilitators prepare sittings."""
        model, days = self._model, self._model.day - self._since
        desks = model.document.desks
        self._paid["own_post_days"] += self._own_posts() * days
        self._paid["clerk_days"] += sum(desks.community.clerks.values()) * days
        self._paid["officer_days"] += sum(desks.officers.values()) * days
        councils, joint = model.document.policy.councils, model.document.policy.joint_meetings
        held = [councils.council if councils.on else None, joint.community if joint.on else None]
        for council in held:
            if council is not None:
                sittings = sum(council.extra.values()) * days / DAYS_PER_YEAR
                self._paid["facilitator_hours"] += sittings * council.staff_hours

    def _own_posts(self) -> float:
        """Posts of the communities' own staff: those stated, or by the usual norm."""
        level, places = self._model.document.desks.community, self._model.city.places
        if self._norm is not level:  # settled often, and seldom another norm
            residents = zip(places.residents, places.village, strict=True)
            usual = [level.staff(int(people), bool(village)) for people, village in residents]
            self._posts = float(np.where(np.isnan(places.staff), usual, places.staff).sum())
            self._norm = level
        return self._posts

    def inspected(self, hours: float) -> None:
        """An inspection has taken place."""
        self.note("inspection_hours", hours)

    def met(self, hours: float) -> None:
        """A meeting has taken hours of work."""
        self.note("meeting_hours", hours)

    def _allot(self) -> None:
        """Note the money allotted since the last settlement, by the day."""
        model, layer = self._model, self._model.layer
        years = (model.day - self._since) / DAYS_PER_YEAR
        for community in model.communities:
            for name, yuan in community.yearly_budget(model.document).items():
                row = community.index * len(layer.earmarks) + layer.earmarks.index(name)
                layer.world.budgets["allotted"][row] += yuan * years

    def totals(self) -> dict[str, float]:
        """Hours, yuan and days over the measured days."""
        return dict(self._sums)

    def paid(self) -> dict[str, float]:
        """What pay is counted by besides: days of posts, and hours of own staff among others'."""
        return dict(self._paid)

    def _open_hours(self, calendar: str) -> float:
        tables = self._model.city.calendars
        opened = tables.opened[tables.index[calendar]]
        return float(opened[self._model.day * 24] - opened[self._since * 24])
