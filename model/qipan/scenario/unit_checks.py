"""Checks of co-building units and of how they are paired with communities."""

from collections.abc import Iterator

from ..words import Phrase
from .city_checks import number_of_places
from .document import ScenarioDocument
from .faults import Fault
from .names import check_names, check_number_of
from .policy import Pairing
from .shares import check_whole
from .volunteers_and_units import Units

# A group is a number of one byte, and the kinds it can solve are bits of eight.
MOST_GROUPS, MOST_KINDS = 255, 64


def check_units(document: ScenarioDocument) -> Iterator[Fault]:
    """Check the groups of units and what they can solve."""
    spec, kinds = document.units, document.issues.kinds
    if spec is None:
        return
    yield from check_whole("units.groups", {name: g.share for name, g in spec.groups.items()})
    for name, group in spec.groups.items():
        yield from check_names(f"units.groups.{name}.kinds", group.kinds, Phrase("kind"), kinds)
    yield from check_number_of("units.groups", len(spec.groups), Phrase("groups"), MOST_GROUPS)
    what = Phrase("kinds, where there are units")
    yield from check_number_of("issues.kinds", len(kinds), what, MOST_KINDS)


def check_pairing(document: ScenarioDocument) -> Iterator[Fault]:
    """Ask for enough units to pair, and that what comes back to them matters."""
    pairing, spec = document.policy.pairing, document.units
    if not pairing.on:
        return
    if spec is None or spec.count == 0:
        yield Fault(
            key="policy.pairing.on",
            found=Phrase(
                "on, with {part}: there is nobody to pair",
                part=Phrase("no units block") if spec is None else Phrase("units.count 0"),
            ),
            allowed=Phrase("give units with count above 0"),
        )
        return
    places = number_of_places(document.city)
    if places is not None:
        yield from _check_enough(spec.count, pairing, places)
    yield from _check_engagement(spec, pairing)


def _check_enough(count: int, pairing: Pairing, places: int) -> Iterator[Fault]:
    each, serves = pairing.units_per_community, pairing.communities_per_unit
    key = "policy.pairing.units_per_community"
    if each > count:
        yield Fault(
            key=key,
            found=Phrase("found {each}, with {count} units in all", each=each, count=count),
            allowed=Phrase(
                "must be at most units.count: those of one community are different units"
            ),
        )
    elif each * places > count * serves:
        yield Fault(
            key=key,
            found=Phrase(
                "{each} units for each of {places} communities need {number} places; {count} "
                "units serve {serves} each",
                each=each,
                places=places,
                number=each * places,
                count=count,
                serves=serves,
            ),
            allowed=Phrase(
                "{number} places allow at most {number2}, or give more units, or more "
                "communities_per_unit",
                number=count * serves,
                number2=count * serves // places,
            ),
        )


def _check_engagement(spec: Units, pairing: Pairing) -> Iterator[Fault]:
    """Near full engagement, leverage pushes up and getting nothing back pulls down."""
    push = spec.leverage_gain * pairing.assessment_leverage
    pull = spec.learning * spec.expected_share
    # Without leverage, units that never learn keep the engagement they begin with.
    if push > 0.0 and push >= pull:
        yield Fault(
            key="policy.pairing.assessment_leverage",
            found=Phrase(
                "times units.leverage_gain it is {push:.6g}, so that engagement would grow "
                "whatever came back to the units",
                push=push,
            ),
            allowed=Phrase(
                "must be below units.learning * units.expected_share, {pull:.6g}", pull=pull
            ),
        )
