"""Small cities to look at."""

from pathlib import Path

from hypothesis import Phase, settings

import qipan
from qipan.city import build_city

SCENARIOS = Path(__file__).parents[2] / "scenarios"
TINY = qipan.load(SCENARIOS / "tiny.yaml")
TYPES = sorted(TINY.document.city.types)

# A failing city is shown as it is found: looking for a smaller one takes a minute.
BRIEF = settings(max_examples=40, deadline=None, phases=[Phase.explicit, Phase.generate])


def city_of(scenario):
    return build_city(scenario.document)


def generated(beside=None, **overrides):
    """The tiny city with some of its own keys replaced, and others of the scenario beside."""
    city = {f"city.{key}": value for key, value in overrides.items()}
    return city_of(TINY.revise(city | (beside or {})))


def listed(places, beside=None, **overrides):
    none = {"community_count": None, "subdistrict_count": None, "residents": None}
    return generated(beside, **none, communities=places, **overrides)


def place(name, residents=900, **more):
    fields = {"subdistrict": "s", "residents": residents, "type": "old_urban", "grids": 2}
    return {"id": name, **fields, **more}
