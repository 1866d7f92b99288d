"""A revision is what the whole scenario would be if it said so, and reads only what has changed."""

from dataclasses import replace
from functools import cache
from typing import Any

import pytest

import qipan
from qipan.scenario import Scenario, ScenarioError

TRUST = "residents.trust.initial"
REVISIONS: list[dict[str, Any]] = [
    {TRUST: 0.42},
    {f"{TRUST}.value": 0.42, "horizon.days": 40},
    {"name": "another", "issues.kinds.noise": {"title": {"en": "Din", "zh": "吵闹"}}},
    {"policy.changes": [{"on": "2019-10-01", "set": {"policy": {"patrol": {"on": False}}}}]},
    {"sources.fuding-2020.kind": "literature"},
    {"own_documents": ["dalian-2022"]},
    {"residents.trust": None},
    {TRUST: 4.2, "horizon.days": -1, "policy.burden.onn": True},
    {TRUST: {"value": 0.42, "range": [0.1, 0.2], "assumed": "a guess"}},
]


@cache
def fuding() -> Scenario:
    return qipan.load("fuding")


def read_anew(scenario: Scenario) -> Scenario:
    """Return the same scenario, of which nothing is known that a revision could use again."""
    return replace(scenario, _stripped=None)


def said(scenario: Scenario, revision: dict[str, Any]) -> object:
    try:
        revised = scenario.revise(revision)
    except ScenarioError as error:
        return error.faults
    return revised.resolved(), revised.regimes, revised._tree


@pytest.mark.parametrize("revision", REVISIONS, ids=lambda each: next(iter(each)))
def test_a_revision_says_what_the_whole_read_anew_says(revision: dict[str, Any]) -> None:
    assert said(fuding(), revision) == said(read_anew(fuding()), revision)
    once = fuding().revise({"closure.false_share": 0.1})  # a revision of a revision as well
    assert said(once, revision) == said(read_anew(once), revision)


def test_only_rows_of_the_block_that_is_revised_are_made_anew() -> None:
    before = {row.key: row for row in fuding().provenance}
    after = fuding().revise({TRUST: 0.42}).provenance
    anew = {row.key for row in after if row is not before.get(row.key)}
    assert TRUST in anew and {key.rpartition(".")[0] for key in anew} == {"residents.trust"}


def test_another_document_of_its_own_changes_the_standing_of_numbers_that_are_not_revised() -> None:
    (row, *_) = (
        row for row in fuding().provenance if row.source == "fuding-2020" and not row.derived
    )
    revised = fuding().revise({"own_documents": ["dalian-2022"]})
    now = {each.key: each.status for each in revised.provenance}
    assert (row.status, now[row.key]) == ("stated", "elsewhere")
