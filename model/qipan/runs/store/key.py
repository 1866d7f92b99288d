"""What makes two replications the same: what the scenario says, the seed, and the code."""

import hashlib
import platform
import sys
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path

from ...scenario import Scenario
from ...scenario.document import WITHOUT_EFFECT

# Code that decides what a replication comes to, and what is kept of it.
# A planner runs programs inside a replication.
ROOMS = ("scenario", "city", "engine", "statistics", "programs", "agents", "outcomes")
NAMES = ("replication", "runs", "outcome", "additions", "kept", "variants", "pooled_waits")
FILES = tuple(f"runs/{name}.py" for name in NAMES)
FORMAT = 1  # of the files in a store
PACKAGES = ("numpy", "scipy", "numba", "llvmlite", "mesa", "pydantic", "pulp", "highspy")


def replication_hash(scenario: Scenario, additions: str = "") -> str:
    """Hash of a scenario, and of institutions and measures of one's own, if there are any."""
    content = content_hash(scenario)
    return hashlib.sha256(f"{content} {additions}".encode()).hexdigest() if additions else content


def content_hash(scenario: Scenario) -> str:
    """Hash of all that a scenario says and a replication can depend on.

    That is every regime (the rules in force from each date on) with its day, horizon included.
    Name, title, targets, sources, own documents and provenance are left out. Mappings stand in the
    order of their names, and lists in the order they were given.
    """
    digest = hashlib.sha256()
    for regime in scenario.regimes:
        digest.update(f"from day {regime.day}:".encode())
        digest.update(regime.document.model_dump_json(exclude=WITHOUT_EFFECT).encode())
    for name, district in scenario.districts.items():
        digest.update(f"district {name}: {content_hash(district)}".encode())
    return digest.hexdigest()


def is_covered(module: str) -> bool:
    """Whether the version of a store covers a module of this package: see `engine_version`."""
    package, _, name = module.partition(".")
    files = {file.removesuffix(".py").replace("/", ".") for file in FILES}
    return package == "qipan" and (name.partition(".")[0] in ROOMS or name in files)


@lru_cache(maxsize=1)
def engine_version() -> str:
    """Hash of the code, and of the versions of Python, packages and platform it runs on."""
    package = Path(__file__).parents[2]
    sources = [path for room in ROOMS for path in (package / room).rglob("*.py")]
    digest = hashlib.sha256(f"format {FORMAT}".encode())
    for path in sorted([*sources, *(package / name for name in FILES)]):
        digest.update(f"\0{path.relative_to(package).as_posix()}\0".encode())
        digest.update(path.read_bytes())
    for text in versions().values():
        digest.update(f"\0{text}".encode())
    return digest.hexdigest()[:16]


def versions() -> dict[str, str]:
    """Versions beside the code itself that results may depend on in the last bit."""
    return {
        "python": platform.python_version(),
        "platform": f"{sys.platform} {platform.machine()}",
        **{package: version(package) for package in PACKAGES},
    }
