"""Sorting, merging and the load of desks."""

import pytest

from qipan.engine import codes

from .conftest import CITY, counted, falls, level_backlog, rises, runs, values


def test_sorting_sends_private_matters_to_the_estate_and_mistakes_send_them_back():
    alone = {"on": True, "coverage": 0, "estate_success_gain": 0, "meeting": None}
    sorting = CITY.revise({"policy.tri_party": {**alone, "three_way_sorting": True}})
    assert rises(sorting, level_backlog("estate"))
    assert falls(sorting, level_backlog("community"))
    assert falls(sorting, counted("misrouted"))
    wrong = CITY.revise({"triage.error_without_sorting": 0.4})
    assert rises(wrong, counted("returned"))
    assert values(wrong, counted("misrouted")).sum() / values(wrong, counted("opened")).sum() == (
        pytest.approx(0.4, abs=0.03)
    )


def test_a_shared_platform_merges_duplicates_at_no_cost():
    platform = CITY.revise({"triage.merged_share": 1})
    assert (values(CITY, counted("merged")) == 0).all()
    for run in runs(platform):
        assert counted("merged")(run) == counted("duplicates")(run) > 0

    def small_work(run):
        desks = run.record.desks_after
        return float(desks["services"][desks["level"] == codes.COMMUNITY].sum())

    costly = CITY.revise({"triage.duplicate_hours": 2})
    assert rises(costly.revise({"triage.merged_share": 1}), small_work, costly)


def test_busy_desks_refer_more():
    off = CITY.revise({"desks.load_effect.on": False})
    strong = CITY.revise({"desks.load_effect.per_sd": 0.5})

    def escalated(run):
        return counted("escalated")(run) / counted("closed")(run)

    assert rises(strong, escalated, off)
