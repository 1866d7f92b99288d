"""Which column is what, kept in a file: a second import asks nothing and guesses nothing."""

import json
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ...scenario.faults import Fault, did_you_mean, listing
from ...words import Phrase, clauses
from ..personal import looks_personal
from ..refused import ImportRefusedError, refused
from .files import content_of
from .roles import Role, find_columns, folded

_COLUMNS = "columns"


@dataclass(frozen=True)
class ColumnMap:
    """Headers by role, and how their cells are read.

    Attributes
    ----------
    columns : dict of str to tuple of str
        Headers of each role: one; two where date and time are apart.
    settings : dict of str to object
        Whatever else the file says, by key.
    file : str
        Where it stands; empty if it was found by names.
    """

    columns: Mapping[str, tuple[str, ...]]
    settings: Mapping[str, Any] = field(default_factory=dict)
    file: str = ""

    @property
    def named(self) -> tuple[str, ...]:
        """All headers that it names."""
        return tuple(name for names in self.columns.values() for name in names)


def read_map(
    path: str | os.PathLike[str], roles: Sequence[Role], settings: Iterable[str] = ()
) -> ColumnMap:
    """Read a map.

    Raises
    ------
    ImportRefusedError
        All that is wrong with it.
    """
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    file = str(path)
    try:
        said = YAML(typ="safe").load(content_of(file).decode("utf-8-sig"))
    except (YAMLError, UnicodeDecodeError):
        raise refused(
            file, Phrase("is not YAML in UTF-8"), Phrase("a map is what `qipan import` wrote")
        ) from None
    columns = said.get(_COLUMNS) if isinstance(said, dict) else None
    if not isinstance(columns, dict) or not columns:
        raise refused(file, Phrase("no `columns`"), Phrase("columns: {role: 'header', …}"))
    known = [role.key for role in roles]
    faults = [
        Fault(
            file,
            None,
            key,
            Phrase("unknown key"),
            Phrase("allowed: {part}", part=listing([_COLUMNS, *settings])),
        )
        for key in map(str, said)
        if key not in (_COLUMNS, *settings)
    ]
    found: dict[str, tuple[str, ...]] = {}
    for key, names in columns.items():
        headers = [names] if not isinstance(names, list) else names
        where = f"{_COLUMNS}.{key}"
        if key not in known:
            hint = did_you_mean(str(key), known)
            faults.append(
                Fault(
                    file,
                    None,
                    where,
                    Phrase("unknown"),
                    Phrase("allowed: {known}", known=listing(known)),
                    hint,
                )
            )
        elif not headers or not all(isinstance(name, str) for name in headers):
            faults.append(
                Fault(file, None, where, Phrase("must be a header, or a list of two headers"))
            )
        else:
            found[key] = tuple(headers)
    if faults:
        raise ImportRefusedError(faults)
    return ColumnMap(found, {k: v for k, v in said.items() if k != _COLUMNS}, file)


def text_of_map(known: ColumnMap, what: str) -> str:
    """Write a map as YAML that `read_map` reads."""
    lines = [
        Phrase(
            "# How the columns of {what} are read; give it with --map, corrected where it is "
            "wrong.",
            what=what,
        ),
        "# (表中各列的含义；如有误请更正，并用 --map 指定本文件。)",
        f"{_COLUMNS}:",
    ]
    for key, names in known.columns.items():
        said = names[0] if len(names) == 1 else list(names)
        lines.append(f"  {key}: {json.dumps(said, ensure_ascii=False)}")
    for key, value in known.settings.items():
        lines.append(f"{key}: {json.dumps(value, ensure_ascii=False)}")
    return "\n".join(lines) + "\n"


def find_map(header: Sequence[str], roles: Sequence[Role]) -> ColumnMap:
    """Find by names which column is what."""
    found = find_columns(header, roles).columns
    return ColumnMap({key: (header[place],) for key, place in found.items()})


def columns_of(
    known: ColumnMap, header: Sequence[str], roles: Sequence[Role], file: str
) -> dict[str, tuple[int, ...]]:
    """Return the columns of each role in a header.

    Raises
    ------
    ImportRefusedError
        If a header is not there, or a role that is needed has none; the nearest are named.
    """
    places = {folded(name): place for place, name in reversed(list(enumerate(header))) if name}
    exact = {name: place for place, name in reversed(list(enumerate(header))) if name}
    faults: list[Fault] = []
    found: dict[str, tuple[int, ...]] = {}
    for key, names in known.columns.items():
        missing = [name for name in names if name not in exact and folded(name) not in places]
        faults += [_no_column(name, key, header, known.file or file) for name in missing]
        if not missing:
            found[key] = tuple(exact.get(n, places.get(folded(n), -1)) for n in names)
    for role in roles:
        if role.needed and role.key not in known.columns:
            faults.append(_unmapped(role, header, file))
    if faults:
        raise ImportRefusedError(faults)
    return found


def shown_headers(header: Iterable[str]) -> list[str]:
    """Return headers as they may be shown: a row of data taken for one is not."""
    return [
        Phrase("column {place}", place=place) if looks_personal(name) else name
        for place, name in enumerate(header, 1)
        if name
    ]


def _no_column(name: str, key: str, header: Sequence[str], file: str) -> Fault:
    shown = shown_headers(header)
    hint = did_you_mean(name, shown)
    return Fault(
        file,
        None,
        f"columns.{key}",
        Phrase("no column '{name}'", name=name),
        Phrase("found: {shown}", shown=listing(shown)),
        hint,
    )


def _unmapped(role: Role, header: Sequence[str], file: str) -> Fault:
    shown = shown_headers(header)
    near = next((hint for name in role.names if (hint := did_you_mean(name, shown))), "")
    hint = Phrase("say it in a map (--map): columns: {{{key}: …}}", key=role.key)
    return Fault(
        file=file,
        found=Phrase("no column {spelt}", spelt=role.spelt),
        allowed=Phrase("found: {shown}", shown=listing(shown)),
        hint=clauses(near, hint),
    )
