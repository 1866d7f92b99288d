"""Ways in which a reform can help or harm, each with one knob turned from mild to strong.

Run from the project's folder: python experiments/harms.py [HARM ...] [--replications N] [--page]

Writes results/harms/*.csv and HARM.md, and the charts docs/img/engagement.png and calls.png. --page
puts the tables into docs/mechanisms.md. All numbers lie within the ranges of the scenarios, but for
the last of the calls at once, and for patrollers who walk several grids.
"""

import argparse
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from harm_charts import Series, calls_chart, engagement_chart, markdown, print_sweep
from harm_steps import (
    Measure,
    Sweep,
    accepted_whistles,
    engagement,
    peak_backlog,
    per_hundred,
    plain,
    sweep,
)
from splice import splice

import qipan
from qipan.report.console import console
from qipan.runs.cautions import assumed_numbers
from qipan.runs.csv_files import write_csv
from qipan.runs.runs import Runs
from qipan.scenario import Scenario

ROOT = Path(__file__).parents[1]
SCENARIOS = ROOT / "scenarios"
RESULTS = ROOT / "results" / "harms"
IMAGES = ROOT / "docs" / "img"
PAGE = ROOT / "docs" / "mechanisms.md"
CALLS = (1, 2, 4, 8, 16)  # the scenarios' range ends at 10; the last shows where it leads
MONTHS = 36
DAYS = 3 * 365

Overrides = Mapping[str, Any]
Sweeps = dict[str, Sweep]

HANDED_DOWN = ("parking", "illegal_construction", "street_vending", "fire_hazard", "noise")

SOLVED = plain("ever solved, %", "fixed_cohort_solved_share")
MEDIAN = plain("days until half are solved", "fixed_cohort_p50")

TIRED: Overrides = {  # ends of the ranges at which calling costs most
    "volunteers.fatigue.value": 1,
    "volunteers.fatigue_free_calls.value": 0,
    "volunteers.fatigue_memory_days.value": 90,
    "volunteers.inactive_days.mean.value": 30,
    "volunteers.exit_fatigue.value": 0.5,
    "volunteers.unmatched_loss.value": 0.2,
}
EASILY_MOVED: Overrides = {  # ends of the ranges at which trust moves most
    "residents.reporting.trust_clip.value": 3,
    "residents.trust.learning_rate.value": 0.4,
    "residents.trust.decay_days.value": 720,
    "residents.trust.building_share.value": 0.2,
    "residents.trust.building_limit.value": 0.5,
}

# Meetings cost hours, and take cases off nobody's desk or put them on a list: both signs, each
# at ends of the ranges.
RELIEVED: Overrides = {
    "policy.burden.on": True,
    "policy.burden.community_duties_ratio": 0.4,
    "policy.burden.subdistrict_duties_ratio": 0.4,
}
PASSED_ON: Overrides = {
    **RELIEVED,
    "issues.kinds.illegal_construction.needs.several_departments.value": 0.3,
    "issues.kinds.wage_dispute.needs.several_departments.value": 0.45,
    "handling.several_departments.rounds.value": 1,
    "handling.several_departments.next_chance_factor.value": 0.5,
}
TAKEN_UP: Overrides = {
    "handling.whistle.acceptance.value": 0.9,
    "handling.several_departments.rounds.value": 5,
}
DISCORD: Overrides = {
    "issues.kinds.neighbour_dispute.needs.consensus.value": 0.45,
    "issues.kinds.stairwell_clutter.needs.consensus.value": 0.15,
    "issues.kinds.parking.needs.consensus.value": 0.45,
    "issues.kinds.back_lane.needs.consensus.value": 0.9,
    "issues.kinds.property_service.needs.consensus.value": 0.3,
}
HARDENING: Overrides = {
    **RELIEVED,
    **DISCORD,
    "handling.consensus_days.mean.value": 120,
    "handling.neighbours.hardening_mean_days.value": 50,
    "handling.neighbours.hardened_days_factor.value": 4,
}
SETTLING: Overrides = {**DISCORD, "handling.consensus_days.mean.value": 15}


def joint(period_days: int, slots: int, staff_hours: float) -> Overrides:
    """Joint meetings of departments at the subdistricts, and no others."""
    meeting = {"period_days": period_days, "slots": slots, "staff_hours": staff_hours}
    return {
        "policy.joint_meetings.on": True,
        **{f"policy.joint_meetings.{name}": None for name in ("community", "city", "talks")},
        **{f"policy.joint_meetings.subdistrict.{key}": value for key, value in meeting.items()},
    }


def council(period_days: int, slots: int, staff_hours: float) -> Overrides:
    """Residents' councils in every community."""
    meeting = {"period_days": period_days, "slots": slots, "staff_hours": staff_hours}
    return {
        "policy.councils.on": True,
        **{f"policy.councils.council.{key}": value for key, value in meeting.items()},
    }


# By name: what is so without the meeting, and the meeting.
BOTH_WAYS: Mapping[str, tuple[Overrides, Overrides]] = {
    "joint_meetings_help": (PASSED_ON, joint(15, 16, 6)),
    "joint_meetings_harm": (TAKEN_UP, joint(91, 3, 20)),
    "councils_help": (HARDENING, council(14, 18, 6)),
    "councils_harm": (SETTLING, council(91, 10, 20)),
}


def main() -> None:
    """Turn the knobs asked for, print their tables, and write tables and charts."""
    parser = argparse.ArgumentParser(description="Ways in which a reform can harm.")
    parser.add_argument("harms", nargs="*", metavar="HARM", help=", ".join(HARMS))
    parser.add_argument("--replications", type=int, default=20)
    parser.add_argument("--page", action="store_true", help=f"put the tables into {PAGE.name}")
    arguments = parser.parse_args()
    unknown = sorted(set(arguments.harms) - set(HARMS))
    if unknown:
        parser.error(f"no harm named {', '.join(unknown)}; there are {', '.join(HARMS)}")
    out = console()
    for folder in (RESULTS, IMAGES):
        folder.mkdir(parents=True, exist_ok=True)
    for name in arguments.harms or HARMS:
        sweeps = HARMS[name](arguments.replications)
        for each in sweeps.values():
            print_sweep(each, out)
        write(name, sweeps)
        if arguments.page:
            splice(PAGE, {name: (RESULTS / f"{name}.md").read_text("utf-8")})


def write(name: str, sweeps: Sweeps) -> None:
    """Write the tables of a harm."""
    text = "\n".join(markdown(each) for each in sweeps.values())
    (RESULTS / f"{name}.md").write_text(text, encoding="utf-8")
    for part, each in sweeps.items():
        write_csv(each.table(), RESULTS / f"{part}.csv")


def load(name: str, overrides: Overrides | None = None) -> Scenario:
    """Load a bundled scenario with some values replaced."""
    scenario = qipan.load(SCENARIOS / f"{name}.yaml")
    return scenario.revise(overrides) if overrides else scenario


def whistles(n: int) -> Sweeps:
    """Departments tire: the more a desk whistles, the less is accepted."""
    places = ((60, 0.0), (60, 0.3), (60, 1.0), (30, 0.3), (10, 0.3), (10, 1.0))
    steps = {
        f"{free} free a month, fatigue {fatigue:g}": {
            "handling.whistle.free_per_month.value": free,
            "handling.whistle.fatigue.value": fatigue,
        }
        for free, fatigue in places
    }
    measures = (
        plain("whistles a year", "whistles_per_year"),
        Measure("accepted, %", accepted_whistles),
        SOLVED,
        plain("median days to close a ticket", "close_p50"),
        plain("open on average", "backlog_mean"),
    )
    base = load("mile_before")
    return {"whistles": sweep("Mile, every mechanism off", base, steps, measures, n=n)}


def calls(n: int) -> Sweeps:
    """Volunteers tire: calling more at once uses up those who answer."""
    steps = {f"{number} at once": {"policy.orders.calls_at_once": number} for number in CALLS}
    measures = (
        plain("orders done a year", "orders_done_per_year"),
        plain("volunteer hours a year", "volunteer_hours_per_year"),
        plain("calls a year", "volunteer_calls_per_year"),
        plain("calls accepted, %", "acceptance_rate"),
        plain("volunteers kept, %", "volunteer_retention_per_year"),
    )
    settings = {
        "as assumed": load("mile_before", {"policy.orders.on": True}),
        "easily tired": load("mile_before", {"policy.orders.on": True, **TIRED}),
    }
    sweeps = {
        f"calls_{name.replace(' ', '_')}": sweep(
            f"Mile with orders alone, volunteers {name}", base, steps, measures, n=n
        )
        for name, base in settings.items()
    }
    draw_calls(dict(zip(settings, sweeps.values(), strict=True)), settings["as assumed"], n)
    return sweeps


def draw_calls(sweeps: Mapping[str, Sweep], scenario: Scenario, n: int) -> None:
    """Draw orders and volunteers against calls at once."""
    orders, stayed = (
        [Series(f"volunteers {name}", each.by_step(measure)) for name, each in sweeps.items()]
        for measure in ("orders done a year", "volunteers kept, %")
    )
    note = (
        "Mile with the order platform and nothing else; issues that volunteers could do are the "
        f"same everywhere. {simulated(scenario)} “Easily tired” takes, within their ranges, "
        "values at which calls cost volunteers most."
    )
    (IMAGES / "calls.png").write_bytes(calls_chart(CALLS, orders, stayed, note))


def paired_units(mandated: float, returned: float, leverage: float = 0.0) -> dict[str, Any]:
    """Pairing with so many units assigned, so much returned, and a say in their assessment."""
    return {
        "policy.pairing.mandated_share.value": mandated,
        "policy.pairing.returned_share": returned,
        "policy.pairing.assessment_leverage": leverage,
    }


def pairing(n: int) -> Sweeps:
    """Pairing that gives nothing back collapses, and sooner where it is ordered."""
    base = load(
        "mile_before",
        {"policy.pairing.on": True, "policy.pairing.starts": "2019-01-01", "horizon.days": DAYS},
    )
    kinds = {
        "reciprocal": paired_units(0, 1),
        "one-sided, with leverage": paired_units(0, 0, 0.2),
        "one-sided": paired_units(0, 0),
        "forced, reciprocal": paired_units(1, 1),
        "forced, one-sided": paired_units(1, 0),
    }
    steps = {
        f"{'forced' if mandated else 'voluntary'}, {returned:g} returned": paired_units(
            mandated, returned
        )
        for mandated in (0, 1)
        for returned in (1, 0.7, 0.5, 0.2, 0)
    }
    steps["voluntary, 0 returned, leverage 0.2"] = paired_units(0, 0, 0.2)
    measures = (
        plain("engagement at the end", "engagement_mean"),
        plain("needs claimed a year", "unit_claims_per_year"),
        plain("needs solved a year", "unit_solved_per_year"),
        plain("hours given a year", "unit_hours_per_year"),
        SOLVED,
    )
    draw_engagement(base, kinds, n)
    title = "Mile with pairing alone, three years"
    return {"pairing": sweep(title, base, steps, measures, n=n)}


def draw_engagement(base: Scenario, kinds: Mapping[str, Overrides], n: int) -> None:
    """Draw the course of engagement for each kind of pairing."""
    several = [
        Series(name, engagement(base.revise(overrides), n)[:, : MONTHS + 1])
        for name, overrides in kinds.items()
    ]
    note = (
        "Units of Mile that claim what they can of the issues at community desks. One-sided: "
        "nothing comes back; forced: units are assigned; leverage: the community has a say of "
        "20 % in their assessment. "
        f"{simulated(base)} How fast engagement changes is assumed, not measured."
    )
    (IMAGES / "engagement.png").write_bytes(engagement_chart(several, note))


def demand(n: int) -> Sweeps:
    """Better service brings forth reports: relief from paperwork, and who trusts the office."""
    steps: dict[str, Overrides] = {"no relief": {"policy.burden.on": False}}
    for ratio in (0.8, 0.6, 0.4):
        key = "policy.burden.community_duties_ratio.value"
        steps[f"duties cut to {100 * ratio:.0f} %"] = {"policy.burden.on": True, key: ratio}
    measures = (
        per_hundred("first reports", ["reports_per_year"], "born_per_year"),
        per_hundred("duplicates", ["duplicates_per_year"], "born_per_year"),
        per_hundred("repeat calls", ["repeat_calls_per_year"], "born_per_year"),
        plain("never reported, %", "unreported_share"),
        plain("trust, 0 to 1", "mean_trust"),
        plain("born a year", "born_per_year"),
    )
    as_assumed = load("mile_before")
    slow = as_assumed.revise({**EASILY_MOVED, **slow_reports(as_assumed)})
    settings = {
        "demand": ("as assumed", as_assumed),
        "demand_easily_moved": (
            "slow to report and easily moved",
            slow.revise({"residents.reporting.trust_slope.value": 2.5}),
        ),
        "demand_without_trust": (
            "slow to report, trust without effect on reports",
            slow.revise({"residents.reporting.trust_slope.value": 0}),
        ),
    }
    return {
        name: sweep(f"Mile with burden alone, residents {title}", base, steps, measures, n=n)
        for name, (title, base) in settings.items()
    }


def slow_reports(scenario: Scenario) -> dict[str, Any]:
    """Every kind reported as late as its range allows, where many issues are never reported."""
    rows = [row for row in scenario.provenance if row.key.endswith("report_mean_days")]
    return {f"{row.key}.value": row.range[1] for row in rows if row.range is not None}


def pressure(n: int) -> Sweeps:
    """Ranked by closure, offices close without solving."""
    steps = {f"pressure {p:g}": {"closure.pressure.value": p} for p in (0, 0.25, 0.5, 1)}
    measures = (
        plain("closures a year", "closed_per_year"),
        plain("issues solved a year", "solved_per_year"),
        plain("false closures a year", "falsely_closed_per_year"),
        plain("closed, %", "closed_share"),
        plain("solved, %", "solved_share"),
        plain("closed minus solved, points", "closed_minus_solved"),
        plain("satisfied, %", "satisfied_share"),
    )
    late = {"closure.recheck_mean_days.value": 60}
    settings = {
        "pressure_reformed": ("reformed", load("mile")),
        "pressure_found_late": ("reformed, false closures found late", load("mile", late)),
        "pressure_overloaded": ("every mechanism off", load("mile_before")),
    }
    return {
        name: sweep(f"Mile, {title}", base, steps, measures, n=n)
        for name, (title, base) in settings.items()
    }


def rotation(n: int) -> Sweeps:
    """New cadres do not know the place: all at once, in cohorts, with an overlap, or never."""
    base = load(
        "fuding_before",
        {
            "policy.burden.on": True,
            "policy.sent_down.on": True,
            "policy.sent_down.full_time_per_community": 3,
            "policy.sent_down.starting_speed.value": 0.3,
            "policy.sent_down.learning_days.value": 180,
            "horizon.warm_up_days": 365,
            "horizon.days": DAYS,
        },
    )
    ways = {
        "never": None,
        "yearly, in 12 cohorts, 60 days' overlap": (12, 60),
        "yearly, in 12 cohorts": (12, 0),
        "yearly, all at once, 60 days' overlap": (1, 60),
        "yearly, all at once": (1, 0),
    }
    steps = {name: {"policy.sent_down.rotation": _rotation(way)} for name, way in ways.items()}
    measures = (
        MEDIAN,
        SOLVED,
        plain("closed a year", "closed_per_year"),
        plain("open on average", "backlog_mean"),
        Measure("open in the worst 30 days", peak_backlog),
    )
    title = "Fuding, burden and three cadres a community who learn slowly, three years"
    return {"rotation": sweep(title, base, steps, measures, n=n)}


def _rotation(way: tuple[int, int] | None) -> dict[str, int] | None:
    if way is None:
        return None
    return {"every_days": 365, "cohorts": way[0], "overlap_days": way[1]}


def powers(n: int) -> Sweeps:
    """Powers handed down to who has no hands for them, and to who has them where departments lack.

    With the departments the power is where it is seen least; but an overloaded subdistrict only
    gets longer queues from it. So the same act helps and harms, and so does taking back.
    """
    bases = {
        "powers_short_subdistricts": (
            "Fuding before its reform, with few people in the subdistricts",
            load("fuding_before", {"desks.subdistrict.staff_per_10000_residents.value": 5}),
        ),
        "powers_short_departments": (
            "Fuding reformed, with few people in the departments",
            load("fuding", {"desks.department.staff_per_10000_residents.value": 3}),
        ),
    }
    # Nothing else than the power itself: whistles are accepted as without authority.
    as_before = {
        "policy.authority.on": True,
        "policy.authority.acceptance": 0.6,
        "policy.authority.subdistrict_success_gain.value": 0,
    }
    down: dict[str, Any] = {"policy.authority.handed_down": dict.fromkeys(HANDED_DOWN, 1)}
    people = {"urban_management": {"people": 6, "post": "urban_management"}}
    back = dict.fromkeys(HANDED_DOWN, "2019-07-01")
    steps: dict[str, Overrides] = {
        "departments hold the powers": {},
        "handed down, nobody moves": down,
        "handed down, 6 people move": {**down, "policy.authority.staff_moved": people},
        "handed down, with legal advice": {**down, "policy.authority.legal_advice": True},
        "handed down, taken back at half-time": {**down, "policy.authority.taken_back": back},
    }
    measures = (
        SOLVED,
        MEDIAN,
        plain("open on average", "backlog_mean"),
        plain("whistles a year", "whistles_per_year"),
        plain("acts set aside a year", "acts_set_aside_per_year"),
    )
    return {
        name: sweep(title, base.revise(as_before), steps, measures, n=n)
        for name, (title, base) in bases.items()
    }


def meetings(n: int) -> Sweeps:
    """Joint meetings and councils, where they help and where they harm."""
    measures = (
        SOLVED,
        plain("open on average", "backlog_mean"),
        plain("cases decided a year", "cases_decided_per_year"),
        plain("stalled a year", "stalled_per_year"),
        plain("hardened a year", "hardened_per_year"),
        plain("hours of staff a year", "meeting_hours_per_year"),
    )
    return {
        name: sweep(
            f"Mile, {name.replace('_', ' ')}",
            load("mile_before", circumstances),
            {"without": {}, "with": meeting},
            measures,
            n=n,
        )
        for name, (circumstances, meeting) in BOTH_WAYS.items()
    }


def patrol(n: int) -> Sweeps:
    """Patrols help where hours are there for them, and harm where they are the desk's last."""
    steps: dict[str, Overrides] = {"no patrols": {"policy.patrol.on": False}}
    for each in (0.25, 0.5, 1, 2):
        key = "policy.patrol.patrollers_per_grid"
        steps[f"{each:g} a grid"] = {"policy.patrol.on": True, key: each}
    measures = (
        SOLVED,
        MEDIAN,
        plain("found a year", "patrol_finds_per_year"),
        plain("fixed on the spot a year", "fixed_on_the_spot_per_year"),
        plain("load", "load"),
        plain("open on average", "backlog_mean"),
    )
    brigade = {"policy.patrol.own_staff_share.value": 0, "policy.patrol.fix_on_the_spot": True}
    own = {"policy.patrol.own_staff_share.value": 1, "policy.patrol.fix_on_the_spot": False}
    settings = {
        "patrol_brigade": ("by a brigade that fixes what it can", brigade),
        "patrol_own_staff": ("by the desks' own staff, who only report", own),
    }
    return {
        name: sweep(
            f"Fuding with patrols alone, {title}",
            load("fuding_before", overrides),
            steps,
            measures,
            n=n,
        )
        for name, (title, overrides) in settings.items()
    }


def shifts(n: int) -> Sweeps:
    """Two shifts help calm desks, and harm busy ones where cases are handed over."""
    steps: dict[str, Overrides] = {"one shift": {"policy.shifts.on": False}}
    for name, hours in (
        ("a case waits for its clerk", None),
        ("handed over at 0 h", 0),
        ("handed over at 2 h", 2),
    ):
        steps[f"two shifts, {name}"] = {
            "policy.shifts.on": True,
            "policy.shifts.hand_over_hours": hours,
        }
    measures = (
        plain("hours to a first response", "response_p50"),
        plain("median days to close a ticket", "close_p50"),
        SOLVED,
        plain("satisfied, %", "satisfied_share"),
        plain("open on average", "backlog_mean"),
    )
    calm = {
        "policy.burden.on": True,
        "policy.burden.community_duties_ratio.value": 0.4,
        "issues.rate_factor": 0.7,
    }
    settings = {
        "shifts_calm": ("relieved of paperwork, with seven tenths of the issues", calm),
        "shifts_busy": ("every other mechanism off", {}),
    }
    return {
        name: sweep(f"Mile, {title}", load("mile_before", overrides), steps, measures, n=n)
        for name, (title, overrides) in settings.items()
    }


def simulated(scenario: Scenario) -> str:
    """Sentence for a chart's footnote."""
    doubtful, numbers = assumed_numbers(Runs(scenario, 0, 0, ()))
    return f"Simulated; {doubtful} of {numbers} input numbers are assumed."


HARMS: dict[str, Callable[[int], Sweeps]] = {
    "whistles": whistles,
    "calls": calls,
    "pairing": pairing,
    "demand": demand,
    "pressure": pressure,
    "rotation": rotation,
    "powers": powers,
    "meetings": meetings,
    "patrol": patrol,
    "shifts": shifts,
}


if __name__ == "__main__":
    main()
