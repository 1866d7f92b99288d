import pytest

import qipan


@pytest.fixture(scope="session")
def tiny():
    return qipan.load("scenarios/tiny.yaml")


@pytest.fixture(scope="session")
def tiny_runs(tiny):
    return qipan.replicate(tiny.revise({"horizon.days": 20}), n=2, seed=1)
