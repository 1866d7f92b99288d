"""Files of a result folder: equal content gives equal bytes."""

import json
import math
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from ..words import Phrase

if TYPE_CHECKING:
    import pandas as pd

# Fixed rather than left to defaults that change, so that equal data give equal files.
ROWS_PER_GROUP = 1 << 20
PARQUET: dict[str, Any] = {
    "version": "2.6",
    "data_page_version": "1.0",
    "compression": "zstd",
    "compression_level": 3,
    "use_dictionary": True,
    "write_statistics": True,
}


def write_json(path: Path, content: Mapping[str, Any]) -> None:
    """Write a mapping as JSON, sorted, so that equal content gives equal bytes."""
    text = json.dumps(plain(content), sort_keys=True, indent=2, ensure_ascii=False, allow_nan=False)
    path.write_text(text + "\n", encoding="utf-8", newline="\n")


def plain(value: Any) -> Any:
    """Return `value` as JSON can hold it: numbers of numpy unwrapped, NaN and infinities None.

    Raises
    ------
    TypeError
        For a key that is not text; two keys could otherwise become one.
    """
    if isinstance(value, Mapping):
        for key in value:
            if not isinstance(key, str):
                raise TypeError(f"a key of JSON must be text, not {key!r}")
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, np.ndarray):
        return plain(value.tolist())
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value


def read_json(path: Path) -> dict[str, Any]:
    """Read a mapping back."""
    content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return content


def write_parquet(path: Path, frame: "pd.DataFrame") -> None:
    """Write a frame; the bytes depend on its columns and values only.

    pandas' own metadata (its version, the kind of index) is left out, and compression, format and
    the size of row groups are fixed rather than left to defaults that change.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    table = pa.Table.from_pandas(frame, preserve_index=False).replace_schema_metadata(None)
    pq.write_table(table, path, row_group_size=ROWS_PER_GROUP, **PARQUET)


def read_parquet(path: Path) -> "pd.DataFrame":
    """Read a frame back."""
    import pyarrow.parquet as pq

    frame: pd.DataFrame = pq.read_table(path).to_pandas()
    return frame


def write_more(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write further files, such as reports and charts, by their paths in the folder."""
    for name, content in files.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(content)


def write_charts(folder: Path, charts: Mapping[str, bytes]) -> None:
    """Write charts by their file names; the folder is made if there are any."""
    for name, content in charts.items():
        if Path(name).name != name or name in ("", ".", ".."):
            raise ValueError(
                Phrase("a chart's name must be a plain file name, not {name!r}", name=name)
            )
        folder.mkdir(exist_ok=True)
        (folder / name).write_bytes(content)
