"""Institutions and measures of one's own, wherever replications are made."""

from pathlib import Path

import pytest

import qipan
from qipan.errors import InputError
from qipan.runs import additions as module
from qipan.runs.additions import additions
from qipan.runs.runner import Runner
from qipan.runs.store.store import Store
from qipan.studies.attribution.attribute import Request, attribute

TINY = qipan.load(Path(__file__).parents[2] / "scenarios" / "tiny.yaml").revise(
    {"horizon.days": 20, "horizon.warm_up_days": 0}
)
OTHER = TINY.revise({"name": "other"})


class Idle(qipan.Community):
    """A community that does what any does."""


class Closed(qipan.Community):
    """A community whose desk works at half its speed."""

    def staffing(self):
        from dataclasses import replace

        usual = super().staffing()
        return replace(usual, speed=usual.speed / 2)


def issues(run):
    """Count the issues of a run."""
    return len(run.record.issues)


def born(run):
    """Count what was born."""
    return float(run.daily["born"].sum())


def test_an_institution_acts_where_it_is_named_and_a_measure_is_compared():
    both = qipan.compare(
        [TINY, OTHER], 2, institutions={"other": [Closed]}, measures={"own_issues": issues}
    )
    plain, slow = both.runs
    alone = qipan.replicate(TINY, 2, institutions=[Closed])
    assert slow.values("backlog_end").tolist() == alone.values("backlog_end").tolist()
    assert slow.values("close_mean").tolist() != plain.values("close_mean").tolist()
    counted = [len(qipan.simulate(TINY, r.seed).record.issues) for r in plain.replications]
    assert plain.values("own_issues").tolist() == counted
    assert "own_issues" in both.metrics


def test_a_store_keeps_apart_what_was_made_with_a_class(tmp_path):
    with Store(tmp_path / "store") as store:
        for made, found, classes in ((1, 0, ()), (1, 0, [Closed]), (0, 1, [Closed]), (0, 1, ())):
            with Runner(store=store) as runner, runner.adding(classes):
                runner.replicate([TINY], [0])
            assert (runner.made, runner.found) == (made, found)


def test_source_and_name_tell_two_apart(monkeypatch):
    one = additions([Idle]).identity()
    assert one == additions([Idle]).identity()
    assert one != additions([Closed]).identity()
    assert additions().identity() == ""
    assert (
        additions(measures={"a": issues}).identity() != additions(measures={"a": born}).identity()
    )
    monkeypatch.setattr(module.inspect, "getsource", lambda _: "something else")
    assert additions([Idle]).identity() != one


def test_an_attribution_takes_a_measure():
    after = TINY.revise({"policy.burden.on": True})
    request = Request(("own_born",), replications=2, measures={"own_born": born})
    found = attribute(TINY, after, request)
    assert (
        found.metrics[0].before.mean
        == qipan.replicate(TINY, 2, measures={"own_born": born}).values("own_born").mean()
    )


@pytest.mark.parametrize(
    ("institutions", "measures", "said"),
    [
        ([int], {}, "must be a class that extends an institution"),
        ([], {"load": issues}, "'load' is a metric of the model"),
        ([], {"no name": issues}, "letters, digits and _"),
        ([], {"peak": 3}, "must be a function"),
    ],
)
def test_what_cannot_be_added_is_refused(institutions, measures, said):
    with pytest.raises(InputError, match=said):
        qipan.replicate(TINY, 1, institutions=institutions, measures=measures)


def test_what_other_processes_cannot_find_is_refused_before_anything_is_made():
    with pytest.raises(InputError, match="cannot be found by other processes"):
        additions(measures={"peak": lambda run: 1.0}).check_they_travel()
    additions([Idle], {"own_born": born}).check_they_travel()


def test_an_entry_point_that_nobody_offers_is_named():
    with pytest.raises(InputError, match="no installed package offers 'overtime'"):
        module.installed("institutions", ["overtime"])
