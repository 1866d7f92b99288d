"""Desks of a fitted scenario's departments: staff of the table and its hours, or nobody queues."""

from collections.abc import Mapping

from .plan import Plan
from .served import Served
from .sourced import STAFF, Mapped, rounded

SERVERS = 1000


def calendars_of(office: Mapped, served: Mapping[str, Served]) -> Mapped:
    """Calendars of departments with hours of their own; no key where there is none."""
    hours = {
        hours_of(office[name]): {
            "days": list(one.days),
            "hours": [list(pair) for pair in one.hours],
        }
        for name, one in served.items()
    }
    return {"calendars": hours} if hours else {}


def hours_of(department: str) -> str:
    """Name of a department's calendar."""
    return f"hours_{department}"


def desks_of(office: Mapped, plan: Plan) -> Mapped:
    """Desks of the departments: so many servers that nobody queues, where no staff is known."""
    names = {name: place for place, name in office.items()}
    waiting = max(len(office) - len(plan.served) - len(plan.manned), 1)
    share = {"value": 1 / waiting, "range": [0, 1], "assumed": "no part: nobody queues"}
    return {
        "department": {
            "staff_per_10000_residents": None,
            "staff_per_desk": {
                "value": SERVERS,
                "range": [1, 10 * SERVERS],
                "assumed": "so many that nobody queues: staff is not identified",
            },
            "ticket_share": {"value": 1, "range": [0.1, 1], "assumed": "no part: nobody queues"},
            "calendar": "always",
        },
        "departments": {
            **dict.fromkeys(plan.departments),
            **{
                name: {
                    "title": {"en": place, "zh": place},
                    **(_own_staff(name, place, plan) or {"staff_share": share}),
                }
                for name, place in names.items()
            },
        },
        "load_effect": {"on": False},
    }


def _own_staff(department: str, place: str, plan: Plan) -> Mapped:
    """Staff of the table: in its hours where it serves a queue, else at any hour, for none does."""
    there = plan.served.get(place) or plan.manned.get(place)
    if there is None:
        return {}
    staff = {
        "value": rounded(there.staff),
        "derived": "people of the table in the hours they work",
        "source": STAFF,
    }
    served = place in plan.served
    return {"staff": staff, **({"calendar": hours_of(department)} if served else {})}
