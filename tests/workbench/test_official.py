"""A report for an office: laid out by the command that ran, with nothing simulated anew."""

import json

import pytest

from qipan.workbench.jobs import answer_folder
from qipan.workbench.official import official_files
from qipan.workbench.studies import ANSWER, OFFICIAL, study_of


@pytest.mark.parametrize(("language", "style"), [("zh", ["--style", "gongwen"]), ("en", [])])
def test_it_is_asked_of_the_command_of_the_run(bench, language, style):
    browser = bench.browser(language)
    at = browser.post("/cities/tiny/ask").json()["go"].removesuffix("/city")
    assert browser.post(f"{at}/official", json={}).status_code == 404  # nothing was run
    question = bench.workspace.question(at.rpartition("/")[2])
    run = question.run_folder()
    answer_folder(run, language).mkdir()
    (answer_folder(run, language) / "report.json").write_text('{"sections": []}')
    assert browser.post(f"{at}/official", json={}).status_code == 200
    folder = study_of(question, OFFICIAL[language])
    command = ["qipan", "compare", "question.yaml", *style, "--slides", "--out", ANSWER]
    assert bench.jobs.job(folder).command[: len(command)] == command
    assert (folder / "question.yaml").read_bytes() == (run / "question.yaml").read_bytes()
    assert official_files(question, run, language) == []
    (folder / ANSWER).mkdir()
    (folder / ANSWER / "report.pptx").write_bytes(b"PK")
    assert official_files(question, run, language) == ["report.pptx"]
    (folder / "asked.json").write_text(json.dumps({"of": "another run"}))
    assert official_files(question, run, language) == []
