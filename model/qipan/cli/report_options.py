"""The options of every command that writes a report."""

import shlex
from collections.abc import Callable, Mapping
from functools import wraps
from inspect import Parameter, Signature, signature
from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from ..words import Phrase, joined
from .options import Lang, given_options, spelt

# Options that leave the results as they are.
SAME_RESULTS = (
    "jobs",
    "processes",
    "dask",
    "store",
    "no_store",
    "retry_failed",
    "out",
    "progress",
    "ledger",
    "bom",
)

_OPTIONS: dict[str, tuple[object, object]] = {
    "lang": (Lang, "en"),
    "report": (
        Annotated[
            bool,
            typer.Option(
                "--report/--no-report", help="Write report.html, report.docx and tables.xlsx."
            ),
        ],
        True,
    ),
    "style": (
        Annotated[
            Literal["plain", "gongwen"],
            typer.Option(help="Of report.docx: gongwen is that of official documents (公文)."),
        ],
        "plain",
    ),
    "fonts": (
        Annotated[
            Literal["gb2312", "windows"],
            typer.Option(help="Names of an official document's fonts: 仿宋_GB2312, or 仿宋."),
        ],
        "gb2312",
    ),
    "template": (
        Annotated[
            Path | None,
            typer.Option(metavar="FILE.docx", help="Word document whose styles are taken."),
        ],
        None,
    ),
    "slides": (
        Annotated[bool, typer.Option("--slides", help="Write report.pptx too.")],
        False,
    ),
}


LAYOUT = ("style", "fonts", "template", "slides")


def writes_report(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options --lang, --no-report, and those of how it is laid out.

    They are in place of its parameter `reporting`, a `report.reporting.Reporting`.
    """
    return _reporting(command, _OPTIONS)


def may_write_report(command: Callable[..., None]) -> Callable[..., None]:
    """As `writes_report`, of a command that writes a report only if --report is given."""
    kind, _ = _OPTIONS["report"]
    return _reporting(command, {**_OPTIONS, "report": (kind, False)})


def refuse_layout(context: typer.Context) -> None:
    """Refuse options of how a report is laid out where there is none.

    Raises
    ------
    InputError
        That names them.
    """
    unused = [spelt(name) for name in given_options(context) if name in LAYOUT]
    if unused:
        from ..errors import InputError

        raise InputError(
            Phrase(
                "{unused} {number:lays|lay} out a report, and none is written: add --report",
                unused=joined(unused),
                number=len(unused),
            )
        )


def _reporting(
    command: Callable[..., None], options: Mapping[str, tuple[object, object]]
) -> Callable[..., None]:
    kept = [p for p in signature(command).parameters.values() if p.name != "reporting"]
    has_context = any(p.name == "context" for p in kept)
    context = Parameter("context", Parameter.KEYWORD_ONLY, annotation=typer.Context)
    added = [
        Parameter(name, Parameter.KEYWORD_ONLY, default=default, annotation=kind)
        for name, (kind, default) in options.items()
    ]

    @wraps(command)
    def with_options(
        *arguments: Any,
        context: typer.Context,
        lang: Any,
        report: bool,
        style: Any,
        fonts: Any,
        template: Path | None,
        slides: bool,
        **options: Any,
    ) -> None:
        from ..report.reporting import Reporting, laid_out

        if not report and "report" in given_options(context):
            refuse_layout(context)
        said = typed(context) if report else None
        own = {"context": context} if has_context else {}
        layout = laid_out(style, fonts, template, slides, lang)
        command(*arguments, reporting=Reporting(lang, said, layout), **own, **options)

    parameters = [*kept, *([] if has_context else [context]), *added]
    with_options.__annotations__ = {p.name: p.annotation for p in parameters}
    with_options.__signature__ = Signature(parameters)  # type: ignore[attr-defined]  # PEP 362
    return with_options


def typed(context: typer.Context) -> str:
    """Return the command with the arguments and options that decide its results.

    Options left at their defaults are not told, nor those that results do not depend on.
    """
    return shlex.join(["qipan", *typed_words(context)])


def typed_words(context: typer.Context) -> list[str]:
    """Return what `typed` tells, word by word, without the program's name."""
    words: list[str] = []
    above: Any = context
    while above is not None and (above.parent is not None or above is context):
        words.insert(0, above.info_name or "")
        above = above.parent
    for parameter in context.command.params:
        name = parameter.name or ""
        source = context.get_parameter_source(name)
        if name in SAME_RESULTS or source is None or source.name != "COMMANDLINE":
            continue
        words += _words(parameter, context.params[name])
    return words


def _words(parameter: Any, value: Any) -> list[str]:
    values = [str(one) for one in (value if isinstance(value, (list, tuple)) else [value])]
    if parameter.param_type_name == "argument":
        return values
    option = max(parameter.opts, key=len)
    if parameter.is_flag:
        return [option if value else max(parameter.secondary_opts, key=len)]
    return [word for one in values for word in (option, one)]
