"""The search for a root: known truths, the stated confidence, and what is said when it cannot."""

import math

import numpy as np
import pytest

from qipan.statistics.decision import Decider, looks
from qipan.statistics.root import most_decisions
from qipan.studies.seek import find_root


def noisy(means, seed=0, spread=1.0, shared=0.8):
    """Normal response around known means; levels share most of their noise, as seeds make them."""
    means = np.asarray(means, float)

    def response(level, numbers):
        rows = []
        for number in numbers:
            common = np.random.default_rng([seed, number]).standard_normal()
            own = np.random.default_rng([seed, number, level]).standard_normal()
            rows.append(shared * common + math.sqrt(1 - shared**2) * own)
        return means[level] + spread * np.array(rows)

    return response


def falling(levels):
    return np.linspace(10.0, 0.0, levels)


def test_without_noise_the_answer_is_exact():
    for levels in (2, 3, 8, 15, 65):
        for begins in range(1, levels):
            means = np.where(np.arange(levels) < begins, 9.0, 3.0)
            found = find_root(
                noisy(means, spread=0.0), levels, 7.0, "below", first=2, most=2, settled=True
            )
            assert (found.outcome, found.missed, found.reached) == ("found", begins - 1, begins)
            assert found.rising and found.monotone


def test_a_lever_that_works_the_other_way():
    found = find_root(noisy(falling(11)[::-1], spread=0.1), 11, 6.5, "below")
    assert (found.outcome, found.missed, found.reached) == ("found", 7, 6)
    assert found.rising is False
    found = find_root(noisy(falling(11), spread=0.1), 11, 6.5, "above")
    assert (found.missed, found.reached, found.rising) == (4, 3, False)


def test_already_there_and_out_of_reach():
    found = find_root(noisy(falling(9), spread=0.1), 9, 20.0, "below")
    assert (found.outcome, found.reached, found.monotone) == ("already", 0, True)
    found = find_root(noisy(falling(9), spread=0.1), 9, -5.0, "below")
    assert (found.outcome, found.missed, found.reached) == ("unreachable", 8, None)
    assert len(found.decisions) == 3


def test_a_response_that_turns_round_is_said():
    valley = np.abs(np.arange(9) - 4.0)
    found = find_root(noisy(valley, spread=0.1), 9, 1.5, "below")
    assert found.outcome == "unreachable" and not found.monotone


def test_what_lies_on_the_bound_is_left_undecided_and_searched_around():
    means = falling(21)  # level 10 lies at 5 exactly
    found = find_root(noisy(means, spread=0.3), 21, 5.0, "below", most=80)
    assert found.outcome == "undecided"
    assert found.missed == 9 and found.reached == 11
    (middle,) = [d for d in found.decisions if d.level == 10]
    assert middle.verdict == "undecided" and middle.interval.n == 80


def test_an_end_that_is_undecided():
    found = find_root(noisy([5.0, 0.0], spread=1.0), 2, 5.0, "below", most=40)
    assert (found.outcome, found.missed, found.reached) == ("unclear", None, 1)


def test_a_metric_that_does_not_exist_misses():
    def response(level, numbers):
        return np.array([math.nan if number == 3 and level < 4 else 1.0 for number in numbers])

    found = find_root(response, 9, 7.0, "below", settled=True)
    assert (found.outcome, found.missed, found.reached) == ("found", 3, 4)
    assert [d.missing for d in found.decisions if d.level < 4] == [1, 1, 1]


def test_equal_replications_decide_only_what_they_can():
    def same(level, numbers):
        return np.full(len(numbers), 100.0)

    for support, verdict in ((None, "undecided"), ((0.0, 100.0), "reached")):
        decide = Decider(same, 50.0, "above", error=0.05, first=10, most=10, support=support)
        assert decide(0).verdict == verdict
    near = Decider(same, 99.0, "above", error=0.05, first=10, most=10, support=(0.0, 100.0))
    assert near(0).verdict == "undecided"
    settled = Decider(same, 100.0, "above", error=0.05, first=10, most=10, settled=True)
    assert settled(0).verdict == "missed"  # it shall lie above


def test_looks_double_up_to_the_most():
    assert looks(20, 100) == [20, 40, 80, 100]
    assert looks(20, 20) == looks(30, 20) == [20]


@pytest.mark.parametrize("levels", [2, 3, 4, 9, 15, 16, 65])
def test_never_more_decisions_than_the_error_is_shared_among(levels):
    rng = np.random.default_rng(5)
    for _ in range(300):
        sides = rng.choice([-1.0, 1.0, 0.0], levels, p=[0.3, 0.3, 0.4])
        if rng.random() < 0.8:
            sides[0], sides[-1] = 1.0, -1.0

        def response(level, numbers, sides=sides):  # values that no test can tell from 0
            return sides[level] + (sides[level] == 0.0) * np.resize([1.0, -1.0], len(numbers))

        found = find_root(response, levels, 0.0, "below", first=2, most=2)
        assert len(found.decisions) <= most_decisions(levels)


def test_the_stated_confidence_holds():
    """Over 400 searches with known truth, wrong answers are no more frequent than stated."""
    levels, repeats, confidence = 12, 400, 0.9
    means = 10.0 - np.arange(levels) * 0.6
    begins = int(np.argmax(means < 7.0))  # 7.0 itself is level 5, which misses
    assert means[begins - 1] == 7.0
    means[begins - 1] += 0.15  # near enough to be mistaken
    wrong, decided = 0, 0
    for seed in range(repeats):
        rng = np.random.default_rng([77, seed])
        noise = 0.6 * rng.standard_normal((1, 160)) + 0.8 * rng.standard_normal((levels, 160))

        def response(level, numbers, noise=noise):
            return means[level] + noise[level, list(numbers)]

        found = find_root(response, levels, 7.0, "below", confidence=confidence, first=10, most=160)
        misses = found.missed is not None and found.missed >= begins
        reaches = found.reached is not None and found.reached < begins
        wrong += misses or reaches
        decided += found.outcome == "found"
    assert wrong / repeats <= (1 - confidence) + 2.6 * math.sqrt(confidence * 0.1 / repeats)
    assert decided / repeats > 0.15  # it is no confidence that never says anything


def test_a_decision_errs_as_seldom_as_stated():
    """At the bound itself every decision is an error."""
    repeats, error = 1500, 0.1
    rng = np.random.default_rng(9)
    erred = 0
    for _ in range(repeats):
        values = rng.standard_normal(80)
        decide = Decider(
            lambda _, numbers, values=values: values[list(numbers)],
            0.0,
            "below",
            error=error,
            first=10,
            most=80,
        )
        erred += decide(0).verdict != "undecided"
    # two wrong sides here, each with its error
    assert 0.02 < erred / repeats < 2 * error
