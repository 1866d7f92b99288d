"""A plan as an option of a question: its posts as the plan was simulated, at the plan's prices."""

import csv
from pathlib import Path
from typing import Any

from ..scenario import Scenario
from ..studies.allocation.placement import NOBODY_SENT
from ..studies.allocation.plans import FROM_OUTSIDE
from .in_force import ALLOCATION
from .options import EditError, add_option
from .placed_costs import keep_yuan
from .studies import PLAN, answer_of
from .workspace import MOST_OPTIONS, Question

PLACES, COSTS = "places.csv", "costs.csv"


def posts_of_plan(question: Question) -> dict[str, float]:
    """Return full-time people by community as the plan was simulated; empty if there is none."""
    return {row["community"]: float(row["heads"]) for row in _rows(question, PLACES)}


def yuan_of_plan(question: Question) -> float:
    """Return what the plan pays for posts and hours in a year, mean of its years."""
    levers = [row for row in _rows(question, COSTS) if row["row"] == "lever"]
    paid = [row for row in levers if row["unit"] in ("posts", "hours")]
    years = len({row["year"] for row in paid})
    return sum(float(row["yuan"]) for row in paid) / years if years else 0.0


def add_plan(question: Question, city: Scenario, title: str) -> None:
    """Add an option that differs from today by the posts of the plan alone.

    Raises
    ------
    EditError
        If there is no plan, or as many options as can be.
    ScenarioError
        If the city refuses it.
    """
    posts = posts_of_plan(question)
    if not posts:
        raise EditError("no plan")
    setting: dict[str, Any] = {**FROM_OUTSIDE, ALLOCATION: posts}
    if not city.document.policy.sent_down.on:
        setting |= {f"policy.sent_down.{key}": value for key, value in NOBODY_SENT.items()}
    city.revise(setting)
    add_option(question, 0, title, MOST_OPTIONS, setting)
    keep_yuan(question, posts, yuan_of_plan(question))


def replaces_cadres(city: Scenario) -> bool:
    """Whether full-time cadres work there today, whom a plan's posts take the place of."""
    sent = city.document.policy.sent_down
    return bool(sent.on and (sent.full_time_per_community or sent.allocation))


def _rows(question: Question, name: str) -> list[dict[str, str]]:
    file: Path = answer_of(question, PLAN) / name
    if not file.exists():
        return []
    with open(file, encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))
