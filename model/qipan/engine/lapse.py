"""When an issue passes by itself."""

import math

from .compile import kernel
from .draws import exponential
from .purposes import P_LAPSE


@kernel
def lapse_time(w, i):
    """When issue `i` would lapse: one threshold drawn at birth, whatever happens to its ticket."""
    rate = w.kinds.lapse_rate[w.issues.kind[i]]
    if rate == 0.0:
        return math.inf
    since = w.issues.birth[i] + w.issues.carried[i]
    return since + exponential(w.issues.key[i], P_LAPSE, 0) / rate
