"""A run that was killed, and gone on with."""

import json

from qipan.workbench.answers import answers_of

from .conftest import Bench


def asked_in(folder, replications):
    """A workbench of its own, and a question there."""
    bench = Bench(folder, most=1)
    browser = bench.browser("zh")
    at = browser.post("/cities/tiny/ask").json()["go"].removesuffix("/city")
    browser.post(f"{at}/options", json={"do": "add", "of": 0})
    browser.post(
        f"{at}/options", json={"do": "set", "option": 1, "key": "policy.burden.on", "value": True}
    )
    browser.post(f"{at}/options", json={"do": "replications", "value": str(replications)})
    return bench, browser, at, bench.workspace.questions()[0]


def killed_after_one(bench, folder):
    """Kill the command of a run as soon as it tells of a finished replication."""
    job = bench.jobs.job(folder)
    child = bench.jobs._children[job.pid]
    progress = folder / "progress.jsonl"
    while child.poll() is None:
        if '"done": 1,' in progress.read_text("utf-8"):
            child.kill()
            break
    child.wait(timeout=60)


def test_a_run_that_was_killed_goes_on_to_the_same_bytes(tmp_path):
    bench, browser, at, question = asked_in(tmp_path / "killed", 40)
    browser.post(f"{at}/run")
    (run,) = question.runs()
    killed_after_one(bench, run)
    assert bench.jobs.told(run).state == "stopped"
    assert not (answers_of(run, "zh") / "report.json").exists()
    kept = {path: path.read_bytes() for path in bench.workspace.store.rglob("*.parquet")}
    assert kept
    browser.post(f"{at}/run")
    assert bench.finished(run).state == "done"
    assert {path: path.read_bytes() for path in kept} == kept

    whole, *_, other = asked_in(tmp_path / "whole", 40)
    other.put({**other.content, "name": question.content["name"]})
    begun = whole.jobs.ask(other, "zh")
    assert whole.finished(begun).state == "done"
    for name in ("report.docx", "tables.xlsx", "report.json"):
        one, two = ((answers_of(each, "zh") / name).read_bytes() for each in (run, begun))
        if name == "report.json":
            assert json.loads(one)["answer"] == json.loads(two)["answer"]
        assert one == two, name
