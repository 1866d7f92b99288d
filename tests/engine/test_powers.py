"""Powers (执法权): who may act, what is handed down and taken back, and what its acts are worth."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import qipan
from qipan.city.draws import uniform
from qipan.engine import codes, purposes

from .conftest import same_records, total
from .test_laws import SMALL, law, overrides

HANDED = ("street_vending", "fire_hazard")
MIDWAY = "2019-05-08"
# Many light matters, those whose power may be handed down sent to the subdistrict at once.
BUSY = SMALL.revise(
    {
        "issues.rate_factor": 6,
        "triage.error_without_sorting": 0,
        "triage.error_with_sorting": 0,
        "handling.hand_off_hours": 0,
        **{f"issues.kinds.{kind}.work_hours": 0.3 for kind in SMALL.document.issues.kinds},
        **{f"issues.kinds.{kind}.sorting_class": "big" for kind in HANDED},
        **{f"issues.kinds.{kind}.births_per_1000_residents_year": 100 for kind in HANDED},
        **{f"issues.kinds.{kind}.report_mean_days": 0.1 for kind in HANDED},
        **{f"issues.kinds.{kind}.needs.enforcement": 0.5 for kind in HANDED},
    }
)


def authority(**more):
    """Overrides that hand the powers of some kinds down, and say whatever else."""
    fields = {"on": True, "handed_down": dict.fromkeys(HANDED, 1.0), **more}
    return {f"policy.authority.{key}": value for key, value in fields.items()}


def run_of(scenario, seed=1):
    return qipan.simulate(scenario, seed)


def closed_below(record):
    """Issues that need enforcement, and their tickets, closed by a desk below the department."""
    tickets = record.tickets
    issues = record.issues[tickets["issue"]]
    needs = (issues["needs"] & codes.NEEDS_ENFORCEMENT) > 0
    below = needs & (tickets["closed"] >= 0) & (tickets["state"] == codes.CLOSED)
    below &= tickets["level"] < codes.DEPARTMENT
    return issues[below], tickets[below]


def enforced(record):
    """Closed tickets of issues that need enforcement."""
    tickets = record.tickets
    needs = record.issues["needs"][tickets["issue"]] & codes.NEEDS_ENFORCEMENT
    return tickets[(needs > 0) & (tickets["state"] == codes.CLOSED)]


# -- the law ----------------------------------------------------------------------------------


@law
@given(overrides(), st.integers(1, 10**6))
def test_nothing_that_needs_enforcement_closes_below_the_department_unless_handed_down(found, seed):
    off = {key: value for key, value in found.items() if not key.startswith("policy.")}
    for scenario in (SMALL.revise(off), SMALL.revise(found)):
        issues, _ = closed_below(run_of(scenario, seed).record)
        assert len(issues) == 0


@law
@given(
    overrides(), st.integers(1, 10**6), st.dictionaries(st.sampled_from(HANDED), st.floats(0, 1))
)
def test_below_the_department_closes_what_is_handed_down_and_nothing_else(found, seed, handed):
    for kind in HANDED:  # a kind that needs no power has none that could be handed down
        found.setdefault(f"issues.kinds.{kind}.needs", {"enforcement": 0.8})
    record = run_of(SMALL.revise({**found, **authority(handed_down=handed)}), seed).record
    issues, _ = closed_below(record)
    shares = np.array([handed.get(name, 0.0) for name in record.layout.kinds])
    drawn = uniform(issues["key"], int(purposes.P_POWER), 0)
    assert (drawn < shares[issues["kind"]]).all()


def test_the_subdistrict_closes_what_is_handed_down_and_what_the_law_gives_it():
    by_law = {f"issues.kinds.{kind}.power": "subdistrict" for kind in HANDED}
    for scenario in (BUSY.revise(authority()), BUSY.revise(by_law)):
        issues, _ = closed_below(run_of(scenario).record)
        kinds = {run_of(scenario).record.layout.kinds[kind] for kind in issues["kind"]}
        assert kinds == set(HANDED)
        assert len(issues) > 10


def test_a_power_of_ones_own_is_no_power_handed_down():
    """The same cases close at the same hours; only acts on a power handed down are reviewed."""
    by_law = {f"issues.kinds.{kind}.power": "subdistrict" for kind in HANDED}
    same = {"acceptance": 0.6, "subdistrict_success_gain": 0, "legal_error_share": 0}
    handed = run_of(BUSY.revise(authority(**same)))
    own = run_of(BUSY.revise({**by_law, **authority(**same, handed_down={})}))
    assert same_records(handed, own)
    errs = {"legal_error_share": 0.5, "review_days": 1}
    own = run_of(BUSY.revise({**by_law, **authority(**errs, handed_down={})}))
    assert total(own.record, "acts_set_aside") == 0
    assert total(run_of(BUSY.revise(authority(**errs))).record, "acts_set_aside") > 3


# -- a look costs a look ----------------------------------------------------------------------


SORTING = {"policy.tri_party": {"on": True, "coverage": 0, "three_way_sorting": True}}


def test_a_subdistrict_without_the_power_only_looks_and_whistles_where_lists_say_whose_it_is():
    whistle = {"handling.whistle.acceptance": 1, "handling.whistle.fatigue": 0}
    quick = BUSY.revise({"triage.look_hours": 0, **whistle})
    assert starts_that_end_in_a_whistle_at_once(quick) == {False}
    every_case = {f"issues.kinds.{kind}.needs.enforcement": 1 for kind in powers_of(quick)}
    for known in (SORTING, every_case):
        assert starts_that_end_in_a_whistle_at_once(quick.revise(known)) == {True}


def powers_of(scenario):
    kinds = scenario.document.issues.kinds
    return [name for name, kind in kinds.items() if kind.needs.enforcement > 0]


def starts_that_end_in_a_whistle_at_once(scenario):
    """Of what subdistricts begin on cases whose power is a department's."""
    record = qipan.simulate(scenario, 1, events=True).record
    first, last = record.layout.first_subdistrict, record.layout.first_department
    needs = (record.issues["needs"] & codes.NEEDS_ENFORCEMENT) > 0
    several = (record.issues["needs"] & codes.NEEDS_DEPARTMENTS) > 0
    log = record.log
    here = (log["place"] >= first) & (log["place"] < last) & (needs & ~several)[log["issue"]]
    started = log[here & (log["event"] == codes.LOG_EVENTS.index("started"))]
    accepted = log[log["event"] == codes.LOG_EVENTS.index("whistle_accepted")]
    when = {(int(e["issue"]), float(e["time"])) for e in accepted}
    assert len(started) > 20
    return {(int(e["issue"]), float(e["time"])) in when for e in started}


# -- by date ----------------------------------------------------------------------------------


def test_taken_back_from_a_date_is_a_change_of_policy_on_it():
    back = run_of(BUSY.revise(authority(taken_back=dict.fromkeys(HANDED, MIDWAY))))
    sets = {"policy": {"authority": {"handed_down": dict.fromkeys(HANDED, 0)}}}
    changed = run_of(BUSY.revise({**authority(), "policy.changes": [{"on": MIDWAY, "set": sets}]}))
    assert same_records(back, changed)


def test_handed_down_and_back_by_date_tickets_on_their_way_obey_who_holds_the_power():
    sets = {"policy": {"authority": {"handed_down": dict.fromkeys(HANDED, 1)}}}
    down = BUSY.revise(
        {**authority(handed_down={}), "policy.changes": [{"on": MIDWAY, "set": sets}]}
    )
    back = BUSY.revise(authority(taken_back=dict.fromkeys(HANDED, MIDWAY)))
    day = (np.datetime64(MIDWAY) - np.datetime64(str(SMALL.document.horizon.first_day))).astype(int)
    _, tickets = closed_below(run_of(down).record)
    assert len(tickets) > 3
    assert (tickets["closed"] >= 24 * day).all()
    assert (tickets["opened"] < 24 * day).any(), "what waits at the post is done there"
    _, tickets = closed_below(run_of(back).record)
    assert len(tickets) > 3
    assert (tickets["closed"] < 24 * day).all()


# -- acts set aside ---------------------------------------------------------------------------


def test_an_act_set_aside_comes_back_and_advice_prevents_some():
    errs = authority(legal_error_share=0.6, review_days=2)
    plain = run_of(BUSY.revise(errs)).record
    assert total(plain, "acts_set_aside") > 5
    assert total(plain, "reopened") >= total(plain, "acts_set_aside")
    advised = authority(
        legal_error_share=0.6, review_days=2, legal_advice=True, advice_prevents_share=1
    )
    assert total(run_of(BUSY.revise(advised)).record, "acts_set_aside") == 0


def test_advice_takes_hours_of_the_post():
    quick = authority(legal_advice=True, advice_hours=0)
    slow = authority(legal_advice=True, advice_hours=20)
    done = [len(closed_below(run_of(BUSY.revise(each)).record)[0]) for each in (quick, slow)]
    assert done[1] < 0.7 * done[0]


TURNOVER = {"leave_per_year": 0, "vacancy_days": 0, "starting_speed": 1, "learning_days": 1}


def trained(hours, avoided, **errs):
    career = {"on": True, "training_hours_per_year": 0, "training_hours_to_learn": 0.01}
    career |= {"post_training_hours_per_year": hours, "post_training_errors_avoided": avoided}
    changes = {**authority(**errs), "policy.career": career}
    return run_of(BUSY.revise({**changes, "desks.community.turnover": TURNOVER})).record


def test_who_is_trained_at_a_post_errs_less_and_training_takes_its_hours():
    errs = {"legal_error_share": 0.8, "review_days": 1}
    nothing, untaught, taught = (trained(*each, **errs) for each in ((0, 0), (1, 0), (1, 1)))
    assert total(taught, "acts_set_aside") < 0.6 * total(untaught, "acts_set_aside")
    assert nothing.costs["training_hours"] == 0.0 < untaught.costs["training_hours"]
    assert taught.costs["training_hours"] == untaught.costs["training_hours"]
    absent = run_of(BUSY.revise({**authority(**errs), "desks.community.turnover": TURNOVER}))
    assert total(nothing, "acts_set_aside") == total(absent.record, "acts_set_aside")
    assert (nothing.tickets == absent.record.tickets).all()


@pytest.mark.parametrize("share", [0.0, 0.4])
def test_who_has_come_from_a_department_errs_less(share):
    errs = {"legal_error_share": 0.8, "review_days": 1}
    alone = run_of(BUSY.revise(authority(**errs))).record
    staff = SMALL.document.desks.departments["urban_management"].staff_share
    everybody = SMALL.document.desks.department.staff_per_10000_residents * 0.6 * staff
    moved = {"urban_management": {"people": share * everybody, "post": "urban_management"}}
    helped = run_of(BUSY.revise(authority(**errs, staff_moved=moved))).record

    def aside(record):
        acts = max(1, len(closed_below(record)[0]) + total(record, "acts_set_aside"))
        return total(record, "acts_set_aside") / acts

    assert aside(helped) <= aside(alone)
    assert (aside(helped) < aside(alone)) == (share > 0)
