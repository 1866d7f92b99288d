"""What is asked of one scenario: to run it, or to hold it against its targets."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from ..runs.heading import NO_HEADING, Heading
from ..runs.replicate import replicate
from ..runs.runner import Runner
from ..runs.runs import Runs
from ..scenario import Scenario, load
from ..scenario.fields import Title
from .file.asked import overlaid, read
from .file.checks import beside
from .file.document import ExperimentDocument
from .file.experiment import Experiment
from .file.load import load_experiment
from .file.of_scenarios import Simulate
from .file.variant import Variant
from .held import HeldAgainst
from .uncertainty.ensemble import Draw, laid, read_draws
from .uncertainty.runs_in_draws import RunsInDraws, in_draws

if TYPE_CHECKING:
    from ..agents.institution import Institution
    from ..outcomes.ledger import Language
    from ..runs.additions import Measure

REPLICATIONS = 10  # of a scenario file, where no number is given


@dataclass(frozen=True)
class RunQuestion:
    """A scenario and how it is to be simulated.

    Attributes
    ----------
    name : str
        Of the question file, or of the scenario.
    scenario : Scenario
    replications, seed : int
    events : bool
        Whether event logs are kept.
    draws : tuple of Draw
        Of an ensemble; none if none is asked for.
    institutions, measures : tuple of type, dict
        Of one's own.
    heading : Heading
    """

    name: str
    scenario: Scenario
    replications: int
    seed: int
    events: bool
    draws: tuple[Draw, ...]
    institutions: "tuple[type[Institution], ...]" = ()
    measures: "Mapping[str, Measure] | None" = None
    heading: Heading = NO_HEADING

    def replicated(self, runner: Runner | None, ledger: "Language | None" = None) -> Runs:
        """Make the replications; `ledger` is the language of one of the first, if it is kept."""
        made = replicate(
            self.scenario,
            self.replications,
            self.seed,
            events=self.events,
            ledger=ledger,
            institutions=self.institutions,
            measures=self.measures,
            runner=runner,
        )
        return replace(made, heading=self.heading)

    def in_draws(self, runs: Runs, runner: Runner) -> RunsInDraws:
        """Simulate each draw beside finished replications."""
        with runner.adding(self.institutions, self.measures):
            return in_draws(runs, self.draws, runner)


@dataclass(frozen=True)
class TargetsQuestion:
    """A scenario that is to be held against its targets.

    Attributes
    ----------
    name : str
    scenario : Scenario
    before : Scenario or None
        The same city without the reform.
    replications, seed : int
    institutions, measures : tuple of type, dict
        Of one's own.
    heading : Heading
    """

    name: str
    scenario: Scenario
    before: Scenario | None
    replications: int
    seed: int
    institutions: "tuple[type[Institution], ...]" = ()
    measures: "Mapping[str, Measure] | None" = None
    heading: Heading = NO_HEADING

    def held(self, runner: Runner) -> HeldAgainst:
        """Replicate the scenario, and what it is held beside, for a result."""
        several = tuple(each for each in (self.scenario, self.before) if each is not None)
        return HeldAgainst(tuple(self.replicated(each, runner) for each in several), self.heading)

    def replicated(self, scenario: Scenario, runner: Runner) -> Runs:
        """Replicate one of both."""
        with runner.adding(self.institutions, self.measures):
            return runner.replicate([scenario], range(self.replications), self.seed)[0]


def run_asked(file: str, given: Mapping[str, Any]) -> RunQuestion:
    """Read what is to be simulated; what is given here goes before what a question file says.

    Parameters
    ----------
    file : str
        A question file, or a scenario.
    given : mapping of str to value
        By dotted key.

    Raises
    ------
    ScenarioError
        With all faults of the file and of the options, or of the ensemble.
    """

    def of_scenario(files: object) -> Experiment:
        scenario = load(file)
        document = ExperimentDocument(
            name=scenario.name,
            title=Title(en=scenario.name, zh=scenario.name),
            replications=REPLICATIONS,
            run=Simulate(scenario=Variant(file=file)),
        )
        return Experiment(document, "", {"run.scenario": scenario})

    experiment = overlaid(read([file], "run", of_scenario), given, [file])
    document, scenario = experiment.document, experiment.scenarios["run.scenario"]
    block = document.run
    assert block is not None
    if block.days is not None:
        scenario = scenario.revise({"horizon.days": block.days})
    return RunQuestion(
        experiment.name,
        scenario,
        document.replications,
        document.seed,
        block.events,
        _draws(scenario, block.ensemble, experiment.path),
        experiment.institutions,
        experiment.measures,
        _heading(experiment) if experiment.path else NO_HEADING,
    )


def targets_asked(file: str, given: Mapping[str, Any]) -> TargetsQuestion:
    """Read what a question file holds against its targets; as `run_asked`.

    Raises
    ------
    ScenarioError
        With all faults of the file and of the options, and if there are no targets.
    """
    experiment = overlaid(load_experiment(file, "targets"), given, [file])
    document, scenarios = experiment.document, experiment.scenarios
    return TargetsQuestion(
        experiment.name,
        scenarios["targets.scenario"],
        scenarios.get("targets.before"),
        document.replications,
        document.seed,
        experiment.institutions,
        experiment.measures,
        _heading(experiment),
    )


def _draws(scenario: Scenario, ensemble: str | None, file: str) -> tuple[Draw, ...]:
    """Draws of an ensemble that fit a scenario, found out before anything is simulated."""
    if ensemble is None:
        return ()
    draws = read_draws(beside(file, ensemble) if file else ensemble)
    laid(draws, [scenario])
    return draws


def _heading(experiment: Experiment) -> Heading:
    document = experiment.document
    return Heading(document.title, document.question, document.institutions, document.measures)
