"""City-wide numbers of a scenario as the kernel reads them."""

import math
from collections.abc import Mapping
from typing import Any

from ..scenario.catalogue import SLA_CLASSES
from ..scenario.document import ScenarioDocument
from ..scenario.institutions import Triage
from ..scenario.policy import Authority
from .state import Rules

_FIELDS = Rules._fields
ORDER_RULES = _FIELDS[_FIELDS.index("orders") : _FIELDS.index("newcomer_pool") + 1]

HOURS_PER_DAY = 24.0
HOURS_PER_MONTH = 730.0
HOURS_PER_YEAR = 8760.0
MINUTES_PER_HOUR = 60.0


def errors_of_sorting(triage: Triage, sorting: bool) -> float:
    """Share of tickets that go to a wrong desk, with three-way sorting or without."""
    return triage.error_with_sorting if sorting else triage.error_without_sorting


def build_rules(
    document: ScenarioDocument, calendars: Mapping[str, int], earmarks: int, log: bool
) -> Rules:
    """Rules in force in one regime of a scenario.

    Parameters
    ----------
    document : ScenarioDocument
        The scenario as in force.
    calendars : mapping of str to int
        Row of each calendar.
    earmarks : int
        Earmarks for which the communities keep budgets.
    log : bool
        Keep the event log.
    """
    trust, rating = document.residents.trust, document.residents.rating
    reporting, triage = document.residents.reporting, document.triage
    whistle, closure = document.handling.whistle, document.closure
    policy, load = document.policy, document.desks.load_effect
    several, neighbours = document.handling.several_departments, document.handling.neighbours
    others = document.handling.other_budgets
    authority, meetings, circle = policy.authority, policy.joint_meetings, policy.service_circle
    sorting = policy.tri_party.on and policy.tri_party.three_way_sorting
    return Rules(
        trust_slope=reporting.trust_slope,
        trust_clip=reporting.trust_clip,
        trust_baseline=trust.baseline,
        trust_decay=trust.decay_days * HOURS_PER_DAY,
        trust_learning=trust.learning_rate,
        building_share=trust.building_share,
        building_limit=trust.building_limit,
        call_loss=trust.repeat_call_loss,
        neighbour_weight=reporting.neighbour_weight,
        visit_share=reporting.visit_share,
        hotline_share=reporting.hotline_share,
        rating_constant=rating.constant,
        rating_performance=rating.performance,
        rating_positive=rating.positive_gap,
        rating_negative=rating.negative_gap,
        expectation_learning=rating.expectation_learning,
        return_penalty=rating.return_penalty,
        sla_multiple=rating.sla_multiple,
        disorder_half=document.issues.disorder_half_level,
        sorting=sorting,
        triage_error=errors_of_sorting(triage, sorting),
        look=triage.look_hours,
        duplicate_work=triage.duplicate_hours,
        merged_share=triage.merged_share,
        acceptance=authority.acceptance if authority.on else whistle.acceptance,
        whistle_free=whistle.free_per_month,
        whistle_fatigue=whistle.fatigue,
        returns_limit=whistle.returns_limit,
        subdistrict_gain=authority.subdistrict_success_gain if authority.on else 0.0,
        dispatch=authority.on and authority.one_call_dispatch,
        false_share=closure.false_share,
        false_pressed=closure.false_share_under_pressure,
        pressure=closure.pressure,
        recheck=closure.recheck_mean_days * HOURS_PER_DAY,
        most_calls=document.calls.most_per_ticket,
        fix_on_the_spot=policy.patrol.on and policy.patrol.fix_on_the_spot,
        load_per_sd=load.per_sd if load.on else 0.0,
        load_memory=load.memory_days * HOURS_PER_DAY,
        urgent_bypass=meetings.on and meetings.urgent_bypass,
        urgent_wait=meetings.urgent_days * HOURS_PER_DAY,
        tri_party_gain=policy.tri_party.estate_success_gain if policy.tri_party.on else 0.0,
        fund=policy.fund.on,
        earmarks=earmarks,
        fast_track=policy.fund.fast_track_yuan,
        return_share=policy.fund.return_share,
        service_circle=circle.on,
        counter_work=circle.counter_hours,
        circle_report=circle.report_factor,
        rounds=several.rounds or 0,
        next_chance=several.next_chance_factor,
        part_work=several.work_factor,
        hardening=_mean_hours(neighbours.hardening_mean_days),
        giving_up=_mean_hours(neighbours.giving_up_mean_days),
        hardened_wait=neighbours.hardened_days_factor,
        hardened_success=neighbours.hardened_success_factor,
        hours_planned=False,
        log=log,
        least_false_share=0.0,  # these two act while a rate is about to be measured
        measured_acceptance=1.0,
        legal_error=legal_error(authority),
        advice=authority.advice_hours if authority.on and authority.legal_advice else 0.0,
        others_limited=others is not None,
        never_paid=others.never_share if others is not None else 0.0,
        scored=policy.fund.selection == "scored",
        score_noise=policy.fund.score_noise,
        own_share=policy.fund.own_share,
        own_agreed=policy.fund.own_agree_share,
        record_hours=document.patrol.record_minutes / MINUTES_PER_HOUR,
        fix_factor=document.patrol.fix_work_factor,
        hands_over=policy.shifts.hand_over_hours is not None,
        hand_over=policy.shifts.hand_over_hours or 0.0,
        private_to_estate=triage.private_to_estate_share,
        counter_calendar=calendars[circle.calendar] if circle.on else 0,
        longest_queue=circle.longest_queue_minutes / MINUTES_PER_HOUR,
        turned_to_calls=circle.turned_away_call_share,
        turned_to_return=circle.turned_away_call_share + circle.turned_away_return_share,
        return_wait=circle.return_days * HOURS_PER_DAY,
        work_stretch=1.0,
        waits_stretch=1.0,
        **_order_rules(document, calendars),
        **_behaviour_rules(document, calendars),
    )


def _behaviour_rules(document: ScenarioDocument, calendars: Mapping[str, int]) -> dict[str, Any]:
    """Rules of what residents do; those of whatever is off say that nothing happens."""
    residents, paperwork = document.residents, document.desks.community.paperwork
    choice, petitions, households = residents.choice, residents.petitions, residents.households
    couriers = households.couriers if households.on else None
    councils = document.policy.councils
    roles = (councils.building_heads, councils.members) if councils.on else ()
    return {
        "choosing": choice.on or households.on,
        "sensitivity": choice.sensitivity if choice.on else 0.0,
        "channel_learning": choice.learning_rate if choice.on else 0.0,
        "usual_performance": residents.rating.initial_expectation,
        "petitions": petitions.on,
        "petition_after_call": petitions.after_repeat_call_share,
        "petition_after_false": petitions.after_false_closure_share,
        "petition_hours": petitions.answer_hours,
        "petition_points": petitions.points,
        "points_to_inspection": petitions.points_to_inspection,
        "petition_inspection": paperwork.inspection_hours if paperwork else 0.0,
        "households": households.on,
        "courier_calendar": calendars[couriers.calendar] if couriers else 0,
        "stewards": any(role is not None and role.on for role in roles),
        "stewards_since": 0.0,  # known to who puts the rules in force
    }


def legal_error(authority: Authority) -> float:
    """Share of the acts on powers handed down that are set aside, where nobody is trained."""
    if not authority.on:
        return 0.0
    prevented = authority.advice_prevents_share if authority.legal_advice else 0.0
    return authority.legal_error_share * (1.0 - prevented)


def _mean_hours(days: float | None) -> float:
    """Hours of a mean in days; without one it never happens."""
    return math.inf if days is None else days * HOURS_PER_DAY


def _order_rules(document: ScenarioDocument, calendars: Mapping[str, int]) -> dict[str, Any]:
    """Rules of the order platform; all zero where there is none."""
    orders, volunteers = document.policy.orders, document.volunteers
    if not orders.on or volunteers is None:
        # Zeros of the right types: the kernel would be compiled anew for others.
        return {name: Rules.__annotations__[name]() for name in ORDER_RULES}
    pools = list(volunteers.pools)
    newcomers = volunteers.pools[volunteers.sign_up_pool]
    gain = 1.0 + orders.points_gain if orders.points else 1.0
    stays = 1.0 - orders.recognition if orders.points else 1.0
    hours = max(newcomers.hours_per_year, orders.least_hours_per_year)
    return {
        "orders": True,
        "calls_at_once": orders.calls_at_once,
        "order_rounds": orders.rounds,
        "answer_wait": orders.answer_hours,
        "volunteer_work": orders.work_factor,
        "volunteer_accepts": volunteers.acceptance * gain,
        "no_show": volunteers.no_show,
        "fatigue_memory": volunteers.fatigue_memory_days * HOURS_PER_DAY,
        "fatigue_free": volunteers.fatigue_free_calls,
        "fatigue": volunteers.fatigue,
        "exit_rate": volunteers.exit_per_month / HOURS_PER_MONTH * stays,
        "exit_fatigue": volunteers.exit_fatigue,
        "unmatched_loss": volunteers.unmatched_loss,
        "sign_up_trust": volunteers.sign_up_trust,
        "sign_up_share": volunteers.sign_up_share,
        "newcomer_earns": hours / HOURS_PER_YEAR,
        "newcomer_calendar": calendars[newcomers.calendar],
        "newcomer_pool": pools.index(volunteers.sign_up_pool),
    }


def priority_of(sla_class: str) -> int:
    """Queue priority of an SLA class; 0 is served first."""
    return SLA_CLASSES.index(sla_class)
