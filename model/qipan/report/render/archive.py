"""Office files that are the same to the byte for the same content."""

import datetime
import io
import re
import zipfile
from collections.abc import Callable, Mapping

MADE = datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC)  # the same for equal content
_TIMES = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*(</dcterms:\2>)")
EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest time that an archive can hold


def steady(content: bytes, rewritten: Mapping[str, Callable[[bytes], bytes]]) -> bytes:
    """Return an archive with its members in the same order, but without times of day.

    Parameters
    ----------
    content : bytes
        A zip archive, as .docx and .xlsx are.
    rewritten : mapping
        How to rewrite members that hold a time themselves, by name.
    """
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as new,
    ):
        for name in old.namelist():
            data = old.read(name)
            member = zipfile.ZipInfo(name, EPOCH)
            member.compress_type = zipfile.ZIP_DEFLATED
            member.create_system = 3  # as on Linux, wherever it is written
            member.external_attr = 0o644 << 16
            new.writestr(member, rewritten[name](data) if name in rewritten else data)
    return out.getvalue()


def without_times(content: bytes) -> bytes:
    """Return the properties of an office file as if made at the turn of the century."""
    return _TIMES.sub(rb"\g<1>2000-01-01T00:00:00Z\g<3>", content)


def steady_workbook(content: bytes) -> bytes:
    """Return a workbook, of its own or in another file, without times."""
    return steady(content, {"docProps/core.xml": without_times})
