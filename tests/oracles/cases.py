"""Cases with a closed form. Each returns estimates beside their expected values."""

from collections.abc import Callable
from typing import Any

import numpy as np

import qipan

from .queue import Estimate, Tickets, Values, arrived, exponential, present, queue, ratio

Case = Callable[[float], list[Estimate]]
SEED = 1


def run(margin: float = 400.0, **case: Any) -> Tickets:
    """Simulate queues; see `queue.queue` and `queue.Tickets`."""
    return Tickets(qipan.simulate(queue(**case), SEED), margin)


def _days(enough: int, slower: float) -> int:
    """Days that make the error just small enough, and where a difference is to be seen a quarter.

    Three per cent of service change some value of every case by five and more of its standard
    errors in so many days, where 3.3 are noticed; 50 of them, for a margin is cut off at the end.
    """
    return enough if slower == 1.0 else max(enough // 4, 50)


def m_m_3(slower: float) -> list[Estimate]:
    """M/M/3, arrivals .2, rate .1: Erlang's C formula."""
    days = _days(900, slower)
    t = run(arrivals=0.2, work=exponential(10), servers=3, queues=400, days=days, slower=slower)
    hours = np.full(t.queues, t.record.end - t.record.begin)
    return [
        t.mean("mean wait", 40 / 9, t.waited),
        t.mean("P(wait)", 4 / 9, t.waited > 0),
        t.mean("P(wait > 5)", 0.269569, t.waited > 5),
        ratio("mean number", 2.8889, t.desks("ticket_hours"), hours),
    ]


def m_m_1(slower: float) -> list[Estimate]:
    """M/M/1, arrivals 5, rate 8."""
    queues = 200 if slower == 1.0 else 50
    t = run(arrivals=5, work=exponential(1 / 8), servers=1, queues=queues, days=60, slower=slower)
    return [t.mean("mean wait", 0.208333, t.waited)]


def m_m_2_half(slower: float) -> list[Estimate]:
    """M/M/2, rate 1, arrivals 1."""
    t = run(arrivals=1, work=exponential(1), servers=2, queues=200, days=50, slower=slower)
    return [t.mean("mean time", 4 / 3, t.stayed)]


def erlang_c(slower: float) -> list[Estimate]:
    """Erlang C: arrivals 100/30, mean service 3, 14 servers."""
    days = _days(170, slower)
    t = run(
        arrivals=100 / 30, work=exponential(3), servers=14, queues=200, days=days, slower=slower
    )
    return [
        t.mean("P(wait)", 0.174132, t.waited > 0),
        t.mean("P(wait <= .33)", 0.887853, t.waited <= 0.33),
        ratio("occupancy", 0.714286, t.desks("busy_hours"), t.desks("open_hours")),
    ]


def erlang_a(slower: float) -> list[Estimate]:
    """Erlang A: arrivals 1.2, mean service 3, 4 servers, mean patience 5.

    Who loses patience leaves (the issue lapses). The number present is a birth-and-death chain
    which goes down at min(n, 4) / 3 + max(n - 4, 0) / 5.
    """
    t = run(
        arrivals=1.2,
        work=exponential(3),
        servers=4,
        queues=200,
        days=_days(110, slower),
        slower=slower,
        **{"issues.kinds.task.lapse_mean_days": 5 / 24},
    )
    left = t.responded < 0
    return [
        t.mean("P(wait)", 0.529042, left | (t.waited > 0)),
        t.mean("P(leave)", 0.135435, left),
        ratio("occupancy", 0.778108, t.desks("busy_hours"), t.desks("open_hours")),
    ]


def priorities_of_three(slower: float) -> list[Estimate]:
    """Three classes without preemption, arrivals .1, .2 and .3, rate 1 (Cobham 1954)."""
    kind = queue(arrivals=0.1, work=exponential(1), servers=1, queues=1, days=1)
    first = kind.document.issues.kinds["task"].model_dump(mode="json")
    arrivals = {"urgent": 0.1, "utility": 0.2, "complex": 0.3}
    others = {
        f"issues.kinds.task_{name}": {
            **first,
            "births_per_1000_residents_year": each * 8760,
            "sla_class": name,
        }
        for name, each in list(arrivals.items())[1:]
    }
    t = run(
        arrivals=0.1,
        work=exponential(1),
        servers=1,
        queues=300,
        days=_days(175, slower),
        slower=slower,
        **{**others, "issues.kinds.task.sla_class": "urgent"},
    )
    names = list(t.record.layout.kinds)
    kinds = [names.index(name) for name in ("task", "task_utility", "task_complex")]
    above, residual, estimates = 0.0, 0.6, []
    for kind_row, (name, each) in zip(kinds, arrivals.items(), strict=True):
        expected = 1.0 + residual / ((1.0 - above) * (1.0 - above - each))
        of = t.kind == kind_row
        estimates.append(t.mean(f"mean time, {name}", expected, t.stayed, of=of))
        above += each
    return estimates


def accumulating_priorities(slower: float) -> list[Estimate]:
    """Two classes whose priority grows with age at 1/10 and 1/40 an hour (Kleinrock 1964)."""
    kind = queue(arrivals=0.15, work=exponential(1), servers=1, queues=1, days=1)
    first = kind.document.issues.kinds["task"].model_dump(mode="json")
    second = {**first, "births_per_1000_residents_year": 0.45 * 8760, "sla_class": "complex"}
    t = run(
        arrivals=0.15,
        work=exponential(1),
        servers=1,
        queues=300,
        days=_days(220, slower),
        slower=slower,
        **{
            "issues.kinds.task_later": second,
            "issues.kinds.task.sla_class": "urgent",
            "issues.sla_hours": {"urgent": 10, "complex": 40},
            "desks.community.order": "by_age",
        },
    )
    later = 1.5 / (1.0 - 0.15 * (1.0 - 10 / 40))
    sooner = 1.5 - 0.45 * later * (1.0 - 10 / 40)
    return [
        t.mean("mean wait, first class", sooner, t.waited, of=t.kind == 0),
        t.mean("mean wait, second class", later, t.waited, of=t.kind == 1),
    ]


def shortest_first(slower: float) -> list[Estimate]:
    """M/M/1, arrivals .8, rate 1, the shortest work first (Phipps 1956).

    The wait of work x is W0 / (1 - load of shorter work)^2 with W0 = .8; its mean over x by
    quadrature.
    """
    t = run(
        arrivals=0.8,
        work=exponential(1),
        servers=1,
        queues=300,
        days=_days(215, slower),
        slower=slower,
        **{"desks.community.order": "shortest"},
    )
    shorter = (np.arange(200_000) + 0.5) / 200_000  # share of work that is shorter than x
    x = -np.log1p(-shorter)
    load = 0.8 * (shorter - x * (1.0 - shorter))
    return [t.mean("mean wait", float((0.8 / (1.0 - load) ** 2).mean()), t.waited)]


def random_order(slower: float) -> list[Estimate]:
    """M/M/1, arrivals .5, rate 1, anyone next: the mean wait of first come, and a wider spread.

    The second moment is 2 / (2 - load) of that of first come (Takacs 1963).
    """
    t = run(
        arrivals=0.5,
        work=exponential(1),
        servers=1,
        queues=400,
        days=_days(720, slower),
        slower=slower,
        **{"desks.community.order": "random"},
    )
    return [
        t.mean("mean wait", 1.0, t.waited),
        t.mean("mean squared wait", 4.0 * 2.0 / 1.5, t.waited**2),
    ]


def conservation_of_work(slower: float) -> list[Estimate]:
    """M/M/1, arrivals .6, rate 1: first come (Kleinrock 1965).

    By Little's law for work, the mean of wait times service is E[S] W0 / (1 - load) = 1.5 under
    every order that neither idles nor breaks off; that it is the same under all of them is shown by
    `work_that_waits`.
    """
    t = run(
        arrivals=0.6,
        work=exponential(1),
        servers=1,
        queues=300,
        days=_days(310, slower),
        slower=slower,
    )
    service = t.closed - t.responded
    return [t.mean("wait times work", 1.5, t.waited * service)]


def work_that_waits(order: str, slower: float = 1.0) -> Values:
    """Sums of wait times service in every queue of an M/M/1 from its begin to an empty queue.

    A queue that still has tickets at the end is not a number.
    """
    scenario = queue(
        arrivals=0.6,
        work=exponential(1),
        servers=1,
        queues=300,
        days=20,
        warm_up_days=0,
        slower=slower,
        **{"desks.community.order": order},
    )
    t = Tickets(qipan.simulate(scenario, SEED), margin=0.0)
    sums = np.bincount(t.queue, t.waited * (t.closed - t.responded), t.queues)
    sums[t.queue[t.closed < 0.0]] = np.nan
    return sums


def m_e2_1(slower: float) -> list[Estimate]:
    """M/E2/1, arrivals .6, service of mean 1 in two exponential phases."""
    work = {"distribution": "gamma", "mean": 1.0, "cv": float(np.sqrt(0.5))}
    days = _days(145, slower)
    t = run(arrivals=0.6, work=work, servers=1, queues=300, days=days, slower=slower)
    return [t.mean("mean wait", 1.125, t.waited)]


def d_m_1(slower: float) -> list[Estimate]:
    """D/M/1, an arrival every 1.25 hours, rate 1.

    All tickets go to a wrong desk first, which always has a queue and looks at one in 1.25 hours;
    so they reach the right one evenly. An arrival finds it busy with probability s, the root of
    s = exp(-1.25 (1 - s)), and stays 1 / (1 - s).
    """
    queues = 300
    t = run(
        arrivals=1.2,
        work=exponential(1),
        servers=1,
        queues=queues,
        days=_days(160, slower),
        slower=slower,
        **{
            "city.subdistrict_count": queues,
            "triage.error_without_sorting": 1,
            "triage.look_hours": 1.25,
        },
    )
    busy = 0.5
    for _ in range(200):
        busy = float(np.exp(-1.25 * (1.0 - busy)))
    hours = np.full(t.queues, t.record.end - t.record.begin)
    number = 0.8 / (1.0 - busy)
    return [ratio("mean number", number, t.desks("ticket_hours"), hours)]


def m_g_1_uniform(slower: float) -> list[Estimate]:
    """M/G/1, uniform (.3, .7) service, arrivals 1 and 1.6 (Pollaczek and Khinchine)."""
    work = {"distribution": "uniform", "low": 0.3, "high": 0.7}
    half = run(arrivals=1, work=work, servers=1, queues=200, days=40, slower=slower)
    days = _days(120, slower)
    busy = run(arrivals=1.6, work=work, servers=1, queues=200, days=days, slower=slower)
    return [
        half.mean("mean time at 1", 0.763333, half.stayed),
        busy.mean("mean time at 1.6", 1.553333, busy.stayed),
    ]


def m_d_1(slower: float) -> list[Estimate]:
    """M/D/1, arrivals .8, service 1."""
    days = _days(350, slower)
    t = run(arrivals=0.8, work=1.0, servers=1, queues=200, days=days, slower=slower)
    return [t.mean("mean wait", 2.0, t.waited)]


def _variable_work(
    work: dict[str, Any], squared: float, enough: int, slower: float
) -> list[Estimate]:
    """M/G/1, arrivals .6, service of mean 1 and of a squared variation (Pollaczek and Khinchine).

    The error of a mean wait goes by the fourth moment of service and, squared, by
    1 / (1 - load)^2; so that neither is larger than what is shown asks for.
    """
    t = run(
        arrivals=0.6,
        work=work,
        servers=1,
        queues=500,
        days=_days(enough, slower),
        warm_up_days=40,
        slower=slower,
    )
    return [t.mean("mean wait", 0.75 * (1.0 + squared), t.waited)]


def m_lognormal_1(slower: float) -> list[Estimate]:
    """Lognormal service, less variable than exponential."""
    sigma = float(np.sqrt(np.log(1.5)))
    work = {"distribution": "lognormal", "mean": 1.0, "sigma": sigma}
    return _variable_work(work, 0.5, 105, slower)


def m_gamma_1(slower: float) -> list[Estimate]:
    """Gamma service, more variable than exponential."""
    work = {"distribution": "gamma", "mean": 1.0, "cv": float(np.sqrt(2.0))}
    return _variable_work(work, 2.0, 170, slower)


OFFICE = ((8, 12), (14, 18))


def m_gamma_1_office(slower: float) -> list[Estimate]:
    """M/G/1 by the office's own clock, gamma service: a mean wait of 2.5 open hours.

    Issues arise in office hours alone, .5 an open hour, and work goes on where it stopped. So with
    closed hours cut out of time it is a queue that never closes (Pollaczek and Khinchine).
    """
    open_hours = sum(closes - opens for opens, closes in OFFICE)
    weights = [float(any(a <= hour < b for a, b in OFFICE)) for hour in range(24)]
    days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
    t = run(
        arrivals=0.5 * open_hours / 24,
        work={"distribution": "gamma", "mean": 1.0, "cv": 2.0},
        servers=1,
        queues=500,
        days=_days(800, slower),
        slower=slower,
        **{
            "calendars.office": {"days": days, "hours": [list(pair) for pair in OFFICE]},
            "desks.community.calendar": "office",
            "issues.profiles.flat": {"hour": weights},
        },
    )
    assert (t.closed >= t.responded).all()
    opened, responded = (_by_the_clock_of(t, moments) for moments in (t.opened, t.responded))
    return [t.mean("mean wait in open hours", 2.5, responded - opened)]


def _by_the_clock_of(t: Tickets, moments: Any) -> Any:
    """Open hours of the office before each moment."""
    tables = t.record.city.calendars
    row, hour = tables.index["office"], moments.astype(int)
    return tables.opened[row, hour] + (moments - hour) * tables.open[row, hour]


def feedback(slower: float) -> list[Estimate]:
    """Closed falsely and reopened with probability .3, arrivals 1, rate 2."""
    t = run(
        arrivals=1,
        work=exponential(0.5),
        servers=1,
        queues=200,
        days=_days(180, slower),
        slower=slower,
        **{"closure.false_share": 0.3},
    )
    hours = np.full(t.queues, t.record.end - t.record.begin)
    return [
        t.mean("mean time", 2.5, t.over - t.opened),
        ratio("mean number", 2.5, t.desks("ticket_hours"), hours),
    ]


def pooling(slower: float) -> list[Estimate]:
    """Two desks of one worker against one desk of two, load .6: M/M/1 and M/M/2, rate 1."""
    days = _days(150, slower)
    case = {"work": exponential(1), "days": days, "slower": slower}
    apart = run(arrivals=0.6, servers=1, queues=250, **case)
    pooled = run(arrivals=1.2, servers=2, queues=100, **case)
    return [
        apart.mean("mean time apart", 2.5, apart.stayed),
        pooled.mean("mean time pooled", 1.5625, pooled.stayed),
    ]


def _daily_wave(smooth: bool, expected: tuple[float, ...], slower: float) -> list[Estimate]:
    if smooth:  # values in the middle of the hours
        hours = [8 + 6 * float(np.sin(2 * np.pi * (h + 0.5) / 24)) for h in range(24)]
    else:  # means over the hours
        edges = [float(np.cos(2 * np.pi * h / 24)) for h in range(25)]
        hours = [8 + 6 * (edges[h] - edges[h + 1]) * 12 / np.pi for h in range(24)]
    scenario = queue(
        arrivals=8,
        work=exponential(1),
        servers=100,
        queues=500 if slower == 1.0 else 160,
        days=20,
        warm_up_days=1,
        slower=slower,
        **{"issues.profiles.flat": {"hour": hours, "smooth": smooth}},
    )
    finished = qipan.simulate(scenario, SEED)
    estimates = []
    for hour, value in zip((0, 6, 12, 18), expected, strict=True):
        hours_of_days = (24.0 * day + hour for day in range(1, 21))
        sums = np.concatenate(
            present(finished, *hours_of_days)
        )  # a day forgets the one before: services last an hour
        estimates.append(ratio(f"number at {hour} h", value, sums, np.ones(len(sums))))
    return estimates


def daily_wave_smooth(slower: float) -> list[Estimate]:
    """M(t)/M/infinity, arrivals 8 + 6 sin(2 pi t / 24), rate 1."""
    return _daily_wave(True, (6.529959, 13.615144, 9.470041, 2.384856), slower)


def daily_wave_steps(slower: float) -> list[Estimate]:
    """The same in hourly steps."""
    return _daily_wave(False, (6.4099, 13.5815, 9.5901, 2.4185), slower)


def from_empty(slower: float) -> list[Estimate]:
    """M/M/1, arrivals .8, rate 1, from an empty queue: the warm-up."""
    queues = 14_000 if slower == 1.0 else 7_000
    scenario = queue(
        arrivals=0.8,
        work=exponential(1),
        servers=1,
        queues=queues,
        days=1,
        warm_up_days=0,
        slower=slower,
    )
    finished = qipan.simulate(scenario, SEED)
    expected = {2: 0.877584, 5: 1.469461, 10: 2.030282, 20: 2.647635}
    estimates = []
    for (hour, value), there in zip(expected.items(), present(finished, *expected), strict=True):
        # Who has come explains much of who is there, and is known: as many on average.
        came = arrived(finished, hour)
        explained = np.cov(there, came)[0, 1] / came.var(ddof=1)
        adjusted = there - explained * (came - 0.8 * hour)
        estimates.append(ratio(f"number at {hour} h", value, adjusted, np.ones(queues)))
    return estimates


def gate(slower: float) -> list[Estimate]:
    """Gate of 8 slots every 30 or 5 days, load .19 to .90; `slower` lets more come.

    Numbers left after a sitting are a Markov chain Y' = (Y + A - 8)+ with A Poisson; its mean over
    the arrivals, plus half a period, is the mean wait (Little). Solved to 1e-12 by iteration, in
    periods.
    """
    expected = {0.19: 0.500023, 0.56: 0.517480, 0.75: 0.596860, 0.90: 0.949973}
    period = {0.19: 30, 0.56: 5, 0.75: 5, 0.90: 5}  # days
    enough = {0.19: 100, 0.56: 100, 0.75: 200, 0.90: 1300}  # queues
    estimates = []
    for load, wait in expected.items():
        council = {"period_days": period[load], "slots": 8}
        t = run(
            arrivals=load * slower * 8 / (period[load] * 24),
            work=0.0,
            servers=1,
            queues=enough[load],
            days=_days((200 if load > 0.8 else 84) * period[load], slower),
            warm_up_days=20 * period[load],
            margin=24.0 * 13 * period[load],
            **{
                "issues.kinds.task.needs.consensus": 1,
                "policy.councils": {"on": True, "council": council},
            },
        )
        waited = t.stayed / (24.0 * period[load])
        estimates.append(t.mean(f"mean wait in periods at {load}", wait, waited))
    return estimates


CASES: dict[str, Case] = {
    case.__name__: case
    for case in (
        m_m_3,
        m_m_1,
        m_m_2_half,
        erlang_c,
        erlang_a,
        priorities_of_three,
        accumulating_priorities,
        shortest_first,
        random_order,
        conservation_of_work,
        m_e2_1,
        d_m_1,
        m_g_1_uniform,
        m_d_1,
        m_lognormal_1,
        m_gamma_1,
        m_gamma_1_office,
        feedback,
        pooling,
        daily_wave_smooth,
        daily_wave_steps,
        from_empty,
        gate,
    )
}
