"""Independent replications of one scenario, as one call."""

import threading
from collections.abc import Callable, Mapping
from os import PathLike

from ..engine.estimate import check_room_whole
from ..outcomes.ledger import Language
from ..scenario import Scenario, load
from ..scenario.standing import warn_of_standing
from ..words import Phrase
from .additions import Institutions, Measure
from .bounds import MOST_REPLICATIONS
from .interrupted import Interrupted
from .runner import Runner, given_or_own
from .runs import Replication, Runs
from .trouble import RunnerError


def replicate(
    scenario: Scenario | str | PathLike[str],
    n: int = 10,
    seed: int = 1,
    *,
    jobs: int = 1,
    events: bool = False,
    ledger: Language | None = None,
    progress: Callable[[Replication], object] | None = None,
    stop: threading.Event | None = None,
    institutions: Institutions = (),
    measures: Mapping[str, Measure] | None = None,
    runner: Runner | None = None,
) -> Runs:
    """Run `n` independent replications; the result does not depend on who makes them.

    Parameters
    ----------
    scenario : Scenario or path
    n : int
        Replications, from 1 to 1,000,000.
    seed : int
        Replication r has the seed `seed` * 1,000,000 + r.
    jobs : int
        Replications run at the same time, where no runner is given.
    events : bool
        Keep event logs. No store holds them, so that each replication is made for them.
    ledger : 'en' or 'zh', optional
        Keep the ledger of the first replication, in this language.
    progress : callable, optional
        Called with each replication, in their order.
    stop : threading.Event, optional
        Once set, running replications are given up, and what is finished is returned; where a
        runner is given it has a stop sign of its own.
    institutions : sequence of type, or mapping
        Institutions of one's own, as `CityModel` takes them, or what makes them; see
        `additions.Recipe`.
    measures : mapping of str to callable
        Functions of a finished `Run`; their values are metrics under these names.
    runner : Runner, optional
        Makes the replications: with a store, in processes, on a cluster. It notes in `failures`
        what could not be made; without one, the first failure is raised.

    Raises
    ------
    ScenarioError
        If the scenario is not sound.
    RunnerError
        If replications have failed.
    Interrupted
        After Ctrl-C, a KeyboardInterrupt whose `partial` are the replications that were finished.
    """
    if not 1 <= n <= MOST_REPLICATIONS or jobs < 1:
        raise ValueError(
            f"n must be from 1 to {MOST_REPLICATIONS:,} and jobs 1 or more, found {n} and {jobs}"
        )
    if not isinstance(scenario, Scenario):
        scenario = load(scenario)
    warn_of_standing(scenario)
    check_room_whole(scenario)
    with given_or_own(runner, jobs, stop) as own, own.adding(institutions, measures):
        try:
            (runs,) = own.replicate(
                [scenario],
                range(n),
                seed,
                by_community=True,
                events=events,
                ledger=ledger,
                each=progress,
            )
        except Interrupted as stopped:
            raise Interrupted(stopped.partial[0]) from None
        if runner is None and own.failures:
            first = own.failures[0]
            raise RunnerError(
                Phrase(
                    "replication {number} of {scenario}, seed {seed}: {reason}",
                    number=first.number,
                    scenario=first.scenario,
                    seed=first.seed,
                    reason=first.reason,
                )
            )
    return runs
