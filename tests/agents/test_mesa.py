"""The city as a Mesa model: what Mesa users expect of one works."""

import gc
import warnings
import weakref
from dataclasses import replace

import mesa
import numpy as np
import pandas as pd
import pytest

import qipan
from qipan.agents.planner import Planner
from qipan.agents.seeds import seed_of
from qipan.agents.simulation import Simulation
from qipan.runs.trouble import RunnerError
from qipan.runs.variants import Variant, ticket_days

from .conftest import SCENARIOS, TINY, after_days, simulate
from .test_dispatch import ruled


def collector():
    return mesa.DataCollector(
        model_reporters={"open": "open_tickets", "day": "day"},
        agenttype_reporters={qipan.Community: {"open": "open_tickets", "name": "name"}},
    )


def test_a_data_collector_sees_the_model_and_its_communities_each_day():
    model = qipan.CityModel(TINY, 1, datacollector=collector())
    model.run_model()
    days = model.datacollector.get_model_vars_dataframe()
    assert days["day"].tolist() == list(range(1, 15))
    agents = model.datacollector.get_agenttype_vars_dataframe(qipan.Community)
    assert set(agents["name"]) == {"c0001", "c0002"}
    assert agents.groupby("Step")["open"].sum().tolist() == days["open"].tolist()
    assert days["open"].max() > 0


def test_the_default_collector_counts_open_tickets_and_closures():
    model = qipan.CityModel(TINY, 1)
    model.run_model()
    frame = model.datacollector.get_model_vars_dataframe()
    daily = simulate(TINY, 1).daily.groupby("day")
    assert frame["closed"].tolist() == daily["closed"].sum().tolist()
    assert frame["open_tickets"].tolist() == daily["open_tickets"].sum().tolist()
    assert frame["closed"].sum() > 0


def test_a_model_steps_to_its_horizon_and_no_further():
    model = qipan.CityModel(TINY, 1)
    with pytest.raises(RuntimeError, match="not finished"):
        model.record()
    model.run_model()
    assert (model.steps, model.day, model.running) == (14, 14, False)
    with pytest.raises(RuntimeError, match="horizon"):
        model.step()


def test_institutions_are_an_agent_set():
    model = after_days(TINY, 14)
    communities = model.agents.select(agent_type=qipan.Community)
    assert list(communities) == model.communities
    assert communities.agg("residents", sum) == model.city.residents
    assert communities.agg("open_tickets", sum) == model.open_tickets
    large = communities.select(lambda c: c.residents > model.city.residents / 2)
    assert [c.name for c in large] == [
        c.name for c in model.communities if c.residents > model.city.residents / 2
    ]
    grids = model.agents_by_type[qipan.Grid].groupby("community").count()
    assert [grids[n] for n in sorted(grids)] == model.city.places.grids.tolist()
    assert communities.agg("backlog", sum) > 0


def test_every_institution_of_a_city_model_is_an_agent_of_mesas():
    model = qipan.CityModel(ruled(), 1)
    assert model.dispatcher in model.institutions
    assert all(isinstance(institution, mesa.Agent) for institution in model.institutions)
    assert {*model.agents} == {*model.institutions}
    assert {*model.agent_types} >= {qipan.Planner, qipan.Grid, qipan.Municipality}


def test_what_runs_without_mesa_gives_the_same_bytes():
    plain, model = Simulation(TINY, 3).run(), qipan.CityModel(TINY, 3).run()
    assert not any(isinstance(institution, mesa.Agent) for institution in plain.institutions)
    issues = model.record().issues
    assert len(issues) > 0
    assert plain.record().issues.tobytes() == issues.tobytes()
    assert plain.record().tickets.tobytes() == model.record().tickets.tobytes()


class Sociable(qipan.Community):
    def on_day(self, date):
        assert self in self.model.agents_by_type[Sociable]
        self.met = self.model.agents_by_type[qipan.Grid].agg("index", len)


def test_an_institution_of_ones_own_has_mesas_model_however_it_is_run():
    qipan.simulate(TINY, 1, institutions=[Sociable])
    model = Variant(TINY, institutions=(Sociable,)).simulated(1)
    assert isinstance(model, mesa.Model)
    assert [c.met for c in model.communities] == [len(model.grids)] * 2


class Thrifty(Planner):
    """As the package's own studies have: it knows nothing of Mesa."""


def test_a_plain_institution_runs_without_mesa_and_becomes_an_agent_beside_those_that_are():
    assert type(Variant(TINY, institutions=(Thrifty,)).simulated(1)) is Simulation
    both = Variant(TINY, institutions=(Thrifty, Sociable)).simulated(1)
    assert isinstance(both.planner, Thrifty) and isinstance(both.planner, qipan.Institution)
    assert [*both.agents_by_type[type(both.planner)]] == [both.planner]


class Idle(qipan.Community):
    def receive_inspection(self, hours):
        self.refused = getattr(self, "refused", 0) + 1


class Generous(qipan.Community):
    def staffing(self):
        present = super().staffing()
        return replace(present, servers=present.servers + 2)


class Diary(qipan.Subdistrict):
    def on_day(self, date):
        self.days = [*getattr(self, "days", []), date]


def test_a_subclass_is_used_in_place_of_its_institution():
    every_day = {"desks.community.paperwork.inspections_per_year": 365}
    scenario = TINY.revise({**every_day, "desks.community.paperwork.inspection_hours": 8})
    plain = qipan.CityModel(scenario, 1).run()
    refusing = qipan.CityModel(scenario, 1, institutions=[Idle]).run()
    assert all(type(c) is Idle and c.refused == 14 for c in refusing.communities)
    office = [c.desk for c in plain.communities]
    busy = [m.record().desks_after["busy_hours"][office].sum() for m in (plain, refusing)]
    assert busy[1] < busy[0]
    untouched = qipan.CityModel(scenario.revise(dict.fromkeys(every_day, 0)), 1).run()
    assert np.array_equal(untouched.record().issues, refusing.record().issues)


def test_a_subclass_changes_the_desk_it_speaks_for():
    plain, generous = (
        after_days(TINY, 14) if not own else qipan.CityModel(TINY, 1, institutions=own).run()
        for own in ([], [Generous])
    )
    rows = [community.desk for community in plain.communities]
    desks = [model.layer.world.desks["servers"][rows] for model in (plain, generous)]
    assert (desks[1] == desks[0] + 2).all()


def test_on_day_is_called_every_day_where_it_is_overridden():
    model = qipan.CityModel(TINY, 1, institutions=[Diary]).run()
    days = model.subdistricts[0].days
    assert [date.day for date in days] == list(range(2, 15))  # the first day begins with adopt


@pytest.mark.parametrize("wrong", [mesa.Agent, dict, qipan.Institution])
def test_what_is_no_institution_is_refused(wrong):
    with pytest.raises(TypeError):
        qipan.CityModel(TINY, 1, institutions=[wrong])


class Hasty(Idle):
    pass


class Busy(qipan.Community):
    pass


def test_two_classes_of_one_kind_are_refused_with_a_way_out():
    with pytest.raises(ValueError, match=r"Idle, Busy: each is .* Together\(Idle, Busy"):
        qipan.CityModel(TINY, 1, institutions=[Idle, Busy])
    measured = Variant(TINY, institutions=(Idle, Busy))
    with pytest.raises(RunnerError, match="Idle, Busy"):
        ticket_days([measured], [1])


@pytest.mark.parametrize("own", [[Idle, Hasty], [Hasty, Idle], [Hasty, Hasty]])
def test_of_classes_that_extend_each_other_the_last_heir_acts(own):
    communities = qipan.CityModel(TINY, 1, institutions=own).communities
    assert {type(community) for community in communities} == {Hasty}


def test_what_is_no_list_of_classes_is_refused_with_what_to_write():
    with pytest.raises(TypeError, match=r"write \[Idle\]"):
        qipan.CityModel(TINY, 1, institutions=Idle)
    with pytest.raises(TypeError, match="are classes"):
        qipan.CityModel(TINY, 1, institutions=["Idle"])

    class Both(qipan.Grid, qipan.Community):
        pass

    with pytest.raises(TypeError, match="Grid and Community"):
        qipan.CityModel(TINY, 1, institutions=[Both])


class ScenarioIsMesas(qipan.CityModel):
    """As in Mesa from 3.4 on: the word is Mesa's, for parameters of its own kind."""

    @property
    def scenario(self):
        return self._parameters

    @scenario.setter
    def scenario(self, parameters):
        assert not isinstance(parameters, qipan.Scenario)
        self._parameters = parameters


def test_no_word_of_any_mesa_is_used_for_something_else():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        model = ScenarioIsMesas(TINY, seed=1)
    assert model.city_scenario == TINY
    model.step()
    for name in vars(model):
        assert not isinstance(getattr(mesa.Model, name, None), property), name


def test_seed_and_rng_are_one_and_the_same():
    numbers = [TINY, {"seed": 7}], [TINY, {"rng": 7}], [TINY, {"rng": np.int64(7)}]
    models = [qipan.CityModel(scenario, **how).run() for scenario, how in numbers]
    assert [model.seed for model in models] == [7, 7, 7]
    issues = [model.record().issues for model in models]
    assert all(np.array_equal(issues[0], other) for other in issues)
    with pytest.raises(ValueError, match="not both"):
        qipan.CityModel(TINY, seed=7, rng=7)


@pytest.mark.parametrize(
    ("seed", "error"), [(1.5, TypeError), ("one", TypeError), (-1, ValueError), (2**64, ValueError)]
)
def test_what_is_no_seed_is_refused(seed, error):
    with pytest.raises(error, match="a seed is"):
        qipan.CityModel(TINY, seed=seed)


def test_generators_and_sequences_give_seeds_that_can_be_repeated():
    for make in (np.random.default_rng, np.random.SeedSequence, np.random.PCG64, lambda n: [n, 2]):
        seeds = [seed_of(None, make(n)) for n in (1, 1, 2)]
        assert seeds[0] == seeds[1] != seeds[2]
    source = np.random.default_rng(1)
    assert seed_of(None, source) != seed_of(None, source)
    assert seed_of(None, None) != seed_of(None, None)


def test_iterations_of_batch_run_differ_and_each_row_can_be_repeated():
    scenario = TINY.revise({"issues.rate_factor": 10})
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of `iterations`, in newer Mesa
        rows = mesa.batch_run(
            qipan.CityModel, {"scenario": [scenario]}, iterations=3, display_progress=False
        )
    assert len({row["seed"] for row in rows}) == 3
    for row in rows:
        assert row["open_tickets"] == qipan.CityModel(scenario, row["seed"]).run().open_tickets


class Reported(qipan.CityModel):
    def __init__(self, scenario, seed=None, rng=None):
        super().__init__(
            scenario,
            seed,
            rng=rng,
            datacollector=mesa.DataCollector(
                model_reporters={"open": "open_tickets"},
                agenttype_reporters={qipan.Community: {"o": "open_tickets"}},
                agent_reporters={
                    "of_agent": lambda a: a.open_tickets if isinstance(a, qipan.Community) else 0
                },
            ),
        )


@pytest.fixture(scope="module")
def batch(tmp_path_factory):
    paths = []
    for name, factor in (("calm", 1), ("busy", 6)):
        path = tmp_path_factory.mktemp("batch") / f"{name}.yaml"
        path.write_text(
            f"extends: {SCENARIOS / 'tiny.yaml'}\nname: {name}\n"
            "horizon: {start: 2019-03-01, days: 14, warm_up_days: 0}\n"
            f"issues: {{rate_factor: {factor}}}\n"
        )
        paths.append(str(path))
    return mesa.batch_run(
        Reported,
        {"scenario": paths, "rng": [1, 2]},
        data_collection_period=1,
        display_progress=False,
    )


def test_batch_run_goes_over_scenarios_and_seeds(batch):
    frame = pd.DataFrame(batch)
    assert frame["RunId"].nunique() == 4
    last = frame[frame["Step"] == frame["Step"].max()].groupby(["scenario", "rng"])["open"].first()
    for (scenario, seed), number in last.items():
        model = qipan.CityModel(scenario, seed).run()
        assert number == model.open_tickets
    assert last.nunique() > 1


def test_agents_and_model_in_a_row_of_batch_run_are_of_the_same_day(batch):
    frame = pd.DataFrame(batch)
    frame = frame[frame["Step"] > 0]
    sums = frame.groupby(["RunId", "Step"]).agg(model=("open", "first"), agents=("of_agent", "sum"))
    assert sums["model"].tolist() == sums["agents"].tolist()


def test_residents_are_selected_grouped_and_aggregated_as_arrays():
    model = after_days(TINY.revise({"issues.rate_factor": 10}), 14)
    people = model.residents
    trust = people["trust"]
    assert len(people) == len(trust) == model.city.residents
    assert trust.min() >= 0.0
    assert trust.max() <= 1.0
    assert people.agg("trust", np.mean) == trust.mean()

    happy = people.select(lambda r: r["trust"] > 0.6)
    assert np.array_equal(happy["trust"], trust[trust > 0.6])
    assert 0 < len(happy) < len(people)
    second = happy.select(lambda r: r["community"] == 1)
    assert np.array_equal(second["trust"], trust[(trust > 0.6) & (people["community"] == 1)])
    for column in ("community", "grid", "building"):
        groups = dict(people.groupby(column))
        assert sum(map(len, groups.values())) == len(people)
        assert list(groups) == sorted(groups)
        key = list(groups)[1]
        assert np.array_equal(groups[key]["trust"], trust[people[column] == key])
    for n, community in enumerate(model.communities):
        assert community.trust == people.of_community(n).agg("trust", np.mean)
    with pytest.raises(KeyError, match="height"):
        people["height"]


def test_what_residents_live_through_shows_in_their_trust():
    model = qipan.CityModel(TINY.revise({"issues.rate_factor": 10}), 1)
    before = model.residents["trust"].copy()
    model.run()
    rated = model.record().tickets
    assert (rated["satisfied"] > 0).sum() > 20
    moved = model.residents["trust"] != before
    assert moved.any()
    everyone = simulate(TINY.revise({"issues.rate_factor": 10}), 1).record.trust
    assert everyone == pytest.approx([c.trust for c in model.communities])


def test_finished_models_are_forgotten():
    references = []
    for seed in range(4):
        model = qipan.CityModel(TINY, seed).run()
        references.append(weakref.ref(model))
    del model
    gc.collect()
    alive = sum(reference() is not None for reference in references)
    assert alive == 0, f"{alive} of 4 finished models, with all their residents, stay in memory"
