"""A city of 22 million in 16 districts, 7,000 communities, against Dalian as it is.

``python -m benchmarks.megacity`` prints, each in a process of its own, issues, contacts a year,
seconds of processor an issue and peak memory.
"""

import argparse
import multiprocessing
import resource
import time

import numpy as np

import qipan

DISTRICTS, RESIDENTS, COMMUNITIES, SUBDISTRICTS = 16, 22_000_000, 7_000, 340
# Twenty million contacts a year, about one a resident: seven times Dalian's. A good half of a
# hotline's calls are questions, quickly answered, so that an office is as busy as Dalian's.
BIRTHS, WORK = 5.0, 0.2
LEVELS = ("estate", "community", "subdistrict", "department")


def megacity(days: int, warm_up_days: int) -> qipan.Scenario:
    """Sixteen districts of unequal size, each with Dalian's institutions."""
    dalian = qipan.load("dalian")
    work = {
        f"desks.{level}.work_factor": WORK * getattr(dalian.document.desks, level).work_factor
        for level in LEVELS
    }
    shares = np.linspace(0.2, 1.8, DISTRICTS) / DISTRICTS
    whole = {
        "name": "megacity",
        "city.villages": None,
        "city.residents": RESIDENTS,
        "city.community_count": COMMUNITIES,
        "city.subdistrict_count": SUBDISTRICTS,
        "issues.rate_factor": BIRTHS,
        "units.count": COMMUNITIES,
        "policy.authority.staff_moved": None,  # told in people, of a city of Dalian's size
        "horizon.days": days,
        "horizon.warm_up_days": warm_up_days,
        **work,
    }
    districts = {
        f"d{n + 1:02d}": {
            "city": {
                "residents": int(RESIDENTS * share),
                "community_count": int(COMMUNITIES * share),
                "subdistrict_count": max(1, int(SUBDISTRICTS * share)),
            },
            "units": {"count": int(COMMUNITIES * share)},
        }
        for n, share in enumerate(shares)
    }
    return dalian.revise({**whole, "districts": districts})


def dalian(days: int, warm_up_days: int) -> qipan.Scenario:
    """Dalian over the same days."""
    return qipan.load("dalian").revise({"horizon.days": days, "horizon.warm_up_days": warm_up_days})


CITIES = {"dalian": dalian, "megacity": megacity}


def measured(name: str, days: int, warm_up_days: int) -> None:
    """Simulate one of the two and print what it took; the engine is compiled before."""
    qipan.simulate("tiny")
    scenario = CITIES[name](days, warm_up_days)
    begun = time.process_time()
    run = qipan.simulate(scenario)
    simulated = time.process_time() - begun
    table = run.table
    took = time.process_time() - begun
    contacts = sum(table[f"{part}_per_year"] for part in ("reports", "duplicates", "repeat_calls"))
    issues = len(run.record.issues)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    print(
        f"{name:9s} {issues:11,} issues, {contacts:12,.0f} contacts a year, "
        f"load {table['load']:.2f}: {simulated:6.1f} s to simulate, {took - simulated:5.1f} s for "
        f"metrics, {1e6 * took / issues:5.2f} µs an issue, peak {peak:4.1f} GiB",
        flush=True,
    )


def main() -> None:
    """Measure Dalian, then the large city."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--days", type=int, default=90)
    parser.add_argument("--warm-up", type=int, default=0)
    parser.add_argument("--only", choices=CITIES, nargs="*", default=list(CITIES))
    given = parser.parse_args()
    context = multiprocessing.get_context("spawn")
    for name in given.only:
        one = context.Process(target=measured, args=(name, given.days, given.warm_up))
        one.start()
        one.join()


if __name__ == "__main__":
    main()
