"""A session in Chinese: its help, its errors, and that no error is raised without words."""

import ast
import builtins
import re
from collections import Counter
from pathlib import Path
from typing import get_args

import numpy as np
import pytest
from babel.messages.pofile import read_po
from typer.testing import CliRunner

import qipan
from qipan import errors
from qipan.cli import app
from qipan.locale.catalogue import FILE, catalogue
from qipan.programs.cadres.plan import CadreProblem, NoPlanError, solve_cadres
from qipan.programs.curve import Curve
from qipan.programs.objectives import (
    ConditionalValueAtRisk,
    LexicographicMaxMin,
    MeanPlusGini,
    Utilitarian,
)
from qipan.programs.solver import STATUSES, Status
from qipan.runs.execution.task import Mishap
from qipan.runs.store.failures import KnownFailure, note_failure, read_failures
from qipan.runs.store.rows import Key
from qipan.words import Phrase, Words, in_language, joined, language_of, recognised

PACKAGE = Path(qipan.__file__).parent
ZH = {"QIPAN_LANG": "zh"}

# Of the workbench: short names of what is wrong, of which its pages make sentences.
WITHOUT_WORDS = {
    "workbench/assumed.py": 1,
    "workbench/options.py": 6,
    "workbench/planned_options.py": 1,
    "workbench/option_pages.py": 1,
    "workbench/answer_pages.py": 1,
}


def raised_without_words() -> Counter[str]:
    """Errors of the family that are raised with a string that carries no Chinese, by file."""
    family = {name for name in vars(errors) if name.endswith("Error")}
    trees = {path: ast.parse(path.read_text("utf-8")) for path in sorted(PACKAGE.rglob("*.py"))}
    classes = [n for tree in trees.values() for n in ast.walk(tree) if isinstance(n, ast.ClassDef)]
    while (
        more := {c.name for c in classes if {getattr(b, "id", "") for b in c.bases} & family}
        - family
    ):
        family |= more
    family -= set(vars(builtins))
    found: Counter[str] = Counter()
    for path, tree in trees.items():
        for node in ast.walk(tree):
            if not (isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call)):
                continue
            if getattr(node.exc.func, "id", "") in family and any(map(is_text, node.exc.args)):
                found[path.relative_to(PACKAGE).as_posix()] += 1
    return found


def is_text(node: ast.expr) -> bool:
    """Whether an argument is a sentence, and not a key, a file or a word of a program."""
    if isinstance(node, ast.JoinedStr):
        return any(isinstance(v, ast.Constant) and " " in str(v.value) for v in node.values)
    return isinstance(node, ast.Constant) and " " in str(node.value)


def test_errors_are_raised_with_words() -> None:
    assert dict(raised_without_words()) == WITHOUT_WORDS


# -- languages ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, "en"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LC_ALL": "zh_TW", "LANG": "en_US.UTF-8"}, "zh"),
        ({"LC_ALL": "en_US.UTF-8", "LC_MESSAGES": "zh_CN", "LANG": "zh_CN"}, "en"),
        ({"LC_ALL": "", "LC_MESSAGES": "zh_CN"}, "zh"),
        ({"QIPAN_LANG": "en", "LANG": "zh_CN.UTF-8"}, "en"),
        ({"QIPAN_LANG": "zh", "LC_ALL": "C"}, "zh"),
        ({"QIPAN_LANG": "fr"}, "en"),
    ],
)
def test_the_environment_says_the_language(environment, language) -> None:
    assert language_of(environment) == language


def test_a_phrase_is_english_text_that_carries_chinese() -> None:
    import pickle

    found = Phrase("must be at most {most}", most=3)
    assert found == "must be at most 3" and isinstance(found, str)
    both = joined([found, Phrase("must be text"), "x.yaml"], "; ", "；")
    assert in_language(both, "zh") == "不得超过 3；应为文本；x.yaml"
    travelled = pickle.loads(pickle.dumps(both))
    assert (travelled, travelled.say("zh")) == (both, both.say("zh"))
    around = Phrase("not valid YAML: {said}", said=found)
    assert around.say("en") == str(around) == "not valid YAML: must be at most 3"
    assert around.say("zh") == "不是有效的 YAML：不得超过 3"


def test_what_another_library_says_is_recognised_by_its_words() -> None:
    known = [Words("Invalid value for {option}: {fault}"), Words("Input should be {choices}")]
    said = recognised("Invalid value for '--n': Input should be 3", known)
    assert in_language(said, "zh") == "'--n' 的取值有误：应为 3"
    assert recognised("something else", known) == "something else"


def test_the_catalogue_is_read_as_gettext_has_it() -> None:
    with FILE.open("rb") as file:
        found = read_po(file, locale="zh")
    of_babel = {(str(m.id), m.context or ""): str(m.string) for m in found if m.id and m.string}
    assert catalogue() == of_babel


def test_an_error_is_said_in_both_languages_and_is_english_by_itself() -> None:
    error = errors.InputError(Phrase("must be at most {most}", most=3))
    assert (str(error), error.say("en"), error.say("zh")) == (
        "must be at most 3",
        "must be at most 3",
        "不得超过 3",
    )
    assert errors.InputError("no words").say("zh") == "no words"


# -- help and usage -------------------------------------------------------------------------------

ENGLISH = re.compile(r"[a-z']+,? [a-z']+,? [a-z']+ ")  # three words of a sentence
OF_TYPER = ("Usage", "Options", "Arguments", "Commands", "default:", "required", "Show this")


def commands(command, words=()):
    yield words
    for name, below in getattr(command, "commands", {}).items():
        yield from commands(below, (*words, name))


def all_commands():
    from typer.main import get_command

    return list(commands(get_command(app)))


@pytest.mark.parametrize("words", all_commands(), ids=" ".join)
def test_help_is_chinese(words) -> None:
    done = CliRunner().invoke(app, [*words, "--help"], env={**ZH, "COLUMNS": "300"})
    assert done.exit_code == 0
    assert not [word for word in OF_TYPER if word in done.output]
    assert not ENGLISH.findall(re.sub("qipan .*|`.*`", "", done.output))


def test_help_is_english_unless_chinese_is_asked_for() -> None:
    there = {"QIPAN_LANG": "", "LC_ALL": "C", "LANG": "C"}
    done = CliRunner().invoke(app, ["check", "--help"], env=there)
    assert "Check scenario files" in done.output
    assert not re.search(r"[\u4e00-\u9fff]", done.output)
    for words in (["check", "--help", "--lang", "zh"], ["--lang=zh", "check", "--help"]):
        assert "检查情景文件" in CliRunner().invoke(app, words, env=there).output
    done = CliRunner().invoke(app, ["check", "--help", "--lang", "en"], env=ZH)
    assert "Check scenario files" in done.output


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["chek"], "没有命令 'chek'"),
        (["compare", "--foo"], "没有选项 --foo"),
        (["compare", "--replications", "x", "a"], "应为整数"),
        (["compare", "--replications", "0", "a"], "应不小于 1"),
        (["check"], "缺少参数"),
        (["run", "tiny", "--lang", "fr"], "不在可选范围"),
        (["run", "no_such.yaml"], "没有此文件"),
        (["attribute", "tiny"], "未提出问题"),
        (["compare", "tiny"], "无从比较"),
        (["sweep", "tiny", "--metric", "laod"], "没有名为“laod”的指标"),
        (["plan", "no_such.yaml"], "没有此文件"),
        (["fit", "no_such.parquet", "--out", "x"], "没有此文件"),
        (["import", "city", "no_such.csv", "--out", "x.yaml"], "没有此文件"),
        (["reproduce", "no_such"], "无法读取"),
    ],
)
def test_what_is_wrong_with_a_command_is_said_in_chinese(
    words, said, tmp_path, monkeypatch
) -> None:
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(app, words, env={**ZH, "COLUMNS": "300"})
    assert done.exit_code == 2
    assert said in done.output, done.output


# -- what a solve tells ---------------------------------------------------------------------------


def few_cadres(**changes):
    values = {
        "communities": ["河东", "河西"],
        "curves": [Curve(np.array([0.0, 1000.0]), np.array([100.0, 50.0]))] * 2,
        "residents": np.full(2, 3000.0),
        "hours_gained": np.full(2, 500.0),
        "total": 2,
    }
    return CadreProblem(**(values | changes))


def english_in(said: str) -> list[str]:
    return re.findall(r"[A-Za-z_]{3,}", said.replace("CVaR", ""))


@pytest.mark.parametrize(
    "objective",
    [Utilitarian(), LexicographicMaxMin(), ConditionalValueAtRisk(share=0.5), MeanPlusGini()],
    ids=lambda objective: objective.name,
)
def test_a_told_allocation_is_chinese(objective) -> None:
    plan = solve_cadres(few_cadres(caps=np.ones(2)), objective)
    summary = in_language(plan.summary(), "zh")
    assert not english_in(summary)
    assert "已证明最优" in summary and "预期" in summary
    binding = [rule.say("zh") for rule in plan.binding]
    assert "专职干部总数：限 2 名，已用 2 名" in binding
    assert "河东专职干部上限：限 1 名，已用 1 名" in binding
    assert not english_in("".join(binding) + "".join(in_language(n, "zh") for n in plan.notes))


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"floors": np.full(2, 2.0)}, "2 个社区各至少 2 名干部，共需 4 名；而总数为 2 名"),
        ({"floors": np.full(2, 1.0), "total": 1}, "而总数为 1 名"),
    ],
    ids=["floors", "total"],
)
def test_why_there_is_no_allocation_is_said_in_chinese(changes, said) -> None:
    with pytest.raises(NoPlanError) as refused:
        solve_cadres(few_cadres(**changes), Utilitarian())
    told = refused.value.say("zh")
    assert said in told
    assert not english_in(told)
    assert not re.search(
        r"[\u4e00-\u9fff]", str(refused.value).replace("河东", "").replace("河西", "")
    )


def test_every_status_of_a_solve_has_its_chinese() -> None:
    assert set(STATUSES) == set(get_args(Status))
    assert all(not english_in(words.zh) for words in STATUSES.values())


def test_the_reason_of_a_failed_replication_is_kept_in_both_languages(tmp_path) -> None:
    failed = Mishap.of(errors.ImpossibleError(Phrase("must be at most {most}", most=3)))
    assert failed.reason == "ImpossibleError: must be at most 3"
    assert in_language(failed.reason, "zh") == "ImpossibleError：不得超过 3"
    known = KnownFailure(failed.reason, failed.traceback)
    note_failure(tmp_path, "w", Key("scenario", 1), "name", 0, known)
    (read,) = read_failures(tmp_path).values()
    assert (read.reason, in_language(read.reason, "zh")) == (
        failed.reason,
        "ImpossibleError：不得超过 3",
    )


def test_check_tells_a_planner_in_chinese_what_is_assumed() -> None:
    done = CliRunner().invoke(app, ["check", "tiny"], env={**ZH, "COLUMNS": "300"})
    assert done.exit_code == 0
    assert "residents.trust.decay_days" in done.output and "居民·信任·衰减天数" in done.output
    assert "：巡查" in done.output and "一次经历被记住多久" in done.output
    assert " days " not in done.output and " share " not in done.output
