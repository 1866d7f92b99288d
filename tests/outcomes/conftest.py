"""Records made by hand, of a city small enough to count on one's fingers."""

import datetime
from types import SimpleNamespace

import numpy as np
import pytest

from qipan.engine import codes, columns
from qipan.engine.layout import Layout
from qipan.engine.record import Record
from qipan.scenario.horizon import Horizon

KINDS = {"parking": (True, "ordinary"), "dispute": (False, "utility")}
SLA_HOURS = {"ordinary": 168.0, "utility": 24.0}
# The ids do not rise, so that what is sorted by id differs from what is left in order.
COMMUNITIES = ("c3", "c1", "c2")
LAYOUT = Layout(
    grids=4,
    communities=3,
    subdistricts=1,
    posts=("general",),
    departments=("water",),
    kinds=tuple(KINDS),
)


def document(warm_up_days, days):
    kinds = {k: SimpleNamespace(visible=v, sla_class=s) for k, (v, s) in KINDS.items()}
    return SimpleNamespace(
        horizon=Horizon(start=datetime.date(2019, 1, 1), days=days, warm_up_days=warm_up_days),
        issues=SimpleNamespace(kinds=kinds, sla_hours=SLA_HOURS),
        handling=SimpleNamespace(other_budgets=None),
        closure=SimpleNamespace(three_rates_weights=(0.1, 0.45, 0.45)),
        costs=None,
    )


def city():
    places = SimpleNamespace(
        ids=COMMUNITIES,
        subdistrict_ids=("s1",),
        residents=np.array([1000, 2000, 1000]),
        voice=np.array([1.0, 0.5, 2.0]),
    )
    people = SimpleNamespace(
        first=np.array([0, 1000, 3000]), grid_community=np.array([0, 0, 1, 2], np.int32)
    )
    return SimpleNamespace(places=places, people=people)


def rows(dtype, defaults, given):
    table = np.zeros(len(given), dtype)
    for row, values in zip(table, given, strict=True):
        for name, value in {**defaults, **values}.items():
            row[name] = value
    return table


def make_desks():
    """Four estates, three communities, a post, an enforcement centre, a department; gates."""
    desks = np.zeros(LAYOUT.rows, columns.DESK)
    levels = [0] * 4 + [1] * 3 + [2] * 2 + [3]
    gates = [
        level
        for level, rows in enumerate(LAYOUT.gates.values(), codes.ESTATE_MEETING)
        for _ in rows
    ]
    desks["level"] = levels + gates
    return desks


ISSUE = {"over": -1.0, "reported": -1.0, "ticket": -1, "cohort": 1, "state": codes.LATENT}
TICKET = {"responded": -1.0, "closed": -1.0, "first_closed": -1.0, "desk": -1, "rating": -1.0}


@pytest.fixture
def make_record():
    def make(issues=(), tickets=(), log=(), counts=(), warm_up_days=10, days=100, **replaced):
        total = warm_up_days + days
        counters = np.zeros((total, len(COMMUNITIES), len(codes.COUNTERS)), np.int32)
        for day, community, name, number in counts:
            counters[day, community, codes.COUNTERS.index(name)] += number
        desks = make_desks()
        fields = {
            "document": document(warm_up_days, days),
            "city": city(),
            "layout": LAYOUT,
            "seed": 1,
            "issues": rows(columns.ISSUE, ISSUE, issues),
            "tickets": rows(columns.TICKET, TICKET, tickets),
            "log": rows(columns.LOG, {}, log),
            "counters": counters,
            "desks_before": desks,
            "desks_after": desks.copy(),
            "backlog": np.zeros((total, LAYOUT.desks), np.int32),
            "trust": np.array([0.4, 0.5, 0.6]),
            "costs": {"patrol_hours": 50.0},
            "paid": {},
            "volunteers": np.zeros(0, columns.VOLUNTEER),
            "present_before": np.zeros(0, bool),
            "registered": {},
            "units": np.zeros(0, columns.UNIT),
            "engagement": np.zeros((0, 0)),
            "unit_mandated": np.zeros(0, bool),
            "budgets": np.zeros((3, 0), columns.BUDGET),
            "others_spent": np.zeros(3),
            "places_spent": np.zeros(3),
            "circle": np.full(3, np.nan),
            "space": np.full(3, np.nan),
            "space_standard": np.nan,
        }
        return Record(**{**fields, **replaced})

    return make
