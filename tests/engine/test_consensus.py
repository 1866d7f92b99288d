"""Neighbours: agreement may fail, and without it nothing is solved."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

import qipan
from qipan.engine import codes

from .conftest import BEFORE, events_of_issues, same_records, total
from .test_laws import SMALL, START, law, overrides

KINDS = SMALL.document.issues.kinds
NEVER_BY_THEMSELVES = {"handling.consensus_days": 1_000_000}
ALL_MUST_AGREE = {f"issues.kinds.{kind}.needs": {"consensus": 1} for kind in KINDS} | {
    f"issues.kinds.{kind}.work_hours": 1 for kind in KINDS
}
ALL_LAST = {f"issues.kinds.{kind}.lapse_mean_days": None for kind in KINDS}
COUNCIL = {
    "period_days": 3,
    "slots": 500,
    "success": 0.5,
    "sittings": 1,
    "hard_from": 1,
    "staff_hours": 0,
    "quorum": 1,
    "sittings_most": 2,
}
CERTAIN = {"closure.false_share": 0}
LEFT_ALONE = {"hardening_mean_days": None, "giving_up_mean_days": None}


def council(**fields):
    return {"policy.councils": {"on": True, "council": COUNCIL | fields}}


def neighbours(**fields):
    return {f"handling.neighbours.{name}": value for name, value in (LEFT_ALONE | fields).items()}


def ran(*parts, seed=1, events=False):
    long = {"horizon": {"start": START, "days": 60, "warm_up_days": 0}}
    merged = {key: value for part in (long, *parts) for key, value in part.items()}
    return qipan.simulate(SMALL.revise(ALL_MUST_AGREE | ALL_LAST | merged), seed, events=events)


# -- never without agreement -------------------------------------------------------------------


@law
@given(overrides(), st.integers(1, 10**6))
def test_nothing_that_needs_consensus_is_closed_before_a_sitting_has_agreed(found, seed):
    scenario = SMALL.revise(found | NEVER_BY_THEMSELVES)
    record = qipan.simulate(scenario, seed, events=True).record
    by_issue = list(events_of_issues(record))
    for ticket in record.tickets[record.tickets["state"] == codes.CLOSED]:
        issue = int(ticket["issue"])
        if record.issues["needs"][issue] & codes.NEEDS_CONSENSUS:
            events = [event for _, event, _ in by_issue[issue]]
            since = max(n for n, event in enumerate(events) if event in ("opened", "reopened"))
            assert "decided" in events[since:]


def test_without_a_council_nobody_who_does_not_settle_has_anything_solved():
    record = ran(NEVER_BY_THEMSELVES, neighbours(giving_up_mean_days=3)).record
    assert total(record, "closed") == 0
    assert total(record, "given_up") > 20


def test_what_neighbours_give_up_lapses_unsolved_and_is_withdrawn():
    record = ran(NEVER_BY_THEMSELVES, neighbours(giving_up_mean_days=3)).record
    withdrawn = record.tickets[record.tickets["state"] == codes.WITHDRAWN]
    assert len(withdrawn) == total(record, "given_up") == total(record, "lapsed")
    assert (record.issues["state"][withdrawn["issue"]] == codes.LAPSED).all()


# -- hardened ----------------------------------------------------------------------------------


def test_neighbours_left_alone_harden_at_their_hazard():
    record = ran(NEVER_BY_THEMSELVES, neighbours(hardening_mean_days=4)).record
    waits = record.tickets[record.tickets["state"] == codes.WAITING]
    assert total(record, "hardened") == record.tickets["hardened"].sum() > 50
    assert waits["hardened"].max() > 1
    assert total(record, "closed") == 0


def test_who_has_hardened_takes_longer_to_settle():
    closed = [
        total(
            ran(
                {"handling.consensus_days": 5},
                neighbours(hardening_mean_days=3, hardened_days_factor=factor),
            ).record,
            "closed",
        )
        for factor in (1, 3)
    ]
    assert closed[1] < 0.9 * closed[0]


def test_a_council_that_does_not_agree_gives_the_case_back_harder_than_before():
    run = ran(CERTAIN, NEVER_BY_THEMSELVES, neighbours(), council(), events=True)
    tickets = run.record.tickets
    hardened = tickets["hardened"] > 0
    assert hardened.sum() > 10
    assert (tickets["sittings"][hardened] == 2).all()
    assert (tickets["state"][hardened] == codes.WAITING).all()
    undecided = tickets[hardened]
    assert total(run.record, "cases_heard") == tickets["sittings"].sum()
    assert (undecided["decided"] & codes.NEEDS_CONSENSUS == 0).all()


def test_hardened_cases_are_decided_less_often():
    def decided(factor):
        again = neighbours(hardening_mean_days=2, hardened_success_factor=factor)
        record = ran(NEVER_BY_THEMSELVES, again, council(success=0.3)).record
        return total(record, "cases_decided") / total(record, "cases_heard")

    assert decided(0.2) < 0.9 * decided(1)


# -- quorum ------------------------------------------------------------------------------------


def test_without_a_quorum_nobody_is_heard_though_the_hours_are_spent():
    runs = [ran(neighbours(), council(quorum=q, staff_hours=1, period_days=1)) for q in (1, 0.5)]
    sittings = [
        len(np.unique(heard[["time", "place"]]))
        for heard in (
            run.record.log[run.record.log["event"] == codes.E_HEARD]
            for run in (
                ran(neighbours(), council(quorum=q, period_days=1), events=True) for q in (1, 0.5)
            )
        )
    ]
    assert 0.3 * sittings[0] < sittings[1] < 0.7 * sittings[0]
    hours = [run.record.costs["meeting_hours"] for run in runs]
    assert hours[1] >= hours[0]


# -- off is absent -----------------------------------------------------------------------------


def test_neutral_numbers_of_a_council_are_as_if_absent():
    def run(**fields):
        meeting = {k: v for k, v in COUNCIL.items() if k not in ("quorum", "sittings_most")}
        scenario = BEFORE.revise({"policy.councils": {"on": True, "council": meeting | fields}})
        return qipan.simulate(scenario, 1)

    never = run(quorum=1, sittings_most=None)
    assert same_records(never, run(quorum=1, sittings_most=200))
    assert not same_records(never, run(quorum=1, sittings_most=1))
