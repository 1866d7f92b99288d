"""The fast layer as Python sees it: advance in time, carry out decisions, read the records."""

import numpy as np
from numpy.typing import NDArray

from ..city import City
from ..city.draws import uniform
from ..scenario.document import ScenarioDocument
from . import codes, regime, state
from .arising import carried_over
from .behaviour import set_couriers, set_stewards
from .births import draw_window
from .build import build_delays, build_world
from .columns import WINDOW, Table, grown
from .compile import make_ready
from .compiling import StopSign
from .conservation import check_conservation
from .placed import Placed, lay_out
from .purposes import P_EXIT
from .room import with_more_room
from .rules import build_rules
from .run import run
from .volunteer_tables import exits_spent

WINDOW_DAYS = 28  # candidates are drawn for four weeks at a time


class FastLayer:
    """Residents, issues, tickets and desks of one replication, in continuous time.

    Parameters
    ----------
    document : ScenarioDocument
        The scenario as it is in force at hour 0.
    city : City
        Its city.
    seed : int
        Seed of this replication.
    log : bool
        Keep the event log.
    earmarks : tuple of str
        Earmarks of funds, of all times.
    """

    def __init__(
        self,
        document: ScenarioDocument,
        city: City,
        seed: int,
        log: bool = False,
        earmarks: tuple[str, ...] = (),
    ) -> None:
        self.world, self.births, self.layout = build_world(document, city, seed, len(earmarks), log)
        self._placed = Placed(self.world)
        self.city = city
        self.earmarks = earmarks
        self.hours = document.horizon.total_days * 24
        self.now = 0
        self._log = log
        self._decided: list[tuple[int, int, int, float, int]] = []
        self._carry_over(carried_over(document, city, seed))
        self._errors_told = self.world.rules.triage_error
        self._errors_against = 1.0
        # As decided; the kernel learns of it before its next event.
        self.servers = np.zeros(self.layout.desks, np.int64)
        self.speed = self.world.desks["speed"][: self.layout.desks].copy()
        # Columns that are asked for every day; the table itself stays where it is.
        self._length = self.world.desks["length"]
        self._busy, self._on_chores = self.world.desks["busy"], self.world.desks["on_chores"]

    def _carry_over(self, tickets: list[tuple[Table, int, float]]) -> None:
        """Have tickets in their places before anything else happens."""
        if tickets:
            candidates = np.concatenate([candidate for candidate, _, _ in tickets])
            self.world = self.world._replace(candidates=candidates)
        for number, (_, level, hours) in enumerate(tickets):
            self._command(codes.CARRY_OVER, number, level, hours)

    def make_ready(self, stop: StopSign | None = None) -> None:
        """Have the engine compiled, if it is not yet; a first start takes about a minute.

        Raises
        ------
        GivenUpError
            If `stop` was set meanwhile.
        """
        nowhere = np.empty(0, np.uint8)
        laid, called = (lay_out, (self.world, nowhere)), (run, (self._placed, 0))
        make_ready([laid, called, self.births.call()], stop)

    # -- time ---------------------------------------------------------------------------------

    def advance(self, until: int) -> None:
        """Carry out decisions, then all events before the hour `until`."""
        if not (run.is_ready and lay_out.is_ready and draw_window.is_ready):
            self.make_ready()
        if self._decided:
            self._hand_over_commands()
        while (reason := run.at_once(self._placed.of(self.world), until)) != codes.DONE:
            self._make_room(reason)
        self.world.clock[state.COMMANDS] = 0
        self.world.clock[state.NEXT_COMMAND] = 0
        self.now = until

    def _make_room(self, reason: int) -> None:
        if reason == codes.MORE_CANDIDATES:
            self._next_window()
        else:
            self.world = with_more_room(self.world, reason)

    def _next_window(self) -> None:
        begin = int(self.world.clock[state.CANDIDATES_UNTIL])
        end = min(begin + 24 * WINDOW_DAYS, self.hours)
        candidates = self.births.window(begin, end)
        clock = self.world.clock
        clock[state.NEXT_CANDIDATE] = 0
        clock[state.CANDIDATES] = len(candidates)
        clock[state.CANDIDATES_UNTIL] = end
        self.world = self.world._replace(candidates=candidates)

    # -- decisions of institutions ------------------------------------------------------------

    def staff(self, desk: int, servers: int, speed: float) -> None:
        """From now on the desk has so many workers, each doing `speed` hours of work an hour."""
        self.servers[desk] = servers
        self.speed[desk] = speed
        self._command(codes.STAFF_DESK, desk, servers, speed)
        self._expect_at_once(2 * servers + 64)

    def staff_second_shift(self, desk: int, servers: int, calendars: tuple[int, int]) -> None:
        """From now on so many workers come in a second shift; nobody: all work in one.

        `calendars` are the hours of the first shift, that of `staff`, and of the second.
        """
        desks = self.world.desks
        if not servers and not desks["second_servers"][desk]:
            return
        if servers:
            self._command(codes.SHIFT_CALENDARS, desk, calendars[0], calendars[1])
        self._command(codes.STAFF_SECOND_SHIFT, desk, servers)

    def open_by(self, desk: int, calendar: int) -> None:
        """From now on the desk keeps the hours of another calendar."""
        if self.now == 0:
            self.world.desks["calendar"][desk] = calendar
        elif self.world.desks["calendar"][desk] != calendar:
            self._command(codes.CHANGE_CALENDAR, desk, calendar)

    def add_chores(self, desk: int, hours: float) -> None:
        """Give one worker of the desk `hours` of other work, done at the speed of tickets."""
        self._command(codes.ADD_CHORES, desk, value=hours)

    def occupy(self, desk: int, hours: float) -> None:
        """Keep one worker of the desk from everything else for `hours`."""
        self.add_chores(desk, hours * float(self.speed[desk]))

    def patrol(self, grid: int, calendar: int, rate: float) -> None:
        """From now on patrols find each visible latent issue of the grid at `rate` an open hour."""
        if rate > 0.0 or self.world.grids["rate"][grid] > 0.0:
            self._command(codes.CHANGE_PATROL, grid, calendar, rate)

    def find_again(self) -> None:
        """Time all latent issues anew; to be called after hazards or offices' hours change."""
        self._command(codes.FIND_AGAIN, 0)

    def move_queue(self, source: int) -> None:
        """Send everybody who waits at a post to the desk now in charge; staff the desks next."""
        self._command(codes.MOVE_QUEUE, source)

    def hold_sitting(self, gate: int, quorum: bool = True) -> bool:
        """Hear the tickets on the list of a gate, as many as it has slots.

        Without a quorum nobody is heard, but those who came have come. Returns whether anything
        waits: nobody sits over an empty list.
        """
        waiting: bool = self._length.item(gate) > 0
        if waiting and quorum:
            self._command(codes.HOLD_SITTING, gate)
        return waiting

    def take_up_stalled(self, community: int, occasion: int, chance: float) -> None:
        """Revive each stalled case of a community with a chance, drawn once for each occasion."""
        stalled = self.layout.gates["stalled"][community]
        if chance > 0.0 and self._length.item(stalled) > 0:
            self._command(codes.REVIVE, stalled, occasion, chance)

    def pay_projects(self, community: int, select: bool = False) -> None:
        """Begin the projects on a community's list that can be paid for now.

        Where a fund selects by score, it pays for projects only when it is told to `select`.
        """
        queue = self.layout.gates["fund_queue"][community]
        if self._length.item(queue) > 0:
            self._command(codes.PAY_PROJECTS, queue, int(select))

    def claim(self, unit: int, community: int, most: int, forced: bool = False) -> None:
        """Let a unit take up at most so many needs of a community; `forced` ones in any case."""
        self._command(codes.CLAIM, unit, community, float(-most if forced else most))
        self._expect_at_once(4 * most)

    def set_aside(self, unit: int, hours: float) -> None:
        """Let the unit give at most so many hours at the claims that follow."""
        self._command(codes.SET_ASIDE, unit, value=hours)

    def ration_hours(
        self,
        skill_sets: NDArray[np.uint8],
        planned: NDArray[np.float64],
        unplanned: NDArray[np.float64],
    ) -> None:
        """From now on volunteers may be asked for hours that are planned, or left for any order.

        Parameters
        ----------
        skill_sets : array of uint8, shape (256,)
            Set of skills by the bits of a volunteer's.
        planned : array, shape (pairs, sets, kinds)
            Hours; pairs as in `engine.rations`.
        unplanned : array, shape (communities, sets)
        """
        self.world = self.world._replace(
            skill_sets=skill_sets,
            planned=planned.ravel().copy(),
            unplanned=unplanned.ravel().copy(),
            rules=self.world.rules._replace(hours_planned=True),
        )

    def end_rations(self) -> None:
        """From now on volunteers are asked as they come."""
        self.world = self.world._replace(rules=self.world.rules._replace(hours_planned=False))

    def open_circle(
        self,
        reached: NDArray[np.bool_],
        window: NDArray[np.int64],
        absorbed: NDArray[np.float64],
        clerks: NDArray[np.float64],
        full: NDArray[np.float64],
        slowed: NDArray[np.float64],
    ) -> None:
        """From now on these buildings are within reach of centres that settle so much at once.

        Parameters
        ----------
        reached : array of bool, shape (buildings,)
        window : array of int, shape (buildings,)
            Counter to which residents go: that of their community, or of an added centre.
        absorbed : array, shape (counters,)
            Share of the matters of counter kinds that are settled there and then.
        clerks : array, shape (counters,)
            At each counter; the last may be there for a part of the hours.
        full : array, shape (counters,)
            Chance that a visitor finds no room for all the transactions.
        slowed : array, shape (counters,)
            Hours that a clerk needs for an hour of visits, doing transactions meanwhile.
        """
        world = self.world
        world.buildings["in_circle"] = reached
        world.buildings["window"] = window
        same = len(world.windows) == len(absorbed)
        windows = world.windows if same else np.zeros(len(absorbed), WINDOW)
        windows["absorbed"] = absorbed
        windows["full"] = full
        windows["slowed"] = slowed
        rows = regime.set_clerks(windows, world.clerks, clerks)
        self.world = world._replace(windows=windows, clerks=rows)

    def carry_out(self) -> None:
        """Carry out the decisions of this moment at once."""
        self.advance(self.now)

    def set_rules(self, document: ScenarioDocument, first_talks: NDArray[np.float64]) -> None:
        """From now on the city-wide numbers of `document` are in force.

        `first_talks` is the hour of the first talk from now on in each community.
        """
        w = self.world
        index = self.city.calendars.index
        rules = build_rules(document, index, len(self.earmarks), self._log)
        delays, delay_knots = build_delays(document)
        regime.set_kinds(document, w.kinds, self.earmarks)
        regime.set_talks(document, w.communities, first_talks, self.now)
        near = regime.set_orders(document, self.city, w, self.now)
        # Hours that are planned stay so until there is a new plan, if they fit who is near.
        planned = w.rules.hours_planned and np.array_equal(near, w.near)
        self._errors_told = rules.triage_error
        errors = rules.triage_error * self._errors_against
        since = w.rules.stewards_since if w.rules.stewards else float(self.now)
        rules = rules._replace(hours_planned=planned, triage_error=errors, stewards_since=since)
        ridden = self.city.calendars.opened[rules.courier_calendar, self.now]
        set_couriers(document, self.city, w.communities, float(ridden))
        set_stewards(document, self.city, w.stewards, w.roles)
        patrollers = regime.set_patrollers(document, self.city, w.grids, w.patrollers)
        self.world = w._replace(
            rules=rules,
            delays=delays,
            delay_knots=delay_knots,
            near=near,
            patrollers=patrollers,
        )
        for name in regime.set_gates(document, w.gates):
            for gate in self.layout.gates[name]:
                if w.desks["length"][gate] > 0:
                    self._command(codes.CLOSE_GATE, gate)

    def answer_by(self, factor: float) -> None:
        """From now on volunteers accept calls with `factor` times their usual chance."""
        accepts = self.world.rules.volunteer_accepts * factor
        self.world = self.world._replace(rules=self.world.rules._replace(volunteer_accepts=accepts))

    def slow_down(self, work: float, waits: float) -> None:
        """From now on work and waits that begin take so many times as long as usual."""
        rules = self.world.rules._replace(work_stretch=work, waits_stretch=waits)
        self.world = self.world._replace(rules=rules)

    def sort_with_errors(self, factor: float) -> None:
        """From now on sorting errs `factor` times as often as the scenario says."""
        self._errors_against = factor
        rules = self.world.rules._replace(triage_error=self._errors_told * factor)
        self.world = self.world._replace(rules=rules)

    def react_to_measuring(self, least_false: float, acceptance: float) -> None:
        """From now on so many closures are false at least, and departments take fewer whistles."""
        rules = self.world.rules
        self.world = self.world._replace(
            rules=rules._replace(least_false_share=least_false, measured_acceptance=acceptance)
        )

    def order_by(self, orders: NDArray[np.uint8]) -> None:
        """From now on each desk serves in an order of `codes.ORDERS`."""
        self.world.desks["order"][: self.layout.desks] = orders

    def _expect_at_once(self, events: int) -> None:
        """One event may from now on schedule so many."""
        if events > self.world.clock[state.MOST_AT_ONCE]:
            self.world.clock[state.MOST_AT_ONCE] = events

    def _command(self, code: int, entity: int, other: int = 0, value: float = 0.0) -> None:
        self._decided.append((code, entity, other, value, self.now))

    def _hand_over_commands(self) -> None:
        """Write down for the kernel what has been decided, all at once."""
        number = len(self._decided)
        if number > len(self.world.commands):
            self.world = self.world._replace(commands=grown(self.world.commands, 2 * number))
        self.world.commands[:number] = self._decided
        self.world.clock[state.COMMANDS] = number
        self._decided.clear()

    # -- records ------------------------------------------------------------------------------

    @property
    def issues(self) -> Table:
        """Records of all issues born so far."""
        return self.world.issues[: self.world.clock[state.ISSUES]]

    @property
    def tickets(self) -> Table:
        """Records of all tickets opened so far."""
        return self.world.tickets[: self.world.clock[state.TICKETS]]

    @property
    def log(self) -> Table:
        """Event log so far, in order of events."""
        return self.world.log[: self.world.clock[state.LOGGED]]

    def measure_desks(self) -> Table:
        """Copy of the desks, their time integrals brought up to now."""
        self._command(codes.TOUCH_DESKS, 0)
        self.advance(self.now)
        return self.world.desks.copy()

    @property
    def volunteers(self) -> Table:
        """Active volunteers, those who have signed up since included."""
        return self.world.volunteers[: self.world.clock[state.VOLUNTEERS]]

    def notice_exits(self) -> None:
        """Find out which volunteers have given up by now; until asked, nobody knows."""
        if self.world.rules.orders:
            people = self.volunteers
            spent = exits_spent(people, self.world.rules, self.now)
            people["gone"] |= spent >= -np.log(uniform(people["key"], int(P_EXIT), 0))

    def tickets_at_desks(self) -> np.ndarray:
        """Tickets now waiting or being worked on at each desk, then those on each gate's list."""
        present: np.ndarray = self._length + self._busy
        present -= self._on_chores
        return present

    def check_conservation(self) -> None:
        """Assert that no issue and no ticket was lost or counted twice."""
        check_conservation(
            self.issues,
            self.tickets,
            self.world.counters.sum(axis=(0, 1)),
            int(self.world.clock[state.CARRIED]),
            int(self.tickets_at_desks().sum()),
        )
