"""Units of a city, and that pairing keeps what it promises."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy.stats import binom

from qipan.city.pairing import pair
from qipan.city.units import build_units
from qipan.scenario.policy import Pairing

from .conftest import BRIEF, TINY, generated, listed, place

SPEC = TINY.document.units
CITIES = {
    count: generated(community_count=count, residents=2000 * count, community_size_sigma=1.2)
    for count in (1, 2, 3, 7, 16)
}
sizes = st.tuples(
    st.sampled_from(list(CITIES)), st.integers(1, 120), st.integers(1, 9), st.integers(1, 5)
)


def units(count, seed=1):
    return build_units(SPEC.model_copy(update={"count": count}), seed)


def test_groups_have_their_shares_and_mandates_are_uniform():
    found = units(20_000)
    assert len(np.unique(found.key)) == 20_000
    for row, group in enumerate(SPEC.groups.values()):
        low, high = binom.ppf([1e-4, 1 - 1e-4], 20_000, group.share)
        assert low <= (found.group == row).sum() <= high
    assert found.group.max() < len(SPEC.groups)
    assert ((found.mandate > 0) & (found.mandate < 1)).all()
    assert np.abs(np.sort(found.mandate) - np.linspace(0, 1, 20_000)).max() < 0.02


def test_units_of_a_smaller_city_are_the_first_of_a_larger():
    few, many, others = units(10), units(30), units(30, seed=2)
    for name in ("key", "group", "mandate"):
        assert np.array_equal(getattr(few, name), getattr(many, name)[:10])
        assert not np.array_equal(getattr(others, name), getattr(many, name))


def test_no_units_where_the_scenario_names_none():
    assert len(generated({"units": None}).units.key) == 0
    assert len(build_units(None, 1).group) == 0


@BRIEF
@given(sizes)
def test_everybody_is_paired_as_often_as_promised(size):
    communities, count, least, most = size
    assume(least <= count and least * communities <= count * most)
    where = CITIES[communities].places
    policy = Pairing(on=True, units_per_community=least, communities_per_unit=most)
    unit, community = pair(units(count), policy, where)
    pairs = list(zip(unit.tolist(), community.tolist(), strict=True))
    assert pairs == sorted(set(pairs)), "each pair is there once, in order"
    has = np.bincount(community, minlength=communities)
    serves = np.bincount(unit, minlength=count)
    assert len(has) == communities and len(serves) == count
    assert has.min() >= least
    assert serves.min() >= 1 and serves.max() <= most
    # Nobody serves twice before all others serve once.
    assert serves.max() - serves.min() <= 1
    # Those left over go by residents.
    extra = max(0, count - least * communities)
    exact = extra * where.residents / where.residents.sum()
    assert np.abs(has - least - exact).max() < 1


@pytest.mark.parametrize(("count", "least", "most"), [(13, 2, 1), (6, 2, 2), (2, 3, 99)])
def test_too_few_units_are_refused(count, least, most):
    policy = Pairing(on=True, units_per_community=least, communities_per_unit=most)
    with pytest.raises(ValueError, match="too few"):
        pair(units(count), policy, CITIES[7].places)


PLACES = [place(f"p{n}", 300 + 700 * n) for n in range(5)]


def pairs_by_name(places, count, policy):
    found = units(count)
    unit, community = pair(found, policy, listed(places).places)
    return {(int(found.key[u]), places[c]["id"]) for u, c in zip(unit, community, strict=True)}


@BRIEF
@given(st.permutations(PLACES), st.integers(5, 40), st.integers(1, 2))
def test_the_order_of_communities_does_not_matter(places, count, most):
    policy = Pairing(on=True, units_per_community=most, communities_per_unit=most)
    assert pairs_by_name(places, count, policy) == pairs_by_name(PLACES, count, policy)


def test_who_meets_whom_is_drawn():
    policy = Pairing(on=True, units_per_community=2)
    _, one = pair(units(32), policy, CITIES[16].places)
    _, other = pair(units(32, seed=2), policy, CITIES[16].places)
    assert not np.array_equal(one, other)
    assert not np.array_equal(one, np.arange(32) // 2)
