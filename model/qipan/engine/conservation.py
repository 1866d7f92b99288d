"""Whether every issue and ticket is accounted for."""

import numpy as np
from numpy.typing import NDArray

from .codes import CLOSED, LAPSED, N_BORN, N_LAPSED, N_OPENED, N_SOLVED, SOLVED, WITHDRAWN
from .columns import Table


class ConservationError(RuntimeError):
    """Issues or tickets have got lost or were counted twice: a defect of the engine."""


def check_conservation(
    issues: Table, tickets: Table, totals: NDArray[np.int64], carried: int, at_desks: int
) -> None:
    """Assert that no issue and no ticket was lost or counted twice.

    Born = solved + lapsed + alive; opened = closed + withdrawn + open; and the tickets at the
    desks are those whose state says so.

    Parameters
    ----------
    issues, tickets : structured arrays
        Records of all, those at an end included.
    totals : array, shape (counters,)
        Sums over days and communities, in the order of `engine.codes.COUNTERS`.
    carried : int
        Tickets that were open when the simulation began.
    at_desks : int
        Tickets waiting or being worked on at desks, and on the lists of gates.

    Raises
    ------
    ConservationError
        If counts and records differ.
    """
    issue_states = np.bincount(issues["state"], minlength=5)
    states = np.bincount(tickets["state"], minlength=6)
    alive = len(issues) - issue_states[SOLVED] - issue_states[LAPSED]
    facts = {
        "issues born or carried over": (totals[N_BORN] + carried, len(issues)),
        "issues solved": (totals[N_SOLVED], issue_states[SOLVED]),
        "issues lapsed": (totals[N_LAPSED], issue_states[LAPSED]),
        "issues alive": (alive, int((issues["over"] < 0.0).sum())),
        "tickets opened or carried over": (totals[N_OPENED] + carried, len(tickets)),
        "tickets at desks": (at_desks, states[0] + states[1]),
        "tickets ended": (
            states[CLOSED] + states[WITHDRAWN],
            int((tickets["closed"] >= 0.0).sum()),
        ),
    }
    wrong = {name: pair for name, pair in facts.items() if pair[0] != pair[1]}
    if wrong:
        raise ConservationError(f"counted against recorded: {wrong}")
