"""Checks of co-building units and of how they are paired with communities."""

from collections.abc import Iterator

from .city_checks import number_of_places
from .document import ScenarioDocument
from .faults import Fault
from .helpers import Units
from .names import check_names, check_number_of
from .policy import Pairing
from .shares import check_whole

# A group is a number of one byte, and the kinds it can solve are bits of eight.
MOST_GROUPS, MOST_KINDS = 255, 64


def check_units(document: ScenarioDocument) -> Iterator[Fault]:
    """Check the groups of units and what they can solve."""
    spec, kinds = document.units, document.issues.kinds
    if spec is None:
        return
    yield from check_whole("units.groups", {name: g.share for name, g in spec.groups.items()})
    for name, group in spec.groups.items():
        yield from check_names(f"units.groups.{name}.kinds", group.kinds, "kind", kinds)
    yield from check_number_of("units.groups", len(spec.groups), "groups", MOST_GROUPS)
    what = "kinds, where there are units"
    yield from check_number_of("issues.kinds", len(kinds), what, MOST_KINDS)


def check_pairing(document: ScenarioDocument) -> Iterator[Fault]:
    """Ask for enough units to pair, and that what comes back to them matters."""
    pairing, spec = document.policy.pairing, document.units
    if not pairing.on:
        return
    if spec is None or spec.count == 0:
        yield Fault(
            key="policy.pairing.on",
            found=f"on, with {'no units block' if spec is None else 'units.count 0'}: "
            "there is nobody to pair",
            allowed="give units with count above 0",
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
            found=f"found {each}, with {count} units in all",
            allowed="must be at most units.count: those of one community are different units",
        )
    elif each * places > count * serves:
        yield Fault(
            key=key,
            found=f"{each} units for each of {places} communities need {each * places} places; "
            f"{count} units serve {serves} each",
            allowed=f"{count * serves} places allow at most {count * serves // places}, or give "
            "more units, or more communities_per_unit",
        )


def _check_engagement(spec: Units, pairing: Pairing) -> Iterator[Fault]:
    """Near full engagement, leverage pushes up and getting nothing back pulls down."""
    push = spec.leverage_gain * pairing.assessment_leverage
    pull = spec.learning * spec.expected_share
    # Without leverage, units that never learn keep the engagement they begin with.
    if push > 0.0 and push >= pull:
        yield Fault(
            key="policy.pairing.assessment_leverage",
            found=f"times units.leverage_gain it is {push:.6g}, "
            "so that engagement would grow whatever came back to the units",
            allowed=f"must be below units.learning * units.expected_share, {pull:.6g}",
        )
