"""What an experiment file must keep beyond its schema, before any scenario is read."""

import os
from collections.abc import Iterator

from ...outcomes.catalogue import not_of_city
from ...runs.bounds import MOST_STEPS
from ...scenario.faults import Fault, did_you_mean, listing
from ...scenario.file_kinds import command_of, to_ask
from ...scenario.policy import MECHANISMS
from ...scenario.structure import ALL as ALL_STRUCTURE
from ...scenario.structure import levels_of
from ...words import Phrase
from .document import KINDS, Attribute, Compare, ExperimentDocument, KeyRange, Kind, Seek, Sweep
from .of_scenarios import MeasureNext
from .resource_checks import check_resources
from .stated_costs import StatedCosts

# What a kind of question has no use for, but others have.
UNUSED: dict[Kind, tuple[str, ...]] = {
    "run": ("metrics", "confidence"),
    "targets": ("metrics", "confidence"),
    "allocate": ("metrics", "confidence", "institutions", "measures"),
    "worth": ("metrics", "confidence", "institutions", "measures"),
    "measure_next": ("replications", "metrics", "confidence", "institutions", "measures"),
}
CADRES = "cadres"  # the lever that is no key of a scenario: a total that a rule places


def check_document(document: ExperimentDocument, file: str, asked: Kind | None) -> Iterator[Fault]:
    """Say what is wrong with a document by itself."""
    yield from _check_kind(document, file, asked)
    yield from _check_use(document)
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
    if document.measure_next is not None:
        yield from _check_measured(document.measure_next, file)
    yield from check_resources(document)


def check_metric(key: str, metric: str) -> Iterator[Fault]:
    """Ask that a metric exists, and has a value for the whole city."""
    if (refused := not_of_city(metric)) is not None:
        yield Fault(key=key, found=refused[0], hint=refused[1])


def _check_kind(document: ExperimentDocument, file: str, asked: Kind | None) -> Iterator[Fault]:
    given = document.kinds
    if len(given) != 1:
        found = (
            Phrase("found {given}", given=listing(given)) if given else Phrase("no question is put")
        )
        yield Fault(found=found, allowed=Phrase("exactly one of {kinds}", kinds=listing(KINDS)))
    elif asked is not None and given[0] != asked:
        yield Fault(
            key=given[0],
            found=Phrase(
                "this file asks to {given}, not to {asked}",
                given=to_ask(given[0]),
                asked=to_ask(asked),
            ),
            hint=Phrase("run: qipan {given} {file}", given=command_of(given[0]), file=file),
        )


def _check_use(document: ExperimentDocument) -> Iterator[Fault]:
    for kind in document.kinds:
        for name in UNUSED.get(kind, ()):
            if name in document.model_fields_set:
                yield Fault(key=name, found=Phrase("`{kind}` has no use for it", kind=kind))


def _check_measured(asked: MeasureNext, file: str) -> Iterator[Fault]:
    source = beside(file, asked.of)
    if not os.path.exists(source):
        yield Fault(
            key="measure_next.of",
            found=Phrase("there is no file or folder {source}", source=source),
            allowed=Phrase(
                "must be the result folder of a comparison with worlds, or its experiment file"
            ),
        )
    if asked.metric is not None:
        yield from check_metric("measure_next.metric", asked.metric)


def beside(file: str, named: str) -> str:
    """Return the path of what an experiment file names, relative to itself."""
    return os.path.normpath(os.path.join(os.path.dirname(file), named))


def _check_precision(document: ExperimentDocument) -> Iterator[Fault]:
    precision = document.precision
    if precision is None:
        return
    yield from check_metric("precision.metric", precision.metric)
    if document.compare is None:
        yield Fault(
            key="precision", found=Phrase("only `compare` adds replications until it is precise")
        )
    if document.replications < 2:
        found = Phrase("found {replications}", replications=document.replications)
        yield Fault(
            key="replications", found=found, allowed=Phrase("must be 2 or more with a precision")
        )
    if precision.most_replications < document.replications:
        yield Fault(
            key="precision.most_replications",
            found=Phrase(
                "found {most_replications}", most_replications=precision.most_replications
            ),
            allowed=Phrase(
                "must be at least replications, {replications}", replications=document.replications
            ),
        )


def _check_compare(compare: Compare) -> Iterator[Fault]:
    if not compare.scenarios and not compare.pairs:
        yield Fault(
            key="compare",
            found=Phrase("nothing to compare"),
            allowed=Phrase("give scenarios or pairs"),
        )
    if len(compare.scenarios) == 1:
        found = Phrase("one scenario alone cannot be compared")
        yield Fault(key="compare.scenarios", found=found, allowed=Phrase("two or more"))
    if compare.reference is not None and not compare.scenarios:
        found = Phrase("each pair is held against its own before")
        yield Fault(key="compare.reference", found=found)
    if compare.equal_cost is not None:
        yield from _check_equal_cost(compare)
    if compare.costs is not None:
        yield from _check_stated_costs(compare, compare.costs)


def _check_equal_cost(compare: Compare) -> Iterator[Fault]:
    asked = compare.equal_cost
    if not compare.scenarios:
        found = Phrase("costs are those of compare.scenarios, which are not given")
        yield Fault(key="compare.equal_cost", found=found)
    if asked is not None and len(asked.scenarios) == 1:
        found = Phrase("one alone has nothing to cost as much as")
        yield Fault(key="compare.equal_cost.scenarios", found=found, allowed=Phrase("two or more"))


def _check_stated_costs(compare: Compare, costs: StatedCosts) -> Iterator[Fault]:
    if not compare.scenarios:
        found = Phrase("costs are those of compare.scenarios, which are not given")
        yield Fault(key="compare.costs", found=found)
    for name, cost in costs.scenarios.items():
        key = f"compare.costs.scenarios.{name}"
        if cost.placed > cost.cadres:
            yield Fault(
                key=f"{key}.placed",
                found=Phrase("found {number}", number=f"{cost.placed:g}"),
                allowed=Phrase("no more than the cadres, {number}", number=f"{cost.cadres:g}"),
            )
        if (cost.placed > 0) != (cost.placed_yuan is not None):
            missing = "placed_yuan" if cost.placed else "placed"
            yield Fault(
                key=f"{key}.{missing}",
                found=Phrase("missing"),
                allowed=Phrase("placed and placed_yuan are given together"),
            )


def _check_attribute(attribute: Attribute) -> Iterator[Fault]:
    for index, name in enumerate(attribute.mechanisms):
        key = f"attribute.mechanisms[{index}]"
        if name not in MECHANISMS:
            yield Fault(
                key=key,
                found=Phrase("no mechanism named '{name}'", name=name),
                allowed=Phrase("allowed: {mechanisms}", mechanisms=listing(MECHANISMS)),
                hint=did_you_mean(name, MECHANISMS),
            )
        elif name in attribute.mechanisms[:index]:
            yield Fault(key=key, found=Phrase("'{name}' is named twice", name=name))


def _check_sweep(sweep: Sweep) -> Iterator[Fault]:
    if not sweep.scenarios:
        yield Fault(
            key="sweep.scenarios",
            found=Phrase("no scenario to vary"),
            allowed=Phrase("one or more"),
        )
    for key, given in sweep.keys.items():
        place = f"sweep.keys.{key}"
        if given.levels and (given.low is not None or given.high is not None):
            yield Fault(
                key=place,
                found=Phrase("found levels beside low and high"),
                allowed=Phrase("one of them"),
            )
        elif given == KeyRange() and (levels_of(key) or key == ALL_STRUCTURE):
            continue  # all that may be said there
        elif not given.levels and (given.low is None or given.high is None):
            yield Fault(
                key=place,
                found=Phrase("no range"),
                allowed=Phrase("must have low and high, or levels"),
            )
        elif given.low is not None and given.high is not None and given.low >= given.high:
            yield Fault(
                key=place,
                found=Phrase(
                    "low {low:g} is not below high {high:g}", low=given.low, high=given.high
                ),
            )


def _check_seek(seek: Seek) -> Iterator[Fault]:
    lever, target = seek.lever, seek.target
    yield from check_metric("seek.target.metric", target.metric)
    if (target.below is None) == (target.above is None):
        found = Phrase("neither is given") if target.below is None else Phrase("both are given")
        yield Fault(
            key="seek.target", found=found, allowed=Phrase("exactly one of below and above")
        )
    if lever.low >= lever.high:
        found = Phrase("low {low:g} is not below high {high:g}", low=lever.low, high=lever.high)
        yield Fault(key="seek.lever.low", found=found)
    if lever.key == CADRES and lever.placed_by is None:
        allowed = Phrase("must be the rule or program that places the cadres")
        yield Fault(key="seek.lever.placed_by", found=Phrase("missing"), allowed=allowed)
    if lever.key != CADRES and lever.placed_by is not None:
        found = Phrase("'{key}' is not placed by a rule", key=lever.key)
        yield Fault(
            key="seek.lever.placed_by",
            found=found,
            hint=Phrase("give it with key: {cadres}", cadres=CADRES),
        )
    if lever.whole or lever.key == CADRES:
        for name in ("low", "high"):
            if getattr(lever, name) % 1:
                found = Phrase("found {getattr:g}", getattr=getattr(lever, name))
                yield Fault(key=f"seek.lever.{name}", found=found, allowed=Phrase("must be whole"))
        if lever.tolerance is not None:
            yield Fault(
                key="seek.lever.tolerance", found=Phrase("a whole lever moves in steps of 1")
            )
    step = lever.tolerance or 1.0
    if (lever.high - lever.low) / step > MOST_STEPS and (lever.tolerance or lever.whole):
        yield Fault(
            key="seek.lever.tolerance" if lever.tolerance else "seek.lever.high",
            found=Phrase(
                "from {low:g} to {high:g} there are more than {most_steps:,} values in steps of "
                "{step:g}",
                low=lever.low,
                high=lever.high,
                most_steps=MOST_STEPS,
                step=step,
            ),
            allowed=Phrase("give a wider step or a narrower range"),
        )
