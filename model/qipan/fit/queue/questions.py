"""Questions that a fitted scenario must not be asked where the ledger shows no queue."""

from ...words import Words
from ..fit import Fit
from ..world.served import served_departments

QUESTIONS = (
    Words("What would more or fewer staff, cadres or volunteers do to times to close?"),
    Words("How many staff does a promise of days need, and where should they be placed?"),
    Words("What would longer hours, shifts or shared desks do?"),
    Words("What would another order of service, or priorities, do to waits?"),
    Words("How long would waits become if requests rose, in a campaign or a storm?"),
    Words("What would be saved by quicker work, training or fewer hand-offs?"),
)


def forbidden(fit: Fit) -> tuple[Words, ...]:
    """Questions that must not be asked; none where every department's queue is in the scenario."""
    served = served_departments(fit.queue, fit.requests)
    return () if set(served) >= set(fit.requests.department) else QUESTIONS
