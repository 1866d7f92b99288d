"""What an experiment file must keep beyond its schema, before any scenario is read."""

from collections.abc import Iterator

from ...outcomes.catalogue import not_of_city
from ...runs.bounds import MOST_STEPS
from ...scenario.faults import Fault, did_you_mean, listing
from ...scenario.policy import MECHANISMS
from ...scenario.structure import ALL as ALL_STRUCTURE
from ...scenario.structure import levels_of
from .document import KINDS, Attribute, Compare, ExperimentDocument, KeyRange, Kind, Seek, Sweep
from .resource_checks import check_resources

TO: dict[str, str] = {"worth": "value resources"}  # of kinds that are no verbs
CADRES = "cadres"  # the lever that is no key of a scenario: a total that a rule places


def check_document(document: ExperimentDocument, file: str, asked: Kind | None) -> Iterator[Fault]:
    """Say what is wrong with a document by itself."""
    yield from _check_kind(document, file, asked)
    for index, metric in enumerate(document.metrics):
        yield from check_metric(f"metrics[{index}]", metric)
    yield from _check_precision(document)
    if document.compare is not None:
        yield from _check_compare(document.compare)
    if document.attribute is not None:
        yield from _check_attribute(document.attribute)
    if document.sweep is not None:
        yield from _check_sweep(document.sweep)
    if document.seek is not None:
        yield from _check_seek(document.seek)
    yield from check_resources(document)


def check_metric(key: str, metric: str) -> Iterator[Fault]:
    """Ask that a metric exists, and has a value for the whole city."""
    if (refused := not_of_city(metric)) is not None:
        yield Fault(key=key, found=refused[0], hint=refused[1])


def _check_kind(document: ExperimentDocument, file: str, asked: Kind | None) -> Iterator[Fault]:
    given = document.kinds
    if len(given) != 1:
        found = f"found {listing(given)}" if given else "no question is put"
        yield Fault(found=found, allowed=f"exactly one of {listing(KINDS)}")
    elif asked is not None and given[0] != asked:
        yield Fault(
            key=given[0],
            found=f"this file asks to {TO.get(given[0], given[0])}, not to {TO.get(asked, asked)}",
            hint=f"run: qipan {given[0]} {file}",
        )


def _check_precision(document: ExperimentDocument) -> Iterator[Fault]:
    precision = document.precision
    if precision is None:
        return
    yield from check_metric("precision.metric", precision.metric)
    if document.compare is None:
        yield Fault(key="precision", found="only `compare` adds replications until it is precise")
    if document.replications < 2:
        found = f"found {document.replications}"
        yield Fault(key="replications", found=found, allowed="must be 2 or more with a precision")
    if precision.most_replications < document.replications:
        yield Fault(
            key="precision.most_replications",
            found=f"found {precision.most_replications}",
            allowed=f"must be at least replications, {document.replications}",
        )


def _check_compare(compare: Compare) -> Iterator[Fault]:
    if not compare.scenarios and not compare.pairs:
        yield Fault(key="compare", found="nothing to compare", allowed="give scenarios or pairs")
    if len(compare.scenarios) == 1:
        found = "one scenario alone cannot be compared"
        yield Fault(key="compare.scenarios", found=found, allowed="two or more")
    if compare.reference is not None and not compare.scenarios:
        found = "each pair is held against its own before"
        yield Fault(key="compare.reference", found=found)
    if compare.equal_cost is not None:
        yield from _check_equal_cost(compare)


def _check_equal_cost(compare: Compare) -> Iterator[Fault]:
    asked = compare.equal_cost
    if not compare.scenarios:
        found = "costs are those of compare.scenarios, which are not given"
        yield Fault(key="compare.equal_cost", found=found)
    if asked is not None and len(asked.scenarios) == 1:
        found = "one alone has nothing to cost as much as"
        yield Fault(key="compare.equal_cost.scenarios", found=found, allowed="two or more")


def _check_attribute(attribute: Attribute) -> Iterator[Fault]:
    for index, name in enumerate(attribute.mechanisms):
        key = f"attribute.mechanisms[{index}]"
        if name not in MECHANISMS:
            yield Fault(
                key=key,
                found=f"no mechanism named '{name}'",
                allowed=f"allowed: {listing(MECHANISMS)}",
                hint=did_you_mean(name, MECHANISMS),
            )
        elif name in attribute.mechanisms[:index]:
            yield Fault(key=key, found=f"'{name}' is named twice")


def _check_sweep(sweep: Sweep) -> Iterator[Fault]:
    if not sweep.scenarios:
        yield Fault(key="sweep.scenarios", found="no scenario to vary", allowed="one or more")
    for key, given in sweep.keys.items():
        place = f"sweep.keys.{key}"
        if given.levels and (given.low is not None or given.high is not None):
            yield Fault(key=place, found="found levels beside low and high", allowed="one of them")
        elif given == KeyRange() and (levels_of(key) or key == ALL_STRUCTURE):
            continue  # all that may be said there
        elif not given.levels and (given.low is None or given.high is None):
            yield Fault(key=place, found="no range", allowed="must have low and high, or levels")
        elif given.low is not None and given.high is not None and given.low >= given.high:
            yield Fault(key=place, found=f"low {given.low:g} is not below high {given.high:g}")


def _check_seek(seek: Seek) -> Iterator[Fault]:
    lever, target = seek.lever, seek.target
    yield from check_metric("seek.target.metric", target.metric)
    if (target.below is None) == (target.above is None):
        found = "neither is given" if target.below is None else "both are given"
        yield Fault(key="seek.target", found=found, allowed="exactly one of below and above")
    if lever.low >= lever.high:
        found = f"low {lever.low:g} is not below high {lever.high:g}"
        yield Fault(key="seek.lever.low", found=found)
    if lever.key == CADRES and lever.placed_by is None:
        allowed = "must be the rule or program that places the cadres"
        yield Fault(key="seek.lever.placed_by", found="missing", allowed=allowed)
    if lever.key != CADRES and lever.placed_by is not None:
        found = f"'{lever.key}' is not placed by a rule"
        yield Fault(key="seek.lever.placed_by", found=found, hint=f"give it with key: {CADRES}")
    if lever.whole or lever.key == CADRES:
        for name in ("low", "high"):
            if getattr(lever, name) % 1:
                found = f"found {getattr(lever, name):g}"
                yield Fault(key=f"seek.lever.{name}", found=found, allowed="must be whole")
        if lever.tolerance is not None:
            yield Fault(key="seek.lever.tolerance", found="a whole lever moves in steps of 1")
    step = lever.tolerance or 1.0
    if (lever.high - lever.low) / step > MOST_STEPS and (lever.tolerance or lever.whole):
        yield Fault(
            key="seek.lever.tolerance" if lever.tolerance else "seek.lever.high",
            found=f"from {lever.low:g} to {lever.high:g} there are more than {MOST_STEPS:,} values "
            f"in steps of {step:g}",
            allowed="give a wider step or a narrower range",
        )
