"""Choosing by name: neither order nor a further name that nobody has changes what is drawn."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qipan.city.draws import draw_by_name, keys_of_texts, seed_key, true_by_name

KEYS = keys_of_texts(seed_key(1, "city"), [f"c{n}" for n in range(20_000)])
SHARES = {"old": 0.5, "new": 0.3, "village": 0.2}


def drawn(shares, keys=KEYS):
    names = list(shares)
    return np.array(names)[draw_by_name(keys, 1, names, list(shares.values()))]


def test_each_is_drawn_as_often_as_its_share():
    found = drawn(SHARES)
    for name, share in SHARES.items():
        error = (share * (1 - share) / len(KEYS)) ** 0.5
        assert (found == name).mean() == pytest.approx(share, abs=3.3 * error)


@given(st.permutations(list(SHARES)))
def test_the_order_of_names_does_not_matter(order):
    keys = KEYS[:200]
    assert (drawn({name: SHARES[name] for name in order}, keys) == drawn(SHARES, keys)).all()


def test_a_name_that_nobody_has_changes_nothing():
    assert (drawn({"nobody": 0.0, **SHARES}) == drawn(SHARES)).all()


def test_a_share_that_grows_only_wins():
    more = drawn({**SHARES, "old": 0.8})
    assert (more[drawn(SHARES) == "old"] == "old").all()
    assert (more == "old").mean() > 0.55


def test_having_something_is_a_draw_of_its_own_name():
    both = [true_by_name(KEYS, 1, name, 0.5) for name in ("legal", "care")]
    assert np.corrcoef(*both)[0, 1] == pytest.approx(0.0, abs=0.03)
    assert true_by_name(KEYS, 1, "legal", 0.6)[both[0]].all()
