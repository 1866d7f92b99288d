"""Fewer duties (减负): less paperwork, more capacity."""

import numpy as np
import pytest

import qipan

from .conftest import (
    BURDEN,
    CITY,
    after_days,
    capacity,
    falls,
    level_backlog,
    monthly,
    rises,
    values,
    with_policy,
)


def paperwork(model):
    return model.communities[0].paperwork


RELIEF = with_policy("burden", **BURDEN)


def test_fewer_duties_mean_less_paperwork_and_more_capacity():
    before, after = (after_days(scenario, 1) for scenario in (CITY, RELIEF))
    office = CITY.document.desks.community.paperwork
    least = office.lowest_share
    expected = least + (office.share - least) * 0.4**office.exponent
    assert before.communities[0].paperwork == pytest.approx(office.share)
    assert after.communities[0].paperwork == pytest.approx(expected)
    gained = capacity(after) / capacity(before)
    assert gained == pytest.approx((1 - expected) / (1 - office.share))
    assert after.subdistricts[0].paperwork < before.subdistricts[0].paperwork


def test_fewer_duties_lower_the_backlog_and_the_time_to_solve():
    assert falls(RELIEF, level_backlog("community"))
    assert falls(RELIEF, "backlog_end")
    assert rises(RELIEF, "solved_share")


def test_fewer_inspections_are_a_part_of_those_there_were():
    fewer = with_policy("burden", inspections_ratio=0.3)
    ratio = values(fewer, lambda run: run.record.costs["inspection_hours"]).sum()
    ratio /= values(CITY, lambda run: run.record.costs["inspection_hours"]).sum()
    assert ratio == pytest.approx(0.3, abs=0.1)
    before, after = (qipan.CityModel(scenario, 1) for scenario in (CITY, fewer))
    for day in range(before.horizon.total_days):
        some, all_of_them = (set(m._inspections.communities.on(day)) for m in (after, before))
        assert some <= all_of_them


def test_duties_creep_upward_until_there_is_a_gate():
    creeping = monthly(RELIEF, paperwork)
    gated = monthly(with_policy("burden", **BURDEN, admission_gate=True), paperwork)
    assert (np.diff(creeping) > 0).all()
    assert (np.diff(gated) == 0).all()
    year = CITY.document.desks.community.paperwork
    grown = (
        year.lowest_share
        + (year.share - year.lowest_share)
        * (0.4 * (1 + year.creep_per_year) ** (304 / 365)) ** year.exponent
    )
    assert creeping[-1] == pytest.approx(grown)
