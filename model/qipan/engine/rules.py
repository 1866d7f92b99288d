"""City-wide numbers of a scenario as the kernel reads them."""

from ..scenario.catalogue import SLA_CLASSES
from ..scenario.document import ScenarioDocument
from .state import Rules

HOURS_PER_DAY = 24.0
HOURS_PER_YEAR = 8760.0


def build_rules(document: ScenarioDocument, log: bool) -> Rules:
    """Rules in force in one regime of a scenario."""
    trust, rating = document.residents.trust, document.residents.rating
    reporting, triage = document.residents.reporting, document.triage
    whistle, closure = document.handling.whistle, document.closure
    authority, load = document.policy.authority, document.desks.load_effect
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
        sorting=triage.three_way_sorting,
        triage_error=(
            triage.error_with_sorting if triage.three_way_sorting else triage.error_without_sorting
        ),
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
        fix_on_the_spot=document.policy.patrol.on and document.policy.patrol.fix_on_the_spot,
        load_per_sd=load.per_sd if load.on else 0.0,
        load_memory=load.memory_days * HOURS_PER_DAY,
        log=log,
    )


def priority_of(sla_class: str) -> int:
    """Queue priority of an SLA class; 0 is served first."""
    return SLA_CLASSES.index(sla_class)
