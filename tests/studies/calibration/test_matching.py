"""History matching on a model of which everything is known."""

from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import norm

from qipan.studies.calibration.emulator import active_factors, emulate
from qipan.studies.calibration.matching import MatchError, match
from qipan.studies.calibration.narrowed import narrowed
from qipan.studies.calibration.plausible import sample
from qipan.studies.calibration.ruled_out import contradictions, ruled_out

from .game import CHANCE, SETTINGS, expected, matched, model, windows

TRUTH = np.array([[0.3, 0.6, 0.9, 0.1]])


@pytest.fixture(scope="module")
def found():
    reported = expected(TRUTH)[0]
    return matched(*zip(reported - CHANCE, reported + CHANCE, strict=True))


def test_the_plausible_part_holds_the_truth_and_is_small(found):
    assert found.judge.holds(TRUTH)[0]
    assert 0.0 < found.plausible.share < 0.1


def test_what_lies_far_from_a_window_is_implausible(found):
    assert not found.judge.holds(np.array([[0.9, 0.6, 0.9, 0.1], [0.3, 0.1, 0.9, 0.1]])).any()


def test_members_are_simulated_and_confirmed(found):
    assert len(found.members) == SETTINGS.draws
    means = model(found.members).mean(axis=1)
    assert np.allclose(found.member_values, means)
    assert (found.judge.of_simulated(means) < found.judge.cutoff).all()


def test_a_number_that_moves_no_target_is_said_to_be_beyond_them(found):
    by = [
        tuple(w for w, e in zip("ab", found.judge.emulators, strict=True) if n in e.active)
        for n in range(4)
    ]
    told = narrowed(found.plausible.points, by)
    assert [one.said for one in told] == ["narrowed", "narrowed", "untouched", "untouched"]
    assert told[3].width > 0.8


def test_windows_that_hold_everything_rule_out_nothing():
    found = matched((-100.0, 100.0), (-100.0, 100.0))
    assert found.plausible.share == 1.0
    assert [one.alone for one in ruled_out(found, 1)] == [0.0, 0.0]
    told = narrowed(found.plausible.points, [("a",), ("a", "b"), (), ()])
    assert "narrowed" not in [one.said for one in told]


def test_a_target_rules_out_alone_what_it_does_and_less_of_what_others_leave():
    found = matched((0.0, 10.0), (0.0, 10.0), settings=replace(SETTINGS, waves=1))
    first, second = ruled_out(found, 1)
    # 20 a + 4 b <= 10 of the unit square, a little more for chance
    assert 0.4 < first.alone < 0.65
    assert second.alone == second.given_others == 0.0
    assert first.given_others == pytest.approx(first.alone)


def test_targets_that_contradict_each_other_are_named():
    """A high second target needs b near 1, and then the first is 4 at least."""
    found = matched((0.0, 1.0), (5.8, 6.0))
    assert found.is_empty
    assert contradictions(found, 1) == (("a", "b"),)


def test_a_target_beyond_reach_is_named_alone():
    found = matched((0.0, 24.0), (60.0, 70.0))
    assert found.is_empty
    assert contradictions(found, 1) == (("b",),)
    assert ruled_out(found, 1)[1].most < 60.0


def test_a_metric_that_does_not_exist_is_left_out():
    def of(points):
        values = model(points)
        values[:, :, 1] = np.nan
        return values

    found = matched((0.0, 10.0), (0.0, 6.0), of=of)
    assert [window.name for window in found.left_out] == ["b"]
    assert [window.name for window in found.judge.windows] == ["a"]
    assert len(found.members) == SETTINGS.draws


def test_a_target_that_follows_no_factor_rules_nothing_out_unseen():
    """A handful of points may not have told apart what moves it: candidates are simulated."""

    def of(points):
        values = model(points)
        values[:, :, 1] = 50.0 + np.modf(points[:, :1].sum(axis=1) * 1e4)[0][:, None]
        return values

    found = matched((0.0, 24.0), (0.0, 1.0), of=of)
    assert found.judge.emulators[1].active == ()
    assert found.plausible.share > 0.9
    assert found.is_empty
    assert list(found.missed) == [0, found.tried]
    assert contradictions(found, 1) == ()


def test_nothing_is_concluded_of_points_that_could_not_be_simulated():
    with pytest.raises(MatchError, match="0 of 40 points could be simulated"):
        matched((0.0, 1.0), of=lambda points: np.full((len(points), 3, 1), np.nan))


def steep(points):
    """Exceeds its window by far in nearly all of thirty columns' prior, in a way that bends."""
    values = np.exp(2.0 * points[:, 0] + 1.5 * points[:, 1] + points[:, 2])
    return values[:, None, None] + 0.05 * np.array([-1.0, 0.0, 1.0])[None, :, None]


def test_what_is_missed_teaches_so_that_a_thin_part_is_found():
    found = match(steep, windows((1.0, 2.5)), 2, 30, SETTINGS)
    prior = steep(np.random.default_rng(2).random((4000, 30))).mean(axis=(1, 2))
    assert np.mean((prior > 1.0) & (prior < 2.5)) < 0.1
    assert len(found.members) == SETTINGS.draws
    assert found.missed[0] < 0.5 * found.tried


def test_a_point_given_is_simulated_and_is_no_member():
    given = np.full(4, 0.5)
    found = match(model, windows((0.0, 24.0)), 4, 4, SETTINGS, given=given)
    assert np.array_equal(found.points[0], given)
    assert found.waves[0].points == SETTINGS.points + 1
    assert len(found.members) == SETTINGS.draws
    assert not (found.members == given).all(axis=1).any()


def test_draws_follow_how_likely_a_simulation_confirms_them():
    """Chances of a point are those of a normal emulator between two ends."""
    found = matched((0.0, 10.0), (0.0, 10.0))
    points = np.random.default_rng(3).random((200, 4))
    judge = found.judge
    told = np.zeros(200)
    for n, emulator in enumerate(judge.emulators):
        mean, variance = emulator(points)
        reach = judge.cutoff * np.sqrt(judge.chance[n] * 4 / 3)
        window = judge.windows[n]
        high, low = (
            (end - mean) / np.sqrt(variance) for end in (window.high + reach, window.low - reach)
        )
        told += np.log(np.maximum(norm.cdf(high) - norm.cdf(low), 1e-300))
    sure = told > -20.0
    assert sure.sum() > 50
    assert np.allclose(judge.log_chances(points)[sure], told[sure], atol=1e-4)
    assert np.isfinite(judge.log_chances(points)).all()
    drawn = sample(judge, points, 100, np.random.default_rng(4))
    assert judge.holds(drawn).mean() > 0.9


def test_the_same_seed_finds_the_same():
    first, second = (matched((0.0, 10.0), (2.0, 3.0)) for _ in range(2))
    assert np.array_equal(first.members, second.members)


def test_an_emulator_is_as_sure_as_it_says():
    rng = np.random.default_rng(3)
    x = rng.random((80, 6))

    def truth(at):
        return np.sin(4 * at[:, 0]) + at[:, 1] * at[:, 0]

    emulator = emulate(x, truth(x) + 0.1 * rng.standard_normal(80), 6)
    new = rng.random((500, 6))
    mean, variance = emulator(new)
    misses = (truth(new) + 0.1 * rng.standard_normal(500) - mean) / np.sqrt(variance)
    assert np.mean(np.abs(misses) < 3.0) > 0.95
    assert np.sqrt(np.mean((mean - truth(new)) ** 2)) < 0.15


def test_noise_has_no_active_factor_and_a_square_has_one():
    rng = np.random.default_rng(4)
    x = rng.random((100, 10))
    square = (x[:, 7] - 0.5) ** 2 + 0.01 * rng.standard_normal(100)
    assert active_factors(x, square)[0] == 7
    assert len(active_factors(x, rng.standard_normal(100))) <= 1
    assert active_factors(x, np.ones(100)) == ()
