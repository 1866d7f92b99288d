"""Both ends of what staff may do, where a ledger tells no load: all waits, or all is work.

Between them lies the city. Where an answer on staff is the same at both it may be relied on, and
nowhere else.
"""

from pathlib import Path

import numpy as np

from ...studies.uncertainty.ends import ALL_WAIT, ALL_WORK
from ..requests import Requests
from .department_desks import calendars_of, hours_of
from .plan import Plan
from .sourced import LEDGER, Mapped
from .times import work_of
from .write import SCENARIO, write_yaml

ENDS = "ends"
MOST_LOAD = 1.0  # beyond it work piles up for ever, and closings of the ledger did not
TITLES = {
    ALL_WAIT: ("nobody works on requests, they wait", "全部为等待、无人办理"),
    ALL_WORK: ("staff works on each open request", "未办结件均在办理"),
}


def ends_of(requests: Requests, plan: Plan) -> dict[str, Mapped]:
    """Scenarios of both ends, by name; none where no department has staff and a bound alone."""
    if not plan.manned:
        return {}
    return {
        ALL_WAIT: _end(plan, ALL_WAIT),
        ALL_WORK: _end(plan, ALL_WORK) | _worked(requests, plan),
    }


def _end(plan: Plan, name: str) -> Mapped:
    en, zh = TITLES[name]
    return {
        "extends": f"../{SCENARIO}",
        "name": f"{plan.name}_{name}",
        "title": {
            "en": f"Fitted to: {plan.title}: {en}",
            "zh": f"据台账拟合：{plan.title}：{zh}",
        },
    }


def _worked(requests: Requests, plan: Plan) -> Mapped:
    """Departments with staff serve in their hours, and what they do waits for nothing else."""
    names = sorted(set(requests.department))
    office = dict(zip(names, plan.department_ids(names), strict=True))
    kinds = plan.kind_ids(requests.kinds)
    rows = np.bincount(requests.kind, minlength=len(kinds))
    worked: Mapped = {}
    for name, one in plan.manned.items():
        mine = [k for k, each in enumerate(requests.department) if each == name]
        number = max(int(rows[mine].sum()), 1)
        load = min(one.load.at_most, MOST_LOAD)
        hours = np.full(1, load * one.load.staff_hours / number)
        work = work_of(hours, None)
        work["mean"] = {
            "value": work["mean"]["value"],
            "derived": "if each open request occupied one of the staff: at most",
            "source": LEDGER,
        }
        for k in mine:
            worked[kinds[k]] = {"outside_wait": None, "work_hours": work}
    told = {*plan.manned, *plan.served}
    return {
        "untold_loads": [id for place, id in office.items() if place not in told],
        **calendars_of(office, plan.manned),
        "desks": {
            "departments": {
                office[name]: {"calendar": hours_of(office[name])} for name in plan.manned
            }
        },
        "issues": {"kinds": worked},
    }


def write_ends(folder: Path, ends: dict[str, Mapped]) -> None:
    """Write both ends into a folder of their own; nothing where there are none."""
    if not ends:
        return
    (folder / ENDS).mkdir()
    for name, text in ends.items():
        write_yaml(folder / ENDS / f"{name}.yaml", text)
