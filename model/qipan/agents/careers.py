"""Careers (职业发展): community staff leave, posts stand empty, newcomers learn and are trained."""

import math
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ..city.draws import key_of, keys_of_texts, seed_key, uniform
from ..city.posts import posts_by_community
from ..scenario.career import Career, Turnover
from ..scenario.document import ScenarioDocument

if TYPE_CHECKING:
    from .simulation import Simulation

TENURE, LEAVES, TURN = range(3)  # purposes of the draws
DAYS_PER_YEAR = 365.0
SHORTEST = 1e-6  # of hazards a year; below it all have been there for ever

Floats = NDArray[np.float64]


class Careers:
    """Posts of all community desks: who has held each since when, or until when it stands empty.

    People leave on the first of a month, and are replaced on any day. The last at a desk stays
    until somebody else has come. Without `desks.community.turnover` everybody stays.

    Attributes
    ----------
    community : array of int, shape (posts,)
        Row of each post's community.
    since : array of float, shape (posts,)
        Day on which the holder came; NaN of an empty post.
    filled_on : array of float, shape (posts,)
        Day on which an empty post is filled; NaN of a held one.
    trained : array of float, shape (posts,)
        Hours of training the holder has had.
    reserve : float
        Reserve cadres (后备干部) who wait for a post.
    """

    def __init__(self, model: "Simulation") -> None:
        self._model = model
        self.document = model.document
        places, office = model.city.places, model.document.desks.community
        heads = posts_by_community(places, office).tolist()
        self.community = np.repeat(np.arange(len(heads)), heads)
        of_community = keys_of_texts(seed_key(model.seed, "careers"), places.ids)
        number = np.concatenate([np.arange(n) for n in heads])
        self._keys = key_of(of_community[self.community], number)
        self._months = 0
        self._renewed: int | None = None
        self.since = np.zeros(len(number))
        self._start = np.ones(len(number))
        if office.turnover is not None:
            # As long as people stay, whoever is met at random has been there on average.
            years = -np.log(uniform(self._keys, TENURE, 0))
            years /= max(office.turnover.leave_per_year, SHORTEST)
            self.since = -years * DAYS_PER_YEAR
            self._start[:] = office.turnover.starting_speed
        self.filled_on = np.full(len(number), np.nan)
        self._next_filled = math.inf
        self.trained = np.zeros(len(number))
        self.reserve = 0.0
        self._known: tuple[int, Floats, Floats] | None = None  # of a day, until somebody moves

    # -- what holds ---------------------------------------------------------------------------

    @property
    def turnover(self) -> Turnover | None:
        """How staff come and go; None if they stay."""
        return self.document.desks.community.turnover

    @property
    def is_on(self) -> bool:
        """Whether anybody may leave."""
        return self.turnover is not None

    @property
    def career(self) -> Career | None:
        """The policy in force, if it is."""
        return self.document.policy.career if self.document.policy.career.on else None

    @property
    def held(self) -> NDArray[np.bool_]:
        """Which posts have a holder."""
        held: NDArray[np.bool_] = np.isnan(self.filled_on)
        return held

    @property
    def holders(self) -> NDArray[np.int64]:
        """Held posts by community."""
        count: NDArray[np.int64] = np.bincount(self.community, self.held).astype(np.int64)
        return count

    def present_share(self, community: int) -> float:
        """Share of the posts of a community that are held."""
        return float(self._today()[0][community]) if self.is_on else 1.0

    def speed(self, community: int) -> float:
        """Mean speed of those who hold its posts, against that of one who knows the place."""
        return float(self._today()[1][community]) if self.is_on else 1.0

    def _today(self) -> tuple[Floats, Floats]:
        """Shares of posts held, and mean speeds, by community; worked out once a day."""
        turnover, day = self.turnover, self._model.day
        assert turnover is not None
        if self._known is None or self._known[0] != day:
            held = self.held
            served = np.where(held, day - self.since, 0.0)
            missing = (1.0 - self._start) * np.exp(-served / turnover.learning_days)
            holders = np.bincount(self.community, held)
            speeds = np.bincount(self.community, np.where(held, 1.0 - missing, 0.0)) / holders
            self._known = day, holders / np.bincount(self.community), speeds
        return self._known[1:]

    def training(self) -> Floats:
        """How much of what training teaches the holders have learned, 0 to 1 by community."""
        career = self.career
        if career is None or not self._training_hours(career).any():
            return np.zeros(len(self._model.communities))
        learned = np.where(self.held, -np.expm1(-self.trained / career.training_hours_to_learn), 0)
        held = np.maximum(1, self.holders)
        share: Floats = np.bincount(self.community, learned) / held
        return share

    # -- what happens -------------------------------------------------------------------------

    def adopt(self, document: ScenarioDocument) -> None:
        """Take over the policy in force from today on; a reserve begins full."""
        self.document = document
        career = self.career
        if career is None:
            self.reserve, self._renewed = 0.0, None
        elif self._renewed is None:
            self.reserve, self._renewed = float(career.reserve_people), self._model.day
        if self.is_on:
            self._teach()

    def on_day(self) -> None:
        """Let those begin whose day it is."""
        if self._model.day < self._next_filled:
            return
        due = self.filled_on <= self._model.day  # False of NaN
        self._model.costs.settle()
        self.since[due] = self.filled_on[due]
        self.filled_on[due] = np.nan
        self._look_ahead()
        self.trained[due] = 0.0
        self._known = None
        self._teach()
        for community in np.unique(self.community[due]):
            self._model.communities[community].restaff()

    def on_month(self) -> None:
        """See who leaves, call the reserve, train those who are there."""
        if not self.is_on:
            return
        self._model.costs.settle()
        self._renew()
        self._leave()
        self._call_reserve()
        self._look_ahead()
        self._train()
        self._teach()

    def _look_ahead(self) -> None:
        """Note the next day on which somebody begins."""
        self._next_filled = float(np.fmin.reduce(self.filled_on, initial=math.inf))

    def _leave(self) -> None:
        turnover = self.turnover
        assert turnover is not None
        self._months += 1
        hazard = turnover.leave_per_year / 12.0 * self._pressure(turnover)[self.community]
        if self.career is not None:
            hazard *= self.career.ladder_leave_factor
        chance = -np.expm1(-hazard)
        leaves = self.held & (uniform(self._keys, LEAVES, self._months) < chance)
        staying = np.bincount(self.community, self.held & ~leaves)
        for community in np.flatnonzero(staying == 0):  # the last one stays
            there = np.flatnonzero((self.community == community) & leaves)
            if len(there):
                leaves[there[np.argmin(self._keys[there])]] = False
        self.filled_on[leaves] = self._model.day + turnover.vacancy_days
        self.since[leaves] = np.nan
        self._start[leaves] = turnover.starting_speed
        self._known = None
        self._model.costs.note("leavers", int(leaves.sum()))

    def _pressure(self, turnover: Turnover) -> Floats:
        """Factor on the hazard by community: more leave where more tickets wait for each."""
        first = self._model.layer.layout.first_community
        waiting = self._model.layer.tickets_at_desks()[first : first + len(self._model.communities)]
        each = waiting / np.maximum(1, self.holders)
        factor: Floats = 1.0 + (turnover.overload_factor - 1.0) * each / (
            each + turnover.half_backlog_per_head
        )
        return factor

    def _renew(self) -> None:
        """Choose a new class of reserve cadres; those of the last who found no post have gone."""
        career = self.career
        if career is None or self._renewed is None or career.reserve_people == 0:
            return
        period = career.reserve_renewed_years * DAYS_PER_YEAR
        if self._model.day - self._renewed >= period:
            self.reserve = float(career.reserve_people)
            self._renewed = self._model.day

    def _call_reserve(self) -> None:
        """Give empty posts to reserve cadres, in an order that is drawn each month."""
        career = self.career
        if career is None or self.reserve < 1.0:
            return
        soonest = self._model.day + career.reserve_days
        empty = np.flatnonzero(self.filled_on > soonest)
        order = empty[np.argsort(uniform(self._keys[empty], TURN, self._months))]
        called = order[: int(self.reserve)]
        self.filled_on[called] = soonest
        self._start[called] = career.reserve_starting_speed
        self.reserve -= len(called)

    def _train(self) -> None:
        """Send everybody to a month's training; it takes the desk's hours."""
        career = self.career
        if career is None:
            return
        hours = self._training_hours(career) / 12.0
        self.trained[self.held] += hours[self.community[self.held]]
        share = self.document.desks.community.ticket_share
        holders = self.holders.tolist()
        for community, each, there in zip(
            self._model.communities, hours.tolist(), holders, strict=True
        ):
            if each == 0.0:
                continue
            # Of those who handle tickets: the others train in hours that are no desk's.
            self._model.layer.occupy(community.desk, each * there * share)
            self._model.costs.note("training_hours", each * there)

    def _training_hours(self, career: Career) -> Floats:
        """Hours a year that each is trained, by community."""
        places = self._model.city.places
        return np.array([career.training_hours_in(place) for place in places.ids])

    def _teach(self) -> None:
        """Write what has been learned into the desks' success and the errors of sorting."""
        career = self.career
        success = self.document.desks.community.success.simple
        gain, fewer = np.zeros(len(self._model.communities)), 0.0
        if career is not None:
            learned = self.training()
            gain = career.training_success_gain * learned
            fewer = career.training_errors_avoided * float(learned.mean())
        desks = self._model.layer.world.desks
        rows = [community.desk for community in self._model.communities]
        desks["simple"][rows] = success + gain * (1.0 - success)
        self._model.layer.sort_with_errors(1.0 - fewer)
