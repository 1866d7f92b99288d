"""The static network in Mesa: desks are agents, arrivals and completions are scheduled events.

An event names a function of the class and passes the desk as an argument, instead of a bound
method: Mesa keeps callables by weak reference, and a weak reference to a method must be made anew
for each event. What this gives up, that events of a removed agent lapse, is not needed here.
"""

from __future__ import annotations

from collections import deque
from random import Random

from mesa import Agent, Model
from mesa.experimental.devs import DEVSimulator

from benchmarks.network import StaticNetwork
from benchmarks.record import IssueLog, IssueRecord


class Desk(Agent):
    """A desk that works on the issues that have waited longest, one per server."""

    def __init__(self, model: NetworkModel, index: int, above: Desk | None) -> None:
        super().__init__(model)
        network = model.network
        # Held by the desk, not looked up through the model at every event.
        self.generator: Random = model.random
        self.simulator = model.simulator
        self.log = model.log
        self.escalation = network.escalation
        self.above = above
        self.level = int(network.level[index])
        self.free = int(network.servers[index])
        self.service_rate = 1.0 / float(network.mean_service[index])
        self.arrival_rate = float(network.arrival_rate[index])
        self.waiting: deque[int] = deque()

    def expect_arrival(self) -> None:
        """Schedule the next arrival from outside."""
        gap = self.generator.expovariate(self.arrival_rate)
        self.simulator.schedule_event_relative(Desk.arrive, gap, function_args=[self])

    def arrive(self) -> None:
        """Open an issue at this desk."""
        self.accept(self.log.open(self.simulator.time))
        self.expect_arrival()

    def accept(self, issue: int) -> None:
        """Begin work on an issue, or let it wait."""
        self.log.level[issue] = self.level
        if self.free:
            self.free -= 1
            self.begin(issue)
        else:
            self.waiting.append(issue)

    def begin(self, issue: int) -> None:
        """Schedule the completion of an issue."""
        service = self.generator.expovariate(self.service_rate)
        self.simulator.schedule_event_relative(Desk.complete, service, function_args=[self, issue])

    def complete(self, issue: int) -> None:
        """Close an issue or pass it up, and turn to the next."""
        if self.waiting:
            self.begin(self.waiting.popleft())
        else:
            self.free += 1
        if self.above is not None and self.generator.random() < self.escalation:
            self.above.accept(issue)
        else:
            self.log.closed[issue] = self.simulator.time


class NetworkModel(Model):
    """All desks, driven by a continuous-time simulator."""

    def __init__(self, network: StaticNetwork, simulator: DEVSimulator, seed: int) -> None:
        super().__init__(seed=seed)
        self.simulator = simulator
        simulator.setup(self)
        self.network = network
        self.log = IssueLog()
        for desk in build_desks(self):
            if desk.arrival_rate > 0:
                desk.expect_arrival()


def build_desks(model: NetworkModel) -> list[Desk]:
    """Create the desks from the top down, since each must know the one above."""
    desks: dict[int, Desk] = {}
    for index in reversed(range(model.network.desks)):
        desks[index] = Desk(model, index, desks.get(int(model.network.up[index])))
    return list(desks.values())


def simulate(network: StaticNetwork, seed: int) -> IssueRecord:
    """Run the network once in Mesa.

    Parameters
    ----------
    network : StaticNetwork
        The work.
    seed : int
        Seed of the model's generator.
    """
    simulator = DEVSimulator()
    model = NetworkModel(network, simulator, seed)
    simulator.run_until(network.days)
    record = IssueRecord.from_log(model.log)
    # Mesa counts agents in a table that outlives the model, and so keeps the model alive: let go
    # of what it holds, or it burdens the garbage collector in every later run.
    simulator.reset()
    model.log.clear()
    return record
