"""History matching on a model of which everything is known."""

from dataclasses import replace

import numpy as np
import pytest

from qipan.studies.calibration.emulator import active_factors, emulate
from qipan.studies.calibration.ladder import different, next_level
from qipan.studies.calibration.matching import match
from qipan.studies.calibration.narrowed import narrowed
from qipan.studies.calibration.ruled_out import contradictions, ruled_out
from qipan.studies.calibration.screen import screen_of
from qipan.studies.calibration.study import JUDGED_FROM, MatchError, Study
from qipan.studies.calibration.walks import sample, walk

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
    """A handful of points may not have told apart what moves it: more are simulated."""

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


@pytest.fixture(scope="module")
def thin():
    settings = replace(SETTINGS, waves=1, draws=30)
    return match(steep, windows((1.0, 2.5)), 3, 30, settings)


@pytest.fixture(scope="module")
def thin_prior():
    """Points of the prior that a simulation would confirm, and their share."""
    points = np.random.default_rng(2).random((100_000, 30))
    reach = 3.0 * 0.05 * np.sqrt(4.0 / 3.0)
    values = steep(points).mean(axis=(1, 2))
    good = points[(values > 1.0 - reach) & (values < 2.5 + reach)]
    return good, len(good) / len(points)


def test_all_members_of_a_thin_part_are_found(thin, thin_prior):
    assert thin_prior[1] < 0.12
    assert len(thin.members) > 25
    assert (thin.member_values < 2.7).all()
    assert [level.distance for level in thin.climbed.levels][-1] == 0.0


def test_the_share_that_simulations_confirm_is_about_right(thin, thin_prior):
    assert 0.5 < thin.climbed.share / thin_prior[1] < 2.0


def test_members_lie_as_draws_of_the_prior_that_are_confirmed(thin, thin_prior):
    """Also in columns that no target follows, which must not gather about the first points."""
    away = thin.members.mean(axis=0) - thin_prior[0].mean(axis=0)
    sd = thin_prior[0].std(axis=0) / np.sqrt(len(thin.members) / 3.0)  # chains are not independent
    assert (np.abs(away) < 4.0 * sd).all()
    assert thin.members[:, 4:].std(axis=0).min() > 0.15


def test_a_walk_keeps_the_prior_times_the_chance():
    """A chance that grows as e^(3x) along one column leaves that density, and the other even."""
    rng = np.random.default_rng(5)

    def told(points):
        return 3.0 * points[:, 0]

    at = walk(told, rng.random((4000, 2)), 0.5, 40, rng)
    expected_mean = 1.0 / (1.0 - np.exp(-3.0)) - 1.0 / 3.0
    assert at[:, 0].mean() == pytest.approx(expected_mean, abs=0.02)
    assert at[:, 1].mean() == pytest.approx(0.5, abs=0.02)


def test_a_point_given_is_simulated_and_is_no_member():
    given = np.full(4, 0.5)
    found = match(model, windows((0.0, 24.0)), 4, 4, SETTINGS, given=given)
    assert np.array_equal(found.points[0], given)
    assert found.waves[0].points == SETTINGS.points + 1
    assert len(found.members) == SETTINGS.draws
    assert not (found.members == given).all(axis=1).any()


def test_a_screen_tells_how_likely_values_near_a_window_are():
    """Also far out, where what is simulated is a thousand windows away."""
    rng = np.random.default_rng(3)
    points = rng.random((120, 4))
    values = (20.0 * points[:, :1] + rng.standard_normal((120, 1))) ** 3
    reach = np.array([3.0])
    screen = screen_of(points, values, windows((0.0, 100.0)), reach, 50.0 + reach, 4, 1)
    new = rng.random((4000, 4))
    told = np.exp(screen.log_chances(new))
    assert told[new[:, 0] < 0.15].mean() > 0.5  # (20 * 0.15) ** 3 is 27
    assert told[new[:, 0] > 0.5].max() < 0.02
    assert np.isfinite(screen.log_chances(new)).all()
    drawn = sample(screen.log_chances, new, 100, rng)
    assert (drawn[:, 0] < 0.35).mean() > 0.9


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


def test_a_level_keeps_ten_different_points_and_half_of_few():
    """Forty chains that have hardly moved stand at few points; a quarter of them may be one."""
    near = np.arange(40.0)
    stuck = np.repeat(np.arange(20), 2)
    assert next_level(near, np.arange(40)) == 9.5  # the nearest quarter
    assert next_level(near, stuck) == 18.5  # ten points, each of them twice
    assert next_level(near, np.repeat(np.arange(4), 10)) == 10.5  # two of four
    assert next_level(np.maximum(near - 9.0, 0.0), np.arange(40)) == 0.0
    assert next_level(np.maximum(near - 8.0, 0.0), np.arange(40)) > 0.0


def study_of(values, *ends, settings=SETTINGS):
    """A study of points that came out so, with nearly no chance."""

    def of(points):
        told = np.array(values)[: len(points), None, :]
        return told + 1e-3 * np.array([-1.0, 0.0, 1.0])[None, :, None] * np.arange(1, 3)

    made = Study(of, tuple(windows(*ends)), 4, settings, None)
    made.simulate(np.random.default_rng(1).random((len(values), 4)))
    made.renew_chance()
    return made


def test_targets_are_off_by_widths_of_their_windows_and_not_by_chance():
    """Half widths of 5 and .5: a target five widths off is farther than one two widths off."""
    values = [(5.0, 0.5)] * 18 + [(30.0, 0.5), (5.0, 2.0)]
    far = study_of(values, (0.0, 10.0), (0.0, 1.0)).distances
    assert (far[:18] == 0.0).all()
    assert far[18] == pytest.approx(4.0, rel=0.01)
    assert far[19] == pytest.approx(2.0, rel=0.03)


def test_a_window_with_one_end_is_as_wide_as_its_target_varies():
    values = [(float(n), 0.5) for n in range(20)]
    study = study_of(values, (-np.inf, 9.0), (0.0, 1.0))
    assert study.distances[19] == pytest.approx(10.0 / np.std(np.arange(20.0)), rel=0.01)


def test_the_judge_learns_from_points_of_the_ladder():
    """The first points tell nothing of a target that the later ones follow."""
    rng = np.random.default_rng(4)
    study = Study(model, tuple(windows((0.0, 24.0), (0.0, 6.0))), 4, SETTINGS, None)
    study.simulate(0.5 + 1e-3 * (rng.random((14, 4)) - 0.5))
    later = rng.random((400, 4))
    study.simulate(later)
    study.renew_chance()
    judge = study.judge(14)
    mean, variance = judge.emulators[0](later)
    assert np.abs(mean - expected(later)[:, 0]).max() < 1.0
    assert variance.max() < 1.0
    assert len(judge.emulators[0]._process.y_train_) == 14 + JUDGED_FROM


def test_members_are_where_chains_are_and_then_where_they_were():
    states = [np.array([1, 1, 2]), np.array([3, 1, 2]), np.array([3, 3, 2])]
    assert list(different(states, 2)) == [2, 3]
    assert list(different(states, 3)) == list(different(states, 9)) == [1, 2, 3]


def test_chains_descend_from_ten_points_at_each_level(thin):
    assert min(level.origins for level in thin.climbed.levels) >= 10
    assert len(thin.members) == 30
