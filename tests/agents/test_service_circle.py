"""The service circle (服务圈): what is settled at a counter near home."""

import numpy as np
import pytest

import qipan
from qipan.engine import codes

from .conftest import counted, falls, rises, simulate, values, with_policy

CIRCLE = with_policy(
    "service_circle",
    radius_metres=300,
    facilities=0,
    centre_m2_per_100_households=30,
    centre_m2_sigma=0,
    standard_m2_per_100_households=30,
    kinds=["enquiry"],
    absorbed_share=0.6,
    counter_hours=0,
    report_factor=1,
)


def circle(**fields):
    return CIRCLE.revise({f"policy.service_circle.{key}": v for key, v in fields.items()})


def lives_within(model):
    """Whether each issue's resident lives within reach of a centre."""
    world = model.layer.world
    building = world.residents["building"][model.layer.issues["resident"]]
    return world.buildings["in_circle"][building] == 1


def test_the_counter_settles_its_kinds_for_those_who_live_near():
    model = qipan.CityModel(CIRCLE, 1).run()
    tickets, issues = model.layer.tickets, model.layer.issues
    within = lives_within(model)
    enquiry = issues["kind"] == model.layer.layout.kinds.index("enquiry")
    settled = issues["ticket"][within & enquiry & (issues["ticket"] >= 0)]
    by = tickets["by"][settled] == codes.BY_COUNTER
    assert 0.2 < within.mean() < 0.9
    assert by.mean() == pytest.approx(0.6, abs=3 * (0.24 / len(by)) ** 0.5)
    all_settled = tickets["issue"][tickets["by"] == codes.BY_COUNTER]
    assert within[all_settled].all()
    assert enquiry[all_settled].all()
    assert (issues["state"][all_settled] == codes.SOLVED).all()
    at_once = tickets[tickets["by"] == codes.BY_COUNTER]
    assert (at_once["closed"] == at_once["opened"]).all()
    assert (at_once["responded"] == at_once["opened"]).all()
    assert len(at_once) == counted("settled_at_counter")(simulate(CIRCLE, 1))


def test_a_small_centre_settles_less():
    def share(run):
        return counted("settled_at_counter")(run) / counted("closed")(run)

    small, large = (circle(centre_m2_per_100_households=m2) for m2 in (15, 90))
    settled = counted("settled_at_counter")
    assert falls(small, settled, CIRCLE)
    ratio = values(small, settled).sum() / values(CIRCLE, settled).sum()
    assert ratio == pytest.approx(0.5, abs=0.08)
    assert (values(large, settled) == values(CIRCLE, settled)).all()
    assert (values(circle(absorbed_share=0), settled) == 0).all()


def test_the_wider_the_circle_the_more_it_reaches():
    assert rises(circle(radius_metres=600), "circle_coverage", CIRCLE)
    assert rises(circle(radius_metres=600), counted("settled_at_counter"), CIRCLE)
    assert rises(circle(facilities=20), "circle_coverage", CIRCLE)


def test_visitors_near_a_centre_are_answered_at_once():
    model = qipan.CityModel(CIRCLE, 1).run()
    tickets = model.layer.tickets
    visits = (tickets["channel"] == codes.VISIT) & (tickets["by"] != codes.BY_COUNTER)
    within = lives_within(model)[tickets["issue"]]
    wait = tickets["responded"] - tickets["opened"]
    assert (visits & within).sum() > 100
    assert (wait[visits & within] == 0).all()
    assert (wait[visits & ~within] != 0).mean() > 0.7

    def at_once(run):
        tickets = run.record.tickets
        answered = (tickets["responded"] >= 0) & (tickets["responded"] <= tickets["opened"] + 1)
        return float(answered.mean())

    assert rises(CIRCLE, at_once)
    assert rises(circle(absorbed_share=0), at_once)


def test_who_lives_near_reports_more():
    eager = circle(report_factor=2, absorbed_share=0)
    plain = circle(report_factor=1, absorbed_share=0)
    assert falls(eager, "unreported_share", plain)
    assert rises(eager, counted("reports"), plain)
    model = qipan.CityModel(eager, 1).run()
    record = simulate(plain, 1).record
    before = {int(row["key"]): row["own_rate"] for row in record.issues}
    within = lives_within(model)
    # Trust moves otherwise once something has been closed, so only the first days are compared.
    early = np.flatnonzero(model.layer.issues["birth"] < 24)
    ratios = np.array(
        [
            model.layer.issues["own_rate"][i] / before[int(model.layer.issues["key"][i])]
            for i in early
        ]
    )
    assert ratios[within[early]] == pytest.approx(2.0, rel=0.02)
    assert ratios[~within[early]] == pytest.approx(1.0, rel=0.02)


def test_the_counter_costs_the_community_hours():
    costly = circle(counter_hours=5)
    assert rises(costly, "backlog_end", CIRCLE)
    assert falls(CIRCLE, "backlog_end")
