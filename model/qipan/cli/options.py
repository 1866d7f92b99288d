"""Options that several commands share, so that they are called and explained alike."""

import math
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import wraps
from inspect import Parameter, Signature, signature
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from ..runs.bounds import MOST_JOBS, MOST_SEED
from ..words import Phrase

if TYPE_CHECKING:
    from ..runs.share import Share


def finite(value: float | None) -> float | None:
    """Refuse what is no number, which is neither above nor below any bound."""
    if value is not None and not math.isfinite(value):
        raise typer.BadParameter(Phrase("found {value}; must be a finite number", value=value))
    return value


ScenarioFile = Annotated[
    str,
    typer.Argument(
        metavar="SCENARIO",
        help="A scenario file, or the name of one that comes with Qipan (see qipan new --list).",
    ),
]
QuestionFile = Annotated[
    str,
    typer.Argument(
        metavar="FILE",
        help="A scenario file, the name of one that comes with Qipan, or a question file.",
    ),
]
Seed = Annotated[
    int,
    typer.Option(min=0, max=MOST_SEED, help="Replication r has the seed SEED * 1,000,000 + r."),
]
SeedOfFile = Annotated[
    int | None,
    typer.Option(
        min=0,
        max=MOST_SEED,
        help="Replication r has the seed SEED * 1,000,000 + r.  (default: 1)",
    ),
]
Jobs = Annotated[
    int,
    typer.Option(
        min=1,
        max=MOST_JOBS,
        help="Replications at the same time; results do not depend on it.",
    ),
]
Lang = Annotated[Literal["en", "zh"], typer.Option(help="Language of charts and report.")]
ProgressAs = Annotated[
    Literal["bar", "json"],
    typer.Option(
        "--progress", help="A bar on a terminal, or a JSON object a line on the standard error."
    ),
]
Out = Annotated[Path | None, typer.Option(help="Result folder.  (default: results/NAME)")]

STORE = Path("results") / ".store"

# Those of every command that makes many replications, by `takes_workers`, with their defaults.
_WORKERS: dict[str, tuple[object, object]] = {
    "jobs": (Jobs, 1),
    "processes": (
        Annotated[
            bool, typer.Option("--processes", help="Use processes rather than threads of one.")
        ],
        False,
    ),
    "dask": (
        Annotated[
            str | None,
            typer.Option(
                metavar="ADDRESS",
                help="Use a Dask cluster: tcp://HOST:PORT or tls://HOST:PORT of its scheduler.",
            ),
        ],
        None,
    ),
    "store": (
        Annotated[Path, typer.Option(metavar="DIR", help="Where finished replications are kept.")],
        STORE,
    ),
    "no_store": (
        Annotated[
            bool, typer.Option("--no-store", help="Use no finished replications, and keep none.")
        ],
        False,
    ),
    "retry_failed": (
        Annotated[bool, typer.Option("--retry-failed", help="Try again what failed before.")],
        False,
    ),
    "progress": (ProgressAs, "bar"),
}
_SHARD = (
    Annotated[
        str | None,
        typer.Option(
            metavar="I/N",
            help="Make every N-th replication only, from the I-th on, for the store: a job of an "
            "array. Nothing else is written.",
        ),
    ],
    None,
)


@contextmanager
def told_as(progress: str, command: str) -> Iterator[None]:
    """Tell a command's progress as --progress says, while the block runs."""
    if progress == "bar":
        yield
        return
    from ..errors import QipanError
    from .app import ended
    from .progress_lines import as_lines

    with as_lines(command):
        try:
            yield
        except QipanError as error:  # told before the lines end, and as one of them
            raise ended(error) from None


def given_options(context: typer.Context) -> tuple[str, ...]:
    """Names of the options that were given on the command line."""
    names = list(context.params)
    sources = [context.get_parameter_source(name) for name in names]
    return tuple(
        name
        for name, source in zip(names, sources, strict=True)
        if source is not None and source.name == "COMMANDLINE"
    )


def over_the_file(context: typer.Context, keys: Mapping[str, str]) -> dict[str, Any]:
    """Options that were given, by the dotted key of a question file that each goes over."""
    given = [name for name in given_options(context) if name in keys]
    return {keys[name]: context.params[name] for name in given}


def spelt(name: str) -> str:
    """Return an option as it is typed."""
    return f"--{name.replace('_', '-')}"


def takes_share(command: Callable[..., None]) -> Callable[..., None]:
    """As `takes_workers`, with --shard: if a study asks for the same whatever comes of it."""
    return _with_workers(command, {**_WORKERS, "shard": _SHARD})


def takes_workers(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options that say who makes replications and where they are kept.

    In place of its parameter `workers`, a `runs.opening.Workers`, the command then has
    --jobs, --processes, --dask, --store, --no-store, --retry-failed and --progress.
    """
    return _with_workers(command, _WORKERS)


def _with_workers(
    command: Callable[..., None], options: Mapping[str, tuple[Any, Any]]
) -> Callable[..., None]:
    own = [p for p in signature(command, eval_str=False).parameters.values() if p.name != "workers"]
    hints = {p.name: p.annotation for p in own} | {n: kind for n, (kind, _) in options.items()}
    added = [
        Parameter(name, Parameter.KEYWORD_ONLY, default=default, annotation=kind)
        for name, (kind, default) in options.items()
    ]

    @wraps(command)
    def with_options(*arguments: Any, **typed: Any) -> None:
        from ..runs.opening import Workers

        given = {name: typed.pop(name) for name in options}
        if given.pop("no_store"):
            given["store"] = None
        with told_as(given.pop("progress"), command.__name__.strip("_")):
            share = _share(given.pop("shard", None), given["store"])
            command(*arguments, workers=Workers(share=share, **given), **typed)

    with_options.__annotations__ = hints
    with_options.__signature__ = Signature([*own, *added])  # type: ignore[attr-defined]  # PEP 362
    return with_options


def _share(shard: str | None, store: Path | None) -> "Share | None":
    """Read --shard, which needs a store: nothing else is left of a share."""
    if shard is None:
        return None
    from ..errors import InputError
    from ..runs.share import Share

    if store is None:
        raise InputError(
            Phrase("--shard is of no use with --no-store: what is made is kept there alone")
        )
    return Share.read(shard)
