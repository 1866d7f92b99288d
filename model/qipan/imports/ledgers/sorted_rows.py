"""The requests that are kept, as a ledger has them: sorted, typed, numbered anew."""

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from .building import Built
from .ledger import columns_in_order

if TYPE_CHECKING:
    import pandas as pd


def frame_of(built: Built) -> "pd.DataFrame":
    """Return the requests that are kept as a ledger has them, sorted by what they say."""
    import pandas as pd

    kept = np.flatnonzero(built.kept)
    columns = {name: values[kept] for name, values in built.columns.items()}
    ids, parents = columns.pop("id", None), columns.pop("parent", None)
    names = columns_in_order(list(columns))
    ranks = [_ranks(columns[name]) for name in names]
    if ids is not None:
        ranks.append(_ranks(ids))
    order = np.lexsort(ranks[::-1])
    frame: dict[str, Any] = {"id": np.arange(len(order), dtype=np.int64)}
    for name in names:
        frame[name] = _typed(name, columns[name][order])
    if parents is not None and ids is not None:
        place = {text: n for n, text in enumerate(ids[order].tolist()) if text}
        found = [place.get(text) if text else None for text in parents[order].tolist()]
        own = [None if each == n else each for n, each in enumerate(found)]
        frame["parent"] = pd.array(own, "Int64")
    return pd.DataFrame(frame)[columns_in_order(list(frame))]


def _typed(name: str, values: NDArray[Any]) -> Any:
    import pandas as pd

    if name.endswith("_at"):
        return values.view("datetime64[s]").astype("datetime64[ns]")
    if name == "repeats":
        return pd.array(values, "Int64")
    if name in ("solved", "satisfied"):
        return pd.array(values, "boolean")
    return values


def _ranks(values: NDArray[Any]) -> NDArray[np.int64]:
    """Return the place of each value among all, the missing first."""
    if values.dtype != object:
        ranks: NDArray[np.int64] = values
        return ranks
    words = sorted({each for each in values.tolist() if each is not None})
    place = {word: n for n, word in enumerate(words)}
    return np.array([place.get(each, -1) for each in values.tolist()], np.int64)
