"""A fitted scenario as nested data: births, profiles, factors, shocks and waits with provenance."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from ..arrivals.arrivals import Arrivals
from ..arrivals.calendar import Days
from ..requests import CANCELLED, CLOSED, DUPLICATE, ENDINGS, TRANSFERRED, Floats, Requests
from ..scores import HIGH, LOW
from .draws import STEPS, Drawn, sorts_of
from .names import ids_of
from .plan import Plan
from .served import SIGMA, SIGMA_RANGE, Served

LEDGER = "ledger"
STAFF = "staff"
NO_WORK_HOURS = 0.0001
SERVERS = 1000
PLACE_RESIDENTS = 1000
OTHER_ENDS = (CANCELLED, DUPLICATE, TRANSFERRED)
SHORTEST_DAYS = 1e-4
LONGEST_DAYS = 36_500.0  # a century is never; scales that are hardly known draw far more
LARGEST_SHARE = 0.999

Mapped = dict[str, Any]


def rounded(value: float, digits: int = 4) -> float:
    """Round to significant digits, as numbers are written."""
    return float(f"{float(value):.{digits}g}")


def derived(value: Any, drawn: Floats, how: str) -> Mapped:
    """A number or list with the 90 % interval of its draws and the ledger as its source."""
    low, high = np.quantile(drawn, [LOW, HIGH])
    values = np.atleast_1d(np.asarray(value, float))
    ends = [rounded(min(low, values.min())), rounded(max(high, values.max()))]
    told: Mapped = {"value": value, "derived": how, "source": LEDGER}
    return {"value": value, "range": ends, **told} if ends[0] < ends[1] else told


def scenario_of(
    requests: Requests, arrivals: Arrivals, drawn: Drawn, days: Days, plan: Plan
) -> Mapped:
    """Write the scenario of medians; levels and births lie in files beside it."""
    kinds, areas = plan.kind_ids(requests.kinds), ids_of(requests.areas)
    departments = plan.department_ids(sorted(set(requests.department)))
    office = dict(zip(sorted(set(requests.department)), departments, strict=True))
    mark = ("", "") if plan.validated else (" (not validated)", "（未通过检验）")
    return {
        "extends": plan.base,
        "name": plan.name,
        "fit": "validated" if plan.validated else "not_validated",
        "title": {
            "en": f"Fitted to: {plan.title}{mark[0]}",
            "zh": f"据台账拟合：{plan.title}{mark[1]}",
        },
        "horizon": {
            "start": plan.start.astype(object),
            "days": plan.days,
            "warm_up_days": plan.warm_up,
        },
        "public_holidays": _public_holidays(days),
        **calendars_of(office, plan.served),
        "city": {
            "community_count": None,
            "subdistrict_count": None,
            "residents": None,
            "community_size_sigma": 0,
            "issue_rate_sigma": 0,
            "communities": [
                _place(area, plan.residents.get(name), n)
                for n, (area, name) in enumerate(zip(areas, requests.areas, strict=True))
            ],
        },
        "residents": {
            "reporting": {
                **_neutral({"neighbour_weight": 0, "heterogeneity_ratio": 1}),
                **_at_any_hour({"visit_share": 0, "hotline_share": 1}),
            }
        },
        "issues": {
            "services": None,
            "levels": {"value": "levels.csv", "derived": "median level", "source": LEDGER},
            "community_births": {
                "value": "births.csv",
                "derived": "usual births, cells under 10 rows from the margins",
                "source": LEDGER,
            },
            "city_factor": {
                "variance": derived(
                    rounded(arrivals.factor.city), drawn.city_variance, "covariance between kinds"
                ),
                "autocorrelation": derived(
                    rounded(arrivals.factor.city_memory),
                    np.array([0.0, 0.5]),
                    "correlation from day to day",
                ),
            },
            "kind_factor": {
                "variance": derived(
                    rounded(np.median(arrivals.factor.kinds)),
                    drawn.kind_variance,
                    "median of the kinds",
                ),
                "autocorrelation": derived(
                    rounded(arrivals.factor.kind_memory),
                    np.array([0.0, 0.5]),
                    "correlation from day to day",
                ),
                "variances": {
                    kind: derived(
                        rounded(arrivals.factor.kinds[k]),
                        drawn.kind_variance[:, k],
                        "what varies beyond the city's factor",
                    )
                    for k, kind in enumerate(kinds)
                },
            },
            "profiles": {kind: _profile(arrivals, drawn, days, k) for k, kind in enumerate(kinds)},
            "kinds": {
                **dict.fromkeys(plan.emptied),
                **{
                    kind: {
                        **_kind(requests.kinds[k], kind, office[requests.department[k]]),
                        **times_of(drawn, k, None),
                    }
                    for k, kind in enumerate(kinds)
                },
            },
        },
        "desks": _desks(office, plan),
        "handling": {"other_budgets": {"places": None}},
        "triage": _neutral({"error_with_sorting": 0, "error_without_sorting": 0}),
        "closure": _neutral({"false_share": 0, "false_share_under_pressure": 0}),
        "volunteers": None,
        "units": None,
        "random_shocks": _shocks(arrivals, drawn, kinds),
        "policy": {"fund": {"earmarks": None}, "service_circle": {"kinds": [kinds[0]]}},
        "own_documents": [LEDGER, STAFF] if plan.served or plan.manned else [LEDGER],
        "sources": {
            LEDGER: {
                "title": plan.title,
                "publisher": plan.publisher,
                "date": plan.dates,
                "kind": "case",
            },
            **(
                {
                    STAFF: {
                        "title": "Table of staff",
                        "publisher": plan.publisher,
                        "date": plan.dates,
                        "kind": "case",
                    }
                }
                if plan.served or plan.manned
                else {}
            ),
        },
    }


def overlay_of(requests: Requests, drawn: Drawn, days: Days, plan: Plan, j: int) -> Mapped:
    """Write what draw `j` says otherwise than the scenario."""
    kinds = plan.kind_ids(requests.kinds)
    one = {"derived": f"draw {j + 1} of the fit", "source": LEDGER}
    return {
        "extends": "../scenario.yaml",
        "name": f"draw_{j + 1:03d}",
        "issues": {
            "levels": {"value": f"levels_{j + 1:03d}.csv", **one},
            "city_factor": {"variance": {"value": rounded(drawn.city_variance[j]), **one}},
            "kind_factor": {
                "variances": {
                    kind: {"value": rounded(drawn.kind_variance[j, k]), **one}
                    for k, kind in enumerate(kinds)
                }
            },
            "profiles": {
                kind: {
                    "weekday": {"value": [rounded(x) for x in drawn.weekday[j, k]], **one},
                    "day_after_holiday": {"value": rounded(drawn.after[j, k]), **one},
                    "holidays": {
                        name: {"value": rounded(drawn.holiday[j, k, n]), **one}
                        for n, name in enumerate(ids_of(days.names))
                    },
                }
                for k, kind in enumerate(kinds)
            },
            "kinds": {kind: times_of(drawn, k, j) for k, kind in enumerate(kinds)},
        },
        "random_shocks": {
            f"burst_{n + 1}": {
                "shocks_per_year": {"value": rounded(max(drawn.shocks_per_year[j, n], 1e-3)), **one}
            }
            for n in range(drawn.shocks_per_year.shape[1])
        },
    }


def times_of(drawn: Drawn, k: int, j: int | None) -> Mapped:
    """Wait and endings of a kind: of one draw, or the medians with their range."""
    if (work := drawn.work(k)) is not None:
        return {"work_hours": work_of(work, j)}
    told = np.asarray(np.isfinite(drawn.wait[:, k]).all(axis=1))
    waits = np.minimum(drawn.wait[:, k], LONGEST_DAYS)
    if not told.any():
        return {"never_share": {"value": 1, "derived": "no closing was seen", "source": LEDGER}}

    def number(values: Floats, how: str) -> Mapped:
        if j is not None:
            value = rounded(np.clip(values[j], 0.0, LARGEST_SHARE))
            return {"value": value, "derived": f"draw {j + 1} of the fit", "source": LEDGER}
        value = rounded(np.clip(np.median(values), 0.0, LARGEST_SHARE))
        return derived(value, values, how)

    middle = waits[j] if j is not None and told[j] else np.median(waits[told], axis=0)
    rising = np.maximum.accumulate(np.maximum(middle, SHORTEST_DAYS))
    points = [[rounded(p), rounded(x, 5)] for p, x in zip(STEPS, rising, strict=True)]
    shares = {
        "never_share": (drawn.never, "share beyond the longest time seen"),
        "at_once_share": (drawn.at_once, "share closed within a quarter of an hour"),
    }
    parts: Mapped = {
        **{key: number(each[:, k], how) for key, (each, how) in shares.items() if each[:, k].any()},
        "outside_wait": {
            "wait_days": {
                "distribution": "quantiles",
                "points": {
                    "value": points,
                    "derived": "Kaplan-Meier of residuals, with drift",
                    "source": LEDGER,
                }
                if j is not None
                else {
                    "value": points,
                    "range": [0, rounded(1.5 * float(np.max(waits[told])))],
                    "derived": "Kaplan-Meier of residuals, with drift",
                    "source": LEDGER,
                },
            }
        },
    }
    others = [e for e in OTHER_ENDS if drawn.other[:, k, e].any()]
    if others:
        parts["other_endings"] = {
            ENDINGS[e]: {
                "share": number(drawn.other[:, k, e], "share of those that ended"),
                "after_days": {
                    "value": rounded(float(np.median(rising)), 3),
                    "range": [0, rounded(float(rising[-1]), 3)],
                    "derived": "the median of closings: too few to tell",
                    "source": LEDGER,
                },
            }
            for e in others
        }
    return parts


def work_of(work: Floats, j: int | None) -> Mapped:
    """Work of a request where its desk is seen to serve a queue."""
    how = "load of the desk, times the hours of its staff, over its requests"
    if j is not None:
        one = {"derived": f"draw {j + 1} of the fit", "source": LEDGER}
        return {"mean": {"value": rounded(work[j]), **one}}
    return {
        "distribution": "lognormal",
        "mean": derived(rounded(np.median(work)), work, how),
        "sigma": {
            "value": SIGMA,
            "range": list(SIGMA_RANGE),
            "assumed": "a ledger does not tell how work differs within a desk",
        },
    }


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


def _neutral(keys: Mapped) -> Mapped:
    """Mechanisms that a ledger does not tell of, switched off."""
    return {
        key: {
            "value": value,
            "range": [0, 3],
            "assumed": "not identified by a ledger: left out",
        }
        for key, value in keys.items()
    }


def _at_any_hour(shares: Mapped) -> Mapped:
    """Channels through which a request comes when it is born: a ledger's hours are those it came.

    An office that opens at eight, or on Monday, would move a second time what waited for it.
    """
    return {
        key: {
            "value": value,
            "range": [0, 1],
            "assumed": "requests come at the hours of the ledger, not at those of an office",
        }
        for key, value in shares.items()
    }


def _public_holidays(days: Days) -> Mapped:
    named = {
        name: [
            (days.first + int(n) * np.timedelta64(1, "D")).astype(object)
            for n in np.flatnonzero(days.holiday == place)
        ]
        for place, name in enumerate(ids_of(days.names))
    }
    every = sorted(day for each in named.values() for day in each)
    return {
        "closed": every,
        "worked": [],
        "named": {name: each for name, each in named.items() if each},
    }


def _place(area: str, residents: int | None, n: int) -> Mapped:
    known = (
        {"value": residents, "derived": "as given", "source": LEDGER}
        if residents
        else {
            "value": PLACE_RESIDENTS,
            "range": [1, 1_000_000],
            "assumed": "not given, and nothing here depends on it",
        }
    )
    return {"id": area, "subdistrict": "all", "residents": known, "type": "commodity_housing"}


def _profile(arrivals: Arrivals, drawn: Drawn, days: Days, k: int) -> Mapped:
    hours = (5 * arrivals.hours[0] + 2 * arrivals.hours[1]) / 7
    week = np.median(drawn.weekday[:, k], axis=0)
    profile: Mapped = {
        "hour": derived([rounded(24 * x) for x in hours], 24 * hours, "counts by hour"),
        "weekday": derived([rounded(x) for x in week], drawn.weekday[:, k], "weekdays"),
        "day_after_holiday": derived(
            rounded(np.median(drawn.after[:, k])), drawn.after[:, k], "days after holidays"
        ),
    }
    if days.names:
        profile["holidays"] = {
            name: derived(
                rounded(np.median(drawn.holiday[:, k, n])), drawn.holiday[:, k, n], "this holiday"
            )
            for n, name in enumerate(ids_of(days.names))
        }
    return profile


def _kind(title: str, kind: str, department: str) -> Mapped:
    alone = {"value": 1, "range": [0.5, 2], "assumed": "no part: nothing is worked on"}
    return {
        "title": {"en": title, "zh": title},
        "sorting_class": "big",
        "births_per_1000_residents_year": {
            "value": 1,
            "range": [0, 1e6],
            "assumed": "births.csv takes its place",
        },
        "profile": kind,
        "visible": False,
        "work_hours": {
            "value": NO_WORK_HOURS,
            "range": [0, 1],
            "assumed": "work and wait are not told apart by a ledger: all is wait",
        },
        "complexity": {"alpha": alone, "beta": alone},
        "sla_class": "ordinary",
        "report_mean_days": {
            "value": 0,
            "range": [0, 1],
            "assumed": "a ledger begins with the report",
        },
        "department": department,
        "enters_at": "department",
    }


def _desks(office: Mapped, plan: Plan) -> Mapped:
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


def _shocks(arrivals: Arrivals, drawn: Drawn, kinds: tuple[str, ...]) -> Mapped:
    found: Mapped = {}
    for n, sort in enumerate(sorts_of(arrivals)):
        assumed = n == drawn.shocks_per_year.shape[1] - 1
        how = "the burst that is assumed" if assumed else f"{int(sort.seen)} seen"
        name = "Assumed burst" if assumed else f"Burst {n + 1}"
        length, size = np.array(sort.length), np.array(sort.size)
        found[f"burst_{n + 1}"] = {
            "title": {"en": name, "zh": "假定的突增" if assumed else f"突增 {n + 1}"},
            "shocks_per_year": derived(
                rounded(np.median(drawn.shocks_per_year[:, n])), drawn.shocks_per_year[:, n], how
            ),
            "length_days": derived(rounded(length.mean()), length, how),
            "size": {
                "distribution": "lognormal",
                "mean": derived(rounded(size.mean()), size, how),
                "sigma": {
                    "value": rounded(np.std(np.log(size)) if len(size) > 1 else 0.3),
                    "range": [0, 1.5],
                    "assumed": "too few to tell",
                },
            },
            "kinds": [kinds[k] for k in sort.kinds],
        }
    return found


def ended(requests: Requests) -> int:
    """Count the closings."""
    return int((requests.ending == CLOSED).sum())
