"""Checks of the service fund: what it pays, how much, and how long that takes."""

from collections.abc import Iterator, Mapping

from ..words import Phrase
from .catalogue import IssueKind, Service
from .document import ScenarioDocument
from .faults import Fault, listing
from .funds import Earmark
from .names import check_name, check_names, check_number_of
from .shares import TOLERANCE

MOST_EARMARKS = 8  # bits of a byte
MOST_SERVICES = 255  # numbers of a byte, but for 0


def check_earmarks(document: ScenarioDocument) -> Iterator[Fault]:
    """Check the kinds that earmarks name, and how many earmarks there are at any time."""
    for name, earmark in document.policy.fund.earmarks.items():
        key = f"policy.fund.earmarks.{name}.kinds"
        yield from check_names(key, earmark.kinds, Phrase("kind"), document.issues.kinds)
    number = len(_earmarks_at_any_time(document))
    yield from check_number_of(
        "policy.fund.earmarks", number, Phrase("earmarks, with those of changes"), MOST_EARMARKS
    )


def _earmarks_at_any_time(document: ScenarioDocument) -> set[str]:
    names = set(document.policy.fund.earmarks)
    for change in document.policy.changes:
        found: object = change.set
        for key in ("policy", "fund", "earmarks"):
            found = found.get(key) if isinstance(found, Mapping) else None
        names.update(found if isinstance(found, Mapping) else ())
    return names


def check_fund(document: ScenarioDocument) -> Iterator[Fault]:
    """Ask of a fund that is on for money, for what it may pay, and for the time it takes."""
    fund = document.policy.fund
    if not fund.on:
        return
    if not fund.earmarks:
        yield Fault(
            key="policy.fund.on",
            found=Phrase("on, with no earmarks: there is no money"),
            allowed=Phrase("give policy.fund.earmarks one at least"),
        )
    for name, earmark in fund.earmarks.items():
        yield from _check_amounts(f"policy.fund.earmarks.{name}", earmark)
        yield from _check_payable(document, f"policy.fund.earmarks.{name}.kinds", earmark)
    yield from _check_durations(document)


def _check_amounts(key: str, earmark: Earmark) -> Iterator[Fault]:
    amounts = (
        earmark.yuan_per_community_year,
        earmark.yuan_per_village_year,
        earmark.yuan_per_small_village_year,
    )
    if not any(amounts):
        yield Fault(
            key=f"{key}.yuan_per_community_year",
            found=Phrase("0 yuan a year for communities and villages alike"),
            allowed=Phrase("one amount must be above 0; or take the earmark out"),
        )


def _check_payable(document: ScenarioDocument, key: str, earmark: Earmark) -> Iterator[Fault]:
    kinds = document.issues.kinds
    payable = [name for name, kind in kinds.items() if kind.needs.money > 0]
    for index, name in enumerate(earmark.kinds):
        if name in kinds and name not in payable:
            allowed = (
                Phrase("kinds that need money: {payable}", payable=listing(payable))
                if payable
                else Phrase("no kind does")
            )
            yield Fault(
                key=f"{key}[{index}]",
                found=Phrase("issues of the kind '{name}' never need money", name=name),
                allowed=allowed,
            )


def check_services(document: ScenarioDocument) -> Iterator[Fault]:
    """Check the services that kinds, earmarks and other budgets name, and what is spent on them."""
    services, kinds = document.issues.services, document.issues.kinds
    yield from check_number_of("issues.services", len(services), Phrase("services"), MOST_SERVICES)
    for name, kind in kinds.items():
        if kind.service is not None:
            key = f"issues.kinds.{name}.service"
            yield from check_name(key, kind.service, Phrase("service"), services)
            yield from _check_demand(name, kind)
    for name, earmark in document.policy.fund.earmarks.items():
        yield from _check_places(f"policy.fund.earmarks.{name}.places", earmark.places, services)
    if (others := document.handling.other_budgets) is not None:
        yield from _check_places("handling.other_budgets.places", others.places, services)


def _check_demand(name: str, kind: IssueKind) -> Iterator[Fault]:
    """A demand for a service needs its place, and no project besides."""
    given = {"needs.money": kind.needs.money > 0, "money_yuan": kind.money_yuan is not None}
    for key in (key for key, there in given.items() if there):
        yield Fault(
            key=f"issues.kinds.{name}.{key}",
            found=Phrase("given beside service: {service}", service=kind.service),
            allowed=Phrase("leave it out: what a place costs is the service's yuan_per_place_year"),
        )


def _check_places(
    key: str, places: Mapping[str, float], services: Mapping[str, Service]
) -> Iterator[Fault]:
    for name in places:
        yield from check_name(f"{key}.{name}", name, Phrase("service"), services)
    if (total := sum(places.values())) > 1.0 + TOLERANCE:
        yield Fault(
            key=key,
            found=Phrase("shares that add up to {total:g}", total=total),
            allowed=Phrase("must be at most 1; what they leave pays for projects"),
        )


def check_costs(document: ScenarioDocument) -> Iterator[Fault]:
    """Ask what projects cost where somebody who pays has only so much."""
    if document.policy.fund.on:
        who = Phrase("policy.fund on")
    elif document.handling.other_budgets is not None:
        who = Phrase("handling.other_budgets given")
    else:
        return
    for name, kind in document.issues.kinds.items():
        if kind.needs.money > 0 and kind.money_yuan is None:
            yield Fault(
                key=f"issues.kinds.{name}.money_yuan",
                found=Phrase(
                    "missing, with needs.money {money:g} and {who}", money=kind.needs.money, who=who
                ),
                allowed=Phrase("say what a project costs"),
            )


def _check_durations(document: ScenarioDocument) -> Iterator[Fault]:
    fund = document.policy.fund
    missing = [key for key in ("approval_days", "build_days") if getattr(fund, key) is None]
    for key in missing:
        yield Fault(
            key=f"policy.fund.{key}",
            found=Phrase("missing"),
            allowed=Phrase("must be given: it is on"),
        )
    if fund.fast_track_yuan > 0 and fund.fast_approval_days is None:
        yield Fault(
            key="policy.fund.fast_approval_days",
            found=Phrase(
                "missing, with a fast track up to {fast_track_yuan:g} yuan",
                fast_track_yuan=fund.fast_track_yuan,
            ),
            allowed=Phrase("say how long the fast track takes"),
        )
