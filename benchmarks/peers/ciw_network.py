"""The static network in Ciw: a declared queueing network, and the records Ciw keeps by itself.

Ciw looks at every node after every event, so its time per issue grows with the number of desks:
give it a smaller network than the others, and compare on that one.
"""

from __future__ import annotations

import ciw

from benchmarks.network import StaticNetwork
from benchmarks.record import IssueLog, IssueRecord

EXIT = -1


def declare(network: StaticNetwork) -> ciw.network.Network:
    """Write the network in Ciw's terms."""
    return ciw.create_network(
        arrival_distributions=[
            ciw.dists.Exponential(rate=rate) if rate > 0 else None
            for rate in network.arrival_rate.tolist()
        ],
        service_distributions=[
            ciw.dists.Exponential(rate=1.0 / mean) for mean in network.mean_service.tolist()
        ],
        number_of_servers=network.servers.tolist(),
        routing=ciw.routing.NetworkRouting(
            routers=[router(above, network.escalation) for above in network.up.tolist()]
        ),
    )


def router(above: int, escalation: float) -> ciw.routing.NodeRouting:
    """Send a share of the issues to the desk above, and the rest out."""
    if above < 0:
        return ciw.routing.Leave()
    return ciw.routing.Probabilistic(
        destinations=[above + 1, EXIT], probs=[escalation, 1.0 - escalation]
    )


def add_issue(log: IssueLog, individual: ciw.individual.Individual, network: StaticNetwork) -> None:
    """Read an issue from the records of its visits."""
    visits = individual.data_records
    issue = log.open(visits[0].arrival_date if visits else individual.arrival_date)
    node = individual.node
    if node == EXIT:
        node = visits[-1].node
        log.closed[issue] = visits[-1].exit_date
    log.level[issue] = int(network.level[node - 1])


def simulate(network: StaticNetwork, seed: int) -> IssueRecord:
    """Run the network once in Ciw.

    Parameters
    ----------
    network : StaticNetwork
        The work.
    seed : int
        Seed of the global generators that Ciw draws from.
    """
    ciw.seed(seed)
    simulation = ciw.Simulation(declare(network))
    simulation.simulate_until_max_time(network.days)
    log = IssueLog()
    for individual in simulation.get_all_individuals():
        add_issue(log, individual, network)
    return IssueRecord.from_log(log)
