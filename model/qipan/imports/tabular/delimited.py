"""Tables of text: CSV and its kin, with whatever keeps the columns apart."""

import csv
import io
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from itertools import islice

from ...words import Phrase
from ..refused import refused
from .encodings import encoding_of
from .grid import Cell, picked

_SEPARATORS = (",", "\t", ";", "|", "，")
_LOOKED_AT = 40  # rows on which the separator is found
_LONGEST_CELL = 1 << 20  # letters: of requests that quote a whole letter
_QUOTES = Phrase('a cell in quotes must end with one, and a " within it is written twice')


class Delimited:
    """A table of text, decoded as it is read."""

    def __init__(self, content: bytes, file: str, words: Collection[str]) -> None:
        self.file, self.sheet = file, ""
        self._content = content
        self.encoding = encoding_of(content, file, words)
        self.separator = self._separator()

    def rows(self, wanted: Sequence[int] | None = None) -> Iterator[tuple[int, Sequence[Cell]]]:
        """Yield rows that say something; see `Grid.rows`.

        Raises
        ------
        ImportRefusedError
            Where quotes do not fit; the line is named.
        """
        reader = csv.reader(self._text(), delimiter=self.separator, strict=True)
        begins, before = 1, csv.field_size_limit(_LONGEST_CELL)
        try:
            for cells in reader:
                if any(cells):
                    yield begins, picked(cells, wanted)
                begins = reader.line_num + 1
        except csv.Error as error:
            raise refused(
                f"{self.file}:{begins}", Phrase("is not CSV: {error}", error=error), _QUOTES
            ) from None
        finally:
            csv.field_size_limit(before)

    def _text(self) -> io.TextIOWrapper:
        return io.TextIOWrapper(io.BytesIO(self._content), encoding=self.encoding, newline="")

    def _separator(self) -> str:
        """Choose what parts the first rows into most columns, and alike."""
        best, chosen = (0, 0), ","
        for separator in _SEPARATORS:
            reader = csv.reader(self._text(), delimiter=separator)
            try:
                widths = Counter(len(row) for row in islice(reader, _LOOKED_AT) if any(row))
            except csv.Error:
                continue
            width, often = max(widths.items(), key=lambda item: (item[1], item[0]), default=(0, 0))
            if width > 1 and (often * min(width, 3), width) > best:
                best, chosen = (often * min(width, 3), width), separator
        return chosen
