import pytest

import qipan
from qipan.studies.comparison import Comparison, compare

METRICS = ("fixed_cohort_p50", "fixed_cohort_solved_share", "closed_per_year", "load")


def scenarios(count):
    tiny = qipan.load("scenarios/tiny.yaml").revise({"horizon.days": 20, "horizon.warm_up_days": 5})
    blocks = [{}, {"shifts": {"on": True, "calendar": "two_shifts"}}, {"burden": {"on": True}}]
    return [
        tiny.revise(
            {
                "name": f"p{n}",
                "title": {"en": f"Policy <{n}> & co", "zh": f"方案《{n}》"},
                "policy": b,
            }
        )
        for n, b in enumerate(blocks[:count])
    ]


@pytest.fixture(scope="session")
def two() -> Comparison:
    return compare(scenarios(2), n=4, metrics=METRICS, jobs=2)


@pytest.fixture(scope="session")
def three() -> Comparison:
    return compare(scenarios(3), n=4, metrics=METRICS[1:], jobs=2)
