"""Where a verdict turns, and when too little is known to say so."""

import numpy as np
import pytest

from qipan.studies.uncertainty.verdict import FEWEST, turning


def drawn(n: int, seed: int = 3) -> np.ndarray:
    return np.random.default_rng(seed).uniform(0.3, 1.5, n)


def test_the_load_at_which_it_turns_is_found() -> None:
    loads = drawn(80)
    found = turning(loads, loads - 0.7)
    assert found.kind == "better_above" and found.low <= 0.7 <= found.high
    assert found.below.count == 0 and found.above.value == 1.0
    assert found.below.of + found.above.of == found.worlds == 80
    turned = turning(loads, 0.7 - loads)
    assert turned.kind == "better_below" and turned.at == pytest.approx(found.at)


def test_in_every_world_the_same() -> None:
    loads = drawn(30)
    assert turning(loads, np.ones(30)).kind == "better"
    assert turning(loads, -np.ones(30)).kind == "worse"


def test_what_does_not_hang_on_load_does_not_turn() -> None:
    kinds = []
    for seed in range(40):
        gains = np.random.default_rng([seed, 1]).normal(size=60)
        kinds.append(turning(drawn(60, seed), gains).kind)
    # the test misses 1 in 20: of 40 more than 8 would come once in ten thousand
    assert sum(kind != "untold" for kind in kinds) <= 8


@pytest.mark.parametrize("n", [0, 1, 2 * FEWEST - 1])
def test_too_few_worlds_say_nothing(n: int) -> None:
    loads = drawn(n)
    assert turning(loads, loads - 0.7).kind == "few"
