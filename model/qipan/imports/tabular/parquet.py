"""Tables in Parquet."""

import io
from collections.abc import Iterator, Sequence

from ...words import Phrase
from ..refused import refused
from .grid import Cell, picked

_ROWS_AT_ONCE = 20_000


class ParquetTable:
    """A Parquet file, of which only the columns that are wanted are read."""

    def __init__(self, content: bytes, file: str) -> None:
        import pyarrow as pa
        import pyarrow.parquet as pq

        self.file, self.sheet = file, ""
        try:
            self._table = pq.ParquetFile(io.BytesIO(content))
        except (pa.ArrowInvalid, OSError) as error:
            raise refused(file, Phrase("cannot be read as Parquet: {error}", error=error)) from None
        self._names = list(self._table.schema_arrow.names)

    def rows(self, wanted: Sequence[int] | None = None) -> Iterator[tuple[int, Sequence[Cell]]]:
        """Yield the names of the columns as row 1, then the rows; see `Grid.rows`."""
        yield 1, picked(self._names, wanted)
        names = self._names if wanted is None else [self._names[place] for place in wanted]
        number = 1
        for batch in self._table.iter_batches(_ROWS_AT_ONCE, columns=names):
            columns = [batch.column(name).to_pylist() for name in names]
            for cells in zip(*columns, strict=True):
                number += 1
                yield number, ["" if cell is None else cell for cell in cells]
