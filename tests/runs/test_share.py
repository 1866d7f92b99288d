"""Jobs of an array make a share each, and together what one would have made, to the byte."""

import pytest
from typer.testing import CliRunner

from qipan.cli import app
from qipan.errors import InputError
from qipan.runs.share import Share
from qipan.runs.store.overview import overview

SHORT = """extends: tiny
name: {name}
horizon: {{days: 20, warm_up_days: 5}}
policy: {{patrol: {{on: {on}}}}}
"""


def run(*arguments):
    done = CliRunner().invoke(app, [str(part) for part in arguments])
    assert done.exit_code == 0, done.output
    return done.output


@pytest.fixture(scope="module")
def policies(tmp_path_factory):
    folder = tmp_path_factory.mktemp("policies")
    for name, on in (("with", "true"), ("without", "false")):
        (folder / f"{name}.yaml").write_text(SHORT.format(name=name, on=on), "utf-8")
    return [folder / "without.yaml", folder / "with.yaml"]


@pytest.mark.parametrize("text", ["0/3", "4/3", "1", "a/b", "1/0", "-1/3", "1/9999999", "1.5/3"])
def test_what_is_no_share_is_refused(text):
    with pytest.raises(InputError, match="no share such as 7/1000"):
        Share.read(text)


def test_each_replication_is_of_one_share():
    shares = [Share.read(f"{place}/3") for place in (1, 2, 3)]
    for number in range(20):
        assert sum(share.holds(number) for share in shares) == 1
    assert [number for number in range(7) if shares[1].holds(number)] == [1, 4]


def test_shares_merged_give_what_one_gives(tmp_path, policies):
    common = ["compare", *policies, "--replications", 3]
    for place in (1, 2):
        said = run(
            *common, "--shard", f"{place}/2", "--store", tmp_path / f"{place}", "--out",
            tmp_path / "nothing",
        )  # fmt: skip
        assert f"Share {place} of 2: 3 made, 0 were there" in said
    assert not (tmp_path / "nothing").exists()
    run("store", tmp_path / "all", "--merge", tmp_path / "1", "--merge", tmp_path / "2")
    (version,) = overview(tmp_path / "all")
    assert version.full + version.city == 6
    said = run(*common, "--store", tmp_path / "all", "--out", tmp_path / "merged", "--no-report")
    assert "6 of 6 replications were in the store" in said
    run(*common, "--no-store", "--out", tmp_path / "alone", "--no-report")
    for name in ("differences.csv", "manifest.json"):
        merged, alone = (tmp_path / folder / name for folder in ("merged", "alone"))
        assert merged.read_bytes() == alone.read_bytes()


def test_a_share_of_a_sweep_leaves_its_points_in_the_store(tmp_path, policies):
    common = [
        "sweep",
        policies[1],
        "--design",
        "latin_hypercube",
        "--points",
        4,
        "--replications",
        2,
    ]
    made = []
    for place in (1, 2):
        said = run(*common, "--shard", f"{place}/2", "--store", tmp_path / "s")
        made.append(int(said.split(f"Share {place} of 2: ")[1].split()[0]))
    said = run(*common, "--store", tmp_path / "s", "--out", tmp_path / "o", "--no-report")
    assert abs(made[0] - made[1]) <= 1
    assert f"{sum(made)} of {sum(made)} replications were in the store" in said


def test_a_share_needs_a_store_and_a_number_that_is_known(policies):
    for more, said in (
        (["--no-store"], "no use with --no-store"),
        (["--metric", "close_p50", "--half-width", "1"], "known before"),
        (["--shard", "3/2"], "no share such as"),
    ):
        done = CliRunner().invoke(app, ["compare", *map(str, policies), "--shard", "1/2", *more])
        assert done.exit_code == 2
        assert said in " ".join(done.output.split())
