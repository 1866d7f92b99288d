"""The proof of a fit: the last part of the ledger forecast from what was there before."""

from dataclasses import dataclass

import numpy as np

from ..arrivals.arrivals import fit_arrivals
from ..arrivals.calendar import Holidays
from ..arrivals.forecast import forecast
from ..closing.closing import fit_closing
from ..closing.simulate import draw_closing
from ..late_entry import Earlier
from ..quarters import quarters_between
from ..requests import DAY, OPEN, Floats, Requests
from ..scores import HIGH, LOW, pit, uniform_p_value
from .arrival_scores import arrival_scores, weekly
from .closing_scores import closing_scores
from .naive import seasonal_naive, weeks_bootstrap
from .score import FIT, Score

LEAST_DAYS = 56  # eight weeks
LEAST_CLOSED = 50
BINS = 10
TIMES_DRAWN = 600  # each of every held-out request: more would take memory and tell no more
FEWEST_DRAWN, MOST_TIMES = 100, 30_000_000  # of a ledger of a million: so many in all, in memory


@dataclass(frozen=True)
class Validation:
    """How forecasts of the held-out days were.

    Attributes
    ----------
    first, last : datetime64[D]
        Of the days held out.
    scores : tuple of Score
    pit : array of float, shape (10,)
        Days by tenth of the probability integral transform; even if all is well.
    pit_p_value : float
    weeks : array of float, shape (weeks, 4)
        Requests of each whole week that is held out, and low end, median and high end of their
        forecast.
    """

    first: np.datetime64
    last: np.datetime64
    scores: tuple[Score, ...]
    pit: Floats
    pit_p_value: float
    weeks: Floats

    @property
    def validated(self) -> bool:
        """Whether no grain's coverage is below what is enough."""
        return all(score.validated for score in self.scores)


def hold_out(
    requests: Requests,
    holidays: Holidays,
    share: float,
    draws: int,
    rng: np.random.Generator,
    earlier: Earlier | None = None,
) -> Validation:
    """Fit on the first part of a ledger, forecast the rest, and score it.

    Parameters
    ----------
    requests : Requests
    holidays : mapping of str to dates
    share : float
        Share of the days that is held out; eight weeks at least.
    draws : int
        Forecasts drawn of arrivals; with few of them chance decides what lies near the end of an
        interval.
    earlier : Earlier, optional
        What was open when the ledger began.
    """
    cut = requests.days - max(round(share * requests.days), LEAST_DAYS)
    known, held = requests.until(cut), requests.since(cut)
    arrivals = fit_arrivals(known, holidays)
    ahead = arrivals.ahead(held.first, held.days)
    drawn = forecast(arrivals, ahead, draws, rng)
    scores = arrival_scores(FIT, drawn, held)
    for name, method in (("seasonal_naive", seasonal_naive), ("weeks_bootstrap", weeks_bootstrap)):
        scores += arrival_scores(name, method(known, ahead, draws, rng), held)
    if (known.ending != OPEN).sum() >= LEAST_CLOSED:
        before = earlier.until(cut) if earlier is not None else None
        skipped, quarters = quarters_between(known, held)
        most = min(max(MOST_TIMES // len(held), FEWEST_DRAWN), TIMES_DRAWN)
        number = min(draws, most)
        law = draw_closing(fit_closing(known, before), skipped, quarters, number, rng)
        scores += closing_scores(law, known, held, rng)
    by_kind = held.counts(held.kind, len(held.kinds)).sum(axis=1)
    values = pit(drawn.day, by_kind, rng)
    return Validation(
        held.first,
        held.first + (held.days - 1) * DAY,
        tuple(scores),
        np.histogram(values, BINS, (0.0, 1.0))[0].astype(float),
        uniform_p_value(values),
        _weeks(drawn.day, by_kind),
    )


def _weeks(drawn: Floats, seen: Floats) -> Floats:
    """What came in each whole week, and the interval that was forecast."""
    forecast_ = weekly(drawn)
    ends = np.quantile(forecast_, [LOW, 0.5, HIGH], axis=0)
    return np.column_stack([weekly(seen[None])[0], *ends])
