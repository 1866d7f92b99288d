"""What is asked about resources: by a question file, or by a scenario file and options."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from ..scenario import Scenario, ScenarioError, load
from ..scenario.faults import Fault
from ..scenario.fields import Title
from ..words import Phrase
from .allocation.allocate import Besides, check_request
from .allocation.request import Request, Resource, objective_named
from .allocation.result import Allocation
from .file.asked import overlaid, read
from .file.document import ExperimentDocument
from .file.experiment import Experiment
from .file.heading import Heading, heading_of
from .file.resources import Allocate, Valuing
from .file.variant import Variant
from .uncertainty.asked import draws_asked
from .uncertainty.decisions_in_draws import check_draws
from .worth import Worth
from .worth_asked import Asked, Steps, check_asked

REPLICATIONS = 12  # on which a plan is searched, where no number is given
ENSEMBLES = ("allocate.ensemble", "worth.ensemble")
FOLDERS = {"cadres": "allocation"}  # as they have always been called


@dataclass(frozen=True)
class AllocationQuestion:
    """A scenario and how a resource of it is to be divided.

    Attributes
    ----------
    name : str
        Of the question file, or made from that of the scenario.
    scenario : Scenario
    request : Request
    besides : Besides
    heading : Heading or None
        Of the question file.
    """

    name: str
    scenario: Scenario
    request: Request
    besides: Besides
    heading: Heading | None = None

    def headed(self, found: Allocation) -> Allocation:
        """Return the answer with the question's heading."""
        return replace(found, heading=self.heading)


@dataclass(frozen=True)
class WorthQuestion:
    """A scenario and which resources are to be valued in it.

    Attributes
    ----------
    name : str
        Of the question file, or made from that of the scenario.
    scenario : Scenario
    asked : Asked
    heading : Heading or None
        Of the question file.
    """

    name: str
    scenario: Scenario
    asked: Asked
    heading: Heading | None = None

    def headed(self, found: Worth) -> Worth:
        """Return the answer with the question's heading."""
        return replace(found, heading=self.heading)


def allocation_asked(
    file: str, given: Mapping[str, Any], resource: Resource | None = None
) -> AllocationQuestion:
    """Read what is to be divided; what is given here goes before what a question file says.

    Parameters
    ----------
    file : str
        A question file, or a scenario.
    given : mapping of str to value
        By dotted key.
    resource : 'cadres', 'funds' or 'hours', optional
        Another one is refused; that of the file by default.

    Raises
    ------
    ScenarioError
        With all faults of the file and of the options.
    ResourceError, PlacementError
        If the scenario has nothing to divide, or not as is asked: before anything is simulated.
    """

    def of_scenario(files: object) -> Experiment:
        scenario, what = load(file), resource or "cadres"
        name = f"{scenario.name}_{FOLDERS.get(what, what)}"
        block = Allocate(scenario=Variant(file=file), resource=what)
        document = ExperimentDocument(name=name, title=Title(en=name, zh=name), allocate=block)
        return Experiment(document, "", {"allocate.scenario": scenario})

    experiment = read([file], "allocate", of_scenario)
    block = experiment.document.allocate
    if resource is not None and block is not None and block.resource != resource:
        found = Phrase(
            "this file divides {resource}, not {resource2}",
            resource=block.resource,
            resource2=resource,
        )
        hint = Phrase("run: qipan allocate {resource} {file}", resource=block.resource, file=file)
        raise ScenarioError([Fault(file, key="allocate.resource", found=found, hint=hint)])
    experiment = overlaid(experiment, from_the_root(given), [file])
    request, besides = _request(experiment.document)
    scenario = experiment.scenarios["allocate.scenario"]
    check_request(scenario, request)
    draws = draws_asked(experiment)
    check_draws(draws, scenario, request.resource)
    besides = replace(besides, ensemble=draws)
    heading = heading_of(experiment)
    return AllocationQuestion(experiment.name, scenario, request, besides, heading)


def from_the_root(given: Mapping[str, Any]) -> dict[str, Any]:
    """Options with the folder of an ensemble from the root: a file has it relative to itself."""
    named = {key: os.path.abspath(given[key]) for key in ENSEMBLES if given.get(key)}
    return {**given, **named}


def _request(document: ExperimentDocument) -> tuple[Request, Besides]:
    block = document.allocate
    assert block is not None
    said = "replications" in document.model_fields_set
    request = Request(
        objective=objective_named(block.objective),
        resource=block.resource,
        amount=block.amount,
        floor=block.floor,
        cap=block.cap,
        floors=block.floors,
        caps=block.caps,
        replications=document.replications if said else REPLICATIONS,
        fresh=block.fresh,
        seed=document.seed,
        check=block.check,
        loop=block.loop,
        target=block.target,
        rounds=block.rounds,
        finalists=block.finalists,
        time_limit=block.time_limit,
    )
    second = objective_named(block.frontier) if block.frontier is not None else None
    return request, Besides(block.worlds or 0, block.draws or 0, second, block.programs)


def worth_asked(file: str, given: Mapping[str, Any]) -> WorthQuestion:
    """Read what is to be valued; as `allocation_asked`.

    Raises
    ------
    ScenarioError
        With all faults of the file and of the options.
    ResourceError, PlacementError
        If it cannot be valued here: before anything is simulated.
    """

    def of_scenario(files: object) -> Experiment:
        scenario = load(file)
        name = f"{scenario.name}_worth"
        block = Valuing(scenario=Variant(file=file))
        document = ExperimentDocument(name=name, title=Title(en=name, zh=name), worth=block)
        return Experiment(document, "", {"worth.scenario": scenario})

    experiment = overlaid(read([file], "worth", of_scenario), from_the_root(given), [file])
    document, scenario = experiment.document, experiment.scenarios["worth.scenario"]
    block = document.worth
    assert block is not None
    asked = Asked(
        communities=block.communities,
        loaded=block.loaded,
        steps=Steps(**block.steps.model_dump()),
        replications=document.replications,
        seed=document.seed,
        worlds=block.worlds or 0,
        ensemble=draws_asked(experiment),
    )
    check_asked(scenario, asked)
    return WorthQuestion(experiment.name, scenario, asked, heading_of(experiment))
