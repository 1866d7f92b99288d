"""A planner's folder: cities and questions as the files that the command line reads.

::

    WORKSPACE/cities/NAME.yaml                    scenarios of one's own
    WORKSPACE/questions/NAME/question.yaml        an experiment file, as it is being written
    WORKSPACE/questions/NAME/history/0001.yaml    what it was before each change
    WORKSPACE/questions/NAME/runs/HASH/           what was run: a copy, its progress, its results
    WORKSPACE/questions/NAME/studies/WHAT/        a plan, a placing, what the answer hangs on
    WORKSPACE/ledgers/NAME/STEP/                  a ledger: read in, fitted, predicted from
    WORKSPACE/store/                              finished replications, of all questions

In an office, WORKSPACE is ``users/NAME`` of each user, and the store is one for all.
"""

import hashlib
import os
import re
import secrets
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from ..errors import InputError
from ..scenario import Scenario, load
from ..scenario.shipped import folder as shipped_folder
from ..scenario.shipped import names as shipped_names
from ..studies.file import load_experiment

QUESTION, HISTORY, RUNS, CITIES, STORE = "question.yaml", "history", "runs", "cities", "store"
LEDGERS, STUDIES, CITY = "ledgers", "studies", "city.yaml"
ASIDES = "asides"  # folder of a question for what is tried beside it
HIDDEN = ("base", "one_queue")  # what others extend, and a queue for tests
MOST_OPTIONS = 6
REPLICATIONS = 20
_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,60}")


class NoSuchError(InputError, LookupError):
    """A name that is in none of the lists."""


@dataclass(frozen=True)
class Workspace:
    """The folder; names are looked up in what it holds, and never put into a path unseen."""

    folder: Path
    shared: Path | None = None  # a store that others use as well

    def __post_init__(self) -> None:
        """Make the folder."""
        for name in ("questions", CITIES, LEDGERS):
            (self.folder / name).mkdir(parents=True, exist_ok=True)

    @property
    def store(self) -> Path:
        """Where finished replications are kept."""
        return self.shared or self.folder / STORE

    def cities(self) -> dict[str, str]:
        """Return the scenarios one may begin with, by name: what a question calls each."""
        shipped = {name: name for name in shipped_names() if name not in HIDDEN}
        own = sorted((self.folder / CITIES).glob("*.yaml"))
        return shipped | {path.stem: f"../../{CITIES}/{path.name}" for path in own}

    def city(self, name: str) -> Scenario:
        """Load a scenario by its name in `cities`."""
        if name not in self.cities():
            raise NoSuchError(name)
        return load(self.city_file(name))

    def city_file(self, name: str) -> str:
        """Return the file of a scenario of `cities`."""
        own = self.folder / CITIES / f"{name}.yaml"
        return str(own if own.exists() else shipped_folder() / f"{name}.yaml")

    def is_own(self, name: str) -> bool:
        """Whether a city is the planner's own, so that it may be changed."""
        return name in self.cities() and self.cities()[name] != name

    def add_city(self, content: Mapping[str, Any], name: str) -> str:
        """Write a scenario of one's own under a name that is not taken; checked before.

        Raises
        ------
        ScenarioError
            If it is not sound; nothing is written then.
        """
        name = plain(name) or "city"
        taken = self.cities()
        while name in taken:
            name = plain(f"{name[:50]}_{secrets.token_hex(2)}")
        self.put_city({**content, "name": name}, name)
        return name

    def put_city(self, content: Mapping[str, Any], name: str) -> None:
        """Write a scenario of one's own in the place of what it was; checked before."""
        put(self.folder / CITIES / f"{name}.yaml", content, load)

    def questions(self) -> list["Question"]:
        """Return all questions, the one changed last first."""
        found = [
            Question(path.parent) for path in (self.folder / "questions").glob(f"*/{QUESTION}")
        ]
        return sorted(found, key=lambda each: each.changed, reverse=True)

    def question(self, name: str) -> "Question":
        """Return a question by its name."""
        for each in self.questions():
            if each.name == name:
                return each
        raise NoSuchError(name)

    def tasks(self) -> Iterator[Path]:
        """Yield every folder in which a command was asked for, or may be."""
        for question in self.questions():
            yield from question.runs()
            yield from (question.folder / ASIDES).glob("[0-9a-f]*")
            yield from (question.folder / STUDIES).glob("[a-z]*")
        yield from (path for path in (self.folder / LEDGERS).glob("*/[a-z]*") if path.is_dir())

    def begin(self, city: str, ensemble: Path | None = None) -> "Question":
        """Begin a question about a city: as today, and nothing else yet.

        Parameters
        ----------
        city : str
            Of `cities`.
        ensemble : Path, optional
            Folder of draws that each option is run with.
        """
        title = self.city(city).document.title
        name = f"{plain(city)[:40]}-{secrets.token_hex(3)}"
        folder = self.folder / "questions" / name
        folder.mkdir()
        drawn = {} if ensemble is None else {"ensemble": seen_from(ensemble, folder)}
        content = {
            "name": name,
            "title": {"en": f"{title.en}: options compared", "zh": f"{title.zh}方案比选"},
            "replications": REPLICATIONS,
            "compare": {
                "scenarios": [
                    {
                        "file": self.cities()[city],
                        "name": "today",
                        "title": {"en": "as today", "zh": "现状"},
                    }
                ],
                **drawn,
            },
        }
        write_yaml(folder / QUESTION, content)
        return Question(folder)


@dataclass(frozen=True)
class Question:
    """A question: an experiment file and what was run of it."""

    folder: Path

    @property
    def name(self) -> str:
        """Name of its folder."""
        return self.folder.name

    @property
    def changed(self) -> float:
        """When it was changed last, in seconds."""
        return (self.folder / QUESTION).stat().st_mtime

    @property
    def content(self) -> dict[str, Any]:
        """What its file says."""
        read: dict[str, Any] = YAML(typ="safe").load((self.folder / QUESTION).read_text("utf-8"))
        return read

    @property
    def options(self) -> list[dict[str, Any]]:
        """The policies that are compared, the first as today."""
        listed: list[dict[str, Any]] = self.content["compare"]["scenarios"]
        return listed

    @property
    def city(self) -> str:
        """Name of its city in `Workspace.cities`."""
        return Path(self.options[0]["file"]).stem

    @property
    def digest(self) -> str:
        """Hash of all that its answer rests on: its file and, if it has one, its city's."""
        said = (self.folder / QUESTION).read_bytes()
        city = self.folder / self.options[0]["file"]
        if city.suffix == ".yaml" and city.exists():
            said += city.read_bytes()
        return hashlib.sha256(said).hexdigest()[:16]

    def put(self, content: Mapping[str, Any]) -> None:
        """Write the file in the place of what it was, which the history keeps; checked before.

        Raises
        ------
        ScenarioError
            If it is not a sound experiment; nothing is changed then.
        """
        file = self.folder / QUESTION
        before = file.read_bytes()
        sound = len(content["compare"]["scenarios"]) > 1
        put(file, content, load_experiment if sound else None)
        if file.read_bytes() != before:
            history = self.folder / HISTORY
            history.mkdir(exist_ok=True)
            number = 1 + max((int(old.stem) for old in history.glob("*.yaml")), default=0)
            (history / f"{number:04d}.yaml").write_bytes(before)

    def undo(self) -> bool:
        """Go back to what it was before the last change; False if there was none."""
        kept = sorted((self.folder / HISTORY).glob("*.yaml"))
        if not kept:
            return False
        os.replace(kept[-1], self.folder / QUESTION)
        return True

    def run_folder(self) -> Path:
        """Return the folder of a run of what it says now, with a copy of it; made if needed."""
        folder = self.folder / RUNS / self.digest
        if folder.exists():
            return folder
        making = folder.with_name(f".{folder.name}-{secrets.token_hex(3)}")
        making.mkdir(parents=True)
        content = self.content
        city = self.folder / content["compare"]["scenarios"][0]["file"]
        if city.suffix == ".yaml" and city.exists():
            carry(city, making)
            for option in content["compare"]["scenarios"]:
                option["file"] = city.name
            if (drawn := content["compare"].get("ensemble")) is not None:
                content["compare"]["ensemble"] = seen_from(self.folder / drawn, making)
            write_yaml(making / QUESTION, content)
        else:
            shutil.copyfile(self.folder / QUESTION, making / QUESTION)
        os.replace(making, folder)
        return folder

    def runs(self) -> Iterator[Path]:
        """Yield the folders of all runs, the latest first."""
        found = [path for path in (self.folder / RUNS).glob("[0-9a-f]*") if path.is_dir()]
        yield from sorted(found, key=lambda path: path.stat().st_mtime, reverse=True)


def seen_from(path: Path, folder: Path) -> str:
    """Return a path as a file in a folder names it."""
    return Path(os.path.relpath(path, folder)).as_posix()


def carry(city: Path, folder: Path, name: str = "") -> str:
    """Copy a city's file into a folder, so that it still finds what it extends; return its name."""
    name = name or city.name
    said = YAML(typ="safe").load(city.read_text("utf-8"))
    base = said.get("extends")
    if isinstance(base, str) and (city.parent / base).is_file():
        write_yaml(folder / name, {**said, "extends": seen_from(city.parent / base, folder)})
    else:
        shutil.copyfile(city, folder / name)
    return name


def city_into(workspace: Workspace, question: Question, folder: Path) -> str:
    """Write the city of a question into a folder, and return the file's name there."""
    if workspace.is_own(question.city):
        return carry(Path(workspace.city_file(question.city)), folder, CITY)
    write_yaml(folder / CITY, {"extends": question.city, "name": question.city})
    return CITY


def put(file: Path, content: Mapping[str, Any], check: Any = None) -> None:
    """Write a YAML file whole, in the place of what it was, if `check` finds it sound."""
    trial = file.with_name(f"{file.stem}.{secrets.token_hex(3)}.tmp.yaml")
    write_yaml(trial, content)
    try:
        if check is not None:
            check(str(trial))
        os.replace(trial, file)
    finally:
        trial.unlink(missing_ok=True)


def write_yaml(file: Path, content: Mapping[str, Any]) -> None:
    """Write a YAML file, down to the disk."""
    yaml = YAML()
    yaml.width = 1000
    yaml.allow_unicode = True
    text = StringIO()
    yaml.dump(dict(content), text)
    with open(file, "w", encoding="utf-8", newline="\n") as stream:
        stream.write(text.getvalue())
        stream.flush()
        os.fsync(stream.fileno())


def plain(name: str) -> str:
    """Name as a file may be called, in letters that need no quoting."""
    made = re.sub(r"[^a-z0-9_-]+", "_", name.lower()).strip("_-")
    return made if _NAME.fullmatch(made) else ""
