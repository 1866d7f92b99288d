"""Ledgers of requests: dropped on the page, read in, fitted, and predicted from, by the commands.

Which columns are read is decided by ``qipan import ledger`` alone. What was dropped lies in the
workspace for as long as its columns are being chosen, readable by its owner only, and is removed as
soon as it was read in, given up, or left alone for an hour.
"""

import json
import shutil
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, count
from pathlib import Path
from typing import Any

from ..errors import InputError
from ..words import LANGUAGES, Language, Phrase
from .jobs import Jobs, events
from .workspace import LEDGERS, NoSuchError, Question, Workspace, plain, write_yaml

ENDINGS = (".csv", ".txt", ".xlsx", ".xls", ".ods", ".et", ".parquet", ".gz", ".zip")
UPLOAD, MAP, READ = "upload", "map.yaml", "ledger.parquet"
PREVIEW, IMPORT, FIT, PREDICT = "preview", "import", "fit", "predict"
STEPS = (PREVIEW, IMPORT, FIT, PREDICT)
PREDICTED, FITTED = "predicted", "fit.json"
KEPT = 3600  # seconds for which what was dropped may lie unread
ABOUT = "about.json"
DATES = ("", "day_first", "month_first")


class NotTakenError(InputError):
    """A ledger, or what is asked of it, that cannot be taken."""


@dataclass(frozen=True)
class Ledger:
    """A ledger in a workspace.

    Attributes
    ----------
    folder : Path
    jobs : Jobs
        Who carries out its commands.
    """

    folder: Path
    jobs: Jobs

    @property
    def name(self) -> str:
        """Name of its folder."""
        return self.folder.name

    @property
    def title(self) -> str:
        """What it is called on the pages."""
        return str(json.loads((self.folder / ABOUT).read_text("utf-8"))["title"])

    @property
    def upload(self) -> Path | None:
        """What was dropped; None once it is gone."""
        return next((self.folder / UPLOAD).glob("ledger.*"), None)

    @property
    def columns(self) -> dict[str, Any]:
        """Headers that may be shown, and those taken for each role, as the command has told."""
        for event in events(self.folder / PREVIEW / "progress.jsonl"):
            if event.get("event") == "columns":
                return {"header": event["header"], "roles": event["roles"]}
        return {"header": [], "roles": {}}

    @property
    def statuses(self) -> list[dict[str, Any]]:
        """Words of the status with their rows, and what the command has taken each for."""
        for event in events(self.folder / PREVIEW / "progress.jsonl"):
            if event.get("event") == "statuses":
                return list(event["words"])
        return []

    @property
    def map(self) -> dict[str, Any]:
        """What a planner says the columns are; empty as long as nothing was said."""
        from ruamel.yaml import YAML

        file = self.folder / PREVIEW / MAP
        return dict(YAML(typ="safe").load(file.read_text("utf-8"))) if file.exists() else {}

    def step(self, name: str, language: Language = "en") -> Path:
        """Return the folder of a step; a fit and a prediction have one for each language."""
        return self.folder / (f"{name}_{language}" if name in (FIT, PREDICT) else name)

    def is_read(self) -> bool:
        """Whether it was read in."""
        return (self.step(IMPORT) / READ).exists()

    def fitted(self, language: Language | None = None) -> Path | None:
        """Return the result folder of its fit: in a language, or the one that was made first."""
        wanted = LANGUAGES if language is None else (language,)
        found = [self.step(FIT, each) / self.name for each in wanted]
        there = [path for path in found if (path / FITTED).exists()]
        return min(there, key=lambda path: (path / FITTED).stat().st_mtime, default=None)

    @property
    def seen(self) -> list[str]:
        """What was found when its columns were looked at, without these."""
        try:
            said = (self.step(PREVIEW) / "said.txt").read_text("utf-8", "replace")
        except FileNotFoundError:
            return []
        lines = [line for line in said.splitlines() if not line.startswith("  ")]
        return [line.removeprefix(f"../{UPLOAD}/") for line in lines]

    # -- what is asked of it ---------------------------------------------------------------------

    def look(self, language: Language, said: Mapping[str, Any] | None = None) -> None:
        """Have its columns looked at, taken for what a planner says of them."""
        folder = self._made(PREVIEW)
        if said is not None:
            write_yaml(folder / MAP, _map_of(said))
        mapped = ["--map", MAP] if (folder / MAP).exists() else []
        self.jobs.ask_for(folder, [*self._importing(language), *mapped, "--preview"])

    def read_in(self, language: Language, title: str, zone: str, arrivals_only: bool) -> None:
        """Have it read in, by the columns that were looked at last."""
        folder = self._made(IMPORT)
        roles = self.map or _map_of(self.columns)
        write_yaml(folder / MAP, roles)
        (self.folder / ABOUT).write_text(json.dumps({"title": title or self.title}), "utf-8")
        command = [*self._importing(language), "--map", MAP, "--title", title or self.title]
        command += ["--zone", zone] if zone else []
        command += ["--arrivals-only"] if arrivals_only else []
        self.jobs.ask_for(folder, [*command, "--replace"])

    def fit(self, language: Language, draws: int, hold_out: float, holidays: str) -> None:
        """Have it fitted."""
        if not self.is_read():
            raise NoSuchError(self.name)
        command = ["qipan", "fit", f"../{IMPORT}/{READ}", "--out", self.name]
        command += ["--draws", str(draws), "--hold-out", f"{hold_out:g}"]
        command += ["--holidays", holidays] if holidays else []
        folder = self._made(FIT, language)
        self.jobs.ask_for(folder, [*command, "--lang", language, "--progress", "json"])

    def predict(self, language: Language, weeks: int) -> None:
        """Have the next weeks predicted."""
        fitted = self.fitted()
        if fitted is None:
            raise NoSuchError(self.name)
        folder = self._made(PREDICT, language)
        shutil.rmtree(folder / PREDICTED, ignore_errors=True)
        said = f"../{fitted.parent.name}/{fitted.name}"
        command = ["qipan", "predict", said, "--ledger", f"../{IMPORT}/{READ}"]
        command += ["--weeks", str(weeks), "--out", PREDICTED]
        self.jobs.ask_for(folder, [*command, "--lang", language, "--progress", "json"])

    def ask(self, workspace: Workspace) -> Question:
        """Begin a question about the city that it was fitted to, each option on every draw."""
        fitted = self.fitted()
        if fitted is None:
            raise NoSuchError(self.name)
        base = f"../{LEDGERS}/{self.name}/{fitted.parent.name}/{fitted.name}/scenario.yaml"
        city = next((name for name in workspace.cities() if name == f"fit_{self.name}"), None)
        if city is None:
            city = workspace.add_city({"extends": base}, f"fit_{self.name}")
        return workspace.begin(city, fitted / "ensemble")

    def forget_upload(self) -> None:
        """Remove what was dropped."""
        shutil.rmtree(self.folder / UPLOAD, ignore_errors=True)

    def forget(self) -> None:
        """Remove it; once it was read in, nothing is removed but what was dropped."""
        for step in (PREVIEW, IMPORT):
            self.jobs.stop(self.step(step))
        self.forget_upload()
        if not self.is_read():
            shutil.rmtree(self.folder, ignore_errors=True)

    def _made(self, step: str, language: Language = "en") -> Path:
        folder = self.step(step, language)
        folder.mkdir(exist_ok=True)
        return folder

    def _importing(self, language: Language) -> list[str]:
        if self.upload is None:
            raise NotTakenError(Phrase("the ledger is not there any more: drop it again"))
        said = ["qipan", "import", "ledger", f"../{UPLOAD}/{self.upload.name}", "--out", READ]
        return [*said, "--lang", language, "--progress", "json"]


def ledgers_of(workspace: Workspace, jobs: Jobs) -> Iterator[Ledger]:
    """Yield the ledgers of a workspace, by name."""
    for about in sorted((workspace.folder / LEDGERS).glob(f"*/{ABOUT}")):
        yield Ledger(about.parent, jobs)


def ledger_named(workspace: Workspace, jobs: Jobs, name: str) -> Ledger:
    """Return a ledger by its name."""
    for each in ledgers_of(workspace, jobs):
        if each.name == name:
            return each
    raise NoSuchError(name)


def take_in(workspace: Workspace, jobs: Jobs, file: str, content: bytes) -> Ledger:
    """Keep what was dropped, for as long as its columns are being chosen.

    Raises
    ------
    NotTakenError
        If its name does not end as that of a table.
    """
    path = Path(file)
    endings = [ending.lower() for ending in path.suffixes[-2:] if ending.lower() in ENDINGS]
    if not endings or path.suffix.lower() != endings[-1]:
        allowed = ", ".join(ENDINGS)
        raise NotTakenError(Phrase("a ledger is a file ending in {allowed}", allowed=allowed))
    base = plain(path.name.partition(".")[0])[:40] or "ledger"
    taken = {each.name for each in ledgers_of(workspace, jobs)}
    numbered = (f"{base}_{number}" for number in count(2))
    name = next(name for name in chain([base], numbered) if name not in taken)
    folder = workspace.folder / LEDGERS / name
    (folder / UPLOAD).mkdir(mode=0o700, parents=True)
    upload = folder / UPLOAD / f"ledger{''.join(endings)}"
    upload.touch(mode=0o600)
    upload.write_bytes(content)
    (folder / ABOUT).write_text(json.dumps({"title": name}), "utf-8")
    return Ledger(folder, jobs)


def forget_uploads(workspace: Workspace, jobs: Jobs) -> None:
    """Remove whatever was dropped and was read in, or left alone."""
    for upload in (workspace.folder / LEDGERS).glob(f"*/{UPLOAD}"):
        each = Ledger(upload.parent, jobs)
        states = {jobs.told(each.step(step)).state for step in (PREVIEW, IMPORT)}
        if states & {"waiting", "running", "stopping"}:
            continue
        if each.is_read() or time.time() - upload.stat().st_mtime > KEPT:
            each.forget_upload()


def _map_of(said: Mapping[str, Any]) -> dict[str, Any]:
    """Return a map of columns as the command reads it, of what a page or the command says."""
    roles = {
        str(role): headers[0] if len(headers) == 1 else list(headers)
        for role, headers in dict(said["roles"]).items()
        if headers
    }
    dates = {"dates": str(said["dates"])} if said.get("dates") else {}
    words = {str(word): str(status) for word, status in dict(said.get("statuses") or {}).items()}
    return {"columns": roles, **dates, **({"statuses": words} if words else {})}
