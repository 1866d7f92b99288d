"""Tables made for the tests, in the forms in which offices send them."""

import gzip
import io
import zipfile
from collections.abc import Sequence

import pandas as pd
from openpyxl import Workbook

Lines = Sequence[Sequence[object]]


def csv_text(lines: Lines, separator: str = ",") -> str:
    def cell(value: object) -> str:
        text = "" if value is None else str(value)
        quoted = separator in text or '"' in text or "\n" in text
        return '"' + text.replace('"', '""') + '"' if quoted else text

    return "".join(separator.join(map(cell, line)) + "\r\n" for line in lines)


def xlsx(*sheets: tuple[str, Lines], merged: Sequence[str] = ()) -> bytes:
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, lines in sheets:
        sheet = book.create_sheet(name)
        for line in lines:
            sheet.append(list(line))
        for cells in merged:
            sheet.merge_cells(cells)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def xls(lines: Lines) -> bytes:
    import xlwt

    book = xlwt.Workbook()
    sheet = book.add_sheet("Sheet1")
    for row, line in enumerate(lines):
        for column, value in enumerate(line):
            sheet.write(row, column, value)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def ods(lines: Lines) -> bytes:
    from odf.opendocument import OpenDocumentSpreadsheet
    from odf.table import Table, TableCell, TableRow
    from odf.text import P

    document = OpenDocumentSpreadsheet()
    table = Table(name="Sheet1")
    for line in lines:
        row = TableRow()
        for value in line:
            number = isinstance(value, (int, float))
            kind = {"valuetype": "float", "value": value} if number else {"valuetype": "string"}
            cell = TableCell(**kind)
            cell.addElement(P(text=str(value)))
            row.addElement(cell)
        table.addElement(row)
    document.spreadsheet.addElement(table)
    content = io.BytesIO()
    document.write(content)
    return content.getvalue()


def parquet(lines: Lines) -> bytes:
    content = io.BytesIO()
    frame = pd.DataFrame([list(line) for line in lines[1:]], columns=list(map(str, lines[0])))
    frame.to_parquet(content)
    return content.getvalue()


def zipped(name: str, content: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr(name, content)
    return packed.getvalue()


FORMS = {
    "utf8.csv": lambda lines: csv_text(lines).encode(),
    "bom.csv": lambda lines: csv_text(lines).encode("utf-8-sig"),
    "gb18030.csv": lambda lines: csv_text(lines).encode("gb18030"),
    "semicolons.csv": lambda lines: csv_text(lines, ";").encode(),
    "tabs.txt": lambda lines: csv_text(lines, "\t").encode("utf-16"),
    "packed.csv.gz": lambda lines: gzip.compress(csv_text(lines).encode("gb18030")),
    "packed.zip": lambda lines: zipped("a.csv", csv_text(lines).encode()),
    "book.xlsx": lambda lines: xlsx(("Sheet1", lines)),
    "old.xls": xls,
    "open.ods": ods,
    "table.parquet": parquet,
}
