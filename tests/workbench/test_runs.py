"""A run that was killed, and gone on with."""

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


def test_a_run_that_was_killed_goes_on_to_the_same_bytes(tmp_path):
    bench, browser, at, question = asked_in(tmp_path / "killed", 2)
    browser.post(f"{at}/run")
    (run,) = question.runs()
    for child in bench.jobs._children.values():
        child.kill()
        child.wait(timeout=60)
    assert bench.jobs.told(run).state == "stopped"
    assert not (answers_of(run, "zh") / "report.json").exists()
    browser.post(f"{at}/run")
    assert bench.finished(run).state == "done"

    whole, *_, other = asked_in(tmp_path / "whole", 2)
    other.put({**other.content, "name": question.content["name"]})
    begun = whole.jobs.ask(other, "zh")
    assert whole.finished(begun).state == "done"
    for name in ("report.docx", "tables.xlsx", "report.json"):
        one, two = ((answers_of(each, "zh") / name).read_bytes() for each in (run, begun))
        assert one == two, name
