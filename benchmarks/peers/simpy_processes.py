"""The static network in SimPy: an issue is a process, a desk is a resource."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass
from random import Random

import simpy

from benchmarks.network import StaticNetwork
from benchmarks.record import IssueLog, IssueRecord

Process = Generator[simpy.Event, None, None]


@dataclass(slots=True)
class Desk:
    """A resource and what an issue needs to know about it."""

    servers: simpy.Resource
    service_rate: float
    level: int
    above: Desk | None


@dataclass(slots=True)
class World:
    """What all processes share."""

    env: simpy.Environment
    random: Random
    escalation: float
    log: IssueLog


def arrivals(world: World, desk: Desk, rate: float) -> Process:
    """Open issues at a desk for ever."""
    env, random = world.env, world.random
    while True:
        yield env.timeout(random.expovariate(rate))
        issue = world.log.open(env.now)
        env.process(handling(world, issue, desk))


def handling(world: World, issue: int, start: Desk) -> Process:
    """Follow an issue from desk to desk until it is closed."""
    env, random, log = world.env, world.random, world.log
    desk: Desk | None = start
    while desk is not None:
        log.level[issue] = desk.level
        with desk.servers.request() as turn:
            yield turn
            yield env.timeout(random.expovariate(desk.service_rate))
        desk = desk.above if random.random() < world.escalation else None
    log.closed[issue] = env.now


def build_desks(env: simpy.Environment, network: StaticNetwork) -> list[Desk]:
    """Create the desks from the top down, since each must know the one above."""
    desks: dict[int, Desk] = {}
    for index in reversed(range(network.desks)):
        desks[index] = Desk(
            simpy.Resource(env, capacity=int(network.servers[index])),
            1.0 / float(network.mean_service[index]),
            int(network.level[index]),
            desks.get(int(network.up[index])),
        )
    return [desks[index] for index in range(network.desks)]


def simulate(network: StaticNetwork, seed: int) -> IssueRecord:
    """Run the network once in SimPy.

    Parameters
    ----------
    network : StaticNetwork
        The work.
    seed : int
        Seed of the generator that all processes share.
    """
    env = simpy.Environment()
    world = World(env, Random(seed), network.escalation, IssueLog())
    for desk, rate in zip(build_desks(env, network), network.arrival_rate.tolist(), strict=True):
        if rate > 0:
            env.process(arrivals(world, desk, rate))
    env.run(until=network.days)
    return IssueRecord.from_log(world.log)
