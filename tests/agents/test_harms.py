"""What well-meant reforms break: the model must be able to show it."""

from qipan.engine import codes

from .conftest import (
    CADRES,
    CITY,
    after_days,
    capacity,
    changes,
    counted,
    falls,
    rises,
    values,
    with_policy,
)
from .test_orders import TIRING, orders
from .test_units import PAIRED, pairing

UNIT_CLAIMS = codes.COUNTERS.index("unit_claims")
STAFFED = {
    "desks.community.staff_per_10000_residents": 60,
    "desks.subdistrict.staff_per_10000_residents": 40,
    "desks.department.staff_per_10000_residents": 30,
}


def test_whistling_for_everything_is_answered_less():
    tired = CITY.revise({"handling.whistle.fatigue": 1, "handling.whistle.free_per_month": 5})
    more = tired.revise({"desks.subdistrict.success.simple": 0.2})

    def accepted(run):
        return 1 - counted("whistles_refused")(run) / counted("whistles")(run)

    assert rises(more, counted("whistles"), tired)
    assert falls(more, accepted, tired)


def test_volunteers_called_without_measure_are_exhausted():
    measured, reckless = (orders(TIRING, calls_at_once=n, rounds=4) for n in (2, 12))
    assert falls(reckless, counted("orders_done"), measured)
    assert falls(reckless, "volunteer_hours_per_year", measured)
    assert rises(reckless, counted("orders_failed"), measured)


def test_forced_pairing_collapses():
    forced = pairing(PAIRED, mandated_share=1)
    assert values(forced, "engagement_mean").max() < 0.15
    assert falls(forced, "engagement_mean", PAIRED)
    last = values(forced, lambda run: float(run.record.counters[-90:, :, UNIT_CLAIMS].sum()))
    first = values(forced, lambda run: float(run.record.counters[60:150, :, UNIT_CLAIMS].sum()))
    assert last.sum() < 0.75 * first.sum()


def test_a_better_served_city_brings_forward_more_of_what_troubles_it():
    served = CITY.revise(STAFFED)

    def reported(run):
        """Share of the fixed cohort of the second half that anybody has reported in 30 days."""
        issues = run.record.issues
        late = (issues["cohort"] == 1) & (issues["birth"] > 100 * 24) & (issues["birth"] < 150 * 24)
        soon = (issues["reported"] >= 0) & (issues["reported"] < issues["birth"] + 30 * 24)
        return float(soon[late].mean())

    assert rises(served, "mean_trust")
    assert rises(served, reported)
    deaf = {"residents.reporting.trust_slope": 0}
    assert abs(changes(served.revise(deaf), reported, CITY.revise(deaf)).mean()) < (
        changes(served, reported).mean()
    )


def test_pressure_to_close_makes_closed_and_solved_part_ways():
    pressed = CITY.revise({"closure.pressure": 1, "closure.false_share_under_pressure": 0.5})
    assert rises(pressed, "false_closure_share")
    assert rises(pressed, "closed_minus_solved")
    assert falls(pressed, "mean_trust")


def test_rotating_all_cadres_at_once_is_worse_than_one_after_the_other():
    slow = {**CADRES, "starting_speed": 0.05, "learning_days": 60}
    at_once, in_turn = (
        with_policy("sent_down", CITY, **slow, rotation={"every_days": 60, "cohorts": n})
        for n in (1, 6)
    )
    worst = [least_capacity(scenario) for scenario in (at_once, in_turn)]
    assert worst[0] < worst[1]


def least_capacity(scenario):
    """The least that the city's community desks can do in an hour, after the first rotation."""
    model = after_days(scenario, 61)
    found = []
    while model.running:
        model.simulate_day()
        if model.running:
            found.append(capacity(model).sum())
    return min(found)


KINDS = ("parking", "illegal_construction", "noise")
HANDED = {
    "policy.authority.on": True,
    "policy.authority.acceptance": 0.6,
    "policy.authority.handed_down": dict.fromkeys(KINDS, 1),
}
# Plenty of people on one level and few on the other.
FEW, MANY = 3, 40


def staffed(subdistricts, departments):
    return CITY.revise(
        {
            "desks.subdistrict.staff_per_10000_residents": subdistricts,
            "desks.department.staff_per_10000_residents": departments,
            # Every case needs the power, so that whoever lacks it need not try first.
            **{f"issues.kinds.{kind}.needs.enforcement": 1 for kind in KINDS},
        }
    )


def test_powers_handed_down_to_who_has_no_hands_for_them_harm_and_taking_them_back_helps():
    overloaded = staffed(FEW, MANY)
    handed = overloaded.revise(HANDED)
    assert rises(handed, "backlog_mean", overloaded)
    back = handed.revise({"policy.authority.taken_back": dict.fromkeys(KINDS, "2019-05-02")})
    assert falls(back, "backlog_mean", handed)


def test_powers_handed_down_to_who_has_hands_for_them_help_and_taking_them_back_harms():
    ready = staffed(MANY, FEW)
    handed = ready.revise(HANDED)
    assert falls(handed, "backlog_mean", ready)
    back = handed.revise({"policy.authority.taken_back": dict.fromkeys(KINDS, "2019-05-02")})
    assert rises(back, "backlog_mean", handed)


def test_patrols_help_with_hours_of_their_own_and_harm_out_of_a_busy_desk():
    brigade = with_policy("patrol", own_staff_share=0, fix_on_the_spot=True)
    own_staff = with_policy("patrol", own_staff_share=1, fix_on_the_spot=False)
    assert rises(brigade, "fixed_cohort_solved_share")
    assert falls(brigade, "load")
    assert falls(own_staff, "fixed_cohort_solved_share")
    assert rises(own_staff, "backlog_end")


def test_two_shifts_help_calm_desks_and_handing_over_harms_busy_ones():
    calm = CITY.revise({"issues.rate_factor": 0.3})
    assert falls(with_policy("shifts", calm), "response_p50", calm)
    handed_over = with_policy("shifts", hand_over_hours=2)
    assert falls(handed_over, "fixed_cohort_solved_share")
    assert rises(handed_over, "backlog_end")
