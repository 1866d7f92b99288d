"""What numbers stand on: missing holidays, how many are sent, money that can do nothing."""

import io
import warnings
from pathlib import Path

import pytest
from rich.console import Console

import qipan
from qipan.agents.city_model import CityModel
from qipan.scenario.checking import report
from qipan.scenario.standing import CAUTIONS, SENTENCES, standing, standing_of_money

SCENARIOS = Path(__file__).parents[2] / "scenarios"
TINY = qipan.load(SCENARIOS / "tiny.yaml")
SENT = TINY.revise({"policy.sent_down.on": True, "policy.patrol.on": False})
FUND = TINY.revise({"policy.fund.on": True})
ALWAYS = FUND.revise({"handling.other_budgets": None, "handling.money_days": 90})


def told(scenario) -> dict[str, str]:
    return {stand.name: stand.sentence for stand in standing(scenario)}


def checked(scenario) -> str:
    out = io.StringIO()
    report(scenario, console=Console(file=out, width=300))
    return out.getvalue()


def test_what_says_all_is_silent() -> None:
    assert told(TINY) == {}


@pytest.mark.parametrize(
    ("start", "days", "years"), [("2026-03-01", 60, "2026"), ("2022-06-01", 1500, "2025, 2026")]
)
def test_years_without_holidays_are_named(start, days, years) -> None:
    known = [f"{year}-10-01" for year in range(2022, 2025)]
    scenario = TINY.revise(
        {"horizon": {"start": start, "days": days}, "public_holidays.closed": known}
    )
    assert f"are given for {years}; offices" in told(scenario)["no_holidays"]
    assert f"warning: no public holidays are given for {years}" in checked(scenario)


def test_the_total_of_cadres_is_that_of_the_model() -> None:
    assert told(SENT)["sends"] == ("sends 1 full-time cadre to each of 2 communities: 2 in all")
    for changes in (
        {"policy.sent_down.full_time_per_community": 3},
        {"policy.sent_down.allocation": {"c0002": 5}},
        {
            "city.villages": {"count": 3, "residents": 900, "grids_per_village": 1},
            "city.community_count": 4,
        },
    ):
        scenario = SENT.revise(changes)
        (fields,) = (stand.fields for stand in standing(scenario))
        policy = scenario.document.policy.sent_down
        others = policy.part_time_per_community * policy.part_time_share
        others += policy.liaisons_per_community * policy.liaison_share
        heads = [community.cadres.heads - others for community in CityModel(scenario).communities]
        assert fields["total"] == pytest.approx(sum(heads))
        assert fields["places"] == len(heads)
        assert f"{sum(heads):g} " in checked(scenario)


def test_a_plan_tells_how_many_it_serves_and_a_date_since_when() -> None:
    plan = SENT.revise({"policy.sent_down.allocation": {"c0002": 5}})
    assert told(plan)["sends_by_plan"] == ("sends 5 full-time cadres in all, to 1 of 2 communities")
    first = TINY.document.horizon.start
    dated = SENT.revise({"policy.sent_down.starts": str(first)})
    assert told(dated)["sends"].endswith(f"2 in all from {first}")
    nobody = SENT.revise({"policy.sent_down.full_time_per_community": 0})
    assert told(nobody) == {}


@pytest.mark.parametrize(
    ("changes", "name", "words"),
    [
        ({"policy.fund.build_days": 400}, "money_too_late", "in force for 90 days of the horizon"),
        (
            {"handling.money_days": 20, "handling.other_budgets": None},
            "money_too_slow",
            "others pay after 20 days",
        ),
        (
            {"policy.fund.earmarks.service.yuan_per_community_year": 100},
            "money_too_little",
            "70 yuan of an earmark a year at most",
        ),
    ],
)
def test_money_that_can_do_nothing_is_told(changes, name, words) -> None:
    scenario = FUND.revise(changes)
    assert words in told(scenario)[name]
    assert f"warning: {told(scenario)[name]}" in checked(scenario)
    assert name not in told(FUND)
    assert not told(scenario.revise({"policy.fund.on": False}))


def test_a_late_fund_is_measured_from_its_first_day() -> None:
    start = TINY.document.horizon.start
    assert "money_too_late" not in told(FUND)
    late = FUND.revise({"policy.fund.starts": str(start)})  # after 30 days of warm-up
    assert "in force for 60 days" in told(late)["money_too_late"]


def test_the_worth_of_money_stands_on_others_who_always_pay() -> None:
    said = {stand.name: stand for stand in standing_of_money(ALWAYS)}
    fields = said["others_pay"].fields
    fund, handling = ALWAYS.document.policy.fund, ALWAYS.document.handling
    approval = fund.approval_days.expected * (1.0 + fund.return_share)
    assert fields["wait"] == handling.money_days.expected
    assert fields["days"] == pytest.approx(approval + fund.build_days.expected)
    assert "60 days are measured" in said["part_of_a_year"].sentence
    assert standing_of_money(TINY) == []
    assert "part_of_a_year" not in {
        s.name for s in standing_of_money(FUND.revise({"horizon.days": 365}))
    }


def test_the_worth_of_money_stands_on_what_others_can_pay() -> None:
    said = {stand.name: stand.fields for stand in standing_of_money(FUND)}
    assert "others_pay" not in said
    fields, others = said["others_pay_some"], FUND.document.handling.other_budgets
    kinds = FUND.document.issues.kinds.values()
    asked = sum(
        k.births_per_1000_residents_year * k.needs.money * k.money_yuan.expected
        for k in kinds
        if k.money_yuan
    )
    assert fields["asked"] == pytest.approx(asked * FUND.document.issues.rate_factor)
    yuan = others.yuan_per_1000_residents_year
    assert fields["share"] == pytest.approx(min(0.8, yuan / asked), rel=0.2)
    # Others who are quick but cannot pay for all leave something for a fund to do.
    assert "money_too_slow" not in told(FUND.revise({"handling.money_days": 20}))


def test_python_is_warned_once_of_what_misleads() -> None:
    future = TINY.revise({"horizon": {"start": "2026-03-02", "days": 2, "warm_up_days": 0}})
    other = future.revise({"name": "other", "policy.burden.on": True})
    for call in (
        lambda: qipan.simulate(future),
        lambda: qipan.replicate(future, n=2),
        lambda: qipan.compare([future, other], n=2, metrics=["closed_per_year"]),
    ):
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            call()
        mine = [each for each in caught if issubclass(each.category, qipan.QipanWarning)]
        said = [str(each.message) for each in mine]
        assert said[0] == (
            "tiny: no public holidays are given for 2026; offices open on every weekday then"
        )
        assert len(said) == len(set(said))
        assert {each.filename for each in mine} == {__file__}
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        qipan.simulate(SENT.revise({"horizon.days": 2}))  # facts warn of nothing


def test_every_caution_is_a_sentence() -> None:
    assert set(CAUTIONS) <= set(SENTENCES)
