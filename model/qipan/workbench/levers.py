"""The levers of a policy, with their labels, units, bounds and where today's value comes from."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from ..scenario import Scenario
from ..scenario.key_names import key_name
from ..scenario.nodes import undotted
from ..scenario.policy import MECHANISMS, Policy
from ..scenario.provenance import ProvenanceRow
from ..scenario.schema import bounds, resolve, slot_of
from ..scenario.units import unit_at
from ..units import unit
from ..words import Language, Words


@dataclass(frozen=True)
class Lever:
    """A switch, or a number that an author chooses.

    Attributes
    ----------
    key : str
        Dotted key of the scenario.
    label : Words
    switch : bool
    whole : bool
        Whether only whole numbers make sense.
    unit, bounds, help : str
        In English, as the schema has them.
    """

    key: str
    label: Words
    switch: bool
    whole: bool
    unit: str
    bounds: str
    help: str

    @property
    def group(self) -> str:
        """Key of the mechanism it belongs to."""
        return self.key.rpartition(".")[0]

    def said_unit(self, language: Language) -> str:
        """Return its unit in a language."""
        return unit(self.unit, language)

    def said_help(self, language: Language) -> str:
        """Return what it does in a language; '' where its name says all."""
        return self.help if language == "en" else help_in_chinese().get(self.key, "")


@cache
def labels() -> dict[str, Words]:
    """Return what each lever and each mechanism is called."""
    from ruamel.yaml import YAML

    text = (files(__package__) / "lever_labels.yaml").read_text(encoding="utf-8")
    return {key: Words.of(*both) for key, both in YAML(typ="safe").load(text).items()}


def called(key: str, language: Language, scenario: Scenario) -> str:
    """Return what a key is called, a lever or not; in English the key itself where it is none."""
    label = labels().get(key)
    return label.say(language) if label is not None else key_name(key, language, scenario)


@cache
def help_in_chinese() -> dict[str, str]:
    """Return what each lever does, for those of which the schema says more than the name."""
    from ruamel.yaml import YAML

    text = (files(__package__) / "lever_help_zh.yaml").read_text(encoding="utf-8")
    return dict(YAML(typ="safe").load(text))


def keys_of_levers() -> Iterator[str]:
    """Yield the keys of all levers: switches, and numbers that are the author's to choose."""
    for name in MECHANISMS:
        block = slot_of(Policy.model_fields[name]).block
        assert block is not None
        for key, field in block.model_fields.items():
            slot = slot_of(field)
            if slot.core is bool or (slot.core in (int, float) and slot.choice):
                yield f"policy.{name}.{key}"


@cache
def levers() -> dict[str, Lever]:
    """Return all levers by key."""
    return {key: _lever(key) for key in keys_of_levers()}


def _lever(key: str) -> Lever:
    slot = resolve(undotted(key))
    assert slot is not None
    path = undotted(key)
    block = resolve(path[:-1])
    assert block is not None and block.block is not None
    described = block.block.model_fields[str(path[-1])].description or ""
    return Lever(
        key,
        labels()[key],
        slot.core is bool,
        slot.core is int,
        unit_at(path),
        bounds(slot),
        described,
    )


def value_at(scenario: Scenario, key: str) -> Any:
    """Return what stands at a dotted key of a scenario's first regime."""
    found: Any = scenario.document
    for part in undotted(key):
        found = found[part] if isinstance(found, dict) else getattr(found, str(part))
    return found


def grounds_by_key(scenario: Scenario) -> dict[str, ProvenanceRow]:
    """Return where each number of a scenario comes from, by key."""
    return {row.key: row for row in scenario.provenance}
