"""That every key a planner meets has a Chinese name."""

import re
from typing import get_args, get_origin

import pytest

from qipan.scenario import load
from qipan.scenario.key_names import catalogue, key_name
from qipan.scenario.schema import ROOT, Slot, peel, slot_of

LATIN = re.compile("[A-Za-z_]")


def parts(slot: Slot = ROOT, path: tuple[str, ...] = ()):
    """Paths of all keys that the schema has, what an author lists as `*`."""
    if slot.block is not None and len(path) < 9:
        for name, field in slot.block.model_fields.items():
            yield (*path, name)
            if (*path, name) != ("policy", "changes"):  # whose keys are those of the rest
                yield from parts(slot_of(field), (*path, name))
    elif get_origin(slot.core) is dict:
        yield from parts(peel(get_args(slot.core)[1]), (*path, "any"))
    elif get_origin(slot.core) is tuple:
        yield from parts(peel(get_args(slot.core)[0]), (*path[:-1], f"{path[-1]}[0]"))


def test_every_key_of_the_schema_has_a_chinese_name() -> None:
    unnamed = {".".join(path) for path in parts() if LATIN.search(key_name(".".join(path), "zh"))}
    assert not unnamed


@pytest.mark.parametrize("name", ["tiny", "fuding", "dalian", "mile", "xiangshan"])
def test_every_number_of_a_shipped_city_has_a_chinese_name(name) -> None:
    scenario = load(name)
    called = {row.key: key_name(row.key, "zh", scenario) for row in scenario.provenance}
    assert not {key: said for key, said in called.items() if LATIN.search(said)}
    twice = {said for said in called.values() if list(called.values()).count(said) > 1}
    assert not {key: said for key, said in called.items() if said in twice}


def test_a_name_says_where_a_key_stands() -> None:
    tiny = load("tiny")
    kind = next(iter(tiny.document.issues.kinds))
    title = tiny.document.issues.kinds[kind].title.zh
    assert (
        key_name("desks.community.turnover.leave_per_year", "zh")
        == "办理台·社区·人员流动·每年离职率"
    )
    assert key_name(f"issues.kinds.{kind}.patience_days", "zh", tiny) == f"问题·{title}·容忍天数"
    assert key_name("shocks[1].days", "zh") == "冲击·第 2 项·天数"
    assert key_name("desks.community.share", "en") == "desks.community.share"
    assert "my_own" in key_name("city.types.my_own.share", "zh")


def test_nothing_in_the_catalogue_is_left_over() -> None:
    own = [[part.removesuffix("[0]") for part in path if part != "any"] for path in parts()]
    endings = {".".join(path[first:]) for path in own for first in range(len(path))}
    left = {*catalogue()} - endings - {"names"}
    assert not left
