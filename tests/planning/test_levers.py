"""What every lever of a plan says of itself."""

import pytest

import qipan
from qipan.planning.document import PlanDocument
from qipan.planning.levers.lever import Lever
from qipan.planning.levers.of_plan import KINDS, SINGLE

from .test_options import TINY


def test_no_two_levers_count_in_the_same_unit() -> None:
    assert len({kind.unit for kind in KINDS}) == len(KINDS)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_a_lever_is_named_and_counted_in_both_languages(kind: type[Lever]) -> None:
    said = {"name": "x", "n": 2, "year": 1, "yuan": 1000.0}
    for language in ("en", "zh"):
        assert "1,000" in kind.amount.say(language, **said)
    assert kind.counted.en != kind.counted.zh


def test_levers_of_a_file_are_keys_of_the_file_and_have_a_name_where_it_gives_none() -> None:
    scenario = qipan.load(TINY)
    for name, kind in SINGLE.items():
        assert name in PlanDocument.model_fields
        words = kind.model_construct().called(name, scenario)
        assert words.en != words.zh
        assert words.en != name
