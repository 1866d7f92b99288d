"""Runs what is to be compared, until it is precise enough."""

import math
from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import replace
from os import PathLike
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...agents.staffing import StaffingError
from ...errors import ImpossibleError, message_of
from ...outcomes.metrics import METRICS, headline
from ...runs.additions import Institutions, Measure
from ...runs.bounds import MOST_REPLICATIONS
from ...runs.interrupted import Interrupted
from ...runs.paired import refusal
from ...runs.runner import Runner
from ...runs.runs import Runs
from ...runs.staffed import check_staffed
from ...scenario import Scenario, load
from ...scenario.standing import warn_of_standing
from ...statistics.stopping import Reason, Stopping, replications_needed
from ...words import Phrase, Words, joined, placed
from ..file.document import Precision
from ..file.experiment import Experiment
from ..uncertainty.asked import draws_asked, ends_asked
from ..uncertainty.cities import try_cities
from ..uncertainty.ends import EndsOfLedger
from ..uncertainty.ensemble import Draw, laid, try_draws
from ..uncertainty.worlds import families_of, try_worlds
from .comparison import Comparison
from .costs import claims_equal_cost
from .difference import simultaneous_confidence
from .ends import at_both_ends


class NothingToCompareError(ImpossibleError):
    """No replication was finished in all scenarios."""


def compare(
    scenarios: Sequence[Scenario | str | PathLike[str]],
    n: int = 20,
    seed: int = 1,
    *,
    reference: str | None = None,
    metrics: Sequence[str] | None = None,
    confidence: float = 0.95,
    precision: Precision | None = None,
    jobs: int = 1,
    runner: Runner | None = None,
    institutions: Institutions = (),
    measures: Mapping[str, Measure] | None = None,
) -> Comparison:
    """Compare policies on the same city, the same people and the same issues.

    Parameters
    ----------
    scenarios : sequence of Scenario or path
        Two or more, of one city and over the same days, with names of their own.
    n : int
        Replications of each; at least so many with a `precision`.
    seed : int
        Replication r of every scenario has the seed `seed` * 1,000,000 + r.
    reference : str, optional
        Name of the scenario that the others are held against; by default the first.
    metrics : sequence of str, optional
        By default those of a summary.
    confidence : float
        Of intervals and rankings.
    precision : Precision, optional
        Replications are added until the interval of each difference in this metric is so narrow,
        or the most are reached; see `stopping`.
    jobs : int
        Replications at the same time, where no `runner` is given.
    runner : Runner, optional
        What makes the replications, or looks up those that were made before. If it is stopped,
        what is finished is compared.
    institutions : sequence of type, or mapping
        Institutions of one's own that act in all scenarios, or by the name of the scenario.
    measures : mapping of str to callable
        Functions of a finished `Run`; their names may stand among `metrics`.

    Raises
    ------
    ValueError
        If the scenarios cannot be compared.
    UnknownMetricError
        If there is no such metric.
    NothingToCompareError
        If no replication was finished in all scenarios.
    Interrupted
        After Ctrl-C, a KeyboardInterrupt whose `partial` compares what was finished in all
        scenarios; None if nothing was.
    """
    loaded = [s if isinstance(s, Scenario) else load(s) for s in scenarios]
    for name in measures or {}:
        METRICS.add_own(name)
    asked = metrics if metrics is not None else [*headline(), *(measures or {})]
    names = [METRICS[metric].name for metric in asked]
    chosen = reference or (loaded[0].name if loaded else "")
    _refuse(loaded, chosen, n)
    for scenario in loaded:
        warn_of_standing(scenario)
        _refuse_unstaffed(scenario)
    if precision is not None:
        METRICS[precision.metric]  # an unknown one is refused before anything is run
    opened = nullcontext(runner) if runner is not None else Runner(jobs=jobs)
    with opened as own, own.adding(institutions, measures):
        return _compared(own, loaded, n, seed, chosen, names, confidence, precision)


def _compared(
    runner: Runner,
    scenarios: Sequence[Scenario],
    n: int,
    seed: int,
    reference: str,
    metrics: Sequence[str],
    confidence: float,
    precision: Precision | None,
) -> Comparison:
    failed = len(runner.failures)

    def made_of(runs: Sequence[Runs], stopping: Stopping) -> Comparison:
        if runner.stopped:
            stopping = replace(stopping, reason="stopped", needed=None)
        failures = tuple(runner.failures[failed:])
        return Comparison(tuple(runs), reference, tuple(metrics), confidence, stopping, failures)

    stopping = Stopping("fixed", first_stage=n)
    try:
        runs = _common(runner.replicate(scenarios, range(n), seed))
    except Interrupted as interrupt:
        raise Interrupted(_partial(interrupt.partial, stopping, made_of)) from None
    if precision is not None and not runner.stopped:
        try:
            runs, stopping = _until_precise(
                runner, scenarios, runs, seed, reference, confidence, precision
            )
        except Interrupted:
            raise Interrupted(made_of(runs, stopping)) from None
    return made_of(runs, stopping)


def _partial(
    runs: Sequence[Runs], stopping: Stopping, made_of: Callable[[Sequence[Runs], Stopping], Any]
) -> Any:
    try:
        return made_of(_common(runs), stopping)
    except NothingToCompareError:
        return None


def compare_experiment(experiment: Experiment, runner: Runner) -> tuple[Comparison, ...]:
    """Run an experiment file of the kind `compare`, with its own institutions and measures.

    Returns and raises what `_every_part` does, and InputError if no package offers an institution
    or a measure that the file names.
    """
    with runner.adding(experiment.institutions, experiment.measures):
        return _every_part(experiment, runner)


def _every_part(experiment: Experiment, runner: Runner) -> tuple[Comparison, ...]:
    """Run an experiment file of the kind `compare`.

    Returns
    -------
    tuple of Comparison
        One for each pair, then one for the scenarios, where the file has them. Each is a question
        of its own: intervals hold together within one, not across several cities.

    Raises
    ------
    LayerError
        If worlds are asked for where no number has a range.
    ScenarioError
        If an ensemble or both ends cannot be read, or one does not fit a policy.
    """
    document, block = experiment.document, experiment.document.compare
    assert block is not None
    groups = [
        ([experiment.scenarios[f"compare.pairs[{n}].{side}"] for side in ("before", "after")], None)
        for n in range(len(block.pairs))
    ]
    listed = list(experiment.listed("compare.scenarios"))
    if block.worlds is not None:
        for scenarios in [group for group, _ in groups] + ([listed] if listed else []):
            families_of(scenarios)  # refused before anything is run
    draws, ends = draws_asked(experiment), ends_asked(experiment)
    for scenarios in [group for group, _ in groups] + ([listed] if listed else []):
        laid(draws, scenarios)  # as well
        if ends is not None:
            ends.on(scenarios)
    made: list[Comparison] = []
    for scenarios, reference in [*groups, *([(listed, block.reference)] if listed else [])]:
        if runner.stopped and made:
            break
        try:
            made.append(
                compare(
                    scenarios,
                    document.replications,
                    document.seed,
                    reference=reference,
                    metrics=experiment.metrics,
                    confidence=document.confidence,
                    precision=document.precision,
                    runner=runner,
                )
            )
        except NothingToCompareError:
            if not made:
                raise
            break  # stopped within this one; those before stand
    told = (replace(part, **_costs(experiment, part)) for part in made)
    return tuple(_beyond_chance(experiment, part, draws, ends, runner) for part in told)


def _beyond_chance(
    experiment: Experiment,
    part: Comparison,
    draws: Sequence[Draw],
    ends: EndsOfLedger | None,
    runner: Runner,
) -> Comparison:
    """The comparison with worlds, cities, ensemble and ends, as far as they are asked for."""
    document, block = experiment.document, experiment.document.compare
    assert block is not None
    given = (part.scenarios, part.reference, part.metrics)
    worlds, cities = block.worlds, block.cities
    if worlds is not None and not runner.stopped:
        found = try_worlds(
            *given, worlds.count, worlds.replications, worlds.together, document.seed, runner
        )
        part = replace(part, worlds=found)
    if cities is not None and not runner.stopped:
        tried = try_cities(*given, cities.count, cities.replications, document.seed, runner)
        part = replace(part, cities=tried)
    if draws and not runner.stopped:
        part = replace(part, ensemble=try_draws(draws, *given, runner))
    if ends is not None and not runner.stopped:
        tried_at = at_both_ends(part, ends.on(part.scenarios), document.seed, runner)
        part = replace(part, ends=tried_at)
    if runner.stopped and part.complete:
        part = replace(part, stopping=replace(part.stopping, reason="stopped"))
    return part


def _costs(experiment: Experiment, part: Comparison) -> dict[str, Any]:
    """What an experiment says of the costs of what is listed; pairs are of several cities."""
    block = experiment.document.compare
    assert block is not None
    listed = {scenario.sha256 for scenario in experiment.listed("compare.scenarios")}
    if {scenario.sha256 for scenario in part.scenarios} != listed:
        return {}
    claims = claims_equal_cost(experiment.document)
    said = {"equal_cost": block.equal_cost, "stated_costs": block.costs}
    return {**said, "claims_equal_cost": claims}


def _refuse(scenarios: Sequence[Scenario], reference: str, n: int) -> None:
    names = [scenario.name for scenario in scenarios]
    if len(scenarios) < 2:
        raise ValueError(Phrase("two or more scenarios are needed to compare them"))
    for name in names:
        if names.count(name) > 1:
            raise ValueError(
                Phrase("two of the scenarios are named {name!r}; revise the name of one", name=name)
            )
    if reference not in names:
        raise ValueError(
            Phrase(
                "the reference {reference!r} is not among {names}",
                reference=reference,
                names=joined(names),
            )
        )
    for other in scenarios[1:]:
        if (reason := refusal(scenarios[0], other)) is not None:
            raise ValueError(reason)
    if not 1 <= n <= MOST_REPLICATIONS:
        raise ValueError(
            Phrase(
                "n must be from 1 to {most_replications:,}, found {n}",
                most_replications=MOST_REPLICATIONS,
                n=n,
            )
        )


def _refuse_unstaffed(scenario: Scenario) -> None:
    """Refuse a policy that leaves a desk without staff: no seed of it could ever be run.

    Raises
    ------
    StaffingError
        That names the policy and the desk.
    """
    try:
        check_staffed(scenario)
    except StaffingError as error:
        title = scenario.document.title
        raise StaffingError(placed(Words.of(title.en, title.zh), message_of(error))) from None


def _common(several: Sequence[Runs]) -> list[Runs]:
    """Keep the replications that are there in every scenario.

    Raises
    ------
    NothingToCompareError
        If there are none.
    """
    numbers = set.intersection(*({r.number for r in runs.replications} for runs in several))
    if not numbers:
        raise NothingToCompareError(Phrase("no replication was finished in all scenarios"))
    return [
        Runs(
            runs.scenario,
            runs.seed,
            runs.wanted,
            tuple(r for r in runs.replications if r.number in numbers),
        )
        for runs in several
    ]


def _until_precise(
    runner: Runner,
    scenarios: Sequence[Scenario],
    runs: list[Runs],
    seed: int,
    reference: str,
    confidence: float,
    precision: Precision,
) -> tuple[list[Runs], Stopping]:
    """Add the replications that a precision takes, as far as they are allowed."""
    metric, asked, first = precision.metric, precision.half_width, len(runs[0])
    together = simultaneous_confidence(confidence, len(scenarios) - 1)
    needed = replications_needed(_apart(runs, reference, metric), asked, together)
    if needed is None:
        return runs, Stopping("missing", metric, asked, first_stage=first)
    made = min(needed, precision.most_replications)
    if made > runs[0].wanted:
        more = runner.replicate(scenarios, range(runs[0].wanted, made), seed)
        runs = [_joined(one, other) for one, other in zip(runs, more, strict=True)]
        runs = _common(runs)
    stopping = Stopping("precise", metric, asked, math.nan, first, needed)
    made_of = Comparison(tuple(runs), reference, (metric,), confidence, stopping)
    intervals = [found.simultaneous for found in made_of.differences(metric)]
    reached = float(np.max([0.5 * (interval.high - interval.low) for interval in intervals]))
    reason = _reason(reached, asked, needed, made)
    if reason == "missing" and all(interval.untold for interval in intervals):
        reason = "equal"
    return runs, replace(stopping, reason=reason, reached=reached)


def _reason(reached: float, asked: float, needed: int, made: int) -> Reason:
    if np.isnan(reached):
        return "missing"
    if reached <= asked * (1.0 + 1e-9):
        return "precise"
    return "cap" if needed > made else "failed"


def _joined(one: Runs, other: Runs) -> Runs:
    replications = (*one.replications, *other.replications)
    return Runs(one.scenario, one.seed, one.wanted + other.wanted, replications)


def _apart(runs: Sequence[Runs], reference: str, metric: str) -> NDArray[np.float64]:
    """Differences to the reference, shape (scenarios - 1, replications)."""
    values = {each.scenario.name: each.values(metric) for each in runs}
    return np.array([row - values[reference] for name, row in values.items() if name != reference])
