"""Values as JSON can hold them: data, never how Python writes an object."""

import datetime
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from os import PathLike, fspath
from typing import Any

import numpy as np
from pydantic import BaseModel

from ..scenario import Scenario


def as_data(value: Any) -> Any:
    """Return a value as mappings, lists, texts, numbers and None.

    Dataclasses and blocks of files become mappings of their fields, sets sorted lists, and a
    scenario its name and hash.

    Raises
    ------
    TypeError
        For anything else: what it would say is not known.
    """
    if value is None or isinstance(value, str | bool | int | float):
        return value
    if isinstance(value, Scenario):
        return {"name": value.name, "sha256": value.sha256}
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json")
    if isinstance(value, np.ndarray | np.generic):
        return as_data(value.tolist())
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, PathLike):
        return fspath(value)
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: as_data(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): as_data(each) for key, each in value.items()}
    if isinstance(value, set | frozenset):
        return sorted(map(as_data, value))
    if isinstance(value, list | tuple):
        return [as_data(each) for each in value]
    raise TypeError(f"{type(value).__name__} is no data that a manifest can hold: {value!r}")
