"""What each mechanism needs to act, and what is said where it is missing."""

from collections.abc import Callable
from pathlib import Path

import pytest

from qipan.scenario import Fault, load
from qipan.scenario.policy import MECHANISMS

FaultsOf = Callable[[str], list[Fault]]
MANY_KINDS = ", ".join(
    f"k{n}: {{title: {{en: K, zh: 类}}, sorting_class: small, births_per_1000_residents_year: 1, "
    "profile: daily, visible: false, work_hours: 1, complexity: {alpha: 1, beta: 1}, "
    "sla_class: ordinary, report_mean_days: 1, department: roads}"
    for n in range(63)
)
POOL = (
    "{title: {en: P, zh: 池}, registered: 0, active_share: 0, hours_per_year: 0, calendar: office}"
)
SKILL = "{title: {en: S, zh: 能}, share: 0.1, kinds: [pothole]}"
GROUP = "{title: {en: G, zh: 组}, share: 0, kinds: [], hours_per_year: 1, yuan_per_year: 1}"
EARMARK = "{title: {en: E, zh: 款}, yuan_per_community_year: 1, kinds: [pothole]}"


def several(name: str, block: str, number: int) -> str:
    return ", ".join(f"{name}{n}: {block}" for n in range(number))


def earmarks(letter: str) -> str:
    return f"{{policy: {{fund: {{earmarks: {{{several(letter, EARMARK, 4)}}}}}}}}}"


NEITHER = "villages: null, dedicated_grids: null"
LISTED = (
    "city: {community_count: null, subdistrict_count: null, residents: null, %s, "
    "communities: [{id: east, subdistrict: s, residents: 900, type: old},"
    "{id: west, subdistrict: s, residents: 900, type: hamlet}]}\nissues: {planted: null}"
)

VOLUNTEERS = [
    ("volunteers: null", "policy.orders.on", "on, with no volunteers block"),
    (
        "volunteers: {pools: {neighbours: {registered: 0}}}",
        "policy.orders.on",
        "with no pool of volunteers with somebody active: there is nobody to call; give a pool",
    ),
    ("volunteers: {pools: {neighbours: {active_share: 0}}}", "policy.orders.on", "nobody to call"),
    (
        "volunteers: {pools: {neighbours: {hours_per_year: 0}}}",
        "volunteers.pools.neighbours.hours_per_year",
        "0 hours a year, with 5800 registered volunteers; must be above 0",
    ),
    (
        "volunteers: {pools: {neighbours: {hours_per_year: 0}}}\npolicy: {orders: {on: false}}",
        "volunteers.pools.neighbours.hours_per_year",
        "must be above 0",
    ),
    (
        "volunteers: {pools: {neighbours: {calendar: offise}}}",
        "volunteers.pools.neighbours.calendar",
        "no calendar named 'offise'; allowed: office, round_the_clock; did you mean 'office'?",
    ),
    (
        "volunteers: {sign_up_pool: members}\npolicy: {orders: {on: false}}",
        "volunteers.sign_up_pool",
        "no pool named 'members'; allowed: neighbours",
    ),
    (
        "volunteers: {skills: {mending: {kinds: [pothole, hole]}}}",
        "volunteers.skills.mending.kinds[1]",
        "no kind named 'hole'",
    ),
    (
        f"volunteers: {{skills: {{{several('s', SKILL, 8)}}}}}",
        "volunteers.skills",
        "9 skills; must be at most 8",
    ),
    (
        f"volunteers: {{pools: {{{several('p', POOL, 255)}}}}}",
        "volunteers.pools",
        "256 pools; must be at most 255",
    ),
]

UNITS = [
    ("units: {groups: {works: {share: 0.5}}}", "units.groups", "sum to 1.1; must sum to 1"),
    ("units: {groups: {works: {kinds: [hole]}}}", "units.groups.works.kinds[0]", "no kind named"),
    (
        f"units: {{groups: {{{several('g', GROUP, 254)}}}}}",
        "units.groups",
        "256 groups; must be at most 255",
    ),
    (f"issues: {{kinds: {{{MANY_KINDS}}}}}", "issues.kinds", "65 kinds, where there are units"),
    ("units: null", "policy.pairing.on", "no units block: there is nobody to pair"),
    ("units: {count: 0}", "policy.pairing.on", "units.count 0: there is nobody to pair"),
    (
        "units: {count: 14}",
        "policy.pairing.units_per_community",
        "3 units for each of 5 communities need 15 places; 14 units serve 1 each; "
        "14 places allow at most 2",
    ),
    (
        "city: {community_count: 14}\nunits: {count: 40}",
        "policy.pairing.units_per_community",
        "3 units for each of 16 communities need 48 places; 40 units serve 1 each",
    ),
    (
        "units: {count: 2}\npolicy: {pairing: {communities_per_unit: 9}}",
        "policy.pairing.units_per_community",
        "found 3, with 2 units in all; must be at most units.count",
    ),
    (
        "policy: {pairing: {units_per_community: 11}}\n" + LISTED % NEITHER,
        "policy.pairing.units_per_community",
        "each of 2 communities need 22 places",
    ),
    (
        "units: {leverage_gain: 0.5, expected_share: 0.25}\n"
        "policy: {pairing: {assessment_leverage: 0.25}}",  # as much as pulls, 0.5 x 0.25
        "policy.pairing.assessment_leverage",
        "engagement would grow whatever came back to the units; "
        "must be below units.learning * units.expected_share, 0.125",
    ),
]

FUND = [
    ("policy: {fund: {earmarks: null}}", "policy.fund.on", "on, with no earmarks"),
    (
        "policy: {fund: {on: false, earmarks: {service: {kinds: [hole]}}}}",
        "policy.fund.earmarks.service.kinds[0]",
        "no kind named 'hole'",
    ),
    (
        "policy: {fund: {earmarks: {service: {kinds: [pothole, enquiry]}}}}",
        "policy.fund.earmarks.service.kinds[1]",
        "issues of the kind 'enquiry' never need money; kinds that need money: pothole",
    ),
    (
        "issues: {kinds: {enquiry: {needs: {money: 0.1}}}}",
        "issues.kinds.enquiry.money_yuan",
        "missing, with needs.money 0.1 and policy.fund on",
    ),
    (
        "policy: {fund: {earmarks: {service: {yuan_per_community_year: 0}}}}",
        "policy.fund.earmarks.service.yuan_per_community_year",
        "0 yuan a year for communities and villages alike",
    ),
    ("policy: {fund: {approval_days: null}}", "policy.fund.approval_days", "missing; must be"),
    ("policy: {fund: {build_days: null}}", "policy.fund.build_days", "missing; must be given"),
    (
        "policy: {fund: {fast_track_yuan: 5000}}",
        "policy.fund.fast_approval_days",
        "missing, with a fast track up to 5000 yuan",
    ),
    (
        f"policy: {{fund: {{earmarks: {{{several('e', EARMARK, 8)}}}}}}}",
        "policy.fund.earmarks",
        "9 earmarks, with those of changes; must be at most 8",
    ),
    (
        f"policy: {{changes: [{{on: 2019-02-01, set: {earmarks('e')}}},"
        f"{{on: 2019-03-01, set: {earmarks('f')}}}]}}",
        "policy.fund.earmarks",
        "9 earmarks, with those of changes; must be at most 8",
    ),
]

MEETINGS = [
    (
        "policy: {joint_meetings: {community: null}}",
        "policy.joint_meetings.on",
        "nobody ever sits; give one at least of community, subdistrict, city, talks",
    ),
    ("policy: {councils: {council: null}}", "policy.councils.on", "nobody ever sits; give"),
    (
        "policy: {councils: {council: {hard_from: 1}}}",
        "policy.councils.council.hard_from",
        "no case is hard, so that none takes the 2 sittings; must be below 1",
    ),
    (
        "policy: {joint_meetings: {community: {hard_from: 1.0}}}",
        "policy.joint_meetings.community.hard_from",
        "found 1: no case is hard",
    ),
    ("policy: {tri_party: {meeting: {sittings: 3}}}", "policy.tri_party.meeting", "3 sittings"),
]

WATER = (
    "desks: {departments: {roads: {staff_share: 0.5}, "
    "water: {title: {en: W, zh: 水}, staff_share: 0.5}}}"
)


def needing(departments: str, share: float = 0.5) -> str:
    """Potholes of which a share needs these departments, in a city that has roads and water."""
    needs = f"needs: {{several_departments: {share}}}, departments_needed: {departments}"
    return f"{WATER}\nissues: {{kinds: {{pothole: {{{needs}}}}}}}"


POTHOLE = "issues.kinds.pothole.departments_needed"
DEPARTMENTS = [
    (
        "issues: {kinds: {pothole: {needs: {several_departments: 0.5}}}}",
        POTHOLE,
        "none, and 0.5 of the cases need several departments; name two at least",
    ),
    (needing("[]"), POTHOLE, "none, and 0.5 of the cases"),
    (needing("[roads]"), POTHOLE, "found roads alone; name two at least, or none"),
    (needing("[roads, roads]"), POTHOLE, "roads is named twice; name each once"),
    (
        needing("[roads, watr]"),
        f"{POTHOLE}[1]",
        "no department named 'watr'; allowed: roads, water; did you mean 'water'?",
    ),
    (
        "handling: {several_departments: {rounds: 0}}",
        "handling.several_departments.rounds",
        "found 0",
    ),
    (
        "handling: {several_departments: {next_chance_factor: 1.5}}",
        "handling.several_departments.next_chance_factor",
        "must be from 0 to 1",
    ),
    (
        "handling: {several_departments: {work_factor: 0}}",
        "handling.several_departments.work_factor",
        "found 0",
    ),
    (
        "handling: {several_departments: {inspection_share: 2}}",
        "handling.several_departments.inspection_share",
        "must be from 0 to 1",
    ),
    (
        "handling: {neighbours: {hardening_mean_days: 0}}",
        "handling.neighbours.hardening_mean_days",
        "found 0",
    ),
    (
        "handling: {neighbours: {giving_up_mean_days: -3}}",
        "handling.neighbours.giving_up_mean_days",
        "found -3",
    ),
    (
        "handling: {neighbours: {hardened_days_factor: 0.5}}",
        "handling.neighbours.hardened_days_factor",
        "must be 1 or more",
    ),
    (
        "handling: {neighbours: {hardened_success_factor: 1.1}}",
        "handling.neighbours.hardened_success_factor",
        "must be from 0 to 1",
    ),
    (
        "policy: {councils: {council: {sittings: 3, hard_from: 0.5, sittings_most: 2}}}",
        "policy.councils.council.sittings_most",
        "found 2: no hard case is ever decided, which takes 3; must be at least sittings, 3",
    ),
    (
        "policy: {councils: {council: {quorum: 0}}}",
        "policy.councils.council.quorum",
        "must be from above 0 to 1",
    ),
    (
        "policy: {joint_meetings: {city: {period_days: 9, slots: 3, quorum: 0.5}}}",
        "policy.joint_meetings.city.quorum",
        "unknown key",
    ),
]

CIRCLE_AND_SHOCKS = [
    (
        "policy: {service_circle: {calendar: ofice}}",
        "policy.service_circle.calendar",
        "no calendar named 'ofice'",
    ),
    (
        "policy: {service_circle: {turned_away_call_share: 0.8, turned_away_return_share: 0.5}}",
        "policy.service_circle.turned_away_return_share",
        "1.3 with turned_away_call_share; the two must be at most 1 together",
    ),
    (
        "policy: {service_circle: {clerks_per_10000_residents: 0}}",
        "policy.service_circle.clerks_per_10000_residents",
        "found 0; must be from above 0 to 1000",
    ),
    (
        "policy: {service_circle: {kinds: [enqiry]}}",
        "policy.service_circle.kinds[0]",
        "no kind named 'enqiry'; allowed: enquiry, pothole; did you mean 'enquiry'?",
    ),
    (
        "policy: {service_circle: {kinds: []}}",
        "policy.service_circle.kinds",
        "no kinds, with absorbed_share 0.5",
    ),
    (
        "shocks: [{title: {en: S, zh: 灾}, start: 2019-07-01, days: 3, factors: {hole: 2}}]",
        "shocks[0].factors.hole",
        "no kind named 'hole'",
    ),
    (
        "shocks: [{title: {en: S, zh: 灾}, start: 2020-01-01, days: 3}]",
        "shocks[0].start",
        "3 days from 2020-01-01, outside the horizon; one day at least must be from 2018-12-02",
    ),
    (
        "shocks: [{title: {en: S, zh: 灾}, start: 2018-12-01, days: 1}]",
        "shocks[0].start",
        "1 day from 2018-12-01, outside the horizon",
    ),
]

CITIES = [
    (
        LISTED % "villages: {count: 2}, dedicated_grids: null",
        "city.villages",
        "given beside city.communities; list villages among the communities",
    ),
    (
        LISTED % "villages: null, dedicated_grids: {per_community: 2}",
        "city.dedicated_grids",
        "given beside city.communities; take it out, or generate the communities",
    ),
    ("city: {villages: {type: hamlt}}", "city.villages.type", "did you mean 'hamlet'?"),
    (
        "city: {villages: {type: old}}",
        "city.villages.type",
        "the type 'old' is not a village; set city.types.old.village: true",
    ),
    ("city: {villages: {residents: 4}}", "city.villages.residents", "must be at least 5:"),
    (
        "city: {villages: {residents: 9000}}",
        "city.villages.residents",
        "found 9000 of the city's 9000; must be at most 8992.5: the rest is a household per comm",
    ),
    ("city: {types: {old: {share: 0.9}}}", "city.types", "shares sum to 0.9; must sum to 1"),
    (
        "policy: {sent_down: {allocation: {v0003: 1}}}",
        "policy.sent_down.allocation.v0003",
        "generated communities are c0001 to c0003, villages v0001 to v0002",
    ),
]


@pytest.mark.parametrize(
    ("text", "key", "said"),
    [*VOLUNTEERS, *UNITS, *FUND, *MEETINGS, *DEPARTMENTS, *CIRCLE_AND_SHOCKS, *CITIES],
)
def test_what_a_mechanism_lacks(
    text: str, key: str, said: str, faults_of_helpers: FaultsOf
) -> None:
    faults = faults_of_helpers(text)
    assert key in str(faults[0])
    assert len(faults) == 1, faults
    assert said in str(faults[0])


@pytest.mark.parametrize(
    "text",
    [
        "",
        "policy: {orders: {least_hours_per_year: 30}}\n"
        "volunteers: {pools: {neighbours: {hours_per_year: 0}}}",
        "policy: {orders: {on: false}}\nvolunteers: null",
        "policy: {pairing: {on: false}}\nunits: null",
        f"issues: {{kinds: {{{MANY_KINDS}}}}}\npolicy: {{pairing: {{on: false}}}}\nunits: null",
        "units: {count: 15}",
        "units: {count: 3}\npolicy: {pairing: {communities_per_unit: 5}}",
        "units: {leverage_gain: 0, learning: 0}",
        "policy: {pairing: {on: false}}\nunits: {count: 0, leverage_gain: 3}",
        "policy: {pairing: {units_per_community: 10}}\n" + LISTED % NEITHER,
        "policy: {fund: {on: false, earmarks: null, approval_days: null, fast_track_yuan: 3}}",
        "policy: {fund: {on: false, earmarks: {service: {kinds: [enquiry]}}}}",
        "policy: {fund: {earmarks: {service: {yuan_per_community_year: 0, "
        "yuan_per_village_year: 1}}}}",
        "policy: {fund: {fast_track_yuan: 5000, fast_approval_days: 5}}",
        "policy: {joint_meetings: {community: null, "
        "talks: {period_days: 30, surfacing_share: 0.1}}}",
        "policy: {councils: {council: {hard_from: 1, sittings: 1}}}",
        "policy: {tri_party: {meeting: null}}",
        needing("[roads, water]"),
        needing("[]", share=0),
        "policy: {councils: {council: {sittings: 2, hard_from: 0.5, sittings_most: 2}}}",
        "policy: {service_circle: {kinds: [], absorbed_share: 0}}",
        "policy: {service_circle: {on: false, kinds: []}}",
        "shocks: [{title: {en: S, zh: 灾}, start: 2018-12-01, days: 2}]",
        "shocks: [{title: {en: S, zh: 灾}, start: 2019-12-31, days: 99}]",
        "city: {villages: {residents: 8992}}",
        "city: {villages: {residents: 5}}",
        "city: {household_size: 2, villages: {residents: 8994}}",
        "policy: {sent_down: {allocation: {v0002: 1}}}",
        "issues: {planted: [{on: 2019-02-01, community: v0001, kind: pothole}]}",
    ],
)
def test_sound_mechanisms_pass(text: str, helpers: Path) -> None:
    child = helpers.with_name("child.yaml")
    child.write_text(f"extends: helpers.yaml\n{text}\n", "utf-8")
    assert load(child).name == "village"


@pytest.mark.parametrize("name", ["joint_meetings", "pairing", "orders", "fund", "councils"])
def test_a_mechanism_without_what_it_works_with_cannot_be_on(
    name: str, faults_of: FaultsOf
) -> None:
    faults = faults_of(f"policy:\n  {name}:\n    on: true")
    (fault,) = [fault for fault in faults if fault.key == f"policy.{name}.on"]
    assert fault.line == 4
    assert "on, with no" in str(fault)


@pytest.mark.parametrize(
    ("meeting", "key", "said"),
    [
        ("{period_days: 30, slots: 0}", "slots", "found 0; must be 1 or more"),
        ("{period_days: 0, slots: 8}", "period_days", "found 0; must be 1 or more"),
        (
            "{period_days: 30, slots: 8, success: 0}",
            "success",
            "found 0; must be from above 0 to 1",
        ),
    ],
)
def test_a_meeting_that_decides_nothing_is_refused_on_its_line(
    meeting: str, key: str, said: str, faults_of: FaultsOf
) -> None:
    (fault,) = faults_of(f"policy:\n  councils:\n    council:\n      {meeting}")
    assert (fault.key, fault.line) == (f"policy.councils.council.{key}", 5)
    assert said in str(fault)


def test_a_change_that_switches_on_needs_the_same(faults_of: FaultsOf) -> None:
    (fault,) = faults_of(
        "policy: {changes: [{on: 2019-05-01, set: {policy: {orders: {on: true}}}}]}"
    )
    assert fault.key == "policy.orders.on"
    assert fault.hint == "in the change of 2019-05-01"


@pytest.mark.parametrize("name", [name for name in MECHANISMS if name != "authority"])
def test_a_date_of_a_mechanism_that_is_off_is_a_fault(name: str, faults_of: FaultsOf) -> None:
    text = f"policy:\n  {name}:\n    on: false\n    starts: 2019-06-01\n  changes: null"
    (fault,) = faults_of(text)
    assert (fault.key, fault.line) == (f"policy.{name}.starts", 5)
    assert "found 2019-06-01, which has no effect without on: true" in str(fault)


def test_a_date_that_waits_for_a_change_is_none(village: Path) -> None:
    child = village.with_name("child.yaml")
    child.write_text(
        "extends: village.yaml\npolicy: {burden: {starts: 2019-08-01}, "
        "changes: [{on: 2019-02-01, set: {policy: {burden: {on: true, admission_gate: true}}}}]}",
        "utf-8",
    )
    regimes = load(child).regimes
    assert [regime.document.policy.burden.on for regime in regimes] == [False, False, True]
