"""A scenario says the same in whatever order its mappings are written, and comes to the same."""

import copy
from pathlib import Path

import pytest

import qipan
from qipan.runs.store.key import content_hash
from qipan.scenario.nodes import plain
from qipan.studies.sweep.factors import assumed_factors

SCENARIOS = Path(__file__).parents[2] / "scenarios"
SHORT = {"horizon.days": 20, "horizon.warm_up_days": 10}


def written(name):
    """A scenario as plain data, sourced values in it, as its files write it together."""
    return plain(qipan.load(SCENARIOS / f"{name}.yaml").revise(SHORT)._tree)


def mappings(data, path=()):
    """Paths of all mappings in which several keys stand."""
    if isinstance(data, dict):
        if len(data) > 1 and path:
            yield path
        for key, below in data.items():
            yield from mappings(below, (*path, key))


def reversed_at(data, paths):
    """A copy in which the mappings at some paths are written the other way round."""
    turned = copy.deepcopy(data)
    for path in paths:
        holder = turned
        for key in path[:-1]:
            holder = holder[key]
        holder[path[-1]] = dict(reversed(holder[path[-1]].items()))
    return turned


def outcome(scenario):
    """All that a run comes to."""
    return qipan.simulate(scenario, seed=1).metrics


# A city with every mechanism: its volunteers, units, posts, departments, earmarks and all.
@pytest.mark.parametrize("name", ["tiny", "zhangjiagang"])
def test_every_mapping_written_backwards_gives_the_same_city_and_run(name):
    data = written(name)
    as_written = qipan.parse(data)
    backwards = qipan.parse(reversed_at(data, mappings(data)))
    assert backwards == as_written
    assert content_hash(backwards) == content_hash(as_written)
    assert outcome(backwards).equals(outcome(as_written))


@pytest.mark.parametrize(
    "path",
    ["city.types", "issues.kinds", "desks.posts", "desks.departments", "volunteers.skills"],
)
def test_one_mapping_written_backwards_gives_the_same_run(path):
    data = written("tiny")
    turned = qipan.parse(reversed_at(data, [tuple(path.split("."))]))
    assert outcome(turned).equals(outcome(qipan.parse(data)))


def test_a_type_that_no_community_is_of_changes_nobody():
    data = written("tiny")
    more = copy.deepcopy(data)
    more["city"]["types"] = {
        "a_new_one": {**data["city"]["types"]["village"], "village": False},
        **data["city"]["types"],
    }
    alone, beside = (qipan.CityModel(qipan.parse(d), 1).city.places for d in (data, more))
    assert [alone.types[row] for row in alone.type] == [beside.types[row] for row in beside.type]


def test_what_a_sweep_moves_comes_in_one_order():
    data = written("tiny")
    backwards = qipan.parse(reversed_at(data, mappings(data)))
    assert assumed_factors([backwards]) == assumed_factors([qipan.parse(data)])


def test_what_decides_results_is_in_the_hash():
    base = qipan.parse(written("tiny"))
    assert base.revise({"city.types.old_urban.issue_rate_factor.value": 1.2}).sha256 != base.sha256
