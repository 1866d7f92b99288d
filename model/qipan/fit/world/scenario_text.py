"""A fitted scenario as nested data: births, profiles, factors, shocks and waits with provenance."""

import numpy as np

from ..arrivals.arrivals import Arrivals
from ..arrivals.calendar import Days
from ..requests import Requests
from .department_desks import calendars_of, desks_of
from .draws import Drawn, sorts_of
from .names import ids_of
from .plan import Plan
from .sourced import LEDGER, STAFF, Mapped, derived, rounded
from .times import times_of

NO_WORK_HOURS = 0.0001
PLACE_RESIDENTS = 1000


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
        "untold_loads": [id for place, id in office.items() if place not in plan.served],
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
        "desks": desks_of(office, plan),
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
