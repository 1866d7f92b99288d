"""Talks with deputies (恳谈): what nobody has reported comes up."""

import numpy as np
import pytest

import qipan
from qipan.engine import codes

from .conftest import CITY, counted, falls, rises, simulate, values

NOBODY_REPORTS = CITY.revise(
    {f"issues.kinds.{kind}.report_mean_days": 1e7 for kind in CITY.document.issues.kinds}
    | {f"issues.kinds.{kind}.lapse_mean_days": None for kind in CITY.document.issues.kinds}
)
MEETINGS = {"on": True, "community": None, "subdistrict": None, "city": None}


def with_talks(base=CITY, period=30, share=0.2):
    talks = {"period_days": period, "surfacing_share": share}
    return base.revise({"policy.joint_meetings": {**MEETINGS, "talks": talks}})


def test_what_comes_up_does_so_on_the_days_of_talks():
    record = simulate(with_talks(period=20), 1).record
    tickets, issues = record.tickets, record.issues
    talked = tickets[tickets["channel"] == codes.TALKED]
    assert len(talked) > 20
    assert (talked["opened"] % 24 == 0).all()
    for community in range(4):
        days = talked["opened"][issues["community"][talked["issue"]] == community] / 24
        assert len(set(days % 20)) == 1
    assert (issues["birth"][talked["issue"]] <= talked["opened"]).all()


def test_a_talk_brings_up_its_share_of_what_is_latent():
    share, period = 0.3, 30
    scenario = with_talks(NOBODY_REPORTS, period, share)
    model = qipan.CityModel(scenario, 1)
    latent_before, found = 0, 0
    while model.running:
        issues = model.layer.issues
        latent = np.bincount(issues["community"][issues["state"] == codes.LATENT], minlength=4)
        column = codes.COUNTERS.index("talk_finds")
        model.simulate_day()
        finds = model.layer.world.counters[model.day - 1, :, column]
        held = finds > 0
        latent_before += int(latent[held].sum())
        found += int(finds[held].sum())
    assert latent_before > 2000
    error = (share * (1 - share) / latent_before) ** 0.5
    assert abs(found / latent_before - share) < 3.5 * error


def test_more_comes_up_where_talks_are_open_or_frequent():
    base = with_talks()
    for more in (with_talks(share=0.5), with_talks(period=10)):
        assert rises(more, counted("talk_finds"), base)
        assert falls(more, "unreported_share", base)
    assert (values(CITY, counted("talk_finds")) == 0).all()
    assert (values(with_talks(share=0), counted("talk_finds")) == 0).all()
    assert falls(base, "unreported_share")


def test_what_a_talk_brings_up_is_handled_like_any_report():
    run = simulate(with_talks(share=0.5), 1)
    talked = run.record.tickets[run.record.tickets["channel"] == codes.TALKED]
    assert (talked["services"] > 0).mean() > 0.3
    assert (run.record.issues["reported"][talked["issue"]] == talked["opened"]).all()


def test_talks_that_change_their_days_lose_nothing_of_what_was_heard():
    share = 0.3
    change = {
        "on": "2019-05-16",
        "set": {"policy": {"joint_meetings": {"talks": {"period_days": 45}}}},
    }
    scenario = with_talks(NOBODY_REPORTS, 30, share).revise({"policy.changes": [change]})
    record = simulate(scenario, 1).record
    tickets, issues = record.tickets, record.issues
    talked = tickets[tickets["channel"] == codes.TALKED]
    assert (talked["opened"] % 24 == 0).all()
    early = issues[issues["birth"] < 24 * 2]  # all talks were after their birth
    talks = {}
    for community in range(4):
        there = issues["community"][talked["issue"]] == community
        talks[community] = len(set(talked["opened"][there]))
        of = early[early["community"] == community]
        expected = 1 - (1 - share) ** talks[community]
        assert (of["ticket"] >= 0).mean() == pytest.approx(expected, abs=0.3)
    assert min(talks.values()) >= 3
