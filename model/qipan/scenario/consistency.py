"""Checks over a whole scenario, of what no single key can show."""

from collections.abc import Callable, Iterator, Mapping
from typing import TypeAlias

from ..words import Phrase, joined
from . import (
    authority_checks,
    circle_checks,
    city_checks,
    department_checks,
    dispatch_checks,
    found_checks,
    fund_checks,
    growth_checks,
    kind_checks,
    meeting_checks,
    planner_checks,
    references,
    resident_checks,
    sending_checks,
    shock_checks,
    start_checks,
    unit_checks,
    volunteer_checks,
)
from .alike import looks, mixed_scripts
from .document import ScenarioDocument
from .faults import Fault
from .policy import MECHANISMS
from .shares import TOLERANCE, check_whole

Faults: TypeAlias = Iterator[Fault]


def check_horizon(document: ScenarioDocument) -> Faults:
    """Refuse a horizon that leaves the calendar."""
    try:
        _ = document.horizon.first_day, document.horizon.end
    except OverflowError:
        yield Fault(
            key="horizon",
            found=Phrase("runs beyond the calendar"),
            allowed=Phrase("years 1 to 9999"),
        )


def check_city_is_given_once(document: ScenarioDocument) -> Faults:
    """Ask for a city that is generated or listed, not both and not neither."""
    city = document.city
    keys = ("community_count", "subdistrict_count", "residents")
    given = [key for key in keys if getattr(city, key) is not None]
    allowed = Phrase("give communities, or {keys}", keys=joined(keys))
    if city.communities:
        for key in given:
            yield Fault(
                key=f"city.{key}", found=Phrase("given beside city.communities"), allowed=allowed
            )
    elif not given:
        yield Fault(key="city", found=Phrase("no communities"), allowed=allowed)
    else:
        for key in keys:
            if key not in given:
                yield Fault(key=f"city.{key}", found=Phrase("missing"), allowed=allowed)


def check_city_sizes(document: ScenarioDocument) -> Faults:
    """Ask for enough communities for the subdistricts, and enough residents for them."""
    city = document.city
    communities, subdistricts = city.community_count, city.subdistrict_count
    if communities is not None and subdistricts is not None and subdistricts > communities:
        yield Fault(
            key="city.subdistrict_count",
            found=Phrase("found {subdistricts}", subdistricts=subdistricts),
            allowed=Phrase(
                "must be at most community_count, {communities}", communities=communities
            ),
        )
    least = city.household_size
    needed = least * (communities or 0)
    if city.residents is not None and city.residents < needed:
        yield Fault(
            key="city.residents",
            found=Phrase("found {residents}", residents=city.residents),
            allowed=Phrase("must be at least {needed:g}: a household per community", needed=needed),
        )
    for index, place in enumerate(city.communities):
        if place.residents < least and place.households is None:
            yield Fault(
                key=f"city.communities[{index}].residents",
                found=Phrase("found {residents}", residents=place.residents),
                allowed=Phrase("must be at least {least:g}: one household", least=least),
            )
        if place.households is not None and place.households > place.residents:
            yield Fault(
                key=f"city.communities[{index}].households",
                found=Phrase("found {households}", households=place.households),
                allowed=Phrase(
                    "must be at most {residents}: a resident per household",
                    residents=place.residents,
                ),
            )
        if place.grids is not None and place.grids > place.residents:
            yield Fault(
                key=f"city.communities[{index}].grids",
                found=Phrase("found {grids}", grids=place.grids),
                allowed=Phrase(
                    "must be at most {residents}: a resident per grid", residents=place.residents
                ),
            )


def check_place_ids(document: ScenarioDocument) -> Faults:
    """Refuse two communities of the same id, and names of places that are easily mistaken."""
    seen: set[str] = set()
    alike: dict[tuple[str, str], str] = {}
    for index, place in enumerate(document.city.communities):
        key = f"city.communities[{index}]"
        if place.id in seen:
            found = Phrase("a second community '{id}'", id=place.id)
            yield Fault(key=f"{key}.id", found=found, allowed=Phrase("must differ"))
        seen.add(place.id)
        for field, name in (("id", place.id), ("subdistrict", place.subdistrict)):
            if scripts := mixed_scripts(name):
                yield Fault(
                    key=f"{key}.{field}",
                    found=Phrase(
                        "'{name}' mixes {scripts} letters, which look alike",
                        name=name,
                        scripts=joined(scripts, " and ", "和"),
                    ),
                    allowed=Phrase("write it in one alphabet"),
                )
            other = alike.setdefault((field, looks(name)), name)
            if other != name:
                yield Fault(
                    key=f"{key}.{field}",
                    found=Phrase(
                        "'{name}' looks like '{other}' but is written with other characters",
                        name=name,
                        other=other,
                    ),
                    allowed=Phrase("must be the same, or clearly differ"),
                )


def check_shares_sum_to_one(document: ScenarioDocument) -> Faults:
    """Ask that shares of one whole add up to it."""
    city, desks = document.city, document.desks
    if not city.communities or any(place.type is None for place in city.communities):
        types = {name: each.share for name, each in city.types.items()}
        yield from check_whole("city.types", types)
    yield from check_whole("desks.posts", desks.posts)
    staff = {
        name: each.staff_share
        for name, each in desks.departments.items()
        if each.staff_share is not None
    }
    if staff:
        yield from check_whole("desks.departments", staff)


def check_somebody_works(document: ScenarioDocument) -> Faults:
    """Refuse departments, and posts that issues are sent to, at which nobody would ever work."""
    desks = document.desks
    allowed = Phrase("must be above 0: nobody would handle its tickets")
    if desks.department.staff_per_10000_residents is not None:
        for name, department in desks.departments.items():
            if department.staff_share == 0.0:
                key = f"desks.departments.{name}.staff_share"
                yield Fault(key=key, found=Phrase("found 0"), allowed=allowed)
    for name in {kind.post for kind in document.issues.kinds.values()} & set(desks.posts):
        if desks.posts[name] == 0.0:
            yield Fault(key=f"desks.posts.{name}", found=Phrase("found 0"), allowed=allowed)


def check_careers(document: ScenarioDocument) -> Faults:
    """Refuse a policy for people who leave where nobody does."""
    if document.policy.career.on and document.desks.community.turnover is None:
        yield Fault(
            key="policy.career.on",
            found=Phrase("on, and no desks.community.turnover"),
            allowed=Phrase("give the turnover that a career lowers, or turn it off"),
        )
    career = document.policy.career
    if career.post_training_errors_avoided > 0.0 and career.post_training_hours_per_year == 0.0:
        yield Fault(
            key="policy.career.post_training_errors_avoided",
            found=Phrase(
                "found {post_training_errors_avoided:g}, and nobody is trained",
                post_training_errors_avoided=career.post_training_errors_avoided,
            ),
            allowed=Phrase("give post_training_hours_per_year, or leave it out"),
        )


def check_weights_of_rates(document: ScenarioDocument) -> Faults:
    """Ask that one of the three rates counts."""
    if not any(document.closure.three_rates_weights):
        key = "closure.three_rates_weights"
        yield Fault(
            key=key, found=Phrase("found only zeros"), allowed=Phrase("one must be above 0")
        )


def check_reporting_channels(document: ScenarioDocument) -> Faults:
    """Ask that no more than all residents visit or call."""
    reporting = document.residents.reporting
    total = reporting.visit_share + reporting.hotline_share
    if total > 1.0 + TOLERANCE:
        yield Fault(
            key="residents.reporting.hotline_share",
            found=Phrase("visit_share + hotline_share = {total:.6g}", total=total),
            allowed=Phrase("must be at most 1"),
        )


def check_paperwork(document: ScenarioDocument) -> Faults:
    """Ask that no duties leave no more paperwork than today's."""
    for level in ("community", "subdistrict"):
        paperwork = getattr(document.desks, level).paperwork
        if paperwork is not None and paperwork.lowest_share > paperwork.share:
            yield Fault(
                key=f"desks.{level}.paperwork.lowest_share",
                found=Phrase("found {lowest_share:g}", lowest_share=paperwork.lowest_share),
                allowed=Phrase("must be at most share, {share:g}", share=paperwork.share),
            )


def check_reform_dates(document: ScenarioDocument) -> Faults:
    """Refuse reforms dated outside the horizon: they would silently do nothing."""
    policy = document.policy
    dates = {f"policy.changes[{i}].on": change.on for i, change in enumerate(policy.changes)}
    for name in MECHANISMS:
        for key, date in getattr(policy, name).dates.items():
            dates[f"policy.{name}.{key}"] = date
    first, end = document.horizon.first_day, document.horizon.end
    for key, date in dates.items():
        if not first <= date < end:
            yield Fault(
                key=key,
                found=Phrase("found {date}, outside the horizon", date=date),
                allowed=Phrase("must be from {first} to before {end}", first=first, end=end),
            )


def check_planted_dates(document: ScenarioDocument) -> Faults:
    """Refuse planted issues outside the horizon."""
    first, end = document.horizon.first_day, document.horizon.end
    for index, planted in enumerate(document.issues.planted):
        if not first <= planted.on < end:
            yield Fault(
                key=f"issues.planted[{index}].on",
                found=Phrase("found {on}, outside the horizon", on=planted.on),
                allowed=Phrase("must be from {first} to before {end}", first=first, end=end),
            )


def check_changes_agree(document: ScenarioDocument) -> Faults:
    """Refuse two changes of one key on one date: which holds would be a guess."""
    seen: dict[tuple[object, str], int] = {}
    for index, change in enumerate(document.policy.changes):
        for key in sorted(_leaves(change.set, "")):
            if (change.on, key) in seen:
                first = seen[change.on, key]
                yield Fault(
                    key=f"policy.changes[{index}].set{key}",
                    found=Phrase("set a second time on {on}", on=change.on),
                    allowed=Phrase("also set in policy.changes[{first}]", first=first),
                )
            seen.setdefault((change.on, key), index)


def _leaves(mapping: Mapping[str, object], prefix: str) -> Iterator[str]:
    for key, value in mapping.items():
        if isinstance(value, Mapping) and value:
            yield from _leaves(value, f"{prefix}.{key}")
        else:
            yield f"{prefix}.{key}"


def check_public_holidays(document: ScenarioDocument) -> Faults:
    """Refuse a date that is both a holiday and worked in return."""
    closed = set(document.public_holidays.closed)
    for index, date in enumerate(document.public_holidays.worked):
        if date in closed:
            key = f"public_holidays.worked[{index}]"
            yield Fault(
                key=key,
                found=Phrase("found {date}, also under closed", date=date),
                allowed=Phrase("one of them"),
            )
    named = dict.fromkeys(document.public_holidays.worked, "public_holidays.worked")
    for name, dates in document.public_holidays.named.items():
        for index, date in enumerate(dates):
            key = f"public_holidays.named.{name}"
            if date in named:
                found = Phrase("found {date}, also under {named}", date=date, named=named[date])
                yield Fault(key=f"{key}[{index}]", found=found, allowed=Phrase("one of them"))
            named.setdefault(date, key)


def check_targets(document: ScenarioDocument) -> Faults:
    """Ask that target windows are not upside down."""
    for name, target in document.targets.items():
        if target.low > target.high:
            key = f"targets.{name}.low"
            allowed = Phrase("must be at most high, {high:g}", high=target.high)
            yield Fault(key=key, found=Phrase("found {low:g}", low=target.low), allowed=allowed)


CHECKS: tuple[Callable[[ScenarioDocument], Faults], ...] = (
    check_city_is_given_once,
    check_city_sizes,
    check_place_ids,
    check_shares_sum_to_one,
    check_somebody_works,
    check_careers,
    check_weights_of_rates,
    check_reporting_channels,
    check_paperwork,
    check_reform_dates,
    check_planted_dates,
    check_changes_agree,
    sending_checks.check_sent_down_shares,
    check_public_holidays,
    check_targets,
    references.check_calendars,
    references.check_kinds,
    references.check_holidays,
    references.check_kind_factor,
    references.check_posts,
    references.check_clerks,
    references.check_officers,
    references.check_extra_training,
    references.check_community_types,
    references.check_planted,
    references.check_allocation,
    references.check_plan,
    references.check_extra_patrollers,
    references.check_fund_allocation,
    references.check_targets,
    references.check_own_documents,
    references.check_untold_loads,
    authority_checks.check_handed_down,
    authority_checks.check_taken_back,
    authority_checks.check_staff_moved,
    authority_checks.check_legal_errors,
    sending_checks.check_senders,
    city_checks.check_villages,
    city_checks.check_dedicated_grids,
    start_checks.check_starts,
    meeting_checks.check_meetings_are_given,
    meeting_checks.check_extra_sittings,
    meeting_checks.check_hard_cases,
    meeting_checks.check_sittings,
    department_checks.check_departments_needed,
    department_checks.check_departments_staffed_once,
    kind_checks.check_unhandled_shares,
    volunteer_checks.check_volunteers,
    volunteer_checks.check_volunteer_hours,
    volunteer_checks.check_orders,
    unit_checks.check_units,
    unit_checks.check_pairing,
    fund_checks.check_earmarks,
    fund_checks.check_fund,
    fund_checks.check_costs,
    fund_checks.check_services,
    planner_checks.check_planner,
    dispatch_checks.check_dispatch,
    circle_checks.check_service_circle,
    shock_checks.check_shocks,
    growth_checks.check_growth,
    found_checks.check_levels,
    found_checks.check_community_births,
    found_checks.check_trace,
    found_checks.check_open_tickets,
    resident_checks.check_choice,
    resident_checks.check_households,
    resident_checks.check_couriers,
    resident_checks.check_stewards,
)


def check_consistency(document: ScenarioDocument) -> list[Fault]:
    """Run all checks; the faults carry dotted keys but no lines yet."""
    horizon = list(check_horizon(document))
    if horizon:
        return horizon
    return [fault for check in CHECKS for fault in check(document)]
