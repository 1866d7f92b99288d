"""Comparisons: intervals, probabilities, pairing, ranks and when they stop."""

import math

import numpy as np
import pytest

import qipan
from qipan.agents.staffing import StaffingError
from qipan.runs.runner import Runner
from qipan.scenario import load
from qipan.statistics.interval import mean_interval
from qipan.statistics.pairing_gain import pairing
from qipan.statistics.stopping import replications_needed, two_stage_interval
from qipan.studies.comparison.difference import difference, simultaneous_confidence
from qipan.studies.comparison.probability import probability_mean_better, share_better
from qipan.studies.comparison.ranking import p_value, rank
from qipan.studies.file.document import Precision

LOWER = "close_p50"
TINY = load("scenarios/tiny.yaml").revise({"horizon.days": 20, "horizon.warm_up_days": 5})
SHIFTS = TINY.revise({"name": "shifts", "policy.shifts": {"on": True, "calendar": "two_shifts"}})


@pytest.fixture(scope="module")
def compared():
    same = TINY.revise({"name": "same"})
    return qipan.compare([TINY, same, SHIFTS], n=4, metrics=["load", "fixed_cohort_p90"])


def test_a_difference_is_that_of_the_replications(compared):
    found = compared.difference("shifts", "load")
    apart = compared.of("shifts").values("load") - compared.of("tiny").values("load")
    assert found.interval == mean_interval(apart, 0.95)
    assert found.simultaneous == mean_interval(apart, 0.975)
    assert [d.scenario for d in compared.differences("load")] == ["same", "shifts"]


def test_the_same_policy_differs_by_exactly_nothing(compared):
    found = compared.difference("same", "load")
    assert not found.distinguishable
    assert found.interval[:3] == (0.0, 0.0, 0.0)
    assert math.isnan(found.probability_better) and found.share_better.share == 0.0
    assert found.pairing.reduction == math.inf and found.pairing.limited_by == ""
    assert not {("tiny", "same"), ("same", "tiny")} & {*compared.ranking("load").apart}


def test_a_metric_that_does_not_exist_is_never_averaged_away(compared):
    found = compared.difference("shifts", "fixed_cohort_p90")
    assert found.missing == 4 and math.isnan(found.interval.mean)
    assert math.isnan(found.share_better.share) and math.isnan(found.probability_better)
    ranking = compared.ranking("fixed_cohort_p90")
    assert ranking.may_be_best == () and {row.first for row in ranking.rows} == {None}


def test_a_policy_that_leaves_no_staff_is_refused_before_anything_is_run():
    patrols = {"on": True, "patrollers_per_grid": 3, "own_staff_share": 1.0}
    named = {"name": "patrols", "title.en": "Patrols by the desk", "title.zh": "巡查"}
    everybody = TINY.revise({**named, "policy.patrol": patrols})
    with Runner() as runner, pytest.raises(StaffingError, match=r"^Patrols by the desk: ") as said:
        qipan.compare([TINY, everybody], n=2, runner=runner)
    assert said.value.say("zh").startswith("巡查：")
    assert not runner.failures


def test_frames_hold_every_metric_and_scenario(compared):
    frame = compared.frame()
    assert list(zip(frame.metric, frame.scenario, strict=True)) == [
        ("load", "same"),
        ("load", "shifts"),
        ("fixed_cohort_p90", "same"),
        ("fixed_cohort_p90", "shifts"),
    ]
    assert set(compared.ranks().scenario) == {"tiny", "same", "shifts"}


def test_one_replication_has_no_interval():
    compared = qipan.compare([TINY, SHIFTS], n=1, metrics=["load"])
    found = compared.difference("shifts", "load")
    assert not math.isnan(found.interval.mean) and math.isnan(found.interval.low)
    assert math.isnan(found.probability_better) and math.isnan(found.pairing.reduction)
    assert not compared.ranking("load").apart


def test_what_cannot_be_compared_is_refused():
    with pytest.raises(ValueError, match="two or more"):
        qipan.compare([TINY])
    with pytest.raises(ValueError, match="two of the scenarios are named 'tiny'"):
        qipan.compare([TINY, TINY])
    with pytest.raises(ValueError, match="not among tiny, shifts"):
        qipan.compare([TINY, SHIFTS], reference="shift")
    with pytest.raises(ValueError, match="not over the same days"):
        qipan.compare([TINY, TINY.revise({"name": "long", "horizon.days": 21})])
    with pytest.raises(KeyError, match="did you mean"):
        qipan.compare([TINY, SHIFTS], metrics=["laod"])


# -- when it stops --------------------------------------------------------------------------------


def test_replications_are_added_until_it_is_precise():
    first = qipan.compare([TINY, SHIFTS], n=4, metrics=["load"])
    wide = first.difference("shifts", "load").interval
    asked = 0.75 * (wide.high - wide.low) / 2
    precision = Precision(metric="load", half_width=asked)
    compared = qipan.compare([TINY, SHIFTS], n=4, metrics=["load"], precision=precision)
    assert compared.stopping.reason == "precise"
    assert 4 < compared.replications == compared.stopping.needed <= math.ceil(4 / 0.75**2)
    found = compared.difference("shifts", "load").interval
    assert 0.5 * (found.high - found.low) == pytest.approx(compared.stopping.reached)
    assert compared.stopping.reached <= asked
    seeds = [replication.seed for replication in compared.runs[1].replications]
    assert seeds == list(range(1_000_000, 1_000_000 + compared.replications))


def test_the_cap_is_kept_and_said():
    precision = Precision(metric="load", half_width=1e-6, most_replications=5)
    compared = qipan.compare([TINY, SHIFTS], n=4, metrics=["load"], precision=precision)
    assert compared.stopping.reason == "cap" and compared.replications == 5
    assert compared.stopping.needed > 5 and compared.stopping.reached > 1e-6


def test_no_budget_is_spent_on_a_metric_that_does_not_exist():
    precision = Precision(metric="fixed_cohort_p90", half_width=1.0)
    compared = qipan.compare([TINY, SHIFTS], n=2, metrics=["load"], precision=precision)
    assert compared.stopping.reason == "missing" and compared.replications == 2


def test_needed_replications_by_hand():
    values = np.array([[0.0, 2.0, 0.0, 2.0], [0.0, 0.0, 0.0, 0.0]])  # s = 2 / sqrt(3)
    t = 3.182446305284263  # Student's, 3 degrees of freedom, 97.5 %
    assert replications_needed(values, 0.5, 0.95) == math.ceil(t**2 * (4 / 3) / 0.25)
    assert replications_needed(values, 100.0, 0.95) == 4
    assert replications_needed(np.array([[1.0, np.nan]]), 1.0, 0.95) is None
    interval = two_stage_interval(np.arange(16.0), 4, 0.95)
    half = t * np.std([0, 1, 2, 3], ddof=1) / 4
    assert interval == pytest.approx((7.5, 7.5 - half, 7.5 + half, 16))


class _Failing(Runner):
    """Loses replication 1 of one scenario."""

    def replicate(self, scenarios, numbers, seed=1):
        made = super().replicate(scenarios, numbers, seed)
        kept = tuple(r for r in made[1].replications if r.number != 1)
        return [made[0], type(made[1])(made[1].scenario, seed, len(numbers), kept)]


def test_a_replication_that_fails_is_left_out_everywhere():
    compared = qipan.compare([TINY, SHIFTS], n=3, metrics=["load"], runner=_Failing())
    for runs in compared.runs:
        assert [replication.number for replication in runs.replications] == [0, 2]


class _Decaying(Runner):
    """Loses most of the second stage."""

    def replicate(self, scenarios, numbers, seed=1):
        made = super().replicate(scenarios, numbers, seed)
        if min(numbers) == 0:
            return made
        return [
            type(runs)(runs.scenario, seed, len(numbers), runs.replications[:1]) for runs in made
        ]


def test_what_failed_is_not_called_precise():
    first = qipan.compare([TINY, SHIFTS], n=4, metrics=["load"]).difference("shifts", "load")
    half = 0.75 * 0.5 * (first.interval.high - first.interval.low)
    precision = Precision(metric="load", half_width=half)
    compared = qipan.compare(
        [TINY, SHIFTS], n=4, metrics=["load"], precision=precision, runner=_Decaying()
    )
    assert compared.stopping.reason == "failed"
    assert compared.replications == 5 < compared.stopping.needed
    assert compared.stopping.reached > half


# -- probabilities --------------------------------------------------------------------------------


def test_share_better_has_its_exact_interval():
    apart = np.array([-1.0] * 9 + [1.0])
    found = share_better(apart, "lower")
    assert found == pytest.approx((0.9, 0.554984, 0.997471, 10), abs=1e-5)  # Clopper & Pearson
    assert share_better(apart, "higher").share == pytest.approx(0.1)
    assert share_better(np.zeros(5), "lower")[:2] == (0.0, 0.0)
    assert math.isnan(share_better(apart, None).share)


def test_probability_that_the_mean_is_better():
    apart = np.array([-1.0, -2.0, -3.0])  # t = -2 * sqrt(3), 2 degrees of freedom
    assert probability_mean_better(apart, "lower") == pytest.approx(0.96291, abs=1e-5)
    assert probability_mean_better(apart, "higher") == pytest.approx(0.03709, abs=1e-5)
    assert math.isnan(probability_mean_better(np.array([1.0, 1.0]), "higher"))
    assert math.isnan(probability_mean_better(np.array([1.0, np.nan]), "higher"))


# -- pairing --------------------------------------------------------------------------------------


def test_pairing_of_a_known_pair():
    rng = np.random.default_rng(3)
    common, own = rng.standard_normal((2, 200_000)), rng.standard_normal((2, 200_000))
    first, second = common[0] + 0.5 * own[0], 2.0 * common[0] + 0.5 * own[1]
    found = pairing(first, second)
    a2, b2, covariance = 1.25, 4.25, 2.0
    assert found.reduction == pytest.approx((a2 + b2) / (a2 + b2 - 2 * covariance), rel=0.02)
    r = covariance / math.sqrt(a2 * b2)
    assert found.ceiling == pytest.approx(1 / (1 - r), rel=0.05)
    spreads = (a2 + b2) / (math.sqrt(a2) - math.sqrt(b2)) ** 2
    assert found.ceiling_of_spreads == pytest.approx(spreads, rel=0.05)
    assert found.limited_by == ("correlation" if 1 / (1 - r) < spreads else "spreads")


def test_pairing_never_beats_its_ceilings():
    rng = np.random.default_rng(4)
    for _ in range(300):
        first = rng.standard_normal(8)
        second = rng.normal(0, 2) * first + rng.standard_normal(8) * rng.exponential()
        found = pairing(first, second)
        assert found.reduction <= min(found.ceiling, found.ceiling_of_spreads) * (1 + 1e-9)


# -- ranks ----------------------------------------------------------------------------------------


def test_ranks_by_hand():
    noise = np.array([-1.0, 1.0, -1.0, 1.0, -1.0, 1.0, -1.0, 1.0])
    wobble = np.array([1.0, 1.0, -1.0, -1.0, 1.0, 1.0, -1.0, -1.0])
    values = {
        "slow": 9.0 + noise,
        "quick": 5.0 + noise + 0.1 * wobble,
        "as_quick": 5.0 + noise - 0.1 * wobble,
        "none": np.full(8, np.nan),
    }
    ranking = rank(LOWER, values)
    assert ranking.may_be_best in (("quick", "as_quick"), ("as_quick", "quick"))
    assert {(r.scenario, r.first, r.last) for r in ranking.rows} == {
        ("quick", 1, 2),
        ("as_quick", 1, 2),
        ("slow", 3, 3),
        ("none", None, None),
    }
    assert ranking.apart == {("quick", "slow"), ("as_quick", "slow")}
    assert ranking.rows[-1].scenario == "none"


def test_ranking_needs_a_better_way():
    with pytest.raises(ValueError, match="neither way is better"):
        rank("closed_per_year", {"a": np.zeros(3)})


def test_p_value_is_that_of_students_test():
    from scipy.stats import ttest_1samp

    apart = np.array([-0.6, 0.2, 0.5, 1.1, -0.1, 0.7, 0.3, -0.2, 0.9, 0.4])
    assert p_value(apart) == pytest.approx(ttest_1samp(apart, 0.0).pvalue)


def test_equal_differences_tell_nothing_unless_they_hang_on_no_chance():
    assert p_value(np.full(8, 3.0)) == 1.0
    for metric, apart in ((LOWER, 0), ("staffed_hours_per_year", 1)):
        values = {"a": np.full(8, 5.0), "b": np.full(8, 8.0)}
        assert len(rank(metric, values).apart) == apart
    twice = {"a": np.full(8, 5.0), "b": np.full(8, 5.0)}
    assert not rank("staffed_hours_per_year", twice).apart


def test_the_same_values_of_what_is_rare_are_no_proof_that_nothing_differs():
    rare = np.array([100.0] * 7 + [60.0])
    found = difference("sla_breach_share", ("a", "b"), rare, rare, 0.95, 1)
    assert found.interval.untold and not found.distinguishable
    varied = np.arange(8.0)
    same = difference("sla_breach_share", ("a", "b"), varied, varied, 0.95, 1).interval
    assert (same.low, same.mean, same.high) == (0.0, 0.0, 0.0)


def test_a_lopsided_first_stage_takes_more_replications():
    even = np.array([[-1.0, 1.0] * 5])
    rare = np.array([[0.0] * 9 + [1.0]])
    rare *= even.std(ddof=1) / rare.std(ddof=1)
    needed = [replications_needed(row, 0.3, 0.95) for row in (even, rare)]
    assert needed[1] > needed[0]
    for row, number in zip((even[0], rare[0]), needed, strict=True):
        whole = np.resize(row, number)
        low, high = two_stage_interval(whole, 10, 0.95)[1:3]
        assert 0.5 * (high - low) <= 0.3 * (1.0 + 1e-6)
        low, high = two_stage_interval(whole[:-1], 10, 0.95)[1:3]
        assert 0.5 * (high - low) > 0.3


def test_an_equal_first_stage_has_no_interval():
    assert two_stage_interval(np.array([1.0] * 4 + [2.0]), 4, 0.95).untold


class _Equal(Runner):
    """Makes a metric the same in every replication."""

    def replicate(self, scenarios, numbers, seed=1):
        made = super().replicate(scenarios, numbers, seed)
        for place, runs in enumerate(made):
            for replication in runs.replications:
                replication.table.values("load", "all")[:] = float(place)
        return made


def test_no_budget_is_spent_where_all_differences_are_equal():
    precision = Precision(metric="load", half_width=0.1, most_replications=50)
    compared = qipan.compare(
        [TINY, SHIFTS], n=3, metrics=["load"], precision=precision, runner=_Equal()
    )
    assert compared.stopping.reason == "equal" and compared.replications == 3
    assert compared.difference("shifts", "load").interval.untold


def test_intervals_of_many_scenarios_hold_together():
    """Family-wise coverage of 30 scenarios on a shared reference, and error rate of their ranks."""
    rng = np.random.default_rng(11)
    together, wrong, repeats = 0, 0, 300
    for _ in range(repeats):
        values = rng.standard_normal(12) + rng.standard_normal((31, 12))
        found = [difference(LOWER, ("a", "b"), row, values[0], 0.95, 30) for row in values[1:]]
        together += all(d.simultaneous.low <= 0.0 <= d.simultaneous.high for d in found)
        wrong += bool(rank(LOWER, {str(n): row for n, row in enumerate(values[:8])}).apart)
    assert together / repeats > 0.95 - 2.6 * math.sqrt(0.95 * 0.05 / repeats)
    assert wrong / repeats < 0.05 + 2.6 * math.sqrt(0.95 * 0.05 / repeats)
    assert simultaneous_confidence(0.95, 30) == pytest.approx(1 - 0.05 / 30)


class _StoppedAfterOne(Runner):
    """Is told to stop once a first comparison is made."""

    def replicate(self, scenarios, numbers, seed=1):
        if self.made:
            self.stop.set()
        return super().replicate(scenarios, numbers, seed)


def test_a_stop_within_the_second_city_keeps_the_first():
    from qipan.studies.comparison import compare_experiment
    from qipan.studies.file import parse_experiment

    short = {"horizon.days": 20, "horizon.warm_up_days": 5}
    pairs = [
        {
            "before": {"file": "scenarios/tiny.yaml", "name": f"{city}_before", "set": short},
            "after": {"file": "scenarios/tiny.yaml", "name": city, "set": short},
        }
        for city in ("one", "two")
    ]
    experiment = parse_experiment(
        {
            "name": "two",
            "title": {"en": "Two", "zh": "两地"},
            "replications": 2,
            "compare": {"pairs": pairs},
        },
        "two",
    )
    with _StoppedAfterOne() as runner:
        parts = compare_experiment(experiment, runner)
    assert [part.reference for part in parts] == ["one_before"]
    assert runner.stopped
