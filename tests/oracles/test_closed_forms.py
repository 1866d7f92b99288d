"""The engine, configured down to queues with a closed form, gives what the formula says.

Each case is run twice: as it is, when the 99.9 % interval of every quantity must hold the formula's
value with a standard error of 0.75 % at most; and with every service 3 % slower, when at least one
quantity must miss it. So a test that passes could have failed.
"""

import pytest

from .cases import CASES
from .queue import LARGEST_RELATIVE_ERROR

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("name", CASES)
def test_formula_is_covered(name: str) -> None:
    estimates = CASES[name](1.0)
    assert [str(e) for e in estimates if not e.covered] == []
    assert [str(e) for e in estimates if e.relative_error > LARGEST_RELATIVE_ERROR] == []


@pytest.mark.parametrize("name", CASES)
def test_three_percent_slower_is_noticed(name: str) -> None:
    assert any(not estimate.covered for estimate in CASES[name](1.03))
